"""Numbers of people, ages and ranks that a turn tells → which case of a rule is meant: 七十多人 is 50人以上不足100人.

Pure. Knows nothing of what is set for a case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from corpus import bands, ranks
from corpus.fold import fold
from corpus.quantities import find
from corpus.types import Document, Row

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


_OTHERS = re.compile(r"(?:其他|其余|其它)[^,。;:]{0,6}(?:干部|人员|同志)")


def ranked(told: tuple[ranks.Rank, ...], document: Document, start: int, text: str) -> bool | None:
    """Say whether a passage of `document` is set for a rank of `told`; None when it is set for no rank at all.

    What is set for the others (其他退休干部) is set for those whom the other rows of its table leave: beside
    县处级以上 for who is of no such rank.
    """
    return ranks.meet(told, ranks.set_for(text) or _left(document, start, fold(text))) if told else None


def _left(document: Document, start: int, folded: str) -> tuple[ranks.Rank, ...]:
    """The ranks that the other rows of a table leave to a row for the others."""
    found = document.row_of(start) if _OTHERS.search(folded) else None
    if found is None:
        return ()
    table, row = found
    left = ranks.below(tuple(each for one in table.rows if one is not row for each in _of_row(one)), "其他")
    return (left,) if left else ()


def _of_row(row: Row) -> tuple[ranks.Rank, ...]:
    return tuple(each for cell in row.cells for each in ranks.find(cell.text))
