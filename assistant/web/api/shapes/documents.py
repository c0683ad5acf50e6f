"""Documents as JSON: listed, whole, corrected; each shape with what makes it.

Knows nothing of routes, nor of who may see what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.web.api.ask import Day, Name
from corpus.types import Document, Known, Level, Metadata, Validity
from index.types import Entry

FARTHEST = 1_000_000

Group = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Sort = Literal["document", "-document", "title", "-title", "year", "-year", "validity", "characters", "-characters"]


class EntryRecord(BaseModel):
    """A document without its text."""

    id: str = Field(description="编号")
    document: str = Field(description="文件名")
    title: str | None = None
    doc_number: str | None = Field(default=None, description="发文字号")
    issuer: str | None = Field(default=None, description="发文机关")
    level: str | None = None
    region: str | None = None
    year: int | None = None
    date: str | None = Field(default=None, description="成文日期")
    effective: str | None = Field(default=None, description="施行日期")
    kind: str | None = Field(default=None, description="文种")
    validity: str = Field(description="效力")
    superseded_by: str | None = None
    characters: int
    chunks: int
    inferred: list[str] = Field(description="推断得来、宜核对的项")
    groups: list[str] | None = Field(default=None, description="可查阅的组，空为人人可读；有更正权限的人可见")


class EntriesRecord(BaseModel):
    """Some of the documents."""

    total: int = Field(description="符合条件的共几份")
    items: list[EntryRecord]


class KnownRecord(BaseModel):
    """One thing that is known of a document, and how."""

    value: str | int | None
    basis: Literal["declared", "stated", "inferred", "unknown"] = Field(description="人工填写、文中写明、推断或不明")
    evidence: str = Field(description="依据的原文")


class SectionRecord(BaseModel):
    """A part of a document."""

    number: str
    heading: str
    path: list[str]
    depth: int
    start: int
    end: int


class PlaceholderRecord(BaseModel):
    """A value that the document hides."""

    kind: str
    text: str
    start: int
    end: int


class RemovedRecord(BaseModel):
    """What was left out on reading."""

    line: int
    text: str
    reason: str


class DocumentRecord(EntryRecord):
    """A document with its outline and text."""

    metadata: dict[str, KnownRecord] = Field(description="各项信息及其依据")
    supersedes: list[str] = Field(description="本文件所代替的文件")
    declared: dict[str, Any] = Field(description="人工填写的各项")
    outline: list[SectionRecord] = Field(description="章节")
    placeholders: list[PlaceholderRecord] = Field(description="原文隐去的内容")
    removed: list[RemovedRecord] = Field(description="读取时去掉的内容")
    notes: list[str] = Field(description="读取说明")
    text: str | None = Field(description="正文；偏移量按其中的字计")


class CorrectBody(BaseModel):
    """What is known better; null takes back what was filled in before."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"title": "关于调整护理费标准的通知", "validity": "现行", "region": "全国"}]},
    )

    title: Name | None = None
    doc_number: Name | None = Field(default=None, examples=["中组发〔2014〕5号"])
    issuer: Name | None = None
    level: Level | None = None
    region: Name | None = None
    review_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    plan_year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    date: Day | None = None
    kind: Name | None = None
    validity: Validity | None = None
    superseded_by: Name | None = None
    supersedes: Annotated[list[Name], Field(max_length=50)] | None = None
    effective: Day | None = None


class GroupsBody(BaseModel):
    """Who may read a document."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"groups": ["生活待遇科"]}]})

    groups: list[Group] = Field(max_length=50, description="可查阅的组；空为人人可读")


class RemoveBody(BaseModel):
    """Documents to be taken out."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"documents": ["0b7e5a2c9d410b7e"]}]})

    documents: list[Name] = Field(min_length=1, max_length=500, description="编号；含多条记录的文件用文件名")


class ListQuery(BaseModel):
    """Which documents are listed, and how."""

    model_config = ConfigDict(extra="forbid")

    query: Annotated[str, Field(max_length=200, description="标题、文号、机关或文件名里的词")] = ""
    region: Annotated[Name | None, Field(description="适用于此地")] = None
    level: Level | None = None
    year: Annotated[int | None, Field(ge=1900, le=2100)] = None
    kind: Annotated[Name | None, Field(description="文种")] = None
    validity: Validity | None = None
    sort: Annotated[Sort, Field(description="排序，- 为倒序")] = "document"
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    offset: Annotated[int, Field(ge=0, le=FARTHEST)] = 0


ENTRY = {
    "id": "0b7e5a2c9d410b7e",
    "document": "国家-护理费-2014.md",
    "title": "关于调整护理费标准的通知",
    "doc_number": "中组发〔2014〕5号",
    "issuer": "中共中央组织部",
    "level": "中央",
    "region": "全国",
    "year": 2014,
    "date": "2014-03-05",
    "effective": None,
    "kind": "通知",
    "validity": "现行",
    "superseded_by": None,
    "characters": 1240,
    "chunks": 9,
    "inferred": ["level"],
    "groups": [],
}


_VALUES = tuple(each.name for each in fields(Metadata) if each.name != "supersedes")


def entry_of(
    entry: Entry, files: Sequence[str], restricted: Mapping[str, frozenset[str]] | None
) -> dict[str, object]:
    """A document without its text; `restricted` tells the groups of each of `files` that not everybody may read."""
    known = entry.metadata
    return {
        "id": entry.id,
        "document": entry.source,
        "title": known.title.value,
        "doc_number": known.doc_number.value,
        "issuer": known.issuer.value,
        "level": known.level.value,
        "region": known.region.value,
        "year": known.year,
        "date": known.date.value,
        "effective": known.effective.value,
        "kind": known.kind.value,
        "validity": known.validity.value or "不明",
        "superseded_by": known.superseded_by.value,
        "characters": entry.characters,
        "chunks": entry.chunks,
        "inferred": [name for name, each in _each(known) if each.basis == "inferred"],
        "groups": None if restricted is None else sorted(restricted.get(files[0], ()) if files else ()),
    }


def _each(known: Metadata) -> Iterator[tuple[str, Known[Any]]]:
    return ((name, getattr(known, name)) for name in _VALUES)


def whole_of(found: Document, declared: Mapping[str, Any], text: bool) -> dict[str, object]:
    """What stands behind the entry of a document: where each value comes from, the outline, the text where wanted."""
    known = found.metadata
    return {
        "metadata": {name: asdict(each) for name, each in _each(known)},
        "supersedes": list(known.supersedes),
        "declared": {name: _written(value) for name, value in declared.items()},
        "outline": [
            {
                "number": each.number,
                "heading": each.heading,
                "path": list(each.path),
                "depth": each.depth,
                "start": each.start,
                "end": each.end,
            }
            for each in found.sections
        ],
        "placeholders": [asdict(each) for each in found.placeholders],
        "removed": [asdict(each) for each in found.removed],
        "notes": list(found.notes),
        "text": found.text if text else None,
    }


def _written(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
