"""Feedback: what a person says of an answer. The service knows the answer itself and takes no other word for it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading, writing
from assistant.web.api.strict import StrictRoute

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["反馈"])


class FeedbackBody(BaseModel):
    """A remark on an answer that the caller was given."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answer_id": "2f34af85dba7", "verdict": "down", "remark": "应以2022年的办法为准"}]
        },
    )

    answer_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] = Field(description="回答的编号")
    verdict: Literal["up", "down"] = Field(description="有用或无用")
    remark: Annotated[str, StringConstraints(max_length=2000)] = Field(default="", description="意见")


class KeptRecord(BaseModel):
    """A remark that was kept."""

    id: str


class RemarkRecord(BaseModel):
    """A remark as it was kept."""

    id: str
    at: str
    by: str = Field(description="用户编号")
    turns: list[str]
    rating: Literal["up", "down"]
    remark: str
    as_of: str | None
    filters: dict[str, Any]
    answer: dict[str, Any]


@router.post(
    "/feedback",
    status_code=201,
    summary="评价回答 | comment",
    operation_id="comment",
    description="评价一个刚得到的回答；只能评价自己得到的。",
    responses={
        **writing("not_found"),
        201: gives(KeptRecord, "已记下", {"id": "9f86d081884c7d65"}),
    },
)
async def comment(request: Request, body: FeedbackBody) -> Response:
    """Keep a remark on an answer."""
    who, parts = caller(request), office(request)

    def kept() -> str:
        given = parts.asking.recall(who, body.answer_id)
        filters = {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name in ("region", "level", "year", "kind", "validity", "documents")
            if (value := getattr(given.asked.filters, name)) is not None
        }
        return parts.feedback.add(
            who,
            turns=given.turns,
            verdict=body.verdict,
            answer=given.answer,
            remark=body.remark,
            asked={"as_of": given.asked.day, "filters": filters},
        )

    return json_of({"id": await work(kept)}, 201)


@router.get(
    "/feedback",
    summary="全部评价 | remarks",
    operation_id="remarks",
    description="全部评价，最近的在前；含问题和回答，限管理员。",
    responses={**reading(), 200: {"model": list[RemarkRecord], "description": "评价"}},
)
async def remarks(request: Request, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> Response:
    """List remarks."""
    return json_of(list(await work(office(request).feedback.list, caller(request), limit)))
