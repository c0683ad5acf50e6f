"""How a gate says no: with a problem, in the form that the path calls for. Knows nothing of why."""

from __future__ import annotations

from starlette.types import Scope, Send

from assistant.web.problems import Problem, written


def request_id(scope: Scope) -> str:
    """The id that the first gate gave the request; empty in front of it."""
    return str(scope.get("state", {}).get("request", ""))


async def refuse(problem: Problem, scope: Scope, send: Send, *, close: bool = False) -> None:
    """Answer the request with `problem`; with `close` nothing more is read from the connection."""
    status, headers, body = written(problem, scope["path"], request_id(scope))
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})
