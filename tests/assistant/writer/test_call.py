"""A call ends at its limits whatever hangs, and what fails in it comes to the caller."""

import asyncio
import contextvars
import socket
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from assistant.writer.call import pieces
from assistant.writer.limits import Limits
from assistant.writer.stop import STOP, GivenUp, Stop
from assistant.writer.types import Piece
from corpus.errors import ModelUnavailable
from tests.conftest import ROOT

LIMITS = Limits(deadline=0.6, first=0.3, idle=0.2, chars=100)
PATIENT = Limits(deadline=120, first=120, idle=120, chars=100)
"""For replies that come: a busy machine may bring them late."""
HANGS = 60.0
"""Seconds for which something hangs: a limit that does not hold is seen, however busy the machine is."""
SOON = 20.0
"""Seconds within which a call ends that ends at once."""


async def saying(*steps):
    """Pieces, and pauses between them in seconds."""
    for step in steps:
        if isinstance(step, str):
            yield Piece(step, len(step))
        else:
            await asyncio.sleep(step)


def outcome(source, limits=LIMITS):
    began = time.perf_counter()
    got = []
    try:
        got.extend(pieces(source, limits))
        trouble = ""
    except ModelUnavailable as error:
        trouble = error.zh
    return "".join(got), trouble, time.perf_counter() - began


def test_a_reply_comes_in_its_pieces():
    assert outcome(lambda: saying("一", "二", 0.05, "三"), PATIENT)[:2] == ("一二三", "")


@pytest.mark.parametrize(
    ("steps", "got", "words", "limits"),
    [
        ((HANGS,), "", "没有开始", replace(PATIENT, first=0.3)),
        (("一", HANGS), "一", "停顿", replace(PATIENT, idle=0.2)),
        (("一", *(0.01, "") * 10_000), "一", "答完", replace(PATIENT, deadline=0.6)),
        (("一" * 60, "二" * 60, HANGS), "一" * 60, "超过", PATIENT),
    ],
)
def test_each_limit_ends_a_call_with_its_own_reason(steps, got, words, limits):
    text, trouble, took = outcome(lambda: saying(*steps), limits)
    assert text == got or (text == "" and "答完" in trouble), "a deadline may pass before the first word"
    assert words in trouble
    assert took < SOON


def test_a_sign_of_life_without_a_word_is_no_word():
    async def alive():
        while True:
            yield Piece("", 0)
            await asyncio.sleep(0.01)

    assert "没有开始" in outcome(alive, replace(PATIENT, first=0.3))[1]


def test_thoughts_are_words_but_are_not_shown():
    async def thinking():
        for _ in range(20):
            yield Piece("", 2)
            await asyncio.sleep(0.1)
        yield Piece("好", 1)

    # Were thoughts no words, it would not have begun in time.
    assert outcome(thinking, replace(PATIENT, first=1.0))[:2] == ("好", "")


def test_what_blocks_its_thread_costs_no_more_than_the_deadline():
    async def blocking():
        time.sleep(HANGS)
        yield Piece("好", 1)

    text, trouble, took = outcome(blocking)
    assert (text, "答完" in trouble) == ("", True)
    assert took < SOON


def test_a_name_server_that_hangs_costs_no_more_than_the_deadline(monkeypatch):
    def lookup(*_args, **_options):
        time.sleep(HANGS)
        raise socket.gaierror("no such name")

    async def connecting():
        await asyncio.get_running_loop().getaddrinfo("model.example", 443)
        yield Piece("好", 1)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    _, trouble, took = outcome(connecting)
    assert trouble
    assert took < SOON


HANGING = """
import asyncio, socket, time
from assistant.writer.call import pieces
from assistant.writer.limits import Limits
from corpus.errors import ModelUnavailable

async def connecting():
    await asyncio.get_running_loop().getaddrinfo("model.example", 443)
    yield

socket.getaddrinfo = lambda *_, **__: time.sleep(600)
try:
    list(pieces(connecting, Limits(deadline=0.2)))
except ModelUnavailable as trouble:
    print(trouble.en)
"""


def test_a_name_server_that_hangs_does_not_hold_up_the_end_of_the_program_either():
    done = subprocess.run(
        [sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300
    )
    assert "did not" in done.stdout
    assert done.stderr == ""


def test_a_call_that_is_given_up_ends_at_once():
    ended = threading.Event()

    async def endless():
        try:
            while True:
                yield Piece("好", 1)
                await asyncio.sleep(0.01)
        finally:
            ended.set()

    texts = pieces(endless, PATIENT)
    assert next(texts) == "好"
    texts.close()
    assert ended.wait(SOON)


def test_what_fails_in_the_call_comes_to_the_caller():
    async def broken():
        yield Piece("好", 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(pieces(broken, PATIENT))


def test_what_came_in_time_is_read_however_slow_the_reader_is():
    came = threading.Event()

    async def quick():
        for text in "一二三":
            yield Piece(text, 1)
        came.set()

    began = time.monotonic()
    limits = replace(PATIENT, deadline=3.0)
    texts = pieces(quick, limits)
    got = [next(texts)]
    assert came.wait(SOON)
    time.sleep(max(0.0, began + limits.deadline + 0.2 - time.monotonic()))
    assert [*got, *texts] == ["一", "二", "三"]


def test_no_thread_is_left_when_a_call_has_ended():
    before = {thread for thread in threading.enumerate() if thread.name == "model call"}  # those that hang for long
    outcome(lambda: saying("一"), PATIENT)
    until = time.monotonic() + SOON
    while {thread for thread in threading.enumerate() if thread.name == "model call"} - before:
        assert time.monotonic() < until, "the thread of a call goes on"
        time.sleep(0.05)


def test_a_call_that_somebody_else_gives_up_ends_at_once_and_its_connection_is_closed():
    begun, closed = threading.Event(), threading.Event()

    async def hanging():
        try:
            yield Piece("一", 1)
            begun.set()
            await asyncio.sleep(HANGS)
        finally:
            closed.set()

    stop, ended = Stop(), []

    def wait():
        STOP.set(stop)
        with pytest.raises(GivenUp):
            list(pieces(hanging, PATIENT))
        ended.append(time.perf_counter())

    waiter = threading.Thread(target=contextvars.copy_context().run, args=(wait,))
    waiter.start()
    assert begun.wait(SOON)
    pulled = time.perf_counter()
    stop.pull()
    waiter.join(SOON)
    assert closed.wait(SOON)
    assert ended[0] - pulled < SOON


def test_a_call_that_was_given_up_before_it_began_never_waits():
    stop = Stop()
    stop.pull()

    def ask():
        STOP.set(stop)
        with pytest.raises(GivenUp):
            list(pieces(lambda: saying(HANGS), PATIENT))

    began = time.perf_counter()
    contextvars.copy_context().run(ask)
    assert time.perf_counter() - began < SOON
