"""Drafting, editing, making final: what the desk allows and what it does not."""

import json
import re
from dataclasses import asdict

import pytest

from assistant.letter.desk import Desk
from corpus.errors import BadCall
from tests.assistant.letter.conftest import FIELDS, HARDSHIP, NURSING, OFFICE, TRAIN, sentence
from tests.stopwatch import takes_less


def test_a_field_that_nobody_filled_is_asked_for_and_never_invented(desk):
    draft = desk.draft("person", [NURSING], {"to": "王建国同志"})
    assert [each.label for each in desk.opened(draft)] == ["来信日期", "成文日期"]
    assert all(each.ask for each in desk.opened(draft))
    text = desk.text(draft)
    assert text.startswith("【草稿")
    assert set(re.findall(r"【([^】]+)】", text)[1:]) == {"来信日期", "成文日期"}


def test_whom_to_ask_instead_is_wanted_only_where_something_is_left_unanswered(sample):
    desk = Desk(sample, sample.index)
    labels = [{each.label for each in desk.opened(desk.draft("person", [q], {}))} for q in (NURSING, TRAIN)]
    assert "建议咨询的单位" not in labels[0]
    assert "建议咨询的单位" in labels[1]


def test_a_changed_number_shows_at_once_and_before_anything_is_kept(desk, whole, drafts):
    told = sentence(whole, "2000元")
    wrong = desk.weigh(whole, told.id, told.text.replace("2000元", "3000元"))
    assert wrong.verdict == "contradicted"
    assert any("2000" in reason and "3000" in reason for reason in wrong.reasons)
    assert drafts.get(whole.id) == whole


def test_a_letter_with_a_sentence_that_does_not_hold_goes_out_only_with_a_written_reason(desk, whole):
    told = sentence(whole, "2000元")
    edited = desk.edit(whole, told.id, told.text.replace("2000元", "3000元"))
    with pytest.raises(BadCall, match=re.escape(told.id)):
        desk.finalise(edited, "周敏")
    with pytest.raises(BadCall):
        desk.finalise(edited, "周敏", " 。 ")
    final, event = desk.finalise(edited, "周敏", "市局2026年来电更正，正式文件在途")
    assert event.unproved == (told.id,)
    assert event.reason == "市局2026年来电更正，正式文件在途"
    assert final.final == event
    assert event.by == "周敏"


def test_a_sentence_put_back_as_it_was_holds_again(desk, whole):
    told = sentence(whole, "2000元")
    edited = desk.edit(desk.edit(whole, told.id, "每人发三千元。"), told.id, told.text)
    assert sentence(edited, "2000元") == told
    assert desk.finalise(edited, "周敏")[1].unproved == ()


def test_a_changed_source_line_is_held_against_the_document(desk, whole):
    lead = sentence(whole, "清委老干〔2022〕8号")
    assert desk.weigh(whole, lead.id, lead.text.replace("〔2022〕8号", "〔2022〕9号")).verdict == "contradicted"
    assert desk.weigh(whole, lead.id, lead.text).holds


def test_a_promise_that_a_clerk_adds_is_no_fact(desk, whole):
    added = desk.add(whole, 1, "我们保证年底前补发到位。")
    assert added.sentences[-1].text != "我们保证年底前补发到位。"  # it stands with its own question
    assert not sentence(added, "保证").holds
    with pytest.raises(BadCall):
        desk.finalise(added, "周敏")


def test_a_rule_that_a_clerk_adds_from_a_cited_passage_holds(desk, whole):
    quote = sentence(whole, "不超过5000元").text
    added = desk.add(whole, 2, quote)
    assert added.items[1].sentences[-1].holds
    assert added.items[1].sentences[-1].markers


def test_nothing_open_may_go_out(desk):
    draft = desk.draft("person", [NURSING], {"to": "王建国同志"})
    with pytest.raises(BadCall, match="来信日期"):
        desk.finalise(draft, "周敏", "急件，先发出去再说")
    blank = desk.draft("person", [NURSING], FIELDS["person"] | {"to": "【姓名】同志"})
    with pytest.raises(BadCall, match="姓名"):
        desk.finalise(blank, "周敏")


