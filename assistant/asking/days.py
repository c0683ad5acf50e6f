"""Days of somebody's life → which tier of a rule is meant: 1944年参加革命 is 抗日战争时期.

Pure. Knows nothing of what a tier is paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.wording import periods
from corpus import ranges
from corpus.fold import fold
from index import glossary

LIVES = "1970"
"""Spans that end before this year are told of lives, and later ones of papers: no tier is that young."""


def named(day: str) -> list[str]:
    """The periods, as rules name them, that a day (ISO 8601) falls into.

    >>> named("1944-07-01")
    ['抗日战争时期']
    """
    return [name for first, last, name in periods() if first <= day <= last]


def entered(days: Iterable[str]) -> list[str]:
    """The periods that any of `days` fall into."""
    return [name for day in days for name in named(day)]


def spoken(text: str) -> frozenset[str]:
    """The periods that a text names, under any of their names.

    >>> spoken("抗战时期参加革命的")
    frozenset({'抗日战争时期'})
    """
    folded = fold(text)
    return frozenset(name for _, _, name in periods() if any(each in folded for each in _called(name)))


def _called(name: str) -> tuple[str, ...]:
    """The names of a period; people leave 时期 away, and say 时候."""
    names = (name, *glossary.forms(name))
    return (*names, *(each.removesuffix("时期") for each in names if len(each) > len("抗战时期") - 1))


def tier(days: Sequence[str], text: str) -> bool | None:
    """Say whether `text` tells of the tier of one of `days`; None when it tells of no spans of days in lives.

    >>> tier(["1944-07-01"], "1943年1月1日至1945年9月2日"), tier(["1944-07-01"], "自2014年10月起")
    (True, None)
    """
    if not days:
        return None
    spans = [each for each in ranges.find(text) if each.last is not None and each.last < LIVES]
    return None if not spans else any(each.holds(day) for each in spans for day in days)
