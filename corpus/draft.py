"""What a reader hands over: lines with what the format knew about them, before cleaning and outlining.

Knows nothing of any format, nor of what the lines mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell as a format gives it."""

    text: str
    """Without tabs and line breaks."""
    origin: tuple[int, int] | None = None
    """(row, column) in the same table of the cell that this one is merged into; None for a cell of its own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text as a reader found it."""

    text: str
    """Without a line break. For a row of a table: the cells' own texts joined by TAB, merged cells empty."""
    page: int | None = None
    """Page number in the original, from 1."""
    heading: int | None = None
    """Depth of a heading that the format itself marks (h1 and 标题 1 are 1); None for all else."""
    cells: tuple[DraftCell, ...] | None = None
    """Set for a row of a table; every row of a table has the same number of cells."""
    table: int | None = None
    """Which table of the file the row belongs to, from 0."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One document as a reader found it."""

    lines: tuple[Line, ...]
    title: str | None = None
    """A title that the format carries outside the text (HTML <title>, a record's title)."""
    key: str = ""
    """What tells records of one file apart; empty for a file that is one document."""
    captions: dict[int, str] = field(default_factory=dict)
    """Caption of a table by its number, as a sheet's name."""
    declared: dict[str, Any] = field(default_factory=dict)
    """Metadata that the format states (a record's `metadata`), by the field names of `Metadata`."""
    notes: tuple[str, ...] = ()
    """Messages for a person, in Chinese."""
