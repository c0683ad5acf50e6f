"""Bringing a store up to date: only what changed is read and embedded, and nothing is lost on the way."""

import json
import os
import time

import numpy as np
import pytest

from corpus import read as reading
from corpus.errors import BadCall, ModelUnavailable, NothingToRead, StoreMismatch, StoreMissing, UnreadableDocument
from index import writer as writing
from index.search import Index
from index.store import Store
from index.verify import verify
from index.writer import Writer


@pytest.fixture(autouse=True)
def sound(directory):
    """Whatever a test does to a store, it is sound afterwards."""
    yield
    if directory.exists():
        assert verify(directory) == []


@pytest.fixture
def sources(directory):
    """The sources that the store lists, in order."""

    def run():
        store = Store.to_read(directory)
        entries = store.entries(store.stamp().generation)
        store.close()
        return [entry.source for entry in entries]

    return run


@pytest.fixture
def text(directory):
    """The text that the store holds under a source."""

    def run(source):
        store = Store.to_read(directory)
        generation = store.stamp().generation
        (found,) = [entry.id for entry in store.entries(generation) if entry.source == source]
        document = store.document(found, generation)
        store.close()
        return document.text

    return run


def counts(report):
    names = ("added", "replaced", "renamed", "unchanged", "removed")
    return {name: getattr(report, name) for name in names if getattr(report, name)}


def write_records(path, records):
    lines = [json.dumps({"_id": key, "title": "", "text": text}, ensure_ascii=False) for key, text in records.items()]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def test_a_folder_is_added_whole(sync, folder, sources):
    report = sync(folder)
    assert counts(report) == {"added": 3}
    assert (report.generation, report.failed, report.notes) == (1, (), ())
    assert sources() == ["医药费.txt", "县/活动.txt", "护理费.txt"]


def test_what_did_not_change_is_neither_parsed_nor_embedded(sync, folder, embedder, monkeypatch):
    sync(folder)
    embedded = embedder.embedded
    monkeypatch.setattr(writing, "read", None)
    report = sync(folder)
    assert counts(report) == {"unchanged": 3}
    assert report.generation == 1
    assert embedder.embedded == embedded


def test_touching_a_file_changes_nothing(sync, folder):
    sync(folder)
    os.utime(folder / "护理费.txt", (1, 1))
    assert counts(sync(folder)) == {"unchanged": 3}


def test_a_changed_file_is_replaced_and_only_its_changed_chunks_are_embedded(sync, folder, embedder, text):
    sync(folder)
    embedded = embedder.embedded
    path = folder / "护理费.txt"
    path.write_text(path.read_text("utf-8").replace("1000元", "1200元"), "utf-8")
    report = sync(folder)
    assert counts(report) == {"replaced": 1, "unchanged": 2}
    assert report.generation == 2
    assert "1200元" in text("护理费.txt")
    assert embedder.embedded == embedded + 1


def test_a_renamed_file_keeps_its_vectors(sync, folder, embedder, sources):
    sync(folder)
    embedded = embedder.embedded
    (folder / "医药费.txt").rename(folder / "县" / "医疗.txt")
    assert counts(sync(folder)) == {"renamed": 1, "unchanged": 2}
    assert sources() == ["县/医疗.txt", "县/活动.txt", "护理费.txt"]
    assert embedder.embedded == embedded


def test_a_folder_that_was_moved_is_recognised(sync, folder, sources, embedder):
    sync(folder)
    before, embedded = sources(), embedder.embedded
    moved = folder.rename(folder.with_name("搬走"))
    assert counts(sync(moved)) == {"unchanged": 3}
    assert (sources(), embedder.embedded) == (before, embedded)
    (moved / "医药费.txt").unlink()
    assert counts(sync(moved)) == {"unchanged": 2, "removed": 1}


def test_a_file_that_is_gone_from_a_given_folder_is_removed(sync, folder, sources):
    sync(folder)
    (folder / "医药费.txt").unlink()
    assert counts(sync(folder)) == {"unchanged": 2, "removed": 1}
    assert sources() == ["县/活动.txt", "护理费.txt"]


