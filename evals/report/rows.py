"""Figures of a run → the rows that a terminal, a page and a pull request show alike. Pure; knows no format."""

from __future__ import annotations

from typing import NamedTuple, get_args

from evals.compare import Changes, changes
from evals.metrics.names import NAMES, Name, Unit
from evals.report.plain import one_line
from evals.report.words import CAUSES, KINDS, Words, label
from evals.types import Figure, Group, Outcome, Run

ABSENT = "—"
PERCENT = "{:.1%}"
WRITTEN: dict[Unit, str] = {"rate": PERCENT, "share": PERCENT, "rank": "{:.3f}", "chars": "{:.0f}"}
STEPS: dict[Unit, tuple[float, str]] = {
    "rate": (100, "{:+.1f}"),
    "share": (100, "{:+.1f}"),
    "rank": (1, "{:+.3f}"),
    "chars": (1, "{:+.0f}"),
}
"""Differences: by what they are multiplied and how they are written."""


class Move(NamedTuple):
    """How a figure changed against the baseline."""

    arrow: str
    """▲, ▼, or = when nothing of it shows at the digits that are written."""
    amount: str
    better: bool | None
    """None when it did not change."""

    def __str__(self) -> str:
        return f"{self.arrow} {self.amount}".rstrip()


class Row(NamedTuple):
    """One figure as it is shown."""

    figure: Figure
    name: Name
    value: str
    interval: str
    """Both ends in percent; empty where the figure has none."""
    move: Move | None
    """None without a baseline, or where one of the two has no value."""
    before: float | None
    """The baseline's value."""

    @property
    def label(self) -> str:
        """Its Chinese name, marked when less is better."""
        return self.name.zh if self.name.rising else f"{self.name.zh} ↓"


def groups(run: Run, baseline: Run | None) -> list[tuple[Group, list[Row]]]:
    """The three groups in order; a figure that neither run has is left out, and so is a bare group."""
    before = {each.name: each.value for each in baseline.figures} if baseline else {}
    order = {name: place for place, name in enumerate(NAMES)}
    figures = sorted(run.figures, key=lambda each: order.get(each.name, len(order)))
    found: list[tuple[Group, list[Row]]] = []
    for group in get_args(Group):
        known = [each for each in figures if each.value is not None or before.get(each.name) is not None]
        rows = [row(each, before.get(each.name)) for each in known if each.group == group]
        if any(each.figure.value is not None for each in rows):
            found.append((group, rows))
    return found


def row(figure: Figure, before: float | None) -> Row:
    """One figure beside its value in the baseline."""
    name = NAMES.get(figure.name) or Name(figure.group, figure.name, "", "share")
    value = ABSENT if figure.value is None else WRITTEN[name.unit].format(figure.value)
    interval = "" if figure.low is None or figure.high is None else f"{figure.low * 100:.1f}–{figure.high * 100:.1f}"
    return Row(figure, name, value, interval, move(name, before, figure.value), before)


def move(name: Name, old: float | None, new: float | None) -> Move | None:
    """From `old` to `new`, at the digits of the figure's unit.

    >>> move(NAMES["false_answer_rate"], 0.1, 0.125)
    Move(arrow='▲', amount='+2.5', better=False)
    """
    if old is None or new is None:
        return None
    times, written = STEPS[name.unit]
    amount = written.format((new - old) * times)
    if float(amount) == 0:
        return Move("=", "", None)
    rose = float(amount) > 0
    return Move("▲" if rose else "▼", amount.replace("-", "−"), rose is name.rising)


class Share(NamedTuple):
    """A figure by kind or by tag, as the cases it counts: refused or passed ones."""

    label: Words
    figure: Figure
    cases: int
    move: Move | None


def by_kind(run: Run, baseline: Run | None) -> list[Share]:
    """Refusals by the kind of unanswerable question."""
    old = baseline.by_kind if baseline else ()
    return _shares(run.by_kind, {each.name: each.value for each in old}, KINDS)


def by_tag(run: Run, baseline: Run | None) -> list[Share]:
    """Passed cases by tag."""
    old = baseline.by_tag if baseline else ()
    return _shares(run.by_tag, {each.name: each.value for each in old}, {})


