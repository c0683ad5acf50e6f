"""A request that is sent twice is carried out once: by the key that its sender gave it.

Kept in memory for a day. Knows nothing of what is carried out.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

from corpus.errors import BadCall

T = TypeVar("T")
KEPT, SECONDS = 2000, 86_400.0
"""Keys that are remembered, and for how long."""


class Conflict(BadCall):
    """Two requests that say they are one, and are not."""


@dataclass(slots=True)
class _Once(Generic[T]):
    """One request, while it is carried out and after."""

    what: str
    at: float
    lock: Lock = field(default_factory=Lock)
    done: list[T] = field(default_factory=list)


class Repeats(Generic[T]):
    """Remembers what requests came to; safe to share between threads."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = Lock()
        self._known: OrderedDict[tuple[str, str], _Once[T]] = OrderedDict()

    def once(self, who: str, key: str, what: str, do: Callable[[], T]) -> tuple[T, bool]:
        """What `do` comes to, and whether it was carried out before. `what` tells one request from another.

        Of two that come together the second waits for the first. What failed may be tried again.

        Raises:
            Conflict: the key was given to another request.
        """
        known = self._at(who, key, what)
        if known.what != what:
            raise Conflict(
                "这个 Idempotency-Key 已用于另一个请求，请换一个",
                "this Idempotency-Key was given to another request; use another one",
            )
        with known.lock:
            before = bool(known.done)
            if not before:
                known.done.append(do())
            return known.done[0], before

    def _at(self, who: str, key: str, what: str) -> _Once[T]:
        with self._lock:
            known = self._known.get((who, key))
            if known is None or self._now() - known.at > SECONDS:
                known = self._known[who, key] = _Once(what, self._now())
                while len(self._known) > KEPT:
                    self._known.popitem(last=False)
            return known
