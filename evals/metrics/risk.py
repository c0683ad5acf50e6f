"""Answering only what one is sure of: risk against coverage, and the threshold for a chosen risk. Pure.

Selective prediction as in El-Yaniv and Wiener (JMLR 11, 2010); the threshold is split-conformal (Vovk et al. 2005).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from evals.types import Point


class Try(NamedTuple):
    """One case as the curve sees it."""

    confidence: float
    """0 means not answered at any threshold."""
    answerable: bool
    right: bool
    """True when the answer is what the case demands; an unanswerable case is never answered rightly."""


def curve(tries: Sequence[Try]) -> tuple[Point, ...]:
    """One point for each confidence that occurs, the highest first.

    coverage: share of the answerable cases that are answered from there on; risk: share of those answers, to
    unanswerable cases too, that are wrong.

    >>> curve([Try(0.9, True, True), Try(0.7, False, False), Try(0.6, True, True), Try(0.0, True, False)])[-1]
    Point(threshold=0.6, coverage=0.6666666666666666, risk=0.3333333333333333)
    """
    answerable = sum(each.answerable for each in tries)
    points = []
    for threshold in sorted({each.confidence for each in tries if each.confidence > 0}, reverse=True):
        told = [each for each in tries if each.confidence >= threshold]
        covered = sum(each.answerable for each in told) / answerable if answerable else 0.0
        points.append(Point(threshold, covered, sum(not each.right for each in told) / len(told)))
    return tuple(points)


def coverage_at(points: Sequence[Point], risk: float) -> float:
    """The most that is covered at a threshold where the risk is no more than `risk`; 0 when there is none.

    >>> coverage_at([Point(0.9, 0.2, 0.0), Point(0.8, 0.5, 0.04), Point(0.7, 0.9, 0.2)], 0.05)
    0.5
    """
    return max((point.coverage for point in points if point.risk <= risk), default=0.0)


def conformal(unanswerable: Sequence[float], alpha: float) -> float | None:
    """The least confidence at which P(answered | unanswerable) ≤ alpha holds for questions like these.

    The ⌈(n+1)(1−alpha)⌉-th smallest of n confidences, which an answer must exceed; None when n is too small for such
    an alpha: 19 questions are needed for 0.05. From alpha = 1 on it is 0, because anything may be answered.

    >>> conformal([0.0] * 18 + [0.7], 0.1), conformal([0.0] * 18 + [0.7], 0.05), conformal([0.5], 0.05)
    (0.0, 0.7, None)
    """
    n = len(unanswerable)
    place = ceil((n + 1) * (1 - alpha) - 1e-9)  # 10 · (1 − 0.7) is a little more than 3 in floating point
    if place < 1:
        return 0.0
    return sorted(unanswerable)[place - 1] if place <= n else None
