"""A circuit breaker: a backend that failed several times in a row is left alone for a while, then tried once.

Knows nothing of calls; several threads may share one.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

FAILURES = 3
"""So many in a row open it."""
REST = 30.0
"""Seconds for which an open one admits nothing; after them one probe."""


class Breaker:
    """Admits calls, or not; whoever is admitted must say how the call went."""

    def __init__(
        self, failures: int = FAILURES, rest: float = REST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = failures
        self._rest = rest
        self._clock = clock
        self._lock = Lock()
        self._failed = 0
        self._opened = 0.0
        self._probing = False

    def admits(self) -> bool:
        """Whether a call may be made now; of an open breaker that has rested, one call at a time."""
        with self._lock:
            if self._failed < self._most:
                return True
            if self._probing or self._clock() - self._opened < self._rest:
                return False
            self._probing = True
            return True

    def succeeded(self) -> None:
        """The call went well: close."""
        with self._lock:
            self._failed, self._probing = 0, False

    def failed(self) -> None:
        """The call failed: count it, and begin to rest when it was one too many."""
        with self._lock:
            self._failed += 1
            self._probing = False
            self._opened = self._clock()

    def cancelled(self) -> None:
        """The call was given up by the one who asked, which says nothing of the backend."""
        with self._lock:
            self._probing = False
