"""Documents: listed, read, added, corrected, permitted and removed; and the jobs that do so in the background.

Knows nothing of how documents are kept.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Annotated, Any, BinaryIO, Literal
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Header, Path, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from assistant.web.api.ask import Day, Name
from assistant.web.api.call import caller, json_of, noted, office, work
from assistant.web.api.declare import API, reading, writing
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.library.types import Job, Staged
from assistant.web.office import Office
from assistant.web.types import Caller, allow
from corpus.types import Document, Known, Level, Metadata, Validity
from index.types import Entry, Filter

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["文件库"])

FILES, FIELDS, FIELD = 50, 20, 4096
"""Of one upload: files, other fields, and bytes of each of those."""
FARTHEST = 1_000_000
_PIECE = 256 * 1024
_BYTES = {"type": "string", "format": "binary"}
_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")

DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="文件编号", examples=["0b7e5a2c9d410b7e"])]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="任务编号", examples=["5f0c9d410b7e5a2c"])]
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


class ProblemText(BaseModel):
    """Why something failed."""

    zh: str
    en: str


class ReportRecord(BaseModel):
    """What became of one file."""

    name: str
    outcome: Literal["added", "replaced", "unchanged", "same", "corrected", "removed", "refused"]
    documents: list[str]
    count: int
    title: str | None
    notes: list[str]
    removed: int
    inferred: list[str]
    placeholders: int
    characters: int
    problem: ProblemText | None


class JobRecord(BaseModel):
    """Work in the background."""

    id: str
    kind: Literal["add", "correct", "remove"]
    owner: str
    began: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = Field(description="已处理的文件数")
    total: int
    reports: list[ReportRecord]
    ended: str | None
    problem: ProblemText | None


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
JOB = {
    "id": "5f0c9d410b7e5a2c",
    "kind": "add",
    "owner": "9d410b7e5a2c5f0c",
    "began": "2026-11-21T09:00:00+08:00",
    "state": "waiting",
    "done": 0,
    "total": 1,
    "reports": [],
    "ended": None,
    "problem": None,
}
ORDERED: dict[int | str, dict[str, Any]] = {
    202: {
        "model": JobRecord,
        "description": "已排上队；进展见 /jobs/{id}",
        "content": {"application/json": {"example": JOB}},
    }
}


@router.get(
    "/documents",
    summary="文件列表 | list",
    operation_id="documents",
    description="可查阅的文件。query 按标题、文号、机关和文件名找，各词都要有。",
    responses={
        **reading(),
        200: {
            "model": EntriesRecord,
            "description": "一页文件",
            "content": {"application/json": {"example": {"total": 1, "items": [ENTRY]}}},
        },
    },
)
async def documents(request: Request, asked: Annotated[ListQuery, Query()]) -> Response:
    """List documents."""
    who, parts = caller(request), office(request)
    filters = Filter(asked.region, asked.level, asked.year, asked.kind, asked.validity)

    def listed() -> dict[str, object]:
        found = _sorted(parts.library.list(who, query=asked.query, filters=filters), asked.sort)
        restricted = parts.access.permissions.restricted() if who.may("correct") else None
        page = found[asked.offset : asked.offset + asked.limit]
        return {"total": len(found), "items": [_entry(parts, each, restricted) for each in page]}

    return json_of(await work(listed))


@router.post(
    "/documents",
    status_code=202,
    summary="添加文件 | add",
    operation_id="addDocuments",
    description=(
        "上传一份或几份文件，在后台读取和入库；同名文件被替换。groups 为可查阅的组，不填为人人可读。"
        "带 Idempotency-Key 时，同一请求重发只做一次。"
    ),
    responses={**writing("conflict", "unreadable_document"), **ORDERED},
    form_limits={"max_files": FILES, "max_fields": FIELDS, "max_part_size": FIELD},
)
async def add(
    request: Request,
    files: Annotated[list[UploadFile], File(min_length=1, max_length=FILES, description="文件")],
    groups: Annotated[list[Group], Form(max_length=FIELDS, description="可查阅的组")] = [],  # noqa: B006 - FastAPI copies
    idempotency_key: Annotated[
        str | None, Header(min_length=8, max_length=200, pattern=r"^[!-~]+$", description="请求的标识，重发时不变")
    ] = None,
) -> Response:
    """Add documents."""
    who, parts = caller(request), office(request)
    sent = [(each.filename or "", each.file) for each in files]

    def ordered() -> tuple[Job, bool]:
        allow(who, "add")
        staged = _staged(parts, sent)
        what = _fingerprint(staged, groups)
        if idempotency_key is None:
            return _add(parts, who, staged, frozenset(groups), request_id(request.scope)), False
        key = idempotency_key
        try:
            job, before = parts.repeats.once(
                who.id, key, what, lambda: _add(parts, who, staged, frozenset(groups), request_id(request.scope))
            )
        except BaseException:
            _discard(parts, staged)
            raise
        if before:
            _discard(parts, staged)
            job = parts.library.job(who, job.id)
        return job, before

    job, before = await work(ordered)
    noted(request, job=job.id)
    return json_of(asdict(job), 202, {"idempotency-replayed": "true"} if before else None)


@router.post(
    "/documents/remove",
    status_code=202,
    summary="移出多份文件 | remove several",
    operation_id="removeDocuments",
    description="移出几份文件：其中一份不存在或无权查阅，就一份也不移出。",
    responses={**writing("not_found"), **ORDERED},
)
async def remove_several(request: Request, body: RemoveBody) -> Response:
    """Remove documents, all or none."""
    return await _remove(request, body.documents)


@router.get(
    "/documents/{id}",
    summary="一份文件 | one",
    operation_id="document",
    description="一份文件的信息及其依据、章节、正文。",
    responses={
        **reading("not_found"),
        200: {"model": DocumentRecord, "description": "文件"},
    },
)
async def document(
    request: Request, id: DocumentId, text: Annotated[bool, Query(description="是否要正文")] = True
) -> Response:
    """Give a document with its outline and text."""
    who, parts = caller(request), office(request)

    def told() -> dict[str, object]:
        found = parts.library.document(who, id)
        parts.note_reading(who, id, request_id(request.scope))
        entry = parts.assistants.index(who).listed([id])[id]
        restricted = parts.access.permissions.restricted() if who.may("correct") else None
        return _entry(parts, entry, restricted) | _whole(found, parts.library.declared(who, id), text)

    return json_of(await work(told))


@router.delete(
    "/documents/{id}",
    status_code=202,
    summary="移出文件 | remove",
    operation_id="removeDocument",
    description="移出一份文件；含多条记录的文件不能只移出一条。",
    responses={**reading("not_found", "bad_call"), **ORDERED},
)
async def remove(request: Request, id: DocumentId) -> Response:
    """Remove a document."""
    return await _remove(request, [id])


@router.patch(
    "/documents/{id}",
    status_code=202,
    summary="更正文件信息 | correct",
    operation_id="correctDocument",
    description="更正文件的信息，胜过从文中读出的；填 null 撤回先前的更正。",
    responses={**writing("not_found"), **ORDERED},
)
async def correct(request: Request, id: DocumentId, body: CorrectBody) -> Response:
    """Correct what is known of a document."""
    who, parts = caller(request), office(request)
    given = body.model_dump(exclude_unset=True)

    def ordered() -> Job:
        detail = {"fields": " ".join(given)}
        with parts.audit.recorded("corrected", who, id, request=request_id(request.scope), detail=detail):
            return parts.library.correct(who, id, given)

    return json_of(asdict(await work(ordered)), 202)


@router.put(
    "/documents/{id}/groups",
    summary="设定可查阅的组 | permit",
    operation_id="permitDocument",
    description="设定哪些组可查阅，立即生效；空为人人可读。",
    responses={
        **writing("not_found"),
        200: {
            "model": GroupsBody,
            "description": "现在可查阅的组",
            "content": {"application/json": {"example": {"groups": ["生活待遇科"]}}},
        },
    },
)
async def permit(request: Request, id: DocumentId, body: GroupsBody) -> Response:
    """Say which groups may read a document."""
    who, parts = caller(request), office(request)

    def permitted() -> list[str]:
        detail = {"groups": " ".join(body.groups)}
        with parts.audit.recorded("permission-changed", who, id, request=request_id(request.scope), detail=detail):
            parts.library.permit(who, id, frozenset(body.groups))
        return sorted(parts.library.groups(who, id))

    return json_of({"groups": await work(permitted)})


@router.get(
    "/documents/{id}/original",
    summary="原始文件 | original",
    operation_id="original",
    description="原始文件，作为附件下载；可用 Range 取其中一段。",
    response_class=Response,
    responses={
        **reading("not_found", "no_such_range"),
        200: {"description": "文件", "content": {"application/octet-stream": {"schema": _BYTES}}},
        206: {"description": "其中一段", "content": {"application/octet-stream": {"schema": _BYTES}}},
    },
)
async def original(request: Request, id: DocumentId) -> Response:
    """Give the file that a document was read from."""
    who, parts = caller(request), office(request)
    path, name = await work(parts.library.original, who, id)
    await work(parts.note_reading, who, id, request_id(request.scope))
    size = (await work(path.stat)).st_size
    _one_range(request.headers.get("range"), size)
    headers = {"content-disposition": disposition(name)}
    return FileResponse(path, headers=headers, media_type="application/octet-stream")


@router.get(
    "/jobs",
    summary="任务 | jobs",
    operation_id="jobs",
    description="自己的任务，最近的在前；管理员可见所有人的。",
    responses={
        **reading(),
        200: {
            "model": list[JobRecord],
            "description": "任务",
            "content": {"application/json": {"example": [JOB]}},
        },
    },
)
async def jobs(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List jobs."""
    found = await work(office(request).library.jobs, caller(request))
    return json_of([asdict(each) for each in found[:limit]])


