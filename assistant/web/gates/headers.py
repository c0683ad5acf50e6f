"""What every answer tells the browser: load and run nothing but ours, keep no copy, show nothing to other sites.

Scripts run by a nonce that changes with each page and is written into the page's own `<script>` elements here. What
an inner application says about other origins is taken out; a stricter policy of its own counts beside ours. Knows
nothing of what a page shows.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "manifest-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_SECURE = (b"strict-transport-security", b"max-age=31536000")
_OURS = frozenset(name for name, _ in _ALWAYS) | {_SECURE[0]}
_SCRIPT = re.compile(rb"<script(?=[\s>])", re.IGNORECASE)
KEEPS = ("/static/", "/ui/assets/", "/ui/static/")
"""Paths below which the browser may keep a copy: they are the same for everybody."""

Header = tuple[bytes, bytes]


class HeaderGate:
    """Puts the headers of security on every answer, and the nonce into every page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes back gets its headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        nonce = secrets.token_urlsafe(16)
        scope["state"]["nonce"] = nonce
        if _wants_page(scope):  # into a packed page no nonce can be written
            scope["headers"] = [each for each in scope["headers"] if each[0] != b"accept-encoding"]
        await self._app(scope, receive, _Page(scope, send, nonce).send)


class _Page:
    """One answer: a page is kept until it is whole, everything else passes on at once."""

    def __init__(self, scope: Scope, send: Send, nonce: str) -> None:
        self._scope = scope
        self._send = send
        self._nonce = nonce
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = self._headers(message.get("headers", ()))
            if _is_page(message["headers"]):
                self._start = message
                return
        elif self._start is not None and message["type"] == "http.response.body":
            self._parts.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._send_page(self._start)
            return
        await self._send(message)

    async def _send_page(self, start: Message) -> None:
        nonce = self._nonce.encode()
        body = _SCRIPT.sub(b'<script nonce="%s"' % nonce, b"".join(self._parts))
        if self._scope["method"] != "HEAD":
            length = (b"content-length", b"%d" % len(body))
            start["headers"] = [*(each for each in start["headers"] if each[0] != b"content-length"), length]
        self._start = None
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})

    def _headers(self, given: Iterable[Header]) -> list[Header]:
        headers = [(name.lower(), value) for name, value in given]
        kept = [each for each in headers if each[0] not in _OURS and not each[0].startswith(b"access-control-")]
        kept += [*_ALWAYS, (b"content-security-policy", _POLICY.format(nonce=self._nonce).encode())]
        if self._scope["scheme"] == "https":
            kept.append(_SECURE)
        if not self._scope["path"].startswith(KEEPS):
            kept = [each for each in kept if each[0] != b"cache-control"]
            kept.append((b"cache-control", b"no-store"))
        return kept


def _wants_page(scope: Scope) -> bool:
    return any(name == b"accept" and b"text/html" in value for name, value in scope["headers"])


def _is_page(headers: Iterable[Header]) -> bool:
    return any(name == b"content-type" and value.lower().startswith(b"text/html") for name, value in headers)
