"""Outcomes → the figures of a run. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean

from evals.metrics.intervals import wilson
from evals.metrics.names import NAMES
from evals.metrics.refusing import Refusals, refusals
from evals.metrics.risk import Try, coverage_at, curve
from evals.types import Figure, Group, Outcome, Point

RISK = 0.05


def figures(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Every figure of `NAMES`, in its order: means of scores, shares of cases, and what needs all cases."""
    return tuple(_OVERALL[name](name, outcomes) if name in _OVERALL else _mean(name, outcomes) for name in NAMES)


def by_kind(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Share of the unanswerable cases of each kind that were refused."""
    kinds = sorted({each.unanswerable for each in outcomes if each.unanswerable and each.status})
    return tuple(
        _share(kind, "拒答", [each.status != "answered" for each in outcomes if each.unanswerable == kind])
        for kind in kinds
    )


def by_tag(outcomes: Sequence[Outcome]) -> tuple[Figure, ...]:
    """Share of the cases of each tag that passed."""
    tags = dict.fromkeys(tag for each in outcomes for tag in each.tags)
    return tuple(
        _share(tag, "回答与引用", [each.passed for each in outcomes if tag in each.tags and each.passed is not None])
        for tag in tags
    )


def causes(outcomes: Sequence[Outcome]) -> dict[str, int]:
    """How many cases failed for each cause, the most frequent first."""
    counted = Counter(each.cause for each in outcomes if each.cause)
    return {str(cause): count for cause, count in sorted(counted.items(), key=lambda each: (-each[1], each[0]))}


def risk_curve(outcomes: Sequence[Outcome]) -> tuple[Point, ...]:
    """Risk against coverage over the answers that were given."""
    return curve(
        [
            Try(
                each.confidence if each.status == "answered" else 0.0,
                not each.unanswerable,
                bool(each.passed) and not each.unanswerable,
            )
            for each in outcomes
            if each.status
        ]
    )


def _mean(name: str, outcomes: Sequence[Outcome]) -> Figure:
    values = [value for each in outcomes if (value := each.scores.get(name)) is not None]
    if NAMES[name].unit == "rate":
        return _share(name, NAMES[name].group, [value == 1 for value in values])
    return Figure(name, NAMES[name].group, round(fmean(values), 6) if values else None, len(values))


def _share(name: str, group: Group, hits: Iterable[bool | None]) -> Figure:
    listed = [bool(hit) for hit in hits]
    if not listed:
        return Figure(name, group, None, 0)
    low, high = wilson(sum(listed), len(listed))
    return Figure(name, group, round(sum(listed) / len(listed), 6), len(listed), round(low, 6), round(high, 6))


def _passed(name: str, outcomes: Sequence[Outcome]) -> Figure:
    return _share(name, "回答与引用", [each.passed for each in outcomes if each.passed is not None])


def _refusals(outcomes: Sequence[Outcome]) -> Refusals:
    return refusals([(bool(each.unanswerable), each.status != "answered") for each in outcomes if each.status])


def _refused_rightly(name: str, outcomes: Sequence[Outcome]) -> Figure:
    return _share(name, "拒答", [bool(each.unanswerable) for each in outcomes if each.status not in ("", "answered")])


def _unanswerable(name: str, outcomes: Sequence[Outcome], *, answered: bool) -> Figure:
    told = [(each.status == "answered") == answered for each in outcomes if each.unanswerable and each.status]
    return _share(name, "拒答", told)


def _f1(name: str, outcomes: Sequence[Outcome]) -> Figure:
    f1 = _refusals(outcomes).f1
    n = sum(bool(each.status) for each in outcomes)
    return Figure(name, "拒答", None if f1 is None else round(f1, 6), n)


def _refused_wrongly(name: str, outcomes: Sequence[Outcome]) -> Figure:
    return _share(
        name, "拒答", [each.status != "answered" for each in outcomes if not each.unanswerable and each.status]
    )


def _covered(name: str, outcomes: Sequence[Outcome]) -> Figure:
    n = sum(bool(each.status) and not each.unanswerable for each in outcomes)
    return Figure(name, "拒答", round(coverage_at(risk_curve(outcomes), RISK), 6) if n else None, n)


_OVERALL: dict[str, Callable[[str, Sequence[Outcome]], Figure]] = {
    "pass_rate": _passed,
    "refusal_precision": _refused_rightly,
    "refusal_recall": lambda name, outcomes: _unanswerable(name, outcomes, answered=False),
    "refusal_f1": _f1,
    "false_answer_rate": lambda name, outcomes: _unanswerable(name, outcomes, answered=True),
    "false_refusal_rate": _refused_wrongly,
    "coverage@risk5": _covered,
}
"""Figures that are no mean of a score."""
