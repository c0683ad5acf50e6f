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
SINCE = (
    "该件在所问日期有效，2023年5月1日起已被清委老干〔2023〕7号替代",
    "in force on the day asked for; superseded by 清委老干〔2023〕7号 from 2023-05-01",
)


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
    assert any(all(told in each for told in SINCE) for each in notices(answer, "outdated"))


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


OLD_NUMBER = """# 云岭省白石市护工费办法

一、标准

护工费每人每月730元。

它替代的旧标准见白人发〔2009〕17号：护工费每人每月310元。
"""


def test_a_number_in_the_midst_of_a_sentence_is_known_though_no_word_parts_it(library):
    answer = library(OLD_NUMBER).ask("白石市护工费，白人发〔2009〕17号原来是每月多少元？")
    assert answer.status == "answered"
    assert "310元" in text(answer)


TWO = """云岭省青石市取暖津贴规定

一、离休干部的取暖津贴
离休干部每年另外增发若干个月的取暖津贴，月数如下：

| 参加革命工作的时间 | 增发月数（月/年） |
| --- | --- |
| 1937年7月7日至1942年12月31日 | 6 |
| 1943年1月1日至1945年9月2日 | 5 |

二、老矿工的取暖津贴
老矿工办理的是退休。退休后按下列月数每年增发取暖津贴：1937年7月7日至1942年12月31日参加的，4个月；1943年1月1日至1945年9月2日参加的，3个月。

三、本规定自2021年1月1日起施行。
"""


def test_a_part_of_a_sentence_is_about_the_people_of_its_sentence_and_a_row_about_those_above_it(library):
    rules = library(TWO)
    lixiu = text(rules.ask("青石市1944年参加革命的离休干部，每年增发几个月的取暖津贴？"))
    assert "：5" in lixiu
    assert "3个月" not in lixiu
    miner = text(rules.ask("青石市1944年参加革命的老矿工退休后，每年增发几个月的取暖津贴？"))
    assert "：5" not in miner


BOTH = """云岭省青石市活动卡办法

一、离退休干部凭活动卡免费使用活动室，活动卡由市委老干部局制发。
二、全市离退休干部活动卡发放3100张。
三、离休干部的活动卡可以由家属代领。
"""


def test_a_rule_for_both_answers_for_the_retired_and_its_numbers_do_not(library):
    rules = library(BOTH)
    assert "免费使用" in text(rules.ask("青石市退休的人能不能免费使用活动室？"))
    assert rules.ask("青石市退休干部发了多少张活动卡？").status != "answered"
    assert rules.ask("青石市退休干部的活动卡可以由家属代领吗？").status != "answered"
