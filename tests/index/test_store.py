"""The store itself: who may open it, and what it refuses."""

import multiprocessing
import sqlite3

import pytest

from corpus.errors import StoreDamaged, StoreLocked, StoreMismatch, StoreMissing
from index.store import DATABASE, Store, locked


@pytest.fixture
def store(sync, folder, directory):
    sync(folder)
    store = Store.to_write(directory)
    yield store
    store.close()


def test_the_pragmas_are_those_of_a_system_of_record(store):
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "trusted_schema": 0}
    assert {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_a_reader_cannot_write(store, directory):
    reader = Store.to_read(directory)
    with pytest.raises(sqlite3.OperationalError):
        reader.connection.execute("DELETE FROM chunk")
    reader.close()


@pytest.mark.parametrize("prepare", [lambda d: None, lambda d: d.mkdir(), lambda d: Store.to_write(_made(d)).close()])
def test_a_missing_store_names_the_command_that_builds_it(directory, prepare):
    prepare(directory)
    with pytest.raises(StoreMissing, match=f"python -m index build --store {directory} PATH"):
        Store.to_read(directory)


def _made(directory):
    directory.mkdir()
    return directory


def test_another_schema_is_refused_with_the_command_that_rebuilds(store, directory):
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
        done.wait(300)


def test_a_second_writer_is_refused_at_once_and_let_in_when_the_first_was_killed(directory):
    context = multiprocessing.get_context("spawn")
    taken, done = context.Event(), context.Event()
    first = context.Process(target=_hold, args=(directory, taken, done))
    first.start()
    assert taken.wait(300)
    with pytest.raises(StoreLocked, match="another process is writing"), locked(directory):
        pass
    first.kill()
    first.join()
    with locked(directory):
        pass


def test_rows_by_number_are_those_of_the_whole_generation(sync, folder, directory):
    (folder / "甲.jsonl").write_text(
        "\n".join(f'{{"_id": "{n}", "title": "", "text": "第{n}条。"}}' for n in range(3)), "utf-8"
    )
    sync(folder)
    store = Store.to_read(directory)
    everything = {row.number: row for row in store.rows(1)}
    assert len({row.chunk.document_id for row in everything.values()}) < len(everything)
    assert store.rows_numbered(everything) == everything
    some = list(everything)[::-2]
    assert store.rows_numbered([*some, some[0], 999_999]) == {number: everything[number] for number in some}
    assert store.rows_numbered([]) == {}
    store.close()


def test_rows_by_number_take_two_statements_however_many_there_are(sync, folder, directory):
    sync(folder)
    store = Store.to_read(directory)
    numbers = [row.number for row in store.rows(1)]
    asked = []
    store.connection.set_trace_callback(asked.append)
    assert len(store.rows_numbered(numbers)) == len(numbers) > 2
    assert len(asked) == 2
    store.close()
