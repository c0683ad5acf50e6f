"""Ask: one question, answered as JSON or as events while it is written. Knows nothing of how an answer is made."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.render import record
from assistant.strictness import Strictness
from assistant.talk.conversation import Resolved
from assistant.types import Citation, Notice, Statement, Status
from assistant.web.api.call import attended, caller, json_of, noted, office
from assistant.web.api.declare import API, writing
from assistant.web.api.events import Events, as_json, event
from assistant.web.api.strict import StrictRoute
from assistant.web.asking import Asked, Reply
from assistant.web.problems import Problem, details
from corpus.types import Level, Validity
from index.types import Filter

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["问答"])

Text = Annotated[str, StringConstraints(max_length=2000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
DAY = r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"
Day = Annotated[str, StringConstraints(pattern=DAY)]
CONVERSATION = r"^(new|[0-9a-f]{32})$"


class Within(BaseModel):
    """Which documents may be found."""

    model_config = ConfigDict(extra="forbid")

    region: Name | None = Field(default=None, description="适用于此地的文件：地名", examples=["清河市"])
    level: Level | None = Field(default=None, description="发文机关的级别", examples=["市"])
    year: int | None = Field(default=None, ge=1900, le=2100, description="文件所属的年份", examples=[2022])
    kind: Name | None = Field(default=None, description="文种", examples=["通知"])
    validity: Validity | None = Field(default=None, description="效力", examples=["现行"])
    documents: list[Name] | None = Field(
        default=None, min_length=1, max_length=100, description="只在这些文件里找：编号或文件名"
    )

    def filter(self) -> Filter:
        """The same as the index takes it."""
        given = self.model_dump(exclude={"documents"})
        return Filter(**given, documents=frozenset(self.documents) if self.documents else None)


class AskBody(BaseModel):
    """A question."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"question": "清河市特别困难的离休干部补助多少钱？"},
                {"question": "那配偶呢？", "turns": ["清河市特别困难的离休干部补助多少钱？"], "as_of": "2024-06-30"},
            ]
        },
    )

    question: Text = Field(description="问题", examples=["离休干部护理费是怎么规定的？"])
    conversation: Annotated[str, StringConstraints(pattern=CONVERSATION)] | None = Field(
        default=None, description="接着某次谈话问：编号；new 另起一个，编号随回答返回"
    )
    turns: list[Text] = Field(default=[], max_length=50, description="不留谈话时，先前问过的问题，由早到晚")
    as_of: Day | None = Field(default=None, description="以某日有效的规定为准", examples=["2018-06-30"])
    filters: Within = Field(default_factory=Within, description="只看符合条件的文件")
    strictness: Strictness | None = Field(default=None, description="严格程度；默认依设置")
    mode: Literal["extractive", "llm"] | None = Field(
        default=None, description="由文件原文（extractive）还是大模型（llm）组织文字；默认依设置"
    )
    stream: bool = Field(default=False, description="以事件流返回，边写边发")

    def asked(self) -> Asked:
        """The same as it is asked."""
        return Asked(
            question=self.question,
            conversation=self.conversation,
            turns=tuple(self.turns),
            day=self.as_of,
            filters=self.filters.filter(),
            strictness=self.strictness,
            mode=self.mode,
        )


class AnswerRecord(BaseModel):
    """An answer with the passage behind every sentence."""

    id: str = Field(description="编号")
    question: str = Field(description="问题")
    status: Status = Field(description="已回答、不确定（只有相关内容）或未找到")
    text: str = Field(description="全文，以 [1] 标明出处")
    statements: list[Statement] = Field(description="逐句，各依据哪些引文、怎样核对过")
    citations: list[Citation] = Field(description="引文；quote 由程序从文件原文中截取，一字不差")
    notices: list[Notice] = Field(description="使用前须知")
    elapsed_ms: float = Field(description="用时，毫秒")
    confidence: float = Field(description="最好的依据覆盖问题的份额，0 至 1")
    written_by: str = Field(description="文字由谁组织：extractive 为文件原文，否则为大模型名")
    fallback: str | None = Field(description="大模型的话为何未被采用")
    conversation: str | None = Field(default=None, description="谈话编号")
    resolved: Resolved | None = Field(default=None, description="问题是怎样理解的；只在谈话中返回")


EXAMPLE = {
    "id": "3f2a9c0d1b7e",
    "question": "清河市特别困难的离休干部补助多少钱？",
    "status": "answered",
    "text": "对特别困难的离休干部，每人每年补助3600元。[1]",
    "statements": [{"text": "对特别困难的离休干部，每人每年补助3600元。", "citations": [1], "verdict": "verbatim"}],
    "citations": [
        {
            "marker": 1,
            "document_id": "0b7e5a2c9d41",
            "document": "清河市-困难补助-2022.md",
            "title": "清河市困难离退休干部补助办法",
            "doc_number": "清委老干〔2022〕8号",
            "issuer": "中共清河市委老干部局",
            "region": "云岭省清河市",
            "year": 2022,
            "validity": "现行",
            "path": ["二、补助标准"],
            "start": 120,
            "end": 142,
            "quote": "对特别困难的离休干部，每人每年补助3600元。",
            "page": None,
        }
    ],
    "notices": [],
    "elapsed_ms": 31.5,
    "confidence": 0.92,
    "written_by": "extractive",
    "fallback": None,
}
_STREAM = (
    "event: answer\ndata: {…到目前为止的回答…}\n\nevent: done\ndata: {…完整的回答…}\n\n"
    "（出错时为 event: problem，内容同出错时的正文）"
)


@router.post(
    "/ask",
    summary="提问 | ask",
    operation_id="ask",
    description=(
        "回答一个问题，每句话都附原文出处。请求头 Accept 为 text/event-stream，或 stream 为 true 时，以事件流返回："
        "每多写出一句发一次 answer，最后发 done。连接断开即停止作答。"
    ),
    responses={
        **writing("not_found"),
        200: {
            "model": AnswerRecord,
            "description": "回答；不确定和未找到也是回答，见 status",
            "content": {
                "application/json": {"example": EXAMPLE},
                "text/event-stream": {"example": _STREAM},
            },
        },
    },
)
async def ask(request: Request, body: AskBody) -> Response:
    """Answer one question; as events where the caller asks for them."""
    who, asking, asked = caller(request), office(request).asking, body.asked()
    if body.stream or "text/event-stream" in request.headers.get("accept", ""):
        return Events(request, asking.stream(who, asked), lambda reply: _event(request, reply), failed)
    reply = await attended(request, lambda: asking.ask(who, asked))
    counted(request, reply)
    return json_of(as_json(record(reply.answer, reply.conversation)))


def counted(request: Request, reply: Reply) -> None:
    """Count a whole answer, and note the figures of it that say nothing of its words."""
    answer, parts = reply.answer, office(request)
    parts.metrics.answer(answer.status, model=answer.written_by != "extractive", fallback=answer.fallback is not None)
    noted(
        request,
        generation=parts.assistants.generation,
        hits=len(answer.citations),
        kind=answer.status,
        degraded=answer.fallback is not None,
    )


def failed(problem: Problem, request: str) -> bytes:
    """The event that tells a problem."""
    return event("problem", as_json(details(problem, request)))


def _event(request: Request, reply: Reply) -> bytes:
    if reply.whole:
        counted(request, reply)
    name = "done" if reply.whole else "answer"
    return event(name, as_json(record(reply.answer, reply.conversation)))
