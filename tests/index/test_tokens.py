"""Soft matching with the bundled model's tokens, held against the same sum written out."""

import numpy as np
import pytest

from index.embed import BUNDLED, StaticEmbedder
from index.tokens import MOST, SHORT, Matcher, Tokens

TEXTS = [
    "离休干部护理费每人每月三千元",
    "",
    "老干部活动中心周一至周五开放",
    "退休人员养老金按月发放，补助标准另行通知",
]


@pytest.fixture(scope="module")
def model():
    return StaticEmbedder.load(BUNDLED)


@pytest.fixture(scope="module")
def matcher(model):
    return Matcher(model)


@pytest.fixture(scope="module")
def tokens(model):
    return Tokens.build(TEXTS, model)


def rows(*numbers):
    return np.array(numbers, np.int64)


def test_a_text_meets_itself_whole_and_an_empty_one_nothing(tokens, matcher):
    for row in (0, 2, 3):
        assert tokens.matched(matcher.pieces(TEXTS[row]), rows(row))[0] == pytest.approx(1.0, abs=1e-5)
    assert tokens.matched(matcher.pieces(TEXTS[0]), rows(1)).tolist() == [0.0]


def test_each_token_counts_by_its_length_and_its_nearest_neighbour(tokens, matcher, model):
    question = "老人补贴发多少钱"
    ids = sorted(set(next(model.tokens([question]))))
    short = model.table[:, :SHORT]
    unit = short / np.linalg.norm(short, axis=1, keepdims=True)
    weights = np.linalg.norm(model.table[ids], axis=1)
    for row in (0, 2, 3):
        held = next(model.tokens([TEXTS[row]]))
        best = [max(float(unit[one] @ unit[other]) for other in held) for one in ids]
        wanted = float(np.dot(weights, best) / weights.sum())
        assert tokens.matched(matcher.pieces(question), rows(row))[0] == pytest.approx(wanted, abs=1e-5)


def test_words_without_a_character_in_common_are_met_by_their_neighbours(tokens, matcher):
    pension, centre = tokens.matched(matcher.pieces("老人补贴发多少钱"), rows(3, 2))
    assert pension > centre


def test_any_choice_of_rows_gives_what_each_gives_alone(tokens, matcher):
    question = matcher.pieces("护理费什么时候发")
    together = tokens.matched(question, rows(3, 1, 0, 2, 0))
    assert together.tolist() == pytest.approx([float(tokens.matched(question, rows(n))[0]) for n in (3, 1, 0, 2, 0)])


def test_a_question_without_a_known_token_meets_nothing(tokens, matcher):
    assert tokens.matched(matcher.pieces("。！"), rows(0, 2)).tolist() == [0.0, 0.0]
    assert tokens.matched(matcher.pieces("护理费"), rows()).shape == (0,)


def test_the_arrays_are_all_there_is(tokens, matcher):
    again = Tokens.from_arrays(tokens.to_arrays())
    question = matcher.pieces("护理费")
    assert len(again) == len(TEXTS)
    assert again.matched(question, rows(0, 3)).tolist() == tokens.matched(question, rows(0, 3)).tolist()


def test_a_runaway_text_is_cut(model):
    assert Tokens.build(["护理费" * 2 * MOST], model).starts[-1] == MOST
