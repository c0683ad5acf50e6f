"""A sheet → plain text, as it goes into a message or a system that takes no files. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.letter.paper.measures import CHARACTERS, LOOKS
from assistant.letter.paper.types import Block, Sheet

_FULL = "\u3000"


def plain(sheet: Sheet) -> str:
    """The same words in the same order; indents and centring with full-width spaces."""
    return "\n".join(line.rstrip() for line in _lines(sheet)).strip("\n") + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.stamp:
        yield f"【{sheet.stamp}】"
    if sheet.category:
        yield _aligned(sheet.category, "right")
    if sheet.mark:
        yield from (_aligned(sheet.mark, "center"), "")
    if sheet.form != "record":
        yield from (_aligned(sheet.number, "right" if sheet.form == "letter" else "center"), "")
    for block in sheet.blocks:
        yield from _block(block)
    if sheet.foot:
        yield ""
        yield from (f"{left}{_FULL * 2 if right else ''}{right}" for left, right in sheet.foot)


def _block(block: Block) -> Iterator[str]:
    yield from [""] * (block.gap + block.breaks)
    if block.rows:
        yield from (f"{_FULL}|{_FULL}".join(" ".join(cell.split("\n")) for cell in row) for row in block.rows)
        return
    look = LOOKS[block.style]
    for line in block.text.split("\n"):
        if look.align in ("center", "right"):
            yield _aligned(line, look.align, block.right)
        else:
            yield _FULL * (look.first or look.left) + line


def _aligned(line: str, align: str, right: float = 0) -> str:
    free = max(0.0, CHARACTERS - right - width(line))
    return _FULL * int(free / 2 if align == "center" else free) + line


def width(words: str) -> float:
    """How many full characters wide words are; Latin letters and figures are half as wide.

    >>> width("2026年3月")
    4.5
    """
    return sum(0.5 if char.isascii() else 1.0 for char in words)
