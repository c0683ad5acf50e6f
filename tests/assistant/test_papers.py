"""Questions that name a paper are answered from it, one block a paper, and the name need not be said there."""

import pytest

SPEECH = """在全市老干部工作座谈会上的讲话

同志们，过去一年我们实施了“红叶行动”，成效很好。

一、抓好队伍。要建设一支热心耐心的服务队伍。
二、抓好读书活动。荣誉室由老干部局牵头建设，读书活动每季度举办一次。
"""
MIDYEAR = """在全市老干部局长会议上的讲话

同志们，上半年各项工作进展顺利，下半年任务很重，大家还学习了“金秋之城”的经验。

一、抓好队伍。要建设一支细致周到的服务队伍。
二、抓好读书活动。读书活动每月举办一次。
"""
PROVINCE = """云岭省书报费管理规定

云老干〔2019〕4号

第一条 离休干部书报费每人每年600元。
第二条 本规定自2019年3月1日起施行。
"""
CITY = """云岭省清河市书报费发放办法

清委老干〔2021〕6号

第一条 离休干部书报费每人每年900元。
第二条 本办法自2021年3月1日起施行。
"""
OTHER = """云岭省临溪市书报费发放办法

临委老干〔2021〕2号

第一条 离休干部书报费每人每年700元。
第二条 本办法自2021年5月1日起施行。
"""
COUNTY = """云岭省清河市石桥县2024年老干部工作要点

一、书报费。执行清委老干〔2021〕6号文件的标准，由县委老干部局代为订阅。
二、文体活动。举办书画展2次。
"""
OLD = """云岭省清河市书报费暂行办法

清委老干〔2016〕9号

第一条 离休干部书报费每人每年400元。
第二条 本办法自2016年3月1日起施行。
"""
NEW = """云岭省清河市书报费实施办法

清委老干〔2022〕3号

第一条 离休干部书报费每人每年1000元。
第二条 本办法自2022年3月1日起施行，《云岭省清河市书报费暂行办法》（清委老干〔2016〕9号）同时废止。
"""


def text(answer):
    return " ".join(each.text for each in answer.statements)


def test_two_papers_named_by_words_in_them_are_each_told_from_their_own(library):
    answer = library(SPEECH, MIDYEAR).ask(
        "提到“红叶行动”的讲话和提到“金秋之城”的讲话，各自要建设一支怎样的服务队伍？"
    )
    assert answer.status == "answered"
    assert "热心耐心" in text(answer)
    assert "细致周到" in text(answer)


def test_a_paper_that_does_not_say_it_is_named(library):
    answer = library(SPEECH, MIDYEAR).ask("提到“红叶行动”的讲话和提到“金秋之城”的讲话，荣誉室分别由谁牵头建设？")
    assert "老干部局牵头" in text(answer)
    assert "细致" not in text(answer)
    assert any("金秋之城" in each.text for each in answer.notices if each.kind == "partial")


def test_a_speech_of_the_middle_of_a_year_tells_of_both_its_halves(library):
    answer = library(SPEECH, MIDYEAR).ask("年中讲话里说，读书活动多久举办一次？")
    assert "每月举办一次" in text(answer)
    assert "每季度" not in text(answer)


@pytest.mark.parametrize(
    "question", ["省里定的书报费，离休干部每人每年多少？", "按省里的规定，离休干部书报费每年多少？"]
)
def test_what_the_province_sets_is_not_told_by_a_city(library, question):
    answer = library(PROVINCE, CITY).ask(question)
    assert "600元" in text(answer)
    assert "900元" not in text(answer)


def test_a_number_that_a_document_bears_need_not_be_said_by_it_and_shuts_out_others(library):
    answer = library(PROVINCE, CITY).ask("离休干部的书报费也能照清委老干〔2021〕6号领吗，每人每年多少？")
    assert "900元" in text(answer)
    assert "600元" not in text(answer)


def test_of_a_number_that_no_document_bears_only_those_tell_that_name_it(library):
    answer = library(PROVINCE, CITY).ask("按云老干〔2015〕8号，离休干部书报费每人每年多少？")
    assert answer.status != "answered"


def test_a_paper_that_leaves_a_matter_to_another_is_told_with_that_one(library):
    answer = library(PROVINCE, CITY, COUNTY).ask("石桥县离休干部的书报费每人每年多少元？")
    assert answer.status == "answered"
    assert "执行清委老干〔2021〕6号文件的标准" in text(answer)
    assert "900元" in text(answer)
    assert "600元" not in text(answer)


def test_one_that_changes_what_it_takes_over_is_not_followed(library):
    changed = COUNTY.replace("文件的标准", "文件标准的80%")
    answer = library(PROVINCE, CITY, changed).ask("石桥县离休干部的书报费每人每年多少元？")
    assert "执行清委老干〔2021〕6号" not in text(answer) or "900元" not in text(answer)


def test_where_no_place_is_named_what_several_pay_is_told_of_each(library):
    answer = library(CITY, OTHER).ask("离休干部书报费每人每年多少元？")
    assert "900元" in text(answer)
    assert "700元" in text(answer)
    assert any(each.kind == "scope" for each in answer.notices)


def test_a_rule_that_holds_no_more_is_told_to_who_names_it_and_said_to_be_old(library):
    answer = library(OLD, NEW).ask("清河市离休干部书报费，2016年的办法和2022年的办法分别定的多少？")
    assert "400元" in text(answer)
    assert "1000元" in text(answer)
    assert any(each.kind == "outdated" for each in answer.notices)


TABLE = """云岭省离休人员补贴增加办法

云老干〔2016〕5号

## 一、书画补贴增加（2016年7月1日起）

每人每月增加的数额（元/月）：

| 职务 | 每月增加 |
| --- | --- |
| 研究员 | 310 |
| 馆员 | 220 |

本办法自2016年7月1日起施行。
"""


def test_a_bare_number_of_a_column_is_an_amount_of_what_the_heading_names(library):
    answer = library(TABLE).ask("离休研究员，书画补贴每月增加多少元？")
    assert answer.status == "answered"
    assert "310" in text(answer)
    assert "220" not in text(answer)


def test_a_rise_of_another_year_is_not_told(library):
    assert library(TABLE).ask("2016年那次，离休研究员的书画补贴每月增加多少元？").status == "answered"
    assert library(TABLE).ask("2021年那次，离休研究员的书画补贴每月增加多少元？").status != "answered"


COUNTY_YEAR = """云岭省石桥县2024年老干部工作总结

一年来，全县举办书画展2次，为老同志发放纪念品80份。
"""
CITY_YEAR = """云岭省清河市2024年老干部工作总结

一年来，全市老干部部门举办书画展9次，为老同志发放纪念品700份。
"""


def test_what_a_county_did_is_first_looked_for_in_its_own_papers(library):
    answer = library(COUNTY_YEAR, CITY_YEAR).ask("县里举办了几次书画展？")
    assert "2次" in text(answer)
    assert "9次" not in text(answer)
