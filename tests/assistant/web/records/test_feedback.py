"""What users say of answers can be read by `python -m evals promote`, and by nobody who should not."""

import json

import pytest

from assistant.types import Answer, Citation, Statement
from assistant.web.records.feedback import REMARK, Feedback
from assistant.web.types import Caller
from corpus.errors import BadCall, NotAllowed
from evals.promote import promote

READER = Caller("r", "读者", "reader")
ADMINISTRATOR = Caller("a", "管理员", "administrator")
ANSWER = Answer(
    "1",
    "护理费多少？",
    "answered",
    "3700元[1]",
    (Statement("护理费每月3700元", (1,), "verbatim"),),
    (Citation(1, "d", "护理费.txt", "通知", None, None, None, 2024, "现行", (), 0, 5, "3700元", None),),
    (),
    1.0,
)


@pytest.fixture
def feedback(tmp_path):
    return Feedback(tmp_path / "内" / "feedback.jsonl")


def add(feedback, **changed):
    given = {"turns": ["护理费多少？"], "verdict": "up", "answer": ANSWER, "remark": "对\n的"} | changed
    return feedback.add(READER, **given)


def test_remarks_become_draft_cases(feedback):
    add(feedback, turns=["护理费多少？", "那配偶呢？"], asked={"as_of": "2020", "filters": {"region": "清河市"}})
    add(feedback, verdict="down", turns=["别的？"], remark="没有答到")
    praised, blamed = promote(feedback.path)
    assert (praised.turns, praised.as_of, praised.filters.region) == (
        ("护理费多少？", "那配偶呢？"),
        "2020",
        "清河市",
    )
    assert praised.facts
    assert praised.sources[0].document == "护理费.txt"
    assert (blamed.draft, blamed.note) == (True, "没有答到")
    assert feedback.path.stat().st_mode & 0o777 == 0o600


def test_only_an_administrator_reads_them(feedback):
    assert feedback.list(ADMINISTRATOR) == []
    first, second = add(feedback), add(feedback)
    assert [each["id"] for each in feedback.list(ADMINISTRATOR)] == [second, first]
    for role in ("reader", "editor", "auditor"):
        with pytest.raises(NotAllowed):
            feedback.list(Caller("x", "x", role))
    with pytest.raises(NotAllowed):
        feedback.add(Caller("k", "k", "reader", scopes=frozenset(["ask"])), turns=["x"], verdict="up", answer=ANSWER)


def test_the_file_is_bounded_and_a_torn_line_is_passed_over(tmp_path):
    feedback = Feedback(tmp_path / "f.jsonl", largest=3000)
    for _ in range(20):
        add(feedback)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 6000
    with feedback.path.open("ab") as file:
        file.write(b'{"torn": ')
    assert all("id" in each for each in feedback.list(ADMINISTRATOR))


def test_what_makes_no_sense_is_refused(feedback):
    for changed in (
        {"remark": "长" * (REMARK + 1)},
        {"turns": []},
        {"turns": [" "]},
        {"verdict": "maybe"},
    ):
        with pytest.raises(BadCall):
            add(feedback, **changed)
    assert not feedback.path.exists()


def test_half_characters_do_no_harm(feedback):
    add(feedback, remark="半个\ud800")
    assert json.loads(feedback.path.read_bytes())["rating"] == "up"
