"""How the interface describes itself: what every operation can answer, and all kinds of problems. Pure.

Knows nothing of what any operation does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field

from assistant.web.problems import KINDS, MEDIA, details, plain

_COMPATIBLE = {
    "error": {
        "message": "没有这个模型，可用的见 /v1/models | there is no such model; see /v1/models",
        "type": "invalid_request_error",
        "param": None,
        "code": "model_not_found",
        "request_id": "9f86d081884c7d65",
    }
}
Responses = dict[int | str, dict[str, Any]]
API = "/api/v1"
"""Where everything but the interface of others stands."""
SCHEMA = "Problem"
ALWAYS = ("malformed", "bad_path", "unknown_host", "not_signed_in", "cross_site", "not_allowed")
"""Every operation that needs a caller can answer so."""
LOADED = ("too_many", "busy", "internal", "overloaded", "store_unavailable", "store_locked", "model_unavailable")
BODY = ("too_slow", "too_large", "unsupported_type", "invalid", "bad_call")
"""So can every one that takes a body."""
OPEN = ("malformed", "bad_path", "unknown_host", "cross_site", "internal", "overloaded")
"""So can those that are for everybody."""


class FaultRecord(BaseModel):
    """One value that is not valid."""

    at: str = Field(description="哪一项", examples=["body.question"])
    detail: str = Field(description="错在哪里", examples=["缺少这一项"])
    detail_en: str = Field(examples=["Field required"])


class ProblemRecord(BaseModel):
    """A problem as RFC 9457 has it, in Chinese and English."""

    type: str = Field(description="种类", examples=["urn:policy-assistant:problem:not_found"])
    title: str = Field(examples=["没有找到"])
    title_en: str = Field(examples=["there is no such thing"])
    status: int = Field(description="HTTP 状态码", examples=[404])
    detail: str = Field(description="具体情况和办法", examples=["没有这份文件"])
    detail_en: str = Field(examples=["there is no such document"])
    code: str = Field(description="稳定的代码，程序据此区分", examples=["not_found"])
    request_id: str = Field(description="请求编号，与日志对应", examples=["9f86d081884c7d65"])
    errors: list[FaultRecord] | None = Field(default=None, description="逐项说明")


class CompatibleFault(BaseModel):
    """What went wrong."""

    message: str
    type: str
    param: str | None
    code: str
    request_id: str


class CompatibleProblem(BaseModel):
    """A problem as the other interface tells it."""

    error: CompatibleFault


_MODELS: Mapping[str, type[BaseModel]] = {
    SCHEMA: ProblemRecord,
    "FaultRecord": FaultRecord,
    "CompatibleProblem": CompatibleProblem,
    "CompatibleFault": CompatibleFault,
}


def gives(model: object, description: str, example: object) -> dict[str, Any]:
    """What an operation gives where it succeeds, with an example of it."""
    return {"model": model, "description": description, "content": {"application/json": {"example": example}}}


def problems(*codes: str) -> Responses:
    """The responses for problems of these codes."""
    grouped: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        grouped.setdefault(KINDS[code].status, []).append(code)
    return {status: _response(each) for status, each in sorted(grouped.items())}


def reading(*codes: str) -> Responses:
    """What an operation without a body can answer beside success."""
    return problems(*ALWAYS, "invalid", *codes, *LOADED)


def writing(*codes: str) -> Responses:
    """What an operation with a body can answer beside success."""
    return problems(*ALWAYS, *BODY, *codes, *LOADED)


def compatible(*codes: str) -> Responses:
    """What an operation of the other interface can answer beside success: the same, in the other form."""
    found = problems(*ALWAYS, "invalid", *codes, *LOADED)
    schema = {"$ref": "#/components/schemas/CompatibleProblem"}
    for response in found.values():
        response["content"] = {"application/json": {"schema": schema, "example": _COMPATIBLE}}
    return found


def finished(document: dict[str, Any]) -> dict[str, Any]:
    """The description of the interface with what stands for all operations alike."""
    parts = document.setdefault("components", {})
    schemas = parts.setdefault("schemas", {})
    for name, model in _MODELS.items():
        schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
        schema.pop("$defs", None)
        schemas[name] = schema
    for left in ("HTTPValidationError", "ValidationError"):
        schemas.pop(left, None)
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "密钥，形如 pq_…，在“设置”中建立 | an API key"},
        "session": {"type": "apiKey", "in": "cookie", "name": "policy", "description": "登录后的会话 | a session"},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["security"] = [] if path in _PUBLIC else [{"key": []}, {"session": []}]
    return document


_PUBLIC = frozenset({"/healthz", "/readyz"})


def told() -> str:
    """All kinds of problems as a table in Markdown."""
    rows = [f"| `{kind.code}` | {kind.status} | {kind.zh} | {kind.en} |" for kind in KINDS.values()]
    return "\n".join(["| code | HTTP | 中文 | English |", "| --- | --- | --- | --- |", *rows])


def _response(codes: list[str]) -> dict[str, Any]:
    examples: Mapping[str, Any] = {
        code: {"summary": KINDS[code].zh, "value": details(plain(code), "9f86d081884c7d65")} for code in codes
    }
    return {
        "description": "；".join(f"`{code}` {KINDS[code].zh} | {KINDS[code].en}" for code in codes),
        "content": {MEDIA: {"schema": {"$ref": f"#/components/schemas/{SCHEMA}"}, "examples": examples}},
    }
