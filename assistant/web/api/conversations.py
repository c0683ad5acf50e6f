"""Conversations of the caller: listed, read again, forgotten. Quotes are cut anew from the documents.

Knows nothing of how conversations are kept.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from assistant.talk.conversation import Conversation, Turn
from assistant.types import Status
from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading
from assistant.web.api.strict import StrictRoute
from assistant.web.asking import Asking
from assistant.web.gates.refuse import request_id
from assistant.web.types import Caller

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["谈话"])

ConversationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="谈话编号")]


class PointRecord(BaseModel):
    """Where an answer pointed, with the words that stand there now."""

    marker: int
    document_id: str
    document: str
    start: int
    end: int
    quote: str | None = Field(description="现在的原文；文件已移出则为 null")


class TurnRecord(BaseModel):
    """One question of a conversation and what became of it."""

    question: str
    status: Status
    asked: str = Field(description="提问时间")
    as_of: str | None
    filters: dict[str, Any]
    references: list[PointRecord]


class TalkRecord(BaseModel):
    """A conversation, in brief."""

    id: str
    begun: str
    turns: int = Field(description="问过几次")
    question: str = Field(description="第一个问题")
    last: str | None = Field(description="最后一次提问的时间")


class ConversationRecord(BaseModel):
    """A conversation with all its turns."""

    id: str
    begun: str
    turns: list[TurnRecord]


BRIEF = {
    "id": "9f86d081884c7d659a2feaa0c55ad015",
    "begun": "2026-11-21T09:00:00+08:00",
    "turns": 2,
    "question": "清河市特别困难的离休干部补助多少钱？",
    "last": "2026-11-21T09:01:10+08:00",
}
WHOLE = {
    "id": "9f86d081884c7d659a2feaa0c55ad015",
    "begun": "2026-11-21T09:00:00+08:00",
    "turns": [
        {
            "question": "清河市特别困难的离休干部补助多少钱？",
            "status": "answered",
            "asked": "2026-11-21T09:00:00+08:00",
            "as_of": None,
            "filters": {},
            "references": [
                {
                    "marker": 1,
                    "document_id": "0b7e5a2c9d410b7e",
                    "document": "清河市-困难补助-2022.md",
                    "start": 120,
                    "end": 142,
                    "quote": "特别困难的每人每年6000元",
                }
            ],
        }
    ],
}


@router.get(
    "/conversations",
    summary="谈话列表 | list",
    operation_id="conversations",
    description="自己的谈话，最近的在前。别人的谈话谁也看不到，管理员也不例外。",
    responses={
        **reading(),
        200: gives(list[TalkRecord], "谈话", [BRIEF]),
    },
)
async def conversations(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List the caller's conversations."""
    found = await work(office(request).asking.conversations, caller(request), limit)
    return json_of([_brief(each) for each in found])


@router.get(
    "/conversations/{id}",
    summary="一次谈话 | one",
    operation_id="conversation",
    description="问过的问题和当时的出处；原文现从文件中截取，已移出或无权查阅的不再出现。",
    responses={
        **reading("not_found"),
        200: gives(ConversationRecord, "谈话", WHOLE),
    },
)
async def conversation(request: Request, id: ConversationId) -> Response:
    """Give a conversation with all its turns."""
    who, asking = caller(request), office(request).asking

    def told() -> dict[str, object]:
        found = asking.conversation(who, id)
        return {"id": found.id, "begun": found.begun, "turns": [_turn(asking, who, each) for each in found.turns]}

    return json_of(await work(told))


@router.delete(
    "/conversations/{id}",
    status_code=204,
    summary="删除谈话 | forget",
    operation_id="forgetConversation",
    description="删除一次谈话和其中的全部问题，不能恢复。",
    responses=reading("not_found"),
)
async def forget(request: Request, id: ConversationId) -> Response:
    """Forget a conversation."""
    who, parts = caller(request), office(request)

    def forgotten() -> None:
        with parts.audit.recorded("conversation-removed", who, id, request=request_id(request.scope)):
            parts.asking.forget(who, id)

    await work(forgotten)
    return Response(status_code=204)


def _brief(found: Conversation) -> dict[str, object]:
    return {
        "id": found.id,
        "begun": found.begun,
        "turns": len(found.turns),
        "question": found.turns[0].question if found.turns else "",
        "last": found.turns[-1].asked if found.turns else None,
    }


def _turn(asking: Asking, who: Caller, turn: Turn) -> dict[str, object]:
    given = {name: value for name, value in asdict(turn.filters).items() if value is not None}
    return {
        "question": turn.question,
        "status": turn.status,
        "asked": turn.asked,
        "as_of": turn.day,
        "filters": given | ({"documents": sorted(given["documents"])} if "documents" in given else {}),
        "references": [{**asdict(each), "quote": asking.quote(who, each)} for each in turn.references],
    }
