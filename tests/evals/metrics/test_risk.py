"""Risk against coverage by brute force, and the conformal threshold by what it promises."""

import numpy as np
import pytest

from evals.metrics.risk import Try, conformal, coverage_at, curve
from evals.types import Point


def tries(random, count):
    for _ in range(count):
        answerable = bool(random.random() < 0.7)
        confidence = 0.0 if random.random() < 0.1 else float(np.round(random.random(), 2))
        yield Try(confidence, answerable, answerable and bool(random.random() < 0.8))


def test_a_curve_by_hand():
    points = curve([Try(0.9, True, True), Try(0.7, False, False), Try(0.6, True, True), Try(0.0, True, False)])
    assert points == (Point(0.9, 1 / 3, 0.0), Point(0.7, 1 / 3, 0.5), Point(0.6, 2 / 3, 1 / 3))


def test_what_is_never_answered_bears_no_risk_but_lacks_coverage():
    assert curve([Try(0.0, True, False), Try(0.0, False, False)]) == ()
    assert curve([Try(0.5, True, True), Try(0.0, True, False)]) == (Point(0.5, 0.5, 0.0),)


def test_equal_confidences_are_answered_together():
    assert curve([Try(0.5, True, True), Try(0.5, True, False)]) == (Point(0.5, 1.0, 0.5),)


def test_without_answerable_cases_nothing_is_covered():
    assert curve([Try(0.5, False, False)]) == (Point(0.5, 0.0, 1.0),)
    assert curve([]) == ()


@pytest.mark.parametrize("seed", range(20))
def test_random_curves_are_as_a_loop_over_every_threshold_finds_them(seed):
    cases = list(tries(np.random.default_rng(seed), 60))
    answerable = len([each for each in cases if each.answerable])
    expected = []
    for threshold in sorted({each.confidence for each in cases}, reverse=True):
        covered = wrong = told = 0
        for each in cases:
            if each.confidence >= threshold > 0:
                told += 1
                covered += each.answerable
                wrong += not each.right
        if told:
            expected.append(Point(threshold, covered / answerable, wrong / told))
    points = curve(cases)
    assert points == tuple(expected)
    assert [point.coverage for point in points] == sorted(point.coverage for point in points)


def test_coverage_is_the_most_that_the_risk_allows_wherever_on_the_curve_it_lies():
    points = (Point(0.9, 0.1, 0.2), Point(0.8, 0.5, 0.04), Point(0.7, 0.6, 0.06), Point(0.6, 0.8, 0.05))
    assert coverage_at(points, 0.05) == 0.8
    assert coverage_at(points, 0.04) == 0.5
    assert coverage_at(points, 0.01) == 0.0
    assert coverage_at((), 0.05) == 0.0


@pytest.mark.parametrize(("alpha", "n"), [(0.05, 19), (0.1, 9), (0.01, 99), (0.2, 4), (0.25, 3), (0.7, 1)])
def test_so_many_questions_are_just_enough(alpha, n):
    confidences = [place / n for place in range(n)]
    assert conformal(confidences[: max(0, n - 1)], alpha) is None or alpha == 0.7
    assert conformal(confidences, alpha) is not None
    assert conformal([], alpha) is None or alpha == 0.7


def test_the_threshold_is_the_smallest_that_is_allowed():
    confidences = [place / 100 for place in range(99)]
    assert conformal(confidences, 0.05) == 0.94
    assert conformal(confidences[::-1], 0.05) == 0.94, "the order does not matter"
    assert conformal(confidences, 0.1) == 0.89
    assert conformal([0.1, 0.2, 0.3, 0.4], 0.2) == 0.4


@pytest.mark.parametrize(
    ("n", "alpha", "place"), [(9, 0.7, 3), (9, 0.3, 7), (9, 0.9, 1), (19, 0.05, 19), (99, 0.07, 93)]
)
def test_a_place_that_is_whole_on_paper_is_not_rounded_up(n, alpha, place):
    assert conformal([float(each) for each in range(1, n + 1)], alpha) == place


def test_no_risk_at_all_is_never_promised_and_any_risk_needs_no_threshold():
    assert conformal([0.5] * 1000, 0.0) is None
    assert conformal([0.3, 0.5], 1.0) == 0.0
    assert conformal([], 1.0) == 0.0


@pytest.mark.parametrize(("alpha", "n"), [(0.05, 30), (0.1, 30), (0.1, 100), (0.2, 14)])
def test_new_questions_are_answered_as_seldom_as_promised_and_not_much_seldomer(alpha, n):
    """Marginal coverage over 2000 draws: on paper the rate is ⌊(n+1)·alpha⌋ / (n+1)."""
    random = np.random.default_rng(11)
    answered = 0
    for _ in range(2000):
        drawn = [float(each) for each in random.beta(2, 5, n + 1)]
        threshold = conformal(drawn[:-1], alpha)
        answered += threshold is not None and drawn[-1] > threshold
    exact = int((n + 1) * alpha + 1e-9) / (n + 1)
    noise = 3 * (exact * (1 - exact) / 2000) ** 0.5
    assert answered / 2000 <= alpha + noise
    assert abs(answered / 2000 - exact) <= noise


def test_ties_make_it_only_safer():
    random = np.random.default_rng(5)
    answered = 0
    for _ in range(2000):
        drawn = [float(each) for each in np.round(random.random(40), 1)]
        threshold = conformal(drawn[:-1], 0.1)
        answered += threshold is not None and drawn[-1] > threshold
    assert 0 < answered / 2000 <= 0.1
