"""Search: the passages that a query finds, best first. Knows nothing of how they are found."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.web.api.ask import Within
from assistant.web.api.call import attended, caller, json_of, noted, office
from assistant.web.api.declare import API, gives, writing
from assistant.web.api.strict import StrictRoute
from assistant.web.asking import Found

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["检索"])


class SearchBody(BaseModel):
    """What is looked for."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"query": "护理费标准", "k": 5, "filters": {"year": 2014}}]}
    )

    query: Annotated[str, StringConstraints(max_length=2000)] = Field(description="要找的话", examples=["护理费标准"])
    k: int = Field(default=10, ge=1, le=50, description="至多几条")
    filters: Within = Field(default_factory=Within, description="只看符合条件的文件")


class HitRecord(BaseModel):
    """A passage and where it stands."""

    rank: int = Field(description="名次，从 1 起")
    score: float = Field(description="得分，不升")
    document_id: str
    document: str = Field(description="文件名")
    title: str | None = Field(description="标题")
    region: str | None = Field(description="地区")
    year: int | None = Field(description="年份")
    validity: str = Field(description="效力")
    path: list[str] = Field(description="所在的章节")
    start: int = Field(description="在文件正文中的起点，按字计")
    end: int
    text: str = Field(description="原文")


class HitsRecord(BaseModel):
    """What was found."""

    hits: list[HitRecord]


EXAMPLE = {
    "hits": [
        {
            "rank": 1,
            "score": 0.87,
            "document_id": "0b7e5a2c9d41",
            "document": "国家-护理费-2014.md",
            "title": "关于调整护理费标准的通知",
            "region": "全国",
            "year": 2014,
            "validity": "现行",
            "path": ["二、标准"],
            "start": 88,
            "end": 140,
            "text": "……",
        }
    ]
}


@router.post(
    "/search",
    summary="检索 | search",
    operation_id="search",
    description="找出与一句话最相关的段落，不作回答。",
    responses={
        **writing(),
        200: gives(HitsRecord, "找到的段落，最相关的在前", EXAMPLE),
    },
)
async def search(request: Request, body: SearchBody) -> Response:
    """Find passages."""
    who, asking = caller(request), office(request).asking
    found = await attended(request, lambda: asking.search(who, body.query, k=body.k, filters=body.filters.filter()))
    noted(request, hits=len(found), generation=office(request).assistants.generation)
    return json_of({"hits": [_record(each) for each in found]})


def _record(found: Found) -> dict[str, object]:
    chunk, known = found.hit.chunk, found.entry.metadata
    return {
        "rank": found.hit.rank,
        "score": round(found.hit.score, 6),
        "document_id": chunk.document_id,
        "document": found.entry.source,
        "title": known.title.value,
        "region": known.region.value,
        "year": known.year,
        "validity": known.validity.value or "不明",
        "path": list(chunk.path),
        "start": chunk.start,
        "end": chunk.end,
        "text": chunk.text,
    }
