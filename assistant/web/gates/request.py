"""The outermost gate: every request gets an id, is timed, counted and logged without a word of what it says.

Nothing but HTTP passes. Knows nothing of who asks or what is asked.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Observe = Callable[[str, str, int, float], None]
"""Told of every request: method, route, status, seconds."""
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
CLOSED = 499
"""What is counted where the caller was gone before the answer began."""

_log = logging.getLogger(__name__)


class RequestGate:
    """Names, times and counts requests; below `mounts` are applications whose routes are not told apart."""

    def __init__(self, app: ASGIApp, observe: Observe, mounts: tuple[str, ...] = ()) -> None:
        self._app = app
        self._observe = observe
        self._mounts = mounts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on whatever comes, with its name."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        id = secrets.token_hex(8)
        scope.setdefault("state", {})["request"] = id
        status = CLOSED
        began = time.perf_counter()

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, named)
        finally:
            self._tell(scope, id, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, id: str, status: int, seconds: float) -> None:
        route, state = self._route(scope), scope["state"]
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        self._observe(method, route, status, seconds)
        caller = state.get("caller")
        _log.info(
            "request",
            extra={
                "request": id,
                "caller": caller.id if caller else None,
                "method": method,
                "route": route,
                "status": status,
                "ms": round(seconds * 1000, 1),
                **state.get("figures", {}),
            },
        )

    def _route(self, scope: Scope) -> str:
        """The template of the path, never the path itself: ids and searches stay out of logs and figures."""
        path = scope["path"]
        for mount in self._mounts:
            if path == mount or path.startswith(f"{mount}/"):
                return mount
        return getattr(scope.get("route"), "path", "unknown")
