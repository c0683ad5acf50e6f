"""Where things stand on paper."""

from dataclasses import replace

import pytest

from assistant.letter.lay import split
from assistant.letter.paper.text import width
from tests.assistant.letter.conftest import FIELDS, HARDSHIP, NURSING


def test_questions_are_numbered_and_one_alone_has_no_number(desk):
    two = desk.sheet(desk.draft("person", [NURSING, HARDSHIP], FIELDS["person"]))
    assert [block.text for block in two.blocks if block.style == "heading1"] == [
        "一、关于护理费",
        "二、关于生活困难补助",
    ]
    one = desk.sheet(desk.draft("person", [NURSING], FIELDS["person"]))
    assert not [block for block in one.blocks if block.style == "heading1"]


def test_under_the_headings_of_a_template_questions_are_of_the_second_level(desk):
    sheet = desk.sheet(desk.draft("petition", [NURSING, HARDSHIP], FIELDS["petition"]))
    assert [b.text for b in sheet.blocks if b.style == "heading1"][:2] == ["一、信访请求", "二、调查核实情况"]
    assert [b.text for b in sheet.blocks if b.style == "heading2"] == ["（一）关于护理费", "（二）关于生活困难补助"]


@pytest.mark.parametrize(
    "org", ["某局", "中共清河市委老干部局", "中共云岭省清河市高新技术产业开发区工作委员会老干部局"]
)
def test_the_office_is_centred_over_the_date_which_stands_four_characters_in(desk, org):
    draft = desk.draft("person", [NURSING], FIELDS["person"] | {"org": org})
    blocks = {block.style: block for block in desk.sheet(draft).blocks}
    office, date = blocks["signature"], blocks["date"]
    assert office.right + width(org) / 2 == pytest.approx(date.right + width(date.text) / 2, abs=0.02)
    assert date.right >= 4
    assert office.right >= 0


@pytest.mark.parametrize("length", [5, 20, 21, 40, 55])
def test_a_title_breaks_into_lines_that_fit(length):
    title = "关于" + "离休干部护理费标准和遗属生活补助的" * 4
    lines = split(title[:length])
    assert "".join(lines) == title[:length]
    assert all(2 <= len(line) <= 20 for line in lines)
    assert len(lines) <= 3


def test_a_statement_that_was_taken_out_takes_its_document_along(desk, whole):
    edited = whole
    for each in whole.items[1].sentences:
        if each.role == "statement":
            edited = desk.edit(edited, each.id, "")
    assert "清委老干〔2022〕8号" not in desk.text(edited)
    assert "清委老干〔2022〕8号" in desk.text(whole)


def test_the_list_of_evidence_gives_every_statement_its_quote_and_the_place_of_it(desk, whole):
    table = next(block for block in desk.sheet(whole).blocks if block.headed)
    rows = {row[0]: row for row in table.rows[1:] if row[0]}
    for each in whole.sentences:
        if each.role == "statement":
            source = whole.sources[each.markers[0] - 1]
            assert rows[each.id][1] == each.text
            assert rows[each.id][2] == " ".join(source.citation.quote.split())
            assert source.checksum[:16] in rows[each.id][3]
    assert any("清委老干〔2022〕8号" in row[3] and "第五条" in row[3] for row in rows.values())


def test_without_evidence_there_is_no_annex(desk, whole):
    assert not any(block.style.startswith("annex") for block in desk.sheet(whole, evidence=False).blocks)


def test_annexes_are_numbered_when_there_are_several(desk):
    fields = FIELDS["person"] | {"attachments": "申请表\n办理流程"}
    sheet = desk.sheet(desk.draft("person", [NURSING], fields))
    assert [b.text for b in sheet.blocks if b.style.startswith("annexes")] == [
        "附件：1. 申请表",
        "2. 办理流程",
        "3. 答复依据一览",
    ]
    assert next(b.text for b in sheet.blocks if b.style == "annex") == "附件3"


def test_what_is_open_is_highlighted(desk):
    sheet = desk.sheet(desk.draft("person", [NURSING], {}))
    assert "【称谓】" in sheet.highlighted
    assert sheet.stamp


def test_the_form_may_be_chosen(desk):
    draft = desk.draft("person", [NURSING], FIELDS["person"], form="ordinary")
    assert desk.sheet(draft).form == "ordinary"
    assert desk.sheet(replace(draft, form=None)).form == "letter"


def test_the_check_list_tells_what_fails_and_what_was_changed(desk, whole):
    from assistant.letter.checklist import checklist

    told = whole.sentences[1]
    edited = desk.edit(whole, told.id, "每人发三千元。")
    text = str(checklist(edited, desk.kind(edited)).blocks)
    assert "每人发三千元。" in text
    assert f"{told.id} 已由经办人改写" in text
    assert "没有依据，未答复" in text
    for check in desk.kind(edited).checks:
        assert check in text


def test_four_levels_of_headings_are_numbered_as_the_standard_has_them(sample, tmp_path):
    from assistant.letter.desk import Desk
    from assistant.letter.kind import kinds

    (tmp_path / "note.md").write_text(
        '+++\nlabel = "报告"\nform = "ordinary"\ntitle = "关于{subject}的报告"\n+++\n'
        "# 甲\n## 乙\n### 丙\n#### 丁\n#### 戊\n### 己\n# 庚\n## 辛\n{answers}\n",
        encoding="utf-8",
    )
    desk = Desk(sample, sample.index, kinds(tmp_path))
    sheet = desk.sheet(desk.draft("note", [NURSING, HARDSHIP], {}))
    told = [block.text for block in sheet.blocks if block.style.startswith("heading")]
    assert told[:8] == ["一、甲", "（一）乙", "1.丙", "（1）丁", "（2）戊", "2.己", "二、庚", "（一）辛"]
    assert told[8:] == ["1.关于护理费", "2.关于生活困难补助"]
