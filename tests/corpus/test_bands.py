"""Bands of people and ages: what tells cases apart, and what only limits what is done."""

from decimal import Decimal

import pytest

from corpus.bands import find


def ends(text):
    return [
        (None if each.low is None else int(each.low), None if each.high is None else int(each.high))
        for each in find(text)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("30人以上不足60人的", [(30, 60)]),
        ("75周岁以上未满85周岁的", [(75, 85)]),
        ("75至84岁", [(75, 84)]),
        ("九十岁及以上", [(90, None)]),
        ("90周岁（含）以上的", [(90, None)]),
        ("不满20人的", [(None, 20)]),
        ("超过200人的", [(200, None)]),
        ("满75周岁的老同志", [(75, None)]),
        ("满60周岁退休", []),
        ("每组不超过6人", []),
        ("至少安排2名联络员，不少于30人", []),
        ("参加活动86人", []),
        ("每人每月200元以上", []),
        ("40人以上的；20人以上，40人以下的", [(20, 40), (40, None)]),
    ],
)
def test_what_tells_cases_apart_is_a_band_and_a_limit_is_none(text, told):
    assert sorted(ends(text), key=str) == sorted(told, key=str)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("30人以上不足60人的", [30, 59], [29, 60]),
        ("75至84岁", [75, 84], [74, 85]),
        ("超过200人的", [201], [200]),
        ("50人以下的", [1, 50], [51]),
    ],
)
def test_an_end_belongs_to_its_band_as_the_words_say(text, inside, outside):
    (band,) = find(text)
    assert all(band.holds(Decimal(each)) for each in inside)
    assert not any(band.holds(Decimal(each)) for each in outside)
