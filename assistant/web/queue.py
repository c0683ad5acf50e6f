"""Whose turn it is to be answered: so many at once, so many who wait, and nobody waits for long.

Who cannot be served soon is told so at once, which costs less than an answer that nobody waits for any more. Knows
nothing of what is asked.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager

from assistant.web.types import Caller
from assistant.writer.stop import STOP
from corpus.errors import Busy

LATELY = 0.2
"""How much the last question served counts in how long one takes: the last five or so make it up."""


class TooOften(Busy):
    """More in a minute than one caller is given."""


class Queue:
    """One line of callers, the first to come is the first to be served."""

    def __init__(self, *, serving: int = 4, waiting: int = 16, patience: float = 1.5, each: int = 5) -> None:
        """`patience`: seconds that one waits. `each`: how many of one caller are in here at the same time.

        Who sits at the machine itself is everybody there is, and is not counted.
        """
        self._most = serving
        self._most_waiting = waiting
        self._patience = patience
        self._each = each
        self._lock = threading.Lock()
        self._serving = 0
        self._line: deque[threading.Event] = deque()
        self._of: Counter[str] = Counter()
        self._taken = 0.0

    @property
    def serving(self) -> int:
        """How many are being served."""
        return self._serving

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._line)

    @property
    def accepting(self) -> bool:
        """Whether one more may come."""
        return len(self._line) < self._most_waiting or self._serving < self._most

    @contextmanager
    def place(self, caller: Caller) -> Iterator[None]:
        """Wait for a place, and give it back in the end.

        Raises:
            Busy: there is none to be had soon, or the caller has enough.
            GivenUp: the `STOP` of the thread was pulled.
        """
        self._come(caller)
        began = time.monotonic()
        try:
            yield
        finally:
            self._go(caller, time.monotonic() - began)

    def _come(self, caller: Caller) -> None:
        with self._lock:
            if caller.via != "local" and self._of[caller.id] >= self._each:
                raise Busy(
                    f"您已有 {self._each} 个问题在处理，请等其中一个答完",
                    f"{self._each} questions of yours are under way; wait for one of them",
                )
            if self._serving < self._most and not self._line:
                self._serving += 1
                self._of[caller.id] += 1
                return
            # Who would wait in vain is told so now, not when it has waited.
            expected = (len(self._line) + 1) * self._taken / self._most
            if len(self._line) >= self._most_waiting or expected > self._patience:
                raise _full(max(expected, self._patience))
            turn = threading.Event()
            self._line.append(turn)
            self._of[caller.id] += 1
        try:
            self._wait(turn)
        except BaseException:
            with self._lock:
                self._leave(caller)
            raise

    def _wait(self, turn: threading.Event) -> None:
        stop = STOP.get()
        if stop is not None:
            stop.then(turn.set)
        turn.wait(self._patience)
        with self._lock:
            if turn not in self._line:  # who goes takes the next one out of the line, and gives the place on
                if stop is None or not stop.pulled:
                    return
                self._next()
            else:
                self._line.remove(turn)
        if stop is not None:
            stop.check()
        raise _full(self._patience)

    def _go(self, caller: Caller, seconds: float) -> None:
        with self._lock:
            self._taken += (seconds - self._taken) * LATELY
            self._leave(caller)
            self._next()

    def _next(self) -> None:
        """Give a place that became free to the next in the line, if anybody waits."""
        if self._line:
            self._line.popleft().set()
        else:
            self._serving -= 1

    def _leave(self, caller: Caller) -> None:
        self._of[caller.id] -= 1
        if not self._of[caller.id]:
            del self._of[caller.id]


def _full(after: float) -> Busy:
    return Busy("提问的人较多，请稍后再试", "too many questions at once, try again later", max(1.0, after))
