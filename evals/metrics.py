"""One pure function a metric: (case, answer) → score. Registered in `METRICS`; knows nothing of files or reports."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from assistant.types import Answer
from evals.types import Case, Score

_IGNORED = re.compile(r"[\s\"'“”‘’「」『』]")


def plain(text: str) -> str:
    """NFKC without white space and quotation marks: how answer and fact are compared.

    >>> plain("每人每月 ＸＸ 元“")
    '每人每月XX元'
    """
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text))


def facts(case: Case, answer: Answer) -> Score:
    """Share of the case's facts that the answer's text holds in one of their spellings."""
    if case.unanswerable or not case.facts:
        return Score("facts", case.id, None)
    text = plain(answer.text)
    missing = [fact for fact in case.facts if not any(plain(form) in text for form in fact.any_of)]
    why = "缺：" + "、".join(fact.any_of[0] for fact in missing) if missing else ""
    return Score("facts", case.id, 1 - len(missing) / len(case.facts), why)


def sources(case: Case, answer: Answer) -> Score:
    """1 when enough of the case's documents are cited: all, `min_docs`, or any one."""
    if case.unanswerable or not case.docs:
        return Score("sources", case.id, None)
    cited = {prefix for prefix in case.docs for each in answer.citations if each.document.startswith(prefix)}
    needed = len(case.docs) if case.all_docs else case.min_docs
    why = "" if len(cited) >= needed else f"引了 {' '.join(sorted({each.document for each in answer.citations}))}"
    return Score("sources", case.id, float(len(cited) >= needed), why)


def notices(case: Case, answer: Answer) -> Score:
    """1 when the answer carries the notice that the case asks for."""
    if case.notice is None:
        return Score("notices", case.id, None)
    held = any(notice.kind == case.notice for notice in answer.notices)
    return Score("notices", case.id, float(held), "" if held else f"缺提示 {case.notice}")


def status(case: Case, answer: Answer) -> Score:
    """1 when an answerable question is answered and an unanswerable one is not."""
    right = (answer.status == "answered") != bool(case.unanswerable)
    return Score("status", case.id, float(right), "" if right else f"状态 {answer.status}")


METRICS: dict[str, Callable[[Case, Answer], Score]] = {
    "facts": facts,
    "sources": sources,
    "notices": notices,
    "status": status,
}


def passed(scores: list[Score]) -> bool:
    """One verdict a case: every metric that applies is 1."""
    return all(score.value in (None, 1.0) for score in scores)
