"""A file → its records, each with its place: YAML, JSON, JSON lines, CSV, Excel.

A value is text, a truth value, or a list or mapping of such; a number is the text that it is written as, so that 001
stays 001 and 0.10 stays 0.10. Only true and false are truth values: no and off are words. Knows of fields only which
heads the cases and which a sheet needs; what they mean is the business of `translate` and `schema`.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import yaml

from corpus.encoding import Undecodable, decode
from corpus.errors import BadCall
from evals.suite import headings
from evals.suite.origin import Origin

if TYPE_CHECKING:
    from openpyxl import Workbook

_NULL, _BOOL, _MERGE = "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge"
_TRUTHS = {"true": True, "false": False}
_ABOVE = 5
"""A sheet may open with so many rows, such as a title, before its headings."""
_INSTALL = "pip install openpyxl"


@dataclass(frozen=True, slots=True)
class Record:
    """One case as it stands in a file, under the names that the file uses."""

    fields: Any
    """A mapping, unless the file is wrong."""
    origin: Origin
    table: bool = False
    """True for a row of a sheet: every value is the text of a cell."""


@dataclass(frozen=True, slots=True)
class File:
    """What a file holds."""

    records: tuple[Record, ...]
    defaults: Record | None = None
    """What holds for every case that does not say otherwise."""
    problems: tuple[BadCall, ...] = ()
    """What could not be read; the rest is in `records`."""


def read(path: Path) -> File:
    """Read a file.

    Raises:
        BadCall: the suffix is unknown, or nothing of the file can be read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = " ".join(READERS)
        raise Origin(path.name).complaint(f"不认识这种文件，可用 {known}", f"unknown kind of file, known are {known}")
    try:
        return reader(path)
    except RecursionError as error:
        raise Origin(path.name).complaint("层次过深", "nested too deeply") from error
    except OSError as error:
        raise Origin(path.name).complaint(
            f"读不出来：{error.strerror}", f"cannot be read: {error.strerror}"
        ) from error


def _text(path: Path) -> str:
    try:
        return decode(path.read_bytes())[0]
    except Undecodable as error:
        raise Origin(path.name).complaint("不是文本文件，或编码不明", "no text, or of unknown encoding") from error


def _yaml(path: Path) -> File:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(_text(path), Loader=loader)
        tree = _Tree().value(root) if root else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(Origin(path.name, mark.line + 1 if mark else 0), "YAML", error.problem or "") from error
    except yaml.YAMLError as error:
        raise _broken(Origin(path.name), "YAML", str(error)) from error
    lines = [node.start_mark.line + 1 for node in _nodes(root)]
    return _suite(tree, path.name, lambda at: Origin(path.name, lines[at]))


