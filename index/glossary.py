"""The language of the field: other words for a Chinese term.

All words come from `glossary.toml`. Knows nothing of documents, of searching, or of how words sound.
离休, 退休 and 离退休 are three populations with different rules: nothing here leads from one to another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.fold import fold

SAID, SAME, PART, ALIKE = 0.8, 0.6, 0.4, 0.3
"""Weights: written word for a spoken one, synonym, member of a term, ordinary word of like meaning."""

_FILE = Path(__file__).with_name("glossary.toml")

_BOTH = re.compile(r"离退休|退离休|退[（(]离[）)]休|离[（(]退[）)]休")
_KINDS = (("离休", re.compile(r"离休|离职休养")), ("退休", re.compile(r"退休")))

_ALL_HAN = re.compile(r"[\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of the glossary as it stands in a text: `text[start:end]`, and the other words for it."""

    start: int
    end: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Chinese:
    others: dict[str, dict[str, float]]
    """Word, folded → other words for it with their weights."""
    longest: int
    """Characters of the longest word."""
    asking: dict[str, str]
    """Asking word of everyday speech → how it is written."""
    asked: re.Pattern[str]
    """Any of them, the longest first."""


def population(text: str) -> frozenset[str]:
    """Which of 离休, 退休 and 离退休 `text` speaks of; 离退休 is one kind of its own.

    >>> sorted(population("离退休干部中的离休干部"))
    ['离休', '离退休']
    """
    rest, both = _BOTH.subn(" ", text)
    kinds = {name for name, pattern in _KINDS if pattern.search(rest)}
    return frozenset(kinds | {"离退休"} if both else kinds)


def vocabulary() -> tuple[str, ...]:
    """Every Chinese word that the documents of the field may write."""
    table = _table()
    words = [
        word for term in table["terms"] for word in (term["zh"], *term.get("synonyms", ()), *term.get("members", ()))
    ]
    words += table["alike"].split()
    return tuple(dict.fromkeys(word for word in words if len(word) > 1 and _ALL_HAN.fullmatch(word)))


@lru_cache(maxsize=1024)  # one question is looked at for slips, places, times and words
def find(text: str) -> tuple[Entry, ...]:
    """The glossary's words in a Chinese text, in order; of two that overlap the longer one that begins first."""
    asked = population(text)
    return tuple(
        Entry(start, end, tuple(_allowed(_chinese().others[word], word, asked))) for start, end, word in _spots(text)
    )


def forms(word: str) -> tuple[str, ...]:
    """Other words for `word`, itself left out; empty when the glossary does not hold it."""
    return tuple(_allowed(_chinese().others.get(fold(word), {}), word, population(word)))


def widen(question: str) -> dict[str, float]:
    """What else to look for: words that a Chinese question does not hold, with weights between 0 and 1."""
    asked = population(question)
    found: dict[str, float] = {}
    for _, _, word in _spots(question):
        for other, weight in _allowed(_chinese().others[word], word, asked).items():
            if other not in question:
                found[other] = max(weight, found.get(other, 0.0))
    return found


def formal(question: str) -> str:
    """Write the asking words of everyday speech (啥时候, 找谁) as they are written (什么时候, 由谁负责)."""
    words = _chinese()
    return words.asked.sub(lambda match: words.asking[match[0]], question)


def english_names() -> Iterator[tuple[str, str]]:
    """Each English name of a term, in small letters, with the word of the documents."""
    for term in _table()["terms"]:
        yield from ((name.lower(), term["zh"]) for name in term["en"])


# ---------------------------------------------------------------------------------------------- Chinese


def _spots(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the glossary's words stand: start, end, word."""
    words = _chinese()
    return spots(fold(text), words.others, words.longest)


def spots(folded: str, known: Container[str], longest: int, shortest: int = 1) -> Iterator[tuple[int, int, str]]:
    """Where words of `known` stand in a text: start, end, word; of two that overlap the longer one that begins first.

    Only words of `shortest` to `longest` characters; never the 退休 of 离退休.
    """
    at = 0
    while at < len(folded):
        for length in range(min(longest, len(folded) - at), shortest - 1, -1):
            word = folded[at : at + length]
            if word in known and not _cut_from_both(folded, at):
                yield at, at + length, word
                at += length
                break
        else:
            at += 1


def _cut_from_both(text: str, at: int) -> bool:
    """Whether a word at `at` would be the 退休 of 离退休."""
    return text.startswith("退休", at) and text.endswith(("离", "离)", "离("), 0, at)


def _allowed(others: Mapping[str, float], word: str, asked: frozenset[str]) -> dict[str, float]:
    """Those of `others` that speak of no other population than `word` and the question do."""
    asked = asked | population(word)
    return {other: weight for other, weight in others.items() if not asked or population(other) <= asked}


# ---------------------------------------------------------------------------------------------- reading the file


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _chinese() -> _Chinese:
    table = _table()
    others: dict[str, dict[str, float]] = {}
    for one, other, weight in _links(table):
        known = others.setdefault(fold(one), {})
        if one != other:
            known[other] = max(weight, known.get(other, 0.0))
    asking = dict(pairs(table["asking"]))
    longest_first = sorted(asking, key=len, reverse=True)
    return _Chinese(others, max(map(len, others)), asking, re.compile("|".join(map(re.escape, longest_first))))


def _links(table: Mapping[str, Any]) -> Iterator[tuple[str, str, float]]:
    """Each word with each other word for it, and the weight of the other."""
    for term in table["terms"]:
        group = (term["zh"], *term.get("synonyms", ()))
        yield from ((one, other, SAME) for one in group for other in group)
        yield from ((one, member, PART) for one in group for member in term.get("members", ()))
    for line in table["alike"].splitlines():
        yield from ((one, other, ALIKE) for one in line.split() for other in line.split())
    for said, written in pairs(table["plain"]):
        yield from ((said, other, SAID) for other in written.split())


def pairs(block: str) -> Iterator[tuple[str, str]]:
    """The lines "left = right" of a block."""
    for line in block.splitlines():
        left, found, right = line.partition(" = ")
        if found:
            yield left.strip(), right.strip()
