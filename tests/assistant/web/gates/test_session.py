"""A session of the page is used by nobody but the caller who used it first."""

import json

import pytest

from assistant.web.gates import session
from assistant.web.gates.session import SessionGate
from assistant.web.types import Caller
from tests.assistant.web.gates.conftest import echo

ALICE, BOB = Caller("a", "甲", "reader"), Caller("b", "乙", "reader")
JOIN = "/ui/gradio_api/queue/join"


def body(**told):
    return [json.dumps(told).encode()]


@pytest.fixture
def gate(send):
    gate = SessionGate(echo)
    assert send(gate, path=JOIN, pieces=body(session_hash="hers", fn_index=1), caller=ALICE).status == 200
    return gate


@pytest.mark.parametrize(
    "given",
    [
        {"path": JOIN, "pieces": body(session_hash="hers")},
        {"path": "/ui/gradio_api/cancel", "pieces": body(session_hash="hers", fn_index=1, event_id="x")},
        {"path": "/ui/gradio_api/reset", "pieces": body(event_id="x", session_hash="hers")},
        {"path": JOIN, "pieces": [b'{"session_hash": "his", "session_hash": "hers"}']},
        {"path": JOIN, "pieces": [b'{"session_hash": "hers", "session_hash": "his"}']},
        {"path": JOIN, "pieces": [b'{"data": [{"session_hash": "hers"}], "session_hash": "his"}']},
        {"path": JOIN, "pieces": [b'{"session_', b'hash": "hers"}']},
        {"path": "/ui/gradio_api/heartbeat/hers", "method": "GET"},
        {"path": "/ui/gradio_api/stream/hers/1/2/playlist.m3u8", "method": "GET"},
        {"path": "/ui/gradio_api/upload", "headers": [("session_hash", "hers")]},
    ],
)
def test_nobody_else_can_use_it_whichever_way(gate, send, given):
    told = send(gate, caller=BOB, **given)
    assert (told.status, told.code) == (404, "not_found")
    assert send(gate, caller=ALICE, **given).status == 200


def test_nor_by_the_address(gate, send):
    async def asked(caller):
        from tests.assistant.web.gates.conftest import exchange, scope

        given = scope(path="/ui/gradio_api/queue/data", method="GET", caller=caller) | {
            "query_string": b"session_hash=hers"
        }
        return await exchange(gate, given)

    import asyncio

    assert asyncio.run(asked(BOB)).status == 404
    assert asyncio.run(asked(ALICE)).status == 200


def test_the_body_reaches_the_page_whole(gate, send):
    pieces = [b'{"session_hash": "hers", ', b'"data": []}']
    assert send(gate, path=JOIN, pieces=pieces, caller=ALICE).json["size"] == sum(map(len, pieces))


def test_what_is_not_the_page_is_no_affair_of_this_gate(gate, send):
    assert send(gate, path="/api/v1/ask", pieces=body(session_hash="hers"), caller=BOB).status == 200


def test_no_more_sessions_are_remembered_than_needed(gate, send, monkeypatch):
    monkeypatch.setattr(session, "KEPT", 5)
    for number in range(50):
        assert send(gate, path=JOIN, pieces=body(session_hash=f"s{number}"), caller=BOB).status == 200
    assert len(gate._owners) <= 6
