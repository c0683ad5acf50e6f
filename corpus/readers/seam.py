"""Where two pieces of text meet: joined as a Chinese reader would write them, with a blank only where one belongs.

Knows nothing of formats or geometry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_WIDE = re.compile(
    "[\u2018-\u201d\u2026\u2014\u2460-\u24ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)
_CLOSING = tuple("、。，．）)】〕：:")


def wide(char: str) -> bool:
    """Whether `char` is a Chinese character or punctuation mark, which takes no blank beside it."""
    return _WIDE.match(char) is not None


def join(pieces: Iterable[str]) -> str:
    """Join lines that only the layout broke: a blank goes between Latin words and nowhere else.

    >>> join(["离退休", "干部", "Word", "2016"])
    '离退休干部Word 2016'
    """
    whole = ""
    for piece in pieces:
        blank = whole and piece and not wide(whole[-1]) and not wide(piece[0])
        whole += f" {piece}" if blank else piece
    return whole


def cell(pieces: Iterable[str]) -> str:
    """The text of a table cell from its lines: one line without tabs, as a heading written downwards is read.

    >>> cell(["序", "号"]), cell(["每季度一次", "6月底前"])
    ('序号', '每季度一次 6月底前')
    """
    parts = [part for part in (" ".join(piece.split()) for piece in pieces) if part]
    return ("" if all(len(part) == 1 and wide(part) for part in parts) else " ").join(parts)


def labelled(label: str, text: str, *, blank: bool | None = None) -> str:
    """Put an automatic number before the text it belongs to.

    Args:
        label: the number as shown, as 一、 or 1. ; may be empty.
        text: the text after it.
        blank: whether the format asks for a blank; None to set one only where label and text would run together.

    >>> labelled("一、", "总体要求"), labelled("1.", "2023年"), labelled("第一条", "为了")
    ('一、总体要求', '1. 2023年', '第一条 为了')
    """
    if not label or not text:
        return label + text
    if blank is None:
        blank = not label.endswith((*_CLOSING, ".")) or (label.endswith(".") and text[0].isdigit())
    return f"{label} {text}" if blank and not label.endswith(" ") else label + text
