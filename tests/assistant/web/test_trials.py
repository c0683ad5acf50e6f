"""Runs of known questions are processes whose progress is seen and whose reports are kept."""

import time
from types import SimpleNamespace

import pytest

from assistant.web.trials import BASELINE, Trials
from assistant.web.types import Caller
from corpus.errors import BadCall, Busy, NotAllowed, NotFound
from index.embed import open_embedder
from index.writer import Writer

ADMINISTRATOR = Caller("a", "管理员", "administrator")
SUITE = """
cases:
  - id: fee
    question: 护理费每人每月多少元？
    facts: ["3700元"]
  - id: gone
    question: 交通费每人每月多少元？
    facts: ["1元"]
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trials")
    (folder / "文件").mkdir()
    (folder / "文件" / "护理费.txt").write_text(
        "清河市关于护理费的通知\n一、生活不能自理的离休干部，护理费每人每月3700元。", "utf-8"
    )
    with Writer.open(folder / "store", open_embedder("bundled")) as writer:
        writer.sync([folder / "文件"])
    (folder / "suites").mkdir()
    (folder / "suites" / "小.yaml").write_text(SUITE, "utf-8")
    (folder / "suites" / "坏.yaml").write_text("cases: [", "utf-8")
    (folder / "suites" / "case.schema.json").write_text("{}", "utf-8")
    trials = Trials(
        folder / "trials", folder / "store", lambda caller: caller.sees_all, [folder / "suites"], folder / "runs"
    )
    yield SimpleNamespace(trials=trials, folder=folder)
    trials.close()


def ended(trials, id):
    until = time.monotonic() + 300
    while (trial := trials.run(ADMINISTRATOR, id)).state in ("waiting", "running"):
        assert time.monotonic() < until
        time.sleep(0.05)
    return trial


def test_a_suite_is_run_reported_and_compared(room):
    trials = room.trials
    assert [suite.name for suite in trials.suites(ADMINISTRATOR)] == ["坏", "小"]
    first = ended(trials, trials.start(ADMINISTRATOR, "小", "严格").id)
    assert (first.state, first.done, first.total, first.problem) == ("done", 2, 2, None)
    assert first.ended
    html = trials.report(ADMINISTRATOR, first.id).read_text("utf-8")
    assert "<html" in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    assert trials.figures(ADMINISTRATOR, first.id)
    second = ended(trials, trials.start(ADMINISTRATOR, "小", baseline=first.id).id)
    assert second.passed is True
    assert [each.id for each in trials.runs(ADMINISTRATOR)] == [second.id, first.id]
    kept = Trials(room.folder / "trials", room.folder / "store", lambda caller: True, [room.folder / "suites"])
    assert [each.id for each in kept.runs(ADMINISTRATOR)] == [second.id, first.id]
    kept.close()


def test_a_suite_that_makes_no_sense_fails_with_its_reason(room):
    trial = ended(room.trials, room.trials.start(ADMINISTRATOR, "坏").id)
    assert (trial.state, trial.passed) == ("failed", None)
    assert "坏.yaml" in trial.problem
    with pytest.raises(NotFound):
        room.trials.report(ADMINISTRATOR, trial.id)


def test_a_run_can_be_stopped_and_the_next_one_goes_on(room):
    first, second = (room.trials.start(ADMINISTRATOR, "小").id for _ in range(2))
    room.trials.stop(ADMINISTRATOR, second)
    room.trials.stop(ADMINISTRATOR, first)
    assert ended(room.trials, first).passed is not False
    assert ended(room.trials, second).state == "failed"
    room.trials.stop(ADMINISTRATOR, second)


def test_only_who_sees_everything_may_evaluate(room):
    for caller in (Caller("e", "编辑", "editor"), Caller("r", "读者", "reader")):
        with pytest.raises(NotAllowed):
            room.trials.suites(caller)
        with pytest.raises(NotAllowed):
            room.trials.run(caller, "0" * 16)


@pytest.mark.parametrize("suite", ["没有", "../suites/小", "case.schema", ""])
def test_only_the_suites_that_are_listed_can_be_run(room, suite):
    with pytest.raises(NotFound):
        room.trials.start(ADMINISTRATOR, suite)


def test_wrong_choices_are_refused_before_anything_runs(room):
    for baseline in ("0" * 16, "../../etc", BASELINE):
        with pytest.raises(NotFound):
            room.trials.start(ADMINISTRATOR, "小", baseline=baseline)
    with pytest.raises(BadCall):
        room.trials.start(ADMINISTRATOR, "小", "随便")


def test_the_line_is_bounded(room):
    ids = []
    with pytest.raises(Busy):
        ids.extend(room.trials.start(ADMINISTRATOR, "小").id for _ in iter(int, 1))
    for trial in room.trials.runs(ADMINISTRATOR):
        room.trials.stop(ADMINISTRATOR, trial.id)
    for trial in room.trials.runs(ADMINISTRATOR):
        ended(room.trials, trial.id)
