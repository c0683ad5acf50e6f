"""Whether changed words belong to the name of a place, a party or an organ. By form; knows no list of organs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from assistant.verify import words
from assistant.verify.tokens import NONE, Token
from assistant.verify.types import Kind
from corpus import places
from corpus.fold import fold

NEAR = 5
"""Characters behind a changed run in which the name that it belongs to must end."""
BEFORE = 3
"""And in front of it in which the ending may begin: 学校 and 学生 differ in their last character."""
LONGEST = 14


@lru_cache(maxsize=512)
def named(text: str) -> tuple[places.Place, ...]:
    """The places that a text names."""
    return places.find(text)


def kind_of(text: str, run: Sequence[Token], after: Token | None) -> Kind | None:
    """Say whose name a run belongs to; None when it is no part of a name."""
    if not run or run[-1].end - run[0].start > LONGEST:
        return None
    start, end = run[0].start, run[-1].end
    if any(place.start < end and start < place.end for place in named(text)):
        return "place"
    folded = fold(text)
    reach = end + NEAR if after is not None and after.stop == NONE else end
    for match in words.endings().finditer(folded, max(0, start - BEFORE), reach):
        alone = len(match[0]) == 1
        if match.end() > start and (not alone or end - 1 <= match.start() <= end + 1):
            return "party"
    return None
