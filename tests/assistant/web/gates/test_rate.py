"""Who asks too often waits; nobody else does."""

import pytest

from assistant.web.gates.rate import Limiter, RateGate, Rates
from assistant.web.queue import TooOften
from assistant.web.types import Caller
from corpus.errors import Busy
from tests.assistant.web.gates.conftest import echo

ALICE, BOB = Caller("a", "甲", "reader"), Caller("b", "乙", "reader")


def test_the_61st_question_of_a_minute_is_one_too_many_and_other_callers_do_not_notice():
    limiter = Limiter(Rates())
    for _ in range(60):
        limiter.question("a")
    with pytest.raises(TooOften) as late:
        limiter.question("a")
    assert 0 < late.value.after <= 60
    limiter.question("b")


def test_requests_of_all_kinds_are_counted_too(send):
    gate = RateGate(echo, Limiter(Rates(requests=5)))
    assert [send(gate, caller=ALICE).status for _ in range(6)] == [200] * 5 + [429]
    told = send(gate, caller=ALICE)
    assert told.code == "too_many"
    assert 1 <= int(told.headers["retry-after"]) <= 60
    assert send(gate, caller=BOB).status == 200


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