def _shares(figures: tuple[Figure, ...], before: dict[str, float | None], table: dict[str, Words]) -> list[Share]:
    rate = Name("拒答", "", "", "rate")
    return [
        Share(
            label(table, each.name),
            each,
            round((each.value or 0) * each.n),
            move(rate, before.get(each.name), each.value),
        )
        for each in figures
        if each.n
    ]


class Summary(NamedTuple):
    """The verdict: how many cases there are, and what became of them."""

    cases: int
    passed: int
    failed: int
    unjudged: int
    changes: Changes | None
    notes: tuple[Words, ...]
    """What makes the two runs less comparable than they look."""

    @property
    def line(self) -> str:
        """The verdict in one Chinese line."""
        if not self.judged:
            return f"{self.cases} 题，均未判通过与否"
        parts = [f"{self.judged} 题中 {self.passed} 题通过，{self.failed} 题未通过"]
        if self.unjudged:
            parts.append(f"另有 {self.unjudged} 题未判")
        if self.changes:
            gone, won = len(self.changes.newly_failing), len(self.changes.newly_passing)
            parts.append(f"对比基线：新失败 {gone}，新通过 {won}")
        return "；".join(parts)

    @property
    def english(self) -> str:
        """The same, shorter, in English."""
        return f"{self.passed} of {self.judged} passed" if self.judged else f"{self.cases} cases, none judged"

    @property
    def judged(self) -> int:
        """Cases with a verdict."""
        return self.passed + self.failed

    @property
    def good(self) -> bool | None:
        """Whether every case passed; None when none was judged."""
        return not self.failed if self.judged else None


def summary(run: Run, baseline: Run | None) -> Summary:
    """Count the verdicts and compare them with the baseline's."""
    verdicts = [each.passed for each in run.outcomes]
    return Summary(
        len(verdicts),
        verdicts.count(True),
        verdicts.count(False),
        verdicts.count(None),
        changes(run, baseline) if baseline else None,
        tuple(_notes(run, baseline)) if baseline else (),
    )


def _notes(run: Run, baseline: Run) -> list[Words]:
    differences = {
        Words("题集与基线不同", "other cases than the baseline"): run.suite_hash != baseline.suite_hash,
        Words("文件库与基线不同", "other documents than the baseline"): run.store_hash != baseline.store_hash,
        Words("评测方式与基线不同", "another mode than the baseline"): run.mode != baseline.mode,
        Words("大模型与基线不同", "another language model than the baseline"): run.model != baseline.model,
        Words("向量模型与基线不同", "another embedder than the baseline"): run.embedder != baseline.embedder,
        Words("作答阈值与基线不同", "another threshold than the baseline"): run.threshold != baseline.threshold,
    }
    return [words for words, differ in differences.items() if differ]


def causes(run: Run) -> list[tuple[Words, int]]:
    """What went wrong how often, the most frequent first."""
    counted = sorted(run.causes.items(), key=lambda each: -each[1])
    return [(label(CAUSES, cause), count) for cause, count in counted if count]


def rank_of_gold(outcome: Outcome) -> Words | None:
    """Where the marked source stood among the hits; None when the case has none to be found."""
    if outcome.gold_rank is not None:
        return Words(f"标注原文排第 {outcome.gold_rank}", f"gold place at rank {outcome.gold_rank}")
    sought = any(value is not None for name, value in outcome.scores.items() if _retrieval(name))
    return Words("标注原文未检出", "gold place not retrieved") if sought and not outcome.unanswerable else None


def _retrieval(metric: str) -> bool:
    name = NAMES.get(metric)
    return name is not None and name.group == "检索"


def told(outcome: Outcome) -> str:
    """Cause and reason of one failing case on one line."""
    return "：".join(filter(None, (outcome.cause or "", one_line(outcome.why))))


def asked(outcome: Outcome) -> str:
    """The question on one line, after what was asked before it."""
    return " → ".join(map(one_line, outcome.turns))


def p_line(changes: Changes) -> Words:
    """Whether the changed verdicts are more than chance."""
    if changes.p_value is None:
        return Words("无结论变化", "no verdict changed")
    p = "p < 0.001" if changes.p_value < 0.001 else f"p = {changes.p_value:.3f}"
    return Words(f"McNemar 精确检验 {p}", f"exact McNemar test, {p}")
