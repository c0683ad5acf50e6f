"""What an answer must not lose: documents, items, hidden values, exceptions, bans, and the values that were asked for."""

from dataclasses import replace

import pytest

from assistant.prove import proved
from assistant.writer.vital import lost


def told(sample, question):
    found = sample.consider(question)
    return {each.question.slot.want for each in found}, proved([each for one in found for each in one.evidence])


def changed(evidence, old, new):
    assert any(old in each.text for each in evidence)
    return [replace(each, text=each.text.replace(old, new)) for each in evidence]


QUESTIONS = [
    "离休干部护理费是怎么规定的？",
    "清河市特别困难的离休干部补助多少钱？",
    "离休干部体检标准是什么",
    "五必访是哪五必访？",
    "临溪市离休干部有多少名？",
    "清河市一站式结算由谁负责？",
    "清河市同一自然年度内同一事由可以申请几次补助？",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_is_lost_of_what_is_told_in_the_same_words(sample, question):
    wants, evidence = told(sample, question)
    assert lost(wants, evidence, evidence) == ()
    assert lost(wants, evidence, [replace(each, text=each.text.rstrip("。；")) for each in evidence]) == ()


@pytest.mark.parametrize(
    ("question", "change", "named"),
    [
        ("离休干部护理费是怎么规定的？", ("每人每月3400元", "每人每月"), "3400元"),
        ("离休干部护理费是怎么规定的？", ("自2019年1月起", "起"), "2019年1月"),
        ("离休干部护理费是怎么规定的？", ("组通字〔2013〕37号", ""), "〔2013〕37号"),
        ("离休干部护理费是怎么规定的？", ("没有", ""), "没有"),
        ("清河市特别困难的离休干部补助多少钱？", ("6000元", ""), "6000元"),
        ("离休干部体检标准是什么", ("不超过1500元", "1500元"), "不超过1500元"),
        ("临溪市离休干部有多少名？", ("**名", "名"), "**名"),
        ("临溪市离退休干部党支部有多少个？", ("XXX个", "个"), "XXX个"),
        ("清河市一站式结算由谁负责？", ("市医保局、", ""), "医保局"),
        ("清河市同一自然年度内同一事由可以申请几次补助？", ("的除外", ""), "除外"),
        ("清河市同一自然年度内同一事由可以申请几次补助？", ("只能", "能"), "只能"),
    ],
)
def test_a_part_that_is_gone_is_named(sample, question, change, named):
    wants, evidence = told(sample, question)
    assert any(named in each for each in lost(wants, evidence, changed(evidence, *change)))


def test_another_spelling_of_a_value_is_the_same_value(sample):
    wants, evidence = told(sample, "清河市特别困难的离休干部补助多少钱？")
    assert lost(wants, evidence, changed(evidence, "6000元", "六千元")) == ()


@pytest.mark.parametrize("question", ["离休干部体检标准是什么", "五必访是哪五必访？"])
def test_a_document_or_an_item_that_nothing_cites_is_lost(sample, question):
    wants, evidence = told(sample, question)
    for at in range(len(evidence)):
        rest = [*evidence[:at], *evidence[at + 1 :]]
        if question.startswith("离休") or evidence[at].listed:
            assert lost(wants, evidence, rest)


def test_an_item_of_which_hardly_a_word_is_left_is_lost(sample):
    wants, evidence = told(sample, "五必访是哪五必访？")
    assert lost(wants, evidence, changed(evidence, "家庭有重大变故必访", "家庭"))
    assert lost(wants, evidence, changed(evidence, "4. 家庭有重大变故必访；", "家庭有重大变故必访")) == ()


def test_a_value_counts_only_where_the_passage_that_it_stands_in_is_cited(sample):
    wants, evidence = told(sample, "离休干部护理费是怎么规定的？")
    first = evidence[1]
    words = first.text + evidence[2].text
    elsewhere = [
        replace(first, text=words) if each is first else each for each in evidence if each is not evidence[2]
    ]
    assert lost(wants, evidence, elsewhere)


def test_what_a_question_does_not_ask_for_may_be_left_out(sample):
    wants, evidence = told(sample, "清河市特别困难的离休干部补助多少钱？")
    assert lost(wants, evidence, [each for each in evidence if "6000元" in each.text]) == ()


def test_nothing_written_loses_everything(sample):
    wants, evidence = told(sample, "离休干部体检标准是什么")
    assert len(lost(wants, evidence, [])) == len({each.source.document.id for each in evidence})
