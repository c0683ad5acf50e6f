"""Many files at once, hostile ones among them, and what is left when something breaks in the middle."""

import threading
import time
from zlib import crc32

import pytest

from assistant.web.library.build import Builder
from assistant.web.library.intake import Intake, Stopped
from assistant.web.library.types import Order
from corpus.errors import BadCall
from index.store import locked
from index.verify import verify
from tests.assistant.web.library.conftest import EDITOR, READER


def paper(n):
    return f"关于第{n}号事项的通知\n\n一、第{n}号事项每人每月补助{n}00元。\n".encode()


@pytest.mark.parametrize("room", [Builder], indirect=True)
def test_hostile_files_among_many_cost_only_themselves_while_questions_are_answered(room):
    files = {f"第{n}号.txt": paper(n) for n in range(40)}
    files |= {"坏.docx": b"PK\x03\x04" + bytes(99), "空.pdf": b"", "涉密.txt": "绝密★长期\n关于某事的通知".encode()}
    answers, stop = [], threading.Event()

    def ask():
        while not stop.is_set():
            answers.append(room.assistants.of(READER).ask("教师课酬每课时多少元？"))

    thread = threading.Thread(target=ask)
    thread.start()
    job = room.add(EDITOR, dict(sorted(files.items(), key=lambda each: crc32(each[0].encode()))))
    stop.set()
    thread.join()
    assert (job.state, job.done, job.total) == ("done", 43, 43)
    outcomes = {each.name: each.outcome for each in job.reports}
    assert {name for name, outcome in outcomes.items() if outcome == "refused"} == {"坏.docx", "空.pdf", "涉密.txt"}
    assert sum(outcome == "added" for outcome in outcomes.values()) == 40
    assert answers
    assert all("120元" in answer.text for answer in answers)
    assert not any(room.stage.folder.iterdir())
    assert {each.name for each in room.shelf.folder.iterdir()} == {name for name in files if name.startswith("第")}
    assert "1700元" in room.assistants.of(READER).ask("第17号事项每人每月补助多少元？").text
    assert verify(room.path / "store") == []


def test_permissions_are_there_before_a_document_can_be_found(room, monkeypatch):
    build = type(room.builder).build
    seen = []

    def watched(self, folder):
        seen.append(room.permissions.groups_of("一.txt"))
        return build(self, folder)

    monkeypatch.setattr(type(room.builder), "build", watched)
    room.add(EDITOR, {"一.txt": paper(1)}, frozenset(["甲组"]))
    assert seen == [{"甲组"}]


def test_an_index_that_cannot_be_built_leaves_everything_as_it_was(room, monkeypatch):
    room.add(EDITOR, {"一.txt": paper(1)})
    (id,) = [entry.id for entry in room.library.list(READER) if entry.source == "一.txt"]

    def fail(self, chosen):
        raise BadCall("磁盘已满", "disk full")

    for name in ("build", "remove"):
        monkeypatch.setattr(type(room.builder), name, fail)
    job = room.add(EDITOR, {"一.txt": paper(7), "二.txt": paper(2)}, frozenset())
    assert (job.state, job.problem.zh, job.reports) == ("failed", "磁盘已满", ())
    assert room.wait(room.library.correct(EDITOR, id, {"title": "别的"})).state == "failed"
    assert room.wait(room.library.remove(EDITOR, [id])).state == "failed"
    assert {each.name: each.read_bytes() for each in room.shelf.folder.iterdir() if each.suffix == ".txt"} == {
        "一.txt": paper(1)
    }
    assert not any(room.stage.folder.iterdir())
    assert "100元" in room.library.document(READER, id).text


@pytest.mark.parametrize("room", [Builder], indirect=True)
def test_another_writer_is_waited_for(room, monkeypatch):
    with locked(room.path / "store"):
        staged = [room.stage.put([paper(1)], "一.txt")]
        job = room.library.add(EDITOR, staged)
        while room.intake.job(job.id).state == "waiting":
            time.sleep(0.01)
        time.sleep(1.5)
        assert room.intake.job(job.id).state == "running"
    assert room.wait(room.intake.job(job.id)).state == "done"


def test_an_order_that_was_stopped_is_done_after_the_next_start(room):
    """What was received is kept until then, and nothing is found twice."""
    staged = room.stage.put([paper(1)], "一.txt")
    work = room.intake._carry_out

    def stopping(order, progress):
        room.builder.stopping.set()
        try:
            work(order, progress)
        except Stopped:
            room.intake.stopping.set()
            raise

    first = Intake(room.path / "other.db", stopping)
    id = first.put(Order("add", "e1", (staged,))).id
    first._pool.shutdown(wait=True)
    assert (first.job(id).state, staged.path.is_file()) == ("waiting", True)
    assert not room.shelf.path("一.txt").exists()
    first._database.close()
    room.builder.stopping.clear()
    with Intake(room.path / "other.db", work) as second:
        assert [order.files for order in second.start()] == [(staged,)]
        second._pool.shutdown(wait=True)
        job = second.job(id)
    assert [(each.name, each.outcome) for each in job.reports] == [("一.txt", "added")]


def test_a_file_that_was_shelved_before_the_power_went_is_not_there_twice(room):
    room.shelf.path("一.txt").write_bytes(paper(1))
    job = room.add(EDITOR, {"一.txt": paper(1)})
    assert [(each.name, each.outcome) for each in job.reports] == [("一.txt", "added")]
    assert [each.name for each in room.shelf.folder.iterdir()] == ["一.txt"]


def test_a_replacement_that_was_shelved_before_the_power_went_is_indexed_after_all(room):
    room.add(EDITOR, {"一.txt": paper(1)})
    room.shelf.path("一.txt").write_bytes(paper(2))
    job = room.add(EDITOR, {"一.txt": paper(2)})
    assert [(each.name, each.outcome) for each in job.reports] == [("一.txt", "replaced")]
    assert "200元" in room.assistants.of(READER).ask("第2号事项每人每月补助多少元？").text


def test_a_file_that_somebody_has_put_there_is_not_overwritten(room):
    room.shelf.path("手放的.txt").write_bytes(paper(5))
    job = room.add(EDITOR, {"手放的.txt": paper(6)})
    assert [each.name for each in job.reports] == ["手放的(2).txt"]
    assert room.shelf.path("手放的.txt").read_bytes() == paper(5)


def test_what_a_killed_program_left_on_the_shelf_is_swept(room):
    room.shelf.path(".part-x").write_text("half")
    type(room.shelf)(room.shelf.folder)
    assert not any(room.shelf.folder.iterdir())
