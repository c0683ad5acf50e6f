"""One call in a thread of its own: its pieces within the limits, and an end that the caller never waits for.

The caller's own clock ends a call too, so that a name server, a handshake or a closing socket that hangs costs no
more than the deadline. Knows nothing of what is asked, nor of the backend.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import aclosing, suppress
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import NamedTuple, ParamSpec, TypeVar

from assistant.writer.limits import Limits
from assistant.writer.stop import STOP
from assistant.writer.types import Piece

P = ParamSpec("P")
T = TypeVar("T")
Source = Callable[[], AsyncGenerator[Piece, None]]


class _End(NamedTuple):
    """The call is over; `error` is what it failed with."""

    error: BaseException | None


def pieces(source: Source, limits: Limits) -> Generator[str, None, None]:
    """The texts of one reply as they come; closing the generator closes the connection.

    Raises:
        ModelUnavailable: a limit was passed, or the backend failed.
        GivenUp: the `STOP` of the thread was pulled.
    """
    call, stop = _Call(source, limits), STOP.get()
    if stop is not None:
        stop.then(call.cancel)
    try:
        for text in call.texts():
            yield text
            if stop is not None:
                stop.check()
        if stop is not None:
            stop.check()
    finally:
        call.cancel()


class _Call:
    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._until = time.monotonic() + limits.deadline
        self._queue: SimpleQueue[str | _End] = SimpleQueue()
        self._lock = Lock()
        self._cancelled = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        # A daemon: what hangs in it is left behind when the program ends.
        Thread(target=self._run, name="model call", daemon=True).start()

    def texts(self) -> Generator[str, None, None]:
        """Wait for the pieces, never beyond the deadline."""
        while True:
            try:
                item = self._queue.get(timeout=max(0.0, self._until - time.monotonic()))
            except Empty:
                raise self._limits.late(total=True, begun=True) from None
            if isinstance(item, str):
                yield item
            elif item.error is not None:
                raise item.error
            else:
                return

    def cancel(self) -> None:
        """Give the call up, wherever it is; harmless when it is over."""
        with self._lock:
            self._cancelled = True
            loop, task = self._loop, self._task
        self._queue.put(_End(None))  # whoever waits need not wait for what hangs
        if loop is not None and task is not None:
            with suppress(RuntimeError):  # the loop is closed: the call is over
                loop.call_soon_threadsafe(task.cancel)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            runner.run(self._main())

    async def _main(self) -> None:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(_Daemons())
        with self._lock:
            if self._cancelled:
                return
            task = loop.create_task(self._pump())
            self._loop, self._task = loop, task
        await asyncio.wait({task})
        self._queue.put(_End(None if task.cancelled() else task.exception()))

    async def _pump(self) -> None:
        now = asyncio.get_running_loop().time
        until = min(self._until, now() + self._limits.first)
        size = 0
        async with aclosing(self._source()) as replies:
            while True:
                timer = asyncio.timeout_at(until)
                try:
                    async with timer:
                        piece = await anext(replies, None)
                except TimeoutError:
                    if not timer.expired():
                        raise
                    raise self._limits.late(total=until >= self._until, begun=size > 0) from None
                if piece is None:
                    return
                size += piece.size
                if size > self._limits.chars:
                    raise self._limits.endless()
                if piece.size:
                    until = min(self._until, now() + self._limits.idle)
                if piece.text:
                    self._queue.put(piece.text)


class _Daemons(ThreadPoolExecutor):
    """Looks up names in threads that nobody waits for: a pool's own would hold up the end of the program."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` in a thread of its own."""
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # from here on nobody can cancel it, and its result always has a place

        def work() -> None:
            try:
                result = fn(*args, **kwargs)
            except (OSError, ValueError) as error:  # a name that is not known, or none that can be
                future.set_exception(error)
            else:
                future.set_result(result)

        Thread(target=work, name="name server", daemon=True).start()
        return future
