"""Files of known questions → cases. YAML only; knows nothing of how they are judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from corpus.errors import BadCall
from evals.types import Case, Fact


def load(path: Path) -> list[Case]:
    """Read the cases of a suite, in their order.

    Raises:
        BadCall: the file is missing or no YAML, a case lacks a field, or an id occurs twice; file and id are named.
    """
    import yaml

    if not path.is_file():
        raise BadCall(f"找不到题集“{path}”", f"no such suite: {path}")
    try:
        suite: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        where = str(error).splitlines()[-1].strip()
        raise BadCall(
            f"题集“{path.name}”不是有效的 YAML：{where}", f"{path.name} is not valid YAML: {where}"
        ) from error
    records = suite.get("cases") if isinstance(suite, dict) else None
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise BadCall(f"题集“{path.name}”缺少 cases", f"{path.name} has no list of cases")
    cases = [_case(record, path.name) for record in records]
    twice = {case.id for case in cases if sum(other.id == case.id for other in cases) > 1}
    if twice:
        names = " ".join(sorted(twice))
        raise BadCall(f"题集“{path.name}”的编号重复：{names}", f"{path.name}: ids occur twice: {names}")
    return cases


def _case(record: dict[str, Any], name: str) -> Case:
    key = record.get("id")
    if not key:
        raise BadCall(f"题集“{name}”里有一题没有 id", f"{name}: a case has no id")
    turns = record.get("turns") or [record.get("question")]
    if not all(isinstance(turn, str) and turn for turn in turns):
        raise BadCall(f"{name} 的 {key} 没有 question 或 turns", f"{name}: case {key} has no question")
    unanswerable = record.get("unanswerable")
    if not unanswerable and not record.get("facts"):
        raise BadCall(f"{name} 的 {key} 没有 facts", f"{name}: case {key} has no facts")
    return Case(
        id=str(key),
        turns=tuple(turns),
        facts=tuple(Fact(tuple(map(str, fact["any_of"]))) for fact in record.get("facts", ())),
        docs=tuple(map(str, record.get("docs", ()))),
        all_docs=bool(record.get("all_docs", False)),
        min_docs=int(record.get("min_docs", 1)),
        unanswerable=str(unanswerable.get("kind", "unanswerable")) if unanswerable else None,
        notice=record.get("notice"),
        tags=tuple(record.get("tags", ())),
    )
