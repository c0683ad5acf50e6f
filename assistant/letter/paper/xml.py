"""Elements of WordprocessingML as text. Pure: whatever is handed in as text ends as text, never as markup.

Knows nothing of what the elements mean, nor of their order.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text(words: str) -> str:
    """Characters as XML holds them; those that no XML may hold are left out."""
    return escape(_ILLEGAL.sub("", words))


def element(name: str, /, *inside: str, **attributes: object) -> str:
    """One element of the namespace w; attributes are of it too.

    >>> element("p", element("jc", val="center"))
    '<w:p><w:jc w:val="center"/></w:p>'
    """
    told = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in attributes.items())
    body = "".join(inside)
    return f"<w:{name}{told}>{body}</w:{name}>" if body else f"<w:{name}{told}/>"


def part(name: str, *inside: str) -> str:
    """A whole part whose root is of the namespace w."""
    return f'{HEAD}<w:{name} xmlns:w="{W}" xmlns:r="{R}">{"".join(inside)}</w:{name}>'
