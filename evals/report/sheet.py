"""A run → CSV, one row a case, that a spreadsheet program opens as it is. Pure; the baseline is not in it."""

from __future__ import annotations

import csv
from io import StringIO

from evals.report.plain import printable
from evals.report.words import KINDS, STATUSES, label
from evals.types import Outcome, Run

BOM = "\ufeff"  # without it Excel reads UTF-8 as the code page of the machine
COLUMNS = ("编号", "问题", "标签", "通过", "原因", "说明", "状态", "回答", "引用文件", "置信度")
PASSED = {True: "是", False: "否", None: "未判"}
# A spreadsheet computes a cell that begins so; full-width signs count in Chinese and Japanese versions.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def sheet(run: Run, baseline: Run | None = None) -> str:
    """The whole run with a byte order mark; to be written without translation of line ends."""
    metrics = list(dict.fromkeys(metric for each in run.outcomes for metric in each.scores))
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(map(text, (*COLUMNS, *metrics)))
    for outcome in run.outcomes:
        rows.writerow([*map(text, _cells(outcome)), *map(_number, [outcome.confidence, *_scores(outcome, metrics)])])
    return BOM + written.getvalue()


def text(cell: str) -> str:
    """A cell that stays text whatever it begins with.

    >>> text("=1+1")
    "'=1+1"
    """
    cell = printable(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _cells(outcome: Outcome) -> list[str]:
    documents = dict.fromkeys(each.document for each in outcome.citations)
    kind = [f"不可答：{label(KINDS, outcome.unanswerable).zh}"] if outcome.unanswerable else []
    return [
        outcome.id,
        "\n".join(outcome.turns),
        "、".join([*outcome.tags, *kind]),
        PASSED[outcome.passed],
        outcome.cause or "",
        outcome.why,
        label(STATUSES, outcome.status).zh,
        outcome.text,
        "\n".join(documents),
    ]


def _scores(outcome: Outcome, metrics: list[str]) -> list[float | None]:
    return [outcome.scores.get(metric) for metric in metrics]


def _number(value: float | None) -> str:
    """At most four decimals; empty where a metric does not apply."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")
