"""Soft matching: how well each token of a question is met by the nearest token of a passage, by static vectors.

"发多少钱" has hardly a character in common with "补助标准为每人每月300元", yet its tokens have near neighbours
there. A token weighs as much as its vector is long: training makes those of telling tokens long, of fillers short.
The tokens are always those of the bundled model, whatever model embeds the chunks.
Knows nothing of stores, of BM25, or of how a match is weighed against anything else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from index.embed import StaticEmbedder, bundled, unit
from index.types import Vectors

SHORT = 96
"""Coordinates that are compared: the first, which training makes the most telling. All 384 take twice as long and
find no more (questions of `statutes` by this alone: nDCG@10 .264 for .265)."""
MOST = 512
"""Tokens of a passage that are kept: more than the longest chunk has, so that only a runaway record is cut."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of every text, one text behind the other. Arrays may be memory-mapped and are never written to."""

    ids: NDArray[np.uint16]
    """(tokens,) rows of the table of vectors."""
    starts: NDArray[np.int64]
    """(texts + 1,) where the tokens of each text begin."""

    @classmethod
    def build(cls, texts: Sequence[str], model: StaticEmbedder) -> Tokens:
        """Cut `texts` with the tokenizer of `model`, which has at most 65,536 pieces."""
        found = [np.asarray(ids[:MOST], np.uint16) for ids in model.tokens(texts)]
        starts = np.zeros(len(found) + 1, np.int64)
        np.cumsum([len(ids) for ids in found], out=starts[1:])
        return cls(np.concatenate([np.empty(0, np.uint16), *found]), starts)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Tokens:
        """Take up what `to_arrays` gave."""
        return cls(arrays["ids"], arrays["starts"])  # type: ignore[arg-type]

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything as named arrays, for a file."""
        return {"ids": self.ids, "starts": self.starts}

    def __len__(self) -> int:
        return len(self.starts) - 1

    def matched(self, question: Pieces, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """How far the texts in `rows` meet the question: (rows,), 1 for a text that holds all its tokens."""
        sizes = self.starts[rows + 1] - self.starts[rows]
        met = np.zeros(len(rows), np.float32)
        filled = np.flatnonzero(sizes)
        if not len(question.vectors) or not len(filled):
            return met
        sizes = sizes[filled]
        ends = np.cumsum(sizes)
        flat = np.arange(ends[-1]) + np.repeat(self.starts[rows[filled]] - (ends - sizes), sizes)
        ids = self.ids[flat]
        # Similarities are computed once for each token that occurs, and looked up from there.
        occurs = np.zeros(len(question.table), np.bool_)
        occurs[ids] = True
        place = np.cumsum(occurs, dtype=np.int32) - 1
        near = question.vectors @ question.table[occurs].T
        best = np.maximum.reduceat(near[:, place[ids]], ends - sizes, axis=1)
        met[filled] = question.weights @ best
        return met


@dataclass(frozen=True, slots=True)
class Pieces:
    """A question as tokens, ready to be matched."""

    vectors: Vectors
    """(tokens, SHORT) of length 1, each token once."""
    weights: NDArray[np.float32]
    """(tokens,) how much each tells; they add up to 1."""
    table: Vectors
    """(vocabulary, SHORT) the vectors of all tokens, of length 1."""


class Matcher:
    """A static model's table in the form that matching needs."""

    def __init__(self, model: StaticEmbedder) -> None:
        self._model = model
        self._lengths: NDArray[np.float32] = np.linalg.norm(model.table, axis=1)
        self._unit = unit(model.table[:, :SHORT].copy())

    @classmethod
    @cache
    def bundled(cls) -> Matcher:
        """That of the model that comes with the program, made once."""
        return cls(bundled())

    def pieces(self, question: str) -> Pieces:
        """Cut a question into tokens, each once."""
        ids = np.unique(np.asarray(next(self._model.tokens([question])), np.int64))
        weights = self._lengths[ids]
        return Pieces(self._unit[ids], weights / (weights.sum() or np.float32(1)), self._unit)