def test_what_is_gone_elsewhere_stays(sync, folder, sources):
    sync(folder)
    (folder / "医药费.txt").unlink()
    assert counts(sync(folder / "县", folder / "护理费.txt"))["unchanged"] >= 1
    assert "医药费.txt" in sources()


def test_a_file_given_by_itself_is_the_one_found_in_its_folder(sync, folder, sources):
    sync(folder)
    assert counts(sync(folder / "县" / "活动.txt")) == {"unchanged": 1}
    assert "县/活动.txt" in sources()


def test_the_same_text_under_two_names_is_kept_once_and_said(sync, folder, sources):
    (folder / "抄件.txt").write_bytes((folder / "护理费.txt").read_bytes())
    report = sync(folder)
    assert counts(report) == {"added": 3}
    (note,) = report.notes
    assert "只保留一份" in note
    assert len(sources()) == 3
    assert counts(sync(folder)) == {"unchanged": 3}


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("别的内容。", "utf-8")])
def test_a_copy_takes_over_when_the_first_goes_or_changes(sync, folder, sources, text, change):
    original = (folder / "护理费.txt").read_text("utf-8")
    sync(folder)
    (folder / "抄件.txt").write_text(original, "utf-8")
    sync(folder)
    assert "抄件.txt" not in sources()
    change(folder / "护理费.txt")
    sync(folder)
    assert text("抄件.txt") == original


def test_a_copy_outside_the_given_folder_takes_over_too(sync, folder, sources, tmp_path):
    sync(folder)
    copy = tmp_path / "别处" / "抄件.txt"
    copy.parent.mkdir()
    copy.write_bytes((folder / "护理费.txt").read_bytes())
    assert sync(copy.parent).notes
    (folder / "护理费.txt").unlink()
    sync(folder)
    assert sources() == ["医药费.txt", "县/活动.txt", "抄件.txt"]


def test_two_files_that_swap_their_contents_both_stay(sync, folder, text):
    sync(folder)
    one, other = folder / "护理费.txt", folder / "医药费.txt"
    first, second = one.read_text("utf-8"), other.read_text("utf-8")
    one.write_text(second, "utf-8")
    other.write_text(first, "utf-8")
    sync(folder)
    assert (text("护理费.txt"), text("医药费.txt")) == (second, first)


def test_files_of_the_same_name_in_two_folders_are_two_documents(sync, folder, tmp_path, sources):
    other = tmp_path / "另一处"
    other.mkdir()
    (other / "护理费.txt").write_text("另一个市的护理费规定。", "utf-8")
    sync(folder)
    sync(other)
    assert sources().count("护理费.txt") == 2


def test_what_a_person_says_in_documents_toml_is_taken_up(sync, folder, directory, embedder):
    sync(folder)
    embedded = embedder.embedded
    (folder / "documents.toml").write_text(
        '[[document]]\nfile = "护理费.txt"\ndoc_number = "云老干〔2020〕1号"\n', "utf-8"
    )
    assert counts(sync(folder)) == {"replaced": 1, "unchanged": 2}
    store = Store.to_read(directory)
    numbers = {entry.source: entry.metadata.doc_number.value for entry in store.entries(2)}
    store.close()
    assert numbers["护理费.txt"] == "云老干〔2020〕1号"
    assert embedder.embedded > embedded  # the number stands in what is searched


def test_a_new_version_of_the_readers_reads_everything_again(sync, folder, monkeypatch, embedder):
    sync(folder)
    embedded = embedder.embedded
    monkeypatch.setattr(writing, "READER_VERSION", "next")
    assert counts(sync(folder)) == {"replaced": 3}
    assert embedder.embedded == embedded


def test_only_the_records_that_changed_are_replaced(sync, tmp_path, embedder, text):
    path = tmp_path / "法规.jsonl"
    write_records(path, {f"r{n}": f"第{n}条 规定之{n}。" for n in range(20)})
    assert counts(sync(path)) == {"added": 20}
    embedded = embedder.embedded
    records = {f"r{n}": f"第{n}条 规定之{n}。" for n in range(21) if n != 3} | {"r7": "第7条 改过的规定。"}
    write_records(path, records)
    assert counts(sync(path)) == {"added": 1, "replaced": 1, "unchanged": 18, "removed": 1}
    assert text("法规.jsonl#r7") == "第7条 改过的规定。"
    assert embedder.embedded == embedded + 2


