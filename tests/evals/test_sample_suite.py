"""The sample suite itself: what it covers, that its gold is in the documents, and that nothing newly fails."""

from collections import Counter
from typing import get_args

import pytest

from evals import record
from evals.check import check
from evals.gold import Library
from evals.run import run
from evals.suite.load import digest, load
from evals.types import Unanswerable
from tests.conftest import ROOT
from tests.stopwatch import takes_less

SUITE = ROOT / "evals" / "suites" / "sample.yaml"
BASELINE = ROOT / "evals" / "runs" / "sample.json"


@pytest.fixture(scope="module")
def cases():
    return load([SUITE])


@pytest.fixture(scope="module")
def library(sample):
    return Library(sample._index)


def test_there_are_enough_cases_and_a_third_of_them_are_unanswerable_in_every_way(cases):
    kinds = Counter(case.unanswerable for case in cases if case.unanswerable)
    assert len(cases) >= 120
    assert sum(kinds.values()) >= 0.3 * len(cases)
    assert set(kinds) == set(get_args(Unanswerable)) - {"ambiguous"}
    assert min(kinds.values()) >= 5


@pytest.mark.parametrize(
    "tag",
    [
        "数值",
        "条件",
        "例外",
        "列表",
        "表格",
        "职责",
        "时限",
        "多跳",
        "冲突",
        "隐去",
        "口语",
        "错字",
        "英文",
        "追问",
        "沿革",
        "地区",
    ],
)
def test_every_sort_of_question_is_there(cases, tag):
    assert sum(tag in case.tags for case in cases) >= 4


def test_every_document_is_asked_about(cases, library):
    asked = {entry.source for case in cases for name in case.documents for entry in library.named(name)}
    assert asked == {entry.source for entry in library.entries}


def test_all_gold_is_in_the_documents(cases, library):
    assert [str(problem) for problem in check(cases, library) if problem.stale] == []


def test_no_case_fails_that_passes_in_the_committed_baseline(cases, library, sample):
    baseline = record.read(BASELINE)
    outcomes = takes_less(20, lambda: tuple(each.outcome for each in run(cases, sample, library)))
    passed = {each.id for each in baseline.outcomes if each.passed}
    assert [(each.id, each.cause, each.why) for each in outcomes if not each.passed and each.id in passed] == []


def test_the_baseline_is_of_this_suite_and_these_documents(cases, library):
    baseline = record.read(BASELINE)
    assert (baseline.suite_hash, baseline.store_hash) == (digest(cases), library.fingerprint)
