"""Text of documents and of questions made safe to show: no control characters, one line, not too long.

Knows nothing of runs; escaping for a certain format is that format's.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
UNPRINTABLE = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1: forbidden in XML, commands to a terminal
    "\u202a-\u202e\u2066-\u2069"  # turn the direction of reading, so that text shows as what it is not
    "\ud800-\udfff\ufffe\uffff"  # no characters; cannot be written as UTF-8 or XML
    "]"
)


def printable(text: str) -> str:
    """The text with every character that a page cannot show replaced, one for one, so that offsets still hold."""
    return UNPRINTABLE.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """The text on a single line."""
    return printable(" ".join(text.split()))


def clipped(text: str, most: int) -> str:
    """The text, cut after `most` characters with … in place of the rest.

    >>> clipped("离休干部护理费", 5)
    '离休干部…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
