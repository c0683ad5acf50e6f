"""One request too many is refused at once, and whoever watches still sees the service."""

import asyncio

from assistant.web.gates.load import LoadGate
from tests.assistant.web.gates.conftest import exchange, scope


def test_one_request_too_many_is_refused_until_another_is_done():
    async def run():
        free = asyncio.Event()

        async def slow(scope, receive, send):
            await free.wait()
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        gate = LoadGate(slow, most=2, pages=1)
        under_way = [asyncio.create_task(exchange(gate, scope(path="/api/v1/ask"))) for _ in range(2)]
        await asyncio.sleep(0)
        told = await asyncio.wait_for(exchange(gate, scope(path="/v1/models")), 1)
        assert told.status == 503
        assert told.json["error"]["code"] == "overloaded"
        assert told.headers["retry-after"] == "1"
        page = asyncio.create_task(exchange(gate, scope(path="/ui/")))
        watch = asyncio.create_task(exchange(gate, scope(path="/healthz", method="GET")))
        await asyncio.sleep(0)
        free.set()
        assert [(await each).status for each in (*under_way, page, watch)] == [200] * 4
        assert (await exchange(gate, scope(path="/api/v1/ask"))).status == 200

    asyncio.run(run())
