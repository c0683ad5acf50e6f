"""Typing slips by sound: 护里费 for 护理费, 慰文 for 慰问.

Somebody who types by pronunciation and picks the wrong character writes a word that the documents do not hold but
that sounds like one they do. Readings without tones and the most frequent words come from `readings.toml`, made from
pypinyin and jieba (both MIT licence, credited there); the words to correct to come from the glossary.
Knows nothing of stores and of answers: whether the documents hold a string is asked of whoever calls.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import product
from pathlib import Path
from typing import TypeAlias

from corpus import places
from corpus.fold import fold
from index import glossary

Occurs: TypeAlias = Callable[[str], bool]

_FILE = Path(__file__).with_name("readings.toml")
_RUN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几半双单")
_NEGATIONS = frozenset("不未无没勿莫否别免非")
_GRAMMAR = frozenset(
    "为的了是在和与及有对给把被让就都也还要能会可从到由于以等将向后前里中上下时所其之用个这那哪谁什么我你他她它们"
)
"""These stand alone so often that beside another character they make no slip of a word of two."""
GRAMMATICAL = _NUMERALS | _NEGATIONS | _GRAMMAR
"""Characters that are words of their own."""
_SHORT, _LONG = 2, 5
"""A word of two characters must keep one of them; from five on two may be wrong though they sound only alike."""
_LONGEST = 9
_MOST_READINGS = 8
_BLURS = (
    (re.compile(r"^([zcs])h"), r"\1"),
    (re.compile(r"ng$"), "n"),
    (re.compile(r"^n(?=[aeiouv])"), "l"),
    (re.compile(r"^h(?=u)"), "f"),
    (re.compile(r"^fu(?=[aeo])"), "f"),
    (re.compile(r"^fi$|^fui$"), "fei"),
)
"""z/zh, c/ch, s/sh, n/ng at the end, n/l at the beginning, hu/fu and with it hui/fei, huan/fan, huang/fang."""


@dataclass(frozen=True, slots=True)
class Correction:
    """`question[start:end] == wrong`, taken for a slip of `right`; both have the same length."""

    start: int
    end: int
    wrong: str
    right: str


def correct(question: str, occurs: Occurs, terms: Iterable[str] = ()) -> tuple[Correction, ...]:
    """Find the slips in a Chinese question, in order and without overlap; nothing is changed that might be meant.

    Args:
        question: As it was typed.
        occurs: Whether the documents hold a string; what they hold is never a slip.
        terms: Further words to correct to, beside those of the glossary.
    """
    folded = fold(question)
    words = _tree(tuple(terms))
    kept = fixed(question)
    found: list[Correction] = []
    for run in _RUN.finditer(folded):
        at = run.start()
        while at < run.end():
            best = _best(folded, at, run.end(), words, kept, occurs)
            if best:
                found.append(best)
            at = best.end if best else at + 1
    return tuple(found)


def applied(text: str, corrections: Iterable[Correction]) -> str:
    """`text` with its slips put right."""
    for each in corrections:
        text = text[: each.start] + each.right + text[each.end :]
    return text


def romanised(names: Iterable[str]) -> dict[str, str]:
    """Chinese names by their spelling in Latin letters, as {"xishui": "浠水"}; without 省, 市, 县 … at the end."""
    found: dict[str, str] = {}
    for name in names:
        short = name[:-1] if len(name) > _SHORT and name[-1] in "省市县区镇乡" else name
        for syllables in _spoken(short):
            found.setdefault("".join(syllables).replace("v", "u"), short)
    return found


def only_reading(name: str) -> str | None:
    """A Chinese name in Latin letters, as 浠水 → "xishui"; None where a character of it is read in several ways."""
    readings = [each for each, _ in zip(_spoken(name), range(2), strict=False)]
    return "".join(readings[0]).replace("v", "u") if len(readings) == 1 else None


# ---------------------------------------------------------------------------------------------- choosing


def _best(text: str, at: int, end: int, words: _Node, fixed: list[bool], occurs: Occurs) -> Correction | None:
    """The longest slip that begins at `at`; of equally long ones the one that the documents hold, or is nearest."""
    alike = list(_alike(text, at, end, words))
    known = max((length for length, right in alike if text.startswith(right, at)), default=0)
    candidates = [
        (-length, not occurs(right), _differing(text[at : at + length], right), right)
        for length, right in alike
        if length > known and not _touches(text, at, right, fixed) and _is_slip(text, at, right, occurs)
    ]
    if not candidates:
        return None
    right = min(candidates)[-1]
    return Correction(at, at + len(right), text[at : at + len(right)], right)


def _is_slip(text: str, at: int, right: str, occurs: Occurs) -> bool:
    """Whether the characters at `at` can only be a slip of `right`."""
    wrong = text[at : at + len(right)]
    return (
        _near(wrong, right)
        and keeps_meaning(wrong, right)
        and not occurs(wrong)
        and _stands_alone(text, at, right, occurs)
    )


def _near(wrong: str, right: str) -> bool:
    """Whether few enough characters differ for the word's length and for how alike the two sound."""
    differing = _differing(wrong, right)
    if len(right) == _SHORT:
        return differing == 1 and wrong not in _readings().frequent
    same = all(set(_read(one)) & set(_read(other)) for one, other in zip(wrong, right, strict=True))
    return 0 < differing <= (2 if same or len(right) >= _LONG else 1)


