"""A record as its file writes it → the fields of a case, still unchecked.

Takes in sheets, promptfoo, DeepEval and Ragas. In the cells of a sheet

    |  ；  or a new line    stand between the items of a list: 500元 | 按月发放 are two facts, both needed
    ||                      stands between spellings of one fact: 500元 || 五百元

and nothing else divides: 元/月 is text. Two exceptions: ； does not divide quotes, sections and questions, which may
hold it, and 、 and commas do divide tags and notices. Quotes and sections belong to the documents in the same places,
or all to the only document; a quote whose document nobody names may stand in any (*).

An answer in free text (`reference`) counts when no facts are given: a few words must be said as they are, of a longer
one each sentence in anybody's words.

Knows nothing of files or places, nor whether a value is a right one.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from corpus.errors import BadCall
from corpus.sentences import clauses
from evals.suite import headings

Fields = Mapping[str, Any]

SHORT = 30
"""A free-text answer of no more characters is taken as the words themselves."""
ANYWHERE = "*"
_MARKS = "。．.！!？?；; "
_PROMPTFOO = frozenset({"vars", "assert", "metadata", "description"})
_HOP = re.compile(r"^\s*<\d+-hop>\s*")
"""What Ragas sets before the contexts of a question over several documents."""


@dataclass(frozen=True, slots=True)
class Plain:
    """The fields of a case under our names."""

    fields: dict[str, Any]
    written: Mapping[str, str]
    """Field → the name by which the file calls it."""
    ours: bool
    """True for a record of our own format, which must have an id."""


def plain(record: Fields, table: bool = False) -> Plain:
    """Translate a record.

    Raises:
        BadCall: something in it cannot be taken over; says what, not where.
    """
    given = {name: value for name, value in record.items() if value is not None}
    unfolded = _from_metadata(_from_promptfoo(_from_promptfoo_columns(given) if table else given))
    fields, written = _renamed(unfolded, table)
    if table:
        fields = {field: _cell(field, text) for field, text in fields.items()}
    if written.get("docs") == "source_file":
        fields["docs"] = [_last(name) for name in _several(fields["docs"])]
    for step in (_dialogue, _places, _filters, _refusal, _free_text):
        fields = step(fields)
    known = {headings.spelled(name) for name in given}
    foreign = any(headings.FOREIGN.field(name) and not headings.CASE.field(name) for name in known)
    return Plain(fields, written, ours=not (table or foreign or known & _PROMPTFOO))


def _renamed(record: Fields, table: bool) -> tuple[dict[str, Any], dict[str, str]]:
    """Fields under our names; what has none keeps its own."""
    fields: dict[str, Any] = {}
    written: dict[str, str] = {}
    for name, value in record.items():
        if headings.IGNORED.field(name):
            continue
        field = (headings.case_column(name) if table else headings.case_field(name)) or name
        if field not in fields:
            fields[field], written[field] = value, name
        elif table and field in _DIVIDED:
            # 要点1, 要点2: several columns of one list.
            fields[field] = f"{fields[field]}\n{value}"
        else:
            raise BadCall(
                f"“{written[field]}”和“{name}”是同一个字段", f"{written[field]} and {name} are the same field"
            )
    return fields, written


# --- promptfoo and DeepEval


def _from_promptfoo_columns(row: Fields) -> Fields:
    """A row of promptfoo's CSV, whose columns of two underscores are checks and remarks, and the others variables."""
    if not any(name.startswith("__") for name in row):
        return row
    checks = [text for name, text in row.items() if re.fullmatch(r"__expected\d*", name)]
    metadata = {
        name.removeprefix("__metadata:"): text for name, text in row.items() if name.startswith("__metadata:")
    }
    return {
        "vars": {name: text for name, text in row.items() if not name.startswith("__")},
        "assert": [_check(text) for text in checks],
        "metadata": {name.removesuffix("[]"): text for name, text in metadata.items()},
        **({"description": row["__description"]} if "__description" in row else {}),
    }


def _check(text: str) -> Fields:
    """`contains-any: 500元, 五百元` as an assertion; words without a type are what the answer should be."""
    kind, colon, value = text.partition(":")
    if not colon or not re.fullmatch(r"[a-z-]+(?:\(.*\))?", kind.strip()):
        return {"type": "equals", "value": text}
    kind = kind.strip().partition("(")[0]
    return {"type": kind, "value": value.strip()}


