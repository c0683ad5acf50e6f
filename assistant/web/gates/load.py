"""How many requests may be under way at once: one too many is refused at once, and told when to come back.

Knows nothing of what a request costs; questions wait for their turn elsewhere.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain

ALWAYS = frozenset({"/healthz", "/readyz", "/metrics"})
"""Whoever watches over the service must see that it is overloaded."""


class LoadGate:
    """Lets `most` requests of programs, and `pages` of pages, be under way; pages hold theirs open for long."""

    def __init__(self, app: ASGIApp, most: int = 64, pages: int = 512) -> None:
        self._app = app
        self._most = {True: most, False: pages}
        self._under_way = {True: 0, False: 0}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] in ALWAYS:
            await self._app(scope, receive, send)
            return
        program = scope["path"].startswith(("/api/", "/v1/", "/mcp"))
        if self._under_way[program] >= self._most[program]:
            await refuse(plain("overloaded", after=1.0), scope, send)
            return
        self._under_way[program] += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._under_way[program] -= 1
