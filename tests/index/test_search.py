"""Searching one whole generation: order, filters, threads, and what happens when somebody writes meanwhile."""

import json
import logging
import sqlite3
import threading

import numpy as np
import pytest

from corpus.errors import BadCall, ModelUnavailable, StoreMismatch, StoreMissing
from index import dense
from index.lexical import Lexical
from index.rerank import RERANKED, OverlapReranker
from index.search import Index
from index.store import CACHE, DATABASE
from index.types import Filter
from index.writer import Writer

PLACES = {
    "全国": ("全国", "中央", 2019, "通知", "现行"),
    "省": ("云岭省", "省", 2020, "意见", "现行"),
    "市": ("云岭省清河市", "市", 2021, "通知", "试行"),
    "外省": ("河北省", "省", 2020, "通知", "被替代"),
}


ENGLISH = {
    "nursing": "Retired officials who cannot look after themselves receive a nursing allowance of 400 yuan a month.",
    "medicine": "Medical expenses are reimbursed in full from the county budget.",
    "club": "The activity centre opens its doors at eight in the morning, from Monday to Friday.",
    "visits": "Before the Spring Festival every household is visited by a member of the bureau.",
}
ASKED = {
    "Who pays the hospital bills?": "medicine",
    "What are the opening hours of the club?": "club",
    "How much is paid each month for the care of the frail?": "nursing",
    "Does anybody call on families ahead of Chinese New Year?": "visits",
}


@pytest.fixture
def index(sync, folder, directory, embedder):
    sync(folder)
    with Index.open(directory, embedder) as index:
        yield index


@pytest.fixture
def placed(sync, tmp_path, directory, embedder):
    """Four documents of the same wording, each of another place, level, year, kind and validity."""
    folder = tmp_path / "各地"
    folder.mkdir()
    lines = []
    for name, (region, level, year, kind, validity) in PLACES.items():
        (folder / f"{name}.txt").write_text(f"护理费按月发放，{name}另有规定的从其规定。", "utf-8")
        lines += [
            "[[document]]",
            f'file = "{name}.txt"',
            f'region = "{region}"',
            f'level = "{level}"',
            f"plan_year = {year}",
            f'kind = "{kind}"',
            f'validity = "{validity}"' + ('\nsuperseded_by = "新通知"' if validity == "被替代" else ""),
        ]
    (folder / "documents.toml").write_text("\n".join(lines), "utf-8")
    sync(folder)
    with Index.open(directory, embedder) as index:
        yield index


def found(index, filters, mode="hybrid"):
    sources = {entry.id: entry.source.removesuffix(".txt") for entry in index.entries()}
    return {sources[hit.chunk.document_id] for hit in index.search("护理费", filters=filters, mode=mode)}


@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_the_best_hit_is_the_passage_that_says_it(index, mode):
    hits = index.search("医药费实报实销", mode=mode)
    assert "医药费按规定实报实销" in hits[0].chunk.text
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(hit.via == mode for hit in hits)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_every_hit_is_a_slice_of_its_document(index):
    for hit in index.search("护理费医药费活动中心", k=99):
        document = index.document(hit.chunk.document_id)
        assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
        assert hit.chunk in index.chunks(document.id)


def test_scores_of_words_and_meaning_are_what_they_say(index, embedder):
    for hit in index.search("护理费每人每月多少元", k=99):
        assert 0 <= hit.lexical <= 1
        expected = embedder.encode([hit.chunk.searchable])[0] @ embedder.encode_query("护理费每人每月多少元")
        assert hit.dense == pytest.approx(float(expected), abs=1e-6)


def test_meaning_alone_adds_up_no_words_over_the_corpus(index, monkeypatch):
    said = {hit.chunk.id: hit.lexical for hit in index.search("护理费每人每月多少元", k=99)}
    monkeypatch.setattr(Lexical, "scores", None)
    hits = index.search("护理费每人每月多少元", k=3, mode="dense")
    assert [hit.lexical for hit in hits] == pytest.approx([said[hit.chunk.id] for hit in hits], rel=1e-4)
    with pytest.raises(TypeError):
        index.search("护理费", mode="lexical")


