"""Ordinary words: which say the same, and what people say for what official papers write.

All words come from `thesaurus.toml`. Knows nothing of the field, of documents, or of how a question is cut.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.fold import fold
from index.glossary import pairs, population, spots

_FILE = Path(__file__).with_name("thesaurus.toml")
_SHORTEST = 3
"""Characters of the shortest phrase that is looked for inside of a text; shorter words must be cut out first."""


@dataclass(frozen=True, slots=True)
class Saying:
    """What people say, as it stands in a text: `text[start:end]`, and what is written for it, the likeliest first."""

    start: int
    end: int
    written: tuple[str, ...]


def others(word: str) -> tuple[str, ...]:
    """Other words for `word`, the likeliest first; none that speaks of other people than it does.

    >>> "协助" in others("搭把手"), others("护理费")
    (True, ())
    """
    return _of(population(word), _table().get(fold(word), ()))


@lru_cache(maxsize=1024)
def sayings(text: str) -> tuple[Saying, ...]:
    """The spoken phrases in a text, in order; of two that overlap the longer one that begins first."""
    asked, found = population(text), spots(fold(text), _phrases(), _longest(), _SHORTEST)
    return tuple(Saying(start, end, _of(asked, _table()[word])) for start, end, word in found)


def _of(people: frozenset[str], words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `words` that speak of nobody else than `people`."""
    return tuple(word for word in words if not people or population(word) <= people)


@cache
def _read() -> Mapping[str, str]:
    table: Mapping[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return table


@cache
def _phrases() -> Mapping[str, tuple[str, ...]]:
    """What people say → what is written for it."""
    return {fold(said): tuple(written.split()) for said, written in pairs(_read()["plain"])}


@cache
def _table() -> Mapping[str, tuple[str, ...]]:
    """Word → other words for it: what is written for it first, then what is said as well."""
    found = {said: dict.fromkeys(written) for said, written in _phrases().items()}
    for line in _read()["alike"].splitlines():
        group = line.split()
        for word in group:
            found.setdefault(fold(word), {}).update(dict.fromkeys(other for other in group if other != word))
    return {word: tuple(words) for word, words in found.items()}


@cache
def _longest() -> int:
    return max(map(len, _phrases()))
