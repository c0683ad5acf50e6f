"""One number out of two, on hand-made scores."""

import numpy as np
import pytest

from index.fuse import DENSE, fuse


def test_it_is_a_weighted_sum():
    assert fuse(np.array([0.4, 0.0]), np.array([0.5, -1.0])).tolist() == pytest.approx([0.4 + 0.5 * DENSE, -DENSE])


def test_a_chunk_that_both_find_stands_above_one_that_either_finds():
    both, words, meaning = fuse(np.array([0.5, 0.6, 0.0]), np.array([0.6, 0.1, 0.7]))
    assert both > words > meaning


def test_words_decide_between_chunks_alike_in_meaning_and_the_other_way_round():
    assert np.argmax(fuse(np.array([0.3, 0.4, 0.2]), np.full(3, 0.5))) == 1
    assert np.argmax(fuse(np.full(3, 0.3), np.array([0.5, 0.4, 0.6]))) == 2


def test_single_precision_comes_out_and_nothing_is_changed():
    lexical, dense = np.array([0.1, 0.2]), np.array([0.3, 0.4])
    assert fuse(lexical, dense).dtype == np.float32
    assert lexical.tolist() == [0.1, 0.2]
    assert dense.tolist() == [0.3, 0.4]


def test_no_chunks_are_no_scores():
    assert fuse(np.empty(0), np.empty(0)).shape == (0,)
