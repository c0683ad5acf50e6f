"""What kind of answer an English question wants, and whose life it tells of. Pure.

All patterns come from `english.toml`. Knows nothing of what the question is about.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

from assistant.asking.clauses import Asked, asked
from assistant.asking.slots import Slot, Want
from corpus.fold import fold
from corpus.numerals import to_int
from index.english import translate

_FILE = Path(__file__).with_name("english.toml")
_EARLY = re.compile(
    r"(?P<side>\b(?:before|after|until|till|since|by|from|prior to) )?"
    r"\b(?P<year>1(?:[0-8]\d\d|9[0-3]\d|94[0-8]))(?!\d)(?:年(?: ?\d{1,2}月(?:\d{1,2}日)?)?)?",
    re.IGNORECASE,
)
"""A year before 1949: no document of the field is as old, so it is of somebody's life."""
_OPEN = re.compile(r"\b(?:before|prior to|until|till|up to|after) (?:19[5-9]|20\d)\d(?!\d|年)", re.IGNORECASE)
"""A year that only ends or begins a time: the rule of that year need not be the one that is meant."""

_SENTENCE = re.compile(r"(?:[^.?!;\n]|[.](?!\s+[A-Z]|\s*$))+[.?!;\n]*\s*")
_LEAST = 3
"""So many words stand before a second question: when and where is one."""


@dataclass(frozen=True, slots=True)
class _Kind:
    want: Want
    pattern: re.Pattern[str]
    unit: str | None
    kinds: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a question takes for granted, as a Chinese one says it; `{year}` stands for what was found."""

    says: str
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class _Asking:
    kinds: tuple[_Kind, ...]
    asks: re.Pattern[str]
    """What a clause begins with that asks."""
    begins: re.Pattern[str]
    """Where in a sentence such a clause begins."""
    whether: re.Pattern[str]
    received: re.Pattern[str]
    size: re.Pattern[str]
    taken: tuple[_Taken, ...]


def wanted(question: str) -> Slot:
    """Read from the words of an English `question` what it wants.

    >>> wanted("How many months of subsidy does he get?").unit, wanted("What are the six steps?").size
    ('个月', 6)
    """
    folded, asks = fold(question), _asking()
    found = next(((kind, match) for kind in asks.kinds if (match := kind.pattern.search(folded))), None)
    size = _size(folded)
    per_person = bool(asks.received.search(folded))
    if found is None:
        return Slot("list" if size else "any", None, size, "", per_person)
    kind, match = found
    sort = kind.kinds.get(match.groupdict().get("kind") or "", "")
    return Slot(kind.want, kind.unit, size if kind.want in ("list", "documents") else None, "", per_person, sort)


def split(question: str, bare: Callable[[str], bool]) -> tuple[Asked, ...]:
    """Every question of an English turn; the whole turn where nothing in it is recognised as one.

    What a sentence tells before it asks belongs to what it asks: if he dies, who pays? Behind "and" another question
    may begin. A sentence that ends with a question mark and holds nothing of the kind asks as a whole.

    >>> [each.ask for each in split("Once accepted, how long may it take, and is there a fee?", lambda _: False)]
    ['Once accepted, how long may it take, ', 'and is there a fee?']
    """
    clauses, asks = [], []
    for sentence in _SENTENCE.findall(question):
        parts = _whole(_parts(sentence), bare)
        clauses += parts
        asks += [sentence.rstrip().endswith("?") or bool(_asking().asks.match(fold(part).strip())) for part in parts]
    return asked(clauses, asks, bare) or (Asked(question, question, ""),)


def _whole(parts: list[str], bare: Callable[[str], bool]) -> list[str]:
    """The parts of a sentence; a first one that names nothing with the next: by when and to whom must a letter go?"""
    if len(parts) > 1 and bare(parts[0]) and not bare(parts[0] + parts[1]):
        return _whole([parts[0] + parts[1], *parts[2:]], bare)
    return parts


def _parts(sentence: str) -> list[str]:
    """A sentence, cut where behind something that asks an "and" begins what asks too."""
    parts, begun, found = [], 0, _asking().asks.match(fold(sentence)) is not None
    for match in _asking().begins.finditer(sentence):
        long = len(sentence[begun : match.start()].split()) >= _LEAST
        if found and match["and"] and long:
            parts.append(sentence[begun : match.start()])
            begun = match.start()
        found = True
    return [*parts, sentence[begun:]]


def whether(question: str) -> bool:
    """Say whether an English question asks if something is so, or may be."""
    return bool(_asking().whether.search(fold(question)))


def premises(question: str) -> str:
    """What an English question takes for granted, as a Chinese one says it.

    >>> premises("the fee raised in 2022"), premises("the 2017 notice on fees")
    ('2022年提高', '按2017年的规定')
    """
    folded = fold(question)
    told = (
        taken.says.format(**match.groupdict())
        for taken in _asking().taken
        for form in taken.patterns
        for match in form.finditer(folded)
    )
    return ",".join(dict.fromkeys(told))


def lived(question: str) -> str:
    """An English question without the years of lives that it tells.

    >>> lived("he joined in 1942, see the notice of 2014")
    'he joined in , see the notice of 2014'
    """
    return _EARLY.sub("", question)


def unsure(question: str) -> tuple[str, ...]:
    """Times of an English question that leave open which year is meant, and so are not understood.

    >>> unsure("paid before 2014 to those who joined before 1943")
    ('before 1943', 'before 2014')
    """
    early = tuple(match[0] for match in _EARLY.finditer(question) if match["side"])
    return (*early, *_OPEN.findall(question))


def _size(folded: str) -> int | None:
    match = _asking().size.search(folded)
    if match is None:
        return None
    number = int(match["size"]) if match["size"].isdigit() else to_int(translate(match["size"])[0])
    return number if number and number > 1 else None


@lru_cache(maxsize=1)
def _asking() -> _Asking:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))

    def filled(pattern: str) -> re.Pattern[str]:
        for name in ("start", "strong", "ask", "helps", "gap"):
            pattern = pattern.replace(f"{{{name}}}", table[name])
        return re.compile(pattern)

    def kind(entry: dict[str, Any]) -> _Kind:
        return _Kind(
            cast(Want, entry["kind"]), filled("|".join(entry["patterns"])), entry.get("unit"), entry.get("kinds", {})
        )

    return _Asking(
        tuple(map(kind, table["want"])),
        filled(table["asks"]),
        filled(table["begins"]),
        filled(table["whether"]),
        filled(table["received"]),
        filled(table["size"]),
        tuple(_Taken(each["says"], tuple(map(filled, each["patterns"]))) for each in table["taken"]),
    )
