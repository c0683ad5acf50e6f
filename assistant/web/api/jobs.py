"""Jobs: the work that is done in the background on documents, listed and followed.

Knows nothing of how it is done.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from assistant.web.api.call import caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading
from assistant.web.api.shapes.jobs import JOB, JobRecord
from assistant.web.api.strict import StrictRoute

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["文件库"])

JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$", description="任务编号", examples=["5f0c9d410b7e5a2c"])]


@router.get(
    "/jobs",
    summary="任务 | jobs",
    operation_id="jobs",
    description="自己的任务，最近的在前；管理员可见所有人的。",
    responses={
        **reading(),
        200: gives(list[JobRecord], "任务", [JOB]),
    },
)
async def jobs(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List jobs."""
    found = await work(office(request).library.jobs, caller(request))
    return json_of([asdict(each) for each in found[:limit]])


@router.get(
    "/jobs/{id}",
    summary="一项任务 | one job",
    operation_id="job",
    description="任务的进展，完成后逐个文件说明读到、去掉、推断和隐去了什么。",
    responses={
        **reading("not_found"),
        200: gives(JobRecord, "任务", JOB),
    },
)
async def job(request: Request, id: JobId) -> Response:
    """Say how a job stands."""
    return json_of(asdict(await work(office(request).library.job, caller(request), id)))
