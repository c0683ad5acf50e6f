"""What a letter says to one question."""

from dataclasses import replace

import pytest

from assistant.letter.item import Passages, item, place, quoted, topic
from assistant.letter.kind import kinds
from assistant.types import Notice
from tests.assistant.letter.conftest import HARDSHIP, NURSING, TRAIN

PHRASES = kinds()["person"].phrases


def said(sample, question, day=None, change=lambda answer: answer):
    passages = Passages(sample.index.document)
    answer = change(sample.ask(question, day=day))
    return item(answer, 1, "", passages, PHRASES), passages


def test_the_rule_comes_after_its_title_number_place_and_validity(sample):
    told, _ = said(sample, HARDSHIP)
    lead = told.sentences[0]
    assert lead.role == "source"
    for part in (
        "《清河市特殊困难离退休干部帮扶补助办法》",
        "清委老干〔2022〕8号",
        "清河市",
        "2022年7月1日起执行",
        "现行",
        "第五条",
    ):
        assert part in lead.text


def test_every_statement_names_a_passage_that_bears_it_out(sample):
    told, passages = said(sample, NURSING)
    stated = [each for each in told.sentences if each.role == "statement"]
    assert stated
    for each in stated:
        assert each.verdict in ("verbatim", "supported")
        for marker in each.markers:
            source = passages.found[marker - 1]
            known = source.citation
            assert sample.index.document(known.document_id).text[known.start : known.end] == known.quote
            assert len(source.checksum) == 64


def test_the_numbers_of_a_list_do_not_stand_in_the_running_text(sample):
    told, _ = said(sample, HARDSHIP)
    text = "".join(each.text for each in told.sentences if each.role == "statement")
    assert "（三）" not in text
    assert "退休干部，根据困难程度确定，每人每年不超过5000元。" in text


def test_what_the_documents_do_not_say_is_said_as_such(sample):
    told, _ = said(sample, TRAIN)
    assert [each.role for each in told.sentences] == ["note"]
    assert "没有查到" in told.sentences[0].text
    assert "离休干部可以免费坐高铁吗" in told.sentences[0].text


@pytest.mark.parametrize(
    ("number", "rest"),
    [
        ("〔2008〕48号", "生活长期完全不能自理的离休干部护理费是每人每月多少元？"),
        ("〔2013〕37号", "瘫痪、生活长期完全不能自理的离休干部护理费是多少？"),
    ],
)
def test_a_rule_that_was_replaced_is_no_basis_and_says_so(sample, number, rest):
    told, _ = said(sample, f"组通字{number}规定，{rest}")
    leads = [each.text for each in told.sentences if each.role == "source" and number in each.text]
    assert leads
    assert all("不再执行" in lead and "根据" not in lead for lead in leads)


def test_a_statement_that_its_quote_does_not_prove_stays_out_and_the_clerk_is_told(sample):
    def change(answer):
        first = replace(answer.statements[0], text="护理费提高到每人每月9999元。")
        return replace(answer, statements=(first, *answer.statements[1:]))

    told, _ = said(sample, NURSING, change=change)
    assert all("9999" not in each.text for each in told.sentences)
    assert any("9999" in note for note in told.notes)


def test_a_hidden_value_stays_hidden_and_is_explained(sample):
    def change(answer):
        return replace(answer, notices=(Notice("redacted", "原文已隐去部分内容（XXXX元），照录，不作补充 | x"),))

    told, _ = said(sample, NURSING, change=change)
    assert any("“XXXX元”" in each.text and "不能补充" in each.text for each in told.sentences)
    assert any("XXXX元" in note for note in told.notes)


@pytest.mark.parametrize("question", [NURSING, HARDSHIP])
def test_a_question_has_a_matter(sample, question):
    assert topic(sample.understood([question])) in ("护理费", "生活困难补助")


def test_places_are_named_as_a_letter_names_them():
    assert place([("第二章 标准", "第五条", "（三）")], "办法") == "第五条第（三）项"
    assert place([("一、总则",)], "办法") == "“一、总则”部分"
    assert place([("一、总则",), ("二、分则",)], "办法") == ""


NOTES = """一、待遇方面
离休干部护理费标准为每人每月2100元。
"""
SPEECH = """同志们：
今天的会议很重要。下面，我讲三点意见。
一、待遇方面
我们去年照着XX老干〔XX〕X号文件办，离休干部护理费标准为每人每月XXXX元。
谢谢大家！
"""


def test_no_place_is_named_by_the_words_that_are_quoted_from_it():
    paths = [("二、标准", "3. 这一项的历次标准是")]
    assert place(paths, "通知") == "“3. 这一项的历次标准是”部分"
    assert place(paths, "通知", ["3. 这一项的历次标准是：600元、1000元。"]) == "“二、标准”部分"


