"""Cases × assistant → outcomes. Knows nothing of files, reports or exit codes."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.types import Answer, Citation
from evals.gold import Library, filter_of, targets
from evals.judge import Observed, scores, verdict
from evals.types import Case, Marked, Mode, Outcome
from index.types import Filter, Hit

BESIDE = 60
"""Characters of the document that are shown on each side of a quote."""


class Answering(Protocol):
    """What is judged: the assistant, or anything that answers as it does."""

    def ask(self, *turns: str, day: str | None, filters: Filter) -> Answer:
        """Answer the last of the turns."""
        ...

    def hits(self, *turns: str, filters: Filter) -> list[Hit]:
        """What an answer is looked for among, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Timed:
    """An outcome and how long the answer, or the search where only hits are judged, took."""

    outcome: Outcome
    milliseconds: float


def run(cases: Sequence[Case], asked: Answering, library: Library, mode: Mode = "extractive") -> Iterator[Timed]:
    """Ask every case and judge what comes, in order."""
    for case in cases:
        filters = filter_of(case.filters)
        began = time.perf_counter()
        hits = asked.hits(*case.turns, filters=filters)
        took = (time.perf_counter() - began) * 1000
        answer = None
        if mode != "retrieval":
            answer = asked.ask(*case.turns, day=case.as_of, filters=filters)
            took = answer.elapsed_ms
        yield Timed(judged(Observed(case, hits, targets(case, library), library, answer)), took)


def judged(seen: Observed) -> Outcome:
    """What was seen of a case, as its outcome."""
    case, answer = seen.case, seen.answer
    marks = scores(seen)
    passed, cause, why = verdict(seen, marks)
    return Outcome(
        id=case.id,
        turns=case.turns,
        tags=case.tags,
        unanswerable=case.unanswerable,
        passed=passed,
        cause=cause,
        why=why,
        status=answer.status if answer else "",
        text=answer.text if answer else "",
        notices=tuple((notice.kind, notice.text) for notice in answer.notices) if answer else (),
        citations=tuple(_marked(each, seen) for each in answer.citations) if answer else (),
        confidence=answer.confidence if answer else 0.0,
        gold_rank=next((rank for rank, count in enumerate(seen.found, 1) if count), None),
        scores={mark.metric: None if mark.value is None else round(mark.value, 6) for mark in marks},
        fallback=answer.fallback if answer else None,
    )


def _marked(citation: Citation, seen: Observed) -> Marked:
    text = seen.library.document(citation.document_id).text if seen.true(citation) else ""
    return Marked(
        citation.marker,
        citation.document,
        citation.title,
        citation.path,
        citation.region,
        citation.year,
        citation.validity,
        citation.start,
        citation.end,
        citation.quote,
        text[max(0, citation.start - BESIDE) : citation.start],
        text[citation.end : citation.end + BESIDE],
    )
