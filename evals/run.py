"""Cases × assistant → scores. Knows nothing of files, reports or exit codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.types import Answer
from evals.metrics import METRICS, passed
from evals.types import Case, Score


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Case
    answer: Answer
    scores: tuple[Score, ...]

    @property
    def passed(self) -> bool:
        """The one verdict."""
        return passed(list(self.scores))


def run(cases: Sequence[Case], assistant: Assistant) -> Iterator[Outcome]:
    """Ask every case and score the answer, in order."""
    for case in cases:
        answer = assistant.ask(*case.turns)
        yield Outcome(case, answer, tuple(metric(case, answer) for metric in METRICS.values()))
