"""The nouns of paper: a block, a sheet. Pure; knows nothing of letters, nor of any file format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.letter.types import Form

Style = Literal[
    "title",
    "salutation",
    "body",
    "closing",
    "heading1",
    "heading2",
    "heading3",
    "heading4",
    "annexes",
    "annexes_next",
    "signature",
    "date",
    "remark",
    "annex",
    "annex_title",
    "record_title",
    "small",
    "cell",
    "after",
]


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, or a table where it has rows."""

    style: Style
    text: str = ""
    right: float = 0.0
    """Indent from the right, in characters."""
    gap: int = 0
    """Empty lines before it."""
    rows: tuple[tuple[str, ...], ...] = ()
    """Cells of a table; the first row is the head where `headed`."""
    widths: tuple[float, ...] = ()
    """Of the columns, mm."""
    headed: bool = False
    breaks: bool = False
    """Whether it begins a new page."""
    kept: bool = False
    """Whether it stays on one page with what follows."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on paper."""

    form: Form
    blocks: tuple[Block, ...]
    mark: str = ""
    """发文机关标志, in red."""
    number: str = ""
    category: str = ""
    """What stands in the upper right corner of the first page of an ordinary document, as A类."""
    foot: tuple[tuple[str, str], ...] = ()
    """版记: each line's left and right part."""
    stamp: str = ""
    """What marks every page as a draft; empty for a final letter."""
    highlighted: tuple[str, ...] = ()
    """Words that are still to be filled in."""
    title: str = ""
    author: str = ""
    """The office, for the properties of the file."""
    at: str = ""
    """When it was made, ISO 8601."""
