"""Documents: listed, read, corrected, permitted, handed out and removed. Knows nothing of how documents are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import FileResponse, Response

from assistant.web.api.attachment import disposition, one_range
from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading, writing
from assistant.web.api.shapes.documents import (
    ENTRY,
    CorrectBody,
    DocumentRecord,
    EntriesRecord,
    GroupsBody,
    ListQuery,
    RemoveBody,
    Sort,
    entry_of,
    whole_of,
)
from assistant.web.api.shapes.jobs import ORDERED
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.library.types import Job
from assistant.web.office import Office
from assistant.web.types import Caller
from index.types import Entry, Filter

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["文件库"])

_BYTES = {"type": "string", "format": "binary"}
DocumentId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="文件编号", examples=["0b7e5a2c9d410b7e"])]


@router.get(
    "/documents",
    summary="文件列表 | list",
    operation_id="documents",
    description="可查阅的文件。query 按标题、文号、机关和文件名找，各词都要有。",
    responses={
        **reading(),
        200: gives(EntriesRecord, "一页文件", {"total": 1, "items": [ENTRY]}),
    },
)
async def documents(request: Request, asked: Annotated[ListQuery, Query()]) -> Response:
    """List documents."""
    who, parts = caller(request), office(request)
    filters = Filter(asked.region, asked.level, asked.year, asked.kind, asked.validity)

    def listed() -> dict[str, object]:
        found = _sorted(parts.library.list(who, query=asked.query, filters=filters), asked.sort)
        page = found[asked.offset : asked.offset + asked.limit]
        return {"total": len(found), "items": _entries(parts, who, page)}

    return json_of(await work(listed))


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
        (entry,) = _entries(parts, who, [parts.assistants.index(who).listed([id])[id]])
        return entry | whole_of(found, parts.library.declared(who, id), text)

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
        200: gives(GroupsBody, "现在可查阅的组", {"groups": ["生活待遇科"]}),
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
    one_range(request.headers.get("range"), size)
    headers = {"content-disposition": disposition(name)}
    return FileResponse(path, headers=headers, media_type="application/octet-stream")


async def _remove(request: Request, ids: Sequence[str]) -> Response:
    who, parts = caller(request), office(request)

    def ordered() -> Job:
        rid, detail = request_id(request.scope), {"count": str(len(ids))}
        with parts.audit.recorded("removed", who, " ".join(ids[:8]), request=rid, detail=detail):
            return parts.library.remove(who, ids)

    return json_of(asdict(await work(ordered)), 202)


def _entries(parts: Office, who: Caller, entries: Sequence[Entry]) -> list[dict[str, object]]:
    """Entries as JSON; who may read them is told to those alone who may change it."""
    restricted = parts.access.permissions.restricted() if who.may("correct") else None
    return [entry_of(each, parts.assistants.files_of(each.id), restricted) for each in entries]


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
