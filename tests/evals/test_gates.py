"""What a run must reach, and what is said when it does not."""

from dataclasses import replace

import pytest

from corpus.errors import BadCall
from evals.gates import Bound, Gates, bound, failures
from evals.summary import figures
from evals.types import Run, Timing
from tests.evals.test_summary import ALL, RIGHT, WRONG


def run_of(*outcomes):
    return Run(
        1, ("题.yaml",), "0" * 16, "1" * 16, 2, "extractive", "bundled", 0.6, figures(outcomes), (), (), {}, (),
        outcomes, Timing("2026-01-01T00:00:00", 1.0, 10.0, 20.0, {}),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("fact_recall=0.9", "fact_recall", 0.9),
        ("0.8", "pass_rate", 0.8),
        ("95%", "pass_rate", 0.95),
        ("false_answer=5%", "false_answer_rate", 0.05),
        (" p95_ms = 200", "p95_ms", 200.0),
    ],
)
def test_a_bound_is_read(text, name, value):
    assert bound(text) == Bound(name, value)


@pytest.mark.parametrize(("text", "words"), [("fact_recal=0.9", "fact_recall"), ("fact_recall=viel", "应写作")])
def test_a_wrong_bound_is_told(text, words):
    with pytest.raises(BadCall, match=words):
        bound(text)


def test_without_a_gate_every_case_must_pass():
    assert failures(run_of(RIGHT), None, Gates()) == []
    (told,) = failures(run_of(*ALL), None, Gates())
    assert "b c e" in told


def test_a_figure_below_its_bound_fails_and_one_at_it_passes():
    assert failures(run_of(*ALL), None, Gates((Bound("pass_rate", 0.4),))) == []
    assert "0.5" in failures(run_of(*ALL), None, Gates((Bound("pass_rate", 0.5),)))[0]


def test_where_less_is_better_the_bound_is_the_most():
    assert failures(run_of(*ALL), None, Gates((Bound("false_answer_rate", 0.5),))) == []
    assert failures(run_of(*ALL), None, Gates((Bound("false_answer_rate", 0.4),)))
    assert failures(run_of(*ALL), None, Gates((Bound("p95_ms", 20),))) == []
    assert failures(run_of(*ALL), None, Gates((Bound("p95_ms", 19),)))


def test_a_figure_that_no_case_speaks_of_passes_no_gate():
    assert "没有适用的题" in failures(run_of(*ALL), None, Gates((Bound("notice_rate", 0.1),)))[0]


def test_only_newly_failing_cases_count_against_a_baseline():
    before = run_of(RIGHT, replace(WRONG, passed=True))
    assert failures(run_of(RIGHT, WRONG), run_of(RIGHT, WRONG), Gates(max_regression=0)) == []
    assert "b" in failures(run_of(RIGHT, WRONG), before, Gates(max_regression=0))[0]
    assert failures(run_of(RIGHT, WRONG), before, Gates(max_regression=1)) == []
