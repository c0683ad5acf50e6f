"""The breaker opens after failures in a row, rests, and lets one call at a time find out whether to close."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.writer.breaker import Breaker


@pytest.fixture
def clock():
    return [0.0]


@pytest.fixture
def breaker(clock):
    return Breaker(failures=2, rest=10, clock=lambda: clock[0])


def fail(breaker, times=1):
    for _ in range(times):
        assert breaker.admits()
        breaker.failed()


def test_failures_in_a_row_open_it(breaker):
    fail(breaker)
    assert breaker.admits()
    breaker.succeeded()
    fail(breaker, 2)
    assert not breaker.admits()


def test_after_its_rest_one_probe_is_let_through_at_a_time(breaker, clock):
    fail(breaker, 2)
    clock[0] = 9.9
    assert not breaker.admits()
    clock[0] = 10
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: breaker.admits(), range(50))) == 1
    breaker.failed()
    assert not breaker.admits()
    clock[0] = 20
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()


def test_a_probe_that_was_given_up_leaves_room_for_the_next(breaker, clock):
    fail(breaker, 2)
    clock[0] = 10
    assert breaker.admits()
    breaker.cancelled()
    assert breaker.admits()
