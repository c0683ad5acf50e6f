"""Files of every kind become records with their places, and values stay as they were written."""

import json
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from corpus.errors import BadCall
from evals.suite.formats import READERS, read


def fields(path):
    return [record.fields for record in read(path).records]


def lines(path):
    return [record.origin.line for record in read(path).records]


# --- YAML


def test_every_case_of_a_yaml_file_knows_its_line(file):
    path = file("a.yaml", "# 题\nsuite: x\ncases:\n  - id: a\n    question: 甲？\n\n  - {id: b, question: 乙？}\n")
    assert lines(path) == [4, 7]
    assert [record.origin.en for record in read(path).records] == ["a.yaml:4", "a.yaml:7"]


def test_numbers_and_days_of_yaml_stay_as_they_are_written(file):
    path = file("a.yaml", "- {a: 001, b: 0.10, c: 2024-06-30, d: 1_000, e: 12:30, f: '1', g: 1e3}")
    assert fields(path) == [
        {"a": "001", "b": "0.10", "c": "2024-06-30", "d": "1_000", "e": "12:30", "f": "1", "g": "1e3"}
    ]


def test_only_true_and_false_are_truth_values(file):
    path = file("a.yaml", "- {a: true, b: False, c: no, d: on, e: y, f: null, g: ~, h: 'true'}")
    assert fields(path) == [
        {"a": True, "b": False, "c": "no", "d": "on", "e": "y", "f": None, "g": None, "h": "true"}
    ]


def test_yaml_anchors_and_merges_are_followed(file):
    path = file("a.yaml", "cases:\n- &a {id: a, tags: [x]}\n- {<<: *a, id: b}\n- *a\n")
    assert fields(path) == [{"id": "a", "tags": ["x"]}, {"id": "b", "tags": ["x"]}, {"id": "a", "tags": ["x"]}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cases: [", "有效的 YAML"),
        ("cases:\n- {id: a, facts: [1], facts: [2]}", "第 2 行.*facts is given twice"),
        ("cases: &a\n- *a\n- [*a]", "层次过深|有效的 YAML"),
        ("- {[a]: 1}", "must be a word"),
        ("a: b: c", "第 1 行不是有效的 YAML|第 1 行：不是有效的 YAML"),
        ("\x07", "YAML"),
        ("", "缺少 cases"),
        ("suite: x", "缺少 cases"),
        ("cases: {a: 1}", "缺少 cases"),
    ],
)
def test_a_yaml_file_that_is_none_is_told_so(file, text, words):
    with pytest.raises(BadCall, match=words) as told:
        read(file("坏.yaml", text))
    assert "题集“坏.yaml”" in str(told.value)


def test_defaults_stand_beside_the_cases(file):
    found = read(file("a.yaml", "defaults: {as_of: 2024}\ncases: []"))
    assert (found.records, found.defaults.fields) == ((), {"as_of": "2024"})


def test_chinese_headings_head_a_file_too(file):
    found = read(file("a.yaml", "题集: 医保\n默认: {标签: [a]}\n用例: [{编号: a}]"))
    assert [record.fields for record in found.records] == [{"编号": "a"}]
    assert found.defaults.fields == {"标签": ["a"]}


def test_an_unknown_heading_of_a_file_is_told(file):
    found = read(file("a.yaml", "default: {as_of: 2024}\ncases: []"))
    assert [str(each) for each in found.problems] == [
        "题集“a.yaml”：不认识“default”，是不是“defaults”？ | a.yaml: unknown field default, did you mean defaults?"
    ]


def test_what_promptfoo_says_for_all_tests_is_added_to_each(file):
    path = file(
        "promptfooconfig.yaml",
        """
prompts: [p.txt]
providers: [openai:gpt]
defaultTest:
  vars: {region: 清河市, question: x}
  assert: [{type: not-contains, value: 大约}]
tests:
  - vars: {question: 甲？}
    assert: [{type: contains, value: 500元}]
  - {vars: {question: 乙？}}
""",
    )
    first, second = fields(path)
    assert first["vars"] == {"region": "清河市", "question": "甲？"}
    assert [check["type"] for check in first["assert"]] == ["not-contains", "contains"]
    assert [check["type"] for check in second["assert"]] == ["not-contains"]
    assert lines(path) == [8, 10]


# --- JSON


def test_numbers_of_json_stay_as_they_are_written(file):
    path = file("a.json", '{"cases": [{"id": "a", "n": 2.50, "m": 7, "t": true, "z": null}]}')
    assert fields(path) == [{"id": "a", "n": "2.50", "m": "7", "t": True, "z": None}]


def test_a_case_of_a_json_file_is_counted(file):
    path = file("a.json", "[{}, {}]")
    assert [record.origin.zh for record in read(path).records] == ["题集“a.json”第 1 题", "题集“a.json”第 2 题"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"a": 1},\n]', "第 2 行"),
        ('[{"a": 1, "a": 2}]', "a is given twice"),
        ("[" * 100_000, "层次过深"),
        ('{"a": 1}', "缺少 cases"),
    ],
)
def test_a_json_file_that_is_none_is_told_so(file, text, words):
    with pytest.raises(BadCall, match=words):
        read(file("坏.json", text))


def test_json_lines_are_read_line_by_line_and_bad_ones_told(file):
    found = read(file("a.jsonl", '{"id": "a"}\n\n{"id": \n{"id": "a", "id": "b"}\n{"id": "c"}\n'))
    assert [(record.origin.line, record.fields["id"]) for record in found.records] == [(1, "a"), (5, "c")]
    assert [each.en.partition(" ")[0] for each in found.problems] == ["a.jsonl:3:", "a.jsonl:4:"]


