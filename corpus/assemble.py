"""Cleaned lines of a draft → one text, with tables, headings and pages at their offsets. Pure.

Knows nothing of what the lines say: outline and metadata come after.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from corpus.draft import Line
from corpus.types import Cell, Page, Row, Table


@dataclass(frozen=True, slots=True)
class Assembled:
    """A text and what the format knew about it, all in offsets of that text."""

    text: str
    tables: tuple[Table, ...]
    headings: tuple[tuple[int, int], ...]
    """(offset of the line, depth) of every heading that the format marks."""
    pages: tuple[Page, ...]


def assemble(lines: Sequence[Line], captions: Mapping[int, str]) -> Assembled:
    """Join `lines` with line breaks; `captions` name tables by their number."""
    starts, offset = [], 0
    for line in lines:
        starts.append(offset)
        offset += len(line.text) + 1
    pages: list[Page] = []
    for line, start in zip(lines, starts, strict=True):
        if line.page is not None and (not pages or pages[-1].number != line.page):
            pages.append(Page(line.page, start))
    return Assembled(
        text="\n".join(line.text for line in lines),
        tables=_tables(lines, starts, captions),
        headings=tuple((s, line.heading) for line, s in zip(lines, starts, strict=True) if line.heading is not None),
        pages=tuple(pages),
    )


def _tables(lines: Sequence[Line], starts: Sequence[int], captions: Mapping[int, str]) -> tuple[Table, ...]:
    numbered = [(line.table, at) for at, line in enumerate(lines) if line.table is not None and line.cells]
    found = []
    for number, members in groupby(numbered, key=lambda each: each[0]):
        places = [at for _, at in members]
        rows = _rows([lines[at] for at in places], [starts[at] for at in places])
        if len(rows) > 1:
            caption = captions.get(number or 0, "")
            found.append(Table(caption, rows[0].cells, tuple(rows[1:]), rows[0].start, rows[-1].end))
    return tuple(found)


def _rows(lines: Sequence[Line], starts: Sequence[int]) -> list[Row]:
    """Rows with offsets; a merged cell takes text and offsets of its origin, which stands before it."""
    done: dict[tuple[int, int], Cell] = {}
    rows = []
    for at, (line, start) in enumerate(zip(lines, starts, strict=True)):
        cells, offset = [], start
        for column, draft in enumerate(line.cells or ()):
            origin = done.get(draft.origin) if draft.origin else None
            if origin is not None:
                cell = Cell(origin.text, origin.start, origin.end, merged=True)
                offset += 1
            else:
                cell = Cell(draft.text, offset, offset + len(draft.text))
                offset += len(draft.text) + 1
            done[at, column] = cell
            cells.append(cell)
        rows.append(Row(tuple(cells), start, start + len(line.text)))
    return rows
