"""How often one caller may ask, and one address may try a password: so many in a moving window, kept in memory.

Knows nothing of what a request costs; how many are under way at once is seen to elsewhere.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from hashlib import sha256

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain
from assistant.web.queue import TooOften
from corpus.errors import Busy


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
        self._questions = RateLimitItemPerMinute(rates.questions)
        self._requests = RateLimitItemPerMinute(rates.requests)
        self._signing = RateLimitItemPerMinute(rates.sign_ins, 10)
        self._address = RateLimitItemPerMinute(10 * rates.sign_ins, 10)

    def request(self, who: str) -> float | None:
        """Count one request; seconds to wait when it is one too many, else None."""
        return self._late(self._requests, "request", who)

    def question(self, who: str) -> None:
        """Count one question, by whichever way it came.

        Raises:
            TooOften: it is one too many.
        """
        late = self._late(self._questions, "question", who)
        if late is not None:
            raise TooOften("提问太频繁，请稍后再试", "too many questions in a minute, try again later", late)

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
    """Refuses callers who send too much; questions are counted where they are asked, whichever way they come."""

    def __init__(self, app: ASGIApp, limiter: Limiter) -> None:
        self._app = app
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        caller = scope.get("state", {}).get("caller")
        if scope["type"] == "http" and caller is not None:
            late = self._limiter.request(caller.id)
            if late is not None:
                await refuse(plain("too_many", after=late), scope, send)
                return
        await self._app(scope, receive, send)
