"""Time limits of a kind of letter → the last day of each, counted from the dates that were filled in. Pure.

The day from which is counted does not count itself; a limit in months ends on the same day of its month, or on the
last one. Holidays are not known here: a last day is never put off, and whoever reads it is told to look.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from assistant.letter.types import Kind, Limit

WEEK = "一二三四五六日"
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Due:
    """One time limit in one letter."""

    limit: Limit
    day: date | None
    """Its last day; None where the date is missing from which is counted."""
    told: str
    """How it was counted, or what is missing."""
    notes: tuple[str, ...] = ()
    """What the clerk has to see to."""


def due(kind: Kind, values: Mapping[str, str]) -> tuple[Due, ...]:
    """The limits of a letter with these values, without those that it does not have."""
    return tuple(_due(kind, limit, values) for limit in kind.limits if limit.counted or values.get(limit.given))


def days(kind: Kind, values: Mapping[str, str]) -> dict[str, str]:
    """The last days that the text of a letter may name, by the name that its template gives them."""
    ends = ((each.name, last(each, values)) for each in kind.limits if each.name)
    return {name: spelled(day) for name, day in ends if day is not None}


def last(limit: Limit, values: Mapping[str, str]) -> date | None:
    """The last day of a limit; one that was set for this letter counts before one that is counted.

    >>> last(Limit("办结", "自受理之日起60日内", counted="accepted", days=60), {"accepted": "2026年10月9日"})
    datetime.date(2026, 12, 8)
    """
    given = _day(values.get(limit.given, ""))
    began = _day(values.get(limit.counted, ""))
    if given is not None or began is None:
        return given
    return later(began, limit.months) + timedelta(days=limit.days)


def later(day: date, months: int) -> date:
    """The same day some months later, or the last one of a shorter month.

    >>> later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def spelled(day: date) -> str:
    """As it stands in a letter: 2026年12月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _due(kind: Kind, limit: Limit, values: Mapping[str, str]) -> Due:
    day = last(limit, values)
    if day is None:
        return Due(limit, None, f"“{_label(kind, limit.counted)}”没有填写，不能计算最后一日")
    if values.get(limit.given):
        how = f"按“{_label(kind, limit.given)}”"
    else:
        long = f"{limit.months}个月" if limit.months else f"{limit.days}日"
        how = f"自{values[limit.counted]}（{_label(kind, limit.counted)}）起{long}，当日不计入"
    told = f"{how}，最后一日为{spelled(day)}（星期{WEEK[day.weekday()]}）"
    return Due(limit, day, told, (*_disorder(kind, limit, values), *_notes(limit, day, values)))


def _disorder(kind: Kind, limit: Limit, values: Mapping[str, str]) -> Iterator[str]:
    """Dates that lie before one that they follow, as far as this limit is counted from one of them."""
    dated = [(name, day) for name in kind.order if (day := _day(values.get(name, ""))) is not None]
    for at, (name, day) in enumerate(dated):
        for before, earlier in dated[:at]:
            if day < earlier and limit.counted in (name, before):
                yield f"“{_label(kind, name)}”早于“{_label(kind, before)}”，请核对"


def _notes(limit: Limit, day: date, values: Mapping[str, str]) -> Iterator[str]:
    written = _day(values.get("date", ""))
    if limit.late and written is not None and written > day:
        yield limit.late
    if day.weekday() >= 5:
        yield f"最后一日是星期{WEEK[day.weekday()]}，是否顺延请核对"
    else:
        yield "最后一日是否逢法定节假日，请按当年放假安排核对"


def _label(kind: Kind, name: str) -> str:
    field = kind.field(name)
    return field.label if field is not None else name


def _day(value: str) -> date | None:
    match = _DAY.fullmatch(value)
    return date(*map(int, match.groups())) if match else None
