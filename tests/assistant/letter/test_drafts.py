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


def test_a_file_of_another_schema_is_refused(tmp_path):
    path = tmp_path / "drafts.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()
    with pytest.raises(StoreMismatch):
        Drafts.open(path)
