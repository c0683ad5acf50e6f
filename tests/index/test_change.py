"""A change is one generation or nothing, and rows are closed rather than altered."""

import sqlite3

import pytest

from corpus.types import Document, Metadata
from index.change import Change, Passage
from index.chunk import chunk
from index.store import DATABASE, Model, Store

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


def add_and_fail(change: Change, document: Document) -> None:
    add(change, document)
    raise AttributeError


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
