"""What is known of chunks beside their words, from contexts and traits written by hand."""

import numpy as np
import pytest

from index.embed import BUNDLED, StaticEmbedder
from index.fields import Fields
from index.types import Trait

PASSAGES = [("老年人权益保障法 第一章", "子女应当赡养老人"), ("", "慰问金每人三百元"), ("清河市慰问办法", "春节慰问")]
TRAITS = [Trait("法", "全国", 2018), Trait("通知", None, None), Trait("办法", "云岭省清河市", 2023)]
OWNERS = np.array([0, 1, 2], np.int32)


@pytest.fixture(scope="module")
def fields():
    return Fields.build(PASSAGES, TRAITS, OWNERS, StaticEmbedder.load(BUNDLED))


def test_a_chunk_has_the_traits_of_its_document():
    owners = np.array([2, 2, 0], np.int32)
    fields = Fields.build(PASSAGES, TRAITS, owners, StaticEmbedder.load(BUNDLED))
    assert fields.law.tolist() == [False, False, True]
    assert fields.local.tolist() == [True, True, False]
    assert fields.years.tolist() == [2023, 2023, 2018]


def test_the_nation_is_no_place_of_its_own_and_the_unknown_is_no_year(fields):
    assert fields.local.tolist() == [False, False, True]
    assert fields.years.tolist() == [2018, 0, 2023]


def test_titles_hold_what_stands_in_front_and_no_more(fields):
    assert fields.titles.holders("慰问").tolist() == [2]
    assert fields.titles.holders("赡养").tolist() == []
    assert len(fields) == len(fields.titles) == len(fields.tokens) == 3


def test_a_codex_is_a_law_and_an_interpretation_of_one_is_none():
    traits = [Trait("法典", None, None), Trait("解释", None, None), Trait(None, None, None)]
    fields = Fields.build(PASSAGES, traits, OWNERS, StaticEmbedder.load(BUNDLED))
    assert fields.law.tolist() == [True, False, False]


def test_arrays_bring_everything_back(fields):
    again = Fields.from_arrays(fields.to_arrays())
    for name, array in again.to_arrays().items():
        assert np.array_equal(array, fields.to_arrays()[name]), name


def test_an_empty_store_has_empty_fields():
    empty = Fields.build([], [], np.empty(0, np.int32), StaticEmbedder.load(BUNDLED))
    assert len(empty) == len(empty.tokens) == len(empty.titles) == 0
