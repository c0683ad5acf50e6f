"""A sheet opens in a spreadsheet program as it is, and computes nothing that a document says."""

import csv
import io

import pytest

from evals.report.sheet import BOM, COLUMNS, sheet, text


@pytest.fixture
def rows(run):
    written = sheet(run)
    assert written.startswith(BOM)
    return list(csv.DictReader(io.StringIO(written.removeprefix(BOM), newline="")))


def test_there_is_one_row_a_case_and_one_column_a_score(run, rows):
    assert [each["编号"] for each in rows] == [each.id for each in run.outcomes]
    assert list(rows[0]) == [*COLUMNS, "recall@5", "fact_recall", "notice_rate"]


def test_a_row_tells_the_case(rows):
    first = rows[0]
    assert (first["通过"], first["状态"], first["引用文件"], first["置信度"]) == (
        "是",
        "已回答",
        "护理费通知.docx",
        "0.8125",
    )
    assert (first["recall@5"], first["notice_rate"]) == ("1", "")
    assert (rows[2]["通过"], rows[2]["原因"], rows[2]["说明"]) == ("否", "检索", "第七条不在前 10 条中")
    assert rows[3]["标签"] == "护理费、数值、不可答：地区不符"
    assert rows[4]["通过"] == "未判"


def test_a_cell_keeps_its_commas_quotes_and_lines(rows):
    assert rows[1]["问题"].startswith("体检多久一次？\n<script>alert('x')</script> ]]> \"&amp;\"")
    assert "\x00" not in rows[1]["问题"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(start):
    assert text(f"{start}cmd|'/c calc'!A0").startswith("'")


def test_formulas_in_tags_stay_text(rows):
    assert rows[1]["标签"] == "'=1+1、体检"


def test_an_ordinary_cell_stays_as_it_is():
    assert text("护理费 = 500 元") == "护理费 = 500 元"