@pytest.mark.parametrize("filters", [Filter(), Filter(region="河北")])
@pytest.mark.parametrize("mode", ["hybrid", "dense"])
def test_sketches_change_nothing_that_is_found(sync, tmp_path, directory, embedder, mode, filters, monkeypatch):
    path = tmp_path / "多.jsonl"
    records = [
        {
            "_id": str(n),
            "title": "河北省规定" if n % 3 else "山西省规定",
            "text": f"第{n}条，护理{'甲乙丙丁'[n % 4] * (n % 9)}费{n * 7}元。",
        }
        for n in range(900)
    ]
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    sync(path)
    with Index.open(directory, embedder) as index:
        exact = index.search("护理费第17条", k=20, mode=mode, filters=filters)
    for cached in (directory / CACHE).iterdir():
        cached.unlink()
    monkeypatch.setattr(dense, "EXACT", 50)
    monkeypatch.setattr(dense, "LEAST", 100)
    with Index.open(directory, embedder) as index:
        assert index._view.snapshot.dense.sketches is not None
        assert index.search("护理费第17条", k=20, mode=mode, filters=filters) == exact
    assert len(exact) == 20


def test_more_terms_find_more(index):
    assert index.search("zzz", mode="lexical") == []
    hits = index.search("zzz", mode="lexical", terms={"护理": 1.0})
    assert hits[0].chunk.document_id == index.search("护理", mode="lexical")[0].chunk.document_id


def test_a_slip_of_typing_finds_what_was_meant(index):
    meant = index.search("护理费标准", mode="lexical")
    assert [hit.chunk.id for hit in index.search("护里费标准", mode="lexical")] == [hit.chunk.id for hit in meant]


def test_an_english_question_finds_chinese_passages_by_their_words(index):
    assert "护理费" in index.search("nursing fee", mode="lexical")[0].chunk.text


@pytest.fixture
def laws(sync, tmp_path, directory, embedder):
    """The same words in a law, in a rule of one city, and in that of another."""
    path = tmp_path / "规定.jsonl"
    text = "老年人患病的，子女应当给予照料，所在单位应当提供便利。"
    titles = ("清河市老年人照料规定", "老年人照料法", "临溪市老年人照料规定")
    records = [{"_id": title, "title": title, "text": text} for title in titles]
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    sync(path)
    with Index.open(directory, embedder) as index:
        sources = {entry.id: entry.source.partition("#")[2] for entry in index.entries()}
        yield lambda question: [sources[hit.chunk.document_id] for hit in index.search(question)]


def test_a_law_stands_above_the_rule_of_a_place_that_nobody_named(laws):
    assert laws("老年人患病由谁照料")[0] == "老年人照料法"


def test_the_rule_of_a_place_that_was_named_stands_above_that_of_another(laws):
    found = laws("临溪市老年人患病由谁照料")
    assert found.index("临溪市老年人照料规定") < found.index("清河市老年人照料规定")


def test_equal_scores_come_in_the_order_of_the_store(sync, tmp_path, directory, embedder):
    path = tmp_path / "同.jsonl"
    records = [{"_id": str(n), "title": "", "text": "同样的一句话。"} for n in range(30)]
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    sync(path)
    with Index.open(directory, embedder) as index:
        sources = {entry.id: entry.source for entry in index.entries()}
        for mode in ("hybrid", "lexical", "dense"):
            hits = index.search("一句话", k=5, mode=mode)
            assert [sources[hit.chunk.document_id] for hit in hits] == [f"同.jsonl#{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filter(), {"全国", "省", "市", "外省"}),
        (Filter(region="清河市"), {"全国", "省", "市"}),
        (Filter(region="河北"), {"全国", "外省"}),
        (Filter(level="省"), {"省", "外省"}),
        (Filter(year=2021), {"市"}),
        (Filter(kind="通知", validity="现行"), {"全国"}),
        (Filter(documents=frozenset({"省.txt", "市.txt"})), {"省", "市"}),
        (Filter(year=1949), set()),
        (Filter(documents=frozenset()), set()),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "lexical", "dense"])
def test_filters_decide_who_is_ranked(placed, filters, expected, mode):
    assert found(placed, filters, mode) == expected


def test_a_document_can_be_filtered_by_its_id(placed):
    entry = placed.entries()[2]
    hits = placed.search("护理费", filters=Filter(documents=frozenset({entry.id})))
    assert {hit.chunk.document_id for hit in hits} == {entry.id}


