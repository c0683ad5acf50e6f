"""The description of the interface itself, for who is signed in. Knows nothing of what it describes."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from starlette.responses import Response

from assistant.web.api.call import json_of
from assistant.web.api.declare import finished

router = APIRouter(include_in_schema=False)
TAGS = (
    ("问答", "提问，得到句句有出处的回答 | ask"),
    ("检索", "找原文段落 | search"),
    ("文件库", "文件的列出、添加、更正、移出 | documents"),
    ("谈话", "自己问过的问题 | conversations"),
    ("函件", "起草答复函件，逐句核对，定稿 | letters"),
    ("反馈", "对回答的评价 | feedback"),
    ("评测", "用已知答案的问题检验 | evaluation"),
    ("用户", "用户、组、密钥 | people"),
    ("审计", "谁在何时做了什么 | audit"),
    ("管理", "备份和模型 | administration"),
    ("兼容接口", "与 OpenAI 兼容，供其他程序使用 | compatible with others"),
    ("运行", "健康、就绪、指标 | operation"),
)


@router.get("/api/v1/openapi.json")
async def openapi(request: Request) -> Response:
    """The description in OpenAPI."""
    return json_of(described(request.app))


@cache
def described(app: FastAPI) -> dict[str, Any]:
    """All operations of an application, with what each can answer."""
    tags = [{"name": name, "description": says} for name, says in TAGS]
    document = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes, tags=tags
    )
    return finished(document)
