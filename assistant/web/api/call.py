"""What every route does alike: knows its office and its caller, works in threads, writes JSON, and refuses.

Knows nothing of what any route is for.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.web.gates.refuse import request_id
from assistant.web.office import Office
from assistant.web.problems import Fault, Problem, Refused, of_error, of_status, plain, written
from assistant.web.types import Caller
from assistant.writer.stop import STOP, GivenUp, Stop
from corpus.errors import NotAllowed, PolicyError

P = ParamSpec("P")
T = TypeVar("T")
CLOSED = 499
"""What is answered to a caller who has gone."""
ASKERS = 96
"""Threads for questions: more than all lines of callers together are long."""

_log = logging.getLogger(__name__)


def office(request: Request) -> Office:
    """The office that serves a request."""
    found: Office = request.app.state.office
    return found


def caller(request: Request) -> Caller:
    """Who sent a request; the door let nobody else through."""
    found: Caller = request.scope["state"]["caller"]
    return found


def noted(request: Request, **figures: str | int | float) -> None:
    """Have ids and counts stand in the line of the log that tells of a request."""
    request.scope["state"].setdefault("figures", {}).update(figures)


async def work(do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do something that takes a while, in a thread."""
    return await to_thread.run_sync(partial(do, *args, **kwargs))


async def attended(request: Request, do: Callable[[], T]) -> T:
    """Answer a question in a thread of its own kind, for as long as the caller is there.

    Raises:
        GivenUp: the caller has gone.
    """
    stop = Stop()
    STOP.set(stop)
    watcher = asyncio.create_task(gone(request, stop))
    try:
        return await to_thread.run_sync(do, limiter=askers(request))
    finally:
        stop.pull()
        watcher.cancel()


async def gone(request: Request, stop: Stop) -> None:
    """Pull `stop` when the caller has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    stop.pull()


def askers(request: Request) -> CapacityLimiter:
    """The threads that questions are answered in: whoever waits in them keeps nothing else waiting."""
    state = request.app.state
    if not hasattr(state, "askers"):
        state.askers = CapacityLimiter(ASKERS)
    found: CapacityLimiter = state.askers
    return found


def json_of(content: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A response with a value as JSON; text that is JSON already goes out as it is."""
    body = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False, default=_plain)
    return Response(body, status, dict(headers or {}), "application/json")


def problem_of(problem: Problem, request: Request) -> Response:
    """The response that tells a problem."""
    status, headers, body = written(problem, request.scope["path"], request_id(request.scope))
    response = Response(body, status)
    response.raw_headers[:] = headers
    return response


async def on_policy_error(request: Request, error: Exception) -> Response:
    """Tell an error of ours; one of the store or of a model is logged in its own words."""
    assert isinstance(error, PolicyError)
    problem = of_error(error)
    if problem.kind.status >= 500:
        _log.error("%s", problem.kind.code, extra={"request": request_id(request.scope)}, exc_info=error)
    if isinstance(error, NotAllowed):
        _refused(request)
    return problem_of(problem, request)


async def on_invalid(request: Request, error: Exception) -> Response:
    """Say which values of a request are not valid, without repeating them."""
    assert isinstance(error, RequestValidationError)
    kinds = {each["type"] for each in error.errors()}
    if "json_invalid" in kinds:
        return problem_of(plain("malformed"), request)
    faults = [
        Fault(".".join(map(str, each["loc"])), _CHINESE.get(each["type"], "填写有误"), _short(each["msg"]))
        for each in error.errors()[:20]
    ]
    return problem_of(plain("invalid", faults=faults), request)


async def on_status(request: Request, error: Exception) -> Response:
    """Tell what the framework refuses."""
    assert isinstance(error, HTTPException)
    return problem_of(of_status(error.status_code, error.headers), request)


async def on_refused(request: Request, error: Exception) -> Response:
    """Tell what a route refuses by its code."""
    assert isinstance(error, Refused)
    return problem_of(plain(error.code), request)


async def on_gone(request: Request, error: Exception) -> Response:
    """Answer nobody."""
    assert isinstance(error, GivenUp)
    return Response(status_code=CLOSED)


async def on_bug(request: Request, error: Exception) -> Response:
    """Say that we failed, and nothing else; the log says where."""
    _log.error("failed", extra={"request": request_id(request.scope)}, exc_info=error)
    return problem_of(plain("internal"), request)


def _refused(request: Request) -> None:
    """Keep in the audit log who asked for what is not allowed."""
    known = request.scope["state"].get("caller")
    route = getattr(request.scope.get("route"), "path", "")
    office(request).note_refusal(known, route, request_id(request.scope))


def _short(message: str) -> str:
    """What the validator says, without the value that it may quote."""
    return message.split(", input", 1)[0][:200]


def _plain(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    assert is_dataclass(value)
    assert not isinstance(value, type)
    return asdict(value)


_CHINESE = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项",
    "string_too_short": "太短",
    "string_too_long": "太长",
    "string_type": "应为文字",
    "string_pattern_mismatch": "格式不对",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "literal_error": "不在可选值之内",
    "enum": "不在可选值之内",
    "list_type": "应为列表",
    "too_long": "项数太多",
    "too_short": "项数太少",
    "dict_type": "应为对象",
    "model_attributes_type": "应为对象",
    "value_error": "填写有误",
}
"""What is wrong, by the kinds of the validator."""