def test_a_file_that_cannot_be_read_is_listed_and_the_rest_goes_on(sync, folder, sources):
    (folder / "空.txt").write_bytes(b"")
    report = sync(folder)
    assert counts(report) == {"added": 3}
    ((source, message),) = report.failed
    assert source == "空.txt"
    assert "\n" not in message
    assert len(sources()) == 3


def test_a_file_that_can_be_read_no_more_keeps_its_last_text(sync, folder, sources):
    sync(folder)
    (folder / "护理费.txt").write_bytes(b"")
    report = sync(folder)
    assert "保留上次读到的内容" in report.failed[0][1]
    assert report.generation == 1
    assert "护理费.txt" in sources()


def test_a_file_that_breaks_off_leaves_nothing_behind(sync, folder, monkeypatch, sources):
    def broken(file):
        yield from reading.read(file)
        raise UnreadableDocument("后半坏了", "the second half is broken")

    monkeypatch.setattr(writing, "read", lambda file: (broken if file.source == "医药费.txt" else reading.read)(file))
    report = sync(folder)
    assert [source for source, _ in report.failed] == ["医药费.txt"]
    assert sources() == ["县/活动.txt", "护理费.txt"]
    monkeypatch.undo()
    assert counts(sync(folder)) == {"added": 1, "unchanged": 2}


def test_a_file_name_that_is_not_utf8_is_told_and_the_rest_goes_on(sync, folder):
    with open(os.fsencode(folder) + b"/\xc4\xe3.txt", "wb") as file:
        file.write("名字是旧编码的文件。".encode())
    report = sync(folder)
    assert counts(report) == {"added": 3}
    assert "UTF-8" in report.failed[0][1]


