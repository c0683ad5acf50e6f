"""Whether a text says a fact, and whether it says a wrong value. Pure; numbers are compared as numbers.

`fact recall`, strict: all vital facts are said (TREC's strict vital score, RGB's checkanswer); partial: the mean of
the degrees to which facts are said. `wrong value`: a forbidden value, another value where the right one belongs, or a
number that stands in no document cited (RAGEval's hallucination, decided without a judge).
Knows nothing of documents; whoever calls it hands over the texts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import cached_property

from corpus import dates, docnumber
from corpus.fold import fold
from corpus.quantities import Bound, Quantity, canonical, find, plain, within
from evals.types import Fact, Forbidden, Value

NEAR = 15
"""Characters within which a value belongs to the words that it stands beside (RAGEval's anchor window)."""
ALIKE = 0.8
"""Share of a sentence's character pairs that must stand in a text that says it in other words."""
BARE = 100
"""From this number on a bare number in a table cell stands for a value of any unit: 860 for 860元."""
_LISTED = re.compile(r"^[ ]*\(?(?P<number>[0-9]{1,2})(?:\)|[、.](?![0-9]))", re.MULTILINE)
"""The number of a line in a list: 2. or (2) or 2、; it counts nothing."""
_OPPOSITE: dict[Bound, tuple[Bound, ...]] = {">=": ("<=", "<"), ">": ("<=", "<"), "<=": (">=", ">"), "<": (">=", ">")}


class Said:
    """A text made ready for comparing; nothing is computed before it is asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def canonical(self) -> str:
        """The one spelling to compare by."""
        return canonical(self.text)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Numbers with their units; the number of a line in a list is none."""
        listed = {match.start("number") for match in _LISTED.finditer(fold(self.text))}
        return tuple(each for each in find(self.text) if each.unit or each.start not in listed)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Every number, whatever its unit; dates are none."""
        return frozenset(plain(each.number) for each in self.quantities)

    @cached_property
    def names(self) -> frozenset[str]:
        """Its dates with a year, as precise as they stand, and its document numbers without their codes."""
        numbers = {f"{fold(each.year)}号{fold(each.number)}" for each in docnumber.find(self.text) if each.year}
        return frozenset({each.iso for each in dates.find(self.text)} | numbers)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Its character pairs."""
        return frozenset(self.canonical[at : at + 2] for at in range(len(self.canonical) - 1))


def degree(fact: Fact, said: Said) -> float:
    """How far a text says a fact: 1 wholly, 0 not at all; the least of what its parts reach.

    >>> degree(Fact(any_of=("30日", "一个月")), Said("三十日内办结")), degree(Fact(any_of=("5元",)), Said("15元"))
    (1.0, 0.0)
    >>> degree(Fact(all_of=("在职", "退休")), Said("退休人员")), degree(Fact(value=Value(2, "万元")), Said("20000元"))
    (0.5, 1.0)
    """
    parts = []
    if fact.any_of:
        parts.append(float(any(within(canonical(form), said.canonical) for form in fact.any_of)))
    if fact.all_of:
        parts.append(sum(within(canonical(form), said.canonical) for form in fact.all_of) / len(fact.all_of))
    if fact.value:
        parts.append(_valued(fact.value, said))
    if fact.says:
        parts.append(_paraphrased(Said(fact.says), said))
    return min(parts, default=0.0)


def forbidden(rule: Forbidden, said: Said) -> bool:
    """Say whether a text says what it must not.

    >>> forbidden(Forbidden(value=Value(800, "元"), near="护理费"), Said("护理费每人每月800元"))
    True
    """
    if rule.text and within(canonical(rule.text), said.canonical):
        return True
    return rule.value is not None and any(
        _same(rule.value, each) and (not rule.near or fold(rule.near) in _beside(said.text, each))
        for each in said.quantities
    )


def misplaced(fact: Fact, said: Said) -> str | None:
    """A value of the fact's unit that stands where the fact's own value belongs; None when it says the right one.

    >>> misplaced(Fact(value=Value(500, "元"), near="补贴标准"), Said("补贴标准为每月800元"))
    '800元'
    """
    if fact.value is None or not fact.near or degree(fact, said) == 1:
        return None
    unit = _measure(fact.value).unit
    others = (
        each
        for each in said.quantities
        if each.unit == unit and not _same(fact.value, each) and fold(fact.near) in _beside(said.text, each)
    )
    other = next(others, None)
    return None if other is None else said.text[other.start : other.end]


def unfounded(said: Said, numbers: Collection[str], allowed: Said) -> Iterator[str]:
    """Numbers of a text that stand neither in the documents it cites nor in what is `allowed` besides.

    >>> list(unfounded(Said("每人每月2800元"), {"2700"}, Said("")))
    ['2800元']
    """
    for each in said.quantities:
        if plain(each.number) not in numbers and plain(each.number) not in allowed.numbers:
            yield said.text[each.start : each.end]


def _valued(value: Value, said: Said) -> float:
    """1 for the value, 0.5 for the number under another comparator or unit."""
    if any(_same(value, each) for each in said.quantities):
        return 1.0
    return 0.5 if plain(_measure(value).number) in said.numbers else 0.0


def _same(value: Value, each: Quantity) -> bool:
    wanted = _measure(value)
    unit = not value.unit or each.unit == wanted.unit or (not each.unit and each.number >= BARE)
    return unit and each.number == wanted.number and value.comparator in (None, each.bound)


def _measure(value: Value) -> Quantity:
    """The value as a text would state it, so that 2万元 and 20000元 are one."""
    found = find(f"{plain(Decimal(value.num))}{value.unit}")
    return found[0] if found else Quantity(value.num, value.unit, "=", 0, 0)


def _beside(text: str, each: Quantity) -> str:
    return fold(text[max(0, each.start - NEAR) : each.end + NEAR])


def _paraphrased(wanted: Said, said: Said) -> float:
    shared = len(wanted.pairs & said.pairs) / max(1, len(wanted.pairs))
    if not _counted(wanted, said):
        return 0.0
    return 1.0 if shared >= ALIKE else 0.5 if shared >= ALIKE / 2 else 0.0


def _counted(wanted: Said, said: Said) -> bool:
    """Whether every number, date and document number of one text stands in another.

    A number stands with its unit, or without any as in a table, and not under the opposite comparator.
    """
    return all(
        any(
            each.number == other.number
            and (each.unit == other.unit or not each.unit or not other.unit)
            and other.bound not in _OPPOSITE.get(each.bound, ())
            for other in said.quantities
        )
        for each in wanted.quantities
    ) and all(any(f"{other}-".startswith(f"{name}-") for other in said.names) for name in wanted.names)
