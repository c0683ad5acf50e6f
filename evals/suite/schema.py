"""A record → its case, or everything that is wrong with it; and the form as JSON Schema, for editors.

Knows nothing of how files are read, nor of ids that two records share.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from corpus.errors import BadCall
from evals.suite import faults
from evals.suite.form import PARTS, CaseRecord, DefaultsRecord, SuiteRecord
from evals.suite.formats import Record
from evals.suite.translate import Plain, plain
from evals.types import Case

DRAFT = "https://json-schema.org/draft/2020-12/schema"
Complaints = tuple[BadCall, ...]


def case(record: Record, defaults: Mapping[str, Any]) -> tuple[Case | None, Complaints]:
    """Read a record; what it leaves out is taken from `defaults`.

    Returns:
        The case, or None and what is wrong, each in one line with file, place, id and field.
    """
    found = _plain(record)
    if isinstance(found, BadCall):
        return None, (found,)
    fields = {**defaults, **found.fields}
    form, wrong = _checked(CaseRecord, fields, found.written)
    wrong.extend(form.complaints() if isinstance(form, CaseRecord) else ())
    if found.ours and "id" not in fields:
        wrong.append(("没有写 id", "has no id"))
    id = str(fields.get("id", "")).strip()
    complaints = tuple(record.origin.complaint(zh, en, id) for zh, en in wrong)
    return (form.case() if isinstance(form, CaseRecord) and not wrong else None), complaints


def defaults(record: Record | None) -> tuple[Mapping[str, Any], Complaints]:
    """What a file says for all of its cases, in the form that `case` takes, or what is wrong with it."""
    if record is None:
        return {}, ()
    found = _plain(record)
    if isinstance(found, BadCall):
        return {}, (found,)
    form, wrong = _checked(DefaultsRecord, found.fields, found.written)
    complaints = tuple(record.origin.complaint(f"defaults 里 {zh}", f"defaults: {en}") for zh, en in wrong)
    return (found.fields if form else {}), complaints


def _plain(record: Record) -> Plain | BadCall:
    if not isinstance(record.fields, Mapping):
        return record.origin.complaint("应为对象", "should be a mapping")
    try:
        return plain(record.fields, record.table)
    except BadCall as error:
        id = next((str(record.fields[name]) for name in ("id", "编号") if record.fields.get(name)), "")
        return record.origin.complaint(error.zh, error.en, id)


def _checked(
    form: type[BaseModel], fields: Mapping[str, Any], written: Mapping[str, str]
) -> tuple[BaseModel | None, list[tuple[str, str]]]:
    try:
        return form.model_validate(fields), []
    except ValidationError as error:
        return None, faults.told(error, written)


def json_schema() -> dict[str, Any]:
    """The form of a suite in YAML or JSON as JSON Schema (draft 2020-12), with Chinese and English names."""
    form = SuiteRecord.model_json_schema()
    for name, part in [*form["$defs"].items(), (SuiteRecord.__name__, form)]:
        _named(part, PARTS[name].names.names, "#" if part is form else f"#/$defs/{name}")
    return {"$schema": DRAFT, "title": "题集 | Suite of known questions"} | {
        key: value for key, value in form.items() if key != "title"
    }


def _named(part: dict[str, Any], names: Mapping[str, tuple[str, ...]], at: str) -> None:
    """Let the fields of a mapping go by their other names too."""
    others = {other: field for field in part["properties"] for other in names.get(field, ())}
    for other, field in others.items():
        part["properties"].setdefault(other, {"$ref": f"{at}/properties/{field}"})
    for field in part.pop("required", ()):
        part["anyOf"] = [{"required": [name]} for name in (field, *names.get(field, ()))]
