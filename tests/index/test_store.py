"""The store itself: who may open it, what it refuses, and that a change is all or nothing."""

import multiprocessing
import sqlite3

import pytest

from corpus.errors import StoreDamaged, StoreLocked, StoreMismatch, StoreMissing
from corpus.types import Document, Metadata
from index.change import Change, Passage
from index.chunk import chunk
from index.store import DATABASE, Model, Store, locked

MODEL = Model("letters", "0123456789abcdef", 2)
DOCUMENT = Document("00000000000000aa", "甲.txt", "第一句。\n第二句。", Metadata())


@pytest.fixture
def store(directory):
    directory.mkdir()
    store = Store.to_write(directory)
    yield store
    store.close()


def add(change: Change, document: Document) -> None:
    chunks = chunk(document)
    version = change.add(document, "{}", "mark", "/a", len(chunks))
    change.add_passages(Passage(each, version, order, bytes(8)) for order, each in enumerate(chunks))


def test_a_change_becomes_one_generation(store):
    with Change(store, "test") as change:
        change.use(MODEL)
        add(change, DOCUMENT)
    stamp = store.stamp()
    assert (stamp.generation, stamp.chunks) == (1, len(chunk(DOCUMENT)))
    assert [row.chunk.text for row in store.rows(1)] == [each.text for each in chunk(DOCUMENT)]


def test_an_exception_takes_a_change_back(store):
    with pytest.raises(AttributeError), Change(store, "test") as change:
        add_and_fail(change, DOCUMENT)
    assert store.stamp().generation == 0
    assert list(store.rows(1)) == []


def test_a_change_that_changes_nothing_makes_no_generation(store):
    with Change(store, "test"):
        pass
    assert store.stamp().generation == 0


def test_an_attempt_is_taken_back_alone(store):
    other = Document("00000000000000bb", "乙.txt", "另一句。", Metadata())
    with Change(store, "test") as change:
        add(change, DOCUMENT)
        with pytest.raises(AttributeError), change.attempt():
            add_and_fail(change, other)
    assert [entry.source for entry in store.entries(1)] == ["甲.txt"]
    assert store.stamp().chunks == len(list(store.rows(1)))


def test_what_was_closed_is_still_seen_in_the_generation_before(store):
    with Change(store, "test") as change:
        add(change, DOCUMENT)
    with Change(store, "test") as change:
        change.close(change.live(DOCUMENT.id))
    assert [entry.id for entry in store.entries(1)] == [DOCUMENT.id]
    assert store.entries(2) == []
    assert store.stamp().digest == "0" * 64


def test_chunk_numbers_are_never_given_twice(store):
    numbers = []
    for _ in range(3):
        with Change(store, "test") as change:
            add(change, DOCUMENT)
        generation = store.stamp().generation
        numbers += [row.number for row in store.rows(generation)]
        with Change(store, "test") as change:
            change.close(change.live(DOCUMENT.id))
        with sqlite3.connect(store.directory / DATABASE) as raw:
            raw.execute("DELETE FROM chunk")
        raw.close()
    assert len(set(numbers)) == len(numbers)


def test_the_pragmas_are_those_of_a_system_of_record(store):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_a_reader_cannot_write(store, directory):
    with Change(store, "test") as change:
        add(change, DOCUMENT)
    reader = Store.to_read(directory)
    with pytest.raises(sqlite3.OperationalError):
        reader.connection.execute("DELETE FROM chunk")
    reader.close()


def add_and_fail(change: Change, document: Document) -> None:
    add(change, document)
    raise AttributeError


@pytest.mark.parametrize("prepare", [lambda d: None, lambda d: d.mkdir(), lambda d: Store.to_write(_made(d)).close()])
def test_a_missing_store_names_the_command_that_builds_it(directory, prepare):
    prepare(directory)
    with pytest.raises(StoreMissing, match=f"python -m index build --store {directory} PATH"):
        Store.to_read(directory)


def _made(directory):
    directory.mkdir()
    return directory


def test_another_schema_is_refused_with_the_command_that_rebuilds(store, directory):
    with Change(store, "test") as change:
        add(change, DOCUMENT)
    store.connection.execute("PRAGMA user_version=99")
    with pytest.raises(StoreMismatch, match=f"--store {directory} --rebuild PATH"):
        Store.to_read(directory)


def test_a_file_that_is_no_database_is_called_damaged(directory):
    directory.mkdir()
    (directory / DATABASE).write_bytes(b"\0" * 8192)
    with pytest.raises(StoreDamaged):
        Store.to_read(directory)
    with pytest.raises(StoreDamaged):
        Store.to_write(directory)


def _hold(directory, taken, done):
    with locked(directory):
        taken.set()
        done.wait(30)


def test_a_second_writer_is_refused_at_once_and_let_in_when_the_first_was_killed(directory):
    context = multiprocessing.get_context("spawn")
    taken, done = context.Event(), context.Event()
    first = context.Process(target=_hold, args=(directory, taken, done))
    first.start()
    assert taken.wait(30)
    with pytest.raises(StoreLocked, match="another process is writing"), locked(directory):
        pass
    first.kill()
    first.join()
    with locked(directory):
        pass
