"""Typing slips of every sort: those in words of the field, and those in other words of the documents.

登计 is no word, and the documents hold no such pair; 登记 sounds alike, is one, and stands in them. 牺性 looks like
牺牲. What the dictionary of rjieba or the documents hold is never a slip, nor what is quoted or tagged as a person's
name. Groups of characters that look alike stand in `shapes.toml`. Knows nothing of stores: whether the documents hold
a string is asked of whoever calls.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from corpus.fold import fold
from index import sound
from index.sound import Correction, Occurs

_FILE = Path(__file__).with_name("shapes.toml")
_QUOTED = re.compile(r"\"[^\"]*\"")
"""What is quoted is a name, and stays."""
_WORDS = (sound.GRAMMATICAL - frozenset("单双")) | frozenset("应起或自每很更又再才只各同另若如即并且但则因需须请")
"""Characters that are words of their own, however they are cut."""
_SELDOM = 5
"""A word that the dictionary has seen so seldom may still be a slip, of one that is far more frequent."""
_FAR = 20
_PART = re.compile(r"[\u4e00-\u9fff]{2,4}")


def correct(question: str, occurs: Occurs) -> tuple[Correction, ...]:
    """Find the slips in a Chinese question, in order and without overlap.

    Args:
        question: As it was typed.
        occurs: Whether the documents hold a string; what they hold is never a slip.
    """
    found = list(sound.correct(question, occurs))
    taken = sound.fixed(question)
    for quoted in _QUOTED.finditer(fold(question)):
        taken[slice(*quoted.span())] = [True] * len(quoted[0])
    for each in found:
        taken[each.start : each.end] = [True] * (each.end - each.start)
    mended = sound.applied(question, found)
    text = fold(mended)
    for start, wrong in _strange(text):
        end = start + len(wrong)
        if any(taken[start:end]) or occurs(wrong) or text[start - 1 : start].isdigit():
            continue
        right = _meant(wrong, occurs)
        if right:
            found.append(Correction(start, end, wrong, right))
    return tuple(sorted(found, key=lambda each: each.start))


def _strange(text: str) -> Iterator[tuple[int, str]]:
    """Characters that are cut out as one word and are none that is in use, and no name; and where they stand."""
    import rjieba

    at = 0
    for word, tag in rjieba.tag(text):
        start, at = at, at + len(word)
        if not _PART.fullmatch(word) or tag.startswith("nr") or not _WORDS.isdisjoint(word):
            continue
        if not rjieba.has_word(word) or rjieba.suggest_freq(word) <= _SELDOM:
            yield start, word


def _meant(wrong: str, occurs: Occurs) -> str | None:
    """The word that was meant: of several the one that sounds more alike, then the more frequent."""
    import rjieba

    least = rjieba.suggest_freq(wrong) * _FAR if rjieba.has_word(wrong) else 0
    candidates = [
        (rank, -rjieba.suggest_freq(right), right)
        for rank, right in _alike(wrong)
        if rjieba.has_word(right) and occurs(right) and sound.keeps_meaning(wrong, right)
    ]
    candidates = [each for each in candidates if -each[1] >= least]
    return min(candidates)[-1] if candidates else None


def _alike(wrong: str) -> Iterator[tuple[int, str]]:
    """What differs in one character: 0 of the same sound, 1 of the same look, 2 of nearly the same sound."""
    for rank, table in enumerate((sound.homophones(), shapes(), sound.homophones(blurred=True))):
        for at, character in enumerate(wrong):
            yield from ((rank, wrong[:at] + other + wrong[at + 1 :]) for other in table.get(character, ()))


@cache
def shapes() -> dict[str, tuple[str, ...]]:
    """Characters that look like a character."""
    groups = tomllib.loads(_FILE.read_text(encoding="utf-8"))["groups"].split()
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for one in group:
            found[one] = (*found.get(one, ()), *(other for other in group if other != one))
    return found
