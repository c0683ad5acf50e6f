"""The threshold from which on an answer is told, for a chosen risk. Pure; whoever calls it has asked the cases.

The cases must have been asked with the lowest threshold, so that every answer there could be has its confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.gate import ANSWER, SHOW
from evals.metrics.risk import conformal
from evals.summary import risk_curve
from evals.types import Outcome, Point

FEWEST = 20
"""Unanswerable cases below which a threshold would rest on chance."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A threshold, and what it would have meant for the cases it was taken from."""

    threshold: float
    unanswerable: int
    answered: float
    """Share of the unanswerable cases that would be answered."""
    coverage: float
    """Share of the answerable cases that would be answered."""
    risk: float
    """Share of all answers that would be wrong or incomplete."""
    kept: bool
    """True when no threshold keeps the share of wrong answers below the risk, and the default was not undercut."""
    curve: tuple[Point, ...]


def calibrate(outcomes: Sequence[Outcome], risk: float) -> Calibrated | None:
    """Choose the lowest threshold at which both hold; None when there are too few unanswerable cases.

    P(answered | unanswerable) ≤ risk by split-conformal, for questions like those of the suite; and among the answers
    of the suite no more than `risk` are wrong. Where the second holds nowhere the default threshold is not undercut.
    """
    confidences = [each.confidence if each.status == "answered" else 0.0 for each in outcomes if each.unanswerable]
    least = conformal(confidences, risk) if len(confidences) >= FEWEST else None
    if least is None:
        return None
    points = risk_curve(outcomes)
    good = [point.threshold for point in points if point.risk <= risk and point.threshold > least]
    above = [point.threshold for point in points if point.threshold > least and point.threshold >= ANSWER]
    threshold = max(SHOW, min(good) if good else min(above, default=1.0))
    told = [each for each in outcomes if each.status == "answered" and each.confidence >= threshold]
    here = next((point for point in reversed(points) if point.threshold >= threshold), None)
    return Calibrated(
        threshold=round(threshold, 6),
        unanswerable=len(confidences),
        answered=sum(bool(each.unanswerable) for each in told) / len(confidences),
        coverage=here.coverage if here else 0.0,
        risk=here.risk if here else 0.0,
        kept=not good,
        curve=points,
    )
