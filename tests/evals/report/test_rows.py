"""Figures are written the same way in every report."""

from dataclasses import replace

import pytest

from evals.metrics.names import NAMES
from evals.report.rows import Move, groups, move, rank_of_gold, summary
from evals.types import Figure


def test_figures_stand_in_the_order_of_the_table_of_names(run):
    shown = [each.figure.name for _, rows in groups(run, None) for each in rows]
    assert shown == sorted(shown, key=list(NAMES).index)


def test_a_figure_of_another_version_is_shown_under_its_own_name(run):
    (row,) = groups(replace(run, figures=(Figure("new_one", "检索", 0.5, 2),)), None)[0][1]
    assert (row.label, row.value) == ("new_one", "50.0%")


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("recall@5", 0.5, 0.625, Move("▲", "+12.5", True)),
        ("recall@5", 0.5, 0.5004, Move("=", "", None)),
        ("mrr@10", 0.5, 0.496, Move("▼", "−0.004", False)),
        ("wrong_value_rate", 0.1, 0.05, Move("▼", "−5.0", True)),
        ("answer_chars", 40.0, 52.3, Move("▲", "+12", False)),
        ("recall@5", None, 0.5, None),
        ("recall@5", 0.5, None, None),
    ],
)
def test_a_change_is_told_at_the_digits_of_its_figure(name, old, new, expected):
    assert move(NAMES[name], old, new) == expected


def test_a_gold_place_that_was_never_sought_is_not_missed(run):
    found, _, lost, unanswerable, *_ = run.outcomes
    assert rank_of_gold(found).zh == "标注原文排第 1"
    assert rank_of_gold(lost).zh == "标注原文未检出"
    assert rank_of_gold(unanswerable) is None
    assert rank_of_gold(replace(lost, scores={"recall@5": None})) is None


def test_runs_that_are_hard_to_compare_say_why(run, baseline):
    assert [each.zh for each in summary(run, baseline).notes] == ["文件库与基线不同"]
    other = replace(run, suite_hash="x", mode="llm", embedder="y", threshold=0.5)
    assert len(summary(run, other).notes) == 4
    assert summary(run, run).notes == ()
