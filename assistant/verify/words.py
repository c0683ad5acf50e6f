"""The table of words that change a meaning, `words.toml`, read once. Knows nothing of what is done with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.verify.types import Kind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words with a kind, and how to find them."""

    pattern: re.Pattern[str]
    """Every word, the longest first; words in which a sign says nothing are among them and have no meaning."""
    meaning: dict[str, tuple[Kind, str]]
    """Word → its kind and the word that stands for its group."""
    silent: frozenset[str]
    opening: frozenset[str]
    joining: frozenset[str]
    bracketed: re.Pattern[str]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words that are told from plain wording."""
    table = _table()
    meaning: dict[str, tuple[Kind, str]] = {}
    for kind, groups in table["kinds"].items():
        meaning |= {word: (kind, group[0]) for group in groups for word in group}
    alike = table["alike"]
    meaning |= {word: ("wording", group[0]) for group in alike["groups"] for word in group}
    return Lexicon(
        re.compile(_any({*meaning, *table["plain"]["words"], *alike["apart"], *alike["silent"]})),
        meaning,
        frozenset(alike["silent"]),
        frozenset(alike["opening"]),
        frozenset(alike["joining"]),
        re.compile("|".join(alike["bracketed"])),
    )


@lru_cache(maxsize=1)
def bounds() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words of a comparator before a number, to be searched up to it, and after one."""
    bound = _table()["bound"]
    return re.compile(f"(?:{bound['before']})$"), re.compile(bound["after"])


@lru_cache(maxsize=1)
def frames() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words that tell where a statement comes from, and those after which it begins."""
    frame = _table()["frame"]
    return re.compile(_any(frame["words"])), re.compile(_any(frame["verbs"]))


@lru_cache(maxsize=1)
def limits() -> re.Pattern[str]:
    """What makes less of the clause that stands before it."""
    return re.compile(_table()["tail"]["limits"])


@lru_cache(maxsize=1)
def turns() -> tuple[frozenset[str], re.Pattern[str]]:
    """How a sentence begins that turns against the one before, and what in it makes an exception."""
    tail = _table()["tail"]
    return frozenset(tail["turning"]), re.compile(tail["saving"])


@lru_cache(maxsize=1)
def endings() -> re.Pattern[str]:
    """How the name of a party or an organ ends."""
    return re.compile(_any(_table()["names"]["endings"]))


@lru_cache(maxsize=1)
def english_binding() -> re.Pattern[str]:
    """English words that a quote in Chinese would have to prove."""
    return re.compile(_table()["english"]["binding"], re.IGNORECASE)
