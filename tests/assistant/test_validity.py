"""Whether a rule still stands is told in the words of the documents: its own, or of what replaced it."""

import pytest

from assistant import validity

OLD = """云岭省清河市困难帮扶金发放办法

清委老干〔2018〕12号

第一条 困难帮扶金每人每年3000元。
第二条 本办法自2018年3月1日起施行。
"""
NEW = """云岭省清河市帮扶工作细则

清委老干〔2023〕7号

第一条 困难帮扶金每人每年5000元。
第二条 《云岭省清河市困难帮扶金发放办法》（清委老干〔2018〕12号）同时废止。
第三条 本细则自2023年5月1日起施行。
"""
TIMELESS = """云岭省清河市阅览室借阅须知

清委老干〔2021〕3号

一、每次借书不超过三册。
二、报刊不外借。
"""
REPLACING = "第二条 《云岭省清河市困难帮扶金发放办法》（清委老干〔2018〕12号）同时废止。"
SINCE = "第三条 本细则自2023年5月1日起施行。"


@pytest.fixture(scope="module")
def rules(library):
    return library(OLD, NEW, TIMELESS)


def statements(answer):
    return [each.text for each in answer.statements]


@pytest.mark.parametrize(
    "question",
    [
        "清委老干〔2018〕12号还能用吗？",
        "清委老干〔2018〕12号现在还能作为发钱的依据吗？",
        "清委老干〔2018〕12号被哪个文件替代了？",
        "《云岭省清河市困难帮扶金发放办法》还有效吗？",
        "《云岭省清河市困难帮扶金发放办法》被什么取代了？",
    ],
)
def test_of_a_replaced_rule_the_later_one_says_what_replaced_it_and_since_when(rules, question):
    answer = rules.ask(question)
    assert answer.status == "answered"
    assert statements(answer) == [REPLACING, SINCE]
    assert {citation.doc_number for citation in answer.citations} == {"清委老干〔2023〕7号"}


@pytest.mark.parametrize("question", ["清委老干〔2023〕7号还有效吗？", "《云岭省清河市帮扶工作细则》还能用吗？"])
def test_a_rule_that_stands_says_since_when_it_holds(rules, question):
    answer = rules.ask(question)
    assert (answer.status, statements(answer)) == ("answered", [SINCE])


def test_on_a_day_before_the_later_rule_it_is_still_told_what_replaces_it(rules):
    answer = rules.ask("清委老干〔2018〕12号还有效吗？", day="2020-06-30")
    assert statements(answer) == [REPLACING, SINCE]


@pytest.mark.parametrize(
    "question", ["清委老干〔2021〕3号还有效吗？", "《云岭省清河市阅览室借阅须知》被什么替代了？"]
)
def test_where_no_document_says_it_nothing_of_the_kind_is_told(rules, question):
    answer = rules.ask(question)
    assert not any("废止" in each or "施行" in each for each in statements(answer))


def test_a_question_without_a_name_of_a_rule_goes_the_usual_way(rules):
    assert any("5000元" in each for each in statements(rules.ask("困难帮扶金每人每年多少元，还有效吗？")))


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("清委老干〔2018〕12号还在执行吗？", True),
        ("《借阅须知》废止了没有？", True),
        ("清委老干〔2018〕12号规定每年多少元？", False),
        ("困难帮扶金还能用吗？", False),
    ],
)
def test_only_a_named_rule_and_a_word_of_validity_make_such_a_question(rules, question, asked):
    (understood,) = rules.understood([question])
    assert validity.asked(understood) is asked


def test_a_rule_whose_number_no_document_bears_is_not_said_to_be_another_one(library):
    answer = library(OLD, NEW).ask("清委老干〔2017〕99号还有效吗？")
    assert answer.status == "not_found"
    assert "清委老干〔2017〕99号" in answer.text


def test_a_rule_whose_text_is_not_here_is_told_of_by_the_one_that_ends_it(library):
    answer = library(NEW).ask("清委老干〔2018〕12号还有效吗？")
    assert answer.status == "answered"
    assert "同时废止" in answer.text
