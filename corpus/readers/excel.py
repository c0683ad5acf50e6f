"""Workbooks (.xlsx): every visible sheet as a table under the sheet's name.

Reads the cells that hold something and nothing else, so that a file with one cell at the far end of the sheet is as
small as it looks. Formulas give the result that was saved with them. Knows SpreadsheetML; how a number is shown is
the business of `figures`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.draft import Draft, Line
from corpus.readers import grid, seam
from corpus.readers.archive import Package
from corpus.readers.figures import BUILT_IN, shown
from corpus.readers.source import empty

if TYPE_CHECKING:
    from lxml.etree import _Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_ID = "{http://schemas.openxmlformats.org/officeDocument/relationships}id"
MAX_ROWS = 50_000
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})"')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REMARK = re.compile(r"(?:备注|注|说明|填表|制表|填报|审核|联系)[^，。]{0,12}[:：]|注[1-9一二三]?[.、．]")
_ON = frozenset({"1", "true", "on"})
_COUNTED = (
    ("sheets", "略去隐藏的工作表 {} 张"),
    ("rows", "略去隐藏的行 {} 行"),
    ("columns", "略去隐藏的列 {} 列"),
    ("unsaved", "有公式 {} 个没有保存结果：请用 Excel 或 WPS 打开并保存一次"),
    ("cut", "表格过大，{} 张工作表只读了前面的部分"),
)


def read(path: Path) -> Iterator[Draft]:
    """Read a .xlsx.

    Raises:
        UnreadableDocument: not a .xlsx, damaged, encrypted, hostile, or without a value in any visible sheet.
    """
    book = _Book(Package(path))
    lines: list[Line] = []
    captions: dict[int, str] = {}
    for name, part in book.sheets():
        sheet = book.sheet(part)
        found = list(_lines(sheet, len(captions)))
        if any(line.cells is not None for line in found):
            captions[len(captions)] = name
        lines.extend(found)
    if not lines:
        raise empty(path)
    yield Draft(tuple(lines), captions=captions, notes=tuple(book.notes()))


@dataclass(slots=True)
class _Sheet:
    """What stands in one sheet: texts by row and column, both counted from 1."""

    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    """(first row, first column, last row, last column)."""
    shown_rows: list[int] = field(default_factory=list)
    """The rows that hold something and are not hidden."""
    shown_columns: list[int] = field(default_factory=list)


class _Book:
    """A workbook and what all its sheets share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        name = package.main("xl/workbook.xml")
        self._root = package.xml(name)
        self._related = package.related(name)
        parts = {kind: part for kind, part in self._related.values() if part in package.names}
        properties = self._root.find(f"{S}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904", "0") in _ON
        self._strings = self._shared(parts.get("sharedStrings"))
        self._forms = _forms(package.xml(parts["styles"])) if "styles" in parts else []
        self.counts: Counter[str] = Counter()

    def sheets(self) -> Iterator[tuple[str, str]]:
        """Name and part of every visible sheet with cells."""
        for each in self._root.iter(f"{S}sheet"):
            kind, part = self._related.get(each.get(_ID) or each.get(_STRICT_ID) or "", ("", ""))
            if each.get("state", "visible") != "visible":
                self.counts["sheets"] += 1
            elif kind == "worksheet":
                yield each.get("name", ""), part

    def sheet(self, part: str) -> _Sheet:
        """Read one sheet, up to the largest number of rows."""
        sheet = _Sheet()
        sheet.merged = [_corners(found) for found in _MERGED.finditer(self._package.read(part))]
        hidden: list[tuple[int, int]] = []
        at = 0
        for element in self._package.elements(part, (f"{S}col", f"{S}row")):
            concealed = element.get("hidden", "0") in _ON
            if element.tag == f"{S}col":
                if concealed:
                    hidden.append((_whole(element.get("min")), _whole(element.get("max"))))
                continue
            at = _whole(element.get("r")) or at + 1
            cells = self._cells(element)
            if cells and len(sheet.rows) >= MAX_ROWS:
                self.counts["cut"] += 1
                break
            if cells:
                sheet.rows[at] = cells
                self.counts["rows"] += concealed
                sheet.shown_rows.extend([] if concealed else [at])
        self._trim(sheet, hidden)
        return sheet

    def _trim(self, sheet: _Sheet, hidden: list[tuple[int, int]]) -> None:
        """Keep the columns that hold something and are not hidden, and of them no more than make sense."""
        sheet.shown_rows.sort()
        filled = sorted({column for row in sheet.shown_rows for column in sheet.rows[row]})
        columns = [at for at in filled if not any(first <= at <= last for first, last in hidden)]
        self.counts["columns"] += len(filled) - len(columns)
        height = max(grid.MAX_CELLS // max(min(len(columns), grid.MAX_COLUMNS), 1), 1)
        self.counts["cut"] += len(columns) > grid.MAX_COLUMNS or len(sheet.shown_rows) > height
        sheet.shown_columns = columns[: grid.MAX_COLUMNS]
        sheet.shown_rows = sheet.shown_rows[:height]

    def notes(self) -> Iterator[str]:
        """What was left out, in Chinese."""
        for name, message in _COUNTED:
            if self.counts[name]:
                yield message.format(self.counts[name])

    def _shared(self, part: str | None) -> list[str]:
        return [_words(each) for each in self._package.elements(part, (f"{S}si",))] if part else []

    def _cells(self, row: _Element) -> dict[int, str]:
        found, column = {}, 0
        for each in row.iterchildren(f"{S}c"):
            place = _PLACE.fullmatch(each.get("r", ""))
            column = _column(place[1]) if place else column + 1
            text = seam.cell(self._text(each).splitlines())
            if text:
                found[column] = text
        return found

    def _text(self, cell: _Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _words(cell)
        stored = cell.findtext(f"{S}v")
        if not stored:
            self.counts["unsaved"] += cell.find(f"{S}f") is not None
            return ""
        if kind == "s":
            at = _whole(stored)
            return self._strings[at] if at < len(self._strings) else ""
        if kind == "b":
            return "TRUE" if stored in _ON else "FALSE"
        return self._number(stored, cell) if kind == "n" else _unescaped(stored)

    def _number(self, stored: str, cell: _Element) -> str:
        style = _whole(cell.get("s"))
        try:
            value = float(stored)
            return shown(value, self._forms[style] if style < len(self._forms) else "", since_1904=self._since_1904)
        except (ValueError, OverflowError):
            return stored


def _lines(sheet: _Sheet, table: int) -> Iterator[Line]:
    """The sheet's lines: titles above the table and remarks below it are no rows."""
    spans = _spans(sheet)
    rows = grid.lay(spans, table)
    if not rows:
        return
    own = Counter(span.row for span in spans if span.text)
    width = len(rows[0].cells or ())
    first = next((at for at in range(len(rows)) if own[at] > 1 or width == 1), len(rows))
    across = {span.row for span in spans if span.columns == width > 1}
    last = len(rows)
    while last > first and own[last - 1] == 1 and (last - 1 in across or _REMARK.match(rows[last - 1].text.strip())):
        last -= 1
    yield from (Line(row.text.strip()) for row in rows[:first])
    yield from grid.lay([_moved(span, first, last) for span in spans if first <= span.row < last], table)
    yield from (Line(row.text.strip()) for row in rows[last:])


def _moved(span: grid.Span, first: int, last: int) -> grid.Span:
    return grid.Span(span.text, span.row - first, span.column, min(span.rows, last - span.row), span.columns)


def _spans(sheet: _Sheet) -> list[grid.Span]:
    """The cells in rows and columns that hold something and are shown, counted from 0."""
    rows, columns = sheet.shown_rows, sheet.shown_columns
    spans, budget = [], 2 * grid.MAX_CELLS
    for top, left, bottom, right in sheet.merged:
        down, across = _within(rows, top, bottom), _within(columns, left, right)
        budget -= len(down) * len(across)
        text = sheet.rows.get(top, {}).get(left, "")
        if text and down and across and budget > 0:
            spans.append(grid.Span(text, down[0], across[0], len(down), len(across)))
    taken = {(span.row, span.column) for span in spans}
    for number, row in enumerate(rows):
        cells = sheet.rows[row]
        for at, column in enumerate(columns):
            if column in cells and (number, at) not in taken:
                spans.append(grid.Span(cells[column], number, at))
    return spans


def _within(kept: Sequence[int], first: int, last: int) -> range:
    """Positions in `kept` of the numbers from `first` to `last`."""
    return range(bisect_left(kept, first), bisect_right(kept, last))


def _forms(root: _Element) -> list[str]:
    """The format code of each cell style."""
    own = {_whole(each.get("numFmtId")): each.get("formatCode", "") for each in root.iter(f"{S}numFmt")}
    styles = root.find(f"{S}cellXfs")
    numbers = [_whole(each.get("numFmtId")) for each in styles.iterchildren(f"{S}xf")] if styles is not None else []
    return [own.get(number, BUILT_IN.get(number, "")) for number in numbers]


def _words(element: _Element) -> str:
    """The text of a string, without the reading aids above it."""
    aids = {each for aid in element.iter(f"{S}rPh") for each in aid}
    return _unescaped("".join(each.text or "" for each in element.iter(f"{S}t") if each not in aids))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _corners(found: re.Match[bytes]) -> tuple[int, int, int, int]:
    places = [_PLACE.fullmatch(each.decode("ascii")) for each in found.groups()]
    (left, top), (right, bottom) = [(_column(place[1]), int(place[2])) for place in places if place]
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