class _Tree:
    """Nodes of YAML → values. A node that is used twice is built once."""

    def __init__(self) -> None:
        self._built: dict[int, Any] = {}

    def value(self, node: yaml.Node) -> object:
        """What a node holds."""
        if id(node) not in self._built:
            self._built[id(node)] = self._value(node)
        return self._built[id(node)]

    def _value(self, node: yaml.Node) -> object:
        if isinstance(node, yaml.SequenceNode):
            return [self.value(each) for each in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        if node.tag == _NULL:
            return None
        return _TRUTHS.get(node.value.lower(), node.value) if node.tag == _BOOL else node.value

    def _mapping(self, node: yaml.MappingNode) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        for key, value in node.value:
            if key.tag == _MERGE:
                for each in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                    merged = {**self._mapping(each), **merged}
            elif not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a field name must be a word", problem_mark=key.start_mark)
            elif key.value in own:
                raise yaml.MarkedYAMLError(problem=f"{key.value} is given twice", problem_mark=key.start_mark)
            else:
                own[key.value] = self.value(value)
        return {**merged, **own}


def _nodes(root: yaml.Node | None) -> Sequence[yaml.Node]:
    """The nodes of the cases."""
    if isinstance(root, yaml.MappingNode):
        heads = {key.value: value for key, value in root.value if isinstance(key, yaml.ScalarNode)}
        root = heads.get(_listing(heads) or "")
    return root.value if isinstance(root, yaml.SequenceNode) else ()


def _json(path: Path) -> File:
    origin = Origin(path.name)
    try:
        tree = _parsed(_text(path))
    except json.JSONDecodeError as error:
        raise _broken(Origin(path.name, error.lineno), "JSON", error.msg) from error
    except _Twice as error:
        raise _broken(origin, "JSON", str(error)) from error
    return _suite(tree, path.name, lambda at: Origin(path.name, case=at + 1))


def _jsonl(path: Path) -> File:
    records, problems = [], []
    for number, line in enumerate(_text(path).split("\n"), 1):
        origin = Origin(path.name, number)
        try:
            records.extend([Record(_parsed(line), origin)] if line.strip() else [])
        except json.JSONDecodeError as error:
            problems.append(_broken(origin, "JSON", error.msg))
        except _Twice as error:
            problems.append(_broken(origin, "JSON", str(error)))
    return File(tuple(records), problems=tuple(problems))


class _Twice(ValueError):
    """A mapping has a field twice."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(f"{next(name for name in names if names.count(name) > 1)} is given twice")
    return found


def _parsed(text: str) -> object:
    # A control character within a string is what decoding leaves of a foreign line end.
    return json.loads(text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once, strict=False)


def _broken(origin: Origin, language: str, why: str) -> BadCall:
    return origin.complaint(f"不是有效的 {language}：{why}", f"not valid {language}: {why}")


def _listing(heads: Iterable[str]) -> str | None:
    """The top-level name of the list of cases: ours, or promptfoo's."""
    return next((name for name in heads if name == "tests" or headings.SUITE.field(name) == "cases"), None)


def _suite(tree: object, name: str, origin: Callable[[int], Origin]) -> File:
    heads: Mapping[str, Any] = tree if isinstance(tree, Mapping) else {"cases": tree}
    listing = _listing(heads)
    cases = heads.get(listing) if listing else None
    if not isinstance(cases, list):
        raise Origin(name).complaint("缺少 cases，或 cases 不是列表", "has no list of cases")
    if listing == "tests":
        shared = heads.get("defaultTest")
        return File(tuple(Record(_tested(shared, each), origin(at)) for at, each in enumerate(cases)))
    fields = {headings.SUITE.field(head): value for head, value in heads.items()}
    defaults = fields.get("defaults")
    return File(
        tuple(Record(each, origin(at)) for at, each in enumerate(cases)),
        Record(defaults, Origin(name)) if defaults is not None else None,
        tuple(_unknown(Origin(name), head, headings.SUITE) for head in heads if headings.SUITE.field(head) is None),
    )


def _tested(shared: object, test: object) -> object:
    """A test of promptfoo together with what its defaultTest adds to every test."""
    if not isinstance(shared, Mapping) or not isinstance(test, Mapping):
        return test
    both = {**shared, **test}
    for field in ("vars", "metadata"):
        if isinstance(shared.get(field), Mapping) and isinstance(test.get(field), Mapping):
            both[field] = {**shared[field], **test[field]}
    if isinstance(shared.get("assert"), list) and isinstance(test.get("assert"), list):
        both["assert"] = [*shared["assert"], *test["assert"]]
    return both


def _unknown(origin: Origin, head: str, known: headings.Headings) -> BadCall:
    near = known.near(head)
    return origin.complaint(
        f"不认识“{head}”" + (f"，是不是“{near}”？" if near else ""),
        f"unknown field {head}" + (f", did you mean {near}?" if near else ""),
    )


def _csv(path: Path) -> File:
    text = _text(path)
    opening = islice((line for line in text.split("\n") if line.strip()), _ABOVE)
    first = next((line for line in opening if headings.asks(_split(line))), "")
    found = _table(_lines(text, _delimiter(first), path.name), partial(Origin, path.name))
    if found is None:
        raise _questionless(path.name)
    return found


def _split(line: str) -> list[str]:
    return [cell.strip('" ') for cell in line.split(_delimiter(line))]


def _delimiter(line: str) -> str:
    """What stands between the cells; Excel writes tabs into its "Unicode text" and semicolons in some countries."""
    return max(",\t;", key=line.count)


def _lines(text: str, delimiter: str, name: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Rows with the line that each begins on; a quoted cell may go over several lines."""
    before = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise _broken(Origin(name, before + 1), "CSV", str(error)) from error


def _table(rows: Iterable[tuple[int, Sequence[str]]], origin: Callable[[int], Origin]) -> File | None:
    """The rows below the headings; None when no row is one of headings."""
    filled = ((line, row) for line, row in rows if any(cell.strip() for cell in row))
    top = next(((line, row) for line, row in islice(filled, _ABOVE) if headings.asks(row)), None)
    if top is None:
        return None
    heads = [head.strip() for head in top[1]]
    unknown = [] if any(head.startswith("__") for head in heads) else [head for head in heads if _stray(head)]
    records = []
    for line, row in filled:
        fields: dict[str, str] = {}
        for head, cell in zip(heads, row, strict=False):
            if head and head not in unknown and cell.strip():
                fields[head] = f"{fields[head]}\n{cell.strip()}" if head in fields else cell.strip()
        records.append(Record(fields, origin(line), table=True))
    return File(tuple(records), problems=tuple(_unknown(origin(top[0]), head, headings.CASE) for head in unknown))


def _stray(head: str) -> bool:
    return bool(head) and headings.case_column(head) is None and headings.IGNORED.field(head) is None


def _questionless(name: str) -> BadCall:
    return Origin(name).complaint("没有“问题”一列", "no column is headed question")


def _xlsx(path: Path) -> File:
    try:
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException
    except ImportError as error:
        raise BadCall(f"读取 .xlsx 题集需要：{_INSTALL}", f"reading a suite in .xlsx needs: {_INSTALL}") from error

    found: list[File] = []
    # openpyxl warns of styles and of list validation, which do not matter here.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with path.open("rb") as stream:
                for name, rows in _sheets(load_workbook(stream, read_only=True, data_only=True)):
                    file = _table(rows, partial(Origin, path.name, sheet=name))
                    found.extend([file] if file else [])
        except (InvalidFileException, BadZipFile, KeyError, ValueError, SyntaxError) as error:
            raise Origin(path.name).complaint("不是完好的 Excel 文件", "not a sound Excel file") from error
    if not found:
        raise _questionless(path.name)
    return File(
        tuple(record for file in found for record in file.records),
        problems=tuple(problem for file in found for problem in file.problems),
    )


def _sheets(book: Workbook) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Name and filled rows of every visible sheet."""
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            # What the file says of its size is often wrong.
            sheet.reset_dimensions()
            rows = (
                (number, [_shown(cell.value, str(cell.number_format)) for cell in row])
                for number, row in enumerate(sheet.iter_rows(), 1)
            )
            yield sheet.title, [(number, row) for number, row in rows if any(row)]
    book.close()


def _shown(value: object, form: str) -> str:
    """The text of a cell as the sheet shows it: 0.05 is 0.05, or 5% where it is shown as a share."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        share = form.endswith("%")
        # Fifteen digits are what a sheet keeps and shows.
        number = Decimal(f"{value:.15g}" if isinstance(value, float) else value) * (100 if share else 1)
        return format(number.normalize(), "f") + ("%" if share else "")
    return str(value).strip()


READERS: Mapping[str, Callable[[Path], File]] = MappingProxyType(
    {".yaml": _yaml, ".yml": _yaml, ".json": _json, ".jsonl": _jsonl, ".csv": _csv, ".xlsx": _xlsx}
)
"""Suffix of a file → its reader."""
