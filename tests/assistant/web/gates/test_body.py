"""Bodies that are too long, too slow or packed go no further, and cost nothing."""

import asyncio
import time
from dataclasses import replace

import pytest
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from assistant.web.gates.body import BodyGate, BodyLimits
from tests.assistant.web.gates.conftest import echo, scope

LIMITS = BodyLimits(usual=100, upload=1000, idle=60.0, rate=1.0, unread=60.0)
"""Of time there is plenty: a busy machine may be slow between two pieces."""


async def reading(scope, receive, send):
    """An application that reads as frameworks do."""
    try:
        body = await Request(scope, receive).body()
    except ClientDisconnect:
        await Response(status_code=400)(scope, receive, send)
        return
    await Response(str(len(body)))(scope, receive, send)


@pytest.fixture(params=[reading, echo])
def guarded(request):
    """`guarded(limits)`: a gate with them before each of the two applications."""

    async def app(scope, receive, send):
        try:
            await request.param(scope, receive, send)
        except AssertionError as error:
            raise ClientDisconnect from error

    return lambda limits: BodyGate(app, limits, frozenset({"/upload"}))


@pytest.fixture
def gate(guarded):
    return guarded(LIMITS)


def test_what_fits_passes(gate, send):
    assert send(gate, pieces=[b"x" * 60, b"x" * 40]).status == 200


@pytest.mark.parametrize("pieces", [[b"x" * 101], [b"x"] * 101, [b"x" * 60, b"x" * 60, b"x" * 60]])
def test_one_byte_too_many_ends_it_whether_announced_or_not(gate, send, pieces):
    told = send(gate, pieces=pieces)
    assert (told.status, told.code) == (413, "too_large")
    assert told.headers["connection"] == "close"


def test_files_may_be_larger_where_files_are_sent_to(gate, send):
    assert send(gate, path="/upload", pieces=[b"x" * 1000]).status == 200
    assert send(gate, path="/upload", pieces=[b"x" * 1001]).status == 413


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (("content-length", "101"), 413),
        (("content-length", "9" * 400), 413),
        (("content-length", "-1"), 400),
        (("content-length", "1e3"), 400),
        (("content-encoding", "gzip"), 415),
        (("content-encoding", "br, gzip"), 415),
        (("content-encoding", "identity"), 200),
    ],
)
def test_headers_that_tell_of_trouble_are_enough(gate, send, header, status):
    assert send(gate, headers=[header]).status == status


def test_who_falls_silent_is_cut_off(guarded, send):
    began = time.perf_counter()
    told = send(guarded(replace(LIMITS, idle=0.2)), pieces=[b"x", b"x"], pause=60)
    assert (told.status, told.code) == (408, "too_slow")
    assert time.perf_counter() - began < 20


def test_who_sends_drop_by_drop_is_cut_off_too(send):
    gate = BodyGate(reading, BodyLimits(usual=1000, idle=0.3, rate=1000.0), frozenset())
    told = send(gate, pieces=[b"x"] * 1000, pause=0.05)
    assert (told.status, told.code) == (408, "too_slow")


def test_who_does_not_read_the_answer_keeps_nobody(guarded):
    gate = guarded(replace(LIMITS, unread=0.2))

    async def run():
        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            await asyncio.sleep(3600)

        with pytest.raises(OSError, match="read"):
            await asyncio.wait_for(gate(scope(), receive, send), 60)

    asyncio.run(run())
