"""How often one caller may ask, and one address may try a password: so many in a moving window, kept in memory.

Knows nothing of what a request costs; how many are under way at once is seen to elsewhere.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain
from corpus.errors import Busy

ASKING = {
    ("POST", "/api/v1/ask"): "questions",
    ("POST", "/api/v1/search"): "questions",
    ("POST", "/v1/chat/completions"): "questions",
}
"""What counts as a question; everything else counts as a request."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How many a minute."""

    questions: int = 60
    """Of one caller."""
    requests: int = 1200
    """Of one caller, whatever they are for: a page is made of many."""
    sign_ins: int = 10
    """In ten minutes, of one address with one name; ten times as many of one address with any names."""


class Limiter:
    """Counts what comes, and says when it is too much."""

    def __init__(self, rates: Rates) -> None:
        self._storage = MemoryStorage()
        self._window = MovingWindowRateLimiter(self._storage)
        self._each = {
            "questions": RateLimitItemPerMinute(rates.questions),
            "requests": RateLimitItemPerMinute(rates.requests),
        }
        self._signing = RateLimitItemPerMinute(rates.sign_ins, 10)
        self._address = RateLimitItemPerMinute(10 * rates.sign_ins, 10)

    def late(self, kind: str, who: str) -> float | None:
        """Count one of that kind; seconds to wait when it is one too many, else None."""
        return self._late(self._each[kind], kind, who)

    def sign_in(self, address: str, name: str) -> None:
        """Count one try to sign in.

        Raises:
            Busy: it is one too many.
        """
        hashed = sha256(name.encode("utf-8", "replace")).hexdigest()[:16]
        late = self._late(self._address, "address", address) or self._late(self._signing, "name", address, hashed)
        if late is not None:
            raise Busy("登录尝试过多，请稍后再试", "too many attempts to sign in, try again later", late)

    def _late(self, item: RateLimitItemPerMinute, *who: str) -> float | None:
        if self._window.hit(item, *who):
            return None
        return max(1.0, self._window.get_window_stats(item, *who).reset_time - time.time())


class RateGate:
    """Refuses callers who ask too often."""

    def __init__(self, app: ASGIApp, limiter: Limiter, asking: Mapping[tuple[str, str], str] | None = None) -> None:
        self._app = app
        self._limiter = limiter
        self._asking = ASKING if asking is None else asking

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        caller = scope.get("state", {}).get("caller")
        if scope["type"] == "http" and caller is not None:
            kinds = ["requests", *filter(None, [self._asking.get((scope["method"], scope["path"]))])]
            waits = [late for kind in kinds if (late := self._limiter.late(kind, caller.id)) is not None]
            if waits:
                await refuse(plain("too_many", after=max(waits)), scope, send)
                return
        await self._app(scope, receive, send)
