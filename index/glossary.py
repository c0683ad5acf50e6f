"""The language of the field: other words for a Chinese term, and the Chinese terms of an English question.

All words come from `glossary.toml`. Knows nothing of documents, of searching, or of how words sound.
离休, 退休 and 离退休 are three populations with different rules: nothing here leads from one to another.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from corpus.fold import fold
from corpus.numerals import to_chinese

SAID, SAME, PART, ALIKE = 0.8, 0.6, 0.4, 0.3
"""Weights: written word for a spoken one, synonym, member of a term, ordinary word of like meaning."""

_FILE = Path(__file__).with_name("glossary.toml")
_NOTHING: Mapping[str, str] = {}

_BOTH = re.compile(r"离退休|退离休|退[（(]离[）)]休|离[（(]退[）)]休")
_KINDS = (("离休", re.compile(r"离休|离职休养")), ("退休", re.compile(r"退休")))

_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?(?:st|nd|rd|th)?|[\u3400-\u9fff〇]+")
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_ALL_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_ARTICLES = frozenset(("a", "an", "the"))
_SPELLINGS = (
    (re.compile(r"is(e[drs]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our(?=s$|ed$|ing$|able$|$)"), "or"),
    (re.compile(r"centre(?=s?$)"), "center"),
    (re.compile(r"programme(?=s?$)"), "program"),
    (re.compile(r"^ageing$"), "aging"),
)
_SPELLED_TWICE = re.compile(r"is[eia]|our|centre|programme|ageing")
_ENDINGS = (("ies", "y"), ("es", ""), ("s", ""), ("ing", ""), ("ing", "e"), ("ed", ""), ("ed", "e"))
_SHORTEST_STEM = 3
_MOST_WORDS = 8
_BEFORE_ASKING = frozenset(
    ("to", "by", "from", "for", "with", "and", "at", "in", "on", "of", "under", "until", "within", "me")
)
"""Behind these "who" and "when" still ask; behind other words they only join."""
_LONG_WORD = 5
_PLACE_ENDINGS = {"city": "市", "province": "省", "county": "县", "district": "区", "town": "镇", "prefecture": "州"}
_LAST_ORDINAL = 31


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


@dataclass(frozen=True, slots=True)
class _English:
    phrases: dict[tuple[str, ...], str]
    """Words as they are listed, and in their base form → Chinese word."""
    known: frozenset[str]
    """Every word of the phrases, in American spelling."""
    asking: frozenset[str]
    """Chinese words that ask."""
    silent: frozenset[str]
    """English words that need no translation."""
    places: dict[str, str]


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


def is_english(question: str) -> bool:
    """Whether a question is asked in English; Chinese terms in it do not make it Chinese, nor Latin ones English."""
    latin = _LATIN_WORD.findall(question)
    if not _HAN.search(question):
        return bool(latin)
    return len(latin) > 1 and (latin[0].lower() in _english().silent or latin[0].lower() in _english().known)


def translate(question: str, names: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """The Chinese words of an English question, in its order, each once.

    Args:
        question: In English; Chinese words in it stay as they are.
        names: Proper names that the glossary does not hold, as {"xishui": "浠水"}.
    """
    return tuple(dict.fromkeys(chinese for _, chinese in _read(question, names) if chinese))


def unknown_words(question: str, names: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """The words of an English question that mean something and have no Chinese word here, as they were typed."""
    return tuple(dict.fromkeys(typed for typed, chinese in _read(question, names) if chinese is None))


# ---------------------------------------------------------------------------------------------- Chinese


def _spots(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the glossary's words stand: start, end, word."""
    words, folded = _chinese(), fold(text)
    at = 0
    while at < len(folded):
        for length in range(min(words.longest, len(folded) - at), 0, -1):
            word = folded[at : at + length]
            if word in words.others and not _cut_from_both(folded, at):
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


# ---------------------------------------------------------------------------------------------- English


