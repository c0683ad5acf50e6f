"""Ranking metrics by hand, and one whole run over a small folder."""

import json
import math

import pytest

from corpus.errors import BadCall
from corpus.settings import Settings
from evals.bench import bench, quality, table


def test_the_metrics_of_a_worked_example():
    figures = quality({"q": {"a": 1, "b": 1}}, {"q": ["x", "a", "y", "b"]})
    ideal = 1 + 1 / math.log2(3)
    assert figures["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal, abs=1e-4)
    assert figures["mrr@10"] == 0.5
    assert (figures["recall@1"], figures["recall@5"]) == (0.0, 1.0)


def test_a_question_without_results_counts_as_zero():
    assert quality({"q": {"a": 1}, "r": {"b": 1}}, {"q": ["a"]})["recall@10"] == 0.5


def test_a_folder_is_measured_in_every_mode(tmp_path):
    records = [
        {"_id": f"d{n}", "title": f"第{n}号", "text": text}
        for n, text in enumerate(["护理费标准", "走访慰问", "健康体检"])
    ]
    (tmp_path / "corpus.jsonl").write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    (tmp_path / "queries.jsonl").write_text(json.dumps({"_id": "q", "text": "护理费是什么标准"}), encoding="utf-8")
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nq\td0\t1\n", encoding="utf-8")
    figures = bench(tmp_path, ["hybrid", "lexical"], Settings(embedder="hash"))
    assert figures["systems"]["hybrid"]["recall@1"] == 1.0
    assert figures["systems"]["lexical"]["ndcg@10"] == 1.0
    assert figures["systems"]["lexical"]["build_seconds"] > 0
    assert "search_p50_ms" in table(figures)


def test_a_folder_of_another_kind_is_refused(tmp_path):
    with pytest.raises(BadCall, match="BEIR"):
        bench(tmp_path, ["hybrid"], Settings())
