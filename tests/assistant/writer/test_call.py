"""A call ends at its limits whatever hangs, and what fails in it comes to the caller."""

import asyncio
import contextvars
import socket
import subprocess
import sys
import threading
import time

import pytest

from assistant.writer.call import pieces
from assistant.writer.limits import Limits
from assistant.writer.stop import STOP, GivenUp, Stop
from assistant.writer.types import Piece
from corpus.errors import ModelUnavailable
from tests.conftest import ROOT

LIMITS = Limits(deadline=0.6, first=0.3, idle=0.2, chars=100)


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
    assert outcome(lambda: saying("一", "二", 0.05, "三"))[:2] == ("一二三", "")


@pytest.mark.parametrize(
    ("steps", "got", "words", "latest"),
    [
        ((5.0,), "", "没有开始", 0.3),
        (("一", 5.0), "一", "停顿", 0.2),
        (("一", *(0.1, "二") * 20), "一二二二二", "答完", 0.6),
        (("一" * 60, "二" * 60), "一" * 60, "超过", 0.1),
    ],
)
def test_each_limit_ends_a_call_with_its_own_reason(steps, got, words, latest):
    text, trouble, took = outcome(lambda: saying(*steps))
    assert text.startswith(got)
    assert words in trouble
    assert took < latest + 0.2


def test_a_sign_of_life_without_a_word_is_no_word():
    async def alive():
        while True:
            yield Piece("", 0)
            await asyncio.sleep(0.01)

    assert "没有开始" in outcome(alive)[1]


def test_thoughts_are_words_but_are_not_shown():
    async def thinking():
        for _ in range(20):
            yield Piece("", 2)
            await asyncio.sleep(0.02)
        yield Piece("好", 1)

    assert outcome(thinking)[:2] == ("好", "")


def test_what_blocks_its_thread_costs_no_more_than_the_deadline():
    async def blocking():
        time.sleep(2)
        yield Piece("好", 1)

    text, trouble, took = outcome(blocking)
    assert (text, "答完" in trouble) == ("", True)
    assert took < 0.8


def test_a_name_server_that_hangs_costs_no_more_than_the_deadline(monkeypatch):
    def lookup(*_args, **_options):
        time.sleep(2)
        raise socket.gaierror("no such name")

    async def connecting():
        await asyncio.get_running_loop().getaddrinfo("model.example", 443)
        yield Piece("好", 1)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    _, trouble, took = outcome(connecting)
    assert trouble
    assert took < 0.8


HANGING = """
import asyncio, socket, time
from assistant.writer.call import pieces
from assistant.writer.limits import Limits
from corpus.errors import ModelUnavailable

async def connecting():
    await asyncio.get_running_loop().getaddrinfo("model.example", 443)
    yield

socket.getaddrinfo = lambda *_, **__: time.sleep(60)
try:
    list(pieces(connecting, Limits(deadline=0.2)))
except ModelUnavailable as trouble:
    print(trouble.en)
"""


def test_a_name_server_that_hangs_does_not_hold_up_the_end_of_the_program_either():
    done = subprocess.run(
        [sys.executable, "-c", HANGING], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30
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

    texts = pieces(endless, Limits())
    assert next(texts) == "好"
    texts.close()
    assert ended.wait(2)


def test_what_fails_in_the_call_comes_to_the_caller():
    async def broken():
        yield Piece("好", 1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(pieces(broken, LIMITS))


def test_what_came_in_time_is_read_however_slow_the_reader_is():
    texts = pieces(lambda: saying("一", "二", "三"), LIMITS)
    got = [next(texts)]
    time.sleep(0.8)
    assert [*got, *texts] == ["一", "二", "三"]


def test_no_thread_is_left_when_a_call_has_ended():
    outcome(lambda: saying("一"))
    for _ in range(100):
        if not any(thread.name == "model call" for thread in threading.enumerate()):
            return
        time.sleep(0.05)
    pytest.fail("the thread of a call goes on")


def test_a_call_that_somebody_else_gives_up_ends_at_once_and_its_connection_is_closed():
    closed = threading.Event()

    async def hanging():
        try:
            yield Piece("一", 1)
            await asyncio.sleep(30)
        finally:
            closed.set()

    stop, ended = Stop(), []

    def wait():
        STOP.set(stop)
        with pytest.raises(GivenUp):
            list(pieces(hanging, Limits(deadline=30, first=30, idle=30, chars=100)))
        ended.append(time.perf_counter())

    waiter = threading.Thread(target=contextvars.copy_context().run, args=(wait,))
    waiter.start()
    time.sleep(0.1)
    pulled = time.perf_counter()
    stop.pull()
    waiter.join(2)
    assert closed.wait(1)
    assert ended[0] - pulled < 0.2


def test_a_call_that_was_given_up_before_it_began_never_waits():
    stop = Stop()
    stop.pull()

    def ask():
        STOP.set(stop)
        with pytest.raises(GivenUp):
            list(pieces(lambda: saying(5.0), Limits(deadline=5, first=5, idle=5, chars=100)))

    began = time.perf_counter()
    contextvars.copy_context().run(ask)
    assert time.perf_counter() - began < 0.5
