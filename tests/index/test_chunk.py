"""Chunks follow the outline, keep every character, and carry in front what makes them findable."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.draft import Draft, DraftCell, Line
from corpus.read import compose
from index.chunk import MAX_CHARS, chunk

PIECES = [
    "一、总体要求",
    "（一）目标任务。",
    "1. 走访慰问。",
    "一是抓学习；",
    "二是抓服务。",
    "附件1",
    "第三条　每年一次。",
    "XX元",
    "甲乙丙。",
    "",
    "\t格",
    "　 ",
]


def document(*lines: str, title: str | None = None):
    return compose(Draft(tuple(Line(line) for line in lines), title=title), "试.txt")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), min_size=1, max_size=25))
def test_offsets_hold_and_no_character_is_lost(lines):
    if not "".join(lines).strip():
        return
    read = document(*lines)
    chunks = chunk(read)
    covered = set()
    for each in chunks:
        assert read.text[each.start : each.end] == each.text
        assert each.id == f"{read.id}:{each.start}-{each.end}"
        covered |= set(range(each.start, each.end))
    lost = [char for at, char in enumerate(read.text) if not char.isspace() and at not in covered]
    assert lost == []


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=25))
def test_chunks_never_cross_the_border_of_a_section(lines):
    if not "".join(lines).strip():
        return
    read = document(*lines)
    for each in chunk(read):
        for section in read.sections:
            inside = section.start <= each.start and each.end <= section.end
            outside = each.end <= section.start or section.end <= each.start
            around = each.start <= section.start and section.end <= each.end
            assert inside or outside or not around


def test_a_list_item_carries_its_lead_in_and_its_headings():
    read = document(
        "关于走访慰问工作的通知",
        "",
        "一、标准",
        "有下列情形的，每人发给慰问金：",
        "（一）住院的，500元。",
        "（二）丧偶的，300元。",
    )
    item = next(each for each in chunk(read) if "住院" in each.text)
    assert item.text == "（一）住院的，500元。"
    assert "有下列情形的，每人发给慰问金：" in item.context
    assert "一、标准" in item.context


def test_long_prose_is_cut_between_sentences_only():
    sentence = "各级老干部工作部门要把走访慰问作为一项经常性的工作抓紧抓好。"
    read = document(sentence * 40)
    chunks = chunk(read)
    assert len(chunks) > 1
    for each in chunks:
        assert len(each.text) <= MAX_CHARS
        assert each.text.endswith("。")


def test_a_row_of_a_table_is_one_chunk_found_by_what_it_is_merged_with():
    rows = [("任务", "时限", "类别"), ("办培训班", "3月", "党建"), ("走访", "全年", None)]
    cells = [tuple(DraftCell("", (1, 2)) if text is None else DraftCell(text) for text in row) for row in rows]
    lines = [
        Line("\t".join(text or "" for text in row), cells=made, table=0)
        for row, made in zip(rows, cells, strict=True)
    ]
    read = compose(Draft(tuple(lines)), "表.xlsx")
    row = next(each for each in chunk(read) if "走访" in each.text)
    assert "办培训班" not in row.text
    assert "类别 党建" in row.context
