"""Work in the background as JSON. Knows nothing of what the work is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from assistant.web.api.declare import gives


class ProblemText(BaseModel):
    """Why something failed."""

    zh: str
    en: str


class ReportRecord(BaseModel):
    """What became of one file."""

    name: str
    outcome: Literal["added", "replaced", "unchanged", "same", "corrected", "removed", "refused"]
    documents: list[str]
    count: int
    title: str | None
    notes: list[str]
    removed: int
    inferred: list[str]
    placeholders: int
    characters: int
    problem: ProblemText | None


class JobRecord(BaseModel):
    """Work in the background."""

    id: str
    kind: Literal["add", "correct", "remove"]
    owner: str
    began: str
    state: Literal["waiting", "running", "done", "failed"]
    done: int = Field(description="已处理的文件数")
    total: int
    reports: list[ReportRecord]
    ended: str | None
    problem: ProblemText | None


JOB = {
    "id": "5f0c9d410b7e5a2c",
    "kind": "add",
    "owner": "9d410b7e5a2c5f0c",
    "began": "2026-11-21T09:00:00+08:00",
    "state": "waiting",
    "done": 0,
    "total": 1,
    "reports": [],
    "ended": None,
    "problem": None,
}
ORDERED: dict[int | str, dict[str, Any]] = {202: gives(JobRecord, "已排上队；进展见 /jobs/{id}", JOB)}
