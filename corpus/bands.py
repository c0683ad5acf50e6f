"""Bands of people and ages that tell cases apart: 50人以上不足100人, 满80周岁, 70至79岁. Pure.

A limit of what is done (不超过3人, 至少1名) is no case, and neither is the day of an event (满60周岁退休). Knows
nothing of which band anybody falls into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from corpus.fold import fold
from corpus.quantities import Bound, Quantity
from corpus.quantities import find as quantities

UNITS = ("人", "岁")
"""What cases are told apart by; an amount of money is mostly what is given."""
_BETWEEN = re.compile(
    r" *(?:\([^()]{0,4}\))?(?:及?以上)?(?:\([^()]{0,4}\))?,?且?(?:不足|[不未]满|不到|低于|少于|至|到|-+|~)? *"
)
"""What stands between the two ends of a band."""
_AFTER = re.compile(r" {0,2}(?:\([^()]{0,8}\))? {0,2}(?:及|或者?)?以[上下]")
_BEFORE = re.compile(r"(?:(?<![不未])满|[不未]满|不足|(?<![不未得])超过) *$")
_FULL = re.compile(r"(?<![不未])满 *$")


@dataclass(frozen=True, slots=True)
class Band:
    """Numbers of a unit between two ends; None where it is open."""

    unit: str
    low: Decimal | None
    high: Decimal | None
    bounds: tuple[Bound, Bound]
    """Whether the ends belong to it: ">=" or ">", "<=" or "<"."""

    def holds(self, number: Decimal) -> bool:
        """Say whether a number lies in it.

        >>> [each.holds(Decimal(100)) for each in find("50人以上不足100人的；100人以上的")]
        [False, True]
        """
        above = self.low is None or number > self.low or (number == self.low and self.bounds[0] == ">=")
        below = self.high is None or number < self.high or (number == self.high and self.bounds[1] == "<=")
        return above and below


def find(text: str) -> tuple[Band, ...]:
    """Every band in `text`, in its order; a number by itself is none."""
    return tuple(_bands(fold(text)))


def _bands(folded: str) -> Iterator[Band]:
    found = [each for each in quantities(folded) if each.unit in UNITS]
    used: set[int] = set()
    for first, last in pairwise(found):
        if first.start not in used and _joined(folded, first, last):
            used |= {first.start, last.start}
            yield Band(first.unit, first.number, last.number, (first.bound, last.bound))
    for each in found:
        if each.start not in used and (bound := _case(folded, each)) is not None:
            low = bound in (">=", ">")
            yield Band(each.unit, each.number if low else None, None if low else each.number, (bound, bound))


def _joined(folded: str, first: Quantity, last: Quantity) -> bool:
    """Say whether two quantities are the two ends of one band."""
    ends = first.bound in (">=", ">") and last.bound in ("<=", "<") and first.unit == last.unit
    return ends and bool(_BETWEEN.fullmatch(folded, first.end, last.start))


def _case(folded: str, each: Quantity) -> Bound | None:
    """The comparator of a quantity that tells a case; None where it is none, or a limit."""
    before = folded[max(0, each.start - 4) : each.start]
    if each.bound == "=":
        return ">=" if _FULL.search(before) and folded.startswith("的", each.end) else None
    return each.bound if _AFTER.match(folded, each.end) or _BEFORE.search(before) else None
