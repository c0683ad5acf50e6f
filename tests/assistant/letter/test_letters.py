"""Forty letters from the known questions over the sample documents: nothing in them that the documents do not say."""

import re
import time
from itertools import cycle, islice

import pytest

from assistant.letter.judge import judge
from corpus.fold import fold
from evals.run import filter_of
from evals.suite.load import load
from tests.assistant.letter.conftest import FIELDS
from tests.assistant.test_speed import slowness
from tests.conftest import ROOT

LETTERS = 40
MILLISECONDS = 300


@pytest.fixture(scope="module")
def cases():
    known = [case for case in load([ROOT / "evals" / "suites" / "sample.yaml"]) if len(case.turns) == 1]
    return known[:: max(1, len(known) // LETTERS)][:LETTERS]


def test_there_are_forty(cases):
    assert len(cases) == LETTERS


def test_every_factual_sentence_has_a_verified_source_and_no_value_is_wrong(desk, sample, cases):
    answered = 0
    for case, kind in zip(cases, cycle(FIELDS), strict=False):
        fields = FIELDS[kind] | {"subject": "有关待遇"}
        draft = desk.draft(kind, [case.turns[-1]], fields, day=case.as_of, filters=filter_of(case.filters))
        # What is said may end in a paragraph of its own that goes with the signature.
        text = desk.text(draft).replace("\n\u3000\u3000", "")
        assert desk.opened(draft) == (), case.id
        for each in draft.sentences:
            sources = [draft.sources[marker - 1] for marker in each.markers]
            for source in sources:
                known = source.citation
                assert sample.index.document(known.document_id).text[known.start : known.end] == known.quote
            if each.role == "statement":
                answered += 1
                assert sources, (case.id, each.text)
                assert judge(each.text, sources)[0].proved, (case.id, each.text)
                quotes = fold(
                    "".join(source.citation.quote + "".join(map("".join, source.row)) for source in sources)
                )
                for figure in re.findall(r"\d[\d.]*", fold(each.text)):
                    assert figure in quotes, (case.id, each.text)
            assert each.text in text or each.role == "note", (case.id, each.text)
    print(f"{len(cases)} letters, {answered} factual sentences, each with a verified source, 0 wrong values")
    assert answered >= LETTERS


def test_no_open_place_is_left_unmarked(desk, cases):
    for case, kind in zip(cases, cycle(FIELDS), strict=False):
        draft = desk.draft(kind, [case.turns[-1]], {}, day=case.as_of, filters=filter_of(case.filters))
        left = {f"【{each.label}】" for each in desk.opened(draft)}
        sheet = desk.sheet(draft)
        text = desk.text(draft)
        shown = {mark for mark in left if mark in text}
        assert left, case.id
        assert sheet.stamp
        assert shown <= set(sheet.highlighted)
        assert not re.search(r"\{\w+\}", text), case.id


def test_a_letter_takes_no_more_than_300_milliseconds_from_its_answers(desk, sample, cases):
    answers = [sample.ask(case.turns[-1], day=case.as_of) for case in islice(cases, 12)]
    taken = []
    for at in range(0, 12, 3):
        slower = slowness(time.thread_time)
        began = time.thread_time()
        draft = desk.write("person", answers[at : at + 3], FIELDS["person"])
        desk.docx(draft)
        desk.text(draft)
        desk.checklist(draft)
        taken.append((time.thread_time() - began) * 1000 / slower)
    print("ms a letter:", [round(each) for each in taken])
    assert min(taken) <= MILLISECONDS
    assert sorted(taken)[1] <= MILLISECONDS
