"""One way to open a SQLite file: private, whole or not at all, for many threads and programs."""

import sqlite3
import stat
from pathlib import Path
from threading import Thread

import pytest

from assistant.database import Called, Database, private
from corpus.errors import BadCall, PolicyError, StoreDamaged, StoreMismatch

TABLES = ("CREATE TABLE word (text TEXT PRIMARY KEY)",)


@pytest.fixture
def database(tmp_path):
    with Database.open(tmp_path / "a" / "b" / "words.db", TABLES, 1) as opened:
        yield opened


def words(database):
    with database.reading() as connection:
        return [text for (text,) in connection.execute("SELECT text FROM word ORDER BY rowid")]


def write(database, *texts):
    with database.writing() as connection:
        for text in texts:
            connection.execute("INSERT INTO word VALUES (?)", (text,))


def test_a_file_and_its_folders_are_for_their_owner_only(database, tmp_path):
    write(database, "一")
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "a" / "b").iterdir()} == {0o600}
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "a", tmp_path / "a" / "b")} == {0o700}


def test_a_folder_that_was_there_keeps_its_rights(tmp_path):
    (tmp_path / "open").mkdir(mode=0o755)
    private(tmp_path / "open" / "inner")
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "open" / "inner").stat().st_mode) == 0o700


def test_what_fails_halfway_leaves_nothing(database):
    write(database, "一")
    with pytest.raises(sqlite3.IntegrityError):
        write(database, "二", "三", "一")
    assert words(database) == ["一"]


def test_writing_inside_writing_is_part_of_it(database):
    def fail():
        with database.writing():
            write(database, "一")
            assert words(database) == ["一"]
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert words(database) == []
    with database.writing():
        write(database, "一")
        write(database, "二")
    assert words(database) == ["一", "二"]


def test_after_a_failure_it_goes_on(database):
    for _ in range(3):
        with pytest.raises(sqlite3.Error), database.writing() as connection:
            connection.execute("INSERT INTO nothing VALUES (1)")
    write(database, "一")
    assert words(database) == ["一"]


def test_a_full_disk_is_told_to_a_person_and_takes_nothing_with_it(database):
    write(database, "一")
    with database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(PolicyError):
        write(database, *(f"{number}" * 500 for number in range(100)))
    assert words(database) == ["一"]


def test_threads_and_a_second_opener_lose_nothing(database):
    with Database.open(Path(database.place), TABLES, 1) as other:
        threads = [
            Thread(target=lambda which=which, number=number: [write(which, f"{number}.{step}") for step in range(10)])
            for number, which in enumerate((database, other) * 3)
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(words(database)) == sorted(words(other))
        assert len(words(database)) == 60


def test_a_file_of_another_schema_or_none_at_all_is_refused_by_the_name_people_know(tmp_path):
    called = Called("词语", "words")
    Database.open(tmp_path / "words.db", TABLES, 2, called).close()
    with pytest.raises(StoreMismatch, match="词语"):
        Database.open(tmp_path / "words.db", TABLES, 3, called)
    with pytest.raises(StoreMismatch, match="词语"):
        Database.open(tmp_path / "words.db", TABLES, 1, called)
    (tmp_path / "none.db").write_bytes(b"no database" * 500)
    with pytest.raises(StoreDamaged, match="词语"):
        Database.open(tmp_path / "none.db", TABLES, 1, called)
    (tmp_path / "file").write_text("")
    with pytest.raises(BadCall, match="写不了词语"):
        Database.open(tmp_path / "file" / "words.db", TABLES, 1, called)


def test_an_older_file_is_brought_up_step_by_step(tmp_path):
    path = tmp_path / "words.db"
    with Database.open(path, TABLES, 1) as first:
        write(first, "一")
    steps = {1: ("ALTER TABLE word ADD COLUMN note TEXT",), 2: ("CREATE TABLE more (x)",)}
    with Database.open(path, (), 3, steps=steps) as later:
        assert words(later) == ["一"]
        with later.reading() as connection:
            assert connection.execute("SELECT note FROM word").fetchall() == [(None,)]
            assert connection.execute("PRAGMA user_version").fetchone() == (3,)


def test_nothing_is_kept_in_memory():
    with Database.open(None, TABLES, 1) as first, Database.open(None, TABLES, 1) as second:
        write(first, "一")
        assert words(second) == []
