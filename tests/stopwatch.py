"""How long a piece of work takes, told so that neither what else the machine does nor what else the tests do counts.

Knows nothing about what it times. A whole run keeps servers and their threads alive and a heap of many hundred
megabytes: the processor time of the process counts those threads, and the collector walks that heap. So it is the
thread's own time that counts, with the collector still, the quickest of three tries, on a machine that may be slower.
Where others do the work (a process, the thread of a server), it is the time on the wall, tried and scaled alike.
"""

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

ARITHMETIC = 6.5
"""Milliseconds that `slowness` takes on an idle core of the machine that the limits were set on."""
TRIES = 3


def slowness(clock: Callable[[], float] = time.perf_counter) -> float:
    """How much longer than there a fixed piece of arithmetic takes now by `clock`; at least 1."""
    began = clock()
    sum(number * number for number in range(200_000))
    return max(1.0, (clock() - began) * 1000 / ARITHMETIC)


def takes_less(limit: float, call: Callable[[], T], clock: Callable[[], float] = time.thread_time) -> T:
    """What `call` gives; fails when it takes `limit` seconds or more by `clock` at every one of three tries."""
    tries = []
    running = gc.isenabled()
    while len(tries) < TRIES and not (tries and min(tries) < limit):
        slower = slowness(clock)
        gc.disable()
        began = clock()
        try:
            given = call()
            tries.append((clock() - began) / slower)
        finally:
            if running:
                gc.enable()
    assert min(tries) < limit, f"took {min(tries):.3f} s, {limit} s allowed"
    return given