def test_filters_come_before_the_cut(placed):
    best = placed.search("护理费", k=1)[0].chunk.document_id
    others = frozenset(entry.id for entry in placed.entries() if entry.id != best)
    assert len(placed.search("护理费", k=3, filters=Filter(documents=others))) == 3


def test_asking_for_more_than_there_is_gives_what_there_is(index):
    for mode in ("hybrid", "dense"):
        assert len(index.search("护理费", k=10_000, mode=mode)) == len(index)
    assert len(index.search("护理费", k=1)) == 1


def test_a_reranker_puts_a_hybrid_search_in_order_and_no_other(sync, folder, directory, embedder):
    sync(folder)
    query = "护理费每人每月多少元"
    with Index.open(directory, embedder) as plain, Index.open(directory, embedder, OverlapReranker()) as index:
        for mode in ("lexical", "dense"):
            assert index.search(query, k=99, mode=mode) == plain.search(query, k=99, mode=mode)
        hits, before = index.search(query, k=99), plain.search(query, k=99)
    assert {hit.chunk for hit in hits} == {hit.chunk for hit in before}
    assert {hit.reranked for hit in before} == {None}
    said = OverlapReranker().scores(query, [hit.chunk.searchable for hit in hits]).tolist()
    assert [hit.reranked for hit in hits] == said == sorted(said, reverse=True)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_reranker_may_bring_up_a_hit_from_below_the_cut(sync, tmp_path, directory, embedder):
    """Fewer hits are the beginning of more hits, and never more than asked for."""
    path = tmp_path / "多.jsonl"
    records = [
        {"_id": str(n), "title": "", "text": f"护理费{'护理' * n}第{n}条，{'甲' * (n % 7)}。"} for n in range(60)
    ]
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), "utf-8")
    sync(path)
    with Index.open(directory, embedder, OverlapReranker()) as index:
        most = index.search("护理费第17条", k=60)
        assert len(most) == 60
        assert [hit.reranked is None for hit in most] == [False] * RERANKED + [True] * (60 - RERANKED)
        assert [hit.score for hit in most] == sorted((hit.score for hit in most), reverse=True)
        for k in (1, 5, RERANKED, RERANKED + 1):
            assert index.search("护理费第17条", k=k) == most[:k]


def test_a_reranker_goes_where_its_index_goes(sync, folder, directory, embedder):
    sync(folder)
    with Index.open(directory, embedder, OverlapReranker()) as index:
        held = index.hold()
        (folder / "护理费.txt").write_text("改过的护理费标准。", "utf-8")
        sync(folder)
        assert index.refresh()
        assert held.search("护理费")[0].reranked == index.search("护理费")[0].reranked == 1.0


@pytest.mark.parametrize("query", ["", "龘"])
def test_a_reranker_is_given_nothing_where_nothing_is_found(sync, folder, directory, embedder, query):
    sync(folder)
    with Index.open(directory, embedder, OverlapReranker()) as index:
        assert index.search(query, filters=Filter(documents=frozenset())) == []


def test_a_real_model_finds_english_passages_by_their_meaning(tmp_path, directory, minilm, embedder):
    path = tmp_path / "english.jsonl"
    path.write_text("\n".join(json.dumps({"_id": key, "title": "", "text": text}) for key, text in ENGLISH.items()))
    with Writer.open(directory, minilm) as writer:
        assert writer.sync([path]).added == len(ENGLISH)
    with Index.open(directory, minilm) as index:
        sources = {entry.id: entry.source.partition("#")[2] for entry in index.entries()}
        for mode in ("dense", "hybrid"):
            for question, key in ASKED.items():
                hits = index.search(question, mode=mode)
                assert sources[hits[0].chunk.document_id] == key
                assert hits[0].chunk.text == ENGLISH[key]
    with pytest.raises(StoreMismatch, match="--rebuild"):
        Index.open(directory, embedder)


def test_an_emptied_store_finds_nothing(sync, remove, folder, directory, embedder):
    sync(folder / "护理费.txt")
    remove("护理费.txt")
    with Index.open(directory, embedder) as index:
        assert (index.search("护理费"), index.entries(), len(index)) == ([], [], 0)


@pytest.mark.parametrize("query", ["", "  ", "\n"])
def test_a_blank_query_finds_nothing(index, query):
    assert index.search(query) == []


