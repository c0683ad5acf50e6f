"""The papers that a question names → the documents that bear the name. Pure, given a store's list of documents.

Knows nothing of what is asked of them, nor how a question names a paper: that is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.asking.papers import Paper, joined
from assistant.asking.question import Question
from assistant.asking.slots import SHARE
from assistant.compose import Said, quoted
from assistant.evidence import Source
from assistant.gate import PEOPLE
from assistant.match import COMMON, normal, share
from assistant.wording import called, pattern
from corpus import docnumber
from corpus.fold import fold
from corpus.types import TOLD, Metadata
from index.types import Entry

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTHS = {
    "年初": range(1, 5),
    "上半年": range(1, 9),
    "年中": range(5, 10),
    "下半年": range(7, 13),
    "年底": range(10, 13),
    "年终": range(10, 13),
}
"""Months in which a paper of a part of the year is given."""
_HALVES = ("上半年", "下半年")
_REST = re.compile(r"[^。\n]*。?")
_LONGEST = 160
"""A sentence of more characters, with what stands before it on its line, leaves more than one matter to others."""
_SEVERAL = 8
"""So many papers without a date are read for what half of the year they speak of."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the papers that a question names are looked for."""

    entries: Sequence[Entry]
    holding: Callable[[str], frozenset[str]]
    """Ids of the documents that hold a phrase."""
    text: Callable[[str], str]
    """The text of a document by its id."""

    def find(self, paper: Paper) -> frozenset[str]:
        """Ids of the documents that bear a name; none where it fits no document, or every one."""
        placed = [each for each in self.entries if _placed(paper, each.metadata)]
        if paper.phrase:
            holding = self.holding(paper.phrase)
            placed = [each for each in placed if each.id in holding]
        if paper.half:
            placed = self._of_half(paper.half, placed)
        called = [each for each in placed if _called(paper.kind, each.metadata)]
        singled = bool(paper.phrase or (paper.year and (paper.place or paper.level)))
        found = frozenset(each.id for each in called or (placed if singled else ()))
        return found if len(found) < len(self.entries) else frozenset()

    def _of_half(self, half: str, entries: Sequence[Entry]) -> list[Entry]:
        """Those given in that part of the year; of those without a date the ones that tell of both its halves."""
        dated = {each.id: _month(each.metadata) for each in entries}
        found = [each for each in entries if dated[each.id] in _MONTHS[half]]
        unknown = [each for each in entries if dated[each.id] is None][:_SEVERAL]
        return found or [each for each in unknown if all(name in self.text(each.id) for name in _HALVES)]


def apart(text: str, found: Mapping[Paper, frozenset[str]]) -> bool:
    """Say whether a turn names several papers side by side, so that each is asked by itself: 讲话和要点分别怎么说."""
    beside = all(joined(text, one, other) for one, other in pairwise(found))
    return len(found) > 1 and beside and len(set(found.values())) == len(found)


def together(found: Mapping[Paper, frozenset[str]]) -> dict[Paper, frozenset[str]]:
    """The one paper that several names tell of, 讲话怎么说？（2022年那篇）; none where no document bears them all."""
    same = frozenset.intersection(*found.values()) if found else frozenset()
    sure = [each for each in found if each.sure]
    return {max(sure, key=lambda each: len(each.said)): same} if same and sure else {}


def followed(
    question: Question, sources: Sequence[Source], bearing: Callable[[str], Sequence[Source]]
) -> tuple[Said, frozenset[str]] | None:
    """A sentence of the place asked for that leaves the matter to another paper, and the ids of that.

    慰问执行某文件的标准 says no amount; the paper does. What is changed on the way, to 80 %, is not followed.
    """
    names = tuple(place.name for place in question.places)
    for source in sources:
        if not (names and source.standing.live and (source.document.metadata.region.value or "").endswith(names)):
            continue
        for number in docnumber.find(source.document.text):
            span = _leaving(question, source.document.text, number)
            ids = frozenset(
                each.document.id
                for each in (bearing(number.canonical) if span else ())
                if each.standing.live and each.document.id != source.document.id
            )
            if span and ids:
                return quoted(source, span), ids
    return None


def _leaving(question: Question, text: str, number: docnumber.DocNumber) -> tuple[int, int] | None:
    """The sentence around a number with what stands before it on its line, where it leaves what is asked to that."""
    rest = _REST.match(text, number.end)
    start, end = text.rfind("\n", 0, number.start) + 1, rest.end() if rest else number.end
    line = text[start:end]
    if end - start > _LONGEST or SHARE.search(fold(line)):
        return None
    leaves = pattern("papers", "refers").search(fold(text[start : number.start]))
    return (start, end) if leaves and _about(question, normal(line)) else None


def _about(question: Question, text: str) -> bool:
    """Say whether a text names what the question is about, and no more than that it is about people."""
    return any(
        not term.light and replace(term, earlier=False).weight >= COMMON and share(term, text) >= 1
        for term in question.terms
        if term.text not in called(question.slot.want) and not PEOPLE.fullmatch(term.text)
    )


def _placed(paper: Paper, known: Metadata) -> bool:
    """Say whether a document is of the year, level and place of a name."""
    if paper.level and known.level.value != paper.level:
        return False
    if paper.place and not (known.region.value or "").endswith(paper.place):
        return False
    return not paper.year or paper.year in _years(known)


def _years(known: Metadata) -> frozenset[int]:
    """The years by which people call a document."""
    told = " ".join([known.doc_number.value or "", known.title.value or "", known.begins[:4]])
    return frozenset(
        {int(year) for year in _YEAR.findall(told)} | {known.plan_year.value or 0, known.review_year.value or 0}
    )


def _called(kind: str, known: Metadata) -> bool:
    """Say whether a document is what a name calls it."""
    told, title = known.kind.value in TOLD, normal(known.title.value or "")
    if not kind or pattern("papers", "any").fullmatch(kind):
        return not kind or not told
    if pattern("papers", "draft").fullmatch(kind):
        return known.validity.value == "征求意见稿"
    if pattern("papers", "told").search(kind):
        return told and _alike(kind, known.kind.value or "")
    if pattern("papers", "annual").search(kind):
        return known.plan_year.value is not None
    return kind == known.kind.value or kind in title


def _alike(kind: str, own: str) -> bool:
    """Say whether two names of what somebody told are alike: a 讲话 is no 报告, and a 工作总结 is one."""
    spoken = pattern("papers", "spoken")
    return bool(spoken.search(kind)) == bool(spoken.search(own))


def _month(known: Metadata) -> int | None:
    """The month in which a document was given, as far as known."""
    day = known.date.value or ""
    return int(day[5:7]) if len(day) >= len("2024-07") else None
