"""Whom a story about a dead husband or wife asks for."""

import pytest

from assistant.asking.family import living, survivor

DEAD = "老头子是离休的，前年走了，"


@pytest.mark.parametrize(
    "turn",
    [
        f"{DEAD}我一年能领多少补助？",
        "我爱人是退休干部，2019年去世了，困难补助给我发多少？",
        "孩子他爸不在了，他是离休干部，我这种情况有什么补贴？",
    ],
)
def test_who_tells_of_a_dead_husband_or_wife_asks_for_the_survivor(turn):
    assert survivor(turn) == "配偶"


@pytest.mark.parametrize(
    "turn",
    [
        "我是离休干部，老伴前年走了，我每月能领多少？",
        "老伴是离休干部，我们每年能领多少补助？",
        "老伴去世了，他是离休干部，丧葬费我能领多少？",
        "一名离休干部的老伴去世了，单位要不要派人？",
        "老头子走路不方便，我能替他领吗？",
    ],
)
def test_nobody_else_is_taken_for_one(turn):
    assert survivor(turn) == ""


def test_the_year_of_a_death_asks_for_no_document():
    assert "2019" not in living("我爱人2019年去世了，补助多少？")
