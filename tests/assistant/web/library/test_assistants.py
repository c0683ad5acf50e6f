"""Callers share assistants, and never see a generation before it is ready."""

import threading
import time

import pytest

from assistant.answer import Assistant
from assistant.database import Database
from assistant.web.access.permissions import Permissions
from assistant.web.access.schema import SCHEMA, TABLES
from assistant.web.library import assistants as room
from assistant.web.library.assistants import Assistants
from assistant.web.types import Caller
from corpus.errors import PolicyError
from index.embed import HashEmbedder
from index.search import Index
from index.writer import Writer
from tests.assistant.web.library.conftest import ADMINISTRATOR, EDITOR, READER

PAPERS = {f"{n}.txt": f"关于第{n}项工作的通知\n一、第{n}项工作每人每月补助{n}00元。" for n in range(1, 7)}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "文件").mkdir()
    for name, text in PAPERS.items():
        (tmp_path / "文件" / name).write_text(text, "utf-8")
    write(tmp_path)
    return tmp_path


def until(true, seconds=120):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "never came true"
        time.sleep(0.01)


def write(folder):
    with Writer.open(folder / "store", HashEmbedder(64)) as writer:
        return writer.sync([folder / "文件"])


@pytest.fixture
def permissions():
    return Permissions(Database.open(None, TABLES, SCHEMA))


@pytest.fixture
def made():
    return []


@pytest.fixture
def assistants(folder, permissions, made):
    def make(index):
        made.append(index)
        return Assistant(index)

    with Assistants(Index.open(folder / "store", HashEmbedder(64)), make, permissions) as assistants:
        yield assistants


def test_callers_from_whom_the_same_is_hidden_share_an_assistant(assistants, permissions, made):
    permissions.set("1.txt", ["甲组"])
    assert assistants.of(EDITOR) is assistants.of(ADMINISTRATOR)
    assert assistants.of(READER) is assistants.of(Caller("x", "x", "reader"))
    assert assistants.of(READER) is not assistants.of(EDITOR)
    assert len(made) == 2
    assert assistants.visible(READER) == PAPERS.keys() - {"1.txt"}
    assert {entry.source for entry in assistants.index(READER).entries()} == PAPERS.keys() - {"1.txt"}


def test_a_permission_counts_from_the_next_question(assistants, permissions):
    (id,) = [entry.id for entry in assistants.whole.entries() if entry.source == "2.txt"]
    for groups, seen in (([], True), (["甲组"], False), (["乙组"], True)):
        permissions.set("2.txt", groups)
        assert ("200元" in assistants.of(READER).ask("第2项工作每人每月补助多少元？").text) is seen
        assert assistants.may_read(READER, id) is seen
    assert not assistants.may_read(ADMINISTRATOR, "0" * 16)


def test_few_assistants_are_kept_and_many_callers_make_each_only_once(assistants, permissions, made, monkeypatch):
    monkeypatch.setattr(room, "MOST", 3)
    for n in range(1, 6):
        permissions.set(f"{n}.txt", [f"组{n}"])
    callers = [Caller(f"u{n}", "某", "reader", frozenset([f"组{n}"])) for n in range(1, 6)]
    threads = [threading.Thread(target=assistants.of, args=(caller,)) for caller in callers for _ in range(4)]
    for each in threads[:4]:
        each.start()
    for each in threads[:4]:
        each.join()
    assert len(made) == 1
    for caller in callers:
        assistants.of(caller)
    assert len(assistants._shift.callers()) == 3


def test_a_new_generation_is_taken_up_whole_and_hidden_files_stay_hidden(assistants, permissions, folder):
    permissions.set("1.txt", ["甲组"])
    permissions.set("新.txt", ["甲组"])
    old = assistants.index(READER)
    before = assistants.generation
    assert not assistants.refresh()
    (folder / "文件" / "新.txt").write_text("关于新事的通知\n一、新事每人每月补助999元。", "utf-8")
    write(folder)
    assert assistants.generation == before
    assert assistants.refresh()
    assert assistants.generation == before + 1
    assert "999元" in assistants.of(EDITOR).ask("新事每人每月补助多少元？").text
    assert "999元" not in assistants.of(READER).ask("新事每人每月补助多少元？").text
    assert (len(assistants.index(READER).entries()), len(old.entries())) == (5, 5)
    assert len(assistants.index(EDITOR).entries()) == 7


def test_a_change_by_another_process_is_seen_soon(assistants, folder, monkeypatch):
    monkeypatch.setattr(room, "WATCH_SECONDS", 0.05)
    before = assistants.start().generation
    (folder / "文件" / "1.txt").unlink()
    write(folder)
    monkeypatch.setattr(room, "PATIENCE_SECONDS", 0.1)  # nobody makes the caches
    until(lambda: assistants.generation != before)
    assert len(assistants.index(READER).entries()) == 5


def test_the_caches_of_a_new_generation_are_waited_for(assistants, folder, monkeypatch):
    monkeypatch.setattr(room, "WATCH_SECONDS", 0.02)
    (folder / "文件" / "1.txt").unlink()
    write(folder)
    before = assistants.start().generation
    time.sleep(0.3)
    assert assistants.generation == before
    Index.open(folder / "store", HashEmbedder(64)).close()
    until(lambda: assistants.generation != before)


def test_a_generation_that_cannot_be_opened_leaves_the_old_one_serving(assistants, folder, monkeypatch, caplog):
    monkeypatch.setattr(room, "WATCH_SECONDS", 0.02)

    def refuse(self):
        raise PolicyError("坏了", "broken")

    monkeypatch.setattr(Index, "behind", refuse)
    assistants.start()
    until(lambda: "坏了" in caplog.text)
    time.sleep(0.3)  # time to try again many times over
    assert "200元" in assistants.of(READER).ask("第2项工作每人每月补助多少元？").text
    assert caplog.text.count("坏了") == 1


def test_answers_stay_right_while_generations_come_and_go(assistants, permissions, folder):
    """Every answer is of one generation: the amount that it tells is one that some generation held."""
    permissions.set("1.txt", ["甲组"])
    told, faults, stop = set(), [], threading.Event()

    def ask(caller):
        while not stop.is_set():
            answer = assistants.of(caller).ask("第3项工作每人每月补助多少元？")
            told.add(answer.citations[0].quote)
            faults.extend(each for each in answer.citations if each.document == "1.txt" and caller is READER)

    threads = [threading.Thread(target=ask, args=(caller,)) for caller in (READER, EDITOR, ADMINISTRATOR)]
    for each in threads:
        each.start()
    for n in range(8):
        (folder / "文件" / "3.txt").write_text(
            f"关于第3项工作的通知\n一、第3项工作每人每月补助{n + 1}000元。", "utf-8"
        )
        write(folder)
        assistants.refresh()
    stop.set()
    for each in threads:
        each.join()
    assert not faults
    allowed = {f"第3项工作每人每月补助{n + 1}000元" for n in range(8)} | {"第3项工作每人每月补助300元"}
    assert all(any(each in quote for each in allowed) for quote in told), told
