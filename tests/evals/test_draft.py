"""A first suite drafted from a store: every case of it is sound gold, and the same store gives the same."""

import pytest

from evals.check import check
from evals.draft import drafts
from evals.gold import Library
from evals.suite.load import load
from evals.suite.write import to_yaml


@pytest.fixture(scope="module")
def sample_library(sample):
    return Library(sample._index)


def test_ten_cases_seven_of_them_answerable_from_seven_documents(sample_library):
    cases = drafts(sample_library)
    told = [case for case in cases if not case.unanswerable]
    assert len(cases) == 10
    assert len({case.sources[0].document for case in told}) == len(told) == 7


def test_what_is_asked_for_is_not_told_in_the_question(sample_library):
    for case in drafts(sample_library, 40):
        if case.facts:
            assert "多少" in case.question
            assert case.facts[0].any_of[0] not in case.question.partition("》")[2]


def test_every_draft_is_found_in_the_store(sample_library):
    assert list(check(drafts(sample_library, 40), sample_library)) == []


def test_a_hidden_value_is_asked_for_as_hidden(library):
    hidden = [case for case in drafts(library, 10) if case.notices]
    assert [case.facts[0].any_of for case in hidden] == [("XX万元",)]


def test_what_must_be_refused_is_not_in_the_store(sample_library):
    refused = [case for case in drafts(sample_library) if case.unanswerable]
    assert {case.unanswerable for case in refused} == {"wrong_region", "wrong_year", "out_of_corpus"}


def test_the_same_store_gives_the_same_drafts_and_they_are_read_back(sample_library, tmp_path):
    cases = drafts(sample_library)
    assert cases == drafts(sample_library)
    path = tmp_path / "草稿.yaml"
    path.write_text(to_yaml(cases, "草稿"), encoding="utf-8")
    assert load([path]) == cases