@router.get(
    "/jobs/{id}",
    summary="一项任务 | one job",
    operation_id="job",
    description="任务的进展，完成后逐个文件说明读到、去掉、推断和隐去了什么。",
    responses={
        **reading("not_found"),
        200: {"model": JobRecord, "description": "任务", "content": {"application/json": {"example": JOB}}},
    },
)
async def job(request: Request, id: JobId) -> Response:
    """Say how a job stands."""
    return json_of(asdict(await work(office(request).library.job, caller(request), id)))


def disposition(name: str) -> str:
    """The header that names a file to be saved (RFC 6266): in ASCII for the old, whole for all others."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%;' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _one_range(header: str | None, size: int) -> None:
    """Refuse ranges that are none, or many: each of many would be read and sent by itself."""
    if header is None:
        return
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == (None, None):
        raise HTTPException(416, headers={"content-range": f"bytes */{size}"})
    first, last = (int(each) if each else None for each in found.groups())
    beyond = first is not None and (first >= size or (last is not None and last < first))
    if beyond or (first is None and not last) or size == 0:
        raise HTTPException(416, headers={"content-range": f"bytes */{size}"})


async def _remove(request: Request, ids: Sequence[str]) -> Response:
    who, parts = caller(request), office(request)

    def ordered() -> Job:
        rid, detail = request_id(request.scope), {"count": str(len(ids))}
        with parts.audit.recorded("removed", who, " ".join(ids[:8]), request=rid, detail=detail):
            return parts.library.remove(who, ids)

    return json_of(asdict(await work(ordered)), 202)


def _staged(parts: Office, sent: Sequence[tuple[str, BinaryIO]]) -> list[Staged]:
    staged: list[Staged] = []
    try:
        for name, file in sent:
            staged.append(parts.library.stage.put(_pieces(file), name))
    except BaseException:
        _discard(parts, staged)
        raise
    return staged


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _discard(parts: Office, staged: Sequence[Staged]) -> None:
    for each in staged:
        parts.library.stage.discard(each.path)


def _add(parts: Office, who: Caller, staged: Sequence[Staged], groups: frozenset[str], request: str) -> Job:
    detail = {"count": str(len(staged)), "bytes": str(sum(each.size for each in staged))}
    with parts.audit.recorded("uploaded", who, staged[0].sha256, request=request, detail=detail):
        return parts.library.add(who, staged, groups)


def _fingerprint(staged: Sequence[Staged], groups: Sequence[str]) -> str:
    told = repr([(each.name, each.sha256) for each in staged] + sorted(groups))
    return hashlib.sha256(told.encode()).hexdigest()


def _sorted(entries: Sequence[Entry], sort: Sort) -> Sequence[Entry]:
    key = sort.removeprefix("-")
    if key == "document":  # as they come
        return entries if sort == key else entries[::-1]
    return sorted(entries, key=lambda entry: _KEYS[key](entry), reverse=sort.startswith("-"))


_KEYS: Mapping[str, Any] = {
    "title": lambda entry: entry.metadata.title.value or "",
    "year": lambda entry: entry.metadata.year or 0,
    "validity": lambda entry: entry.metadata.validity.value or "不明",
    "characters": lambda entry: entry.characters,
}
_VALUES = tuple(each.name for each in fields(Metadata) if each.name != "supersedes")


def _entry(parts: Office, entry: Entry, restricted: Mapping[str, frozenset[str]] | None) -> dict[str, object]:
    known = entry.metadata
    files = parts.assistants.files_of(entry.id)
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


def _whole(found: Document, declared: Mapping[str, Any], text: bool) -> dict[str, object]:
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