def test_a_speech_without_a_title_is_told_as_hearsay_under_no_invented_title(library):
    assistant = library(SPEECH)
    passages = Passages(assistant.index.document)
    told = item(assistant.ask("离休干部护理费每月多少？"), 1, "", passages, PHRASES)
    lead, statement, *rest = told.sentences
    assert "未见所依据的文件" in lead.text
    assert "根据" not in lead.text
    assert "《" not in lead.text
    assert "每人每月XXXX元" in statement.text
    assert any("XXXX元" in each.text and "不能补充" in each.text for each in rest)
    assert any("“我们”" in note for note in told.notes)


def test_a_paper_of_which_nothing_is_known_is_not_called_a_rule(library):
    assistant = library(NOTES)
    told = item(assistant.ask("离休干部护理费每月多少？"), 1, "", Passages(assistant.index.document), PHRASES)
    assert "效力不明" in told.sentences[0].text
    assert "根据" not in told.sentences[0].text
    assert "2100元" in told.sentences[1].text


def test_nothing_is_said_twice_and_no_heading_runs_into_a_sentence(sample):
    told, _ = said(sample, "解放战争时期参加革命工作的离休干部，每年增发几个月的生活补贴？")
    texts = [each.text for each in told.sentences if each.role == "statement"]
    assert texts
    assert not any(one in other for one in texts for other in texts if one is not other)
    assert not any("生活补贴除原工资外" in text for text in texts)


def test_a_rule_that_held_on_the_day_that_was_asked_for_is_told_as_one_of_that_time(sample):
    question = "清河市直单位特别困难的离休干部，2020年那年的生活困难补助是多少？"
    told, _ = said(sample, question, day="2020")
    lead, note = told.sentences[0].text, told.sentences[-1].text
    assert lead.startswith("根据当时有效的《关于调整离退休干部生活困难补助标准的通知》")
    assert "现行" not in lead
    assert "在所问日期有效，2022年7月1日起已被清委老干〔2022〕8号替代" in note
    assert "》：该件" not in note


def test_how_a_document_stands_that_is_no_basis_is_told_once(sample):
    told, _ = said(sample, "离休干部生活完全不能自理的护理费，从2008年到现在国家历次标准分别是多少？")
    text = "".join(each.text for each in told.sentences)
    assert text.count("该件已不再执行，仅供了解沿革") == text.count("仅供了解沿革") >= 1


def test_a_statement_that_is_but_a_heading_stays_out_and_the_clerk_is_told(sample):
    told, _ = said(sample, "易地安置的离休干部，省里要求多久走访一次，清河市又是怎么要求的？")
    assert "易地安置。" not in [each.text for each in told.sentences]
    assert "下列语句只是标题或引出表格，没有写入：易地安置。" in told.notes


def test_headings_that_are_the_items_of_a_list_stay(sample):
    told, _ = said(sample, "省里要求荣誉退休按“六个一”来办，是哪六个步骤？")
    text = "".join(each.text for each in told.sentences)
    for step in (
        "开展一次退休谈话",
        "举行一次荣誉退休仪式",
        "颁发一份荣誉退休证书",
        "安排一次健康体检",
        "转接一次组织关系",
    ):
        assert step in text
    assert not any("只是标题" in note for note in told.notes)


def test_a_conflict_is_told_to_the_reader_without_an_order_to_check(sample):
    told, _ = said(
        sample,
        HARDSHIP,
        change=lambda answer: replace(
            answer, notices=(Notice("conflict", "上列文件写明的数额不一致，请按适用的地区、时间和对象核对 | differ"),)
        ),
    )
    assert "须按适用的地区、时间和对象确定" in told.sentences[-1].text
    assert "请按" not in told.sentences[-1].text


def test_a_long_question_is_quoted_as_far_as_a_comma():
    asked = "俺爹是清河市离休的，跟我住外省好些年了，单位是不是每年都得来人瞧瞧？嫌远不来，托这边人看看成不成？"
    assert quoted(asked) == "俺爹是清河市离休的，跟我住外省好些年了，单位是不是每年都得来人瞧瞧？嫌远不来……"
    assert quoted("甲" * 60) == "甲" * 40 + "……"


def test_the_row_of_a_table_is_told_as_one(sample):
    told, _ = said(sample, "清河市市管退休干部住院了，慰问金每次多少，一年最多慰问几次？")
    text = "".join(each.text for each in told.sentences)
    assert "的规定，表中列明：事项：住院慰问；" in text
    told, _ = said(sample, HARDSHIP)
    assert "表中列明" not in "".join(each.text for each in told.sentences)


def test_what_stands_aside_of_an_answer_is_not_written_to_anybody(sample):
    def aside(answer):
        return replace(answer, statements=(answer.statements[0], replace(answer.statements[-1], aside=True)))

    question = "清河市离休干部困难补助每人每年多少元？由谁审核？"
    last = sample.ask(question).statements[-1].text[-9:-1]
    (whole, _), (cut, _) = said(sample, question), said(sample, question, change=aside)
    assert any(last in each.text for each in whole.sentences)
    assert not any(last in each.text for each in cut.sentences)
