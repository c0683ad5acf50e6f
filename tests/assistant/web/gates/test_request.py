"""Every request has an id, and one line in the log that says nothing of what it was about."""

import json
import logging

import pytest

from assistant.web.gates.request import RequestGate
from assistant.web.records.log import JsonLines
from assistant.web.types import Caller
from tests.assistant.web.gates.conftest import echo

SECRET = "张三的护理费"


@pytest.fixture
def told():
    return []


@pytest.fixture
def gate(told):
    return RequestGate(echo, lambda *figures: told.append(figures), ("/ui",))


def test_the_id_is_ours_and_each_time_another(gate, send):
    first, second = (send(gate, headers=[("x-request-id", "mine")]).headers["x-request-id"] for _ in range(2))
    assert first != second
    assert len(first) == 16


def test_what_is_counted_and_logged_names_the_route_and_no_path(gate, send, told, caplog):
    with caplog.at_level(logging.INFO, "assistant.web.gates.request"):
        send(gate, path=f"/api/v1/documents/{SECRET}", caller=Caller("u1", "甲", "reader"))
        send(gate, path=f"/ui/{SECRET}", method=SECRET)
    assert [figures[:3] for figures in told] == [("POST", "unknown", 200), ("OTHER", "/ui", 200)]
    lines = [JsonLines().format(record) for record in caplog.records]
    assert json.loads(lines[0])["caller"] == "u1"
    assert SECRET not in "".join(lines)


def test_other_protocols_are_closed(gate):
    import asyncio

    sent = []

    async def send(message):
        sent.append(message)

    asyncio.run(gate({"type": "websocket", "path": "/ui"}, None, send))
    assert sent == [{"type": "websocket.close", "code": 1008}]
