"""Two runs → what changed, case by case, and whether that is more than chance. Pure.

Knows nothing of reports: every one of them tells the same changes.
"""

from __future__ import annotations

from dataclasses import dataclass

from evals.types import Run


@dataclass(frozen=True, slots=True)
class Changes:
    """What a run does otherwise than its baseline. Ids stand in the order of the run."""

    newly_failing: tuple[str, ...]
    newly_passing: tuple[str, ...]
    still_failing: tuple[str, ...]
    changed_text: tuple[str, ...]
    """Answered in other words, whatever the verdict."""
    only_new: tuple[str, ...]
    only_old: tuple[str, ...]
    """In the order of the baseline."""
    figures: tuple[tuple[str, float | None, float | None], ...]
    """(name, baseline, run); None where one of them has no such figure."""
    p_value: float | None
    """Exact McNemar test over the cases that both judged; None when no verdict changed."""


def changes(run: Run, baseline: Run) -> Changes:
    """Compare case by case; a case that one of the two did not judge neither fails nor passes newly."""
    before = {each.id: each for each in baseline.outcomes}
    now = {each.id for each in run.outcomes}
    pairs = [(before[each.id], each) for each in run.outcomes if each.id in before]

    def turned(was: bool, now: bool) -> tuple[str, ...]:
        return tuple(new.id for old, new in pairs if old.passed is was and new.passed is now)

    lost, won = turned(True, False), turned(False, True)
    known = {each.name: each.value for each in baseline.figures}
    return Changes(
        newly_failing=lost,
        newly_passing=won,
        still_failing=turned(False, False),
        changed_text=tuple(new.id for old, new in pairs if old.text != new.text),
        only_new=tuple(each.id for each in run.outcomes if each.id not in before),
        only_old=tuple(id for id in before if id not in now),
        figures=tuple((each.name, known.get(each.name), each.value) for each in run.figures),
        p_value=mcnemar(len(lost), len(won)),
    )


def mcnemar(lost: int, won: int) -> float | None:
    """How likely chance alone splits the changed verdicts at least so unevenly (two-sided, exact binomial).

    >>> mcnemar(1, 5)
    0.21875
    >>> mcnemar(0, 0) is None
    True
    """
    changed = lost + won
    if not changed:
        return None
    # Whole numbers up to the one division, so that thousands of cases neither overflow nor round away.
    ways = tail = 1
    for few in range(min(lost, won)):
        ways = ways * (changed - few) // (few + 1)
        tail += ways
    return min(1.0, 2 * tail / (1 << changed))
