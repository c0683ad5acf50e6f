"""Every word of the page, Chinese and English beside it, from `words.toml`. Knows nothing of where they stand."""

from __future__ import annotations

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from assistant.web.records.kinds import KINDS

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


class Phrase(NamedTuple):
    """The same in both languages."""

    zh: str
    en: str

    def said(self, language: Language) -> str:
        """It in one of them."""
        return self.en if language == "en" else self.zh


@cache
def _table() -> dict[str, dict[str, Phrase]]:
    written = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {
        part: {name: Phrase(*both) for name, both in entries.items()}
        for part, entries in written.items()  # a phrase that lacks a language breaks here, not before a user
    }


def phrase(key: str) -> Phrase:
    """What the page says at `key`, as ask.send.

    Raises:
        KeyError: nothing is said there.
    """
    part, name = key.split(".")
    return _table()[part][name]


def phrases(part: str) -> dict[str, Phrase]:
    """All of one part."""
    return dict(_table()[part])


def language_of(text: str | None) -> Language:
    """The language that a cookie or a button names; Chinese for anything else."""
    return "en" if text == "en" else "zh"


@cache
def as_json() -> str:
    """The whole table for the scripts of the page, with the words of the audit log: {part: {name: [zh, en]}}."""
    return json.dumps({**_table(), "deed": KINDS}, ensure_ascii=False)
