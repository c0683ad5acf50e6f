"""Nearest vectors: exact while they are few; with sketches nothing said is wrong, and little is missed."""

import tracemalloc

import faiss
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import dense
from index.dense import Dense


def clustered(count, dimension, seed=0):
    """Unit vectors around a few hundred centres, as texts about a few hundred matters are."""
    random = np.random.default_rng(seed)
    centres = random.standard_normal((200, dimension))
    vectors = centres[random.integers(0, 200, count)] + 0.7 * random.standard_normal((count, dimension))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


VECTORS = clustered(30_000, 64)
QUERIES = clustered(50, 64, seed=1)


@pytest.fixture(scope="module")
def many():
    return Dense.build(VECTORS)


def brute(vectors, query, k, allowed=None):
    """The k nearest rows, by comparing with every one in float64."""
    products = vectors.astype(np.float64) @ query.astype(np.float64)
    rows = np.arange(len(vectors)) if allowed is None else np.flatnonzero(allowed)
    return rows[np.lexsort((rows, -products[rows]))[:k]]


def recall(found, expected):
    return len(set(found.tolist()) & set(expected.tolist())) / len(expected)


def test_few_vectors_have_no_sketches_and_many_have_one_each(many):
    assert Dense.build(VECTORS[: dense.EXACT]).sketches is None
    assert many.sketches.ntotal == len(many) == len(VECTORS)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 40),
    st.integers(1, 12),
    st.integers(1, 50),
    st.lists(st.booleans(), min_size=40, max_size=40) | st.none(),
)
def test_few_vectors_are_found_as_by_brute_force(count, dimension, k, mask):
    random = np.random.default_rng(count * 100 + dimension)
    vectors, query = random.standard_normal((count, dimension)).astype(np.float32), np.ones(dimension, np.float32)
    allowed = None if mask is None else np.array(mask[:count], np.bool_)
    rows, products = Dense.build(vectors).nearest(query, k, allowed)
    assert rows.tolist() == brute(vectors, query, k, allowed).tolist()
    assert products == pytest.approx(vectors[rows] @ query, abs=1e-5)


def test_among_many_nearly_all_neighbours_are_found_with_their_true_products(many):
    shares = []
    for query in QUERIES:
        rows, products = many.nearest(query, 100)
        assert products == pytest.approx(VECTORS[rows] @ query, abs=1e-6)
        assert products.tolist() == sorted(products.tolist(), reverse=True)
        shares.append(recall(rows, brute(VECTORS, query, 100)))
    assert np.mean(shares) >= 0.99


def test_asking_for_much_of_a_corpus_is_answered_exactly(many):
    found, expected = many.nearest(QUERIES[0], 5000)[0], brute(VECTORS, QUERIES[0], 5000)
    assert VECTORS[found] @ QUERIES[0] == pytest.approx(VECTORS[expected] @ QUERIES[0], abs=1e-6)


def test_where_a_mask_leaves_few_rows_they_are_all_compared(many):
    allowed = np.arange(len(VECTORS)) % 7 == 3
    for query in QUERIES[:10]:
        assert many.nearest(query, 100, allowed)[0].tolist() == brute(VECTORS, query, 100, allowed).tolist()


def test_a_mask_that_leaves_many_costs_no_neighbours(many):
    allowed = np.arange(len(VECTORS)) % 5 != 0
    shares = []
    for query in QUERIES:
        rows, _ = many.nearest(query, 100, allowed)
        assert allowed[rows].all()
        shares.append(recall(rows, brute(VECTORS, query, 100, allowed)))
    assert np.mean(shares) >= 0.99


def test_a_mask_against_the_question_still_leaves_the_right_rows(many):
    """The filter takes out just what is near, so that no row with a good sketch is left."""
    query = QUERIES[3]
    allowed = np.ones(len(VECTORS), np.bool_)
    allowed[brute(VECTORS, query, 8000)] = False
    assert many.nearest(query, 20, allowed)[0].tolist() == brute(VECTORS, query, 20, allowed).tolist()


