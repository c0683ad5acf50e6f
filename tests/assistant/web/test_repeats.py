"""A request that is sent twice is carried out once, and its key is good for no other."""

import threading
import time

import pytest

from assistant.web import repeats
from assistant.web.repeats import Conflict, Repeats


def test_of_two_that_come_together_the_second_waits_for_the_first():
    known, carried_out, told = Repeats(), [], []

    def do():
        time.sleep(0.05)
        carried_out.append(1)
        return len(carried_out)

    threads = [threading.Thread(target=lambda: told.append(known.once("甲", "k", "x", do))) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert len(carried_out) == 1
    assert sorted(told) == [(1, False)] + [(1, True)] * 7


def test_another_request_another_caller_and_another_day_are_something_else():
    clock = [0.0]
    known = Repeats(lambda: clock[0])
    assert known.once("甲", "k", "x", lambda: 1) == (1, False)
    with pytest.raises(Conflict):
        known.once("甲", "k", "y", lambda: 2)
    assert known.once("乙", "k", "y", lambda: 3) == (3, False)
    clock[0] = repeats.SECONDS + 1
    assert known.once("甲", "k", "y", lambda: 4) == (4, False)


def test_what_failed_may_be_tried_again():
    known = Repeats()
    with pytest.raises(ZeroDivisionError):
        known.once("甲", "k", "x", lambda: 1 // 0)
    assert known.once("甲", "k", "x", lambda: 1) == (1, False)


def test_no_more_is_remembered_than_needed(monkeypatch):
    monkeypatch.setattr(repeats, "KEPT", 3)
    known = Repeats()
    for number in range(10):
        known.once("甲", str(number), "x", lambda: 1)
    assert len(known._known) == 3
