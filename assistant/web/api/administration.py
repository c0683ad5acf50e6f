"""What administrators do beside looking after people: back up, and try the language model."""

from __future__ import annotations

import time
from contextlib import closing
from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from assistant.web.api.call import attended, caller, json_of, office, work
from assistant.web.api.declare import API, reading
from assistant.web.api.strict import StrictRoute
from assistant.web.backup import Backup, backup, places
from assistant.web.gates.refuse import request_id
from assistant.web.types import allow
from assistant.writer.call import pieces
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.types import Message
from corpus.errors import ModelUnavailable
from corpus.settings import LanguageModel

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["管理"])

TRIAL = Limits(deadline=20.0, first=15.0, idle=5.0, chars=2000)


class BackupRecord(BaseModel):
    """A backup that was made."""

    name: str = Field(description="备份文件夹的名称，在服务的 backups 文件夹里")
    made: str
    files: int
    size: int = Field(description="字节数")


class ModelRecord(BaseModel):
    """Whether the language model answers."""

    good: bool
    zh: str
    en: str
    model: str | None = Field(description="模型名")
    ms: float | None = Field(description="用时，毫秒")


@router.post(
    "/backups",
    status_code=201,
    summary="备份 | back up",
    operation_id="backup",
    description="把索引库、文件库、用户、谈话和审计记录备份到服务的 backups 文件夹。恢复用命令行。限管理员。",
    responses={
        **reading("bad_call"),
        201: {
            "model": BackupRecord,
            "description": "已备份",
            "content": {
                "application/json": {
                    "example": {
                        "name": "20261121-090000",
                        "made": "2026-11-21T09:00:00+08:00",
                        "files": 31,
                        "size": 48211968,
                    }
                }
            },
        },
    },
)
async def back_up(request: Request) -> Response:
    """Make a backup."""
    who, parts = caller(request), office(request)
    allow(who, "administer")
    folder = parts.settings.service.backups / datetime.now().strftime("%Y%m%d-%H%M%S")

    def made() -> Backup:
        with parts.audit.recorded("backed-up", who, folder.name, request=request_id(request.scope)):
            return backup(places(parts.settings), folder)

    kept = await work(made)
    return json_of({"name": folder.name, "made": kept.made, "files": len(kept.files), "size": kept.size}, 201)


@router.post(
    "/model/test",
    summary="测试大模型 | try the model",
    operation_id="testModel",
    description="向设置的大模型发一句固定的话，看它能否作答；不发送任何问题和文件。限管理员。",
    responses={
        **reading(),
        200: {
            "model": ModelRecord,
            "description": "测试结果",
            "content": {
                "application/json": {
                    "example": {
                        "good": True,
                        "zh": "大模型可用",
                        "en": "the model answers",
                        "model": "qwen3-8b",
                        "ms": 812.4,
                    }
                }
            },
        },
    },
)
async def test_model(request: Request) -> Response:
    """Ask the language model something that is always the same."""
    who, parts = caller(request), office(request)
    allow(who, "administer")
    llm = parts.settings.llm
    await work(parts.audit.add, "model-tried", who, "", good=True, request=request_id(request.scope))
    if llm is None:
        told = {"good": False, "zh": "没有设置大模型，以原文作答", "en": "no language model is set up"}
        return json_of({**told, "model": None, "ms": None})
    return json_of(await attended(request, lambda: _tried(llm)))


def _tried(llm: LanguageModel) -> dict[str, object]:
    backend = Endpoint(llm.url, llm.model, llm.key)
    said, began = "", time.perf_counter()
    try:
        with closing(pieces(lambda: backend.reply([Message("user", "请只回答一个字：好")]), TRIAL)) as texts:
            said = "".join(texts)
        good, zh, en = bool(said.strip()), "大模型可用", "the model answers"
        if not good:
            zh, en = "大模型没有写出任何内容", "the model wrote nothing"
    except ModelUnavailable as error:
        good, zh, en = False, error.zh, error.en
    took = round((time.perf_counter() - began) * 1000, 1)
    return {"good": good, "zh": zh, "en": en, "model": llm.model, "ms": took}
