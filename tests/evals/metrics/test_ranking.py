"""Figures of a ranking, by hand and against trec_eval itself."""

from math import log2

import numpy as np
import pytest

from evals.metrics.ranking import ndcg, recall, reciprocal_rank


def test_recall_is_the_share_of_gold_places_among_the_first_k():
    assert recall([1, 0, 1, 0], total=4, k=1) == 0.25
    assert recall([1, 0, 1, 0], total=4, k=3) == 0.5
    assert recall([1, 0, 1, 0], total=4, k=10) == 0.5
    assert recall([0, 3], total=3, k=2) == 1.0


def test_recall_of_nothing_is_nothing():
    assert recall([], total=2, k=10) == 0.0
    assert recall([], total=0, k=10) == 0.0
    assert recall([1], total=1, k=0) == 0.0


def test_reciprocal_rank_counts_the_first_that_gains_within_k():
    assert reciprocal_rank([1, 1], k=10) == 1.0
    assert reciprocal_rank([0, 0, 0, 2], k=10) == 0.25
    assert reciprocal_rank([0] * 9 + [1], k=10) == 0.1
    assert reciprocal_rank([0] * 10 + [1], k=10) == 0.0
    assert reciprocal_rank([], k=10) == 0.0


def test_ndcg_by_hand():
    assert ndcg([1, 0, 1], [1, 1], k=10) == pytest.approx((1 + 1 / log2(4)) / (1 + 1 / log2(3)), abs=1e-12)
    assert ndcg([0, 2, 1], [1, 2], k=10) == pytest.approx((2 / log2(3) + 1 / log2(4)) / (2 + 1 / log2(3)), abs=1e-12)
    assert ndcg([0, 1], [1], k=1) == 0.0
    assert ndcg([1, 1], [], k=10) == 0.0


def test_ndcg_is_one_for_the_ideal_order_and_never_more():
    assert ndcg([2, 1, 0], [0, 1, 2], k=10) == 1.0
    assert ndcg([1, 1, 1], [1], k=10) == 1.0


def test_a_better_order_has_the_better_ndcg():
    assert ndcg([2, 1, 0], [2, 1], k=10) > ndcg([1, 2, 0], [2, 1], k=10) > ndcg([0, 1, 2], [2, 1], k=10) > 0


def rankings(count, grades):
    """Seeded random rankings: judged documents, some of them found, in the order in which they were found."""
    random = np.random.default_rng(20240301)
    for _ in range(count):
        judged = int(random.integers(1, 25))
        relevance = random.integers(0, grades + 1, judged)
        relevance[0] = max(1, relevance[0])
        found = random.permutation(judged + int(random.integers(0, 30)))[: int(random.integers(1, 40))]
        yield [int(grade) for grade in relevance], [int(document) for document in found]


@pytest.mark.parametrize("grades", [1, 3])
def test_three_hundred_random_rankings_score_as_in_trec_eval(grades):
    pytrec_eval = pytest.importorskip("pytrec_eval")
    cuts = (1, 5, 10)
    measures = {f"{name}.{','.join(map(str, cuts))}" for name in ("recall", "ndcg_cut")} | {"recip_rank"}
    qrels, runs, ours = {}, {}, {}
    for number, (relevance, found) in enumerate(rankings(300, grades)):
        gains = [relevance[document] if document < len(relevance) else 0 for document in found]
        total = sum(grade > 0 for grade in relevance)
        query = f"q{number}"
        qrels[query] = {f"d{document}": grade for document, grade in enumerate(relevance)}
        runs[query] = {f"d{document}": 1000.0 - rank for rank, document in enumerate(found)}
        ours[query] = {f"recall_{k}": recall([int(gain > 0) for gain in gains], total, k) for k in cuts}
        ours[query] |= {f"ndcg_cut_{k}": ndcg(gains, relevance, k) for k in cuts}
        ours[query] |= {"recip_rank": reciprocal_rank(gains, k=len(gains))}
        ours[query] |= {"recip_rank_10": reciprocal_rank(gains, k=10)}
    theirs = pytrec_eval.RelevanceEvaluator(qrels, measures).evaluate(runs)
    first_ten = {query: dict(sorted(run.items(), key=lambda hit: -hit[1])[:10]) for query, run in runs.items()}
    cut = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate(first_ten)
    assert len(theirs) == 300
    for query, scores in ours.items():
        expected = theirs[query] | {"recip_rank_10": cut[query]["recip_rank"]}
        assert scores == pytest.approx({name: expected[name] for name in scores}, abs=1e-9)
    assert len({round(scores["ndcg_cut_10"], 6) for scores in ours.values()}) > 100, "the rankings differ"
