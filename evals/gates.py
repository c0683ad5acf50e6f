"""What a run must reach: bounds on its figures, and no case that newly fails. Pure.

Without any gate of the caller's own every case must pass, as every test must in pytest.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.errors import BadCall
from evals.compare import changes
from evals.metrics.names import NAMES
from evals.types import Run

_TIMES = {"p50_ms": "中位用时（毫秒）", "p95_ms": "95% 用时（毫秒）"}
"""Figures of time that may be bounded too, though they are another each run."""
_ALIASES = {
    "false_answer": "false_answer_rate",
    "citation_validity": "quote_validity",
    "wrong_value": "wrong_value_rate",
}


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure and the worst it may be: the least where more is better, else the most."""

    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Gates:
    """What a caller asks of a run."""

    bounds: tuple[Bound, ...] = ()
    max_regression: int | None = None
    """Cases that may newly fail against the baseline; None when there is no baseline or no such gate."""


def bound(text: str) -> Bound:
    """Read `NAME=VALUE`; a number alone bounds the pass rate; per cent may be written as such.

    >>> bound("fact_recall=0.9"), bound("95%")
    (Bound(name='fact_recall', value=0.9), Bound(name='pass_rate', value=0.95))

    Raises:
        BadCall: the name is unknown or the value no number.
    """
    name, _, value = text.strip().rpartition("=")
    name = _ALIASES.get(name.strip() or "pass_rate", name.strip() or "pass_rate")
    known = [*NAMES, *_TIMES]
    if name not in known:
        near = "、".join(difflib.get_close_matches(name, known, 3, 0.4)) or "、".join(known)
        raise BadCall(f"没有名为“{name}”的指标，相近的有：{near}", f"no figure is called {name}; near: {near}")
    number = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(%?)", value.strip())
    if number is None:
        raise BadCall(f"“{text}”应写作 {name}=0.95", f"write {text} as {name}=0.95")
    return Bound(name, float(number[1]) / (100 if number[2] else 1))


def failures(run: Run, baseline: Run | None, gates: Gates) -> list[str]:
    """Every gate that the run does not pass, in words; none when it passes."""
    failed = [text for each in gates.bounds if (text := _beyond(run, each))]
    if gates.max_regression is not None and baseline is not None:
        newly = changes(run, baseline).newly_failing
        if len(newly) > gates.max_regression:
            told = f"新失败 {len(newly)} 题（允许 {gates.max_regression}）：{_listed(newly)}"
            failed.append(f"{told} | {len(newly)} cases newly fail, {gates.max_regression} allowed")
    if not gates.bounds and gates.max_regression is None:
        wrong = [each.id for each in run.outcomes if each.passed is False]
        if wrong:
            failed.append(f"{len(wrong)} 题未通过：{_listed(wrong)} | {len(wrong)} cases failed")
    return failed


def _beyond(run: Run, each: Bound) -> str | None:
    if each.name in _TIMES:
        value: float | None = run.timing.p50_ms if each.name == "p50_ms" else run.timing.p95_ms
        rising, zh = False, _TIMES[each.name]
    else:
        value = next(figure.value for figure in run.figures if figure.name == each.name)
        rising, zh = NAMES[each.name].rising, NAMES[each.name].zh
    if value is None:
        return f"{zh}：没有适用的题，无法判断 | {each.name}: no case it applies to"
    if value >= each.value if rising else value <= each.value:
        return None
    limit = "不低于" if rising else "不高于"
    return f"{zh} {value:.4g}，应{limit} {each.value:.4g} | {each.name} is {value:.4g}, wanted {each.value:.4g}"


def _listed(ids: Sequence[str], most: int = 12) -> str:
    return " ".join(ids[:most]) + (f" …另 {len(ids) - most} 题" if len(ids) > most else "")