def _commas(text: str) -> list[str]:
    return [each.strip() for each in next(csv.reader([text.strip()], skipinitialspace=True), []) if each.strip()]


def _from_promptfoo(record: Fields) -> Fields:
    """A test of promptfoo: the question among its variables, its assertions as facts and forbidden words."""
    if "vars" not in record and "assert" not in record:
        return record
    variables = record.get("vars", {})
    checks = record.get("assert", [])
    if not isinstance(variables, Mapping) or not isinstance(checks, list):
        raise BadCall("vars 应为对象，assert 应为列表", "vars should be a mapping and assert a list")
    rest = {name: value for name, value in record.items() if name not in ("vars", "assert")}
    return {**_asked(variables), **rest, **_asserted(checks, variables)}


def _asked(variables: Fields) -> dict[str, Any]:
    """The question among variables, and what else of a case stands there under a name of ours."""
    known = {name: value for name, value in variables.items() if headings.CASE.field(name)}
    if any(headings.CASE.field(name) in ("question", "turns") for name in known):
        return known
    question = next((name for name in variables if headings.FOREIGN.field(name) == "question"), None)
    if question is None and len(variables) == 1:
        question = next(iter(variables))
    if question is None:
        raise BadCall("vars 里没有 question", "vars has no question")
    return {"question": variables[question]} | {name: value for name, value in known.items() if name != question}


def _asserted(checks: Sequence[Any], variables: Fields) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for at, check in enumerate(checks):
        kind = str(check.get("type")) if isinstance(check, Mapping) else ""
        if kind in _BESIDE:
            continue
        if kind not in _ASSERTIONS:
            raise BadCall(
                f"assert[{at}] 的类型“{kind}”不能照字面判断，请改用 {' '.join(_ASSERTIONS)} 之一",
                f"assert[{at}]: type {kind} cannot be judged by the words, use one of {' '.join(_ASSERTIONS)}",
            )
        field, read = _ASSERTIONS[kind]
        value = check.get("value", "")
        value = _commas(value) if isinstance(value, str) and kind.endswith(("-any", "-all")) else value
        values = [_filled(each, variables, at) for each in _several(value)]
        optional = {"vital": False} if field == "facts" and str(check.get("weight")) == "0" else {}
        fields.setdefault(field, []).extend({**each, **optional} if optional else each for each in read(values))
    if "unanswerable" in fields:
        fields["unanswerable"] = "out_of_corpus"
    return fields


def _filled(value: object, variables: Fields, at: int) -> str:
    """A value of an assertion with its {{variables}} put in."""
    text = re.sub(r"\{\{\s*(\w+)\s*\}\}", lambda found: str(variables.get(found[1], found[0])), str(value))
    if "{{" in text or text.startswith("file://"):
        raise BadCall(f"assert[{at}] 的值要写出来：{text}", f"assert[{at}]: write the value out: {text}")
    return text


def _from_metadata(record: Fields) -> Fields:
    """What promptfoo and DeepEval let people add, as far as it has a name of ours; the record's own fields win."""
    added: dict[str, Any] = {}
    for name in ("metadata", "additional_metadata"):
        value = record.get(name)
        added.update(value if isinstance(value, Mapping) else {})
    taken = {headings.case_field(name) for name in record}
    more = {name: value for name, value in added.items() if headings.CASE.field(name) not in (None, *taken)}
    return {name: value for name, value in record.items() if name not in ("metadata", "additional_metadata")} | more


def _said(values: Iterable[str]) -> list[Fields]:
    return [fact for value in values for fact in told(value)]


