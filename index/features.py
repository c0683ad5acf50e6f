"""Candidates of a question → a number for everything that tells which of them answers it. Pure.

The same for every question, every store and every embedding model. Knows nothing of weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus import places
from index.fields import Fields
from index.lexical import Lexical, grams
from index.tokens import Pieces
from index.types import Rows

FEATURES = ("words", "coverage", "title", "meaning", "tokens", "length", "law", "local", "age", "named")
"""What each column of `features` says of a candidate:

words     BM25 over the most that the question could reach, 0…1
coverage  share of the question's grams that the chunk holds at all, by idf, 0…1
title     the same for what stands in front of it: title, place, year, path
meaning   cosine of question and chunk
tokens    soft match of the question's tokens, see `index.tokens`
length    ln(1 + grams), less the mean of the candidates
law       1 for a law
local     1 for a document of one place
age       decades between its year and the newest of the store, at most 3; ½ where its year is unknown
named     share of the places and years that the question names which the chunk or its title holds
"""
ASKED = ("terms", "best words", "best meaning")
"""What `asked` says of a question: ln(1 + number of its grams), and the best word score and cosine found."""

_DECADES, _UNKNOWN_AGE = 3.0, 0.5

Column = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question as the features see it."""

    terms: Mapping[str, float]
    """Its grams, with their weights."""
    pieces: Pieces
    """Its tokens."""
    named: tuple[str, ...]
    """Grams of the places and years that it names."""

    @classmethod
    def of(cls, question: str, terms: Mapping[str, float], pieces: Pieces) -> Wanted:
        """Find the places and years in a question."""
        names = [place.name for place in places.find(question)]
        years = [gram for gram in grams(question) if gram.isdecimal() and len(gram) == 4 and gram[:2] in ("19", "20")]
        pairs = [gram for name in names for gram in grams(name) if len(gram) > 1]
        return cls(terms, pieces, tuple(dict.fromkeys([*pairs, *years])))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows that a search found, with the two scores that found them."""

    rows: Rows
    """(n,) rising."""
    words: Column
    """(n,) as the feature of that name."""
    meaning: Column
    """(n,) as the feature of that name."""


def features(wanted: Wanted, found: Candidates, lexical: Lexical, fields: Fields) -> NDArray[np.float32]:
    """One row for each candidate, (n, FEATURES)."""
    rows = found.rows
    terms = tuple(wanted.terms)
    weights = np.fromiter(wanted.terms.values(), np.float32, len(terms)) * lexical.idfs(terms)
    whole = weights.sum() or np.float32(1)
    length = np.log1p(lexical.lengths[rows].astype(np.float32))
    newest = int(fields.years.max(initial=0))
    years = fields.years[rows].astype(np.float32)
    age = np.where(years > 0, np.clip((newest - years) / 10, 0, _DECADES), _UNKNOWN_AGE if newest else 0.0)
    named = lexical.held(wanted.named, rows)
    columns = (
        found.words,
        weights @ lexical.held(terms, rows) / whole,
        weights @ fields.titles.held(terms, rows) / whole,
        found.meaning,
        fields.tokens.matched(wanted.pieces, rows),
        length - (length.mean() if len(rows) else np.float32(0)),
        fields.law[rows],
        fields.local[rows],
        age,
        named.mean(axis=0) if len(named) else np.zeros(len(rows), np.float32),
    )
    return np.stack([np.asarray(column, np.float32) for column in columns], axis=1)


def asked(wanted: Wanted, found: Candidates) -> Column:
    """What the weights depend on, (ASKED,)."""
    return np.array(
        [np.log1p(len(wanted.terms)), found.words.max(initial=0.0), found.meaning.max(initial=0.0)], np.float32
    )
