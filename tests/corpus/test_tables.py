import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.tables import flattened, markdown
from corpus.types import Table
from tests.stopwatch import takes_less

STACKED = """责任分工表

\t序号
\t工作任务
\t责任单位

\t1
\t走访慰问
\t办公室
人事科

\t2
\t征订报刊
\t

\t3
\t举办书画展
开展摄影采风
\t文体科
"""


def grid(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def check(text: str, tables: tuple[Table, ...]) -> None:
    before = 0
    for table in tables:
        assert before <= table.start < table.end <= len(text)
        before = table.end
        for row in table.rows:
            assert len(row.cells) == len(table.headings)
            assert table.start <= row.start <= row.end <= table.end
        for cell in [*table.headings, *(cell for row in table.rows for cell in row.cells)]:
            assert text[cell.start : cell.end] == cell.text == cell.text.strip()
            assert table.start <= cell.start <= cell.end <= table.end


def only(text: str) -> Table:
    tables = flattened(text)
    check(text, tables)
    (table,) = tables
    return table


def test_a_line_led_by_tab_is_a_cell_and_a_blank_line_ends_the_row() -> None:
    table = only(STACKED)
    assert table.caption == "责任分工表"
    assert [heading.text for heading in table.headings] == ["序号", "工作任务", "责任单位"]
    assert grid(table) == [
        ["1", "走访慰问", "办公室\n人事科"],
        ["2", "征订报刊", "办公室\n人事科"],
        ["3", "举办书画展\n开展摄影采风", "文体科"],
    ]


def test_an_empty_cell_carries_text_and_offsets_of_the_cell_it_is_merged_with() -> None:
    table = only(STACKED)
    above, merged = table.rows[0].cells[2], table.rows[1].cells[2]
    assert merged.merged
    assert (merged.start, merged.end) == (above.start, above.end)
    assert not any(cell.merged for row in table.rows for cell in row.cells if cell is not merged)


@pytest.mark.parametrize(
    ("tail", "end"),
    [
        (" 关于印发责任分工的通知\n ", "文体科"),
        ("关于印发责任分工的通知", "文体科"),
        ("\n关于印发责任分工的通知\n", "文体科"),
        ("各科室要对照分工抓好落实，年底前报送完成情况。\n", "文体科"),
        ("以上请照办。", "文体科"),
        ("附件2\n名单", "文体科"),
        ("二、保障措施\n", "文体科"),
        ("2031年3月5日", "文体科"),
        ("注：以上均为暂定", "文体科"),
        ("办公室", "文体科\n办公室"),
    ],
)
def test_text_below_the_last_row_is_no_part_of_the_table(tail: str, end: str) -> None:
    text = STACKED + tail
    table = only(text)
    assert table.rows[-1].cells[-1].text == end
    assert text[: table.end].endswith(end)


def test_a_value_per_column_in_one_line_is_a_row() -> None:
    table = only("人数统计\n单位\t离休\t退休\n甲局\t1\t20\n乙局\t2\t30\n合计：3人和50人。")
    assert table.caption == "人数统计"
    assert grid(table) == [["甲局", "1", "20"], ["乙局", "2", "30"]]


def test_rows_of_values_may_be_led_by_tab() -> None:
    assert grid(only("\t单位\t人数\n\t甲局\t1\n\t乙局\t2\n")) == [["甲局", "1"], ["乙局", "2"]]


def test_in_rows_of_values_only_leading_empty_cells_are_merged() -> None:
    table = only("类别\t事项\t标准\n医疗\t体检\t500元\n\t疗养\t\n")
    assert grid(table)[1] == ["医疗", "疗养", ""]
    assert [cell.merged for cell in table.rows[1].cells] == [True, False, False]


def test_an_empty_cell_of_the_first_row_is_never_filled_from_the_heading() -> None:
    table = only("\t类别\n\t事项\n\n\t\n\t体检\n\n\t\n\t疗养\n")
    assert grid(table) == [["", "体检"], ["", "疗养"]]
    assert not any(cell.merged for row in table.rows for cell in row.cells)


def test_remarks_are_not_repeated_in_the_rows_below() -> None:
    assert grid(only("\t事项\n\t备  注\n\n\t体检\n\t自愿\n\n\t疗养\n\t\n")) == [["体检", "自愿"], ["疗养", ""]]


def test_cells_that_a_short_row_lacks_are_empty() -> None:
    table = only("\t事项\n\t时限\n\t科室\n\n\t体检\n\t五月\n\t医疗科\n\n\t疗养\n\n\t座谈\n\t七月\n\t党建科\n")
    assert grid(table)[1] == ["疗养", "", ""]
    assert not any(cell.merged for cell in table.rows[1].cells)


def test_a_row_with_more_cells_begins_another_table() -> None:
    text = "\t甲\n\t乙\n\n\t一\n\t二\n\n\t丙\n\t丁\n\t戊\n\n\t三\n\t四\n\t五\n"
    tables = flattened(text)
    check(text, tables)
    assert [grid(table) for table in tables] == [[["一", "二"]], [["三", "四", "五"]]]


def test_text_between_them_tells_two_tables_apart() -> None:
    text = "表一\n事项\t时限\n体检\t五月\n\n表二\n姓名\t科室\n张三\t医疗科\n"
    tables = flattened(text)
    check(text, tables)
    assert [table.caption for table in tables] == ["表一", "表二"]


def test_years_may_head_columns() -> None:
    assert [heading.text for heading in only("单位\t2030\t2031\n甲局\t1\t2\n").headings] == ["单位", "2030", "2031"]


@pytest.mark.parametrize(
    "text",
    [
        "没有制表符的一段话。",
        "\t今天召开会议。\n\n\t会议强调三点。\n\n\t会议要求抓好落实。",
        "\t今天召开全市老干部工作会议，总结去年工作，部署今年任务，表彰先进集体。\n\t会议强调三点。\n\n\t甲\n\t乙",
        "目录\n第一章 总则\t1\n第二章 职责\t3\n第三章 附则\t8",
        "联系人：张三\t电话：见通讯录",
        "\t\n\t\n\n\t\n\t\n",
        "\t",
    ],
)
def test_tabs_alone_make_no_table(text: str) -> None:
    assert flattened(text) == ()


@pytest.mark.parametrize(
    ("above", "caption"),
    [("任务表\n\n\n", "任务表"), ("这是一句话。\n", ""), ("长" * 41 + "\n", ""), ("", ""), ("\n" * 500, "")],
)
def test_the_caption_is_a_short_line_above(above: str, caption: str) -> None:
    assert only(above + "事项\t时限\n体检\t五月").caption == caption


def test_a_pipe_table_is_read_without_its_line_of_dashes() -> None:
    text = "分工如下\n| 事项 | 时限 |\n|---|:-:|\n| 体检 | 五月 |\n| 疗养 | |\n完。"
    tables = markdown(text)
    check(text, tables)
    assert grid(tables[0]) == [["体检", "五月"], ["疗养", ""]]


def test_a_pipe_table_may_lack_its_outer_pipes() -> None:
    text = "事项 | 时限\n--- | ---\n甲\\|乙 | 五月\n"
    check(text, markdown(text))
    assert grid(markdown(text)[0]) == [["甲\\|乙", "五月"]]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("\t\t\n\n 甲乙1。：|-第一章"), max_size=120))
