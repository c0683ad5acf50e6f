"""How the service itself is: alive, ready, and in figures. Says nothing of who asks or what."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from assistant.web.api.call import json_of, office, work
from assistant.web.api.declare import OPEN, problems, reading
from assistant.web.records.metrics import MEDIA
from assistant.web.types import Caller, allow
from corpus.errors import StoreError

router = APIRouter(tags=["运行"])


class HealthRecord(BaseModel):
    """That the process answers."""

    status: str = Field(description="ok", examples=["ok"])
    run: str = Field(description="每次启动各不相同；页面由此知道服务重启过", examples=["5f0c9a1e"])


class ReadyRecord(BaseModel):
    """Whether the parts can serve."""

    status: str = Field(description="ready 就绪；degraded 有部分不可用", examples=["ready"])
    store: bool = Field(description="索引库可用")
    database: bool = Field(description="服务数据可用")
    accepting: bool = Field(description="还能接受提问")


@router.get(
    "/healthz",
    summary="是否在运行 | alive",
    operation_id="health",
    description="程序在运行就回答 ok，不看别的。",
    response_model=HealthRecord,
    responses=problems(*OPEN),
)
async def health(request: Request) -> Response:
    """Say that the process answers, and by a word of its own which start of it this is."""
    return json_of({"status": "ok", "run": request.app.state.run})


@router.get(
    "/readyz",
    summary="是否就绪 | ready",
    operation_id="ready",
    description="各部分能否提供服务；大模型不算，没有它也能用原文作答。",
    response_model=ReadyRecord,
    responses={
        **problems(*OPEN),
        503: {"model": ReadyRecord, "description": "未就绪；过载时为 problem+json"},
    },
)
async def ready(request: Request) -> Response:
    """Say whether the parts can serve."""
    parts = office(request)
    said = {
        "store": await work(_answers, lambda: parts.assistants.generation),
        "database": await work(_answers, parts.access.accounts.any),
        "accepting": parts.queue.accepting,
    }
    good = said["store"] and said["database"]
    return json_of({"status": "ready" if all(said.values()) else "degraded", **said}, 200 if good else 503)


@router.get(
    "/metrics",
    summary="运行指标 | figures",
    operation_id="metrics",
    description="运行指标，Prometheus 格式；只对本机、允许的地址和有审计权限的人开放。",
    response_class=Response,
    responses={
        **reading(),
        200: {"description": "Prometheus 文本格式", "content": {"text/plain": {"schema": {"type": "string"}}}},
    },
)
async def metrics(request: Request) -> Response:
    """Give the figures."""
    known: Caller | None = request.scope["state"]["caller"]
    if known is not None:
        allow(known, "audit")
    return Response(office(request).metrics.text(), media_type=MEDIA)


def _answers(question: object) -> bool:
    """Whether a part can say anything at all."""
    assert callable(question)
    try:
        question()
    except StoreError:
        return False
    return True
