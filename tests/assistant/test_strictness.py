"""严格, 标准 and 宽松 move how much of a question must be covered, and nothing else."""

import pytest

from assistant import strictness
from assistant.calibration import threshold
from assistant.gate import ANSWER, SHOW
from assistant.strictness import LEVELS, named
from corpus.errors import BadCall
from evals.gold import filter_of
from evals.suite.load import load
from tests.conftest import ROOT

CASES = load([ROOT / "evals" / "suites" / "sample.yaml"])


@pytest.mark.parametrize(
    ("name", "level"),
    [("严格", "strict"), ("标准", "standard"), ("宽松", "relaxed"), ("strict", "strict"), (" Relaxed ", "relaxed")],
)
def test_a_level_is_called_by_its_name_in_either_language(name, level):
    assert named(name) == level


@pytest.mark.parametrize("name", ["0.3", "", "lenient", "最严"])
def test_another_name_and_a_number_are_refused_with_the_names_there_are(name):
    with pytest.raises(BadCall) as refused:
        named(name)
    assert "严格、标准、宽松" in refused.value.zh
    assert "strict, standard, relaxed" in refused.value.en


def test_without_a_calibration_each_level_has_its_own_threshold_and_none_is_below_what_is_shown(tmp_path):
    strict, standard, relaxed = (threshold(tmp_path, level) for level in LEVELS)
    assert 1 > strict > standard > relaxed > SHOW
    assert standard == ANSWER


@pytest.mark.parametrize("standard", [SHOW, 0.5, 0.61, 0.9, 1.0])
@pytest.mark.parametrize("strict", [None, SHOW, 0.7, 1.0])
@pytest.mark.parametrize("relaxed", [None, SHOW, 0.7, 1.0])
def test_whatever_was_calibrated_no_level_is_stricter_than_the_one_above_it(strict, standard, relaxed):
    given = {"strict": strict, "standard": standard, "relaxed": relaxed}
    calibrated = {level: value for level, value in given.items() if value is not None}
    found = [strictness.threshold(level, calibrated) for level in LEVELS]
    assert found == sorted(found, reverse=True)
    assert found[1] == standard
    assert min(found) >= SHOW


@pytest.fixture(scope="module")
def given(sample):
    """Case → its answers, that of the strictest level first."""
    levels = [sample.at(strictness.threshold(level, {})) for level in LEVELS]
    return {
        case.id: [each.ask(*case.turns, day=case.as_of, filters=filter_of(case.filters)) for each in levels]
        for case in CASES
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_answered_at_one_level_is_answered_at_the_next(given, case):
    answered = [each.status == "answered" for each in given[case.id]]
    assert answered == sorted(answered)


def test_the_levels_do_differ(given):
    answered = [sum(answers[at].status == "answered" for answers in given.values()) for at in range(len(LEVELS))]
    assert answered[0] < answered[1] < answered[2]


def test_every_statement_of_the_most_relaxed_level_has_met_the_verifier(given):
    for *_, relaxed in given.values():
        assert all(each.citations and each.verdict in ("verbatim", "supported") for each in relaxed.statements)


@pytest.mark.parametrize(
    "question",
    [
        "退休干部护理费多少？",
        "2099年离休干部护理费标准是多少？",
        "离休干部每人每年医药费统筹标准是多少？",
        "荣誉退休证书由哪家印刷厂制作？",
        "失业保险金怎么领取？",
        "丧葬费多少钱？",
        "退休以后能不能养金毛犬",
        "“八个坚持”分别是什么？",
        "省直机关离休干部体检标准是什么？",
    ],
)
def test_no_level_waives_slot_place_year_people_or_doubts(sample, question):
    assert sample.at(SHOW).ask(question).status != "answered"
    assert sample.at(0.0).ask(question).status != "answered"


def test_what_a_conversation_is_about_depends_on_no_level(sample):
    turns = ("清河市特别困难的离休干部补助多少钱？", "依据是哪个文件？")
    strict, relaxed = sample.at(1.0), sample.at(SHOW)
    assert {hit.chunk.document_id for hit in strict.hits(*turns)} == {
        hit.chunk.document_id for hit in relaxed.hits(*turns)
    }
