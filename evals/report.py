"""Outcomes → a table for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from evals.run import Outcome


def report(outcomes: Sequence[Outcome], *, verbose: bool = False) -> str:
    """One line for every failing case, then the figures."""
    lines = []
    for outcome in outcomes:
        if verbose or not outcome.passed:
            why = "；".join(score.why for score in outcome.scores if score.why)
            lines.append(f"{'✓' if outcome.passed else '✗'} {outcome.case.id} {outcome.case.question} — {why}")
            if verbose:
                lines.append(f"    {outcome.answer.status} | {outcome.answer.text!r}")
    can = [each for each in outcomes if not each.case.unanswerable]
    cannot = [each for each in outcomes if each.case.unanswerable]
    right = sum(all(s.value in (None, 1.0) for s in each.scores if s.metric == "facts") for each in can)
    answered = [each for each in outcomes if each.answer.status == "answered"]
    mean = sum(len(each.answer.text) for each in can) / max(1, len(can))
    lines += [
        f"可答 {len(can)} 题：要点齐全 {right}，全部通过 {sum(each.passed for each in can)}",
        f"不可答 {len(cannot)} 题：未作答 {sum(each.answer.status != 'answered' for each in cannot)}",
        f"已回答 {len(answered)}；可答题平均 {mean:.0f} 字；中位 {_median(outcomes):.1f} ms",
    ]
    return "\n".join(lines)


def _median(outcomes: Sequence[Outcome]) -> float:
    times = sorted(each.answer.elapsed_ms for each in outcomes)
    return times[len(times) // 2] if times else 0.0
