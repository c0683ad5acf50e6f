"""Answers that come piece by piece: server-sent events for as long as somebody reads them.

The first piece is awaited before anything is sent, so that a refusal keeps its status. When the reader goes, or is
signed in no more, what is being written is given up at once. Knows nothing of what the pieces say.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from assistant.web.api.call import askers, gone
from assistant.web.gates.door import remain
from assistant.web.gates.refuse import request_id
from assistant.web.problems import Problem, of_error, plain
from assistant.writer.stop import STOP, GivenUp, Stop
from corpus.errors import PolicyError

T = TypeVar("T")
PAUSE = 10.0
"""Seconds after which a silent connection is told that we are still there."""
HEADERS = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no")]

_log = logging.getLogger(__name__)


def event(name: str | None, data: str) -> bytes:
    """One event; `data` must stand on one line."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {data}\n\n".encode()


class Events(Response, Generic[T]):
    """The pieces of `stream`, each as `encode` writes it; `fail` writes a problem that ends them."""

    def __init__(
        self,
        request: Request,
        stream: Generator[T, None, None],
        encode: Callable[[T], bytes],
        fail: Callable[[Problem, str], bytes],
        end: bytes = b"",
    ) -> None:
        super().__init__()
        self._request = request
        self._stream = stream
        self._encode = encode
        self._fail = fail
        self._end = end
        self._waiting: asyncio.Task[T | None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send them."""
        stop = Stop()
        STOP.set(stop)
        watcher = asyncio.create_task(gone(self._request, stop))
        try:
            await self._send(scope, send)
        except (GivenUp, OSError):
            return  # nobody is there to be told
        finally:
            stop.pull()
            watcher.cancel()
            if self._waiting is not None and not self._waiting.done():
                await asyncio.wait({self._waiting})  # a stream cannot be closed while a thread is in it
            await to_thread.run_sync(self._stream.close)

    async def _send(self, scope: Scope, send: Send) -> None:
        piece = await self._next()
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        try:
            while piece is not None:
                await remain(scope)
                await _body(send, self._encode(piece))
                self._waiting = asyncio.create_task(self._next())
                while not (await asyncio.wait({self._waiting}, timeout=PAUSE))[0]:
                    await _body(send, b": \n\n")
                piece = self._waiting.result()
            last = self._end
        except PolicyError as error:
            last = self._fail(of_error(error), request_id(scope))
        except (GivenUp, OSError):
            raise
        except Exception as error:
            # The status is sent: what else would have been a 500 can only be told here. It is a bug of ours.
            _log.error("failed", extra={"request": request_id(scope)}, exc_info=error)
            await _body(send, self._fail(plain("internal"), request_id(scope)), more=False)
            raise
        await _body(send, last, more=False)

    async def _next(self) -> T | None:
        return await to_thread.run_sync(next, self._stream, None, limiter=askers(self._request))


async def _body(send: Send, body: bytes, *, more: bool = True) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": more})


def as_json(record: dict[str, object]) -> str:
    """A record on one line."""
    return json.dumps(record, ensure_ascii=False)
