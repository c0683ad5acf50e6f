"""How good a ranking is. Pure; sees gains in the order of the hits, and nothing of documents.

A hit's gain is 1 when it shows a gold place that no better hit has shown, else 0; other gains work as well.
Definitions as in trec_eval and BEIR (Manning, Raghavan, Schütze: Introduction to Information Retrieval, ch. 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log2


def recall(found: Sequence[int], total: int, k: int) -> float:
    """Share of the gold places that the first k hits show; `found` says for each hit how many new ones.

    >>> recall([0, 1, 0, 2], total=4, k=2), recall([0, 1, 0, 2], total=4, k=10)
    (0.25, 0.75)
    """
    return sum(found[:k]) / total if total else 0.0


def reciprocal_rank(gains: Sequence[float], k: int) -> float:
    """1 / rank of the first hit that gains anything; 0 when none of the first k does.

    >>> reciprocal_rank([0, 0, 1], k=10), reciprocal_rank([0, 0, 1], k=2)
    (0.3333333333333333, 0.0)
    """
    return next((1 / rank for rank, gain in enumerate(gains[:k], 1) if gain > 0), 0.0)


def ndcg(gains: Sequence[float], ideal: Sequence[float], k: int) -> float:
    """Gains discounted by log2(rank + 1), over those of the ideal order; never more than 1.

    By hand: gains 0, 1 against ideal 1 is (1 / log2 3) / (1 / log2 2) = 0.6309.

    >>> round(ndcg([0, 1], [1], k=10), 4), ndcg([], [1], k=10), ndcg([1, 1], [1, 1], k=10)
    (0.6309, 0.0, 1.0)
    """
    best = _discounted(sorted(ideal, reverse=True)[:k])
    return min(1.0, _discounted(gains[:k]) / best) if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))
