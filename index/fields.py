"""What is known of every chunk beside its words and its vector: its heading, its tokens, its document's standing.

Built once for a generation and kept in its cache. Knows nothing of questions or of how any of this is weighed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.places import NATION
from index.embed import StaticEmbedder
from index.lexical import Lexical
from index.tokens import Tokens
from index.types import Trait

LAWS = frozenset(("法", "法典"))
"""Kinds that stand above all others, and that other documents carry out."""
_TITLES, _TOKENS = "title_", "token_"


@dataclass(frozen=True, slots=True)
class Fields:
    """By row, as in every array of a snapshot."""

    titles: Lexical
    """BM25 postings of what stands in front of each chunk: title, place, year, path."""
    tokens: Tokens
    law: NDArray[np.bool_]
    """(n,) chunks of laws."""
    local: NDArray[np.bool_]
    """(n,) chunks of documents that name a region of their own."""
    years: NDArray[np.int16]
    """(n,) year of each chunk's document, 0 where it is unknown."""

    @classmethod
    def build(
        cls,
        passages: Iterable[tuple[str, str]],
        traits: Sequence[Trait],
        owners: NDArray[np.int32],
        model: StaticEmbedder,
    ) -> Fields:
        """From (context, text) of every chunk, the traits of every document, and whose each chunk is."""
        contexts, texts = [], []
        for context, text in passages:
            contexts.append(context)
            texts.append(f"{context}\n{text}" if context else text)
        law = np.array([trait.kind in LAWS for trait in traits], np.bool_)
        local = np.array([trait.region not in (None, NATION) for trait in traits], np.bool_)
        years = np.array([trait.year or 0 for trait in traits], np.int16)
        tokens = Tokens.build(texts, model)
        del texts
        return cls(Lexical.build(contexts), tokens, law[owners], local[owners], years[owners])

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Fields:
        """Take up what `to_arrays` gave; costs nothing, whatever the size."""

        def part(prefix: str) -> dict[str, NDArray[np.generic]]:
            return {name.removeprefix(prefix): array for name, array in arrays.items() if name.startswith(prefix)}

        return cls(
            Lexical.from_arrays(part(_TITLES)),
            Tokens.from_arrays(part(_TOKENS)),
            arrays["law"],  # type: ignore[arg-type]
            arrays["local"],  # type: ignore[arg-type]
            arrays["years"],  # type: ignore[arg-type]
        )

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """Everything as named arrays, for a file."""
        return {
            **{_TITLES + name: array for name, array in self.titles.to_arrays().items()},
            **{_TOKENS + name: array for name, array in self.tokens.to_arrays().items()},
            "law": self.law,
            "local": self.local,
            "years": self.years,
        }

    def __len__(self) -> int:
        return len(self.law)
