"""A way to give up, from outside, what another thread is waiting for. Knows nothing of what it waits for.

Whoever asks in a thread that somebody else may want to end, sets `STOP` in the context of that thread.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from threading import Lock


class GivenUp(Exception):
    """Nobody waits for the answer any more."""


class Stop:
    """Pulled once, by any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._pulled = False
        self._then: list[Callable[[], None]] = []

    @property
    def pulled(self) -> bool:
        """Whether it was."""
        return self._pulled

    def pull(self) -> None:
        """Give up, now; harmless when it was done before."""
        with self._lock:
            self._pulled = True
            then, self._then = self._then, []
        for each in then:
            each()

    def then(self, do: Callable[[], None]) -> None:
        """Have something done when it is pulled, in the thread that pulls; at once when it was."""
        with self._lock:
            if not self._pulled:
                self._then.append(do)
                return
        do()

    def check(self) -> None:
        """Go no further when it was pulled.

        Raises:
            GivenUp: it was.
        """
        if self._pulled:
            raise GivenUp


STOP: ContextVar[Stop | None] = ContextVar("stop", default=None)
"""What may end the work of this thread, if anything may."""
