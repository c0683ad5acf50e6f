"""Whose a session of the page is: its name is chosen by the browser, and belongs to the caller who used it first.

Knows nothing of what a session holds.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from itertools import pairwise
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.gates.refuse import refuse
from assistant.web.problems import plain

KEPT = 20_000
"""Sessions whose callers are remembered; the one that was left longest is forgotten first."""
_IN_PATH = frozenset({"heartbeat", "stream"})
"""What stands in front of the name of a session in a path."""


class SessionGate:
    """Refuses whoever uses the session of another, below the path `mount`."""

    def __init__(self, app: ASGIApp, mount: str = "/ui") -> None:
        self._app = app
        self._mount = mount
        self._owners: OrderedDict[str, str] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or not scope["path"].startswith(f"{self._mount}/"):
            await self._app(scope, receive, send)
            return
        named = _addressed(scope)
        if scope["method"] == "POST" and not _is_form(scope):
            messages = await _whole(receive)
            receive = _again(messages, receive)
            named |= _told(b"".join(message.get("body", b"") for message in messages))
        if not self._claimed(named, scope["state"]["caller"].id):
            await refuse(plain("not_found"), scope, send)
            return
        await self._app(scope, receive, send)

    def _claimed(self, named: set[str], caller: str) -> bool:
        """Whether all sessions are the caller's, or nobody's: then they are the caller's from now on."""
        if any(self._owners.get(each, caller) != caller for each in named):
            return False
        for each in named:
            self._owners[each] = caller
            self._owners.move_to_end(each)
        while len(self._owners) > KEPT:
            self._owners.popitem(last=False)
        return True


def _addressed(scope: Scope) -> set[str]:
    """The sessions that the address or a header names."""
    named = set(parse_qs(scope["query_string"].decode("latin-1")).get("session_hash", ()))
    named |= {value.decode("latin-1") for name, value in scope["headers"] if name == b"session_hash"}
    steps = scope["path"].split("/")
    return named | {after for before, after in pairwise(steps) if before in _IN_PATH and after}


def _told(body: bytes) -> set[str]:
    """The sessions that a body names: all of them, where a name stands more than once."""
    named: set[str] = set()

    def seen(pairs: list[tuple[str, object]]) -> dict[str, object]:
        named.update(str(value) for key, value in pairs if key == "session_hash" and value)
        return {}

    try:
        json.loads(body, object_pairs_hook=seen)
    except (ValueError, RecursionError):  # no JSON: nobody behind us can read a session out of it
        return set()
    return named


def _is_form(scope: Scope) -> bool:
    return any(name == b"content-type" and value.startswith(b"multipart/") for name, value in scope["headers"])


async def _whole(receive: Receive) -> list[Message]:
    messages = [await receive()]
    while messages[-1]["type"] == "http.request" and messages[-1].get("more_body", False):
        messages.append(await receive())
    return messages


def _again(messages: list[Message], receive: Receive) -> Receive:
    """What was read, once more, and then what still comes."""
    kept = iter(messages)

    async def again() -> Message:
        message = next(kept, None)
        return await receive() if message is None else message

    return again
