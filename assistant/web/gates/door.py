"""The door: nobody comes in whose name is not known, but to a few paths that are written down here.

Routes and mounted applications alike find the caller in `scope["state"]["caller"]`. Knows nothing of what a caller
may do.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.proxy import within
from assistant.web.gates.refuse import refuse
from assistant.web.problems import of_error, plain
from assistant.web.types import Caller
from corpus.errors import NotSignedIn, PolicyError
from corpus.values import Network

OPEN = frozenset({"/login", "/healthz", "/readyz", "/oidc/start", "/oidc/back"})
"""Paths that are for everybody."""
OPEN_BELOW = ("/static/",)
FIGURES = "/metrics"
_PROGRAMS = ("/api/", "/v1/", "/mcp", FIGURES)
"""Paths that people do not visit: they are never sent to the page for signing in."""

Authenticate = Callable[[Request], Awaitable[Caller | None]]
"""Who sent a request; None where it brings no credentials. Raises NotSignedIn for credentials that do not hold."""


class DoorGate:
    """Puts the caller into the scope, or refuses; `watchers` may read the figures without a name."""

    def __init__(self, app: ASGIApp, authenticate: Authenticate, watchers: Sequence[Network] = ()) -> None:
        self._app = app
        self._authenticate = authenticate
        self._watchers = watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            caller = await self._authenticate(request)
        except PolicyError as error:
            caller, problem = None, of_error(error)
        else:
            problem = plain("not_signed_in")
        if caller is None and not self._watches(scope):
            if _visits(request):
                await _show_the_way(request, send)
            else:
                await refuse(problem, scope, send)
            return
        scope["state"]["caller"] = caller
        scope["state"]["authenticate"] = lambda: self._authenticate(request)
        await self._app(scope, receive, send)

    def _watches(self, scope: Scope) -> bool:
        client = scope.get("client")
        return scope["path"] == FIGURES and client is not None and within(client[0], self._watchers)


async def remain(scope: Scope) -> None:
    """Go no further when the caller was signed out meanwhile, or may read other things than at the door.

    Raises:
        NotSignedIn: that is so.
    """
    state = scope["state"]
    known: Caller | None = await state["authenticate"]()
    if known is None or _who(known) != _who(state["caller"]):
        raise NotSignedIn("登录已失效，请重新登录", "you are signed in no more; sign in again")


def is_open(path: str) -> bool:
    """Whether a path is for everybody."""
    return path in OPEN or path.startswith(OPEN_BELOW)


def _who(caller: Caller) -> tuple[str, str, frozenset[str]]:
    return caller.id, caller.role, caller.groups


def _visits(request: Request) -> bool:
    """Whether a person's browser asks for a page."""
    path = request.scope["path"]
    html = "text/html" in request.headers.get("accept", "")
    return request.method in ("GET", "HEAD") and html and not path.startswith(_PROGRAMS)


async def _show_the_way(request: Request, send: Send) -> None:
    query = request.url.query
    wanted = request.scope["path"] + (f"?{query}" if query else "")
    place = f"/login?next={quote(wanted, safe='')}".encode()
    headers = [(b"location", place), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
