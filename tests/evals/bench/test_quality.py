"""Ranking metrics by hand, and intervals that behave as intervals do."""

import math

import numpy as np
import pytest

from evals.bench.quality import METRICS, interval, intervals, means, score


def test_the_metrics_of_a_worked_example():
    figures = means(score({"q": {"a": 1, "b": 1}}, {"q": ["x", "a", "y", "b"]}))
    ideal = 1 + 1 / math.log2(3)
    assert figures["ndcg@10"] == pytest.approx((1 / math.log2(3) + 1 / math.log2(5)) / ideal, abs=1e-4)
    assert figures["mrr@10"] == 0.5
    assert (figures["recall@1"], figures["recall@5"]) == (0.0, 1.0)


def test_a_better_grade_counts_for_more():
    qrels = {"q": {"a": 2, "b": 1, "c": 0}}
    worse = means(score(qrels, {"q": ["b", "a"]}))["ndcg@10"]
    assert worse == pytest.approx((1 + 2 / math.log2(3)) / (2 + 1 / math.log2(3)), abs=1e-4)
    assert means(score(qrels, {"q": ["a", "b"]}))["ndcg@10"] == 1.0


def test_what_stands_below_ten_counts_only_for_recall_at_a_hundred():
    figures = means(score({"q": {"a": 1}}, {"q": [*"bcdefghijk", "a"]}))
    assert {name for name, value in figures.items() if value} == {"recall@100"}


def test_a_passage_of_grade_nothing_is_not_relevant():
    figures = means(score({"q": {"a": 0, "b": 1}}, {"q": ["a", "b"]}))
    assert (figures["recall@1"], figures["mrr@10"]) == (0.0, 0.5)


def test_a_question_without_results_counts_as_zero():
    assert means(score({"q": {"a": 1}, "r": {"b": 1}}, {"q": ["a"]}))["recall@10"] == 0.5


def test_scores_stand_in_the_order_of_questions_and_metrics():
    scores = score({"q": {"a": 1}, "r": {"b": 1}}, {"q": ["a"], "r": []})
    assert scores.shape == (2, len(METRICS))
    assert scores.tolist() == [[1.0] * 6, [0.0] * 6]


def test_an_interval_is_the_same_each_time_and_holds_the_mean():
    values = np.random.default_rng(1).random(200)
    low, high = interval(values)
    assert interval(values.copy()) == (low, high)
    assert low < values.mean() < high


def test_an_interval_is_about_as_wide_as_theory_says():
    values = np.random.default_rng(2).normal(size=400)
    low, high = interval(values)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / math.sqrt(400), rel=0.1)


def test_more_questions_make_an_interval_narrower():
    values = np.random.default_rng(3).random(1600)
    widths = [high - low for low, high in (interval(values[:n]) for n in (25, 100, 400, 1600))]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] > 4 * widths[-1]


def test_questions_that_all_score_the_same_leave_no_doubt():
    assert interval(np.full(50, 0.25)) == (0.25, 0.25)


def test_a_paired_interval_is_narrower_than_that_of_either_side():
    chance = np.random.default_rng(4)
    hard = chance.random(300)
    better = hard + 0.05 + 0.01 * chance.random(300)
    low, high = interval(better - hard)
    assert 0 < low < high
    assert high - low < (interval(hard)[1] - interval(hard)[0]) / 10


def test_every_metric_has_its_interval():
    assert intervals(np.ones((5, len(METRICS)))) == dict.fromkeys(METRICS, (1.0, 1.0))
