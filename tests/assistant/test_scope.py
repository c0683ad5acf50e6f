"""Year, place and standing: which rules may speak, and what is said beside those that do."""

import pytest

from index.types import Filter

OLD = """云岭省清河市困难帮扶金发放办法

清委老干〔2018〕12号

第一条 困难帮扶金每人每年3000元。
第二条 本办法自2018年3月1日起施行。
"""
NEW = """云岭省清河市帮扶工作细则

清委老干〔2023〕7号

第一条 困难帮扶金每人每年5000元。
第二条 本细则自2023年5月1日起施行，《云岭省清河市困难帮扶金发放办法》同时废止。
"""
PROVINCE = """云岭省老干部节日慰问规定

云老干〔2020〕1号

一、春节慰问标准为每人600元。
二、重阳节慰问标准为每人200元。
"""
CITY = """云岭省清河市老干部节日慰问办法

清委老干〔2021〕6号

一、春节慰问标准为每人800元。
"""
YEARS = """云岭省清河市养老金调整比例表

| 年度 | 调整比例 |
| --- | --- |
| 2023年 | 4% |
| 2024年 | 3% |

本表自2022年1月1日起执行。
"""
SINCE = "该件在所问日期有效，2023年5月1日起已被清委老干〔2023〕7号替代"


def notices(answer, kind):
    return [each.text for each in answer.notices if each.kind == kind]


def text(answer):
    return " ".join(each.text for each in answer.statements)


@pytest.mark.parametrize(
    ("question", "day"),
    [("清河市困难帮扶金每人每年多少元？", "2020-06-30"), ("清河市2020年困难帮扶金每人每年多少元？", None)],
)
def test_the_rule_of_an_earlier_day_is_told_with_what_replaced_it_since(library, question, day):
    answer = library(OLD, NEW).ask(question, day=day)
    assert answer.status == "answered"
    assert "3000元" in text(answer)
    assert "5000元" not in text(answer)
    assert any(each.endswith(SINCE) for each in notices(answer, "outdated"))


@pytest.mark.parametrize("day", [None, "2023-05-01"])
def test_the_rule_of_today_is_told_without_such_a_word(library, day):
    answer = library(OLD, NEW).ask("清河市困难帮扶金每人每年多少元？", day=day)
    assert "5000元" in text(answer)
    assert "3000元" not in text(answer)
    assert notices(answer, "outdated") == []


def test_who_chose_a_place_asks_about_it(library):
    rules = library(PROVINCE, CITY)
    chosen = rules.ask("春节慰问标准是多少？", filters=Filter(region="清河市"))
    assert "800元" in text(chosen)
    assert "600元" not in text(chosen)
    assert notices(chosen, "scope") == []


@pytest.mark.parametrize(
    ("question", "region"), [("重阳节慰问标准是多少？", "清河市"), ("清河市重阳节慰问标准是多少？", None)]
)
def test_a_rule_of_a_wider_place_says_that_the_place_has_none_of_its_own(library, question, region):
    answer = library(PROVINCE, CITY).ask(question, filters=Filter(region=region))
    assert "200元" in text(answer)
    assert any("库中没有清河市自己的规定，以上是云岭省的规定" in each for each in notices(answer, "scope"))


@pytest.mark.parametrize(("year", "value"), [(2023, "4%"), (2024, "3%")])
def test_the_row_of_a_year_speaks_for_it(library, year, value):
    answer = library(YEARS).ask(f"清河市{year}年养老金调整比例是多少？")
    assert answer.status == "answered"
    assert value in text(answer)
    assert [each for each in ("3%", "4%") if each in text(answer)] == [value]


@pytest.mark.parametrize("year", [2022, 2025, 2026])
def test_the_row_of_a_year_says_nothing_of_another(library, year):
    answer = library(YEARS).ask(f"清河市{year}年养老金调整比例是多少？")
    assert answer.status != "answered"
    assert "%" not in answer.text
