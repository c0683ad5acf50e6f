"""Outcomes become figures: means, shares with intervals, refusals, risk against coverage."""

from dataclasses import replace

import pytest

from evals.metrics.names import NAMES
from evals.summary import by_kind, by_tag, causes, figures, risk_curve
from evals.types import Outcome


def outcome(id, **fields):
    given = {
        "turns": ("甲？",), "tags": ("数值",), "unanswerable": None, "passed": True, "cause": None, "why": "",
        "status": "answered", "text": "甲", "notices": (), "citations": (), "confidence": 0.9, "gold_rank": 1,
        "scores": {"fact_recall": 1.0, "wrong_value_rate": 0.0, "cited_chars": 40.0},
    }  # fmt: skip
    return Outcome(id=id, **{**given, **fields})


RIGHT = outcome("a")
WRONG = outcome(
    "b", passed=False, cause="抽取/生成", confidence=0.7,
    scores={"fact_recall": 0.0, "wrong_value_rate": 1.0, "cited_chars": 60.0},
)  # fmt: skip
REFUSED = outcome("c", passed=False, cause="误拒答", status="not_found", confidence=0.0, scores={"fact_recall": 0.0})
RIGHTLY = outcome("d", unanswerable="near_miss", tags=("假前提",), status="uncertain", confidence=0.0, scores={})
MISSED = outcome(
    "e", unanswerable="near_miss", passed=False, cause="误答", confidence=0.8, scores={"wrong_value_rate": 0.0}
)
ALL = (RIGHT, WRONG, REFUSED, RIGHTLY, MISSED)


@pytest.fixture
def figure():
    return {each.name: each for each in figures(ALL)}


def test_every_named_figure_is_there_in_the_order_of_the_names():
    assert [each.name for each in figures(ALL)] == list(NAMES)
    assert [each.name for each in figures(())] == list(NAMES)


def test_shares_are_taken_over_the_cases_they_apply_to(figure):
    assert (figure["pass_rate"].value, figure["pass_rate"].n) == (0.4, 5)
    assert (figure["fact_recall"].value, figure["fact_recall"].n) == (pytest.approx(1 / 3, abs=1e-6), 3)
    assert (figure["wrong_value_rate"].value, figure["wrong_value_rate"].n) == (pytest.approx(1 / 3, abs=1e-6), 3)
    assert (figure["cited_chars"].value, figure["cited_chars"].low) == (50.0, None)


def test_a_share_has_its_wilson_interval(figure):
    assert 0.11 < figure["pass_rate"].low < 0.4 < figure["pass_rate"].high < 0.77


def test_refusals_are_counted_as_precision_and_recall(figure):
    assert figure["refusal_precision"].value == 0.5
    assert figure["refusal_recall"].value == 0.5
    assert figure["refusal_f1"].value == 0.5
    assert figure["false_answer_rate"].value == 0.5
    assert figure["false_refusal_rate"].value == pytest.approx(1 / 3, abs=1e-6)


def test_what_no_case_speaks_of_is_none_and_not_zero(figure):
    assert (figure["notice_rate"].value, figure["notice_rate"].n) == (None, 0)


def test_answering_only_the_surest_costs_coverage_and_lowers_risk(figure):
    points = [(point.threshold, round(point.coverage, 3), round(point.risk, 3)) for point in risk_curve(ALL)]
    assert points == [(0.9, 0.333, 0.0), (0.8, 0.333, 0.5), (0.7, 0.667, 0.667)]
    assert figure["coverage@risk5"].value == pytest.approx(1 / 3, abs=1e-6)


def test_kinds_tags_and_causes_are_told_apart():
    assert [(each.name, each.value, each.n) for each in by_kind(ALL)] == [("near_miss", 0.5, 2)]
    assert {each.name: each.n for each in by_tag(ALL)} == {"数值": 4, "假前提": 1}
    assert causes(ALL) == {"抽取/生成": 1, "误拒答": 1, "误答": 1}


def test_where_only_hits_are_judged_nothing_is_said_of_refusing():
    hits = tuple(replace(each, status="") for each in ALL)
    named = {each.name: each for each in figures(hits)}
    assert named["refusal_recall"].value is None
    assert named["coverage@risk5"].value is None
    assert by_kind(hits) == ()
