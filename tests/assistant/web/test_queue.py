"""Whose turn it is: who would wait in vain is told so at once, and who can be served soon is not turned away."""

import threading
import time
from types import SimpleNamespace

import pytest

from assistant.web.queue import Queue
from assistant.web.types import Caller
from corpus.errors import Busy

CALLER = Caller("local", "本机", "administrator", via="local")


@pytest.fixture
def clock(monkeypatch):
    """What the queue takes for the time: how long one is served is said, not waited for."""
    now = [0.0]
    monkeypatch.setattr("assistant.web.queue.time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


def fill(queue, count, free):
    """So many who come at once and, as their turn comes, are served until it is `free`; and those who are refused."""
    refused = []

    def come():
        try:
            with queue.place(CALLER):
                free.wait(300)
        except Busy as busy:
            refused.append(busy)

    threads = [threading.Thread(target=come) for _ in range(count)]
    for each in threads:
        each.start()
    return threads, refused


def until(true, seconds=60):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.01)


def test_who_would_wait_in_vain_is_refused_at_once(clock):
    queue, free = Queue(serving=1, waiting=100, patience=60.0), threading.Event()
    for _ in range(10):  # it is known by now that one takes some six seconds
        with queue.place(CALLER):
            clock[0] += 6.0
    busy, refused = fill(queue, 30, free)
    until(lambda: queue.waiting + len(refused) == 29)
    assert 5 <= queue.waiting <= 12
    began = time.perf_counter()
    with pytest.raises(Busy) as caught, queue.place(CALLER):
        pass
    assert time.perf_counter() - began < 20
    assert caught.value.after >= 60.0
    free.set()
    for each in busy:
        each.join()


def test_who_can_be_served_soon_is_served_even_after_slow_ones(clock):
    queue, free = Queue(serving=1, waiting=10, patience=60.0), threading.Event()
    with queue.place(CALLER):
        clock[0] += 150.0  # so slow that nobody would want to wait for another
    for _ in range(30):
        with queue.place(CALLER):
            pass
    (busy,), refused = fill(queue, 1, free)
    until(lambda: queue.serving == 1)
    threading.Timer(0.05, free.set).start()
    with queue.place(CALLER):
        pass
    busy.join()
    assert refused == []
