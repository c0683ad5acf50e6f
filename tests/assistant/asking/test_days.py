"""A day of somebody's life, or the name of a period, chooses the tier of a rule that is meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.asking.days import named, spoken, tier

ROWS = """云岭省清河市关于发放护理费的通知

清委老干〔2020〕5号

一、护理费标准

| 离休干部参加革命工作时间 | 每人每月护理费（元） |
| --- | --- |
| 1937年7月6日及以前 | 3100 |
| 1937年7月7日至1942年12月31日 | 2500 |
| 1943年1月1日至1945年9月2日 | 2200 |
| 1945年9月3日至1949年9月30日 | 1700 |

本通知自2020年1月1日起执行。
"""
ITEMS = """云岭省清河市关于发放护理费的通知

清委老干〔2020〕5号

一、护理费标准
（一）抗日战争时期参加革命工作的，护理费每人每月2200元。
（二）解放战争时期参加革命工作的，护理费每人每月1700元。
（三）红军时期参加革命工作的，护理费每人每月3100元。
"""
HEADINGS = """云岭省清河市护理费办法

一、抗日战争时期参加革命工作的
护理费每人每月2200元。
二、解放战争时期参加革命工作的
护理费每人每月1700元。
"""
MIXED = """云岭省清河市护理费办法

一、离休干部护理费每人每月900元。
二、1943年1月1日至1945年9月2日参加革命工作的，护理费每人每月2200元。
"""
AMOUNTS = {"900元", "3100", "2500", "2200", "1700"}


def told(answer):
    """The amounts that an answer tells, if it answers."""
    assert answer.status == "answered", answer.text
    return {each for each in AMOUNTS if any(each in statement.text for statement in answer.statements)}


@pytest.mark.parametrize(
    ("day", "period"),
    [
        ("1921-07-01", ["红军时期"]),
        ("1937-07-06", ["红军时期"]),
        ("1937-07-07", ["抗日战争时期"]),
        ("1945-09-02", ["抗日战争时期"]),
        ("1945-09-03", ["解放战争时期"]),
        ("1949-09-30", ["解放战争时期"]),
        ("1949-10-01", []),
        ("1921-06-30", []),
    ],
)
def test_a_day_has_the_name_of_its_period(day, period):
    assert named(day) == period


@given(st.dates(date(1921, 7, 1), date(1949, 9, 30)))
def test_the_periods_leave_no_day_out_and_share_none(day):
    assert len(named(day.isoformat())) == 1


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("抗战时期参加革命的", {"抗日战争时期"}),
        ("抗日战争时期和解放战争时期", {"抗日战争时期", "解放战争时期"}),
        ("第三次国内革命战争时期参加工作", {"解放战争时期"}),
        ("红军老干部", {"红军时期"}),
        ("新时期老干部工作", set()),
    ],
)
def test_a_period_is_recognised_by_each_of_its_names(text, periods):
    assert spoken(text) == periods


@pytest.mark.parametrize(
    ("days", "text", "expected"),
    [
        (["1944-07-01"], "1943年1月1日至1945年9月2日", True),
        (["1944-07-01"], "1937年7月7日至1942年12月31日", False),
        (["1936-05-01"], "1937年7月6日及以前", True),
        (["1940-07-01", "1944-07-01"], "1943年1月1日至1945年9月2日", True),
        (["1944-07-01"], "自2014年10月起执行", None),
        (["1944-07-01"], "2014年10月至2016年12月", None),
        ([], "1943年1月1日至1945年9月2日", None),
        (["1944-07-01"], "每人每月2200元", None),
    ],
)
def test_only_spans_of_lives_tell_a_tier(days, text, expected):
    assert tier(days, text) is expected


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("1936年入伍的离休干部护理费每月多少元？", "3100"),
        ("1940年参加八路的离休干部护理费每月多少元？", "2500"),
        ("1944年参加革命的离休干部护理费每月多少元？", "2200"),
        ("1945年9月2日参加革命的离休干部护理费每月多少元？", "2200"),
        ("1945年9月3日参加革命的离休干部护理费每月多少元？", "1700"),
        ("1947年5月参加工作的离休干部护理费每月多少元？", "1700"),
    ],
)
def test_of_the_rows_with_joining_dates_that_of_the_day_answers_alone(library, question, amount):
    assert told(library(ROWS).ask(question)) == {amount}


@pytest.mark.parametrize(
    ("question", "amount"),
    [
        ("1936年入伍的，护理费每月多少元？", "3100"),
        ("1944年参加革命的护理费多少元？", "2200"),
        ("抗战时期参加革命的护理费多少元？", "2200"),
        ("解放战争时期参加革命的护理费每月多少元？", "1700"),
        ("我父亲1947年就跟着队伍，护理费每月多少元？", "1700"),
    ],
)
def test_of_the_items_with_names_of_periods_that_of_the_day_or_the_name_answers_alone(library, question, amount):
    assert told(library(ITEMS).ask(question)) == {amount}


@pytest.mark.parametrize(
    ("question", "amount"),
    [("1944年参加革命的护理费多少元？", "2200"), ("解放战争时期参加革命的护理费多少元？", "1700")],
)
def test_a_period_that_stands_in_the_heading_counts_like_one_in_the_sentence(library, question, amount):
    assert told(library(HEADINGS).ask(question)) == {amount}


def test_a_period_that_has_no_tier_is_given_none_of_the_others(library):
    answer = library(HEADINGS).ask("红军时期参加革命的护理费多少元？")
    assert answer.status != "answered"
    assert not any(amount in answer.text for amount in AMOUNTS)


def test_without_a_day_or_a_period_every_tier_is_told(library):
    assert told(library(ITEMS).ask("护理费每人每月多少元？")) == {"3100", "2200", "1700"}


@pytest.mark.parametrize(
    "question", ["1960年参加工作的离休干部护理费每月多少元？", "1949年10月1日入伍的离休干部护理费每月多少元？"]
)
def test_a_day_that_no_row_holds_is_given_the_amount_of_none(library, question):
    answer = library(ROWS).ask(question)
    assert answer.status != "answered"
    assert not any(amount in answer.text for amount in AMOUNTS)


def test_what_tells_of_the_days_of_the_life_comes_before_what_tells_of_none(library):
    assert told(library(MIXED).ask("1944年参加革命的护理费每月多少元？")) == {"2200"}
