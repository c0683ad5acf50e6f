"""What is let through of what Gradio serves: the page, its scripts and styles, its queue, and nothing else.

Gradio brings some seventy paths, among them for uploads, files of the server, proxies and code editing. What the page
does not need of them is not there, now or in a later version. A call of a function brings words and numbers, never
what Gradio would take for a file. What the page says of other sites is taken out. Knows nothing of who asks.
"""

from __future__ import annotations

import json
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_OPEN = re.compile(
    r"/(?:|theme\.css|(?:assets|static)/[\w./@-]+"
    r"|gradio_api/(?:queue/(?:join|data)|startup-events|app_id|cancel|heartbeat/\w+))"
)
_CALL = "/gradio_api/queue/join"
_FULL = json.dumps(
    {"detail": "提问的人较多，请稍后再试", "detail_en": "too many questions at once, try again later"},
    ensure_ascii=False,
).encode()
_FOREIGN = re.compile(rb'\s*<meta\s+(?:property="og:|name="twitter:)[^>]*>|\s*<link rel="manifest"[^>]*>')
_LANGUAGE = (b'lang="en"', b'lang="zh-CN"')


class Narrow:
    """The application inside, seen through a list of paths."""

    def __init__(self, app: ASGIApp, head: str) -> None:
        """`head`: what is put into the head of the page."""
        self.app = app
        self._head = head.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or say that there is nothing."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if not _OPEN.fullmatch(path) or ".." in path:
            await _say(404, send)
        elif path == _CALL:
            body = await _whole(receive)
            if _plain(body):
                await self.app(scope, _again(body, receive), _Door(send).send)
            else:
                await _say(422, send)
        elif path == "/":
            await self.app(scope, receive, _Frame(send, self._head).send)
        else:
            await self.app(scope, receive, send)


class _Frame:
    """The page itself, kept until it is whole."""

    def __init__(self, send: Send, head: bytes) -> None:
        self._send = send
        self._head = head
        self._start: Message = {}
        self._parts: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._parts.append(message.get("body", b""))
        if message.get("more_body", False):
            return
        body = _FOREIGN.sub(b"", b"".join(self._parts)).replace(*_LANGUAGE, 1)
        body = body.replace(b"</head>", self._head + b"</head>", 1)
        headers = [each for each in self._start["headers"] if each[0].lower() != b"content-length"]
        await self._send({**self._start, "headers": [*headers, (b"content-length", b"%d" % len(body))]})
        await self._send({"type": "http.response.body", "body": body})


class _Door:
    """Whether there was room for a call: that there was none is said in our words."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._full = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 503:
            self._full = True
            headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(_FULL))]
            await self._send({**message, "headers": [*headers, (b"retry-after", b"5")]})
            await self._send({"type": "http.response.body", "body": _FULL})
        elif not self._full:
            await self._send(message)


async def _whole(receive: Receive) -> bytes:
    parts, more = [], True
    while more:
        message = await receive()
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def _again(body: bytes, receive: Receive) -> Receive:
    """What was read, once more, and then what still comes."""
    first: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again


def _plain(body: bytes) -> bool:
    """Whether a call brings words and numbers only: of anything else Gradio may make a file, or fetch one."""
    try:
        call = json.loads(body)
    except (ValueError, RecursionError):
        return False
    data = call.get("data") if isinstance(call, dict) else None
    return isinstance(data, list) and all(each is None or isinstance(each, str | int | float) for each in data)


async def _say(status: int, send: Send) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
