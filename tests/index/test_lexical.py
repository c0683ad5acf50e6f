"""BM25 against numbers computed by hand and against a plain-Python reference; the array code against `grams`."""

from collections import Counter
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.lexical import K1, B, Lexical, grams, largest, query_terms
from tests.stopwatch import takes_less

TINY = ("离休干部", "退休干部 退休", "2019 annual")


def reference(texts, terms):
    """BM25 as a textbook writes it."""
    counted = [Counter(grams(text)) for text in texts]
    lengths = [sum(counts.values()) for counts in counted]
    mean = sum(lengths) / len(lengths) or 1.0
    scores = []
    for counts, length in zip(counted, lengths, strict=True):
        score = 0.0
        for gram, weight in terms.items():
            holders = sum(gram in other for other in counted)
            idf = log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
            tf = counts[gram]
            score += weight * idf * tf * (K1 + 1) / (tf + K1 * (1 - B + B * length / mean)) if tf else 0.0
        scores.append(score)
    return scores


def postings(index):
    """(key, text) of every posting."""
    owners = np.repeat(np.arange(len(index.keys)), np.diff(index.starts))
    return list(zip(index.keys[owners].tolist(), index.texts.tolist(), strict=True))


def test_grams_are_characters_pairs_and_whole_words():
    assert grams("离休费Ａb3，2019年12,5") == ["离", "休", "费", "离休", "休费", "ab3", "2019", "年", "12", "5"]


def test_pairs_do_not_reach_over_punctuation():
    assert "休干" not in grams("离休，干部")


def test_scores_are_the_numbers_computed_by_hand():
    # lengths 7 (4 characters, 3 pairs), 10 (6 and 4), 2; mean 19/3. 退休 stands twice in text 1 and in no other:
    # idf = ln(1 + 2.5/1.5) = 0.980829; tf part = 2 · 2.2 / (2 + 1.2 · (0.25 + 0.75 · 10 / (19/3))) = 1.182461
    index = Lexical.build(TINY)
    assert index.lengths.tolist() == [7, 10, 2]
    assert index.idf("退休") == pytest.approx(0.980829, abs=1e-6)
    assert index.scores({"退休": 1.0}).tolist() == pytest.approx([0, 0.980829 * 1.182461, 0], abs=1e-5)
    # 干部 stands in two of three: idf = ln(1 + 1.5/2.5) = 0.470004
    assert index.idf("干部") == pytest.approx(0.470004, abs=1e-6)


def test_a_weight_multiplies_and_zero_leaves_out():
    index = Lexical.build(TINY)
    one = index.scores({"退休": 1.0})
    assert index.scores({"退休": 0.3, "离": 0.0}) == pytest.approx(0.3 * one)


def test_best_is_a_bound_that_a_saturated_text_comes_near():
    index = Lexical.build(["离" * 1, *["干"] * 2, "休 " * 500])
    terms = {"休": 1.0}
    assert 0.9 * index.best(terms) < index.scores(terms).max() <= index.best(terms)


def test_an_unseen_gram_scores_nothing_but_raises_the_bound():
    index = Lexical.build(TINY)
    assert index.idf("牛") == pytest.approx(log(1 + 3.5 / 0.5))
    assert not index.scores({"牛": 1.0, "horse": 1.0}).any()
    assert index.best({"退": 1.0, "牛": 1.0}) > index.best({"退": 1.0})
    assert len(index.holders("牛")) == 0


def test_holders_and_coverage_tell_who_has_what():
    index = Lexical.build(TINY)
    assert index.holders("干部").tolist() == [0, 1]
    coverage = index.coverage({"退休": 1.0, "干部": 1.0})
    assert coverage.tolist() == pytest.approx([0.470004 / 1.450833, 1.0, 0.0], abs=1e-5)
    assert index.coverage({}).tolist() == [0, 0, 0]


def test_what_is_no_gram_is_refused():
    with pytest.raises(ValueError, match="no gram"):
        Lexical.build(TINY).scores({"离退休": 1.0})


@pytest.mark.parametrize("texts", [[], [""], ["", "，。"]])
def test_nothing_to_index_is_no_error(texts):
    index = Lexical.build(texts)
    assert len(index) == len(texts)
    assert index.scores({"离": 1.0}).tolist() == [0.0] * len(texts)
    assert index.best({}) == 0.0


ALPHABET = "离退休干部费的，。 abZ９8XX×é\n〇々𠮷龥\U000323afあㄅ①Ⅳ½\ud800"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(alphabet=ALPHABET, max_size=30) | st.text(max_size=12), max_size=8))
def test_the_array_code_finds_the_grams_that_grams_finds(texts):
    index = Lexical.build(texts)
    assert index.lengths.tolist() == [len(grams(text)) for text in texts]
    everything = {gram for text in texts for gram in grams(text)}
    assert len(index.keys) == len(everything)
    for gram in everything:
        assert index.holders(gram).tolist() == [at for at, text in enumerate(texts) if gram in grams(text)]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.text(alphabet="离退休干部费 ab1", max_size=40), min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["离", "退休", "干部", "费", "ab1", "牛"]), st.floats(0, 2), max_size=5),
)
def test_scores_equal_a_plain_reference_and_stay_below_best(texts, terms):
    index = Lexical.build(texts)
    scores = index.scores(terms)
    assert scores.dtype == np.float32
    assert scores.tolist() == pytest.approx(reference(texts, terms), abs=1e-4)
    assert scores.max() <= index.best(terms) + 1e-4