def test_an_unexpected_error_leaves_the_store_as_it_was(sync, folder, monkeypatch, sources):
    sync(folder / "护理费.txt")
    monkeypatch.setattr(writing, "read", lambda file: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sync(folder)
    assert sources() == ["护理费.txt"]


@pytest.mark.parametrize("flaw", ["nan", "width", "count"])
def test_vectors_that_are_none_are_refused_before_the_commit(sync, folder, embedder, monkeypatch, flaw, sources):
    sync(folder / "护理费.txt")
    sound = type(embedder).encode

    def flawed(self, texts):
        vectors = sound(self, texts)
        if flaw == "nan":
            vectors[0, 0] = np.nan
        return {"nan": vectors, "width": vectors[:, :5], "count": vectors[1:]}[flaw]

    monkeypatch.setattr(type(embedder), "encode", flawed)
    with pytest.raises(ModelUnavailable):
        sync(folder)
    monkeypatch.undo()
    assert sources() == ["护理费.txt"]


def test_removing_takes_ids_sources_and_files_of_records(sync, remove, folder, tmp_path, directory, sources):
    write_records(tmp_path / "法规.jsonl", {"a": "甲条。", "b": "乙条。", "c": "丙条。"})
    sync(folder, tmp_path / "法规.jsonl")
    store = Store.to_read(directory)
    ids = {entry.source: entry.id for entry in store.entries(1)}
    store.close()
    report = remove(ids["护理费.txt"], "法规.jsonl#b")
    assert (report.removed, report.generation) == (2, 2)
    remove("法规.jsonl", "县/活动.txt")
    assert sources() == ["医药费.txt"]


def test_removing_is_all_or_nothing(sync, remove, folder, sources):
    sync(folder)
    with pytest.raises(BadCall, match=r"没有的文件.txt"):
        remove("护理费.txt", "没有的文件.txt")
    assert len(sources()) == 3


def test_a_name_that_means_two_files_is_refused_with_their_ids(sync, remove, folder, tmp_path, directory):
    (tmp_path / "护理费.txt").write_text("另一个市的护理费规定。", "utf-8")
    sync(folder, tmp_path / "护理费.txt")
    with pytest.raises(BadCall, match="护理费") as refused:
        remove("护理费.txt")
    store = Store.to_read(directory)
    ids = [entry.id for entry in store.entries(1) if entry.source == "护理费.txt"]
    store.close()
    assert all(each in str(refused.value) for each in ids)


def test_what_was_removed_comes_back_with_the_next_build_of_its_folder(sync, remove, folder, sources):
    sync(folder)
    remove("护理费.txt")
    assert counts(sync(folder)) == {"added": 1, "unchanged": 2}


def test_removing_from_a_store_that_is_not_there_makes_none(remove, directory):
    with pytest.raises(StoreMissing):
        remove("护理费.txt")
    assert not directory.exists()


def test_another_model_is_refused_and_rebuilding_takes_it_up(sync, folder, embedder, directory, sources):
    sync(folder)
    embedder.fingerprint, embedder.name, embedder.dimension = "fedcba9876543210", "other", 32
    with pytest.raises(StoreMismatch, match="--rebuild"):
        sync(folder)
    report = sync(folder / "县", rebuild=True)
    assert counts(report) == {"added": 1, "removed": 3}
    assert sources() == ["活动.txt"]
    with Index.open(directory, embedder) as index:
        assert index.search("活动中心开放时间")[0].chunk.document_id == index.entries()[0].id


def test_rebuilding_takes_up_a_store_of_another_schema(sync, folder, directory, sources):
    sync(folder)
    store = Store.to_write(directory)
    store.connection.execute("PRAGMA user_version=99")
    store.close()
    with pytest.raises(StoreMismatch, match="99"):
        sync(folder)
    assert counts(sync(folder, rebuild=True)) == {"added": 3}
    assert len(sources()) == 3


def test_a_rebuild_that_fails_leaves_the_old_store(sync, folder, monkeypatch, sources):
    sync(folder)
    monkeypatch.setattr(writing, "read", lambda file: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sync(folder, rebuild=True)
    assert len(sources()) == 3


def test_a_missing_path_changes_nothing(sync, folder, sources):
    sync(folder)
    with pytest.raises(NothingToRead):
        sync(folder, folder / "没有")
    assert len(sources()) == 3


def test_rows_that_no_kept_generation_holds_are_deleted(sync, folder, directory):
    for number in range(5):
        (folder / "护理费.txt").write_text(f"第{number}版。", "utf-8")
        sync(folder)
    store = Store.to_read(directory)
    (dead,) = store.connection.execute("SELECT count(*) FROM document WHERE g_del IS NOT NULL").fetchone()
    store.close()
    assert dead == 1


def test_progress_is_told(directory, embedder, folder):
    told = []
    with Writer.open(directory, embedder) as writer:
        writer.sync([folder], progress=lambda *each: told.append(each))
    assert told == [(1, 3, 1), (2, 3, 2), (3, 3, 3)]


@pytest.mark.slow
def test_a_large_corpus_is_written_in_seconds(directory, embedder, tmp_path):
    path = tmp_path / "法规.jsonl"
    write_records(path, {f"r{n}": f"第{n}条 关于事项{n}的规定，应当在{n}日内办理。" for n in range(20_000)})
    begun = time.perf_counter()
    with Writer.open(directory, embedder) as writer:
        assert writer.sync([path]).added == 20_000
    assert time.perf_counter() - begun < 60


def test_a_store_that_was_begun_holds_nothing_and_can_be_searched_and_what_it_holds_is_not_begun_again(
    directory, embedder, tmp_path
):
    with Writer.open(directory, embedder) as writer:
        writer.begin()
    with Index.open(directory, embedder) as index:
        assert len(index) == 0
        assert index.search("护理费") == []
    (tmp_path / "a.md").write_text("护理费规定\n\n一、护理费每月100元。\n", encoding="utf-8")
    with Writer.open(directory, embedder) as writer:
        writer.sync([tmp_path / "a.md"])
        writer.begin()
    with Index.open(directory, embedder) as index:
        assert index.search("护理费")
