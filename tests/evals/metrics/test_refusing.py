"""Refusals are counted as a classifier of the unanswerable is, by hand and against scikit-learn."""

import numpy as np
import pytest

from evals.metrics.refusing import Refusals, refusals


def test_each_kind_of_case_is_counted_where_it_belongs():
    cases = [(True, True)] * 8 + [(False, True)] * 2 + [(True, False)] * 4 + [(False, False)] * 16
    counted = refusals(cases)
    assert counted == Refusals(right=8, wrong=2, missed=4)
    assert counted.precision == 0.8
    assert counted.recall == pytest.approx(2 / 3)
    assert counted.f1 == pytest.approx(2 * 0.8 * (2 / 3) / (0.8 + 2 / 3))


def test_what_cannot_be_taken_is_none_and_not_zero():
    assert refusals([]) == Refusals(0, 0, 0)
    assert Refusals(0, 0, 0).precision is None
    assert Refusals(0, 0, 0).recall is None
    assert Refusals(0, 0, 0).f1 is None
    assert (Refusals(0, 0, 3).precision, Refusals(0, 0, 3).recall, Refusals(0, 0, 3).f1) == (None, 0.0, 0.0)
    assert (Refusals(0, 3, 0).precision, Refusals(0, 3, 0).recall, Refusals(0, 3, 0).f1) == (0.0, None, 0.0)


def test_refusing_everything_and_answering_everything_are_both_punished():
    cases = [True] * 10 + [False] * 30
    assert refusals([(each, True) for each in cases]).f1 == pytest.approx(0.4)
    assert refusals([(each, False) for each in cases]).f1 == 0.0
    assert refusals([(each, each) for each in cases]).f1 == 1.0


@pytest.mark.parametrize("seed", range(30))
def test_random_labels_score_as_in_scikit_learn(seed):
    sklearn = pytest.importorskip("sklearn.metrics")
    random = np.random.default_rng(seed)
    truth = [bool(each) for each in random.random(int(random.integers(5, 200))) < random.random()]
    told = [each if random.random() < 0.7 else bool(random.random() < 0.5) for each in truth]
    precision, recall, f1, _ = sklearn.precision_recall_fscore_support(
        truth, told, average="binary", pos_label=True, zero_division=0
    )
    counted = refusals(list(zip(truth, told, strict=True)))
    assert (counted.precision or 0.0) == pytest.approx(precision, abs=1e-12)
    assert (counted.recall or 0.0) == pytest.approx(recall, abs=1e-12)
    assert (counted.f1 or 0.0) == pytest.approx(f1, abs=1e-12)
