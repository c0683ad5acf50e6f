"""Drafts kept in a file."""

import sqlite3
import stat
from dataclasses import replace

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


def test_a_file_of_the_schema_before_keeps_its_drafts(tmp_path, whole):
    path = tmp_path / "drafts.db"
    with Drafts.open(path) as kept:
        kept.add(whole)
    with sqlite3.connect(path) as connection:
        connection.execute("DROP INDEX draft_owner")
        connection.execute("ALTER TABLE draft DROP COLUMN owner")
        connection.execute("PRAGMA user_version=1")
    connection.close()
    with Drafts.open(path) as kept:
        assert kept.get(whole.id) == whole


def test_a_file_of_another_schema_is_refused(tmp_path):
    path = tmp_path / "drafts.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreMismatch):
        Drafts.open(path)
