"""Where a document says what it is: the lines on top, the address, the end of its body, the last line.

Knows how these lines look and nothing of what they say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_MOST_ON_TOP = 12
_MOST_AT_END = 16
_ATTACHMENT = re.compile(r"附\s*件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?\s*")
_ADDRESS = re.compile(r"[^。；]{2,120}[：:]")
_ENUMERATED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、是要]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.．、]|第[一二三四五六七八九十百]{1,4}[章节条])"
)
_SENTENCE = re.compile(r"[。；！？]|，[^，]*，")
_LONGEST_ON_TOP = 60


@dataclass(frozen=True, slots=True)
class Frame:
    """The outer lines of a document; every line without the spaces around it, none of them blank."""

    top: tuple[str, ...]
    """Lines before the address and before the first sentence or heading: mark, number, title, date."""
    address: str
    """主送机关 or 称谓, as 各县委： or 同志们：; empty when there is none."""
    opening: str
    """The first paragraphs of the text, some hundred characters."""
    end: tuple[str, ...]
    """The last lines of the body, before the first attachment: signature, date, notes."""
    last: str
    """The last line of the whole file that is no note in brackets."""


def frame(text: str) -> Frame:
    """Find the outer lines of `text`."""
    lines = list(_lines(text))
    top, address = _top(lines)
    rest = lines[len(top) + bool(address) :]
    first = next((at for at, line in enumerate(rest) if at and _ATTACHMENT.fullmatch(line)), len(rest))
    last = next((line for line in reversed(rest) if not line.startswith(("（", "("))), "")
    return Frame(tuple(top), address, "\n".join(rest[:6])[:800], tuple(rest[:first][-_MOST_AT_END:]), last)


def _lines(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        stripped = line.strip().lstrip("#>").strip()
        if stripped:
            yield stripped


def _top(lines: list[str]) -> tuple[list[str], str]:
    for at, line in enumerate(lines[:_MOST_ON_TOP]):
        if _ADDRESS.fullmatch(line) and not _ENUMERATED.match(line):
            return lines[:at], line
        if (
            _ENUMERATED.match(line)
            or len(line) > _LONGEST_ON_TOP
            or (_SENTENCE.search(line) and line[0] not in "（(")
        ):
            return lines[:at], ""
    return lines[:_MOST_ON_TOP], ""
