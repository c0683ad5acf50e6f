"""A folder is read as it is meant, and a bad one is named by file and line."""

import gzip
import json

import pytest

from corpus.errors import BadCall
from evals.bench.beir import articles, open_folder, passages


def test_a_folder_gives_questions_judgements_and_passages(write):
    folder = open_folder(write())
    assert folder.name == "小集"
    assert list(folder.questions) == ["q0", "q1", "q2"]
    assert folder.qrels["q1"] == {"d2": 1}
    first = next(passages(folder.corpus))
    assert first.searchable == "护理费\n离休干部护理费标准为每人每月五百元，按月发放。"


def test_a_compressed_corpus_is_read_the_same(write):
    folder = write()
    packed = folder / "corpus.jsonl.gz"
    packed.write_bytes(gzip.compress((folder / "corpus.jsonl").read_bytes()))
    plain = list(passages(folder / "corpus.jsonl"))
    assert open_folder(folder).corpus == packed
    assert list(passages(packed)) == plain


def test_a_passage_without_a_title_is_its_text(write):
    folder = open_folder(write(corpus='{"_id": 1, "text": "甲"}\n\n{"_id": "2", "title": "乙"}'))
    assert [(each.id, each.searchable) for each in passages(folder.corpus)] == [("1", "甲"), ("2", "乙\n")]


def test_questions_that_no_passage_answers_are_left_out(write):
    folder = open_folder(write(qrels="query-id\tcorpus-id\tscore\nq0\td0\t1\nq1\td1\t0\n"))
    assert list(folder.questions) == ["q0"]


def test_judgements_without_a_header_lose_no_line(write):
    assert list(open_folder(write(qrels="q0\td0\t1\nq1\td1\t2\n")).questions) == ["q0", "q1"]


def test_a_sample_is_the_same_each_time_and_keeps_the_order(write):
    folder = open_folder(write())
    sample = folder.sample(2)
    assert sample == folder.sample(2)
    assert len(sample.questions) == 2
    assert list(sample.questions) == [id for id in folder.questions if id in sample.questions]
    assert sample.qrels.keys() == sample.questions.keys()
    assert folder.sample(99) is folder


def test_a_sample_of_nothing_is_refused(write):
    with pytest.raises(BadCall, match="至少为 1"):
        open_folder(write()).sample(0)


@pytest.mark.parametrize("name", ["corpus", "queries", "qrels"])
def test_a_folder_of_another_kind_is_refused(write, name):
    with pytest.raises(BadCall, match="不是 BEIR 格式"):
        open_folder(write(**{name: None}))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("queries", '{"_id": "q0", "text": "甲"}\n{"_id": "q1"}', "queries.jsonl”第 2 行"),
        ("queries", "不是 JSON", "queries.jsonl”第 1 行"),
        ("queries", '{"_id": "q0", "text": "甲"}', "不在 queries.jsonl 里"),
        ("qrels", "query-id\tcorpus-id\tscore\nq0 d0 1\n", "test.tsv”第 2 行"),
        ("qrels", "query-id\tcorpus-id\tscore\nq0\td0\t很好\n", "test.tsv”第 2 行"),
        ("qrels", "query-id\tcorpus-id\tscore\nq0\td0\t0\n", "没有一道题"),
    ],
)
def test_a_bad_line_is_named(write, name, text, words):
    with pytest.raises(BadCall, match=words):
        open_folder(write(**{name: text}))


@pytest.mark.parametrize(
    ("text", "words"),
    [('{"_id": "a", "text": "甲"}\n[]', "第 2 行"), ('{"_id": "a"}\n{"_id": "a"}', "编号 a 出现了两次")],
)
def test_a_bad_passage_is_named(write, text, words):
    folder = open_folder(write(corpus=text))
    with pytest.raises(BadCall, match=words):
        list(passages(folder.corpus))


def test_a_corpus_that_is_cut_short_is_refused(write):
    folder = write()
    (folder / "corpus.jsonl.gz").write_bytes(gzip.compress((folder / "corpus.jsonl").read_bytes())[:-20])
    with pytest.raises(BadCall, match="重新获取"):
        list(passages(folder / "corpus.jsonl.gz"))


def test_articles_take_law_and_number_for_a_title(tmp_path):
    path = tmp_path / "法条.jsonl"
    records = [
        {"id": 0, "law": "某条例", "no": "第一条", "text": "甲"},
        {"id": 1, "title": "题", "law": "略", "text": "乙"},
    ]
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    found = list(articles(path))
    assert [(each.id, each.title, each.text) for each in found] == [
        ("fill-0", "某条例第一条", "甲"),
        ("fill-1", "题", "乙"),
    ]


def test_articles_that_are_not_there_are_missed(tmp_path):
    with pytest.raises(BadCall, match="找不到"):
        list(articles(tmp_path / "无.jsonl"))
