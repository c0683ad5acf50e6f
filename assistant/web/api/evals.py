"""Evaluation: known questions, runs of them, their reports. Knows nothing of how answers are judged."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import FileResponse, Response

from assistant.strictness import Strictness
from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading, writing
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.office import Office
from assistant.web.trials import BASELINE, Trial, figures
from assistant.web.types import Caller
from corpus.errors import NotFound

router = APIRouter(prefix=f"{API}/evals", route_class=StrictRoute, tags=["评测"])

RunId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="评测编号")]
Against = Annotated[str, StringConstraints(pattern=r"^(baseline|[0-9a-f]{16})$")]


class SuiteRecord(BaseModel):
    """Known questions that can be asked."""

    name: str
    baseline: bool = Field(description="是否带有可比较的基线")


class TrialRecord(BaseModel):
    """One run of a suite."""

    id: str
    suite: str
    owner: str
    began: str
    strictness: str | None
    baseline: str | None = Field(description="与哪次相比")
    state: Literal["waiting", "running", "done", "failed"]
    done: int
    total: int
    passed: bool | None = Field(description="是否达到要求；未知为 null")
    ended: str | None
    problem: str | None
    report: bool = Field(description="是否有报告")


class TrialBody(BaseModel):
    """A run to be started."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"suite": "sample", "baseline": BASELINE}]}
    )

    suite: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    strictness: Strictness | None = None
    baseline: Against | None = Field(default=None, description="与哪次相比：baseline 或评测编号")


class FigureRecord(BaseModel):
    """One measure of two runs."""

    name: str
    before: float | None
    after: float | None


TRIAL = {
    "id": "9f86d081884c7d65",
    "suite": "sample",
    "owner": "9d410b7e5a2c5f0c",
    "began": "2026-11-21T09:00:00+08:00",
    "strictness": None,
    "baseline": "baseline",
    "state": "running",
    "done": 12,
    "total": 80,
    "passed": None,
    "ended": None,
    "problem": None,
    "report": False,
}


@router.get(
    "/suites",
    summary="题集 | suites",
    operation_id="suites",
    description="可运行的题集。",
    responses={
        **reading(),
        200: gives(list[SuiteRecord], "题集", [{"name": "sample", "baseline": True}]),
    },
)
async def suites(request: Request) -> Response:
    """List suites."""
    found = await work(office(request).trials.suites, caller(request))
    return json_of([{"name": each.name, "baseline": each.baseline is not None} for each in found])


@router.get(
    "/runs",
    summary="评测列表 | runs",
    operation_id="runs",
    description="全部评测，最近的在前。",
    responses={
        **reading(),
        200: gives(list[TrialRecord], "评测", [TRIAL]),
    },
)
async def runs(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List runs."""
    return json_of([_record(each) for each in (await work(office(request).trials.runs, caller(request)))[:limit]])


@router.post(
    "/runs",
    status_code=202,
    summary="运行评测 | start",
    operation_id="startRun",
    description="在后台逐题作答并评判；会读到全部文件。",
    responses={
        **writing("not_found"),
        202: gives(TrialRecord, "已排上队", TRIAL),
    },
)
async def start(request: Request, body: TrialBody) -> Response:
    """Start a run."""
    who, parts = caller(request), office(request)

    def started() -> Trial:
        with parts.audit.recorded("evaluated", who, body.suite, request=request_id(request.scope)):
            return parts.trials.start(who, body.suite, body.strictness, body.baseline)

    return json_of(_record(await work(started)), 202)


@router.get(
    "/runs/{id}",
    summary="一次评测 | one run",
    operation_id="run",
    description="评测的进展。",
    responses={
        **reading("not_found"),
        200: gives(TrialRecord, "评测", TRIAL),
    },
)
async def run(request: Request, id: RunId) -> Response:
    """Say how a run stands."""
    return json_of(_record(await work(office(request).trials.run, caller(request), id)))


@router.delete(
    "/runs/{id}",
    status_code=204,
    summary="停止评测 | stop",
    operation_id="stopRun",
    description="停止一次评测；已答的题照样评判。",
    responses=reading("not_found"),
)
async def stop(request: Request, id: RunId) -> Response:
    """Stop a run."""
    who, parts = caller(request), office(request)

    def stopped() -> None:
        with parts.audit.recorded("evaluation-stopped", who, id, request=request_id(request.scope)):
            parts.trials.stop(who, id)

    await work(stopped)
    return Response(status_code=204)


@router.get(
    "/runs/{id}/report",
    summary="评测报告 | report",
    operation_id="report",
    description="一次评测的报告，单个网页。",
    response_class=Response,
    responses={
        **reading("not_found"),
        200: {"description": "报告", "content": {"text/html": {"schema": {"type": "string"}}}},
    },
)
async def report(request: Request, id: RunId) -> Response:
    """Give the report of a run."""
    path = await work(office(request).trials.report, caller(request), id)
    # It quotes questions and answers: whatever stands in it can reach nothing of ours.
    headers = {"content-security-policy": "sandbox allow-scripts"}
    return FileResponse(path, headers=headers, media_type="text/html")


@router.get(
    "/runs/{id}/record",
    summary="评测数据 | data",
    operation_id="runData",
    description="一次评测的全部数据，JSON。",
    response_class=Response,
    responses={
        **reading("not_found"),
        200: {"description": "数据", "content": {"application/json": {"schema": {"type": "object"}}}},
    },
)
async def record(request: Request, id: RunId) -> Response:
    """Give all that a run came to."""
    path = await work(office(request).trials.record, caller(request), id)
    return Response(await work(path.read_bytes), media_type="application/json")


@router.get(
    "/runs/{id}/compare",
    summary="比较两次评测 | compare",
    operation_id="compareRuns",
    description="逐项比较一次评测与基线，或与另一次评测。",
    responses={
        **reading("not_found"),
        200: gives(
            list[FigureRecord], "各项数值，有变化的在前", [{"name": "accuracy", "before": 0.95, "after": 0.97}]
        ),
    },
)
async def compare(
    request: Request, id: RunId, against: Annotated[Against, Query(description="baseline 或评测编号")] = BASELINE
) -> Response:
    """Compare two runs measure by measure."""
    return json_of(await work(_compared, office(request), caller(request), id, against))


def _compared(parts: Office, who: Caller, id: str, against: str) -> list[dict[str, object]]:
    after = parts.trials.figures(who, id)
    before = _baseline(parts, who, id) if against == BASELINE else parts.trials.figures(who, against)
    rows: list[dict[str, object]] = [
        {"name": name, "before": _number(before.get(name)), "after": _number(after.get(name))}
        for name in dict.fromkeys((*after, *before))
        if _number(after.get(name)) is not None or _number(before.get(name)) is not None
    ]
    return sorted(rows, key=lambda row: row["before"] == row["after"])


def _baseline(parts: Office, who: Caller, id: str) -> dict[str, Any]:
    name = parts.trials.run(who, id).suite
    path = next((each.baseline for each in parts.trials.suites(who) if each.name == name), None)
    if path is None:
        raise NotFound(f"题集“{name}”没有基线", f"suite {name} has no baseline")
    return figures(path)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _record(trial: Trial) -> dict[str, object]:
    return {**asdict(trial), "report": trial.state == "done"}