# --- CSV


def test_rows_of_a_csv_file_know_their_lines_and_lose_empty_cells(file):
    path = file("a.csv", '编号,问题,备注\n1,"甲\n乙",\n\n2,丙, x \n')
    assert fields(path) == [{"编号": "1", "问题": "甲\n乙"}, {"编号": "2", "问题": "丙", "备注": "x"}]
    assert lines(path) == [2, 5]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_as_excel_saved_it(file, encoding):
    path = file("a.csv", "编号,问题,答案要点\r\n1,护理费每月多少元？,五百元\r\n", encoding)
    assert fields(path) == [{"编号": "1", "问题": "护理费每月多少元？", "答案要点": "五百元"}]


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_cells_may_be_divided_by_commas_semicolons_or_tabs(file, between):
    assert fields(file("a.csv", between.join(["编号", "问题"]) + "\n" + between.join("1甲"))) == [
        {"编号": "1", "问题": "甲"}
    ]


def test_a_title_may_stand_above_the_headings(file):
    path = file("a.csv", "2024年题集,,\n,,\n序号,问题,\n1,甲,\n")
    assert fields(path) == [{"序号": "1", "问题": "甲"}]
    assert lines(path) == [4]


def test_an_unknown_column_is_told_once(file):
    found = read(file("a.csv", "问题,禁止出显\n甲,x\n乙,y\n"))
    assert [str(each) for each in found.problems] == [
        "题集“a.csv”第 1 行：不认识“禁止出显”，是不是“禁止出现”？ | a.csv:1: unknown field 禁止出显, did you mean 禁止出现?"
    ]
    assert [record.fields for record in found.records] == [{"问题": "甲"}, {"问题": "乙"}]


def test_a_csv_file_without_questions_is_told_so(file):
    with pytest.raises(BadCall, match="没有“问题”一列"):
        read(file("a.csv", "a,b\n1,2\n"))


def test_a_csv_file_with_a_cell_too_long_is_told_so(file):
    with pytest.raises(BadCall, match=r"第 2 行.*field larger"):
        read(file("a.csv", "问题\n" + "甲" * 200_000))


# --- Excel


def test_cells_of_a_workbook_are_read_as_they_are_shown(tmp_path):
    book = Workbook()
    book.active.append(["问题", "要点", "要点", "要点", "要点", "日期", "草稿", "要点"])
    book.active.append(["甲", 0.05, 500, 2.0, 0.6, date(2024, 6, 30), True, 0.1 + 0.2])
    book.active["E2"].number_format = "0%"
    book.save(tmp_path / "a.xlsx")
    (found,) = fields(tmp_path / "a.xlsx")
    assert found == {"问题": "甲", "要点": "0.05\n500\n2\n60%\n0.3", "日期": "2024-06-30", "草稿": "true"}


def test_times_of_a_workbook_keep_their_hours(book):
    assert (
        fields(book(一=[["问题", "备注"], ["甲", datetime(2024, 6, 30, 8, 5)]]))[0]["备注"] == "2024-06-30T08:05:00"
    )


def test_every_sheet_with_questions_is_read_and_named(book):
    path = book(
        说明=[["怎么填"], ["每行一题"]], 甲=[["题集"], [], ["问题"], ["一？"], [], ["二？"]], 乙=[["问题"], ["三？"]]
    )
    assert [record.origin.en for record in read(path).records] == ["题.xlsx[甲]:4", "题.xlsx[甲]:6", "题.xlsx[乙]:2"]
    assert read(path).records[0].origin.zh == "题集“题.xlsx”的工作表“甲”第 4 行"


def test_a_hidden_sheet_is_left_alone(tmp_path):
    book = Workbook()
    book.active.append(["问题"])
    hidden = book.create_sheet("旧")
    hidden.append(["问题"])
    hidden.append(["旧题？"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert fields(tmp_path / "a.xlsx") == []


def test_a_workbook_without_questions_is_told_so(book):
    with pytest.raises(BadCall, match="没有“问题”一列"):
        read(book(一=[["a", "b"], [1, 2]]))


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 nothing", b"plain text"])
def test_a_workbook_that_is_none_is_told_so(tmp_path, raw):
    (tmp_path / "a.xlsx").write_bytes(raw)
    with pytest.raises(BadCall, match=r"不是完好的 Excel 文件"):
        read(tmp_path / "a.xlsx")


# --- all


def test_an_unknown_suffix_is_told_the_known_ones(file):
    with pytest.raises(BadCall) as told:
        read(file("a.docx", ""))
    assert all(suffix in str(told.value) for suffix in READERS)


@pytest.mark.parametrize("suffix", [".yaml", ".json", ".jsonl", ".csv"])
def test_a_file_that_is_no_text_is_told_so(tmp_path, suffix):
    (tmp_path / f"a{suffix}").write_bytes(bytes(range(256)) * 40)
    with pytest.raises(BadCall):
        read(tmp_path / f"a{suffix}")


@pytest.mark.parametrize("suffix", sorted(READERS))
def test_a_folder_named_like_a_file_is_told(tmp_path, suffix):
    (tmp_path / f"a{suffix}").mkdir()
    with pytest.raises(BadCall, match="读不出来"):
        read(tmp_path / f"a{suffix}")


def test_the_same_record_comes_of_yaml_json_and_json_lines(file):
    record = {"id": "a", "question": "甲？", "facts": [{"any_of": ["1元"]}]}
    text = json.dumps(record, ensure_ascii=False)
    paths = [file("a.yaml", f"- {text}"), file("b.json", f"[{text}]"), file("c.jsonl", text)]
    assert [fields(path) for path in paths] == [[record]] * 3
