"""The threshold for a chosen risk."""

from dataclasses import replace

import pytest

from assistant.gate import ANSWER, SHOW
from evals.calibrate import FEWEST, calibrate
from tests.evals.test_summary import MISSED, RIGHT, RIGHTLY, WRONG


def outcomes(wrongly_answered, right=(0.9, 0.8, 0.5), wrong=(), refused=40):
    made = [replace(MISSED, confidence=each) for each in wrongly_answered]
    made += [RIGHTLY] * refused
    made += [replace(RIGHT, confidence=each) for each in right]
    return made + [replace(WRONG, confidence=each) for each in wrong]


def test_where_nothing_unanswerable_is_ever_answered_the_lowest_confidence_will_do():
    found = calibrate(outcomes([]), 0.05)
    assert (found.threshold, found.coverage, found.answered) == (0.5, 1.0, 0.0)


def test_the_threshold_lies_above_enough_wrongly_answered_questions():
    found = calibrate(outcomes([0.85, 0.7, 0.6, 0.55]), 0.05)
    assert found.threshold > 0.7
    assert found.answered <= 0.05


def test_wrong_answers_to_answerable_questions_count_too():
    found = calibrate(outcomes([], wrong=(0.75, 0.72)), 0.05)
    assert found.threshold == 0.8
    assert found.risk == 0


def test_where_no_threshold_is_safe_the_default_is_not_undercut_and_it_is_told():
    found = calibrate(outcomes([], right=(0.5,), wrong=(0.95, 0.7)), 0.05)
    assert found.kept
    assert found.threshold >= ANSWER


def test_the_threshold_is_never_below_what_is_shown_as_related():
    assert calibrate(outcomes([], right=(0.2,)), 0.05).threshold == SHOW


def test_too_few_unanswerable_questions_give_no_threshold():
    assert calibrate(outcomes([], refused=FEWEST - 1), 0.1) is None
    assert calibrate(outcomes([], refused=FEWEST), 0.01) is None


@pytest.mark.parametrize("risk", [0.05, 0.1, 0.2])
def test_on_questions_like_those_it_was_set_by_no_more_are_answered_than_was_accepted(risk):
    import random

    drawn = random.Random(7)
    realised = []
    for _ in range(200):
        given = [drawn.random() for _ in range(60)]
        found = calibrate(outcomes(given, right=[0.1 + 0.9 * drawn.random() for _ in range(50)], refused=0), risk)
        realised.append(sum(drawn.random() >= found.threshold for _ in range(100)) / 100)
    assert sum(realised) / len(realised) <= risk + 0.01
