"""Dates are read as precisely as they are written, and not one day more."""

import pytest

from corpus import dates


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020年3月5日", ["2020-03-05"]),
        ("二○二○年三月五日", ["2020-03-05"]),
        ("二〇二〇年十二月三十一日", ["2020-12-31"]),
        ("二0二0年二月二十九日", ["2020-02-29"]),
        ("2020-03-05", ["2020-03-05"]),
        ("2020.3.5", ["2020-03-05"]),
        ("2020 年 3 月 5 日", ["2020-03-05"]),
        ("２０２０年３月", ["2020-03"]),
        ("一九八二年", ["1982"]),
        ("2020年X月X日", ["2020"]),
        ("20XX年3月5日", []),
        ("2016—2020年", ["2020"]),
        ("2020年级、19950年、120203.4.5、2020.3万元", []),
        ("去年12月16日，元月21日", []),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, iso):
    found = dates.find(text)
    assert [each.iso for each in found] == iso
    assert all(text[each.start : each.end].strip() for each in found)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2020-03-05", "2020-03-05"),
        ("2020", "2020"),
        ("2020/3", "2020-03"),
        (" 2020年3月5日 ", "2020-03-05"),
        ("2020年3月5日印发", None),
        ("去年", None),
        ("", None),
    ],
)
def test_a_value_is_a_date_only_as_a_whole(text, iso):
    assert dates.parse(text) == iso


def test_precision_and_year_are_told():
    assert [(each.precision, each.year) for each in dates.find("2020年3月5日、2019年4月、1982年")] == [
        ("day", 2020),
        ("month", 2019),
        ("year", 1982),
    ]
    assert dates.years("2019年总结，2020年打算") == (2019, 2020)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("关于某事的通知\n正文。\n  中共清河市委老干部局\n  2020年3月5日\n（此件公开发布）", "2020-03-05"),
        ("在会议上的讲话\n（二〇二〇年三月五日）\n同志们：", "2020-03-05"),
        ("正文\n2020年3月5日\n附件1\n清单\n2019年1月1日", "2020-03-05"),
        ("正文\n云岭省委办公室  2020年3月6日印发", "2020-03-06"),
        ("某某办法\n（清河市委2020年3月8日印发）\n第一条 某事", "2020-03-08"),
        ("发布日期：2020-03-07\n正文", "2020-03-07"),
        ("正文提到2020年3月5日召开会议。", None),
        ("2020年\n正文", None),
        ("X年X月X日", None),
    ],
)
def test_the_day_of_issue_is_the_line_that_is_a_date(text, iso):
    found = dates.signed(text)
    assert (found and found.iso) == iso
    assert found is None or dates.parse(text[found.start : found.end]) == iso


@pytest.mark.parametrize(
    ("text", "issued", "iso"),
    [
        ("本通知自2021年1月1日起执行。", None, "2021-01-01"),
        ("本办法自印发之日起施行。", "2020-03-05", "2020-03-05"),
        ("从本办法印发之日起施行。", "2020-03-05", "2020-03-05"),
        ("本通知自发文之日起执行。", "2020-03-05", "2020-03-05"),
        ("提高后的标准从2020年7月1日起执行。", None, "2020-07-01"),
        ("《某条例》自2019年1月1日起施行。本办法自2021年2月1日起施行。", None, "2021-02-01"),
        ("本法自一九九六年十月一日起施行。", None, "1996-10-01"),
    ],
)
def test_the_clause_of_effect_gives_its_day(text, issued, iso):
    clause = dates.effective(text, issued)
    assert clause is not None
    assert clause.iso == iso
    assert clause.evidence in text


def test_an_effect_without_a_stated_day_says_so():
    assert dates.effective("本办法自发布之日起施行。") == dates.Clause(None, "本办法自发布之日起施行")


@pytest.mark.parametrize(
    "text",
    [
        "《某条例》自2019年1月1日起施行，请认真学习。",
        "认真执行本通知。",
        "自2019年起，工作有了起色。",
        "原清委〔2019〕3号自2019年1月1日起执行。",
        "本办法拟自2025年1月1日起施行。",
    ],
)
def test_the_effect_of_another_document_is_not_taken(text):
    assert dates.effective(text) is None
