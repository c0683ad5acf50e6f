"""Wilson's interval, by hand and against scipy."""

import numpy as np
import pytest

from evals.metrics.intervals import wilson


def test_nothing_is_known_of_no_cases():
    assert wilson(0, 0) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(45, 50, 0.786, 0.957), (90, 100, 0.826, 0.945), (180, 200, 0.851, 0.934), (450, 500, 0.871, 0.923)],
)
def test_published_intervals_of_ninety_per_cent(successes, n, low, high):
    assert wilson(successes, n) == pytest.approx((low, high), abs=5e-4)


def test_more_cases_make_it_narrower_and_the_share_lies_within():
    widths = [wilson(9 * n, 10 * n) for n in (1, 10, 100, 1000)]
    assert all(low < 0.9 < high for low, high in widths)
    assert sorted(widths, key=lambda each: each[1] - each[0], reverse=True) == widths


def test_another_confidence_has_another_quantile():
    assert wilson(90, 100, z=2.5758)[0] < wilson(90, 100)[0] < wilson(90, 100, z=1.645)[0]


def theirs(successes, n):
    interval = pytest.importorskip("scipy.stats").binomtest(successes, n).proportion_ci(method="wilson")
    return (interval.low, interval.high)


@pytest.mark.parametrize("n", range(1, 41))
def test_every_share_of_up_to_forty_cases_is_as_in_scipy(n):
    for successes in range(n + 1):
        low, high = wilson(successes, n)
        assert (low, high) == pytest.approx(theirs(successes, n), abs=1e-12)
        assert 0 <= low <= successes / n <= high <= 1


def test_random_larger_ones_are_as_in_scipy():
    random = np.random.default_rng(7)
    for n in random.integers(41, 100_000, 60):
        successes = int(random.integers(0, n + 1))
        assert wilson(successes, int(n)) == pytest.approx(theirs(successes, int(n)), abs=1e-12)
