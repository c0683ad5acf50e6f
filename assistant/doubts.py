"""Reasons besides coverage for which evidence is no answer, however well its words match. Pure.

Each is a rule that a clerk would agree with: a sentence that says that it does not say, a rule that does not stand, a
premise that no document has. Knows nothing of thresholds or of wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.compose import Said
from assistant.evidence import outspoken
from assistant.match import COMMON, cover, normal, share
from assistant.question import Question
from assistant.wording import pattern
from corpus.fold import fold
from corpus.quantities import find, plain

_CLAUSE = re.compile(r"[,。;!?\n]")
APART = 0.45
"""Share of all that a turn says, what it only tells included, that evidence and its headings must speak of."""


def silent(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Every sentence that would answer says that the matter is set elsewhere: 丧葬费各地不同，本篇不写数额."""
    valued = question.slot.want in ("amount", "sum", "count", "share", "date")
    return all(
        pattern("silent").search(fold(each.text)) and not (valued and question.slot.filled(outspoken(each.text)))
        for each in evidence
    )


def past(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Nothing but drafts and replaced rules speak, and the question is not about such."""
    if any(each.source.standing.live for each in evidence):
        return False
    return not pattern("past").search(fold(question.text))


def premise(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question takes a value or a change for granted that the evidence lacks: 提高到3000元的是哪个文件."""
    told = " ".join([context, *(each.text for each in evidence)])
    years = {match["year"] for match in pattern("premise", "changed").finditer(fold(question.text))}
    if any(year not in told and not any(_of(each, year) for each in evidence) for year in years):
        return True
    taken = [match["value"] for match in pattern("premise").finditer(fold(question.text))]
    said = {plain(each.number) for one in evidence for each in find(one.text)}
    return any(plain(each.number) not in said for value in taken for each in find(value))


def above(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is asked for an office of the province or the state, and only a city or a county answers."""
    if any(pattern("above").search(fold(each.text)) for each in evidence):
        return False
    levels = {each.source.document.metadata.level.value for each in evidence}
    return bool(pattern("above").search(fold(question.text))) and levels <= {"市", "县", "乡"}


def apart(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The evidence is about something else than what the turn tells: 电梯, where it speaks of 财政补助 for people."""
    own = normal("\n".join(each.text for each in evidence))
    return cover(question.terms, own, normal(context)).whole < APART


def denied(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """What is asked about is only forbidden: 礼金的上限是多少, where 不得发放礼品礼金."""
    if pattern("whether").search(fold(question.asks)) or pattern("forbids").search(fold(question.text)):
        return False
    clauses = [normal(each) for one in evidence for each in _CLAUSE.split(fold(one.text))]
    for term in question.asked:
        if term.light or term.weight < COMMON:
            continue
        holding = [each for each in clauses if share(term, each) >= 1]
        if holding and all(pattern("forbids").search(each) for each in holding):
            return True
    return False


DOUBTS: tuple[Callable[[Question, Sequence[Said], str], bool], ...] = (silent, past, premise, above, apart, denied)
"""A new reason is one line here."""


def doubtful(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Say whether any of `DOUBTS` holds; `context` is what stands around the evidence."""
    return any(doubt(question, evidence, context) for doubt in DOUBTS)


def _of(each: Said, year: str) -> bool:
    known = each.source.document.metadata
    return known.begins.startswith(year) or str(known.year) == year
