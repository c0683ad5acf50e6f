"""Cases → a suite in YAML that a person can read and correct, and that `load` reads back as the same cases.

Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import yaml

from evals.types import Case, Fact, Value

HEADER = """\
# 由程序写出。标有 draft: true 的题是草稿，不参加评测：请人工核对问题、要点和来源，改好后删去这一行。
# Written by a program. A case with draft: true is a draft and left out of runs: a person must look through its
# question, facts and sources, correct them and delete that line.
"""
_ENDS = frozenset("\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\ufeff")
"""Characters that a reader or an editor may take for the end of a line, or drop: written as escapes."""


def to_yaml(cases: Sequence[Case], title: str) -> str:
    """The text of a suite. Facts whose id is empty come back as f1, f2 … in their order."""
    body = yaml.dump(
        {"suite": title, "version": 1, "cases": [_case(case) for case in cases]},
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=2**31,
    )
    return HEADER + str(body)


class _Line(dict[str, Any]):
    """A mapping that is written on one line."""


class _Row(list[Any]):
    """A list that is written on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes each fact and each source on a line of its own."""

    def ignore_aliases(self, data: object) -> bool:
        """Write everything out where it stands."""
        return True


def _text(dumper: _Dumper, text: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"' if _ENDS & set(text) else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(
    _Line, lambda dumper, line: dumper.represent_mapping("tag:yaml.org,2002:map", line.items(), flow_style=True)
)
_Dumper.add_representer(
    _Row, lambda dumper, row: dumper.represent_sequence("tag:yaml.org,2002:seq", row, flow_style=True)
)


def _case(case: Case) -> dict[str, object]:
    return dict(_filled(**{name: write(case) for name, write in _FIELDS.items()}))


def _filled(**given: object) -> _Line:
    return _Line({name: value for name, value in given.items() if value not in (None, "", (), [], {}, False)})


def _facts(case: Case) -> list[_Line]:
    named = {id for source in case.sources for id in source.facts}
    return [
        _fact(fact, fact.id if fact.id in named or fact.id != f"f{number}" else "")
        for number, fact in enumerate(case.facts, 1)
    ]


def _fact(fact: Fact, id: str) -> _Line:
    return _Line(
        _filled(
            id=id,
            any_of=_Row(fact.any_of),
            all_of=_Row(fact.all_of),
            value=_value(fact.value),
            near=fact.near,
            says=fact.says,
        )
        | ({} if fact.vital else {"vital": False})
    )


def _forbidden(case: Case) -> list[object]:
    return [each.text or _filled(value=_value(each.value), near=each.near) for each in case.must_not]


def _sources(case: Case) -> list[_Line]:
    return [
        _filled(document=each.document, section=each.section, quote=each.quote, facts=_Row(each.facts))
        for each in case.sources
    ]


def _value(value: Value | None) -> _Line | None:
    if value is None:
        return None
    return _Line(num=_number(value.num), **_filled(unit=value.unit, comparator=value.comparator))


def _number(number: Decimal) -> object:
    """A number that YAML writes without quotation marks, where one says the same."""
    whole = int(number) if number == number.to_integral_value() else float(number)
    return whole if Decimal(repr(whole)) == number else format(number, "f")


_FIELDS: Mapping[str, Callable[[Case], object]] = MappingProxyType(
    {
        "id": lambda case: case.id,
        "question": lambda case: case.question if len(case.turns) == 1 else None,
        "turns": lambda case: list(case.turns) if len(case.turns) > 1 else None,
        "tags": lambda case: _Row(case.tags),
        "filters": lambda case: _filled(**asdict(case.filters)),
        "as_of": lambda case: case.as_of,
        "facts": _facts,
        "must_not": _forbidden,
        "sources": _sources,
        "docs": lambda case: _Row(case.docs),
        "all_docs": lambda case: case.all_docs,
        "min_docs": lambda case: case.min_docs if case.min_docs > 1 else None,
        "forbid_sources": lambda case: _Row(case.forbid_sources),
        "unanswerable": lambda case: _filled(kind=case.unanswerable, reason=case.reason),
        "notices": lambda case: _Row(case.notices),
        "note": lambda case: case.note,
        "draft": lambda case: case.draft,
    }
)
"""Fields of a case in the order they are written → what is written there."""
