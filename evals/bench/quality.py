"""Graded passages and rankings of them → figures (`evals.metrics.ranking`), and how sure they are: the bootstrap.

Efron 1979 for the intervals. Knows nothing of systems.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evals.metrics import ranking

Scores = NDArray[np.float64]
Grades = Mapping[str, int]

SEED = 7
RESAMPLES = 2000
"""Bootstrap samples: enough that the ends of an interval are steady to about a thousandth."""


def _gains(grades: Grades, found: Sequence[str]) -> list[int]:
    return [grades.get(passage, 0) for passage in found]


def _ndcg(grades: Grades, found: Sequence[str]) -> float:
    return ranking.ndcg(_gains(grades, found), list(grades.values()), 10)


def _reciprocal_rank(grades: Grades, found: Sequence[str]) -> float:
    return ranking.reciprocal_rank(_gains(grades, found), 10)


def _recall(k: int) -> Callable[[Grades, Sequence[str]], float]:
    def recall(grades: Grades, found: Sequence[str]) -> float:
        relevant = [int(gain > 0) for gain in _gains(grades, found)]
        return ranking.recall(relevant, sum(grade > 0 for grade in grades.values()), k)

    return recall


METRICS: dict[str, Callable[[Grades, Sequence[str]], float]] = {
    "ndcg@10": _ndcg,
    "recall@1": _recall(1),
    "recall@5": _recall(5),
    "recall@10": _recall(10),
    "recall@100": _recall(100),
    "mrr@10": _reciprocal_rank,
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
