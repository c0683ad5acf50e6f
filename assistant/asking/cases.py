"""Numbers of people and ages that a turn tells → which case of a rule is meant: 七十多人 is 50人以上不足100人.

Pure. Knows nothing of what is set for a case.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus import bands
from corpus.fold import fold
from corpus.quantities import find

_HALF = Decimal("0.5")
"""七十多人 are more than 70, and fewer than 71 are not more."""
_SIDES = {"=": Decimal(0), ">": _HALF, "<": -_HALF}
"""How far from its number a told size lies; one that is itself a band (80岁以上) is none."""


@dataclass(frozen=True, slots=True)
class Size:
    """A number of people or years of age that somebody tells."""

    words: str
    """As told, folded."""
    number: Decimal
    unit: str


@lru_cache(maxsize=64)
def sizes(text: str) -> tuple[Size, ...]:
    """The sizes that a text tells.

    >>> [(each.words, str(each.number)) for each in sizes("我们有七十多人，最大的九十岁，八十岁以上的不少")]
    [('七十多人', '70.5'), ('九十岁', '90')]
    """
    folded = fold(text)
    return tuple(
        Size(folded[each.start : each.end], each.number + _SIDES[each.bound], each.unit)
        for each in find(folded)
        if each.unit in bands.UNITS and each.bound in _SIDES
    )


def case(told: tuple[Size, ...], text: str) -> bool | None:
    """Say whether `text` tells of the case of one of the sizes; None when it tells of no cases of their unit.

    >>> case(sizes("七十多人"), "50人以上不足100人的"), case(sizes("七十多人"), "80周岁以上的")
    (True, None)
    """
    if not told:
        return None
    units = {each.unit for each in told}
    found = [each for each in bands.find(text) if each.unit in units]
    if not found:
        return None
    return any(band.unit == size.unit and band.holds(size.number) for band in found for size in told)
