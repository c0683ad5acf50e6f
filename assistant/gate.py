"""Answer, show what is near, or refuse: decided on coverage, never on rank. Pure.

Knows nothing of wording. The thresholds are shares of the question's weight that the evidence covers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.question import Question
from assistant.match import COMMON, Coverage, Term
from assistant.types import Status
from assistant.wording import fillers

ANSWER = 0.60
"""At least this much of the question must be covered by what is said, its headings and title included, unless the
store has a threshold of its own (`assistant.calibration`)."""
OWN = 0.25
"""And at least this much by the quoted words themselves."""
HEADED, COVERED = 0.15, 0.95
"""Of a time or a number so much less will do, where with the headings so much is covered: 施行日期：2022年5月1日."""
SHOW = 0.34
"""Below ANSWER and above this, passages are shown as related."""
_OTHERS = re.compile(r"(?:退休|离休|离退休)(?!干部|人员|同志|老|职工|费|$).{2,}")
"""Other people than those that the documents are about: 退休教师."""
PEOPLE = re.compile(r"(?:离休|退休|离退休)?(?:老?干部|人员|老?同志)?")
"""The people whom every document is about."""
SLIGHT = 0.05
"""A light word that carries less of the question's weight is none of the things that are asked for."""
VITAL = 0.35
"""A missing term that carries this share of the question's weight forbids an answer by itself."""
RARE = 2.0
"""A verb, or what was asked before, may be said otherwise below this weight, even where an amount is asked for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The status and why."""

    status: Status
    missing: tuple[Term, ...] = ()
    """Terms that nothing covers, heaviest first."""
    unfilled: bool = False
    """True when passages were found, but none holds the kind of value that was asked for."""
    unlisted: str = ""
    """The slogan whose members were asked for, where the documents name it and do not list them."""
    confidence: float = 0.0
    """What the threshold is compared with; 0 when another reason forbids an answer."""


def decide(
    question: Question,
    coverage: Coverage | None,
    *,
    filled: bool,
    listed: bool = False,
    threshold: float = ANSWER,
) -> Decision:
    """Decide on what the chosen evidence covers together, which must be at least `threshold`.

    The items of a list need not repeat what their heading says: `listed` waives the share of the quoted words.
    """
    if coverage is None or coverage.whole < SHOW:
        return Decision("not_found", _heaviest(coverage.missing if coverage else question.asked))
    missing = _heaviest(coverage.missing)
    vital = _vital(question, missing) or (question.slot.want in ("any", "list") and _empty(question))
    sound = not vital and (listed or coverage.own >= _own_needed(question, coverage))
    confidence = round(coverage.whole, 6) if sound and filled else 0.0
    if coverage.whole < threshold or not sound:
        return Decision("uncertain", missing, confidence=confidence)
    if not filled:
        return Decision("uncertain", missing, unfilled=True)
    return Decision("answered", missing, confidence=confidence)


def _own_needed(question: Question, coverage: Coverage) -> float:
    """How much the quoted words must say by themselves: of a time or a count less, where headings say the rest."""
    slot = question.slot
    counted = slot.want == "date" or (slot.want == "count" and slot.unit is not None)
    return HEADED if counted and coverage.whole >= COVERED and not coverage.missing else OWN


def _vital(question: Question, missing: Sequence[Term]) -> bool:
    """Say whether something is missing without which nothing answers, however much else is covered."""
    # 起草, of which the documents never speak, is no other word for what they say: it counts like a noun.
    grave = [term for term in missing if not term.light or term.alien]
    # 新, of a new company, is asked of nothing by itself; the name of a paper is a term that is found.
    least = SLIGHT * _weight(question)
    asked = sum(not term.light or term.weight >= least for term in question.asked) + (question.paper is not None)
    if lacking(question, missing) or 2 * len(grave) >= asked:
        return True
    if any(term.text in fillers().turns for term in missing):
        return True  # 停发 is the question, not 慰问金
    if question.slot.want not in ("amount", "rule"):
        return False
    # A wrong amount does more harm than none: nothing of the question may be left open.
    return any(term.weight >= (RARE if term.light or term.earlier else COMMON) for term in missing)


def _empty(question: Question) -> bool:
    """Say whether nothing is asked of the people but what stands everywhere: anything about them would answer."""
    # 搞, by itself, is asked of anything.
    others = [term for term in question.asked if len(term.text) > 1 and not PEOPLE.fullmatch(term.text)]
    return all(term.light for term in others) and sum(term.weight for term in others) < COMMON / 2


def lacking(question: Question, missing: Sequence[Term]) -> bool:
    """Say whether a name is missing without which nothing answers: it weighs much of what is asked, or is of others.

    In English a verb is such a name too: to register a company is not to have one.
    """
    total, english = _weight(question) or 1.0, question.language == "en"
    much = any((english or not term.light) and term.weight / total >= VITAL for term in missing)
    return much or any(not term.light and _OTHERS.fullmatch(term.text) for term in missing)


def _weight(question: Question) -> float:
    return sum(term.weight for term in question.asked)


def _heaviest(terms: Sequence[Term]) -> tuple[Term, ...]:
    return tuple(sorted(terms, key=lambda term: (-term.weight, term.text)))
