"""Tables that a text export leaves in plain text: cells led by TAB, rows of TAB-separated values, pipe tables.

Knows nothing of files or formats: tables that a reader understood itself come in through `corpus.assemble`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from corpus.sentences import stripped
from corpus.types import Cell, Row, Table

Span = tuple[int, int]

MAX_CAPTION = 40
MAX_HEADING = 30
"""Longer cells in the first row are paragraphs indented by TAB, not column headings."""
TAIL_CHARS = 12
"""A line below the last row that is no longer than this may always continue its last cell."""

_ALONE = re.compile(
    r"\s|关于.+的|附\s*件|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|第.{1,3}[章节条]"
    r"|.{0,40}(?:通知|意见|报告|决定|函|纪要|讲话|要点|规定|办法|细则|方案|总结)$"
    r"|(?:19|20)\d\d\s*年.{1,9}日|(?:注|备注|说明)[：:]|.*：$|.{30,}。$"
)
"""A line that says something of its own, though it stands right below a row: indented, a title, a sentence."""
_REMARKS = re.compile(r"备\s*注|附\s*注|说\s*明|意\s*见|签\s*[字名]")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[\d.,\s]+")
_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*")
_PIPE = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class _Raw:
    """A row as it stands, before it is known what its empty cells mean."""

    cells: tuple[Span, ...]
    """Without white space at the edges."""
    start: int
    end: int


def flattened(text: str) -> tuple[Table, ...]:
    """Find the tables whose cells TABs tell apart, in the order of `text`.

    Either each line led by TAB is a cell, a line without TAB continues the cell above and a blank line ends the row;
    or a line is a row and TABs stand between its cells. The first row holds the headings. An empty cell is merged
    with the one above: any in the first layout, where merging leaves a bare TAB, but only leading ones in the second.
    Columns of remarks are never filled, and the cells that a short row lacks are empty.
    """
    return tuple(table for region in _regions(text) for table in _of_region(text, region)) if "\t" in text else ()


def markdown(text: str) -> tuple[Table, ...]:
    """Find the pipe tables in `text`: a line of cells, a line of dashes, and lines of cells."""
    if "|" not in text:
        return ()
    lines = _lines(text)
    found: list[Table] = []
    at = 1
    while at < len(lines):
        if _RULE.fullmatch(text, *lines[at]) and "|" in text[slice(*lines[at - 1])]:
            stop = at + 1
            while stop < len(lines) and "|" in text[slice(*lines[stop])]:
                stop += 1
            rows = [_piped(text, line) for line in (lines[at - 1], *lines[at + 1 : stop])]
            found.extend(_tables(text, rows, lambda row: ()))
            at = stop
        at += 1
    return tuple(found)


def _lines(text: str) -> list[Span]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, start + len(line)))
        start += len(line) + 1
    return lines


def _regions(text: str) -> Iterator[list[list[Span]]]:
    """Runs of groups: the lines between two blank lines, of which the first has a TAB."""
    region: list[list[Span]] = []
    group: list[Span] = []
    for start, end in [*_lines(text), (len(text), len(text))]:
        blank = not text[start:end].strip()
        if text.find("\t", start, end) >= 0 or (group and not blank):
            group.append((start, end))
            continue
        closed = not blank or start == len(text)
        if group:
            region.append(_without_tail(text, group))
            closed = closed or len(region[-1]) < len(group)
            group = []
        if region and closed:
            yield region
            region = []


def _without_tail(text: str, group: list[Span]) -> list[Span]:
    """The group up to the first line below its last TAB that is text of its own."""
    last = max(at for at, (start, end) in enumerate(group) if text.find("\t", start, end) >= 0)
    led = text[group[0][0]] == "\t"
    tail = takewhile(lambda line: led and not _ALONE.match(text, *line), group[last + 1 :])
    return [*group[: last + 1], *tail]


def _of_region(text: str, region: Sequence[list[Span]]) -> Iterator[Table]:
    if text[region[0][0][0]] == "\t":
        rows = [row for group in region for row in _stacked(text, group)]
        return _tables(text, rows, _empty)
    rows = [row for group in region for row in _inline(text, group)]
    return _tables(text, rows, _empty_first)


def _stacked(text: str, group: Sequence[Span]) -> Iterator[_Raw]:
    """One row of all the cells in a group, or a row a line where every line holds the same number of cells."""
    lines: list[list[Span]] = []
    starts = []
    for start, end in group:
        if text.find("\t", start, end) >= 0:
            lines.append(_split(text, start + (text[start] == "\t"), end))
            starts.append(start)
        else:
            first, last = lines[-1][-1]
            lines[-1][-1] = (stripped(text, start, end)[0] if first == last else first, stripped(text, start, end)[1])
    if len(lines[0]) > 1 and len({len(line) for line in lines}) == 1:
        yield from (_Raw(tuple(line), start, line[-1][1]) for start, line in zip(starts, lines, strict=True))
    else:
        yield _Raw(tuple(cell for line in lines for cell in line), starts[0], lines[-1][-1][1])


def _inline(text: str, group: Sequence[Span]) -> Iterator[_Raw]:
    for start, end in group:
        if text.find("\t", start, end) >= 0:
            cells = _split(text, start, end)
            yield _Raw(tuple(cells), start, cells[-1][1])


def _split(text: str, start: int, end: int) -> list[Span]:
    cells = []
    while (tab := text.find("\t", start, end)) >= 0:
        cells.append(stripped(text, start, tab))
        start = tab + 1
    return [*cells, stripped(text, start, end)]


def _piped(text: str, line: Span) -> _Raw:
    start, end = stripped(text, *line)
    borders = [match.start() for match in _PIPE.finditer(text, start, end)]
    borders = borders if text[start] == "|" else [start - 1, *borders]
    borders = borders if borders[-1] == end - 1 and len(borders) > 1 else [*borders, end]
    cells = tuple(stripped(text, left + 1, right) for left, right in pairwise(borders))
    return _Raw(cells, start, end)


def _empty(row: _Raw) -> Iterable[int]:
    return [column for column, (start, end) in enumerate(row.cells) if start == end]


def _empty_first(row: _Raw) -> Iterable[int]:
    """A list of values writes a missing one as it writes a merged one; only the first columns are groups."""
    return [column for column, _ in takewhile(lambda cell: cell[1][0] == cell[1][1], enumerate(row.cells))]


def _tables(text: str, rows: Sequence[_Raw], merged: Callable[[_Raw], Iterable[int]]) -> Iterator[Table]:
    """Tables among rows that follow one another; a row with more cells than there are headings begins another."""
    at = 0
    while at < len(rows):
        width = len(rows[at].cells)
        stop = next((i for i in range(at + 1, len(rows)) if len(rows[i].cells) > max(width, 1)), len(rows))
        body = rows[at + 1 : stop]
        if _is_head(text, rows[at]) and any(len(row.cells) == width for row in body):
            yield _table(text, rows[at], [*body[:-1], _trimmed(text, body, width)], merged)
        at = stop


def _is_head(text: str, row: _Raw) -> bool:
    cells = [text[start:end] for start, end in row.cells]
    short = all(len(cell) <= MAX_HEADING and "。" not in cell for cell in cells)
    return len(cells) > 1 and short and any(cells) and not any(_FIGURE.fullmatch(cell) for cell in cells)


def _trimmed(text: str, rows: Sequence[_Raw], width: int) -> _Raw:
    """The last row without the lines that are unlike the cells above and so follow the table."""
    *above, last = rows
    start, end = last.cells[-1]
    first, *rest = text[start:end].split("\n")
    if not rest or len(last.cells) < width:
        return last
    usual = max((row.cells[-1][1] - row.cells[-1][0] for row in above), default=0)
    kept = takewhile(
        lambda line: len(line) <= max(TAIL_CHARS, usual) and (not line.endswith("。") or "。" in first), rest
    )
    end = stripped(text, start, start + len("\n".join([first, *kept])))[1]
    return _Raw((*last.cells[:-1], (start, end)), last.start, end)


def _table(text: str, head: _Raw, body: Sequence[_Raw], merged: Callable[[_Raw], Iterable[int]]) -> Table:
    headings = tuple(Cell(text[start:end], start, end) for start, end in head.cells)
    rows: list[Row] = []
    for raw in body:
        spans = raw.cells + ((raw.end, raw.end),) * (len(headings) - len(raw.cells))
        cells = [Cell(text[start:end], start, end) for start, end in spans]
        for column in merged(raw) if rows else ():
            origin = rows[-1].cells[column]
            if origin.text and not _REMARKS.match(headings[column].text):
                cells[column] = Cell(origin.text, origin.start, origin.end, merged=True)
        rows.append(Row(tuple(cells), raw.start, raw.end))
    return Table(_caption(text, head.start), headings, tuple(rows), head.start, rows[-1].end)


def _caption(text: str, start: int) -> str:
    """The nearest line above that is not blank, when it is short and no sentence."""
    end = stripped(text, max(0, start - 400), start)[1]
    line = text[text.rfind("\n", 0, end) + 1 : end].strip()
    return line if len(line) <= MAX_CAPTION and "。" not in line and "\t" not in line else ""
