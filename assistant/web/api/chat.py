"""The interface that other programs know from elsewhere: chat completions and models, with citations.

Only what users said counts; instructions and earlier answers in the messages are passed over, so that nothing but the
documents can be a source. Knows nothing of how an answer is made.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.strictness import Strictness
from assistant.types import Answer, Citation
from assistant.web.api.ask import counted
from assistant.web.api.call import attended, caller, json_of, office
from assistant.web.api.declare import compatible, gives
from assistant.web.api.events import Events, as_json, event
from assistant.web.api.strict import StrictRoute
from assistant.web.asking import Asked, Reply
from assistant.web.problems import Problem, Refused, record_of
from assistant.web.types import allow
from corpus.errors import BadCall

router = APIRouter(route_class=StrictRoute, tags=["兼容接口"])

MODELS: Mapping[str, Strictness | None] = {
    "policy-assistant": None,
    "policy-assistant-strict": "strict",
    "policy-assistant-standard": "standard",
    "policy-assistant-relaxed": "relaxed",
}
"""Name → how strict; the first as strict as the settings say."""
OWNER = "policy-assistant"
_STATUS = {
    "answered": "",
    "uncertain": "（不确定：只找到相关内容，文件没有直接回答。 uncertain: related passages only）\n\n",
    "not_found": "",
}

Long = Annotated[str, StringConstraints(max_length=200_000)]


class Part(BaseModel):
    """A part of what was said."""

    type: Annotated[str, StringConstraints(max_length=50)]
    text: Long | None = None


class Message(BaseModel):
    """What somebody said."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Long | Annotated[list[Part], Field(max_length=200)] | None = None


class StreamOptions(BaseModel):
    """How pieces are sent."""

    include_usage: bool = False


class ChatBody(BaseModel):
    """A conversation, the last message of which is asked; whatever else is sent has no effect."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "model": "policy-assistant",
                    "messages": [{"role": "user", "content": "离休干部护理费是怎么规定的？"}],
                    "stream": False,
                }
            ]
        }
    )

    model: Annotated[str, StringConstraints(min_length=1, max_length=100)] = Field(
        description="模型名，见 /v1/models"
    )
    messages: Annotated[list[Message], Field(min_length=1, max_length=500)]
    stream: bool | None = False
    stream_options: StreamOptions | None = None


class SaidRecord(BaseModel):
    """What is said."""

    role: Literal["assistant"]
    content: str = Field(description="回答全文，以 [1] 标明出处，末尾列出处")
    refusal: None = None


class ChoiceRecord(BaseModel):
    """The one answer."""

    index: int
    message: SaidRecord
    finish_reason: Literal["stop"]
    logprobs: None = None


class UsageRecord(BaseModel):
    """Characters, not tokens: nothing is charged for here."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class CompletionRecord(BaseModel):
    """A completion, with the citations beside it."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[ChoiceRecord]
    usage: UsageRecord
    citations: list[Citation] = Field(description="引文，同 /api/v1/ask")
    status: Literal["answered", "uncertain", "not_found"]


class ModelRecord(BaseModel):
    """A model that can be named."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelsRecord(BaseModel):
    """All of them."""

    object: Literal["list"]
    data: list[ModelRecord]


MODEL = {"id": "policy-assistant", "object": "model", "created": 1767225600, "owned_by": OWNER}
COMPLETION = {
    "id": "chatcmpl-9f86d081884c7d65",
    "object": "chat.completion",
    "created": 1795222800,
    "model": "policy-assistant",
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": "特别困难的每人每年6000元。[1]\n\n出处：\n[1] 《清河市困难离退休干部补助办法》……",
                "refusal": None,
            },
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "usage": {"prompt_tokens": 19, "completion_tokens": 58, "total_tokens": 77},
    "citations": [],
    "status": "answered",
}
_CHUNKS = 'data: {"object": "chat.completion.chunk", …}\n\ndata: [DONE]\n\n'


@router.get(
    "/v1/models",
    summary="模型列表 | models",
    operation_id="listModels",
    description="可用的模型名：同一个问答，严格程度不同。",
    responses={
        **compatible(),
        200: gives(ModelsRecord, "模型", {"object": "list", "data": [MODEL]}),
    },
)
async def models(request: Request) -> Response:
    """List models."""
    allow(caller(request), "ask")
    return json_of({"object": "list", "data": [_model(name) for name in MODELS]})


@router.get(
    "/v1/models/{model}",
    summary="一个模型 | one model",
    operation_id="getModel",
    description="一个模型。",
    responses={
        **compatible("model_not_found"),
        200: gives(ModelRecord, "模型", MODEL),
    },
)
async def model(request: Request, model: Annotated[str, Path(max_length=100)]) -> Response:
    """Give one model."""
    allow(caller(request), "ask")
    _known(model)
    return json_of(_model(model))


