"""Caches are believed only when they are exactly what was written, and cost nothing but time when they are not."""

import logging
import random

import numpy as np
import pytest

from corpus.errors import StoreDamaged
from index import cache, dense, snapshot
from index.store import CACHE, DATABASE, Store
from index.writer import Writer

KINDS = ("vec", "lex")


@pytest.fixture
def store(sync, folder, directory):
    sync(folder)
    store = Store.to_read(directory)
    yield store
    store.close()


def caches(directory, kind="*"):
    return sorted((directory / CACHE).glob(f"gen-*.{kind}"))


def same(one, other):
    words = {"护理": 1.0, "费": 0.5}
    return (
        np.array_equal(one.numbers, other.numbers)
        and np.array_equal(one.owners, other.owners)
        and np.array_equal(one.dense.vectors, other.dense.vectors)
        and np.array_equal(one.lexical.scores(words), other.lexical.scores(words))
        and all(
            np.array_equal(array, other.fields.to_arrays()[name]) for name, array in one.fields.to_arrays().items()
        )
    )


def test_a_snapshot_holds_the_vectors_of_the_store_in_the_order_of_its_chunks(store, embedder):
    found = snapshot.load(store)
    rows = list(store.rows(1))
    assert found.numbers.tolist() == [row.number for row in rows]
    assert np.array_equal(found.dense.vectors, embedder.encode([row.chunk.searchable for row in rows]))
    entries = store.entries(1)
    assert [entries[owner].id for owner in found.owners] == [row.chunk.document_id for row in rows]


def test_the_second_load_comes_from_the_cache(store, directory, monkeypatch):
    first = snapshot.load(store)
    assert {path.suffix for path in caches(directory)} == {".vec", ".lex", ".fld"}
    monkeypatch.setattr(Store, "vectors", None)
    monkeypatch.setattr(Store, "searchables", None)
    monkeypatch.setattr(Store, "traits", None)
    assert same(snapshot.load(store), first)


def test_sketches_come_from_the_cache_and_are_not_learnt_again(sync, folder, directory, embedder, monkeypatch):
    (folder / "多.jsonl").write_text("\n".join(f'{{"_id": "{n}", "text": "第{n}条。"}}' for n in range(30)), "utf-8")
    sync(folder)
    store = Store.to_read(directory)
    monkeypatch.setattr(dense, "EXACT", 30)
    first = snapshot.load(store)
    assert first.dense.sketches.ntotal == len(first)
    monkeypatch.setattr(dense, "_sketched", None)
    again = snapshot.load(store)
    query = embedder.encode_query("护理费")
    assert again.dense.sketches.ntotal == len(first)
    assert again.dense.nearest(query, 3)[0].tolist() == first.dense.nearest(query, 3)[0].tolist()
    store.close()


def damage_bit(path, seed):
    content = bytearray(path.read_bytes())
    at = random.Random(seed).randrange(len(content) * 8)
    content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)


DAMAGES = {
    "truncated": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "empty": lambda path: path.write_bytes(b""),
    "zeroed": lambda path: path.write_bytes(bytes(path.stat().st_size)),
    "longer": lambda path: path.write_bytes(path.read_bytes() + b"x"),
    "foreign": lambda path: path.write_bytes(b"IxFI" + bytes(4096)),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_cache_is_made_again_with_one_warning(store, directory, kind, damage, caplog):
    first = snapshot.load(store)
    (path,) = caches(directory, kind)
    whole = path.read_bytes()
    DAMAGES[damage](path)
    with caplog.at_level(logging.WARNING):
        assert same(snapshot.load(store), first)
    assert len(caplog.records) == 1
    assert path.read_bytes() == whole


@pytest.mark.parametrize("kind", KINDS)
def test_no_flipped_bit_goes_unnoticed(store, directory, kind):
    first = snapshot.load(store)
    (path,) = caches(directory, kind)
    whole = path.read_bytes()
    for seed in range(60):
        damage_bit(path, seed)
        assert cache.check(path) is not None
        assert same(snapshot.load(store), first)
        assert path.read_bytes() == whole


@pytest.mark.parametrize("kind", KINDS)
def test_a_cache_of_another_generation_or_model_is_not_used(store, directory, kind, caplog):
    first = snapshot.load(store)
    (path,) = caches(directory, kind)
    cache.write(path, {"kind": kind, "generation": 7}, {"numbers": np.arange(3)})
    with caplog.at_level(logging.WARNING):
        assert same(snapshot.load(store), first)
    assert "something else" in caplog.text


def test_the_cache_of_a_store_that_was_deleted_is_not_taken_for_the_new_one(store, directory, folder, sync):
    snapshot.load(store)
    store.close()
    for path in directory.glob(f"{DATABASE}*"):
        path.unlink()
    (folder / "护理费.txt").write_text("另一份文件\n一、内容不同。", "utf-8")
    sync(folder)
    renewed = Store.to_read(directory)
    assert renewed.stamp().generation == 1
    assert snapshot.load(renewed).numbers.tolist() == [row.number for row in renewed.rows(1)]
    renewed.close()


def test_a_disk_that_takes_no_cache_is_no_reason_to_stop(store, directory, caplog):
    (directory / CACHE).write_bytes(b"a file where the folder should be")
    with caplog.at_level(logging.WARNING):
        assert len(snapshot.load(store)) == len(list(store.rows(1)))
    assert caplog.text.count("cannot be written") == 3


def test_caches_of_old_generations_and_of_killed_processes_are_swept(sync, folder, directory):
    for generation in range(4):
        (folder / "新.txt").write_text(f"第{generation}版的内容。", "utf-8")
        sync(folder)
        store = Store.to_read(directory)
        snapshot.load(store)
        store.close()
    assert {path.name[4:10] for path in caches(directory)} == {"000003", "000004"}


def test_rows_that_do_not_fit_the_model_are_damage(store, directory, embedder):
    store.close()
    with Writer.open(directory, embedder) as writer:
        writer._store.connection.execute("UPDATE chunk SET vec = x'00' WHERE id = 1")
    again = Store.to_read(directory)
    with pytest.raises(StoreDamaged, match="index verify"):
        snapshot.load(again)
    again.close()


def test_an_empty_store_has_an_empty_snapshot(sync, remove, folder, directory, embedder):
    sync(folder / "护理费.txt")
    remove("护理费.txt")
    store = Store.to_read(directory)
    found = snapshot.load(store)
    assert len(found) == 0
    assert found.dense.nearest(embedder.encode_query("费"), 3)[0].tolist() == []
    store.close()
