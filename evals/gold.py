"""Where in a store the facts of a case stand: gold documents, sections and quotes → places.

Survives another cutting of the documents, because a place is a span of text and never a chunk. Knows nothing of
answers or of scores.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import PurePosixPath

from corpus import docnumber
from corpus.fold import fold
from corpus.sentences import sentences
from corpus.types import Document
from evals.metrics.facts import Said, degree
from evals.types import Case, Fact, Filters, Gold
from index.search import Index
from index.types import Entry, Filter, Hit


@dataclass(frozen=True, slots=True)
class Place:
    """A span of a document of the store."""

    document_id: str
    start: int
    end: int

    def held_by(self, hit: Hit) -> bool:
        """Say whether a hit shows any of it."""
        chunk = hit.chunk
        return self.meets(chunk.document_id, chunk.start, chunk.end)

    def meets(self, document_id: str, start: int, end: int) -> bool:
        """Say whether a span has anything of it."""
        return document_id == self.document_id and start < self.end and self.start < end


@dataclass(frozen=True, slots=True)
class Target:
    """Something to be found: any one of its places will do."""

    name: str
    places: tuple[Place, ...]
    """Empty when the store holds none of them."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A gold place that the store does not hold."""

    gold: Gold
    what: str
    """What of it is not there: 文件, 章节 or 引文."""
    nearest: str = ""
    """The sentence most like the quote."""
    where: str = ""
    """Document and section of that sentence."""
    alike: float = 0.0
    """How much it is like the quote, 0…1."""


class Library:
    """The documents of an index as a suite names them; reads each of them once."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self.entries = tuple(index.entries())
        self.sources = {entry.id: entry.source for entry in self.entries}
        self.document = lru_cache(maxsize=512)(index.document)
        self._letters = lru_cache(maxsize=512)(self._letters_of)
        self.numbers = lru_cache(maxsize=512)(self._numbers_of)
        self.named = lru_cache(maxsize=512)(self._named)
        """The documents that a suite means by a name: file name, pattern, beginning of it, id, title or number."""

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits that change with any document or with what is known about one."""
        return sha256("\n".join(map(repr, sorted(self.entries, key=lambda each: each.id))).encode()).hexdigest()[:16]

    def _named(self, name: str) -> tuple[Entry, ...]:
        for means in _MEANS:
            found = tuple(entry for entry in self.entries if means(name, entry))
            if found:
                return found
        return ()

    def passing(self, filters: Filters) -> frozenset[str] | None:
        """Ids of the documents that a questioner's filters let through; None when there are no filters."""
        chosen = filter_of(filters)
        return None if chosen == Filter() else self._index.passing(chosen)

    def chunks(self, document_id: str) -> Sequence[tuple[int, int]]:
        """Spans of a document's chunks."""
        return [(chunk.start, chunk.end) for chunk in self._index.chunks(document_id)]

    def find(self, document: Document, quote: str) -> list[Place]:
        """Every place where a document holds a quote; white space, punctuation and width do not matter."""
        needle, (letters, offsets) = _letters(quote)[0], self._letters(document.id)
        found, at = [], letters.find(needle) if needle else -1
        while at >= 0:
            found.append(Place(document.id, offsets[at], offsets[at + len(needle) - 1] + 1))
            at = letters.find(needle, at + 1)
        return found

    def nearest(self, quote: str, entries: Iterable[Entry]) -> tuple[str, str, float]:
        """The sentence most like a quote, where it stands, and how alike they are; empty when there is no text."""
        best = ("", "", 0.0)
        wanted = _letters(quote)[0]
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for entry in entries:
            document = self.document(entry.id)
            for start, end in sentences(document.text):
                matcher.set_seq1(_letters(document.text[start:end])[0])
                if matcher.real_quick_ratio() > best[2] and matcher.quick_ratio() > best[2]:
                    alike = matcher.ratio()
                    if alike > best[2]:
                        where = " › ".join([entry.source, *document.path_of(start)])
                        best = (document.text[start:end], where, alike)
        return best

    def _letters_of(self, document_id: str) -> tuple[str, list[int]]:
        return _letters(self.document(document_id).text)

    def _numbers_of(self, document_id: str) -> frozenset[str]:
        return Said(self.document(document_id).text).numbers


def filter_of(filters: Filters) -> Filter:
    """A questioner's filters as the index takes them."""
    return Filter(filters.region, filters.level, filters.year, filters.kind, filters.validity)


def locate(gold: Gold, library: Library) -> tuple[tuple[Place, ...], Missing | None]:
    """Where a gold place stands, and what of it is missing; a quote counts before a section, a section before all."""
    entries = library.named(gold.document)
    if not entries:
        return (), Missing(gold, "文件")
    documents = [library.document(entry.id) for entry in entries]
    sections = [place for document in documents for place in _sections(document, gold.section)]
    if not gold.quote:
        if gold.section and not sections:
            return (), Missing(gold, "章节")
        return tuple(sections or [Place(each.id, 0, len(each.text)) for each in documents]), None
    quotes = [place for document in documents for place in library.find(document, gold.quote)]
    if not quotes:
        return (), Missing(gold, "引文", *library.nearest(gold.quote, entries))
    inside = [
        place for place in quotes if any(each.meets(place.document_id, place.start, place.end) for each in sections)
    ]
    return tuple(inside or quotes), None


