"""A server with the form of an OpenAI-compatible endpoint that replies as a script says, over a real socket."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

Script = Callable[["Connection"], None]
EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


class Connection:
    """One request, and the socket to reply on."""

    def __init__(self, sock: socket.socket, head: str, body: bytes) -> None:
        self.sock = sock
        self.head = head
        self.body = body

    @property
    def sent(self) -> dict:
        """The request as JSON."""
        return json.loads(self.body)

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.sent["messages"])

    def raw(self, data: str | bytes) -> None:
        self.sock.sendall(data.encode() if isinstance(data, str) else data)

    def say(self, text: str, **delta: str) -> None:
        """One event of the stream."""
        choice = {"index": 0, "delta": {"content": text, **delta}, "finish_reason": None}
        event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        self.raw(f"data: {json.dumps(event)}\n\n")

    def hung_up(self, seconds: float = 60.0) -> bool:
        """Whether the client closes the connection within some seconds."""
        self.sock.settimeout(seconds)
        try:
            return self.sock.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


class Server:
    """Listens on a port of its own; `calls` are the requests that came, `left` tells when a client hung up."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.calls: list[Connection] = []
        self.left = threading.Event()
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/v1"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        with sock, suppress(OSError):
            data = b""
            while b"\r\n\r\n" not in data:
                data += sock.recv(65536) or b"\r\n\r\n"
            head, _, body = data.partition(b"\r\n\r\n")
            length = int(next(iter(re.findall(rb"(?i)content-length: (\d+)", head)), 0))
            while len(body) < length:
                body += sock.recv(65536)
            connection = Connection(sock, head.decode(), body)
            self.calls.append(connection)
            self.script(connection)


@contextmanager
def serving(script: Script) -> Iterator[Server]:
    server = Server(script)
    try:
        yield server
    finally:
        server.close()


def ids(prompt: str) -> dict[str, str]:
    """Sentence → id, as the prompt numbers them."""
    return {words: name for name, words in re.findall(r"^\[(\w{4})\] (.+)$", prompt, re.MULTILINE)}


def named(prompt: str, words: str) -> str:
    """The id of the one sentence that holds some words."""
    return next(name for sentence, name in ids(prompt).items() if words in sentence)


def replying(text: str | Callable[[str], str], size: int = 7) -> Script:
    """Stream a text, or what it makes of the prompt, a few characters at a time, and end well."""

    def script(connection: Connection) -> None:
        words = text if isinstance(text, str) else text(connection.prompt)
        connection.raw(EVENTS)
        for at in range(0, len(words), size):
            connection.say(words[at : at + size])
        connection.raw("data: [DONE]\n\n")

    return script


def faithful(prompt: str) -> str:
    """Every sentence in its own words."""
    return "".join(f"{words}[{name}]\n" for words, name in ids(prompt).items())


def hanging(connection: Connection) -> None:
    """Say nothing until the client goes away."""
    connection.hung_up()
