"""What users said of answers becomes drafts."""

import json

import pytest

from assistant.render import to_json
from corpus.errors import BadCall
from evals.promote import promote
from evals.suite.load import load
from evals.suite.write import to_yaml


def log(tmp_path, *records):
    path = tmp_path / "feedback.jsonl"
    lines = [each if isinstance(each, str) else json.dumps(each, ensure_ascii=False) for each in records]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def answer(sample):
    return json.loads(to_json(sample.ask("清河市特别困难的离休干部补助多少钱？")))


def test_a_praised_answer_becomes_a_case_with_what_it_said_and_where(tmp_path, answer):
    (case,) = promote(log(tmp_path, {"question": answer["question"], "rating": "up", "answer": answer}))
    assert not case.draft
    assert "6000元" in str(case.facts)
    assert case.sources[0].document == answer["citations"][0]["document"]
    assert case.sources[0].quote in [each["quote"] for each in answer["citations"]]


def test_a_blamed_answer_becomes_a_draft_with_the_remark_and_without_facts(tmp_path, answer):
    record = {"turns": ["甲？", "乙？"], "rating": "down", "remark": "数额不对", "answer": answer, "region": "清河市"}
    (case,) = promote(log(tmp_path, record))
    assert (case.draft, case.facts, case.note) == (True, (), "数额不对")
    assert case.turns == ("甲？", "乙？")
    assert case.filters.region == "清河市"


def test_of_one_question_the_last_remark_counts_and_known_questions_are_left_out(tmp_path):
    first, last = {"question": "甲？", "rating": "up"}, {"question": "甲？", "rating": "down", "remark": "后来"}
    other = {"question": "乙？", "rating": "down"}
    cases = promote(log(tmp_path, first, "", last, other), known={"乙？"})
    assert [case.note for case in cases] == ["后来"]


def test_drafts_are_read_back(tmp_path, answer):
    records = [
        {"question": answer["question"], "rating": "up", "answer": answer},
        {"question": "丙？", "rating": "踩"},
    ]
    cases = promote(log(tmp_path, *records))
    path = tmp_path / "草稿.yaml"
    path.write_text(to_yaml(cases, "反馈"), encoding="utf-8")
    assert load([path]) == cases


@pytest.mark.parametrize(
    ("line", "words"), [("{", "feedback.jsonl:1"), ("[]", "feedback.jsonl:1"), ({"rating": "up"}, "question"),
                        ({"question": "甲？", "rating": "maybe"}, "rating")],
)  # fmt: skip
def test_a_wrong_line_is_named(tmp_path, line, words):
    with pytest.raises(BadCall, match=words):
        promote(log(tmp_path, line))


def test_a_missing_log_is_named(tmp_path):
    with pytest.raises(BadCall, match="没有"):
        promote(tmp_path / "没有.jsonl")
