"""Sixty English questions, written blind of the program: is the right document among the first five hits?"""

from pathlib import Path

import pytest

from evals.suite.load import load
from index.embed import open_embedder
from index.search import Index
from index.writer import Writer

ROOT = Path(__file__).resolve().parent.parent.parent
SUITE = ROOT / "evals" / "suites" / "english.yaml"
DOCUMENTS = ROOT / "corpus" / "documents"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    store, embedder = tmp_path_factory.mktemp("store") / "store", open_embedder()
    with Writer.open(store, embedder) as writer:
        writer.sync([DOCUMENTS])
    with Index.open(store, embedder) as opened:
        yield opened


def test_the_right_document_is_among_the_first_five_hits_for_nine_of_ten(index):
    cases = load([SUITE])
    sources = {entry.id: entry.source for entry in index.entries()}
    missed = [
        case.id
        for case in cases
        if not set(case.docs) & {sources[hit.chunk.document_id] for hit in index.search(case.question, k=5)}
    ]
    assert len(cases) == 60
    assert len(missed) <= 6, missed


def test_every_document_of_the_sample_is_asked_about(index):
    asked = {name for case in load([SUITE]) for name in case.docs}
    assert asked == {entry.source for entry in index.entries()}
