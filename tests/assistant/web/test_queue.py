"""Whose turn it is: who would wait in vain is told so at once, and who can be served soon is not turned away."""

import threading
import time

import pytest

from assistant.web.queue import Queue
from assistant.web.types import Caller
from corpus.errors import Busy

CALLER = Caller("local", "本机", "administrator", via="local")


def fill(queue, count, seconds):
    """So many who are served for so many seconds each, one after the other as their turn comes."""

    def come():
        try:
            with queue.place(CALLER):
                time.sleep(seconds)
        except Busy:
            pass

    threads = [threading.Thread(target=come) for _ in range(count)]
    for each in threads:
        each.start()
    return threads


def test_who_would_wait_in_vain_is_refused_at_once():
    queue = Queue(serving=1, waiting=100, patience=1.0)
    for _ in range(10):  # it is known by now how long one takes
        with queue.place(CALLER):
            time.sleep(0.1)
    busy = fill(queue, 30, 0.1)
    time.sleep(0.05)
    assert 5 <= queue.waiting <= 12
    began = time.perf_counter()
    with pytest.raises(Busy) as caught, queue.place(CALLER):
        pass
    assert time.perf_counter() - began < 0.2
    assert caught.value.after >= 1.0
    for each in busy:
        each.join()


def test_who_can_be_served_soon_is_served_even_after_slow_ones():
    queue = Queue(serving=1, waiting=10, patience=0.2)
    with queue.place(CALLER):
        time.sleep(0.5)  # so slow that nobody would want to wait for another
    for _ in range(30):
        with queue.place(CALLER):
            pass
    (busy,) = fill(queue, 1, 0.05)
    time.sleep(0.01)
    with queue.place(CALLER):
        pass
    busy.join()
