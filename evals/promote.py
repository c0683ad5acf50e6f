"""What users said of answers → draft cases. Knows nothing of where a log comes from.

A log is JSONL, one line a remark:

    {"question": "…" or "turns": […], "rating": "up" or "down", "remark": "…", "as_of": …, "filters": {…},
     "answer": {an answer as JSON, as `python -m assistant ask --json` prints it}}

A praised answer becomes a case that holds what it said and where; a blamed one, and a praised refusal, a draft for a
person to fill in. Drafts are left out of runs.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from corpus.errors import BadCall
from corpus.quantities import find
from evals.types import Case, Fact, Filters, Gold

_UP = frozenset(["up", "good", "1", "true", "赞", "好"])
_DOWN = frozenset(["down", "bad", "-1", "0", "false", "踩", "差"])
_SHORT = 40
"""Characters up to which a statement is a fact as it stands; a longer one is known by its quantities."""


def promote(path: Path, known: Collection[str] = ()) -> list[Case]:
    """Read a log; of one question only the last remark counts, and questions that are `known` are left out.

    Raises:
        BadCall: the file is missing, or a line is no remark; the line is named.
    """
    if not path.is_file():
        raise BadCall(f"找不到反馈记录“{path}”", f"no such log: {path}")
    cases: dict[tuple[str, ...], Case] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        if line.strip():
            case = _case(line, f"{path.name}:{number}")
            cases.pop(case.turns, None)
            cases[case.turns] = case
    return [case for turns, case in cases.items() if turns[-1] not in known]


def _case(line: str, where: str) -> Case:
    wrong = BadCall(f"{where} 不是一条反馈", f"{where} is no remark on an answer")
    try:
        record = json.loads(line)
    except ValueError as error:
        raise wrong from error
    if not isinstance(record, dict):
        raise wrong
    answer = _mapping(record.get("answer"))
    turns = record.get("turns") or [record.get("question") or answer.get("question")]
    rating = str(record.get("rating", "")).lower()
    if not isinstance(turns, list) or not all(isinstance(each, str) and each.strip() for each in turns):
        raise BadCall(f"{where} 没有 question 或 turns", f"{where} has no question")
    if rating not in _UP | _DOWN:
        raise BadCall(f"{where} 的 rating 应为 up 或 down", f"{where}: rating should be up or down")
    told = rating in _UP and answer.get("status") == "answered"
    facts = tuple(replace(fact, id=f"f{at}") for at, fact in enumerate(_facts(answer), 1)) if told else ()
    filters = _mapping(record.get("filters"))
    return Case(
        id=f"fb-{sha256(' '.join(turns).encode()).hexdigest()[:8]}",
        turns=tuple(turns),
        facts=facts,
        sources=tuple(_sources(answer)) if told else (),
        filters=Filters(region=filters.get("region") or record.get("region")),
        as_of=record.get("as_of"),
        notices=tuple(dict.fromkeys(each["kind"] for each in answer.get("notices", ()))) if told else (),
        tags=("反馈",),
        note=str(record.get("remark") or ("" if told else "待补：应当怎样回答")),
        draft=not facts,
    )


def _mapping(given: object) -> dict[str, Any]:
    return given if isinstance(given, dict) else {}


def _facts(answer: dict[str, Any]) -> Iterator[Fact]:
    for statement in answer.get("statements", ()):
        text = str(statement.get("text", "")).strip()
        quantities = [text[each.start : each.end] for each in find(text) if each.unit]
        if len(text) <= _SHORT:
            yield Fact(any_of=(text,))
        elif quantities:
            yield Fact(all_of=tuple(dict.fromkeys(quantities)))
        else:
            yield Fact(says=text)


def _sources(answer: dict[str, Any]) -> Iterator[Gold]:
    for citation in answer.get("citations", ()):
        yield Gold(document=str(citation.get("document", "")), quote=str(citation.get("quote", "")))
