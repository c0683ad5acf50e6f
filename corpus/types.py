"""The nouns of reading: what a document is, where its parts begin and end, what is known about it.

Offsets are 0-based, half-open and count Unicode code points of `Document.text`; for every part,
`document.text[part.start:part.end] == part.text`. Knows nothing of files, formats or regular expressions.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar

T = TypeVar("T")

Basis = Literal["declared", "stated", "inferred", "unknown"]
"""Where a piece of metadata comes from: a person's `documents.toml`, the text, a guess, or nowhere."""

Level = Literal["中央", "省", "市", "县", "乡"]
Validity = Literal["现行", "试行", "征求意见稿", "已废止", "被替代", "年度性", "仅述及", "不明"]
PlaceholderKind = Literal["amount", "count", "date", "name", "number", "place", "other"]


TOLD = frozenset(
    [
        "讲话",
        "致辞",
        "发言",
        "提纲",
        "摘要",
        "汇报",
        "报告",
        "工作报告",
        "总结",
        "工作总结",
        "述职",
        "简报",
        "解读",
        "工作情况",
    ]
)
"""Kinds of document that tell of rules without setting them."""

PASSAGE_CHARS = 600
"""A record of no more characters is a passage of something larger: it has no outline and signs nothing itself."""


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value together with how it is known."""

    value: T | None = None
    """The value; None when it is not known."""
    basis: Basis = "unknown"
    """How it is known; "unknown" exactly when `value` is None."""
    evidence: str = ""
    """The words of the document, or of `documents.toml`, that it rests on."""


_UNKNOWN: Known[Any] = Known()


def unknown() -> Known[T]:
    """Say that nothing is known; one value serves for all, a corpus has very many."""
    return _UNKNOWN


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; whatever is not known says so."""

    title: Known[str] = field(default_factory=unknown)
    doc_number: Known[str] = field(default_factory=unknown)
    """发文字号 in canonical spelling, as 中办发〔2016〕3号; redacted parts keep their placeholder."""
    issuer: Known[str] = field(default_factory=unknown)
    level: Known[Level] = field(default_factory=unknown)
    region: Known[str] = field(default_factory=unknown)
    """Full names from the widest to the narrowest, as 江苏省苏州市, or 全国; as far as known."""
    review_year: Known[int] = field(default_factory=unknown)
    """The year whose work a report looks back on."""
    plan_year: Known[int] = field(default_factory=unknown)
    """The year that a plan, a list of tasks or an annual notice is for."""
    date: Known[str] = field(default_factory=unknown)
    """成文日期, ISO 8601: 2020-03-05, or 2020-03, or 2020."""
    kind: Known[str] = field(default_factory=unknown)
    """通知, 意见, 讲话, 工作要点, 规范 …"""
    validity: Known[Validity] = field(default_factory=unknown)
    superseded_by: Known[str] = field(default_factory=unknown)
    """Number or title of what replaced it; set when `validity` is 被替代."""
    supersedes: tuple[str, ...] = ()
    """Numbers or titles that this document says it replaces or repeals."""
    effective: Known[str] = field(default_factory=unknown)
    """Day from which it holds, ISO 8601 as `date`."""

    @property
    def year(self) -> int | None:
        """The year a reader would file the document under: of the plan, the review, effect or date."""
        if self.plan_year.value is not None:
            return self.plan_year.value
        if self.review_year.value is not None:
            return self.review_year.value
        for day in (self.effective.value, self.date.value):
            if day:
                return int(day[:4])
        return None

    @property
    def begins(self) -> str:
        """The day from which the document counts, ISO 8601: that of its effect, else its date; empty when unknown."""
        return self.effective.value or self.date.value or ""


@dataclass(frozen=True, slots=True)
class Section:
    """A titled or numbered part of a document. Sections are ordered by `start`, nest, and never overlap."""

    number: str
    """The ordinal as it stands, as 一、 or （一） or 第三条 or 附件2; empty when there is none."""
    heading: str
    """The heading's own words without the ordinal; for a run-in heading the first clause."""
    path: tuple[str, ...]
    """Labels from the outermost section down to this one, each as "number heading" in the text's spelling."""
    depth: int
    """1 for the outermost; the parent is the nearest earlier section with a smaller depth."""
    start: int
    end: int
    """End of the section, all its sub-sections included."""
    body: int
    """Where the text after the heading begins; equals `start` when the number runs into the text."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table. A cell merged with another carries the text and offsets of that other one."""

    text: str
    start: int
    end: int
    merged: bool = False
    """True when the text stands in an earlier cell of the same row or column."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table below its headings."""

    cells: tuple[Cell, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table as rows under headings; every row has as many cells as there are headings."""

    caption: str
    """The line or sheet name above the table, empty when there is none."""
    headings: tuple[Cell, ...]
    rows: tuple[Row, ...]
    start: int
    end: int

    def labelled(self, row: Row) -> tuple[tuple[str, str], ...]:
        """Heading and cell of every column of one of its rows."""
        return tuple((heading.text, cell.text) for heading, cell in zip(self.headings, row.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A value that the document hides, as XXXX元, X月XX日 or **."""

    kind: PlaceholderKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Removed:
    """A line or some characters that were taken out on reading, kept here so that nothing is lost silently."""

    line: int
    """Line number in the file as read, from 1."""
    text: str
    reason: str
    """In Chinese, as 水印广告, 页码, 不可见字符."""


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of the original begins."""

    number: int
    start: int


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its text and everything found in it. The noun that travels up from `corpus`."""

    id: str
    """16 hexadecimal digits: a hash of the text (and of the record's key, for records of a .jsonl)."""
    source: str
    """Name under which it was added: the file's path below the folder that was given, with / between."""
    text: str
    metadata: Metadata
    sections: tuple[Section, ...] = ()
    tables: tuple[Table, ...] = ()
    placeholders: tuple[Placeholder, ...] = ()
    removed: tuple[Removed, ...] = ()
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    """What a person should know of the reading, in Chinese: encoding, tracked changes left out …"""

    def page_of(self, offset: int) -> int | None:
        """Page number that `offset` lies on, or None when the format has no pages."""
        at = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[at].number if at >= 0 else None

    def section_of(self, offset: int) -> Section | None:
        """The innermost section that holds `offset`."""
        found = None
        for section in self.sections:
            if section.start > offset:
                break
            if offset < section.end:
                found = section
        return found

    def path_of(self, offset: int) -> tuple[str, ...]:
        """Labels of the sections that hold `offset`, from the outermost in; empty outside of any."""
        section = self.section_of(offset)
        return section.path if section else ()

    def line_before(self, offset: int) -> str:
        """What stands before `offset` in its line."""
        return self.text[self.text.rfind("\n", 0, offset) + 1 : offset]

    def row_of(self, offset: int) -> tuple[Table, Row] | None:
        """The row of a table that holds `offset`, with its table."""
        return next(
            ((table, row) for table in self.tables for row in table.rows if row.start <= offset < row.end), None
        )