def keeps_meaning(wrong: str, right: str) -> bool:
    """Whether no number, no negation and no population is put in the place of another."""
    if glossary.population(wrong) and glossary.population(wrong) != glossary.population(right):
        return False
    changed = [(one, other) for one, other in zip(wrong, right, strict=True) if one != other]
    if any(one in _NUMERALS for one, _ in changed):
        return False
    if len(right) > _SHORT:
        return True
    return not any(one in _NEGATIONS | _GRAMMAR or other in _NUMERALS for one, other in changed)


def _stands_alone(text: str, at: int, right: str, occurs: Occurs) -> bool:
    """Whether no character at an edge makes a word with its neighbour outside, as 为 and 问 do in 因为问题."""
    short, end = len(right) == _SHORT, at + len(right)
    before, after = text[at - 1 : at] if at else "", text[end : end + 1]
    edges = (
        (before + text[at], before + right, text[at] != right[0]),
        (text[end - 1] + after, right + after, text[end - 1] != right[-1]),
    )
    return not any(
        _RUN.fullmatch(pair) and (pair in _readings().frequent or (short and occurs(pair))) and not occurs(corrected)
        for pair, corrected, changed in edges
        if short or changed
    )


def fixed(question: str) -> list[bool]:
    """Which characters belong to a place or to a word of the glossary, and stay as they are."""
    fixed = [False] * len(question)
    spans = [(place.start, place.end) for place in places.find(question)]
    spans += [(entry.start, entry.end) for entry in glossary.find(question)]
    for start, end in spans:
        fixed[start:end] = [True] * (end - start)
    return fixed


def _touches(text: str, at: int, right: str, fixed: list[bool]) -> bool:
    """Whether the correction would change a character that stays as it is."""
    return any(fixed[at + offset] and text[at + offset] != char for offset, char in enumerate(right))


def _differing(one: str, other: str) -> int:
    return sum(a != b for a, b in zip(one, other, strict=True))


# ---------------------------------------------------------------------------------------------- sounds


@dataclass(frozen=True, slots=True)
class _Readings:
    spoken: dict[str, tuple[str, ...]]
    """Character → its syllables."""
    blurred: dict[str, tuple[str, ...]]
    """Character → its syllables as a careless ear hears them."""
    frequent: frozenset[str]
    """Frequent words of two characters."""


@cache
def _readings() -> _Readings:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    spoken: dict[str, tuple[str, ...]] = {}
    blurred: dict[str, tuple[str, ...]] = {}
    for syllable, characters in table["readings"].items():
        blur = _blur(syllable)
        for character in characters:
            spoken[character] = (*spoken.get(character, ()), syllable)
            if blur not in blurred.get(character, ()):
                blurred[character] = (*blurred.get(character, ()), blur)
    words = table["words"].replace("\n", "")
    return _Readings(spoken, blurred, frozenset(words[at : at + 2] for at in range(0, len(words), 2)))


def _blur(syllable: str) -> str:
    for pattern, instead in _BLURS:
        syllable = pattern.sub(instead, syllable)
    return syllable


def _read(character: str) -> tuple[str, ...]:
    return _readings().spoken.get(character, ())


def _spoken(word: str) -> Iterator[tuple[str, ...]]:
    """Every way to read a word, without tones."""
    for _, syllables in zip(range(_MOST_READINGS), product(*map(_read, word)), strict=False):
        yield syllables


def frequent(word: str) -> bool:
    """Say whether a word of two characters is one of everyday speech."""
    return word in _readings().frequent


@cache
def homophones(*, blurred: bool = False) -> dict[str, tuple[str, ...]]:
    """Character → the others that are read alike, or, `blurred`, that a careless ear takes for it."""
    readings = _readings().blurred if blurred else _readings().spoken
    read: dict[str, list[str]] = {}
    for character, syllables in readings.items():
        for syllable in syllables:
            read.setdefault(syllable, []).append(character)
    return {
        character: tuple(dict.fromkeys(other for each in syllables for other in read[each] if other != character))
        for character, syllables in readings.items()
    }


@dataclass(slots=True)
class _Node:
    """What may follow some blurred syllables, and the words that sound exactly so."""

    following: dict[str, _Node] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)


@lru_cache(maxsize=2)
def _tree(terms: tuple[str, ...]) -> _Node:
    """The glossary's words and `terms` by their blurred syllables."""
    root = _Node()
    blurred = _readings().blurred
    for word in (*glossary.vocabulary(), *terms):
        ways = product(*(blurred.get(character, ()) for character in word)) if len(word) <= _LONGEST else ()
        for _, syllables in zip(range(_MOST_READINGS), ways, strict=False):
            node = root
            for syllable in syllables:
                node = node.following.setdefault(syllable, _Node())
            node.words.append(word)
    return root


def _alike(text: str, at: int, end: int, words: _Node) -> Iterator[tuple[int, str]]:
    """Every word that sounds like the characters from `at` on, with its length."""
    blurred = _readings().blurred
    nodes = [words]
    for reached in range(at, end):
        heard = blurred.get(text[reached], ())
        nodes = [node.following[syllable] for node in nodes for syllable in heard if syllable in node.following]
        if not nodes:
            return
        yield from ((reached + 1 - at, word) for node in nodes for word in node.words)
