"""Cells that span rows and columns → rows of a draft, each as wide as the table.

Knows nothing of the formats that the spans come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.draft import DraftCell, Line

MAX_COLUMNS = 200
"""Spans beyond this column are cut; no table meant for people is wider."""

MAX_CELLS = 1_000_000
"""Where a table would have more, spans over empty columns are not honoured."""


@dataclass(slots=True)
class Span:
    """A cell with its place and size in rows and columns, counted from 0. Grows while a format is being read."""

    text: str
    """Without tabs and line breaks."""
    row: int
    column: int
    rows: int = 1
    columns: int = 1


def lay(spans: Sequence[Span], table: int, page: int | None = None) -> list[Line]:
    """The rows of a table from its cells.

    Args:
        spans: the cells; the first one to claim a place keeps it.
        table: number of the table within its file.
        page: the page that it stands on.
    """
    if not spans:
        return []
    height = max(span.row for span in spans) + 1
    width = min(max(span.column + span.columns for span in spans), MAX_COLUMNS)
    if width * height > MAX_CELLS:
        width = max(span.column for span in spans) + 1
    held: dict[tuple[int, int], Span] = {}
    for span in spans:
        for row in range(span.row, min(span.row + span.rows, height)):
            for column in range(span.column, min(span.column + span.columns, width)):
                held.setdefault((row, column), span)
    return [_row(held, row, width, table, page) for row in range(height)]


def _row(held: dict[tuple[int, int], Span], row: int, width: int, table: int, page: int | None) -> Line:
    cells = []
    for column in range(width):
        span = held.get((row, column))
        if span is None:
            cells.append(DraftCell(""))
        elif (span.row, span.column) == (row, column):
            cells.append(DraftCell(span.text))
        else:
            cells.append(DraftCell("", origin=(span.row, span.column)))
    return Line("\t".join(cell.text for cell in cells), page=page, cells=tuple(cells), table=table)
