"""The story of an answer: understand, search, consider, word, check.

Knows nothing of models, files or the web: it holds an index that is already open.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from copy import copy
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from typing import Protocol

from assistant import refuse
from assistant.asking.papers import Paper, named, without
from assistant.asking.question import Question, placed, understand
from assistant.cite import holds
from assistant.compose import Said, compose
from assistant.consider import Considered, Desk
from assistant.evidence import Source, Span
from assistant.gate import ANSWER, Decision
from assistant.match import normal
from assistant.papers import Shelf, apart, together
from assistant.prove import proved
from assistant.scope import as_of, bare_names, full_path, in_full, kinds, levels
from assistant.types import EXTRACTIVE, Answer, Notice
from assistant.vicinity import joined
from assistant.wording import pattern
from assistant.writer.types import Written
from corpus import places
from corpus.errors import StoreDamaged
from corpus.fold import fold
from index import sound
from index.lexical import query_terms
from index.query import widened
from index.search import ANY, Index
from index.standing import Standings
from index.types import Filter, Hit

_AND_THAT = re.compile("呢[?。]?$")
"""A turn that asks the same again of somebody or something else: 解放战争时期的呢?"""
RECENT = 3
"""So many turns, the last one included, tell which papers are spoken of."""
HITS = 32
"""Chunks looked at for one question: more adds noise, fewer lose the third document of a cross-document question."""
SHARE = 12
"""Of them from one document: a draft with the right title must not crowd out the rule that is in force."""
NAMED = 8
"""So many chunks are looked for by the words alone that a question names."""
ASKING = 0.5
"""Weight, in the search, of words that ask and name nothing."""


class Writer(Protocol):
    """Words what was chosen: the drafts so far, each of statements that are proved; the last is whole."""

    def write(self, questions: Sequence[Question], evidence: Sequence[Said]) -> Generator[Written, None, None]:
        """Word `evidence` as an answer to the questions of one turn, or say why it stands as it is."""
        ...


class Assistant:
    """Answers questions from one open index; `threshold` is what evidence must cover of a question, 0…1.

    Without a `writer` the documents' own words are the answer.
    """

    def __init__(
        self,
        index: Index,
        today: date | None = None,
        threshold: float = ANSWER,
        writer: Writer | None = None,
    ) -> None:
        self._index = index
        self._writer = writer
        self._threshold = threshold
        self._this_year = (today or date.today()).year
        self._regions = index.regions()
        self._places = {name for region in self._regions for name in places.path(region)}
        self._bare_names = bare_names(self._regions)
        self._document = lru_cache(maxsize=256)(index.document)
        self._standings = Standings(index.replacing(), index.named, index.namesakes())

    @property
    def index(self) -> Index:
        """The index that it answers from."""
        return self._index

    def at(self, threshold: float) -> Assistant:
        """The same assistant with another threshold; nothing is opened anew."""
        other = copy(self)
        other._threshold = threshold
        return other

    def worded_by(self, writer: Writer | None) -> Assistant:
        """The same assistant with another writer, or with none; nothing is opened anew."""
        other = copy(self)
        other._writer = writer
        return other

    def ask(self, *turns: str, day: str | None = None, filters: Filter = ANY) -> Answer:
        """Answer the last of `turns`; `day` (ISO 8601) and `filters` limit which rules may speak."""
        *_, answer = self.stream(*turns, day=day, filters=filters)
        return answer

    def stream(self, *turns: str, day: str | None = None, filters: Filter = ANY) -> Iterator[Answer]:
        """The same as it is written: answers each one proved statement longer, and last the whole one, which counts.

        Closing the iterator early gives up what is still being written.
        """
        began = time.perf_counter()
        for answer in self._worded(self.consider(*turns, day=day, filters=filters), self._writer):
            yield replace(answer, elapsed_ms=round((time.perf_counter() - began) * 1000, 2))

    def consider(self, *turns: str, day: str | None = None, filters: Filter = ANY) -> list[Considered]:
        """What is understood, found and decided, for each question of the last turn: what an answer is made of."""
        same_again = bool(_AND_THAT.search(fold(turns[-1].strip())))
        if same_again and (further := self._further(turns, day, filters)):
            return further
        considered = self._considered(turns, day, filters)
        if same_again or _answered(considered):
            return considered
        return self._further(turns, day, filters) or considered

    def _further(self, turns: Sequence[str], day: str | None, filters: Filter) -> list[Considered]:
        """What answers in the papers of the answer before, on which who names nothing else goes on; else nothing."""
        going_on = self._going_on(turns, filters)
        if going_on is None:
            return []
        further = self._considered(turns, day, replace(filters, documents=going_on), dated=False)
        return further if _answered(further) else []

    def _considered(
        self, turns: Sequence[str], day: str | None, filters: Filter, *, dated: bool = True
    ) -> list[Considered]:
        """The questions of the last turn, looked for where `filters` allow; `dated`, of the years that are told."""
        readings = self._readings(turns, filters)
        if not dated:
            readings = [(replace(each, years=()), within) for each, within in readings]
        found: dict[tuple[str, Filter], list[Hit]] = {}
        for each, within in readings:
            if (each.search, within) not in found:
                found[each.search, within] = self._search(each, within)
        return joined(
            [self._desk(as_of(each, day)).consider(each, found[each.search, within]) for each, within in readings]
        )

    def hits(self, *turns: str, filters: Filter = ANY) -> list[Hit]:
        """The chunks among which an answer to the last of `turns` is looked for, best first."""
        question = self.understood(turns, filters)[0]  # all questions of a turn are looked for among the same
        return self._search(question, self._narrowed(question, turns, filters))

    def understood(self, turns: Sequence[str], filters: Filter = ANY) -> list[Question]:
        """The questions of the last turn; a place that the documents know may be called by its bare name.

        Who chose a place asks about it, and need not name it again.
        """
        called = tuple(in_full(turn, self._bare_names) for turn in turns)
        chosen = places.find(filters.region or "")[-1:]
        return [
            replace(placed(each, chosen), text=turns[-1].strip())
            for each in understand(called, self._index.idf, self._places)
        ]

    def _readings(self, turns: Sequence[str], filters: Filter) -> list[tuple[Question, Filter]]:
        """The questions of the last turn with where each is looked for; each paper that it names by itself."""
        questions = self.understood(turns, filters)
        text = in_full(sound.applied(turns[-1].strip(), questions[0].corrections), self._bare_names)
        found = self._papers(text, questions[0], filters)
        if not found:
            return [(each, self._narrowed(each, turns, filters)) for each in questions]
        rest = [*turns[:-1], without(text, list(found))]
        papers = found if apart(text, found) else together(found)
        readings = []
        for paper, documents in papers.items():
            within = replace(filters, documents=documents)
            for each in self.understood(rest, within):
                read = replace(
                    each,
                    text=turns[-1].strip(),
                    paper=paper,
                    wider=replace(each.wider, paper=paper) if each.wider else None,
                    numbers=questions[0].numbers,
                    corrections=questions[0].corrections,
                )
                readings.append((read, self._narrowed(read, turns, within)))
        return readings

    def _papers(self, text: str, question: Question, filters: Filter) -> dict[Paper, frozenset[str]]:
        """The papers that a turn names with the documents that bear their names; none where it tells of no one."""
        # Whether a rule stands, others tell.
        others = question.language == "en" or question.numbers or pattern("stands").search(fold(text))
        told = () if others else named(text)
        if not told:
            return {}
        shelf = Shelf(self._index.entries(), self._holding, lambda each: self._document(each).text)
        kept = filters.documents
        found = {each: shelf.find(each) if kept is None else shelf.find(each) & kept for each in told}
        found = {each: documents for each, documents in found.items() if documents}
        if apart(text, found):
            return found
        several = kinds(question) or (len(levels(text)) > 1 and not all(each.kind or each.phrase for each in found))
        return found if together(found) and not several else {}

    def _holding(self, phrase: str) -> frozenset[str]:
        """The documents that hold a phrase."""
        hits = self._index.search(phrase, k=2 * HITS)
        return frozenset(each.chunk.document_id for each in hits if normal(phrase) in normal(each.chunk.searchable))

    def _narrowed(self, question: Question, turns: Sequence[str], filters: Filter) -> Filter:
        """The filters with the place that the question names, and with the documents that it goes on about."""
        region = filters.region
        if region is None and len(question.places) == 1:
            region = "".join(full_path(question.places[0].path, self._regions))
        documents = filters.documents or self._spoken_of(question, turns, filters)
        return replace(filters, region=region, documents=documents)

    def _spoken_of(self, question: Question, turns: Sequence[str], filters: Filter) -> frozenset[str] | None:
        """The documents that the turn before was answered from, when the last turn names nothing of its own."""
        last = in_full(turns[-1], self._bare_names)
        if len(turns) < 2 or any(not term.earlier for term in question.terms) or places.find(last):
            return None  # 那松泉县的呢 names another place, whose documents are others
        return self._cited(turns, filters)

    def _going_on(self, turns: Sequence[str], filters: Filter) -> frozenset[str] | None:
        """The documents of the answer before, where the last turn names no place, year or paper of its own."""
        if len(turns) < 2 or filters.documents is not None:
            return None
        last = in_full(turns[-1], self._bare_names)
        question = self.understood([last], filters)[0]
        if question.places or question.years or question.numbers or self._papers(last, question, filters):
            return None
        return self._cited(turns[-RECENT:], filters)

    def _cited(self, turns: Sequence[str], filters: Filter) -> frozenset[str] | None:
        """The documents that the turn before the last was answered from."""
        # What is spoken of depends on no strictness and on no language model.
        *_, before = self._worded(self.at(ANSWER).consider(*turns[:-1], filters=filters), None)
        main = {marker for each in before.statements if not each.aside for marker in each.citations}
        return frozenset(each.document_id for each in before.citations if each.marker in main) or None

    def _desk(self, day: str | None) -> Desk:
        """What a question is considered with, as the documents stand on `day`."""

        @cache
        def source(document_id: str) -> Source:
            document = self._document(document_id)
            return Source(document, self._standings.of(document, day))

        def bearing(name: str) -> list[Source]:
            return [source(entry.id) for entry in self._index.named(name)]

        return Desk(source, bearing, self._regions, self._this_year, self._threshold)

    def _search(self, question: Question, filters: Filter) -> list[Hit]:
        # What holds for the province holds for its city and need not name it: the filter has seen to the place.
        text = places.without(question.search) if filters.region else question.search
        terms = _weighed(widened(text, dict(question.widened)), question)
        hits = _shared(self._index.search(text, k=3 * HITS, filters=filters, terms=terms))[:HITS]
        named = {gram: weight for gram, weight in terms.items() if weight > ASKING}
        if named:
            known = {hit.chunk.id for hit in hits}
            more = self._index.search(
                " ".join(each.text for each in question.asked), k=NAMED, filters=filters, terms=named
            )
            hits += [hit for hit in more if hit.chunk.id not in known]
        return hits

    def _worded(self, considered: Sequence[Considered], writer: Writer | None) -> Iterator[Answer]:
        """One answer to all questions of a turn, as it is written: what is not answered is named."""
        told = [each for each in considered if each.decision.status == "answered"]
        near = [each for each in considered if each.decision.status == "uncertain"]
        first = (told or near or list(considered))[0]
        if first.refusal is not None:
            yield _refused(first.question, first.refusal)
            return
        evidence = proved(_together(told or [first]))
        if not evidence:
            yield _refused(first.question, refuse.nothing_near(first.question, first.decision))
            return
        decision = first.decision
        extra = list(refuse.understood(first.question))
        if told:
            decision = replace(decision, confidence=min(each.decision.confidence for each in told))
            extra += [refuse.left_open(each.question) for each in considered if each not in told]
        if writer is None or not told:
            yield self._composed(first.question, decision, Written(tuple(evidence)), extra)
            return
        main = [each for each in evidence if not each.aside]
        with closing(writer.write([each.question for each in told], main)) as drafts:
            for written in drafts:
                yield self._composed(first.question, decision, written, extra)

    def _composed(self, question: Question, decision: Decision, written: Written, extra: Sequence[Notice]) -> Answer:
        composed = compose(question, decision, written.evidence, extra)
        for citation in composed.citations:
            if not holds(citation, self._document(citation.document_id)):
                raise StoreDamaged(
                    f"引文与原文不符：{citation.document}，请运行 python -m index verify",
                    f"a quote does not hold in {citation.document}; run python -m index verify",
                )
        return Answer(
            _id(question),
            question.text,
            decision.status,
            composed.text,
            composed.statements,
            composed.citations,
            composed.notices,
            0.0,
            decision.confidence,
            written.by or EXTRACTIVE,
            written.fallback,
        )


def _answered(considered: Sequence[Considered]) -> bool:
    return any(each.decision.status == "answered" for each in considered)


def _shared(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without those that one document has too many of."""
    seen: Counter[str] = Counter()
    kept = []
    for hit in hits:
        seen[hit.chunk.document_id] += 1
        if seen[hit.chunk.document_id] <= SHARE:
            kept.append(hit)
    return kept


def _weighed(grams: dict[str, float], question: Question) -> dict[str, float]:
    """The grams of a question, those of its terms before those of the words that only ask."""
    named = {gram for each in question.terms for gram in query_terms(each.text)}
    return {gram: weight * (1.0 if gram in named else ASKING) for gram, weight in grams.items()}


def _together(told: Sequence[Considered]) -> list[Said]:
    """What is said to several questions, each thing once, one document after the other; asides to one alone."""
    evidence = [each for one in told for each in one.evidence if not each.aside or len(told) == 1]
    unique: dict[tuple[str, tuple[Span, ...]], Said] = {}
    for each in evidence:
        unique.setdefault((each.source.document.id, each.spans), each)
    blocks = dict.fromkeys(_block(each) for each in unique.values())
    return [each for block in blocks for each in unique.values() if _block(each) == block]


def _block(each: Said) -> tuple[bool, str]:
    """What is laid out together: the statements of one document that answer, or that stand aside."""
    return each.aside, each.source.document.id


def _refused(question: Question, text: str) -> Answer:
    return Answer(_id(question), question.text, "not_found", text, (), (), refuse.understood(question), 0.0)


def _id(question: Question) -> str:
    return hashlib.sha256(question.text.encode()).hexdigest()[:12]
