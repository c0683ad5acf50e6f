"""A letter as plain text."""

from assistant.letter.paper.text import plain, width
from assistant.letter.paper.types import Block, Sheet


def test_a_letter_as_text_keeps_its_order_its_indents_and_its_right_edge():
    text = plain(
        Sheet(
            "letter",
            (Block("salutation", "王同志："), Block("body", "正文。"), Block("date", "2026年11月20日", right=4)),
            mark="某局",
            number="某函〔2026〕3号",
            foot=(("抄送：某单位。", ""),),
        )
    )
    lines = text.splitlines()
    assert lines[0].strip("\u3000") == "某局"
    assert "\u3000\u3000正文。" in lines
    date = next(line for line in lines if "2026年11月20日" in line)
    assert 28 - 4 - width(date) < 1
    assert lines[-1] == "抄送：某单位。"


def test_a_draft_says_so_in_its_first_line():
    assert plain(Sheet("record", (), stamp="草稿")).startswith("【草稿】")