@router.post(
    "/v1/chat/completions",
    summary="对话 | chat",
    operation_id="createChatCompletion",
    description=(
        "与 OpenAI 的接口兼容，可供 Open WebUI 等程序使用。只看用户说的话，最后一句为问题，先前的用来理解它；"
        "系统提示、先前的回答和采样参数不起作用。回答末尾列出处，citations 里有逐字的引文。"
    ),
    responses={
        **compatible("model_not_found", "too_slow", "too_large", "unsupported_type", "bad_call"),
        200: {
            "model": CompletionRecord,
            "description": "回答",
            "content": {
                "application/json": {"example": COMPLETION},
                "text/event-stream": {"example": _CHUNKS},
            },
        },
    },
)
async def complete(request: Request, body: ChatBody) -> Response:
    """Answer the last message of a conversation."""
    who, asking = caller(request), office(request).asking
    asked = _asked(body)
    written = _Completion(body, asked)
    if body.stream:

        def encode(reply: Reply) -> bytes:
            if reply.whole:
                counted(request, reply)
            return written.chunks(reply)

        return Events(request, asking.stream(who, asked), encode, _failed, event(None, "[DONE]"))
    reply = await attended(request, lambda: asking.ask(who, asked))
    counted(request, reply)
    return json_of(written.whole(reply.answer))


class _Completion:
    """One completion as it is written for the other side."""

    def __init__(self, body: ChatBody, asked: Asked) -> None:
        self._head = {"id": f"chatcmpl-{secrets.token_hex(8)}", "created": int(time.time()), "model": body.model}
        self._asked = asked
        self._usage = bool(body.stream_options and body.stream_options.include_usage)

    def whole(self, answer: Answer) -> dict[str, object]:
        text = told(answer)
        message = {"role": "assistant", "content": text, "refusal": None}
        return {
            **self._head,
            "object": "chat.completion",
            "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
            "usage": self._used(text),
            "citations": [asdict(each) for each in answer.citations],
            "status": answer.status,
        }

    def chunks(self, reply: Reply) -> bytes:
        """Nothing is sent of what may still be taken back: the other side cannot unsay it."""
        if not reply.whole:
            return b": \n\n"
        return b"".join(event(None, as_json(each)) for each in self._pieces(reply.answer))

    def _pieces(self, answer: Answer) -> Iterator[dict[str, object]]:
        text = told(answer)
        yield self._chunk({"role": "assistant", "content": ""})
        for line in text.splitlines(keepends=True):
            yield self._chunk({"content": line})
        more = {"citations": [asdict(each) for each in answer.citations], "status": answer.status}
        yield {**self._chunk({}, "stop"), **more}
        if self._usage:
            yield {**self._chunk({}), "choices": [], "usage": self._used(text)}

    def _chunk(self, delta: dict[str, str], finish: str | None = None) -> dict[str, object]:
        choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
        return {**self._head, "object": "chat.completion.chunk", "choices": [choice]}

    def _used(self, text: str) -> dict[str, int]:
        asked = sum(map(len, (*self._asked.turns, self._asked.question)))
        return {"prompt_tokens": asked, "completion_tokens": len(text), "total_tokens": asked + len(text)}


def told(answer: Answer) -> str:
    """An answer in one piece: what must be known first, the text, notices and where it is from."""
    parts = [_STATUS[answer.status] + answer.text]
    parts += [f"※ {notice.text}" for notice in answer.notices]
    if answer.fallback:
        parts.append(f"※ {answer.fallback}")
    if answer.citations:
        parts.append("出处：\n" + "\n".join(_source(each) for each in answer.citations))
    return "\n\n".join(parts)


def _source(citation: Citation) -> str:
    known = "，".join(
        part
        for part in (
            citation.doc_number,
            citation.region,
            f"{citation.year}年" if citation.year else None,
            citation.validity,
        )
        if part
    )
    path = " › ".join(citation.path)
    quote = " ".join(citation.quote.split())
    return f"[{citation.marker}] 《{citation.title}》（{known}）{path}：“{quote}”"


def _asked(body: ChatBody) -> Asked:
    strictness = _known(body.model)
    said = [text for message in body.messages if message.role == "user" and (text := _text(message)).strip()]
    if not said or body.messages[-1].role not in ("user", "system", "developer"):
        raise BadCall("最后一条消息应为用户的问题", "the last message must be a question of the user")
    *earlier, question = said
    return Asked(question, turns=tuple(earlier[-50:]), strictness=strictness)


def _text(message: Message) -> str:
    if isinstance(message.content, str):
        return message.content
    return "\n".join(part.text for part in message.content or () if part.text)


def _known(name: str) -> Strictness | None:
    if name not in MODELS:
        raise Refused("model_not_found")
    return MODELS[name]


def _model(name: str) -> dict[str, object]:
    return {**MODEL, "id": name}


def _failed(problem: Problem, request: str) -> bytes:
    return event(None, as_json(record_of(problem, "/v1/", request)))