def test_nothing_allowed_is_nothing_found(many):
    for index in (
        many,
        Dense.build(VECTORS[:5]),
        Dense.build(VECTORS[:0]),
        Dense.build(np.empty((0, 0), np.float32)),
    ):
        rows, products = index.nearest(QUERIES[0], 3, np.zeros(len(index), np.bool_))
        assert (rows.tolist(), products.tolist()) == ([], [])


def test_equal_vectors_have_equal_products_and_come_in_the_order_of_their_rows():
    vectors = np.repeat(VECTORS[:1], 37, axis=0)
    rows, products = Dense.build(vectors).nearest(QUERIES[0], 11)
    assert rows.tolist() == list(range(11))
    assert len(set(products.tolist())) == 1


def test_computing_here_leaves_faiss_the_threads_it_had(many):
    before = faiss.omp_get_max_threads()
    try:
        faiss.omp_set_num_threads(3)
        many.nearest(QUERIES[0], 5)
        with pytest.raises(ValueError, match="do not fit"):
            many.products(QUERIES[0], np.array([-1]))
        assert faiss.omp_get_max_threads() == 3
    finally:
        faiss.omp_set_num_threads(before)


def test_the_same_vectors_give_the_same_bytes_on_one_thread_and_on_two(many):
    before = faiss.omp_get_max_threads()
    try:
        faiss.omp_set_num_threads(1 if before > 1 else 2)
        again = Dense.build(VECTORS.copy())
    finally:
        faiss.omp_set_num_threads(before)
    assert again.to_arrays()["sketches"].tobytes() == many.to_arrays()["sketches"].tobytes()


@pytest.mark.parametrize("dimension", [1, 3, 65, 64])
def test_any_dimension_is_sketched(dimension, monkeypatch):
    monkeypatch.setattr(dense, "EXACT", 100)
    monkeypatch.setattr(dense, "LEAST", 100)
    vectors = clustered(3000, dimension, seed=2)
    index = Dense.build(vectors)
    shares = [recall(index.nearest(query, 20)[0], brute(vectors, query, 20)) for query in vectors[:20]]
    assert index.sketches is not None
    # Sixteen values of a coordinate or of a pair are too few to tell apart vectors that have nothing else.
    assert dimension < 64 or np.mean(shares) > 0.95


def test_a_corpus_of_one_text_over_and_over_is_sketched_too():
    vectors = np.repeat(VECTORS[:1], dense.EXACT + 1, axis=0)
    vectors[7] = 0
    rows, products = Dense.build(vectors).nearest(VECTORS[0], 10)
    assert 7 not in rows
    assert products == pytest.approx(np.ones(10), abs=1e-6)


def test_arrays_on_disk_serve_as_well_as_those_in_memory(many, tmp_path):
    for name, array in many.to_arrays().items():
        np.save(tmp_path / name, array)
    mapped = Dense.from_arrays({name: np.load(tmp_path / f"{name}.npy", mmap_mode="r") for name in many.to_arrays()})
    for query in QUERIES[:5]:
        assert [part.tolist() for part in mapped.nearest(query, 50)] == [
            part.tolist() for part in many.nearest(query, 50)
        ]


def test_opening_copies_no_vector(many):
    arrays = many.to_arrays()
    tracemalloc.start()
    opened = Dense.from_arrays(arrays)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert np.shares_memory(opened.vectors, VECTORS)
    assert peak < VECTORS.nbytes / 2


def test_addresses_that_would_not_hold_are_refused(many):
    with pytest.raises(ValueError, match="do not fit"):
        many.products(QUERIES[0][:-1], np.array([0]))
    for row in (-1, len(VECTORS)):
        with pytest.raises(ValueError, match="do not fit"):
            many.products(QUERIES[0], np.array([0, row]))