_ASSERTIONS: Mapping[str, tuple[str, Callable[[list[str]], list[Any]]]] = MappingProxyType(
    {
        "contains": ("facts", lambda values: [{"any_of": values}]),
        "icontains": ("facts", lambda values: [{"any_of": values}]),
        "contains-any": ("facts", lambda values: [{"any_of": values}]),
        "icontains-any": ("facts", lambda values: [{"any_of": values}]),
        "contains-all": ("facts", lambda values: [{"all_of": values}]),
        "icontains-all": ("facts", lambda values: [{"all_of": values}]),
        "equals": ("facts", _said),
        "similar": ("facts", _said),
        "factuality": ("facts", _said),
        "not-contains": ("must_not", list),
        "not-icontains": ("must_not", list),
        "not-contains-any": ("must_not", list),
        "not-icontains-any": ("must_not", list),
        "is-refusal": ("unanswerable", list),
    }
)
"""Type of an assertion of promptfoo → the field that it becomes, and how."""
_BESIDE = frozenset(
    {"latency", "cost", "perplexity", "perplexity-score", "answer-relevance"}
    | {"context-faithfulness", "context-recall", "context-relevance"}
)
"""Assertions that do not say what the answer should be."""


# --- cells


def _cell(field: str, text: object) -> object:
    """The value of a cell; lists and mappings may also be written as JSON, or as Python does when Ragas saves CSV."""
    if not isinstance(text, str):
        return text
    literal = _literal(text)
    if literal is not None:
        return literal
    divide = _DIVIDED.get(field)
    return divide(text.replace("｜", "|")) if divide else text


def _literal(text: str) -> object:
    if text[:1] + text[-1:] not in ("[]", "{}"):
        return None
    for read in (partial(json.loads, parse_int=str, parse_float=str), ast.literal_eval):
        try:
            return read(text)
        except (ValueError, SyntaxError):
            continue
    return None


def _divided(pattern: str) -> Callable[[str], list[str]]:
    return lambda text: [part.strip() for part in re.split(pattern, text) if part.strip()]


def _in_places(text: str) -> list[str]:
    """Parts with the empty ones kept, because the n-th belongs to the n-th document."""
    return [part.strip() for part in re.split(r"\||\n+", text)]


def _facts(text: str) -> list[Fields]:
    return [{"any_of": _divided(r"\|\|")(part)} for part in _divided(r"(?<!\|)\|(?!\|)|；|\n")(text)]


def _pairs(text: str) -> dict[str, str]:
    """`地区=清河市；年份=2023` as a mapping."""
    parts = [re.split("[=:：]", part, maxsplit=1) for part in _divided(r"[|；;，,\n]")(text)]
    if any(len(part) < 2 for part in parts):
        raise BadCall(
            f"筛选应写成 地区=清河市；年份=2023，不是“{text}”", f"write filters as region=…|year=…, not {text}"
        )
    return {name.strip(): value.strip() for name, value in parts}


_items = _divided(r"\||；|\n")
_words = _divided(r"[|；;、，,\n]")
_lines = _divided(r"\||\n")
_DIVIDED: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        "facts": _facts,
        "must_not": _items,
        "docs": _items,
        "sources": _items,
        "forbid_sources": _items,
        "sections": _in_places,
        "quotes": _in_places,
        "tags": _words,
        "notices": _words,
        "turns": _lines,
        "followups": _lines,
        "filters": _pairs,
    }
)
"""Fields that hold several things → how a cell is divided into them."""


# --- fields of ours that stand for others


def _dialogue(fields: dict[str, Any]) -> dict[str, Any]:
    """A list of messages, or a question with what was asked after it, as turns."""
    question, rest = fields.get("question"), _without(fields, "question", "followups")
    if isinstance(question, list):
        turns = [_message(each) for each in question if not isinstance(each, Mapping) or _asks(each)]
        if not turns:
            raise BadCall("对话里没有一句是人问的", "nobody asks anything in the messages")
        return rest | ({"turns": turns} if len(turns) > 1 else {"question": turns[0]})
    if "followups" in fields and question is not None:
        return rest | {"turns": [question, *_several(fields["followups"])]}
    return rest | ({"question": question} if question is not None else {}) | _moved(fields, "followups", "turns")


def _asks(message: Fields) -> bool:
    return str(message.get("type", message.get("role", "human"))).casefold() in headings.ASKED_BY


def _message(message: object) -> object:
    return message.get("content") if isinstance(message, Mapping) else message


