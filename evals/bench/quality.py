"""How good a ranking is, and how sure that is: one function a metric, and the bootstrap over questions.

Järvelin and Kekäläinen 2002 for nDCG, TREC for the rest, Efron 1979 for the intervals. Knows nothing of systems.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]
Grades = Mapping[str, int]

SEED = 7
RESAMPLES = 2000
"""Bootstrap samples: enough that the ends of an interval are steady to about a thousandth."""


def ndcg(grades: Grades, found: Sequence[str]) -> float:
    """Discounted gain of the first ten, as a share of the best that there could be."""
    best = sorted(grades.values(), reverse=True)
    return _dcg([grades.get(passage, 0) for passage in found[:10]]) / _dcg(best[:10])


def reciprocal(grades: Grades, found: Sequence[str]) -> float:
    """1 / place of the first relevant passage; 0 when there is none among the first ten."""
    return next((1 / (at + 1) for at, passage in enumerate(found[:10]) if grades.get(passage, 0) > 0), 0.0)


def recall(k: int) -> Callable[[Grades, Sequence[str]], float]:
    """Share of the relevant passages that are among the first k."""

    def share(grades: Grades, found: Sequence[str]) -> float:
        relevant = {passage for passage, grade in grades.items() if grade > 0}
        return len(relevant & set(found[:k])) / len(relevant)

    return share


METRICS: dict[str, Callable[[Grades, Sequence[str]], float]] = {
    "ndcg@10": ndcg,
    "recall@1": recall(1),
    "recall@5": recall(5),
    "recall@10": recall(10),
    "recall@100": recall(100),
    "mrr@10": reciprocal,
}
"""A new metric is one line here: (grades of one question, passages found, best first) → 0…1."""


def score(qrels: Mapping[str, Grades], ranked: Mapping[str, Sequence[str]]) -> Scores:
    """Every question of `qrels` by every metric: (questions, metrics). A question without results scores 0."""
    rows = [[metric(grades, ranked.get(id, ())) for metric in METRICS.values()] for id, grades in qrels.items()]
    return np.array(rows, np.float64).reshape(len(qrels), len(METRICS))


def means(scores: Scores) -> dict[str, float]:
    """Metric → mean over the questions of `score`.

    >>> means(score({"q": {"a": 1, "b": 1}}, {"q": ["x", "a"]}))["mrr@10"]
    0.5
    """
    return {name: round(float(value), 4) for name, value in zip(METRICS, scores.mean(axis=0), strict=True)}


def intervals(scores: Scores) -> dict[str, tuple[float, float]]:
    """Metric → 95 % confidence interval of its mean."""
    return {name: interval(scores[:, at]) for at, name in enumerate(METRICS)}


def interval(values: Scores) -> tuple[float, float]:
    """95 % percentile bootstrap interval of the mean of `values` (n,), one for each question.

    The same n gives the same samples. So the interval of a difference, question by question, between two systems is
    the paired one: hand in the differences.
    """
    low, high = np.percentile(values[_samples(len(values))].mean(axis=1), (2.5, 97.5))
    return round(float(low), 4), round(float(high), 4)


@lru_cache(maxsize=1)
def _samples(n: int) -> NDArray[np.int64]:
    """(RESAMPLES, n) places drawn with replacement."""
    return np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(at + 2) for at, gain in enumerate(gains))
