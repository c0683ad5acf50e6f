"""Each metric on answers made by hand."""

from assistant.types import Answer, Citation, Notice
from evals.metrics import METRICS, facts, notices, passed, plain, sources, status
from evals.types import Case, Fact


def citation(document):
    return Citation(1, "0" * 16, document, "", None, None, None, None, "", (), 0, 1, "甲", None)


def answer(text="", *, state="answered", documents=(), kinds=()):
    notes = tuple(Notice(kind, "") for kind in kinds)
    return Answer("", "", state, text, (), tuple(citation(each) for each in documents), notes, 0.0)


def test_facts_are_counted_in_any_spelling_without_blanks_and_quotation_marks():
    case = Case("a", ("？",), facts=(Fact(("500元", "五百元")), Fact(("“双先”",))))
    assert facts(case, answer("每月 ５００ 元，双先表彰")).value == 1.0
    half = facts(case, answer("每月五百元"))
    assert half.value == 0.5
    assert "双先" in half.why


def test_one_source_is_enough_unless_all_or_several_are_asked_for():
    both = {"docs": ("001", "003")}
    assert sources(Case("a", ("？",), **both), answer(documents=["001_x.txt"])).value == 1.0
    assert sources(Case("a", ("？",), **both, all_docs=True), answer(documents=["001_x.txt"])).value == 0.0
    assert sources(Case("a", ("？",), **both, min_docs=2), answer(documents=["001_x.txt", "003_y.txt"])).value == 1.0


def test_an_unanswerable_question_passes_when_it_is_not_answered():
    case = Case("a", ("？",), unanswerable="near_miss")
    assert status(case, answer(state="uncertain")).value == 1.0
    assert status(case, answer(state="answered")).value == 0.0


def test_a_notice_that_is_asked_for_must_be_there():
    case = Case("a", ("？",), notice="redacted")
    assert notices(case, answer(kinds=["redacted"])).value == 1.0
    assert notices(case, answer()).value == 0.0


def test_metrics_that_do_not_apply_do_not_fail_a_case():
    case = Case("a", ("？",), unanswerable="near_miss")
    scores = [metric(case, answer(state="not_found")) for metric in METRICS.values()]
    assert [score.value for score in scores].count(None) == 3
    assert passed(scores)


def test_decimal_points_and_percent_signs_are_never_lost():
    assert plain("1.5%") == "1.5%"
    assert plain("１．５％") == "1.5%"
