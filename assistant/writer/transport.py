"""What goes over the wire: no more headers than needed, one answer of the right kind, no more bytes than a reply has.

Refuses before a byte of the body is read. Knows nothing of prompts and replies.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx

from corpus.errors import ModelUnavailable

BYTES = 8_000_000
"""Of a reply on the wire; a word of it takes some 300."""
_SENT = ("host", "content-type", "content-length", "connection")
"""Headers that are sent as they are; what tells of this machine is not."""
_STATUSES = {
    401: ("大模型服务不接受密钥", "the model's server refuses the key"),
    403: ("大模型服务不接受密钥", "the model's server refuses the key"),
    404: ("大模型服务没有这个地址或模型", "the model's server knows no such address or model"),
    429: ("大模型服务忙，不接受更多请求", "the model's server takes no more requests now"),
}


class Guarded(httpx.AsyncBaseTransport):
    """A transport around another one; `key` goes out as it stands, or no key at all."""

    def __init__(self, inner: httpx.AsyncBaseTransport, key: str) -> None:
        self._inner = inner
        self._key = key

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request.

        Raises:
            ModelUnavailable: the response is no stream of events.
        """
        sent = {name: request.headers[name] for name in _SENT if name in request.headers}
        # Unpacking is not for us to do: a few bytes could become many.
        sent |= {"accept": "text/event-stream", "accept-encoding": "identity", "user-agent": "policy-assistant"}
        if self._key:
            sent["authorization"] = f"Bearer {self._key}"
        request.headers = httpx.Headers(sent)
        response = await self._inner.handle_async_request(request)
        wrong = _wrong(response)
        if wrong is not None:
            await response.aclose()
            raise wrong
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _Measured(response.stream)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        await self._inner.aclose()


def _wrong(response: httpx.Response) -> ModelUnavailable | None:
    status = response.status_code
    if status in _STATUSES:
        return ModelUnavailable(*_STATUSES[status])
    if 300 <= status < 400:
        return ModelUnavailable(
            "大模型服务要求转到别处，未跟随", "the model's server redirects elsewhere, which is not followed"
        )
    if status != httpx.codes.OK:
        return ModelUnavailable(f"大模型服务出错（HTTP {status}）", f"the model's server failed (HTTP {status})")
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "text/event-stream" or response.headers.get("content-encoding", "identity") != "identity":
        return ModelUnavailable(
            "大模型服务的答复不是事件流，请检查地址是否以 /v1 结尾",
            "the reply of the model's server is no stream of events; does the address end in /v1?",
        )
    return None


class _Measured(httpx.AsyncByteStream):
    """A body of which no more than `BYTES` are read."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = BYTES
        async for chunk in self._inner:
            left -= len(chunk)
            if left < 0:
                raise ModelUnavailable("大模型的答复过长，已截断", "the model's reply is too long")
            yield chunk

    async def aclose(self) -> None:
        """Close the body, and with it the connection."""
        await self._inner.aclose()
