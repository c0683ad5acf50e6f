"""Who asks too often waits; nobody else does."""

import pytest

from assistant.web.gates.rate import Limiter, RateGate, Rates
from assistant.web.types import Caller
from corpus.errors import Busy
from tests.assistant.web.gates.conftest import echo

ALICE, BOB = Caller("a", "甲", "reader"), Caller("b", "乙", "reader")


def test_the_61st_question_of_a_minute_is_one_too_many_and_other_callers_do_not_notice(send):
    gate = RateGate(echo, Limiter(Rates()))
    for _ in range(60):
        assert send(gate, path="/api/v1/ask", caller=ALICE).status == 200
    told = send(gate, path="/api/v1/ask", caller=ALICE)
    assert (told.status, told.code) == (429, "too_many")
    assert 1 <= int(told.headers["retry-after"]) <= 60
    assert send(gate, path="/v1/chat/completions", caller=ALICE).status == 429
    assert send(gate, path="/api/v1/documents", caller=ALICE).status == 200
    assert send(gate, path="/api/v1/ask", caller=BOB).status == 200


def test_requests_of_all_kinds_are_counted_too(send):
    gate = RateGate(echo, Limiter(Rates(requests=5)))
    assert [send(gate, caller=ALICE).status for _ in range(6)] == [200] * 5 + [429]


def test_the_11th_try_to_sign_in_is_one_too_many_for_that_name_there():
    limiter = Limiter(Rates())
    for _ in range(10):
        limiter.sign_in("10.0.0.1", "张三")
    with pytest.raises(Busy) as late:
        limiter.sign_in("10.0.0.1", "张三")
    assert 0 < late.value.after <= 600
    limiter.sign_in("10.0.0.1", "李四")
    limiter.sign_in("10.0.0.2", "张三")


def test_an_address_cannot_try_names_without_end():
    limiter = Limiter(Rates())
    for number in range(100):
        limiter.sign_in("10.0.0.1", f"用户{number}")
    with pytest.raises(Busy):
        limiter.sign_in("10.0.0.1", "又一个")
    assert len(limiter._storage.events) <= 201  # what is kept grows no further
