"""Drafts kept in a file."""

import sqlite3
import stat
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from assistant.letter.drafts import Drafts
from corpus.errors import BadCall, NotFound, StoreMismatch


def test_a_draft_comes_back_as_it_was_from_a_file_that_only_its_owner_reads(tmp_path, whole):
    path = tmp_path / "drafts.db"
    with Drafts.open(path) as kept:
        kept.add(whole)
        kept.add(replace(whole, version=2))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with Drafts.open(path) as kept:
        assert kept.get(whole.id, 1) == whole
        assert [each.version for each in kept.list()] == [2]
        assert kept.delete(whole.id)
        assert not kept.delete(whole.id)
        with pytest.raises(NotFound):
            kept.get(whole.id)


def test_a_version_is_written_once(whole, drafts):
    with pytest.raises(BadCall):
        drafts.add(whole)


def test_drafts_are_there_for_their_owner_only(whole, drafts):
    mine, other = drafts.of("甲"), drafts.of("乙")
    made = replace(whole, id="a" * 32)
    mine.add(made)
    assert mine.get(made.id) == made
    assert (other.list(), other.versions(made.id), other.delete(made.id)) == ((), (), False)
    for owner in (other, drafts):
        with pytest.raises(NotFound):
            owner.get(made.id)
        with pytest.raises(NotFound):
            owner.add(replace(made, version=2))
    assert len(mine.versions(made.id)) == 1


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self):
        return self.now


def test_a_letter_that_nobody_changed_for_long_is_forgotten_with_all_its_versions(tmp_path, whole):
    clock, path = Clock(), tmp_path / "drafts.db"
    with Drafts.open(path, 10, clock) as kept:
        mine, other = kept.of("甲"), kept.of("乙")
        left, changed = (replace(whole, id=each * 32) for each in "ab")
        mine.add(left)
        mine.add(changed)
        clock.now += timedelta(days=9)
        mine.add(replace(changed, version=2))
        assert {each.id for each in mine.list()} == {left.id, changed.id}
        clock.now += timedelta(days=2)
        assert [each.id for each in mine.list()] == [changed.id]
        assert mine.versions(left.id) == ()
        for version in (None, 1):
            with pytest.raises(NotFound):
                mine.get(left.id, version)
        assert len(mine.versions(changed.id)) == 2, "its first version is older, and it was changed since"
        other.add(replace(whole, id="c" * 32))
    with sqlite3.connect(path) as connection:
        assert {id for (id,) in connection.execute("SELECT id FROM draft")} == {changed.id, "c" * 32}
    connection.close()
    clock.now += timedelta(days=20)
    with Drafts.open(path, 10, clock):
        pass
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,), "to open it forgets them too"
    connection.close()


@pytest.mark.parametrize("schema", [1, 2])
def test_a_file_of_a_schema_before_keeps_its_drafts(tmp_path, whole, schema):
    path, clock = tmp_path / "drafts.db", Clock()
    with Drafts.open(path, now=clock) as kept:
        kept.add(whole)
    with sqlite3.connect(path) as connection:
        connection.execute("ALTER TABLE draft DROP COLUMN kept")
        if schema == 1:
            connection.execute("DROP INDEX draft_owner")
            connection.execute("ALTER TABLE draft DROP COLUMN owner")
        connection.execute(f"PRAGMA user_version={schema}")
    connection.close()
    with Drafts.open(path, now=clock) as kept:
        assert kept.get(whole.id) == whole
    clock.now += timedelta(days=181)
    with Drafts.open(path, now=clock) as kept, pytest.raises(NotFound):
        kept.get(whole.id)


def test_a_file_of_another_schema_is_refused(tmp_path):
    path = tmp_path / "drafts.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreMismatch):
        Drafts.open(path)
