"""The columns of a candidate, on three chunks whose numbers can be worked out by hand."""

import numpy as np
import pytest

from index.embed import BUNDLED, StaticEmbedder
from index.features import ASKED, FEATURES, Candidates, Wanted, asked, features
from index.fields import Fields
from index.lexical import Lexical, query_terms
from index.tokens import Matcher
from index.types import Trait

PASSAGES = [
    ("清河市慰问办法 2023年", "春节慰问金每人三百元"),
    ("", "护理费按月发放"),
    ("老年人权益保障法", "子女应当赡养老人，护理费用由子女承担"),
]
TRAITS = [Trait("办法", "清河市", 2023), Trait(None, None, None), Trait("法", "全国", 2003)]
MODEL = StaticEmbedder.load(BUNDLED)
LEXICAL = Lexical.build([f"{context}\n{text}" for context, text in PASSAGES])
FIELDS = Fields.build(PASSAGES, TRAITS, np.arange(3, dtype=np.int32), MODEL)
MATCHER = Matcher(MODEL)


def wanted(question):
    return Wanted.of(question, query_terms(question), MATCHER.pieces(question))


def found(*rows):
    count = len(rows)
    return Candidates(
        np.array(rows, np.int64), np.linspace(0.1, 0.9, count, dtype=np.float32), np.full(count, 0.5, np.float32)
    )


def column(name, question, *rows):
    table = features(wanted(question), found(*rows), LEXICAL, FIELDS)
    assert table.shape == (len(rows), len(FEATURES))
    assert table.dtype == np.float32
    return table[:, FEATURES.index(name)].tolist()


def test_the_scores_of_the_search_are_handed_on():
    assert column("words", "护理费", 0, 1, 2) == pytest.approx([0.1, 0.5, 0.9])
    assert column("meaning", "护理费", 0, 1) == [0.5, 0.5]


def test_coverage_is_the_share_that_a_chunk_holds_by_idf():
    whole = LEXICAL.coverage(query_terms("护理费三百元"))
    assert column("coverage", "护理费三百元", 0, 1, 2) == pytest.approx(whole.tolist(), abs=1e-6)
    assert column("coverage", "护理费", 1) == pytest.approx([1.0])


def test_a_title_is_told_from_the_text():
    assert column("title", "慰问", 0, 1) == pytest.approx([1.0, 0.0])
    assert column("title", "护理费", 0, 1, 2) == [0.0, 0.0, 0.0]


def test_a_law_a_place_and_an_age():
    assert column("law", "护理费", 0, 1, 2) == [0.0, 0.0, 1.0]
    assert column("local", "护理费", 0, 1, 2) == [1.0, 0.0, 0.0]
    assert column("age", "护理费", 0, 1, 2) == [0.0, 0.5, 2.0]


def test_places_and_years_that_are_named_count_where_they_stand():
    assert column("named", "清河市2023年慰问金", 0, 1) == [1.0, 0.0]
    assert column("named", "清河市2019年慰问金", 0)[0] == pytest.approx(2 / 3)
    assert column("named", "慰问金", 0, 1, 2) == [0.0, 0.0, 0.0]


def test_length_is_told_beside_the_other_candidates():
    assert sum(column("length", "护理费", 0, 1, 2)) == pytest.approx(0.0, abs=1e-6)
    assert column("length", "护理费", 1) == [0.0]


def test_tokens_are_the_soft_match():
    assert (
        column("tokens", "护理费", 0, 1) == FIELDS.tokens.matched(MATCHER.pieces("护理费"), np.array([0, 1])).tolist()
    )


def test_a_question_is_told_by_its_length_and_what_it_found():
    assert asked(wanted("护理费"), found(0, 1)).tolist() == pytest.approx(
        [float(np.log(1 + len(query_terms("护理费")))), 0.9, 0.5]
    )
    assert asked(wanted("。"), found()).tolist() == [0.0, 0.0, 0.0]
    assert len(ASKED) == 3


def test_no_candidates_and_no_terms_are_no_error():
    assert features(wanted("护理费"), found(), LEXICAL, FIELDS).shape == (0, len(FEATURES))
    assert np.isfinite(features(wanted("。！"), found(0, 1), LEXICAL, FIELDS)).all()
