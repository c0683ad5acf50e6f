"""What is told besides what answers: the sentences that come close, and where else to look. Pure.

Knows nothing of which evidence answers and why, and adds no value to it: a second amount is a wrong one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.asking.question import Question
from assistant.asking.slots import holds_amount
from assistant.choose import within
from assistant.compose import Said, said
from assistant.evidence import Passage, beside
from assistant.signs import repeats

CLOSE = 0.2
"""A passage whose score is so close to the best one's is told beside it."""
BESIDES = 2
"""So many of them."""
BRIEF = 220
"""And no more once an answer has so many characters."""
SEE_ALSO = 0.3
"""A passage whose score is so close to the best one's may be what was meant, and is shown after the answer."""
ASIDES = 3
"""So many of them."""
SHOWN = 300
"""And none with which an answer would have more characters."""
_OPEN = frozenset(["any", "list", "rule", "organ", "name", "reason"])
"""Kinds of question that no value answers, so that more than one passage may be meant."""


def close(question: Question, passages: Sequence[Passage], told: Sequence[Said]) -> list[Said]:
    """What answers nearly as well, of the same document: who asks two things is seldom answered by one sentence.

    Never a second value for one question, nor the next row or item: 每2个月 is what another row says.
    """
    documents = {each.source.document.id for each in told}
    if (
        question.slot.want in ("amount", "list", "documents")
        or len(documents) != 1
        or any(each.listed for each in told)
    ):
        return []
    valued = question.slot.want not in ("any", "rule", "reason")
    first = [each for each in passages if within(each, told)]
    length = sum(len(each.text) for each in told)
    further: list[Said] = []
    for each in passages:
        if len(further) == BESIDES or length + len(each.text) > BRIEF or each.score < passages[0].score - CLOSE:
            break
        second = within(each, told) or (valued and each.filled) or any(beside(each, one) for one in first)
        if each.document.id in documents and not second:
            further.append(said(each))
            length += len(each.text)
    return further


def asides(question: Question, passages: Sequence[Passage], told: Sequence[Said]) -> list[Said]:
    """What comes as close to the question as what is told, of any document: the reader sees which was meant.

    None that could be taken for the answer and is wrong: an amount, a second office or name, a row that was not
    chosen, a rule of the past. And none where the answer has as many things as were asked for.
    """
    if question.slot.want not in _OPEN or _as_many(question, told):
        return []
    length = sum(len(each.text) for each in told)
    further: list[Said] = []
    for each in passages:
        if len(further) == ASIDES or each.score < passages[0].score - SEE_ALSO:
            break
        fits = length + len(each.text) <= SHOWN and not within(each, told) and each.standing.live
        second = _valued(each) or (question.slot.want in ("organ", "name") and each.filled)
        if fits and not second:
            further.append(replace(said(each), aside=True))
            length += len(each.text)
    return further


def _as_many(question: Question, told: Sequence[Said]) -> bool:
    """Say whether as many things are told as were asked for."""
    size = question.slot.size
    counted = size is not None and sum(each.listed for each in told) == size
    return counted or any(repeats(question.asks, each.text) for each in told)


def _valued(passage: Passage) -> bool:
    """Say whether a passage states an amount, or is of a table."""
    return holds_amount(passage.text) or any(
        table.start <= passage.start < table.end for table in passage.document.tables
    )
