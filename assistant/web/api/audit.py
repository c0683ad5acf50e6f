"""The audit log: read, checked and handed out. Knows nothing of how it is kept."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated, TextIO

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response, StreamingResponse

from assistant.web.api.attachment import disposition
from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.records.kinds import KINDS
from assistant.web.types import Caller, allow

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["审计"])


class AuditRecord(BaseModel):
    """What happened once."""

    number: int
    time: str = Field(description="北京时间")
    kind: str
    what: str = Field(description="发生了什么")
    user: str = Field(description="用户编号")
    name: str
    address: str
    object: str
    good: bool = Field(description="成功与否")
    request: str = Field(description="请求编号")
    detail: dict[str, str]
    hash: str


class VerifiedRecord(BaseModel):
    """Whether the log is as it was written."""

    whole: bool
    number: int | None = Field(description="第一条不符的记录")
    problem: str | None
    problem_en: str | None


RECORD = {
    "number": 17,
    "time": "2026-11-21T09:00:00.000+08:00",
    "kind": "sign-in",
    "what": "登录",
    "user": "9d410b7e5a2c5f0c",
    "name": "张三",
    "address": "10.1.2.3",
    "object": "10.1.2.3",
    "good": True,
    "request": "9f86d081884c7d65",
    "detail": {},
    "hash": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}


@router.get(
    "/audit",
    summary="审计记录 | records",
    operation_id="audit",
    description="谁在何时做了什么，最近的在前；只有编号和数目，没有问题和文件的内容。限管理员和审计员。",
    responses={
        **reading(),
        200: gives(list[AuditRecord], "记录", [RECORD]),
    },
)
async def audit(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    before: Annotated[int | None, Query(ge=1, le=2**53, description="只要编号比它小的")] = None,
) -> Response:
    """List records."""
    parts = office(request)
    allow(caller(request), "audit")
    found = await work(parts.audit.list, limit, before)
    told = [{**asdict(each), "what": KINDS.get(each.kind, (each.kind, ""))[0]} for each in found]
    return json_of([{name: each[name] for name in AuditRecord.model_fields} for each in told])


@router.get(
    "/audit/verify",
    summary="核对审计记录 | verify",
    operation_id="verifyAudit",
    description="逐条核对校验链，指出第一处被改动、删除或调换的地方。限管理员和审计员。",
    responses={
        **reading(),
        200: {
            "model": VerifiedRecord,
            "description": "核对结果",
            "content": {
                "application/json": {"example": {"whole": True, "number": None, "problem": None, "problem_en": None}}
            },
        },
    },
)
async def verify(request: Request) -> Response:
    """Check the chain."""
    parts = office(request)
    allow(caller(request), "audit")
    broken = await work(parts.audit.verify)
    return json_of(
        {
            "whole": broken is None,
            "number": broken.number if broken else None,
            "problem": broken.zh if broken else None,
            "problem_en": broken.en if broken else None,
        }
    )


@router.get(
    "/audit/export",
    summary="导出审计记录 | export",
    operation_id="exportAudit",
    description="导出为 JSON Lines，每行一条，由早到晚；导出本身也记入。限管理员和审计员。",
    response_class=Response,
    responses={
        **reading("bad_call"),
        200: {"description": "记录", "content": {"application/jsonl": {"schema": {"type": "string"}}}},
    },
)
async def export(
    request: Request,
    since: Annotated[date | None, Query(description="从哪一天起", examples=["2026-01-01"])] = None,
    until: Annotated[date | None, Query(description="到哪一天止，含当天", examples=["2026-12-31"])] = None,
) -> Response:
    """Hand out records."""
    parts, who = office(request), caller(request)
    allow(who, "audit")
    days = [each.isoformat() if each else None for each in (since, until)]
    out = await work(_exported, parts.audit.export, days, who, request_id(request.scope))
    headers = {"content-disposition": disposition("audit.jsonl")}
    return StreamingResponse(_lines(out), headers=headers, media_type="application/jsonl")


def _exported(export: object, days: list[str | None], who: Caller, request: str) -> TextIO:
    assert callable(export)
    out = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed when it is sent
    try:
        export(out, *days, caller=who, request=request)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _lines(out: TextIO) -> Iterator[str]:
    with out:
        while piece := out.read(256 * 1024):
            yield piece