def test_who_makes_a_letter_final_is_named(desk, whole):
    with pytest.raises(BadCall, match="定稿人"):
        desk.finalise(whole, " ")


def test_a_final_letter_bears_no_mark_of_a_draft_and_is_changed_no_more(desk, whole):
    final, event = desk.finalise(whole, "周敏")
    assert "草稿" not in desk.text(final)
    assert "草稿" not in desk.filename(final)
    assert len(event.checksum) == 64
    for act in (
        lambda: desk.edit(final, "1.1", "x"),
        lambda: desk.add(final, 1, "x"),
        lambda: desk.fill(final, {"to": "李同志"}),
        lambda: desk.finalise(final, "周敏"),
    ):
        with pytest.raises(BadCall, match="定稿"):
            act()


def test_a_letter_whose_passage_left_the_library_needs_a_reason(sample, whole, desk):
    class Emptied:
        def document(self, document_id):
            raise BadCall("没有", "gone")

        def entries(self):
            return []

    after = Desk(sample, Emptied(), office=OFFICE)
    with pytest.raises(BadCall):
        after.finalise(whole, "周敏")
    assert after.finalise(whole, "周敏", "原件已归档，已核对纸质件")[1].unproved


def test_versions_are_kept_and_two_who_change_the_same_one_do_not_overwrite_each_other(desk, whole, drafts):
    first = desk.fill(whole, {"to": "李明同志"})
    with pytest.raises(BadCall, match="别人"):
        desk.fill(whole, {"to": "张三同志"})
    assert [each.version for each in drafts.versions(whole.id)] == [1, 2]
    assert drafts.get(whole.id) == first
    assert drafts.get(whole.id, 1) == whole


INCOMING = """市委老干部局：
我父亲1947年5月参加革命工作，是离休干部，身体尚能自理。他现在每月的护理费应该发多少？
离休干部可以免费坐高铁吗？
我的身份证号32050119350712001X，电话13800138000，卡号6222021234567890128。
"""


def test_a_letter_that_came_in_is_answered_question_by_question_with_personal_data_masked(desk, drafts):
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    first = "32050119350712001"
    good = first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]
    draft = desk.reply("person", INCOMING.replace("32050119350712001X", good), FIELDS["person"])
    assert [item.status for item in draft.items] == ["answered", "not_found"]
    assert "每人每月2000元" in desk.text(draft)
    kept = json.dumps(asdict(drafts.get(draft.id)), ensure_ascii=False)
    for secret in (good, "13800138000", "6222021234567890128"):
        assert secret not in kept
    assert draft.masked == {"身份证号": 1, "手机号": 1, "银行卡号": 1}


def test_what_a_model_or_the_search_is_asked_holds_no_personal_data(sample):
    asked = []

    class Listening:
        index = sample.index

        def ask(self, question, **rest):
            asked.append(question)
            return sample.ask(question, **rest)

        def understood(self, turns):
            return sample.understood(turns)

    desk = Desk(Listening(), sample.index)
    desk.draft("person", ["我的电话13800138000，护理费每月多少？"], {})
    desk.reply("person", "我的电话13900139000。护理费每月多少？", {})
    assert asked
    assert not any("13800138000" in each or "13900139000" in each for each in asked)


def test_a_number_in_a_field_is_masked_in_what_is_kept_and_stands_in_the_letter(desk, drafts, sample):
    draft = desk.draft("telephone", [NURSING], FIELDS["telephone"])
    assert "13800138000" in desk.text(draft)
    assert drafts.get(draft.id).fields["caller_phone"] == "【手机号1】"
    assert desk.opened(draft) == ()
    later = Desk(sample, sample.index, office=OFFICE)
    assert [each.label for each in later.opened(drafts.get(draft.id))] == ["手机号1"]


def test_a_number_written_into_a_sentence_later_is_masked_too_and_never_takes_the_place_of_another(
    desk, drafts, sample
):
    draft = desk.draft("telephone", [NURSING], FIELDS["telephone"])
    later = Desk(sample, sample.index, office=OFFICE, drafts=drafts)
    added = later.add(draft, 1, "另请联系13900139000。")
    assert "13900139000" not in str(drafts.get(draft.id))
    assert "13900139000" in later.text(added)
    assert "【手机号1】" in later.text(added)


