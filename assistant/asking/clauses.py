"""A turn of several clauses → what each question in it asks, and what is only told beside it. Pure.

我父亲是离休干部，去世后丧葬费发多少，由谁发？ tells one thing and asks two. Knows nothing of what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.wording import asking, pattern
from corpus.fold import fold

_SENTENCE = re.compile(r"[^。?!;\n]*[。?!;\n]?")
_CLAUSE = re.compile(r"[^,、:]*[,、:]?")
_BRACKETS = re.compile(r"\([^()]*\)|\"[^\"]*\"|<[^<>]*>|\[[^\[\]]*\]")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a turn."""

    ask: str
    """The clause that asks, in its own spelling."""
    text: str
    """The same with the clauses before it that it needs to name anything."""
    told: str
    """The other clauses of the turn, with those that ask something else."""
    wide: str = ""
    """The clause with all that the turn tells, when that is more than `text`; empty when it is not."""


def split(text: str, bare: Callable[[str], bool]) -> tuple[Asked, ...]:
    """Every question of a turn; the whole turn when nothing in it is recognised as one.

    A clause that asks and is `bare`, as 允许吗, names nothing of its own and takes the clauses before it along until
    it does. At 、 clauses are parted only when both ask: between two things that are asked about it parts nothing.
    """
    clauses = _clauses(text)
    either = pattern("asking", "either")
    asks = [
        bool(asking().search(fold(clause))) or (bool(either.search(fold(clause))) and not bare(clause))
        for clause in clauses
    ]
    return asked(clauses, asks, bare) or (Asked(text, text, ""),)


def asked(clauses: Sequence[str], asks: Sequence[bool], bare: Callable[[str], bool]) -> tuple[Asked, ...]:
    """One question for each of the clauses that `asks`; none where none does."""
    found = []
    for at, clause in enumerate(clauses):
        if not asks[at]:
            continue
        first = at
        while first > 0 and bare("".join(clauses[first : at + 1])):
            first -= 1
        told = "".join([*clauses[:first], *clauses[at + 1 :]])
        wide = "".join(each for where, each in enumerate(clauses) if where == at or not asks[where])
        own = "".join(clauses[first : at + 1])
        found.append(Asked(clause, own, told, wide if len(wide) > len(own) else ""))
    return tuple(found)


def _clauses(text: str) -> list[str]:
    """The clauses of a turn with their punctuation; those in brackets and quotation marks are not cut."""
    folded = _BRACKETS.sub(lambda match: "x" * len(match[0]), fold(text))
    found: list[str] = []
    for sentence in _SENTENCE.finditer(folded):
        parts = [match.span() for match in _CLAUSE.finditer(folded, *sentence.span()) if match[0]]
        joined: list[tuple[int, int]] = []
        for start, end in parts:
            listed = joined and folded[joined[-1][1] - 1] == "、"
            if listed and not (_asks(folded, *joined[-1]) and _asks(folded, start, end)):
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        found += [text[start:end] for start, end in joined]
    return [clause for clause in found if clause.strip()]


def _asks(folded: str, start: int, end: int) -> bool:
    return bool(asking().search(folded[start:end]))
