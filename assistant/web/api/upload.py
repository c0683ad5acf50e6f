"""Uploads: documents that are sent to be added, each request done once. Knows nothing of how documents are read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Annotated, BinaryIO

from fastapi import APIRouter, File, Form, Header, Request, UploadFile
from starlette.responses import Response

from assistant.web.api.call import caller, json_of, noted, office, work
from assistant.web.api.declare import API, writing
from assistant.web.api.shapes.documents import Group
from assistant.web.api.shapes.jobs import ORDERED
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.library.types import Job, Staged
from assistant.web.office import Office
from assistant.web.types import Caller, allow

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["文件库"])

FILES, FIELDS, FIELD = 50, 20, 4096
"""Of one upload: files, other fields, and bytes of each of those."""
_PIECE = 256 * 1024


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
