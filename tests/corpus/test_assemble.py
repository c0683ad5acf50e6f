"""Lines become one text; tables, headings and pages land at their offsets."""

from corpus.assemble import assemble
from corpus.draft import DraftCell, Line


def test_merged_cells_carry_text_and_offsets_of_their_origin():
    lines = [
        Line("甲\t乙", cells=(DraftCell("甲"), DraftCell("乙")), table=0),
        Line("一\t二", cells=(DraftCell("一"), DraftCell("二")), table=0),
        Line("三\t", cells=(DraftCell("三"), DraftCell("", (1, 1))), table=0),
    ]
    whole = assemble(lines, {0: "表名"})
    (table,) = whole.tables
    assert table.caption == "表名"
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["一", "二"], ["三", "二"]]
    assert table.rows[1].cells[1].merged
    for cell in [*table.headings, *(cell for row in table.rows for cell in row.cells)]:
        assert whole.text[cell.start : cell.end] == cell.text


def test_pages_and_headings_are_found_by_offset():
    whole = assemble([Line("题", page=1, heading=1), Line("文", page=1), Line("续", page=2)], {})
    assert whole.text == "题\n文\n续"
    assert whole.headings == ((0, 1),)
    assert [(page.number, page.start) for page in whole.pages] == [(1, 0), (2, 4)]


def test_a_table_of_one_row_is_no_table():
    assert assemble([Line("甲\t乙", cells=(DraftCell("甲"), DraftCell("乙")), table=0)], {}).tables == ()