def test_cells_lie_where_they_say(text: str) -> None:
    check(text, flattened(text))
    check(text, markdown(text))


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["甲", "乙丙", "丁1"]), min_size=3, max_size=3), min_size=2, max_size=8))
def test_every_value_written_is_read_back(rows: list[list[str]]) -> None:
    text = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in rows)
    assert grid(only(text)) == rows[1:]


@pytest.mark.parametrize("line", ["\t", "\t甲\t乙\n", "\t甲\n\n", "甲\n\t", " \t", "|", "-|-\n|\n", "\t一\n二\n"])
def test_a_large_text_takes_linear_time(line: str) -> None:
    text = line * (300_000 // len(line))
    takes_less(8, lambda: (flattened(text), markdown(text)))


def test_the_flattened_table_of_a_real_document_is_read(shared_documents) -> None:
    text = next(shared_documents.glob("004*.txt")).read_text(encoding="utf-8")
    table = only(text)
    assert [cell.text.replace(" ", "") for cell in table.headings] == ["序号", "重点任务", "完成时限", "类别"]
    assert [row.cells[0].text for row in table.rows] == [str(number) for number in range(1, 11)]
    kinds = [row.cells[3].text.replace("\n", "") for row in table.rows]
    assert kinds[:4] == [kinds[0]] * 4
    assert kinds[4:7] == [kinds[4]] * 3
    assert len(set(kinds)) == 5
    assert [number for number, row in enumerate(table.rows, 1) if row.cells[3].merged] == [2, 3, 4, 6, 7]
    assert text[: table.end].endswith("队伍建设")
    assert "重点任务" in table.caption
