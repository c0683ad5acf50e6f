"""Spans of days as official documents write them: 1943年1月1日至1945年9月2日, 1937年7月6日及以前. Pure.

Knows no "today" and nothing of what happened on these days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import dates
from corpus.fold import fold

_TO = re.compile(r"\s*(?:起)?\s*(?:至|到|—+|-+|~)\s*")
_UNTIL = re.compile(r"\s*(?:\(含\))?\s*(?:(?:及|或)?(?:其|之|以)前|前)")
_FROM = re.compile(r"\s*(?:及|或)?(?:之|以)后|\s*起")


@dataclass(frozen=True, slots=True)
class Range:
    """Days from `first` to `last`, both included; None where it is open."""

    first: str | None
    """ISO 8601, as precise as the text: 1943-01-01, or 1943."""
    last: str | None
    start: int
    end: int

    def holds(self, day: str) -> bool:
        """Say whether a day (ISO 8601, of ten characters) lies in it.

        >>> [each.holds("1944-07-01") for each in find("1943年至1945年9月2日；1937年7月6日及以前")]
        [True, False]
        """
        if self.first is not None and day < self.first:
            return False
        return self.last is None or day[: len(self.last)] <= self.last


def find(text: str) -> tuple[Range, ...]:
    """Every span of days in `text`, in its order; a day by itself is none."""
    return tuple(_ranges(fold(text)))


def _ranges(folded: str) -> Iterator[Range]:
    found = dates.find(folded)
    used = 0
    for at, date in enumerate(found):
        if date.start < used:
            continue
        following = found[at + 1] if at + 1 < len(found) else None
        if following and _TO.fullmatch(folded, date.end, following.start):
            used = following.end
            yield Range(date.iso, following.iso, date.start, following.end)
        elif until := _UNTIL.match(folded, date.end):
            yield Range(None, date.iso, date.start, until.end())
        elif since := _FROM.match(folded, date.end):
            yield Range(date.iso, None, date.start, since.end())
