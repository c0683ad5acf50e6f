"""A turn is parted into what it asks and what it only tells."""

import pytest

from assistant.asking.clauses import split

NAMED = ("护理费", "补助", "证书", "表彰会", "信访", "工作经费")


def bare(clause):
    return not any(name in clause for name in NAMED)


def asks(text):
    return [each.ask.strip("，、。？ ") for each in split(text, bare)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("护理费是多少？", ["护理费是多少"]),
        ("护理费是多少？补助由谁发？", ["护理费是多少", "补助由谁发"]),
        ("证书由谁发、表彰会什么时候开？", ["证书由谁发", "表彰会什么时候开"]),
        ("党委、党总支的工作经费是多少？", ["党委、党总支的工作经费是多少"]),
        ("我父亲去世了，补助能不能领？", ["补助能不能领"]),
        ("护理费是多少（含补助，由谁发）？", ["护理费是多少（含补助，由谁发）"]),
        ("护理费的规定", ["护理费的规定"]),
        ("几位老同志想一起申请补助，证书由谁发？", ["证书由谁发"]),
        ("补助发给几位老同志？", ["补助发给几位老同志"]),
        ("老头子退了，补助发点啥不", ["补助发点啥不"]),
        ("补助按月发还是按年发？由谁发？", ["补助按月发还是按年发", "由谁发"]),
        ("我还是想问，补助由谁发？", ["补助由谁发"]),
        ("Which fee is it? Who pays it?", ["Which fee is it?", "Who pays it?"]),
    ],
)
def test_every_clause_that_asks_is_a_question(text, expected):
    assert asks(text) == expected


def test_a_clause_that_names_nothing_takes_along_what_stands_before_it():
    (first,) = split("一般干部想领补助，允许吗？", bare)
    assert (first.ask, first.text, first.told) == ("允许吗？", "一般干部想领补助，允许吗？", "")


def test_what_it_takes_along_may_be_a_question_itself():
    first, second = split("信访件由谁办，要几天？", bare)
    assert first.text == "信访件由谁办，"
    assert (second.ask, second.text) == ("要几天？", "信访件由谁办，要几天？")


def test_what_is_told_before_and_after_stands_beside_the_question():
    (question,) = split("我们单位小。补助由谁发？谢谢。", bare)
    assert question.told == "我们单位小。谢谢。"


@pytest.mark.parametrize("text", ["", "，，，", "？", "多少"])
def test_nothing_is_lost_of_a_turn_that_says_nothing(text):
    assert split(text, bare)