def _read(question: str, names: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Each stretch of an English question with its Chinese word: "" where it needs none, None where none is known."""
    typed = [token for token in _TOKEN.findall(_APOSTROPHE.sub("", question)) if token.lower() not in _ARTICLES]
    spelled = [_spelled(token.lower()) for token in typed]
    bases = [_base(word, _english().known) for word in spelled]
    at = 0
    while at < len(typed):
        length, chinese = _name(typed, at, names) or _phrase(spelled, bases, at) or (1, _single(typed, at, bases[at]))
        relative = at and length == 1 and chinese in _english().asking and spelled[at - 1] not in _BEFORE_ASKING
        yield " ".join(typed[at : at + length]), "" if relative else chinese
        at += length


def _phrase(spelled: list[str], bases: list[str], at: int) -> tuple[int, str] | None:
    phrases = _english().phrases
    for length in range(min(_MOST_WORDS, len(bases) - at), 0, -1):
        chinese = phrases.get(tuple(spelled[at : at + length])) or phrases.get(tuple(bases[at : at + length]))
        if chinese is not None:
            return length, chinese
    return None


def _name(typed: list[str], at: int, names: Mapping[str, str]) -> tuple[int, str] | None:
    """A place or another proper name at `at`, with the 市 or 县 that is said behind it."""
    for length in (3, 2, 1):
        latin = " ".join(typed[at : at + length]).lower()
        chinese = names.get(latin) or names.get(latin.replace(" ", "")) or _english().places.get(latin)
        if chinese and at + length <= len(typed):
            ending = _PLACE_ENDINGS.get(typed[at + length].lower(), "") if at + length < len(typed) else ""
            return length + bool(ending), chinese if chinese.endswith(ending or "\0") else chinese + ending
    return None


def _single(typed: list[str], at: int, base: str) -> str | None:
    """One word, number or Chinese run that stands for itself."""
    token = typed[at]
    if _HAN.match(token):
        return token
    if _YEAR.fullmatch(token):
        return f"{token}年"
    ordinal = _ORDINAL.fullmatch(token)
    if ordinal:
        number = int(ordinal[1])
        return f"第{to_chinese(number)}" if number <= _LAST_ORDINAL else ordinal[1]
    if token[0].isdigit():
        return token
    if token == "May" and at:
        return "5月"
    silent = _english().silent
    return "" if token.lower() in silent or base in silent or len(token) == 1 else None


def _spelled(word: str) -> str:
    """American spelling, roughly: what counts is that both spellings of a word end up the same."""
    if len(word) >= _LONG_WORD and _SPELLED_TWICE.search(word):
        for pattern, spelling in _SPELLINGS:
            word = pattern.sub(spelling, word)
    return word


def _base(word: str, known: frozenset[str]) -> str:
    """The shortest form of an English word that the glossary holds."""
    for stem in _stems(word):
        if stem in known:
            return _base(stem, known)
    return word


def _stems(word: str) -> Iterator[str]:
    if word[-1] not in "sgd":
        return
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM or (ending == "s" and stem.endswith("s")):
            continue
        yield stem + instead
        if ending in ("ing", "ed") and not instead and stem[-1] == stem[-2]:
            yield stem[:-1]


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
    asking = dict(_pairs(table["asking"]))
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
    for said, written in _pairs(table["plain"]):
        yield from ((said, other, SAID) for other in written.split())


@cache
def _english() -> _English:
    table = _table()
    names = [(name.replace("-", " ").split(), zh) for name, zh in _names(table)]
    spelled = {word: _spelled(word) for name, _ in names for word in name}
    known = frozenset(spelled.values())
    base = {word: _base(spelling, known) for word, spelling in spelled.items()}
    phrases: dict[tuple[str, ...], str] = {}
    for form in (spelled, base):
        for name, zh in names:
            phrases.setdefault(tuple(form[word] for word in name if word not in _ARTICLES), zh)
    asking = frozenset(zh for _, zh in _pairs(table["interrogatives"]))
    places = dict(_pairs(table["places"].replace(", ", "\n").replace(",\n", "\n")))
    return _English(phrases, known, asking, frozenset(table["silent"].split()), places)


def _names(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each English name with its Chinese word, those of the field first."""
    for term in table["terms"]:
        yield from ((name.lower(), term["zh"]) for name in term["en"])
    for names, zh in (*_pairs(table["interrogatives"]), *_pairs(table["english"])):
        yield from ((name.strip(), zh) for name in names.split(","))


def _pairs(block: str) -> Iterator[tuple[str, str]]:
    """The lines "left = right" of a block."""
    for line in block.splitlines():
        left, found, right = line.partition(" = ")
        if found:
            yield left.strip(), right.strip()
