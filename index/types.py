"""The nouns of finding: a chunk of a document, a hit, a filter, and what an embedder and a reranker must do.

Knows nothing of SQLite, FAISS, BM25 or any model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.types import Metadata

Vectors: TypeAlias = NDArray[np.float32]
Rows: TypeAlias = NDArray[np.int64]
"""Numbers of chunks in a snapshot."""

Via = Literal["lexical", "dense", "hybrid"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage that is searched and quoted as one; never crosses the border of a section."""

    id: str
    """`document_id:start-end`."""
    document_id: str
    path: tuple[str, ...]
    """Path of the section that it stands in; empty when it stands in none."""
    start: int
    end: int
    text: str
    """`document.text[start:end]`: what is quoted, and nothing else."""
    context: str
    """What is put in front when it is embedded and searched: title, place, year, path, lead-in."""

    @property
    def searchable(self) -> str:
        """What is embedded and searched."""
        return f"{self.context}\n{self.text}" if self.context else self.text


@dataclass(frozen=True, slots=True)
class Hit:
    """A chunk that a search found. Ranks are 1…n and scores do not rise."""

    chunk: Chunk
    score: float
    rank: int
    via: Via
    lexical: float
    """BM25 of the chunk divided by the most that the query could reach, 0…1."""
    dense: float
    """Cosine between query and chunk, −1…1."""
    reranked: float | None = None
    """What the reranker says of query and chunk, 0…1; None where none was asked."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the store lists it, without its text."""

    id: str
    source: str
    metadata: Metadata
    chunks: int
    characters: int


class Trait(NamedTuple):
    """What a document says of itself that bears on which of two equal matches a person means."""

    kind: str | None
    region: str | None
    year: int | None


@dataclass(frozen=True, slots=True)
class Filter:
    """Which documents may be found; None means any. Applied before ranking."""

    region: str | None = None
    """A place name; a document passes when its region contains the name, or is 全国, or holds the place."""
    level: str | None = None
    year: int | None = None
    kind: str | None = None
    validity: str | None = None
    documents: frozenset[str] | None = None
    """Ids or sources."""


class Embedder(Protocol):
    """Turns texts into unit vectors."""

    name: str
    fingerprint: str
    """16 hexadecimal digits that change whenever the vectors would."""
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: (n, dimension) float32 rows of unit length (zero for a text without a known piece)."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """Embed a question: (dimension,) float32 of unit length."""
        ...


class Reranker(Protocol):
    """Reads a question together with passages, and says how well each answers it."""

    name: str

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How well each passage answers `query`: (n,) float32, 0…1, higher is better; (0,) for no passages."""
        ...
