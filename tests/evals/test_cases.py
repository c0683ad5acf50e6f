"""Suites are read, and a wrong case is named by file and id."""

import pytest

from corpus.errors import BadCall
from evals.cases import load


def suite(tmp_path, text):
    path = tmp_path / "题.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_case_is_read_with_all_that_it_asks_for(tmp_path):
    (case,) = load(
        suite(
            tmp_path,
            """
cases:
  - {id: a, turns: [甲？, 乙？], docs: ["001"], min_docs: 1, facts: [{any_of: [1元, 一元]}], notice: redacted, tags: [x]}
""",
        )
    )
    assert case.question == "乙？"
    assert case.facts[0].any_of == ("1元", "一元")
    assert (case.docs, case.notice, case.tags) == (("001",), "redacted", ("x",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cases: [{question: 甲？, facts: [{any_of: [1]}]}]", "没有 id"),
        ("cases: [{id: a, facts: [{any_of: [1]}]}]", "a 没有 question"),
        ("cases: [{id: a, question: 甲？}]", "a 没有 facts"),
        (
            "cases: [{id: a, question: 甲？, unanswerable: {kind: near_miss}}, {id: a, question: 乙？, facts: [{any_of: [1]}]}]",
            "重复",
        ),
        ("suite: x", "缺少 cases"),
        ("cases: [", "YAML"),
    ],
)
def test_a_wrong_case_is_named(tmp_path, text, words):
    with pytest.raises(BadCall, match=words):
        load(suite(tmp_path, text))


def test_a_missing_suite_is_named(tmp_path):
    with pytest.raises(BadCall, match=r"没有\.yaml"):
        load(tmp_path / "没有.yaml")
