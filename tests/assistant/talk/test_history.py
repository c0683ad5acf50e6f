"""Conversations are kept, bounded, forgotten and deleted, whoever uses them at the same time."""

import json
import os
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from assistant.talk.conversation import Reference, Resolved, Turn
from assistant.talk.history import History, Limits
from corpus.errors import BadCall, StoreDamaged, StoreMismatch
from index.types import Filter

TURN = Turn(
    question="护理费是多少？",
    resolved=Resolved(("护理费是多少？",), "护理费是多少？", ("护理费",), (), ("清河市",), (2024,), "离休"),
    status="answered",
    references=(Reference(1, "d1", "通知.txt", 3, 9),),
    day="2024-01-01",
    filters=Filter(region="清河市", documents=frozenset(["d1", "d2"])),
    asked="2026-11-21T09:00:00+08:00",
)


class Clock:
    """Time that a test sets."""

    def __init__(self):
        self.now = datetime(2026, 11, 21, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(params=["file", "memory"])
def history(request, tmp_path):
    path = tmp_path / "谈话" / "conversations.db" if request.param == "file" else None
    with History.open(path, Limits(conversations=5, turns=3, characters=20, days=30), Clock()) as opened:
        yield opened


def turn(number):
    return replace(TURN, question=f"第{number}问")


def test_what_is_added_is_read_back_whole_and_in_order(history):
    id = history.new().id
    history.add(id, TURN)
    kept = history.add(id, turn(2))
    assert kept.turns == (TURN, turn(2))
    assert history.get(id) == kept
    assert kept.questions == ("护理费是多少？", "第2问")


def test_a_file_outlives_the_program_and_only_its_owner_can_read_it(tmp_path):
    path = tmp_path / "conversations.db"
    with History.open(path) as first:
        id = first.new().id
        first.add(id, TURN)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with History.open(path) as second:
        assert second.get(id).turns == (TURN,)


def test_ids_cannot_be_guessed(history):
    ids = {history.new().id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(id) >= 32 for id in ids)


def test_an_id_can_stand_on_a_command_line(history):
    assert all(history.new().id.isalnum() for _ in range(50))  # "-5p4…" would be read as an option


@pytest.mark.parametrize("id", ["", "new", "1", "x' OR '1'='1", "甲" * 10_000])
def test_a_conversation_that_there_is_not_is_told_in_one_line(history, id):
    history.new()
    for call in (lambda: history.get(id), lambda: history.add(id, TURN)):
        with pytest.raises(BadCall, match="没有这个谈话"):
            call()
    assert history.delete(id) is False


def test_beyond_the_limit_the_oldest_turns_are_forgotten(history):
    id = history.new().id
    for number in range(6):
        history.add(id, turn(number))
    assert history.get(id).questions == ("第3问", "第4问", "第5问")
    history.add(id, turn(6))
    assert history.get(id).questions[-1] == "第6问"


def test_beyond_the_limit_the_conversation_left_longest_is_forgotten(history):
    ids = [history.new().id for _ in range(5)]
    history.add(ids[0], TURN)
    newest = history.new().id
    assert [each.id for each in history.list()] == [newest, ids[0], *ids[:1:-1]]


def test_the_list_shows_what_was_last_gone_on_with_first(history):
    first, second = history.new().id, history.new().id
    assert [each.id for each in history.list()] == [second, first]
    history.add(first, TURN)
    assert [each.id for each in history.list()] == [first, second]
    assert [each.id for each in history.list(1)] == [first]


def test_a_conversation_is_forgotten_a_while_after_its_last_turn(history):
    old, young = history.new().id, history.new().id
    history._now.now += timedelta(days=29)
    history.add(young, TURN)
    history._now.now += timedelta(days=2)
    assert [each.id for each in history.list()] == [young]
    with pytest.raises(BadCall):
        history.get(old)
    history.new()
    assert history._database._connection.execute(
        "SELECT count(*) FROM conversation WHERE id = ?", (old,)
    ).fetchone() == (0,)


def test_what_is_deleted_is_gone_with_all_its_turns(history):
    id = history.new().id
    history.add(id, TURN)
    assert history.delete(id) is True
    with pytest.raises(BadCall):
        history.get(id)
    assert history._database._connection.execute("SELECT count(*) FROM turn").fetchone() == (0,)


def test_nothing_of_what_is_deleted_is_left_in_the_file(tmp_path):
    path = tmp_path / "conversations.db"
    with History.open(path) as history:
        id = history.new().id
        history.add(id, replace(TURN, question="张某某的护理费"))
        history.delete(id)
    left = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert "张某某".encode() not in left


def test_a_question_that_is_too_long_is_refused_and_not_kept(history):
    id = history.new().id
    with pytest.raises(BadCall, match="最多 20 字"):
        history.add(id, replace(TURN, question="长" * 21))
    assert history.get(id).turns == ()


def test_threads_that_add_at_the_same_time_lose_nothing(tmp_path):
    with History.open(tmp_path / "c.db", Limits(turns=1000)) as history:
        shared = history.new().id
        own = [history.new().id for _ in range(6)]

        def work(number):
            for step in range(15):
                history.add(shared, turn(f"{number}.{step}"))
                history.add(own[number], turn(step))
                history.list()

        threads = [Thread(target=work, args=(number,)) for number in range(6)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert len(history.get(shared).turns) == 90
        for number, id in enumerate(own):
            assert history.get(id).questions == tuple(f"第{step}问" for step in range(15))
            mine = [each for each in history.get(shared).questions if each.startswith(f"第{number}.")]
            assert mine == [f"第{number}.{step}问" for step in range(15)]


def test_two_programs_may_use_one_file(tmp_path):
    with History.open(tmp_path / "c.db") as first, History.open(tmp_path / "c.db") as second:
        id = first.new().id
        second.add(id, turn(1))
        first.add(id, turn(2))
        assert second.get(id).questions == ("第1问", "第2问")


def test_a_turn_that_fails_halfway_leaves_nothing(history, monkeypatch):
    id = history.new().id
    monkeypatch.setattr(history, "_forget", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        history.add(id, TURN)
    assert history.get(id).turns == ()


class TestAFileThatCannotServe:
    def test_no_database(self, tmp_path):
        (tmp_path / "c.db").write_bytes(b"no database at all" * 100)
        with pytest.raises(StoreDamaged, match="谈话记录"):
            History.open(tmp_path / "c.db")

    def test_of_another_schema(self, tmp_path):
        with sqlite3.connect(tmp_path / "c.db") as connection:
            connection.execute("PRAGMA user_version=9")
        connection.close()
        with pytest.raises(StoreMismatch, match="第 9 版"):
            History.open(tmp_path / "c.db")

    def test_with_a_broken_turn(self, tmp_path):
        with History.open(tmp_path / "c.db") as history:
            id = history.new().id
            history._database._connection.execute(
                "INSERT INTO turn VALUES (?, 1, ?)", (id, json.dumps({"question": 1}))
            )
            with pytest.raises(StoreDamaged, match="已损坏"):
                history.get(id)

    def test_where_nothing_can_be_written(self, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(BadCall, match="写不了谈话记录"):
            History.open(tmp_path / "file" / "c.db")
        (tmp_path / "folder").mkdir()
        with pytest.raises(BadCall, match="写不了谈话记录"):
            History.open(tmp_path / "folder")
        assert os.listdir(tmp_path / "folder") == []


def test_a_conversation_is_there_for_its_owner_and_for_nobody_else(history):
    id = history.new("甲").id
    history.add(id, TURN, "甲")
    assert history.get(id, "甲").turns == (TURN,)
    for other in ("乙", None, "", "甲' OR 1=1 --"):
        with pytest.raises(BadCall):
            history.get(id, other)
        with pytest.raises(BadCall):
            history.add(id, TURN, other)
        assert not history.delete(id, other)
        assert history.list(owner=other) == ()
    assert [each.id for each in history.list(owner="甲")] == [id]
    assert history.delete(id, "甲")


def test_nobody_crowds_out_the_conversations_of_another(history):
    first = history.new("甲").id
    for _ in range(9):
        history.new("乙")
    assert [each.id for each in history.list(owner="甲")] == [first]
    assert len(history.list(owner="乙")) == 5


def test_conversations_of_an_older_program_are_kept_and_have_no_owner(tmp_path):
    path = tmp_path / "conversations.db"
    with closing(sqlite3.connect(path)) as older:
        older.executescript(
            "CREATE TABLE conversation (id TEXT PRIMARY KEY, begun TEXT NOT NULL, used REAL NOT NULL) WITHOUT ROWID;"
            "CREATE TABLE turn (conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE,"
            " number INTEGER NOT NULL, record TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID;"
            "CREATE INDEX conversation_used ON conversation (used);"
            "INSERT INTO conversation VALUES ('abc', '2026-11-20T09:00:00+08:00', 1795000000.0);"
            "PRAGMA user_version=1;"
        )
    with History.open(path, now=Clock()) as history:
        assert [each.id for each in history.list()] == ["abc"]
        assert history.list(owner="甲") == ()
    with History.open(path, now=Clock()) as again:
        assert again.add("abc", TURN).turns == (TURN,)
