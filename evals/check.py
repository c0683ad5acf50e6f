"""Is the gold still there? Every document, section and quote that a suite refers to, looked up in a store. Pure.

Stale gold is how suites rot: a document is replaced, and a case fails for a reason that is nobody's fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evals.gold import Library, Missing, locate, missing
from evals.metrics.facts import Said, degree
from evals.types import Case


@dataclass(frozen=True, slots=True)
class Problem:
    """Something of a case that does not fit the store."""

    case_id: str
    zh: str
    en: str
    stale: bool = True
    """False for a doubt that a person should look at, and that fails nothing."""

    def __str__(self) -> str:
        return f"{self.zh} | {self.en}"


def check(cases: Sequence[Case], library: Library) -> Iterator[Problem]:
    """Tell what of the cases the store does not hold, in order; the sentence nearest to a lost quote beside it."""
    for case in cases:
        lost = list(missing(case, library))
        for each in lost:
            yield _problem(case, each)
        if not lost:
            yield from _doubts(case, library)


def _problem(case: Case, lost: Missing) -> Problem:
    gold = lost.gold
    if lost.what == "文件":
        return Problem(
            case.id,
            f"案例 {case.id}：库中没有“{gold.document}”",
            f"case {case.id}: no document {gold.document} in the store",
        )
    if lost.what == "章节":
        return Problem(
            case.id,
            f"案例 {case.id}：“{gold.document}”里没有“{gold.section}”",
            f"case {case.id}: {gold.document} has no section {gold.section}",
        )
    nearest = f"，最接近的一句是“{lost.nearest}”（{lost.where}，相似度 {lost.alike:.2f}）" if lost.nearest else ""
    return Problem(
        case.id,
        f"案例 {case.id} 的引文在“{gold.document}”中已找不到：“{gold.quote}”{nearest}",
        f"case {case.id}: the quote is no longer in {gold.document}; nearest {lost.alike:.2f}",
    )


def _doubts(case: Case, library: Library) -> Iterator[Problem]:
    """Facts that none of the case's documents states in the way the case spells them."""
    if not case.documents:
        return
    texts = [Said(library.document(entry.id).text) for name in case.documents for entry in library.named(name)]
    for fact in case.facts:
        if fact.vital and not any(degree(fact, text) == 1 for text in texts):
            yield Problem(
                case.id,
                f"案例 {case.id}：来源文件里没有写作“{fact.name}”的内容，请核对要点",
                f"case {case.id}: no source document says “{fact.name}” in these words",
                stale=False,
            )
    for gold in case.sources:
        places, _ = locate(gold, library)
        sections = [library.document(place.document_id).section_of(place.start) for place in places]
        labels = [label for section in sections if section for label in section.path]
        if (
            gold.quote
            and gold.section
            and not any(Said(gold.section).canonical in Said(each).canonical for each in labels)
        ):
            yield Problem(
                case.id,
                f"案例 {case.id}：引文不在“{gold.section}”里，现在“{' › '.join(labels[-2:])}”",
                f"case {case.id}: the quote does not stand in {gold.section}",
                stale=False,
            )
