"""All the steps of a rule: what each document set, oldest first, and nothing of another place or of a speech."""

import pytest

FIRST = """云岭省清河市报刊补贴办法

清委老干〔2012〕4号

一、退休干部报刊补贴每人每年100元，自2012年1月1日起执行。
二、书法活动补贴每人每年60元。
"""
SECOND = """云岭省清河市调整报刊补贴的通知

清委老干〔2017〕9号

一、退休干部报刊补贴由每人每年100元调整为每人每年240元，自2017年1月1日起执行。
二、清委老干〔2012〕4号停止执行。
"""
THIRD = """云岭省清河市报刊补贴新标准

清委老干〔2023〕2号

一、退休干部报刊补贴调整为每人每年360元，自2023年1月1日起执行。
二、清委老干〔2017〕9号停止执行。
"""
OTHER = """云岭省临溪市报刊补贴办法

临委老干〔2020〕5号

一、退休干部报刊补贴每人每年500元，自2020年1月1日起执行。
"""
SPEECH = """在清河市老干部工作会议上的讲话

（2023年12月1日）

退休干部报刊补贴提高以后，每人每年多了120元，大家都很满意。
"""
TABLE = """云岭省清河市历年订书经费

| 执行时间 | 每人每年订书经费（元） |
| --- | --- |
| 2011年 | 35 |
| 2016年3月 | 70 |
| 2022年 | 95 |
"""


def told(answer):
    assert answer.status == "answered", answer.text
    text = " ".join(each.text for each in answer.statements)
    return [each for each in ("100元", "240元", "360元", "500元", "120元") if each in text]


@pytest.fixture(scope="module")
def papers(library):
    return library(FIRST, SECOND, THIRD, OTHER, SPEECH)


@pytest.mark.parametrize(
    "question",
    [
        "清河市退休干部报刊补贴历次标准是多少？",
        "清河市退休干部报刊补贴是怎么一步步涨上来的？",
        "清河市退休干部报刊补贴从2012年到现在，历次标准分别是多少？",
        "清河市退休干部报刊补贴历年标准是多少？",
    ],
)
def test_every_document_tells_its_step_the_oldest_first(papers, question):
    answer = papers.ask(question)
    assert told(answer) == ["100元", "240元", "360元"]
    assert [each.doc_number for each in answer.citations] == [
        "清委老干〔2012〕4号",
        "清委老干〔2017〕9号",
        "清委老干〔2023〕2号",
    ]


def test_what_does_not_hold_any_more_is_marked_and_what_holds_is_not(papers):
    answer = papers.ask("清河市退休干部报刊补贴历次标准是多少？")
    old, older, new = (each.validity for each in answer.citations)
    assert "被替代" in old
    assert "被替代" in older
    assert "被替代" not in new


def test_who_asks_for_the_standard_is_told_the_one_that_holds(papers):
    assert told(papers.ask("清河市退休干部报刊补贴标准是多少？")) == ["360元"]


def test_a_year_from_which_on_is_asked_is_not_the_year_of_a_document(papers):
    (question,) = papers.understood(["清河市退休干部报刊补贴从2012年到现在是怎么涨的？"])
    assert question.years == ()
    (question,) = papers.understood(["清河市2012年退休干部报刊补贴是多少？"])
    assert question.years == (2012,)


def test_a_table_that_begins_each_row_with_a_day_tells_all_its_rows(library):
    answer = library(TABLE).ask("清河市订书经费历次标准是多少？")
    assert answer.status == "answered"
    assert [each.text.split("：")[-1] for each in answer.statements] == ["35元", "70元", "95元"]


def test_a_rule_that_was_never_changed_has_no_steps(library):
    answer = library(FIRST).ask("清河市书法活动补贴历次标准是多少？")
    assert [each.text for each in answer.statements] == ["二、书法活动补贴每人每年60元。"]


TIERS = """云岭省清河市订阅费规定

清委老干〔2014〕8号

一、订阅费标准
（一）处级订阅费每人每年90元；
（二）科级订阅费每人每年50元。
二、本规定自2014年1月1日起施行。
"""
RAISED = """云岭省清河市调整订阅费的通知

清委老干〔2021〕6号

一、调整后的订阅费标准
（一）处级订阅费每人每年160元；
（二）科级订阅费每人每年80元。
二、自2021年1月1日起执行，清委老干〔2014〕8号停止执行。
"""


@pytest.mark.parametrize(
    ("question", "amounts"),
    [
        ("清河市订阅费历次标准是多少？", ["90元", "50元", "160元", "80元"]),
        ("清河市处级订阅费历次标准是多少？", ["90元", "160元"]),
    ],
)
def test_of_each_step_all_tiers_are_told_unless_one_is_asked_for(library, question, amounts):
    answer = library(TIERS, RAISED).ask(question)
    assert answer.status == "answered"
    told = [each.text for each in answer.statements]
    assert [next((amount for amount in amounts if amount in text), text) for text in told] == amounts
