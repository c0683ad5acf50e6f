"""Every word of the page stands in the table, in both languages, and every word of the table is used."""

import json
import re
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from assistant.web.page import words
from assistant.web.records.kinds import KINDS
from corpus.types import Basis

PAGE = Path(words.__file__).parent
TABLE = tomllib.loads((PAGE / "words.toml").read_text(encoding="utf-8"))
SOURCES = [*PAGE.glob("*.py"), *(PAGE / "static").glob("*.js")]
FREE = {"right", "field", "outcome", "measure", "warn", "status"}
"""Parts whose names come from the service."""


def test_every_phrase_has_both_languages_and_the_same_places_to_fill():
    for part, entries in TABLE.items():
        for name, both in entries.items():
            assert len(both) == 2, f"{part}.{name}"
            assert all(text.strip() for text in both), f"{part}.{name}"
            places = [set(re.findall(r"\{\w+\}", text)) for text in both]
            assert places[0] == places[1], f"{part}.{name}"


def test_every_word_that_is_said_stands_in_the_table():
    for path in SOURCES:
        for part, name in re.findall(rf"""["'`=]({"|".join(TABLE)})\.(\w+)["'`;]""", path.read_text("utf-8")):
            assert name in TABLE[part], f"{path.name}: {part}.{name}"


def test_every_word_of_the_table_is_said():
    said = "\n".join(path.read_text("utf-8") for path in SOURCES)
    for part, entries in TABLE.items():
        put_together = f"`{part}.$" in said or f'"{part}.{{' in said
        for name in entries.keys() - get_args(Basis) if part not in FREE else ():
            listed = put_together and re.search(rf"""["' {{]{name}["',:]""", said)
            assert f"{part}.{name}" in said or listed, f"{part}.{name}"


def test_the_scripts_get_the_whole_table_and_the_words_of_the_audit_log():
    told = json.loads(words.as_json())
    assert told["ask"]["send"] == ["提问", "Ask"]
    assert told["deed"].keys() == KINDS.keys()


def test_a_word_that_nobody_wrote_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        words.phrase("ask.nothing")


@pytest.mark.parametrize(("text", "language"), [("en", "en"), ("zh", "zh"), (None, "zh"), ("<script>", "zh")])
def test_any_other_language_is_chinese(text, language):
    assert words.language_of(text) == language
