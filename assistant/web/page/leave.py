"""Pieces made in threads, for one who may leave: what is being made is then given up at once.

Knows nothing of what the pieces are.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Generator
from threading import Lock, Thread
from typing import TypeVar

from anyio import to_thread

from assistant.writer.stop import STOP, Stop

T = TypeVar("T")


async def followed(pieces: Generator[T, None, None]) -> AsyncGenerator[T, None]:
    """The same pieces, one by one; `pieces` yields no None. Closing or cancelling pulls the `STOP` of its thread."""
    stop, inside = Stop(), Lock()

    def step() -> T | None:
        with inside:
            STOP.set(stop)
            return next(pieces, None)

    def close() -> None:
        with inside:  # a generator cannot be closed while a thread is in it
            pieces.close()

    try:
        while (piece := await to_thread.run_sync(step, abandon_on_cancel=True)) is not None:
            yield piece
    finally:
        stop.pull()
        Thread(target=close, name="leave", daemon=True).start()
