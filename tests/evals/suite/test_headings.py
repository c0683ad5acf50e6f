"""Fields and closed words go by the names that people and other tools give them."""

from typing import get_args

import pytest

from assistant.types import NoticeKind
from corpus.quantities import Bound
from evals.suite import form, headings
from evals.types import Unanswerable


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("问题", "question"),
        ("编号", "id"),
        ("答案要点", "facts"),
        ("要点", "facts"),
        ("禁止", "must_not"),
        ("不得出现", "must_not"),
        ("来源文件", "docs"),
        ("文件", "docs"),
        ("条款", "sections"),
        ("章节", "sections"),
        ("原文", "quotes"),
        ("引文", "quotes"),
        ("不可回答", "unanswerable"),
        ("不可答", "unanswerable"),
        ("原因", "reason"),
        ("地区", "region"),
        ("年份", "year"),
        ("年度", "year"),
        ("截至日期", "as_of"),
        ("日期", "as_of"),
        ("提示", "notices"),
        ("标签", "tags"),
        ("备注", "note"),
        ("追问", "followups"),
        ("轮次", "turns"),
        ("草稿", "draft"),
        ("expected_facts", "facts"),
        ("Source Doc", "docs"),
        ("答案要点（用|分隔）", "facts"),
        ("*问题", "question"),
    ],
)
def test_a_heading_means_a_field_of_ours(heading, field):
    assert headings.CASE.field(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("input", "question"),
        ("user_input", "question"),
        ("query", "question"),
        ("expected_output", "reference"),
        ("reference", "reference"),
        ("context", "quotes"),
        ("reference_contexts", "quotes"),
        ("reference_context_ids", "docs"),
        ("source_file", "docs"),
        ("comments", "note"),
        ("name", "id"),
    ],
)
def test_a_heading_of_another_tool_means_a_field_of_ours(heading, field):
    assert headings.case_field(heading) == field


def test_columns_may_be_numbered():
    assert headings.CASE.column("要点1") == headings.CASE.column("expected_facts_2") == "facts"
    assert headings.CASE.field("要点1") is None


def test_an_unknown_heading_is_told_the_nearest_known_one():
    assert headings.CASE.near("questoin") == "question"
    assert headings.CASE.near("禁止出显") == "禁止出现"
    assert headings.CASE.near("ⅹⅹⅹⅹ") is None


@pytest.mark.parametrize(
    "table", [headings.SUITE, headings.CASE, headings.FACT, headings.VALUE, headings.FORBIDDEN, headings.SOURCE,
              headings.FILTERS, headings.UNANSWERABLE, headings.TURN],
)  # fmt: skip
def test_no_name_means_two_fields_and_every_name_is_found_as_it_is_spelled(table):
    names = [name for field, others in table.names.items() for name in (field, *others)]
    assert len(names) == len(set(names))
    assert [name for name in names if headings.spelled(name) != name] == []


@pytest.mark.parametrize("part", form.PARTS.values(), ids=lambda part: part.__name__)
def test_every_field_of_the_form_has_its_names(part):
    assert set(part.model_fields) <= set(part.names.names)


@pytest.mark.parametrize(
    ("words", "meanings"),
    [(headings.KINDS, Unanswerable), (headings.NOTICES, NoticeKind), (headings.BOUNDS, Bound)],
)
def test_every_word_of_a_closed_list_can_be_said(words, meanings):
    assert set(words.values()) == set(get_args(meanings))


@pytest.mark.parametrize(
    ("words", "word", "meaning"),
    [
        (headings.KINDS, "语料外", "out_of_corpus"),
        (headings.KINDS, "近似不可答", "near_miss"),
        (headings.KINDS, "地区错配", "wrong_region"),
        (headings.KINDS, "年份不符", "wrong_year"),
        (headings.KINDS, "已被替代", "superseded"),
        (headings.KINDS, "前提不实", "false_premise"),
        (headings.KINDS, "超出范围", "out_of_scope"),
        (headings.KINDS, "含糊", "ambiguous"),
        (headings.NOTICES, "隐去", "redacted"),
        (headings.NOTICES, "冲突", "conflict"),
        (headings.NOTICES, "范围", "scope"),
        (headings.NOTICES, "过期", "outdated"),
        (headings.NOTICES, "部分", "partial"),
        (headings.NOTICES, "传述", "hearsay"),
        (headings.BOUNDS, "不低于", ">="),
        (headings.BOUNDS, "以上", ">="),
        (headings.BOUNDS, "不超过", "<="),
        (headings.BOUNDS, "以下", "<="),
        (headings.BOUNDS, "超过", ">"),
        (headings.BOUNDS, "不足", "<"),
        (headings.TRUTHS, "是", True),
        (headings.TRUTHS, "否", False),
    ],
)
def test_chinese_words_have_their_meaning(words, word, meaning):
    assert words[word] == meaning
