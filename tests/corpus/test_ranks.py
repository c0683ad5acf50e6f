"""Ranks of cadres, and which of them a range holds."""

import pytest

from corpus.ranks import below, find


@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("县处级以上干部", [("县处级以上", 6, 99)]),
        ("科级及以下", [("科级及以下", 0, 5)]),
        ("处级（含）以上", [("处级(含)以上", 6, 99)]),
        ("正、副县处级", [("正、副县处级", 6, 7)]),
        ("厅局级副职和乡科级", [("厅局级副职", 8, 8), ("乡科级", 4, 5)]),
        ("科员、办事员", [("科员", 0, 1), ("办事员", 0, 1)]),
    ],
)
def test_a_rank_is_a_range_of_the_ladder(text, ranges):
    assert [(each.words, each.low, each.high) for each in find(text)] == ranges


@pytest.mark.parametrize("text", ["县级机关", "处级单位", "三级医院", "上级部门", "市级标准", "省长途汽车站", "家长"])
def test_what_only_sounds_like_a_rank_is_none(text):
    assert find(text) == ()


def test_a_post_stands_for_its_rank():
    deputy = find("他退休前是副厅长")[0]
    assert deputy.post
    assert find("厅局级以上")[0].meets(deputy)
    assert not find("县处级")[0].meets(deputy)


def test_others_are_those_whom_open_ranges_leave():
    left = below(find("县处级以上"), "其他")
    assert left is not None
    assert (left.low, left.high) == (0, 5)


def test_nothing_is_known_of_others_beside_a_range_that_is_closed():
    assert below(find("县处级"), "其他") is None
    assert below((), "其他") is None