TERMS = st.dictionaries(
    st.sampled_from(["离", "退休", "干部", "费", "ab1", "牛", "离休", "休"]), st.floats(0, 2, width=32), max_size=8
)
CORPUS = st.lists(st.text(alphabet="离退休干部费 ab1", max_size=40), min_size=1, max_size=30)


@settings(max_examples=200, deadline=None)
@given(CORPUS, TERMS, st.lists(st.integers(0, 29), max_size=12))
def test_some_texts_are_scored_as_all_are(texts, terms, wanted):
    index = Lexical.build(texts)
    some = np.array([number for number in wanted if number < len(texts)], np.int64)
    found = index.score(terms, some)
    assert found.dtype == np.float32
    assert found.tolist() == pytest.approx(index.scores(terms)[some].tolist(), rel=1e-4)


@settings(max_examples=200, deadline=None)
@given(CORPUS, TERMS, st.integers(1, 35), st.lists(st.booleans(), min_size=30, max_size=30) | st.none())
def test_the_top_holds_the_best_that_are_allowed_and_what_ties_with_the_last(texts, terms, k, mask):
    index = Lexical.build(texts)
    allowed = None if mask is None else np.array(mask[: len(texts)])
    scores = index.scores(terms)
    possible = [at for at, score in enumerate(scores) if score > 0 and (allowed is None or allowed[at])]
    least = sorted((scores[at] for at in possible), reverse=True)[: min(k, len(possible))]
    rows, found = index.top(terms, k, allowed)
    assert rows.tolist() == [at for at in possible if scores[at] >= least[-1]]
    assert found.tolist() == scores[rows].tolist()


def test_the_largest_are_as_many_as_asked_where_nothing_ties():
    scores = np.array([0.5, 0, 3, 1, 2], np.float32)
    assert largest(scores, 2).tolist() == [2, 4]
    assert largest(scores, 2, np.array([1, 1, 0, 1, 1], np.bool_)).tolist() == [3, 4]
    assert largest(scores, 9).tolist() == [0, 2, 3, 4]


def test_scoring_two_texts_takes_less_time_than_scoring_all():
    import time

    index = Lexical.build([f"离休干部护理费第{number % 977}条" for number in range(60_000)])
    terms = query_terms("离休干部护理费第17条")

    def least(call):
        taken = []
        for _ in range(9):
            began = time.thread_time()
            call()
            taken.append(time.thread_time() - began)
        return min(taken)

    assert 5 * least(lambda: index.score(terms, np.array([3, 40_000]))) < least(lambda: index.scores(terms))


def test_texts_are_the_same_in_one_block_and_in_many(monkeypatch):
    texts = [f"第{at}条 离休干部 item{at % 7}" for at in range(100)]
    whole = Lexical.build(texts)
    monkeypatch.setattr("index.lexical._BLOCK", 10)
    assert postings(Lexical.build(texts)) == postings(whole)


def test_arrays_on_disk_serve_as_well_as_those_in_memory(tmp_path):
    index = Lexical.build(TINY)
    for name, array in index.to_arrays().items():
        np.save(tmp_path / name, array)
    mapped = Lexical.from_arrays(
        {name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in index.to_arrays()}
    )
    assert len(mapped) == 3
    terms = query_terms("退休干部2019年的")
    assert mapped.scores(terms).tolist() == index.scores(terms).tolist()
    assert mapped.best(terms) == index.best(terms)


def test_a_question_keeps_its_matter_and_loses_its_grammar():
    terms = query_terms("离休干部的护理费是多少？")
    assert {"离休", "护理", "理费", "部"} <= terms.keys()
    assert not {"的", "是", "多", "少", "多少", "是多"} & terms.keys()
    assert terms["护理"] == 1.0
    assert terms["部的"] == 0.5


def test_an_english_question_keeps_its_nouns():
    assert query_terms("What is the Nursing subsidy?") == {"nursing": 1.0, "subsidy": 1.0}


def test_a_question_of_fillers_only_has_no_terms():
    assert query_terms("是什么？") == {}


@pytest.mark.slow
def test_the_statutes_build_quickly_and_rank_as_published(shared_data):
    import csv
    import gzip
    import json

    folder = shared_data / "bench" / "statutes"
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as lines:
        corpus = [json.loads(line) for line in lines]
    index = takes_less(15, lambda: Lexical.build([f"{record['title']}\n{record['text']}" for record in corpus]))

    number = {record["_id"]: at for at, record in enumerate(corpus)}
    relevant: dict[str, set[int]] = {}
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            relevant.setdefault(row["query-id"], set()).add(number[row["corpus-id"]])
    recalls = []
    with (folder / "queries.jsonl").open(encoding="utf-8") as lines:
        for query in map(json.loads, lines):
            best = np.argsort(-index.scores(dict.fromkeys(grams(query["text"]), 1.0)), kind="stable")[:10]
            recalls.append(len(relevant[query["_id"]] & set(best.tolist())) / len(relevant[query["_id"]]))
    assert np.mean(recalls) == pytest.approx(0.415, abs=0.002)