def test_the_model_that_worded_an_answer_is_named_to_the_clerk(desk, sample):
    from dataclasses import replace

    from assistant.letter.checklist import checklist

    draft = desk.write("person", [replace(sample.ask(NURSING), written_by="qwen3")], FIELDS["person"])
    assert draft.written_by == "qwen3"
    assert "qwen3" in str(checklist(draft, desk.kind(draft)).blocks)
    assert "qwen3" not in desk.text(draft, evidence=True)


def test_a_letter_without_questions_a_secret_one_and_a_huge_one_are_refused(desk):
    for text, told in (
        ("您好！谢谢！", "问题"),
        ("机密★1年\n护理费多少？", "密级"),
        ("护理费多少？" * 200_000, "太长|最多"),
    ):
        with pytest.raises(BadCall, match=told):
            desk.reply("person", text, {})


def test_questions_beyond_the_most_are_told_and_not_dropped(desk):
    draft = desk.reply("person", "护理费每月多少？\n" * 23, FIELDS["person"])
    assert len(draft.items) == 23
    assert all("另行办理" in item.notes[0] for item in draft.items[20:])


@pytest.mark.parametrize("questions", [[], [""], ["x" * 3000], ["护理费多少？"] * 21])
def test_a_call_without_sense_is_refused(desk, questions):
    with pytest.raises(BadCall):
        desk.draft("person", questions, {})


def test_the_decision_on_a_petition_quotes_its_law_from_the_library(desk):
    draft = desk.draft("petition", [HARDSHIP], FIELDS["petition"])
    text = desk.text(draft)
    for part in (
        "一、信访请求",
        "三、政策依据",
        "四、处理意见",
        "五、救济途径",
        "30日内，向中共清河市委组织部请求复查",
    ):
        assert part in text
    assert "第三十五条" in draft.rests[0]
    assert "所存文件载明" in draft.rests[0]


def test_the_name_of_the_file_is_safe(desk):
    draft = desk.draft("person", [NURSING], FIELDS["person"] | {"subject": '../../a\\b:"<x>|*?' + "长" * 100})
    name = desk.filename(draft)
    assert not set('/\\:*?"<>|.\n') & set(name)
    assert len(name) <= 70


def test_an_office_that_sets_a_field_of_no_kind_is_told(sample):
    with pytest.raises(BadCall, match="fone"):
        Desk(sample, sample.index, office={"fone": "0500-1234567"})


def test_a_megabyte_anywhere_is_refused_at_once(desk, whole):
    huge = "1 3800138000机密" * 80_000
    acts = (
        lambda: desk.draft("person", [huge], {}),
        lambda: desk.draft("person", [NURSING], {"to": huge}),
        lambda: desk.fill(whole, {"to": huge}),
        lambda: desk.edit(whole, "1.1", huge),
        lambda: desk.add(whole, 1, huge),
        lambda: desk.weigh(whole, "1.1", huge),
        lambda: desk.reply("person", huge, {}),
        lambda: desk.questions(huge),
    )

    def refused():
        for act in acts:
            with pytest.raises(BadCall) as raised:
                act()
            assert len(str(raised.value)) < 300

    takes_less(2, refused)


def test_the_answer_to_the_question_before_is_none_to_a_question_that_has_no_rule(desk):
    letter = "我是清河市的离休干部。特别困难的离休干部补助多少钱？离休干部可以免费坐高铁吗？"
    hardship, train = desk.reply("person", letter, {}).items
    assert "6000元" in "".join(each.text for each in hardship.sentences)
    assert train.status != "answered"
    assert not any("6000元" in each.text for each in train.sentences)


def test_of_a_question_only_what_it_asks_itself_is_said_to_be_unanswered(desk):
    letter = (
        "局领导：\n我父亲是清河市的离休干部，1947年5月参加革命工作。\n"
        "请问护理费现在每月发多少？住院的时候慰问金每次多少？\n"
    )
    nursing, visit = desk.reply("person", letter, {}).items
    assert (nursing.status, visit.status) == ("answered", "answered")
    assert "护理费" not in "".join(each.text for each in visit.sentences)
    assert not any("护理费" in note for note in visit.notes)
