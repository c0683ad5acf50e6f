"""A report for a terminal fits its width, colours only when told to, and ends with the verdict."""

import re

import pytest
from rich.cells import cell_len
from rich.text import Text

from evals.report.terminal import table, wrapped

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(run, baseline=None, **changed):
    return table(run, baseline, **{"width": 100, "color": False, **changed})


def line(text, start):
    return next(each for each in text.splitlines() if each.strip().startswith(start))


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("verbose", [False, True])
def test_no_line_is_wider_than_the_terminal(run, baseline, width, verbose):
    for each in shown(run, baseline, width=width, verbose=verbose).splitlines():
        assert cell_len(each) <= width, each


def test_a_failing_case_tells_its_question_cause_reason_and_rank(run):
    text = shown(run, width=200)
    assert "✗ yb-003 离休干部护理费的标准是多少？ — 检索：第七条不在前 10 条中；标注原文未检出" in text
    assert "标注原文排第 3" in text


def test_a_case_that_failed_newly_says_so(run, baseline):
    assert "✗ yb-002 新失败 " in shown(run, baseline)
    assert "✗ yb-003 新失败 " not in shown(run, baseline)


def test_passed_cases_are_only_counted_unless_asked_for(run):
    assert "yb-001" not in shown(run)
    assert "✓ yb-001" in shown(run, verbose=True)
    assert "– yb-005" in shown(run, verbose=True)


def test_the_three_groups_stand_in_their_order(run):
    lines = [each.split()[0] for each in shown(run).splitlines() if each[:1] in "检回拒" and each.strip()]
    assert [each for each in lines if each in ("检索", "回答与引用", "拒答")][:3] == ["检索", "回答与引用", "拒答"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("召回率@5", ["75.0%", "4", "▲", "+5.0"]),
        ("平均倒数排名@10", ["0.612", "4", "="]),
        ("通过率", ["60.0%", "23.1–88.2", "5"]),
        ("误答率 ↓", ["12.5%", "2.2–47.1", "8", "▲", "+2.5"]),
        ("回答平均字数 ↓", ["48", "5", "▼", "−12"]),
    ],
)
def test_a_figure_has_its_unit_its_interval_its_n_and_its_change(run, baseline, name, cells):
    assert line(shown(run, baseline), name).split()[-len(cells) :] == cells


def test_a_change_is_coloured_by_what_is_better(run, baseline):
    text = table(run, baseline, width=100, color=True)
    assert re.search(r"\x1b\[32m▲ +\+5\.0", text)
    assert re.search(r"\x1b\[31m▲ +\+2\.5", text)
    assert re.search(r"\x1b\[32m▼ +−12", text)


def test_colour_changes_nothing_but_colour(run, baseline, monkeypatch):
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    coloured = table(run, baseline, width=100, color=True)
    assert COLOUR.search(coloured)
    plain = "\n".join(each.rstrip() for each in COLOUR.sub("", coloured).splitlines())
    assert plain == shown(run, baseline).rstrip("\n")


def test_what_a_document_says_is_no_command_to_the_terminal(run, baseline):
    text = shown(run, baseline, verbose=True)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "𠮷野家" in text


def test_kinds_tags_causes_and_times_are_told(run, baseline):
    text = shown(run, baseline)
    assert "拒答 refused by kind  地区不符 1/1" in text
    assert "通过 passed by tag  护理费 3/4 ▲ +25.0 · =1+1 0/1" in text
    assert "引用 wrongly cited 1 · 检索 not retrieved 1" in text
    assert "p50 12.3 ms · p95 48.7 ms（基线 12.3 · 48.7）" in text


def test_what_changed_is_told_by_id(run, baseline):
    text = shown(run, baseline)
    assert "新失败 newly failing 1  yb-002" in text
    assert "新通过 newly passing 1  yb-004" in text
    assert "新增 only here 1  yb-005" in text
    assert "已去 only in baseline 1  yb-000" in text
    assert "p = 1.000" in text
    assert "文件库与基线不同" in text


def test_the_verdict_comes_last(run, baseline):
    last = shown(run, baseline, width=120).splitlines()[-1]
    assert last == "5 题中 3 题通过，2 题未通过；另有 1 题未判；对比基线：新失败 1，新通过 1 | 3 of 5 passed"


def test_a_run_of_hits_alone_shows_its_group_alone(searched):
    text = shown(searched)
    assert "召回率@5" in text
    assert "拒答召回率" not in text
    assert text.splitlines()[-1] == "6 题，均未判通过与否 | 6 cases, none judged"


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("每月五百元，按月发放。", 10, ["每月五百", "  元，按月", "  发放。"]),
        ("按 recall@10 排第一", 10, ["按", "  recall@1", "  0 排第一"]),
        ("甲乙", 80, ["甲乙"]),
        ("", 80, [""]),
    ],
)
def test_chinese_breaks_anywhere_but_before_its_punctuation(text, width, lines):
    assert [each.rstrip() for each in wrapped(Text(text), width).plain.split("\n")] == lines


def test_a_list_breaks_between_its_items():
    text = wrapped(Text("标签  护理费 6/7 · 多跳 8/10 · 单跳 2/3"), 24, " · ")
    assert [each.rstrip() for each in text.plain.split("\n")] == ["标签  护理费 6/7 ·", "  多跳 8/10 · 单跳 2/3"]