def _places(fields: dict[str, Any]) -> dict[str, Any]:
    """Documents, sections and quotes that stand in lists of their own, as sources."""
    if isinstance(fields.get("sources"), list | str) and "docs" not in fields:
        names = _several(fields["sources"])
        fields = _without(fields, "sources") | {"docs": names} if _words_only(names) else fields
    documents, sections, quotes = (_several(fields.get(name, [])) for name in ("docs", "sections", "quotes"))
    if not sections and not quotes:
        return fields
    if "sources" in fields:
        raise BadCall("sources 与 原文、条款 只能写一种", "give sources, or quotes and sections, not both")
    places = max(map(len, (documents, sections, quotes)))
    alone = len(documents) < 2
    documents = (documents or [ANYWHERE]) * places if alone else documents
    sections = sections * places if alone and len(sections) == 1 else sections
    if any(items and len(items) != places for items in (documents, sections, quotes)):
        raise BadCall(
            f"文件 {len(documents)} 份、条款 {len(sections)} 项、原文 {len(quotes)} 条，对不上",
            f"{len(documents)} documents, {len(sections)} sections and {len(quotes)} quotes do not match",
        )
    blank = [""] * places
    sources = [
        {"document": document, **({"section": section} if section else {}), **({"quote": quote} if quote else {})}
        for document, section, quote in zip(
            documents, sections or blank, [_HOP.sub("", str(quote)) for quote in quotes or blank], strict=True
        )
        if section or quote or not alone
    ]
    return _without(fields, "docs", "sections", "quotes") | {"sources": sources}


def _words_only(names: Sequence[Any]) -> bool:
    return bool(names) and not any(isinstance(name, Mapping) for name in names)


def _filters(fields: dict[str, Any]) -> dict[str, Any]:
    """Place, level, year, kind and validity that stand beside the question, as filters."""
    beside = {
        name: fields[field]
        for field, name in (("doc_type", "kind"), *((each, each) for each in ("region", "level", "year", "validity")))
        if field in fields
    }
    if not beside:
        return fields
    chosen = fields.get("filters", {})
    rest = _without(fields, "doc_type", "region", "level", "year", "validity")
    return rest | {"filters": {**beside, **chosen} if isinstance(chosen, Mapping) else chosen}


def _refusal(fields: dict[str, Any]) -> dict[str, Any]:
    """The reason of an unanswerable case, which stands beside it in a sheet, put into it; a plain no is nothing."""
    value, rest = fields.get("unanswerable"), _without(fields, "unanswerable", "reason")
    if value is None or headings.TRUTHS.get(headings.spelled(str(value))) is False:
        if "reason" in fields:
            raise BadCall("写了原因，却没有写不可回答", "a reason is given for no refusal")
        return rest
    if "reason" in fields:
        value = {**(value if isinstance(value, Mapping) else {"kind": value}), "reason": fields["reason"]}
    return rest | {"unanswerable": value}


def _free_text(fields: dict[str, Any]) -> dict[str, Any]:
    """An answer in free text as facts, where none are given; of a refusal the wording is free."""
    reference, rest = fields.get("reference"), _without(fields, "reference")
    if reference is None or "facts" in fields or "unanswerable" in fields:
        return rest
    if not isinstance(reference, str):
        raise BadCall("参考答案应为文字", "the reference answer should be text")
    return rest | {"facts": told(reference)}


def told(text: str) -> list[Fields]:
    """The facts of an answer in free text.

    >>> told("每人每月500元。")
    [{'any_of': ['每人每月500元']}]
    >>> told("每人每月500元，按月发放。由原单位承担。")
    [{'says': '每人每月500元，按月发放'}, {'says': '由原单位承担'}]
    """
    spans = [text[start:end] for start, end in clauses(text)]
    parts = [part.strip(_MARKS) for span in spans for part in re.split(r"(?<=[a-z)]\.)\s+(?=[A-Z])", span)]
    parts = [part for part in parts if part]
    if len(parts) == 1 and len(parts[0]) <= SHORT:
        return [{"any_of": parts}]
    return [{"says": part} for part in parts]


def _last(path: object) -> object:
    """The name of a file at the end of a path, of whatever system."""
    return re.split(r"[\\/]", path)[-1] if isinstance(path, str) else path


def _several(value: object) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]


def _without(fields: Fields, *names: str) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name not in names}


def _moved(fields: Fields, field: str, to: str) -> dict[str, Any]:
    return {to: fields[field]} if field in fields else {}
