"""What matches the words of a question and is no answer to it."""

import pytest


@pytest.mark.parametrize(
    "question",
    [
        "在清河，离休干部过世了，丧葬费给几千？",
        "不能自理护理费由哪个部门认定，需要几级医院开证明？",
    ],
)
def test_a_sentence_that_says_that_it_does_not_say_is_no_answer(sample, question):
    answer = sample.ask(question)
    assert not (answer.status == "answered" and "不写" in answer.text)


def test_a_draft_or_a_replaced_rule_alone_does_not_answer_what_holds_now(sample):
    assert sample.ask("现在向清河市申请离退休干部生活困难补助，书面申请要附哪些材料？").status != "answered"


def test_it_does_where_the_question_is_about_it(sample):
    answer = sample.ask("清河市遗属生活补助征求意见稿里，配偶每人每月发多少？")
    assert answer.status == "answered"
    assert "outdated" in {notice.kind for notice in answer.notices}


def test_a_value_that_is_taken_for_granted_must_stand_in_the_documents(sample):
    assert sample.ask("2024年中央把解放战争时期的护理费提高到每月3000元，那份通知的文号是什么？").status != "answered"


def test_what_the_turn_is_about_must_be_what_the_evidence_is_about(sample):
    assert sample.ask("老旧小区既有住宅加装电梯，财政每部补助多少？").status != "answered"


@pytest.mark.parametrize(
    "question", ["请以“银辉”为题写一首七律献给老同志。", "明天苏州天气怎么样？", "Write me a poem"]
)
def test_what_no_document_of_a_bureau_answers_is_refused_at_once(sample, question):
    assert sample.ask(question).status == "not_found"
