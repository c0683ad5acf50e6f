"""Which earlier questions a new one of the same conversation leans on. Pure.

A question that names what it is about stands by itself, and takes over no more than place and people: what was asked
before would only draw it away. One that names nothing, or points back (那配偶呢？), goes with the questions before
it up to one that stands. Only questions are looked at, never what was answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.asking.question import Question
from assistant.match import COMMON
from assistant.wording import called
from corpus.fold import fold

Understand = Callable[[str], Sequence[Question]]
"""The questions of one turn, understood by itself."""

FARTHEST = 4
"""No question is understood by more earlier ones."""
TELLING = 2
"""A question stands by itself from so many names on; with fewer it may."""
_BACK = re.compile(
    r"^(?:那|还有|另外|再|然后|其中)|(?:那|呢)(?=[,?。!]|$)|[它其](?!他|余|实|中)|上述|上面|前面|刚才|之前说|该(?:项|办法|文件|规定)"
    r"|(?:这|那)(?:个|些|项|笔|种|条|份|件|类|一|标准|规定|办法|钱|补助|补贴)"
)
"""Words that point back."""


def ways(earlier: Sequence[str], question: str, understand: Understand) -> list[tuple[str, ...]]:
    """The turns to ask for `question`, itself the last of them; where the first are not answered, the next are asked.

    `earlier` are the questions of the conversation, the oldest first.
    """
    if not earlier:
        return [(question,)]
    scope = _scope(earlier, question, understand)
    if _stands(question, understand):
        return [(*scope, question)]
    chain: list[str] = []
    for turn in reversed(earlier[-FARTHEST:]):
        chain.insert(0, turn)
        if _stands(turn, understand):
            break
    if _points_back(question) or not _names(question, understand):
        return [(*chain, question)]
    return [(*chain, question), (*scope, question)]


def _points_back(turn: str) -> bool:
    return bool(_BACK.search(fold(turn).strip()))


def _names(turn: str, understand: Understand) -> int:
    """How many things are named by that question of a turn which names fewest."""
    return min(
        len({term.text for term in each.asked if not term.light and term.weight >= COMMON} - called(each.slot.want))
        for each in understand(turn)
    )


def _stands(turn: str, understand: Understand) -> bool:
    return not _points_back(turn) and _names(turn, understand) >= TELLING


def _scope(earlier: Sequence[str], question: str, understand: Understand) -> tuple[str, ...]:
    """A turn of no more than the place and the people last spoken of, as far as the question names none itself.

    A year is not taken over: who asks for a rule by its name means the one in force.
    """
    own = understand(question)
    place = people = ""
    for each in (each for turn in earlier for each in understand(turn)):
        place = "".join(place.name for place in each.places) or place
        people = f"{each.population}干部" if each.population else people
    if any(each.places for each in own):
        place = ""
    if any(each.population for each in own):
        people = ""
    return (place + people,) if place or people else ()
