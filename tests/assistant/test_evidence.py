"""Passages: what is cut, what stays together."""

from assistant.evidence import parts, row_spans, row_text
from corpus.draft import Draft, DraftCell, Line
from corpus.read import compose


def cut(text):
    return [text[start:end] for start, end in parts(text, 0, len(text))]


def test_a_short_sentence_stays_whole():
    assert cut("甲每月一次；乙每年一次。") == ["甲每月一次；乙每年一次。"]


def test_a_long_sentence_is_weighed_by_its_parts():
    text = "；".join(["各级老干部工作部门要认真做好走访慰问和精准服务工作"] * 8) + "。"
    assert len(cut(text)) == 8


def test_an_exception_is_never_cut_from_its_rule():
    filler = "各级老干部工作部门要认真做好走访慰问和精准服务工作；" * 6
    text = f"{filler}每人每年只补助一次；但遭受突发灾害的除外。"
    assert cut(text)[-1] == "每人每年只补助一次；但遭受突发灾害的除外。"


def test_a_row_is_told_with_its_headings_and_proved_with_what_it_is_merged_with():
    rows = [("任务", "时限", "类 别"), ("培训", "3月", "党建"), ("走访", "全年", None)]
    lines = [
        Line(
            "\t".join(text or "" for text in row),
            cells=tuple(DraftCell(text) if text else DraftCell("", (1, 2)) for text in row),
            table=0,
        )
        for row in rows
    ]
    document = compose(Draft(tuple(lines)), "表.xlsx")
    (table,) = document.tables
    assert row_text(table, table.rows[1]) == "任务：走访；时限：全年；类别：党建"
    quotes = [document.text[start:end] for start, end in row_spans(table.rows[1])]
    assert quotes == ["走访\t全年", "党建"]
