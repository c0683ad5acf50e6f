"""A new question goes with the earlier ones that it leans on, and with no more of the others than place and people."""

import pytest

from assistant.talk.follow import FARTHEST, ways
from evals.gold import filter_of
from evals.suite.load import load
from tests.conftest import ROOT

CASES = load([ROOT / "evals" / "suites" / "sample.yaml"])
FIRST = "清河市特别困难的离休干部补助多少钱？"


@pytest.fixture(scope="module")
def understand(sample):
    return lambda turn: sample.understood((turn,))


@pytest.mark.parametrize(
    "question", ["那配偶呢？", "依据是哪个文件？", "退休干部呢？", "这项补助由谁审批？", "其中一般困难的给多少？"]
)
def test_what_points_back_or_names_nothing_goes_with_the_question_before(understand, question):
    assert ways([FIRST], question, understand) == [(FIRST, question)]


def test_a_chain_goes_back_to_the_question_that_stands_and_no_farther(understand):
    earlier = ["信访事项的复查期限是几天？", FIRST, "那配偶呢？", "那父母呢？"]
    assert ways(earlier, "依据是哪个文件？", understand) == [(*earlier[1:], "依据是哪个文件？")]
    long = [FIRST, *["那配偶呢？"] * 9]
    assert len(ways(long, "依据是哪个文件？", understand)[0]) == FARTHEST + 1


def test_a_question_that_stands_takes_over_place_and_people_only(understand):
    question = "春节慰问金的标准是多少？"
    assert ways([FIRST], question, understand) == [("清河市离休干部", question)]
    assert ways([FIRST], "临溪市退休干部的春节慰问金是多少？", understand) == [
        ("临溪市退休干部的春节慰问金是多少？",)
    ]
    assert (
        ways(["2014年老干部工作的要点有哪些？"], "荣誉退休证书由谁颁发？", understand)[0][-1]
        == "荣誉退休证书由谁颁发？"
    )
    assert "2014" not in "".join(ways(["2014年信访事项的期限是几天？"], question, understand)[0])


def test_a_question_that_may_stand_or_lean_is_tried_both_ways(understand):
    chain, alone = ways([FIRST], "体检几次？", understand)
    assert chain == (FIRST, "体检几次？")
    assert alone == ("清河市离休干部", "体检几次？")


def test_the_first_question_goes_alone(understand):
    assert ways([], "那配偶呢？", understand) == [("那配偶呢？",)]


def told(sample, earlier, case, understand):
    given = [
        sample.ask(*turns, day=case.as_of, filters=filter_of(case.filters))
        for turns in ways(earlier, case.question, understand)
    ]
    return next((each for each in given if each.status == "answered"), given[0])


@pytest.mark.parametrize("case", [case for case in CASES if len(case.turns) > 1], ids=lambda case: case.id)
def test_the_known_follow_ups_are_answered_as_with_all_their_turns(sample, understand, case):
    whole = sample.ask(*case.turns, day=case.as_of, filters=filter_of(case.filters))
    chosen = told(sample, case.turns[:-1], case, understand)
    assert (chosen.status, chosen.text) == (whole.status, whole.text)


@pytest.fixture(scope="module")
def answered(sample):
    """(place among them, case) of the single questions that are answered when they are asked alone."""
    single = [case for case in CASES if len(case.turns) == 1]
    asked = [sample.ask(case.question, day=case.as_of, filters=filter_of(case.filters)) for case in single]
    return [(at, case) for at, case in enumerate(single) if asked[at].status == "answered"]


@pytest.mark.parametrize("before", [1, 8])
def test_questions_about_other_things_take_few_answers_away(sample, understand, answered, before):
    others = [case.question for case in CASES if len(case.turns) == 1]
    kept = 0
    for at, case in answered:
        earlier = [others[(at * 7 + 13 * step) % len(others)] for step in range(1, before + 1)]
        kept += told(sample, earlier, case, understand).status == "answered"
    assert kept >= 0.85 * len(answered)
