"""What pydantic finds wrong with a record, in a few words of Chinese and English that name the field.

Knows nothing of where the record stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from evals.suite.headings import CASE, LEVELS

_FAULTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "refused": ("{zh}", "{en}"),
        "missing": ("没有写", "is missing"),
        "string": ("应为文字，可加引号", "should be text, perhaps in quotation marks"),
        "bool": ("应为 true 或 false", "should be true or false"),
        "int": ("应为整数", "should be a whole number"),
        "greater": ("应不小于 {ge}", "should be {ge} or more"),
        "decimal": ("应为数", "should be a number"),
        "finite": ("应为数", "should be a number"),
        "tuple": ("应为列表", "should be a list"),
        "model": ("应为对象", "should be a mapping"),
        "literal": ("应为 {expected} 之一，不能是“{input}”", "should be one of {expected}, not {input}"),
    }
)
"""How a kind of error of pydantic begins → the words for it."""


def told(error: ValidationError, written: Mapping[str, str]) -> list[tuple[str, str]]:
    """Each thing that is wrong, Chinese and English; `written` says how the file calls a field of the case."""
    return [_told(each, written) for each in error.errors(include_url=False)]


def _told(error: ErrorDetails, written: Mapping[str, str]) -> tuple[str, str]:
    place = error["loc"]
    if error["type"] == "extra_forbidden":
        return _unknown(_named(place[:-1], written), str(place[-1]), _level(place))
    zh, en = _FAULTS.get(error["type"].partition("_")[0], ("{msg}", "{msg}"))
    words: dict[str, Any] = {"msg": error["msg"], "input": error["input"], **error.get("ctx", {})}
    words["expected"] = str(words.get("expected", "")).replace("'", "").replace(" or ", ", ")
    name = _named(place, written)
    return f"{name} {zh.format_map(words)}".strip(), f"{name} {en.format_map(words)}".strip()


def _named(place: tuple[int | str, ...], written: Mapping[str, str]) -> str:
    """facts, 0, value as facts[0].value."""
    named = ""
    for at, step in enumerate(place):
        word = written.get(str(step), str(step)) if at == 0 else str(step)
        named += f"[{step}]" if isinstance(step, int) else f".{word}" if named else word
    return named


def _level(place: tuple[int | str, ...]) -> str:
    """The field whose mapping the last step of `place` stands in."""
    return next((step for step in reversed(place[:-1]) if isinstance(step, str)), "")


def _unknown(place: str, field: str, level: str) -> tuple[str, str]:
    near = LEVELS.get(level, CASE).near(field)
    zh = f"不认识“{field}”" + (f"，是不是“{near}”？" if near else "")
    en = f"unknown field {field}" + (f", did you mean {near}?" if near else "")
    return f"{place} {zh}".strip(), f"{place}: {en}" if place else en
