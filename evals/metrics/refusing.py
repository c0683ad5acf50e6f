"""How well refusing and answering are told apart. Pure; a refusal is a status, never read out of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Refusals(NamedTuple):
    """Counts of refused cases."""

    right: int
    """Unanswerable and refused."""
    wrong: int
    """Answerable and refused."""
    missed: int
    """Unanswerable and answered."""

    @property
    def precision(self) -> float | None:
        """Share of the refusals that were right; None when nothing was refused."""
        refused = self.right + self.wrong
        return self.right / refused if refused else None

    @property
    def recall(self) -> float | None:
        """Share of the unanswerable cases that were refused; None when there are none."""
        unanswerable = self.right + self.missed
        return self.right / unanswerable if unanswerable else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of both; None when neither could be taken.

        By hand: 8 right, 2 wrong, 2 missed is precision 0.8, recall 0.8, F1 0.8.

        >>> round(Refusals(8, 2, 2).f1, 3), Refusals(0, 0, 0).f1
        (0.8, None)
        """
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


def refusals(cases: Sequence[tuple[bool, bool]]) -> Refusals:
    """Count (unanswerable, refused) pairs.

    >>> refusals([(True, True), (False, True), (True, False), (False, False)])
    Refusals(right=1, wrong=1, missed=1)
    """
    return Refusals(
        sum(unanswerable and refused for unanswerable, refused in cases),
        sum(not unanswerable and refused for unanswerable, refused in cases),
        sum(unanswerable and not refused for unanswerable, refused in cases),
    )
