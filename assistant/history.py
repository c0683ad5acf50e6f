"""How a rule came to be what it is: 历次标准分别是多少 → what each document set, the oldest first. Pure.

The documents must be of one place and say the thing with a value; each tells one step. Knows nothing of wording.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.days import LIVES
from assistant.asking.question import Question
from assistant.asking.slots import Slot, amounts_in, attributed
from assistant.compose import Said, said
from assistant.evidence import Passage, beside, foremost, row_spans, row_text
from assistant.wording import called, pattern
from corpus import dates
from corpus.fold import fold
from corpus.types import TOLD, Table

NEAR = 0.15
"""A step covers the question within this of the best one."""
TIED = 0.01
"""Passages of a document that cover the question alike within this tell tiers of one step."""
TIERS = 4
"""A step of more tiers is not told: half of them would be taken for all."""
VALUES = ("amount", "count", "share", "sum")
"""Kinds of question of which a step holds the value that is asked for; of any other it holds an amount."""


def asked(question: Question) -> bool:
    """Say whether a question asks for all the steps, and not only for the last one."""
    return bool(pattern("history").search(fold(question.asks)))


def sharpened(question: Question) -> Question:
    """The question without the words that only ask: no document need say 一步步, or call an amount 标准.

    涨上来 goes too: the first step was no change, and its document need not say so.
    """
    words = [*pattern("history", "words").findall(fold(question.text)), *called("amount")]
    terms = tuple(each for each in question.terms if not any(each.text in word for word in words))
    return replace(question, terms=terms or question.terms)


def steps(question: Question, passages: Sequence[Passage]) -> list[Said]:
    """A table of all the steps, else what each document set, the oldest first; nothing where one step is all."""
    slot = question.slot
    if slot.want not in VALUES or (slot.want == "count" and slot.unit is None):
        slot = replace(slot, want="amount")
    setting = [each for each in passages if _sets(slot, question, each)]
    near = [each for each in setting if _alike(each, setting[0])]
    for each in near:
        if told := _dated(each):
            return told
    begun = sorted((each for each in foremost(near) if each.document.metadata.begins), key=_begins)
    told = _news([_step(each, near) for each in begun])
    return told if len({each.source.document.id for each in told}) > 1 else []


def _begins(passage: Passage) -> str:
    return passage.document.metadata.begins


def _step(best: Passage, near: Sequence[Passage]) -> list[Passage]:
    """What a document set: its best passage, with the rows or items beside it that cover the question as well."""
    own = [each for each in near if each.document is best.document]
    whole = [each for each in own if _several(each)]
    tiers = [
        each
        for each in own
        if each is best or (each.coverage.whole >= best.coverage.whole - TIED and beside(each, best))
    ]
    return whole[:1] or sorted(tiers, key=lambda each: each.start)


def _sets(slot: Slot, question: Question, passage: Passage) -> bool:
    """Say whether a passage states a value of what is asked for, and its document sets rules."""
    known = passage.document.metadata
    lasting = known.kind.value not in TOLD and known.validity.value not in ("年度性", "征求意见稿")
    return lasting and slot.filled(passage.text) and attributed(passage.text, question.names)


def _several(passage: Passage) -> bool:
    """Say whether a passage tells several steps by itself: 600元（2008年起）、1000元（2014年1月起）."""
    days = {each.iso for each in dates.find(fold(passage.text)) if each.iso > LIVES}
    return min(len(days), len(amounts_in(passage.text))) > 1


def _alike(passage: Passage, top: Passage) -> bool:
    """Say whether a passage is of the same thing and the same place as the best one."""
    return (
        passage.document.metadata.region.value == top.document.metadata.region.value
        and passage.coverage.whole >= top.coverage.whole - NEAR
        and set(passage.coverage.missing) <= set(top.coverage.missing)
    )


def _news(steps: Sequence[Sequence[Passage]]) -> list[Said]:
    """The steps that state an amount which none before them did; nothing where one has too many tiers."""
    known: set[str] = set()
    told: list[Said] = []
    for step in steps:
        amounts = {amount for each in step for amount in amounts_in(each.text)}
        if amounts and amounts <= known:
            continue
        if len(step) > TIERS:
            return []
        told += [replace(said(each), filled=True) for each in step]
        known |= amounts
    return told


def _dated(passage: Passage) -> list[Said]:
    """All rows of the table of a passage, where each begins with a day of its own."""
    found = passage.document.row_of(passage.start)
    if found is None or not _by_day(found[0]):
        return []
    return [
        Said(passage.source, row_text(found[0], row), row_spans(row), "supported", True, True)
        for row in found[0].rows
    ]


def _by_day(table: Table) -> bool:
    days = [dates.find(fold(row.cells[0].text)) for row in table.rows]
    return len(days) > 1 and all(days)
