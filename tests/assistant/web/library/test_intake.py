"""Orders wait their turn, survive a restart, and none is tried for ever."""

import threading
import time

import pytest

from assistant.web.library import intake as room
from assistant.web.library.intake import Intake, Stopped
from assistant.web.library.types import Order, Report
from corpus.errors import BadCall, Busy, NotFound

ORDER = Order("remove", "e1", documents=("a", "b"))


def settled(intake, id):
    until = time.monotonic() + 120
    while intake.job(id).state in ("waiting", "running"):
        assert time.monotonic() < until
        time.sleep(0.01)
    return intake.job(id)


def test_orders_are_carried_out_one_after_the_other_and_told_of(tmp_path):
    under_way, most = [], []

    def carry_out(order, progress):
        under_way.append(order)
        most.append(len(under_way))
        progress.step()
        progress.report(Report("a", "removed"))
        under_way.pop()

    with Intake(tmp_path / "jobs.db", carry_out) as intake:
        ids = [intake.put(ORDER).id for _ in range(5)]
        jobs = [settled(intake, id) for id in ids]
        assert [(job.state, job.done, job.total, len(job.reports)) for job in jobs] == [("done", 2, 2, 1)] * 5
        assert all(job.ended for job in jobs)
        assert [job.id for job in intake.jobs("e1")] == ids[::-1]
        assert intake.jobs("e2") == []
        with pytest.raises(NotFound):
            intake.job("nope")
    assert max(most) == 1
    assert (tmp_path / "jobs.db").stat().st_mode & 0o777 == 0o600


def test_what_fails_is_told_and_the_line_goes_on(tmp_path, caplog):
    faults = iter([BadCall("不行", "no"), ZeroDivisionError(), None])

    def carry_out(order, progress):
        fault = next(faults)
        if fault is not None:
            raise fault

    with Intake(None, carry_out) as intake:
        first, second, third = [settled(intake, intake.put(ORDER).id) for _ in range(3)]
    assert (first.state, first.problem.zh) == ("failed", "不行")
    assert second.state == "failed"
    assert "日志" in second.problem.zh
    assert "ZeroDivisionError" in caplog.text
    assert third.state == "done"


def test_the_line_is_bounded(monkeypatch):
    monkeypatch.setattr(room, "WAITING", 2)
    gate = threading.Event()
    with Intake(None, lambda order, progress: gate.wait(120)) as intake:
        first = intake.put(ORDER)
        while intake.job(first.id).state != "running":
            time.sleep(0.01)
        intake.put(ORDER)
        last = intake.put(ORDER)
        with pytest.raises(Busy) as busy:
            intake.put(ORDER)
        assert busy.value.after > 1
        gate.set()
        settled(intake, last.id)


def test_an_order_that_was_waiting_at_the_end_is_carried_out_after_the_next_start(tmp_path):
    begun, go_on = threading.Event(), threading.Event()

    def stopped(order, progress):
        begun.set()
        go_on.wait(120)
        raise Stopped

    intake = Intake(tmp_path / "jobs.db", stopped)
    ids = [intake.put(ORDER).id for _ in range(2)]
    assert begun.wait(120)
    threading.Timer(0.05, go_on.set).start()
    intake.close()
    done = []
    with Intake(tmp_path / "jobs.db", lambda order, progress: done.append(order)) as later:
        assert later.start() == [ORDER, ORDER]
        assert [settled(later, id).state for id in ids] == ["done", "done"]
    assert done == [ORDER, ORDER]


def test_an_order_that_brings_the_program_down_twice_is_not_begun_again(tmp_path):
    """As though the power went in the middle: the file is copied while the order is under way."""
    begun, gate = threading.Event(), threading.Event()

    def killer(order, progress):
        begun.set()
        gate.wait(120)

    def copy(intake, name):
        assert begun.wait(120)
        with intake._database.reading() as connection:
            connection.execute("VACUUM INTO ?", (str(tmp_path / name),))
        begun.clear()
        gate.set()
        settled(intake, id)
        gate.clear()

    with Intake(tmp_path / "0.db", killer) as first:
        id = first.put(ORDER).id
        copy(first, "1.db")
    with Intake(tmp_path / "1.db", killer) as second:
        assert second.start() == [ORDER]
        copy(second, "2.db")
    with Intake(tmp_path / "2.db", killer) as third:
        assert third.start() == []
        job = third.job(id)
    assert (job.state, "不再重试" in job.problem.zh) == ("failed", True)


def test_old_jobs_are_forgotten(monkeypatch):
    monkeypatch.setattr(room, "KEPT", 3)
    with Intake(None, lambda order, progress: None) as intake:
        for _ in range(6):
            settled(intake, intake.put(ORDER).id)
        assert len(intake.jobs()) <= 4
