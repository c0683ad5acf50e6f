"""Folding keeps every offset and makes typing variants alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.fold import fold


@given(st.text())
def test_the_length_never_changes(text):
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("［2019］", "〔2019〕"),
        ("電子﹒鍵", "電子.鍵"),
        ("４—12月", "4-12月"),
        ("二○一六", "二〇一六"),
        ("“双先”", '"双先"'),
        ("共筑•梦", "共筑·梦"),
    ],
)
def test_typing_variants_become_alike(a, b):
    assert fold(a) == fold(b)
