"""The table of how people ask, `wording.toml`, read once. Knows nothing of what the words are used for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("wording.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def wants(units: str, digits: str) -> Patterns:
    """(kind, pattern) in the order in which they are tried; `units` and `digits` fill the patterns' places."""

    def filled(pattern: str) -> str:
        return pattern.replace("{unit}", units).replace("{cn}", digits)

    return tuple(
        (entry["kind"], re.compile("|".join(filled(pattern) for pattern in entry["patterns"])))
        for entry in _table()["want"]
    )


@lru_cache(maxsize=1)
def asking() -> re.Pattern[str]:
    """What makes a clause a question."""
    return re.compile("|".join(_table()["asking"]["patterns"]))


@cache
def pattern(table: str, name: str = "pattern") -> re.Pattern[str]:
    """A pattern of a table, as silent or past; `premise` has a second one, `changed`."""
    return re.compile(_table()[table][name])


@lru_cache(maxsize=1)
def times(digits: str) -> dict[str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """Sort of time → what asks for it, what tells it; `digits` fill the patterns' places."""
    return {
        entry["sort"]: (re.compile(entry["asked"]), re.compile(entry["told"].replace("{cn}", digits)))
        for entry in _table()["time"]
    }


@lru_cache(maxsize=1)
def exclusive() -> tuple[tuple[re.Pattern[str], ...], ...]:
    """Sets of kinds of which what is said of one holds for no other: 春节, 中秋, 重阳."""
    return tuple(tuple(map(re.compile, kinds)) for kinds in _table()["kinds"]["exclusive"])


@lru_cache(maxsize=1)
def required() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """(what asks about a kind, what names it) for kinds that nothing said of others holds for."""
    return tuple((re.compile(entry["asked"]), re.compile(entry["said"])) for entry in _table()["required"])


@cache
def told_by(table: str, office: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """(what asks for something, what tells it) of `held`, which an answer must hold, or of `sign`, which it may bear.

    `office` fills the patterns' places.
    """
    return tuple(
        (re.compile(entry["asked"]), re.compile(entry["told"].replace("{office}", office)))
        for entry in _table()[table]
    )


@lru_cache(maxsize=1)
def ages() -> tuple[re.Pattern[str], ...]:
    """An age that is kept or reached: 九十大寿, 满80周岁."""
    return tuple(re.compile(each) for each in _table()["age"]["patterns"])


@lru_cache(maxsize=1)
def done_steps() -> re.Pattern[str]:
    """A step of a procedure that is over, or whose outcome is not accepted."""
    told = _table()["premise"]
    return re.compile(told["done"].replace("{outcome}", told["outcome"]))


@cache
def following(step: str) -> re.Pattern[str]:
    """What tells of what comes after a step of a procedure, as 对复查意见不服 after 复查."""
    told = _table()["premise"]
    return re.compile(told["after"].replace("{step}", re.escape(step)).replace("{outcome}", told["outcome"]))


@lru_cache(maxsize=1)
def levels() -> dict[str, str]:
    """Level of a document → what people call the rules of it, apart by spaces: 中央 → 国家 全国 中央."""
    return {level: " ".join(names) for level, names in _table()["levels"].items()}


@lru_cache(maxsize=1)
def lives() -> tuple[re.Pattern[str], ...]:
    """A year of somebody's life, not of a document: 1947年5月参加革命工作."""
    return tuple(re.compile(each) for each in _table()["life"]["patterns"])


@lru_cache(maxsize=1)
def periods() -> tuple[tuple[str, str, str], ...]:
    """(first day, last day, name) of the periods in which a person may have joined the revolution."""
    return tuple((entry["first"], entry["last"], entry["name"]) for entry in _table()["life"]["period"])


@lru_cache(maxsize=1)
def giving() -> frozenset[str]:
    """Words before the name of a fee that do not say for what it is paid."""
    return frozenset(_table()["giving"]["words"])


@cache
def called(want: str) -> frozenset[str]:
    """What a question of a kind calls the thing that it wants, as 时限 where a date is asked for."""
    return frozenset(_table()["wanted"].get(want, ()))


@dataclass(frozen=True, slots=True)
class Fillers:
    """What asks rather than names."""

    phrases: re.Pattern[str]
    """Taken out before the words of the glossary are looked for."""
    letters: re.Pattern[str]
    """Taken out after them, for they may be part of a word."""
    relative: re.Pattern[str]
    """Years told from where one stands."""
    edge: str
    """Function words to take off the ends of what is left."""
    single: frozenset[str]
    """The same, and others that are words by themselves: what they hang together with is no word."""
    preposition: re.Pattern[str]
    """A run that ends in a preposition."""
    vague: frozenset[str]
    """Nouns that name nothing in particular."""
    familiar: frozenset[str]
    """Names of one's own people, which documents call otherwise: they help to find, and are not missed."""
    empty: frozenset[str]
    """Words that say nothing a passage would have to hold."""
    turns: frozenset[str]
    """Verbs that turn what is said into something else: an answer must hold them."""


@lru_cache(maxsize=1)
def fillers() -> Fillers:
    """The words that ask."""
    table = _table()["fillers"]
    phrases = sorted(map(re.escape, table["phrases"]), key=len, reverse=True)
    particles = f"(?:(?<=\\S\\S)|(?<=\\s))[{''.join(table['particles'])}]"
    letters = f"[{''.join(table['letters'])}]|{particles}"
    return Fillers(
        re.compile("|".join(phrases)),
        re.compile(letters),
        re.compile("|".join(table["relative"])),
        table["edge"],
        frozenset(table["edge"] + table["single"]),
        re.compile(rf"(?!{'|'.join(table['words'])}).[{table['prepositions']}]$"),
        frozenset(table["vague"]),
        frozenset(table["familiar"]),
        frozenset(table["empty"]),
        frozenset(table["turns"]),
    )
