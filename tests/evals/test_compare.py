"""Two runs are compared case by case, and chance is told from change."""

import random

import pytest
from scipy.stats import binomtest

from evals.compare import changes, mcnemar
from evals.types import Figure, Outcome, Run, Timing


def outcome(id, passed, text="五百元。[1]"):
    return Outcome(
        id=id,
        turns=("问",),
        tags=(),
        unanswerable=None,
        passed=passed,
        cause=None,
        why="",
        status="answered",
        text=text,
        notices=(),
        citations=(),
        confidence=1.0,
        gold_rank=None,
        scores={},
    )


def run(*outcomes, figures=()):
    return Run(
        version=1,
        suites=("冒烟",),
        suite_hash="",
        store_hash="",
        documents=1,
        mode="extractive",
        embedder="bundled",
        threshold=0.6,
        figures=figures,
        by_kind=(),
        by_tag=(),
        causes={},
        curve=(),
        outcomes=outcomes,
        timing=Timing("", 0.0, 0.0, 0.0, {}),
    )


OLD = run(outcome("a", True), outcome("b", False), outcome("c", False), outcome("d", True), outcome("gone", True))
NEW = run(
    outcome("d", True, "改了"), outcome("c", False), outcome("new", False), outcome("b", True), outcome("a", False)
)


def test_verdicts_that_changed_are_told_from_those_that_did_not():
    found = changes(NEW, OLD)
    assert found.newly_failing == ("a",)
    assert found.newly_passing == ("b",)
    assert found.still_failing == ("c",)


def test_cases_of_one_run_only_neither_fail_nor_pass_newly():
    found = changes(NEW, OLD)
    assert (found.only_new, found.only_old) == (("new",), ("gone",))


def test_other_words_count_as_changed_whatever_the_verdict():
    assert changes(NEW, OLD).changed_text == ("d",)


def test_ids_stand_in_the_order_of_the_run():
    before = run(*(outcome(id, True) for id in "abc"))
    after = run(*(outcome(id, False) for id in "cab"))
    assert changes(after, before).newly_failing == ("c", "a", "b")


@pytest.mark.parametrize(("was", "now"), [(None, False), (True, None), (None, None)])
def test_a_case_that_one_run_did_not_judge_has_not_changed(was, now):
    found = changes(run(outcome("a", now)), run(outcome("a", was)))
    assert (found.newly_failing, found.newly_passing, found.p_value) == ((), (), None)


def test_figures_stand_beside_those_of_the_baseline():
    old = run(figures=(Figure("recall@5", "检索", 0.5, 2), Figure("lost", "检索", 0.1, 2)))
    new = run(figures=(Figure("mrr@10", "检索", 0.3, 2), Figure("recall@5", "检索", 0.75, 2)))
    assert changes(new, old).figures == (("mrr@10", None, 0.3), ("recall@5", 0.5, 0.75))


def test_a_run_does_not_differ_from_itself():
    found = changes(OLD, OLD)
    assert (found.newly_failing, found.changed_text, found.only_new, found.p_value) == ((), (), (), None)


def test_the_p_value_is_that_of_the_exact_binomial_test():
    chance = random.Random(1)
    for _ in range(300):
        lost, won = chance.randrange(60), chance.randrange(60)
        if lost + won:
            assert mcnemar(lost, won) == pytest.approx(binomtest(lost, lost + won, 0.5).pvalue, rel=1e-9)


def test_the_p_value_of_thousands_of_cases_neither_overflows_nor_passes_one():
    assert mcnemar(5000, 5000) == 1.0
    assert 0 <= mcnemar(4000, 6000) < 1e-80
