"""What a format states about its document → the fields of `Metadata`. Knows the fields, not the formats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from corpus.types import Metadata

_FIELDS = frozenset(field.name for field in fields(Metadata)) - {"title"}
_NUMBERS = frozenset({"review_year", "plan_year"})


def declared(stated: Mapping[str, object]) -> dict[str, Any]:
    """The entries of `stated` that are named like a field of `Metadata`, as text, whole numbers or lists of text.

    A `year` without a `date` is the date; entries without a value and unknown names are left out.
    """
    found = {name: value for name in _FIELDS & stated.keys() if (value := _value(name, stated[name]))}
    year = _plain(stated.get("year"))
    if "date" not in found and year.isdecimal():
        found["date"] = year
    return found


def _value(name: str, stated: object) -> str | int | tuple[str, ...] | None:
    if name == "supersedes":
        return tuple(filter(None, map(_plain, stated if isinstance(stated, list) else [stated])))
    plain = _plain(stated)
    if name in _NUMBERS:
        return int(plain) if plain.isdecimal() else None
    return plain


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()[:10]
    return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
