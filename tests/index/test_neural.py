"""How models that run on torch are loaded, and how many threads they take from others."""

import threading

import pytest

from corpus.errors import ModelUnavailable
from index.neural import in_one_line, loading, threads, usual_threads


def refusal(reason):
    return ModelUnavailable(f"不行：{in_one_line(reason)}", "no")


def test_the_number_of_threads_comes_back_whatever_happens(torch_threads):
    torch_threads(3)
    seen = []

    def fail():
        with threads(1):
            seen.append(usual_threads())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert seen == [1]
    assert usual_threads() == 3


def test_a_thread_at_work_keeps_its_number(torch_threads):
    torch_threads(3)
    ready, go, seen = threading.Event(), threading.Event(), []

    def work():
        seen.append(usual_threads())
        ready.set()
        go.wait()
        seen.append(usual_threads())

    other = threading.Thread(target=work)
    other.start()
    ready.wait()
    with threads(1):
        go.set()
        other.join()
    assert seen == [3, 3]


@pytest.mark.parametrize(
    "error", [OSError("a\n b"), ValueError("a\n b"), RuntimeError("a\n b"), ImportError("a\n b")]
)
def test_what_a_library_complains_of_while_loading_is_one_line(error):
    with pytest.raises(ModelUnavailable, match="不行：a b") as failure, loading(refusal):
        raise error
    assert failure.value.__cause__ is error


def test_a_bug_of_ours_keeps_its_traceback():
    with pytest.raises(ZeroDivisionError), loading(refusal):
        raise ZeroDivisionError


def test_bars_are_drawn_again_after_loading():
    from transformers.utils import logging

    assert logging.is_progress_bar_enabled()
    with loading(refusal):
        assert not logging.is_progress_bar_enabled()
    assert logging.is_progress_bar_enabled()


def test_a_long_complaint_is_cut():
    assert in_one_line("x " * 500) == ("x " * 100)