def missing(case: Case, library: Library) -> Iterator[Missing]:
    """Everything that a case refers to and the store does not hold."""
    for gold in case.sources:
        _, problem = locate(gold, library)
        if problem:
            yield problem
    for name in case.docs:
        if not library.named(name):
            yield Missing(Gold(name), "文件")


def targets(case: Case, library: Library) -> tuple[Target, ...]:
    """What must be found to answer a case: one target a fact, or a document where every document is wanted.

    Facts that stand in the same places are one target. A case that names no document has no targets.
    """
    if case.unanswerable or not case.documents:
        return ()
    if case.all_docs:
        parts = [(name, _of_document(case, name, library)) for name in case.documents]
    else:
        facts: Sequence[Fact | None] = [fact for fact in case.facts if fact.vital] or [None]
        parts = [(fact.name if fact else case.question, places(case, fact, library)) for fact in facts]
    unique: dict[tuple[Place, ...], Target] = {}
    for name, where in parts:
        unique.setdefault(where, Target(name, where))
    return tuple(unique.values())


def places(case: Case, fact: Fact | None, library: Library) -> tuple[Place, ...]:
    """Where a fact of a case stands, any one of the places; for no fact, where the case as a whole stands."""
    sources = [gold for gold in case.sources if fact is None or not gold.facts or fact.id in gold.facts]
    return _precise([*sources, *map(Gold, case.docs)], [fact] if fact else [], library)


def fewest(wanted: Sequence[Target], library: Library) -> int:
    """How many chunks are needed to show every target, picked greedily: what a perfect ranking would begin with."""
    left = [target for target in wanted if target.places]
    shown = [
        {at for at, target in enumerate(left) if any(place.meets(document_id, start, end) for place in target.places)}
        for document_id in sorted({place.document_id for target in left for place in target.places})
        for start, end in library.chunks(document_id)
    ]
    open_ = set(range(len(left)))
    count = 0
    while open_ and (best := max(shown, key=lambda each: len(each & open_), default=set())) & open_:
        open_ -= best
        count += 1
    return count


def _of_document(case: Case, name: str, library: Library) -> tuple[Place, ...]:
    sources = [gold for gold in case.sources if gold.document == name] or [Gold(name)]
    return _precise(sources, [fact for fact in case.facts if fact.vital], library)


def _precise(sources: Sequence[Gold], facts: Sequence[Fact], library: Library) -> tuple[Place, ...]:
    """Quotes where there are quotes, else the lines that say one of the facts, else all that the sources name."""
    located = [(gold, place) for gold in sources for place in locate(gold, library)[0]]
    exact = [place for gold, place in located if gold.quote]
    for gold, place in located:
        if not gold.quote:
            document = library.document(place.document_id)
            exact += [line for fact in facts for line in _lines(place, fact, document)]
    return tuple(dict.fromkeys(exact or [place for _, place in located]))


def _lines(place: Place, fact: Fact, document: Document) -> list[Place]:
    found, at = [], place.start
    for line in document.text[place.start : place.end].split("\n"):
        if degree(fact, Said(line)) == 1:
            found.append(Place(document.id, at, at + len(line)))
        at += len(line) + 1
    return found


def _sections(document: Document, name: str) -> list[Place]:
    """The outermost sections of which a label holds `name`."""
    wanted = _letters(name)[0]
    if not wanted:
        return []
    found: list[Place] = []
    for section in document.sections:
        inside = found and section.start < found[-1].end
        if not inside and any(wanted in _letters(label)[0] for label in section.path[-1:]):
            found.append(Place(document.id, section.start, section.end))
    return found


def _letters(text: str) -> tuple[str, list[int]]:
    """Folded characters without white space and punctuation, and where each stands."""
    kept = [(char, at) for at, char in enumerate(fold(text)) if char.isalnum() or char in "%‰*_□"]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _same_number(name: str, entry: Entry) -> bool:
    known = entry.metadata.doc_number.value
    return bool(known) and bool(docnumber.find(name)) and docnumber.same(name, known or "")


def _same_title(name: str, entry: Entry) -> bool:
    return _letters(name)[0] == _letters(entry.metadata.title.value or "")[0] != ""


_MEANS = (
    lambda name, entry: name in (entry.source, entry.id),
    lambda name, entry: PurePosixPath(entry.source).name == name,
    lambda name, entry: any(char in name for char in "*?") and fnmatchcase(entry.source, name),
    lambda name, entry: PurePosixPath(entry.source).name.startswith(name) or entry.source.startswith(name),
    _same_title,
    _same_number,
)
"""Ways in which a suite may name a document, the strictest first."""
