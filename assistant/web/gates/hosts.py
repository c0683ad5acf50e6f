"""Only requests to a name of ours pass, by a path that reads in one way: against rebound names and path tricks.

Every later gate may take `scope["path"]` for what will be routed. Knows nothing of routes.
"""

from __future__ import annotations

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain

_CODED = re.compile(rb"%(2[ef]|5c|00|25)", re.IGNORECASE)
"""Dots, slashes, backslashes, NUL and the percent sign need no code; who writes them so means to deceive."""
_TRICK = re.compile(r"//|\\|[\x00-\x1f\x7f]|(^|/)\.{1,2}(/|;|$)|;|�")
_PORT = re.compile(r":\d{1,5}$")


class HostGate:
    """Lets through what is addressed to one of `hosts` (lower case, without port or brackets)."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http":
            if not self._known(scope):
                await refuse(plain("unknown_host"), scope, send, close=True)
                return
            if not plainly_written(scope):
                await refuse(plain("bad_path"), scope, send)
                return
        await self._app(scope, receive, send)

    def _known(self, scope: Scope) -> bool:
        named = [value for name, value in scope["headers"] if name == b"host"]
        if len(named) != 1:
            return False
        return _PORT.sub("", named[0].decode("latin-1").lower()).strip("[]") in self._hosts


def plainly_written(scope: Scope) -> bool:
    """Whether a path can be read in one way only."""
    path, raw = scope["path"], scope.get("raw_path") or b""
    return path.startswith("/") and not _TRICK.search(path) and not _CODED.search(raw.split(b"?", 1)[0])