def test_fewer_than_one_hit_is_a_wrong_call(index):
    with pytest.raises(BadCall):
        index.search("护理费", k=0)


def test_a_query_vector_that_is_none_is_refused(index, embedder, monkeypatch):
    monkeypatch.setattr(embedder, "encode_query", lambda text: np.full(64, np.nan, np.float32), raising=False)
    with pytest.raises(ModelUnavailable):
        index.search("护理费")


def test_an_unknown_document_is_a_wrong_call(index):
    with pytest.raises(BadCall):
        index.document("0" * 16)
    assert index.chunks("0" * 16) == []


def test_a_missing_store_and_another_model_are_refused(sync, folder, directory, embedder):
    with pytest.raises(StoreMissing, match="index build"):
        Index.open(directory, embedder)
    sync(folder)
    embedder.fingerprint = "f" * 16
    with pytest.raises(StoreMismatch, match="--rebuild"):
        Index.open(directory, embedder)


def test_an_index_stays_with_its_generation_until_it_is_refreshed(index, sync, remove, folder):
    before = {hit.chunk.id for hit in index.search("护理费", k=99)}
    chosen = next(entry for entry in index.entries() if entry.source == "护理费.txt")
    remove("护理费.txt")
    for number in range(5):
        (folder / "医药费.txt").write_text(f"第{number}版。", "utf-8")
        sync(folder)
    assert {hit.chunk.id for hit in index.search("护理费", k=99)} == before
    assert index.document(chosen.id).text.startswith("关于提高")
    assert index.generation == 1
    assert index.refresh()
    assert index.generation == 7
    assert "第4版。" in {index.document(entry.id).text for entry in index.entries()}
    assert not index.refresh()


def test_a_renamed_document_is_listed_under_its_new_name(index, sync, folder):
    (folder / "护理费.txt").rename(folder / "新名.txt")
    sync(folder)
    index.refresh()
    assert "新名.txt" in [entry.source for entry in index.entries()]
    hit = index.search("护理费标准")[0]
    assert index.document(hit.chunk.document_id).source == "新名.txt"


def test_an_index_that_is_held_does_not_move(index, sync, folder):
    held = index.hold()
    (folder / "护理费.txt").write_text("改过的护理费标准。", "utf-8")
    sync(folder)
    index.refresh()
    assert (held.generation, index.generation) == (1, 2)
    assert "护理费标准的通知" in held.search("护理费标准")[0].chunk.searchable
    index.close()
    assert held.document(held.entries()[0].id)


def look(index, stop, wrong):
    """Search again and again, and note every hit that is no slice of its document."""
    try:
        while not stop.is_set():
            index.refresh()
            held = index.hold()
            for hit in held.search("护理费标准每人每月", k=5):
                document = held.document(hit.chunk.document_id)
                if document.text[hit.chunk.start : hit.chunk.end] != hit.chunk.text:
                    wrong.append(hit)
    except BaseException as error:
        wrong.append(error)
        raise


def test_threads_share_an_index_while_a_writer_commits(index, directory, embedder, folder):
    stop, wrong = threading.Event(), []
    threads = [threading.Thread(target=look, args=(index, stop, wrong)) for _ in range(4)]
    for thread in threads:
        thread.start()
    with Writer.open(directory, embedder) as writer:
        for number in range(25):
            (folder / "护理费.txt").write_text(f"护理费标准每人每月{number}元。\n" * (number % 3 + 1), "utf-8")
            writer.sync([folder])
    stop.set()
    for thread in threads:
        thread.join()
    index.refresh()
    assert (wrong, index.generation) == ([], 26)


def test_a_damaged_chunk_is_never_a_hit(sync, folder, directory, embedder, caplog):
    sync(folder)
    with Index.open(directory, embedder) as index:
        whole = {hit.chunk.text for hit in index.search("护理费每人每月3000元", k=99)}
    raw = sqlite3.connect(directory / DATABASE)
    raw.execute("UPDATE document SET text = replace(text, '3000', '9000')")
    raw.commit()
    raw.close()
    with Index.open(directory, embedder) as index, caplog.at_level(logging.WARNING):
        texts = {hit.chunk.text for hit in index.search("护理费每人每月3000元", k=99)}
    assert texts == {text for text in whole if "3000" not in text}
    assert "damaged" in caplog.text
