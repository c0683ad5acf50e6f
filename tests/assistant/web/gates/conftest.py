"""A bare application behind one gate, and a way to send it anything, byte by byte."""

import asyncio
import json
from types import SimpleNamespace

import pytest


async def echo(scope, receive, send):
    """Read everything, and say how much it was."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise AssertionError("gone")
        size += len(message.get("body", b""))
        if not message.get("more_body"):
            break
    body = json.dumps({"size": size, "client": scope["client"][0], "scheme": scope["scheme"]}).encode()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
    await send({"type": "http.response.body", "body": body})


def scope(path="/x", method="POST", headers=(), client="127.0.0.1", raw=None, caller=None):
    state = {"request": "r1"} | ({"caller": caller} if caller else {})
    return {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": (raw or path).encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers],
        "client": (client, 1),
        "scheme": "http",
        "state": state,
    }


async def exchange(app, given, pieces=(b"",), pause=0.0):
    """Send a request in pieces, and give what came back."""
    sent, left = [], list(pieces)

    async def receive():
        if not left:
            await asyncio.sleep(3600)
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message):
        sent.append(message)

    await app(given, receive, send)
    start = next(each for each in sent if each["type"] == "http.response.start")
    body = b"".join(each.get("body", b"") for each in sent if each["type"] == "http.response.body")
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    told = json.loads(body) if headers.get("content-type", "").endswith("json") else {}
    return SimpleNamespace(status=start["status"], headers=headers, body=body, json=told, code=told.get("code"))


@pytest.fixture
def send():
    """`send(gate, path=…, headers=…, pieces=…)`: what the gate answers, or the application behind it."""

    def send(app, *, pieces=(b"",), pause=0.0, **given):
        return asyncio.run(exchange(app, scope(**given), pieces, pause))

    return send
