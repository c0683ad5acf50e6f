"""Whose page sent a request: what another site makes a browser do, is not done.

The browser says so itself, in headers that no page can write (Sec-Fetch-Site, Origin); programs send neither. A key
in the header exempts, as long as no cookie comes with it. Knows nothing of who asks.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OURS = frozenset({"same-origin", "none"})


class OriginGate:
    """Refuses what another site set off; `origins` are those that a proxy shows us under, as https://ask.example."""

    def __init__(self, app: ASGIApp, origins: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "http" and not self._ours(scope["method"], Headers(scope=scope)):
            await refuse(plain("cross_site"), scope, send)
            return
        await self._app(scope, receive, send)

    def _ours(self, method: str, headers: Headers) -> bool:
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if headers.get("authorization", "").lower().startswith("bearer ") and "cookie" not in headers:
            return True
        if origin in self._origins:
            return True
        if site is not None:
            return site in _OURS or (method in _SAFE and _is_visit(headers))
        if method in _SAFE or origin is None:
            return True
        return urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


def _is_visit(headers: Headers) -> bool:
    """Whether a person follows a link to a page of ours."""
    return headers.get("sec-fetch-mode") == "navigate" and headers.get("sec-fetch-dest") == "document"
