"""Vectors → the rows nearest to a question: all compared while they are few, the likely ones once they are many.

Above `EXACT` vectors FAISS keeps a sketch of each beside it (product quantisation: 4 bits for every two coordinates,
a sixteenth of the vector). A question reads all sketches, and then compares itself with the vectors of the best ones:
an approximate search can miss a neighbour, and never says a wrong cosine.
Knows nothing of chunks, words, models or files; the vectors may lie in a file that is mapped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.types import Rows, Vectors

EXACT = 20_000
"""Up to so many vectors every one is compared: 0.4 ms at 224 coordinates, and nothing to train."""
LIKELY = 5
"""Vectors that are compared for each that is wanted.

Share of the 200 nearest that are found among so many with the best sketches, statutes with the bundled model, 60,323
vectors of 224 coordinates, as then: .970 of 400, .992 of 600, .998 of 800, .999 of 1,000. A longer vector has
a longer sketch and loses less.
"""
LEAST = 1000
"""Vectors that are compared at least, however few are wanted."""
_SAMPLE = 8192
"""Vectors that the sixteen values of each pair of coordinates are learnt from; four times as many change nothing."""
_ROUNDS = 8
_SEED = 7


@dataclass(frozen=True, slots=True)
class Dense:
    """The vectors of a corpus by row. Nothing is ever written to them."""

    vectors: Vectors
    """(n, dimension), C-contiguous."""
    sketches: Any = None
    """`faiss.IndexPQFastScan` over the same rows, or None where every vector is compared."""

    @classmethod
    def build(cls, vectors: Vectors) -> Dense:
        """Index `vectors` (n, dimension), which are kept and not copied. The same vectors give the same index."""
        return cls(vectors, _sketched(vectors) if len(vectors) > EXACT else None)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> Dense:
        """Take up what `to_arrays` gave; nothing is learnt again, and the vectors are not copied."""
        import faiss

        written = arrays["sketches"]
        return cls(arrays["vectors"], faiss.deserialize_index(written) if len(written) else None)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """The whole index as named arrays, for a file."""
        import faiss

        written = np.empty(0, np.uint8) if self.sketches is None else faiss.serialize_index(self.sketches)
        return {"vectors": self.vectors, "sketches": written}

    def __len__(self) -> int:
        return len(self.vectors)

    def nearest(
        self, query: Vectors, k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[Rows, NDArray[np.float32]]:
        """The k rows with the largest inner product with `query` (dimension,), best first, and those products.

        Args:
            query: float32.
            k: how many, at least 1; fewer are found when fewer are allowed.
            allowed: (n,) which rows may be found; None for all.

        Equal products come in the order of their rows. Without sketches the answer is exact, and with them wherever
        `allowed` leaves no more than EXACT rows, or too few of those with the best sketches.
        """
        rows = self._likely(query, max(LIKELY * k, LEAST), allowed)
        products = self.products(query, rows)
        if len(rows) > k:
            kept = products >= np.partition(products, -k)[-k]
            rows, products = rows[kept], products[kept]
        order = np.lexsort((rows, -products))[:k]
        return rows[order], products[order]

    def products(self, query: Vectors, rows: Rows) -> NDArray[np.float32]:
        """Inner product of `query` (dimension,) with each of `rows`: (len(rows),).

        Every product is computed by itself, so that equal vectors have equal products, whatever stands beside them.
        """
        import faiss

        if not len(rows):
            return np.empty(0, np.float32)
        # FAISS is given addresses: what they must be is made certain here.
        query, rows = np.ascontiguousarray(query, np.float32), np.ascontiguousarray(rows, np.int64)
        if query.shape != self.vectors.shape[1:] or not 0 <= rows.min() <= rows.max() < len(self):
            raise ValueError(f"a query {query.shape} and rows that do not fit vectors {self.vectors.shape}")
        found = np.empty(len(rows), np.float32)
        given = (faiss.swig_ptr(each) for each in (found, query, self.vectors, rows))
        with _one_thread():
            faiss.fvec_inner_products_by_idx(*given, len(query), 1, len(rows))  # type: ignore[attr-defined]
        return found

    def _likely(self, query: Vectors, count: int, allowed: NDArray[np.bool_] | None) -> Rows:
        """The rows that are worth comparing: about the `count` best by their sketches, or all that are allowed."""
        possible = len(self) if allowed is None else int(np.count_nonzero(allowed))
        if self.sketches is not None and possible > max(EXACT, 4 * count):
            # Half as many more as would be allowed if the filter did not depend on the question.
            asked = count if allowed is None else 3 * count * len(self) // (2 * possible)
            with _one_thread():
                _, found = self.sketches.search(query[np.newaxis], min(asked, len(self)))
            rows: Rows = found[0][found[0] >= 0]
            rows = rows if allowed is None else rows[allowed[rows]]
            if len(rows) >= count:
                return rows
        return np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)


def _sketched(vectors: Vectors) -> Any:  # noqa: ANN401 - faiss is imported only where it is used
    """Learn from a sample what the coordinates of each pair are like, and write every vector down in those terms."""
    import faiss

    dimension = vectors.shape[1]
    sketches = faiss.IndexPQFastScan(
        dimension, dimension // 2 if dimension % 2 == 0 else dimension, 4, faiss.METRIC_INNER_PRODUCT
    )
    sketches.pq.cp.niter, sketches.pq.cp.seed = _ROUNDS, _SEED
    sample = np.random.default_rng(_SEED).choice(len(vectors), min(_SAMPLE, len(vectors)), replace=False)
    with _one_thread():
        sketches.train(vectors[np.sort(sample)])
        sketches.add(vectors)
    return sketches


@contextmanager
def _one_thread() -> Iterator[None]:
    """Let FAISS compute on the thread that calls it: OpenMP keeps the number by thread, so others keep theirs.

    All steps here are too small to be shared: on two busy processors threads that wait for one another made the
    sketches of 3,000 vectors take 7 seconds.
    """
    import faiss

    before = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        yield
    finally:
        faiss.omp_set_num_threads(before)
