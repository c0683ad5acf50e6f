"""How much a request may bring, and how slowly: whatever comes later is neither flooded nor kept waiting.

A body is plain bytes, no longer than its limit, and comes without long pauses and not drop by drop. Knows nothing of
what is in it.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import Problem, plain


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """Of one request."""

    usual: int = 1_000_000
    """Bytes of a body."""
    upload: int = 50_000_000
    """Bytes where files are sent to."""
    idle: float = 15.0
    """Seconds between two pieces, and before the first."""
    rate: float = 16_000.0
    """Bytes a second that must come on the average, once `idle` is over."""
    unread: float = 60.0
    """Seconds that the caller may take to read one piece of the answer."""


class BodyGate:
    """Cuts off bodies that are too long or too slow; `uploads` are the paths that files are sent to."""

    def __init__(self, app: ASGIApp, limits: BodyLimits, uploads: frozenset[str]) -> None:
        self._app = app
        self._limits = limits
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = self._limits.upload if scope["path"] in self._uploads else self._limits.usual
        problem = _announced(scope, most)
        if problem is not None:
            await refuse(problem, scope, send, close=True)
            return
        body = _Body(receive, send, most, self._limits)
        try:
            await self._app(scope, body.receive, body.send)
        except ClientDisconnect:
            if body.cut is None:
                raise
        if body.cut is not None and not body.begun:
            await refuse(body.cut, scope, send, close=True)


def _announced(scope: Scope, most: int) -> Problem | None:
    """What is wrong with the body, as far as the headers tell."""
    for name, value in scope["headers"]:
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            return plain("unsupported_type")
        if name == b"content-length":
            if not value.isdigit():
                return plain("malformed")
            if len(value) > 15 or int(value) > most:
                return plain("too_large")
    return None


class _Body:
    """One request as it comes in, and the answer as it goes out."""

    def __init__(self, receive: Receive, send: Send, most: int, limits: BodyLimits) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._limits = limits
        self._began = time.monotonic()
        self._size = 0
        self._whole = False
        self.begun = False
        """Whether an answer of the application went out."""
        self.cut: Problem | None = None
        """Why the body was cut off; whatever the application answers to that is not sent."""

    async def receive(self) -> Message:
        if self.cut is not None:
            return {"type": "http.disconnect"}
        if self._whole:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._patience())
        except TimeoutError:
            return self._off("too_slow")
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            self._whole = not message.get("more_body", False)
            if self._size > self._most:
                return self._off("too_large")
        return message

    async def send(self, message: Message) -> None:
        if self.cut is not None and not self.begun:
            return
        self.begun = True
        try:
            await asyncio.wait_for(self._send(message), self._limits.unread)
        except TimeoutError:
            # The words that servers use for a caller who is gone: whoever writes an answer stops at it.
            raise OSError("the caller does not read") from None

    def _patience(self) -> float:
        allowed = self._limits.idle + self._size / self._limits.rate
        return max(0.0, min(self._limits.idle, self._began + allowed - time.monotonic()))

    def _off(self, code: str) -> Message:
        self.cut = plain(code)
        return {"type": "http.disconnect"}
