"""All gates in their order, the outermost first. Chooses none of their limits."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.types import ASGIApp

from assistant.web.gates.body import BodyGate, BodyLimits
from assistant.web.gates.door import Authenticate, DoorGate
from assistant.web.gates.headers import HeaderGate
from assistant.web.gates.hosts import HostGate
from assistant.web.gates.load import LoadGate
from assistant.web.gates.origin import OriginGate
from assistant.web.gates.proxy import ProxyGate
from assistant.web.gates.rate import Limiter, RateGate
from assistant.web.gates.request import Observe, RequestGate
from assistant.web.gates.session import SessionGate
from corpus.values import Network

PAGE = "/ui"
"""Where the page is mounted."""
MOUNTS = (PAGE, "/mcp", "/static")
UPLOADS = frozenset({"/api/v1/documents", "/api/v1/letters/questions/file", f"{PAGE}/gradio_api/upload"})
"""Paths that files are sent to."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the gates go by."""

    authenticate: Authenticate
    observe: Observe
    limiter: Limiter
    hosts: frozenset[str]
    origins: frozenset[str] = frozenset()
    proxies: tuple[Network, ...] = ()
    watchers: tuple[Network, ...] = ()
    body: BodyLimits = field(default_factory=BodyLimits)
    most: int = 64


def gated(app: ASGIApp, rules: Rules) -> ASGIApp:
    """The application behind all gates."""
    app = LoadGate(app, rules.most)
    app = RateGate(app, rules.limiter)
    app = SessionGate(app, PAGE)
    app = DoorGate(app, rules.authenticate, rules.watchers)
    app = OriginGate(app, rules.origins)
    app = BodyGate(app, rules.body, UPLOADS)
    app = HeaderGate(app)
    app = HostGate(app, rules.hosts)
    app = ProxyGate(app, rules.proxies)
    return RequestGate(app, rules.observe, MOUNTS)
