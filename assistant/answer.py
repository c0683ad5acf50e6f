"""The story of an answer: understand, search, weigh, choose, decide, word, check.

Knows nothing of models, files or the web: it holds an index that is already open.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import Protocol

from assistant import choose, members, refuse, validity
from assistant.cite import holds
from assistant.compose import Said, compose
from assistant.days import named, tier
from assistant.doubts import doubtful
from assistant.evidence import Passage, Source, gather
from assistant.gate import ANSWER, SHOW, Decision, decide
from assistant.match import COMMON, cover, normal
from assistant.prove import proved
from assistant.question import Question, placed, understand
from assistant.scope import (
    as_of,
    bare_names,
    full_path,
    in_full,
    of_article,
    of_period,
    of_place,
    of_population,
    of_year,
)
from assistant.slogan import Slogan, asked
from assistant.slots import attributed
from assistant.types import EXTRACTIVE, Answer, Notice
from assistant.writer.types import Written
from corpus import places
from corpus.errors import StoreDamaged
from index.lexical import query_terms
from index.query import widened
from index.search import ANY, Index
from index.standing import Standings
from index.types import Filter, Hit

HITS = 32
"""Chunks looked at for one question: more adds noise, fewer lose the third document of a cross-document question."""
SHARE = 12
"""Of them from one document: a draft with the right title must not crowd out the rule that is in force."""


WIDE_FIRST = ("amount",)
"""Kinds of question to which one document often holds several answers, each for its own case."""
TOPIC = 0.4
"""So much of a turn must an answer to one of its clauses speak of."""
ASKING = 0.5
"""Weight, in the search, of words that ask and name nothing."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One question with what was decided on it."""

    question: Question
    decision: Decision
    evidence: Sequence[Said] = ()
    refusal: str | None = None
    """What is said instead of evidence."""


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
        self._bare_names = bare_names(self._regions)
        self._document = lru_cache(maxsize=256)(index.document)
        self._standings = Standings(index.replacing(), index.named, index.namesakes())

    def at(self, threshold: float) -> Assistant:
        """The same assistant with another threshold; nothing is opened anew."""
        other = copy(self)
        other._threshold = threshold
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
        questions = self.understood(turns, filters)
        narrowed = [self._narrowed(each, turns, filters) for each in questions]
        found: dict[tuple[str, Filter], list[Hit]] = {}
        for each, within in zip(questions, narrowed, strict=True):
            if (each.search, within) not in found:
                found[each.search, within] = self._search(each, within)
        return [
            self._either(each, as_of(each, day), found[each.search, within])
            for each, within in zip(questions, narrowed, strict=True)
        ]

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
        return [replace(placed(each, chosen), text=turns[-1].strip()) for each in understand(called, self._index.idf)]

    def _narrowed(self, question: Question, turns: Sequence[str], filters: Filter) -> Filter:
        """The filters with the place that the question names, and with the documents that it goes on about."""
        region = filters.region
        if region is None and len(question.places) == 1:
            region = "".join(full_path(question.places[0].path, self._regions))
        documents = filters.documents or self._spoken_of(question, turns, filters)
        return replace(filters, region=region, documents=documents)

    def _spoken_of(self, question: Question, turns: Sequence[str], filters: Filter) -> frozenset[str] | None:
        """The documents that the turn before was answered from, when the last turn names nothing of its own."""
        if len(turns) < 2 or any(not term.earlier for term in question.terms):
            return None
        # What is spoken of depends on no strictness and on no language model.
        *_, before = self._worded(self.at(ANSWER).consider(*turns[:-1], filters=filters), None)
        return frozenset(each.document_id for each in before.citations) or None

    def _either(self, question: Question, day: str | None, hits: Sequence[Hit]) -> Considered:
        """The clause that asks by itself, or with all that the turn tells beside it.

        An amount is first looked for with all: 住了院 in another clause tells which of the amounts is meant.
        """
        narrow = self._consider(question, day, hits)
        if question.wider is None:
            return narrow
        sound = narrow.decision.status == "answered" and not _astray(question.wider, narrow)
        if sound and question.slot.want not in WIDE_FIRST:
            return narrow
        wide = self._consider(question.wider, day, hits)
        own = {each.text for each in question.asked if each.light and not each.alien}
        lost = [each for each in wide.decision.missing if each.text in own and each.weight >= COMMON]
        if wide.decision.status == "answered" and not lost:
            return wide
        return narrow if sound or narrow.decision.status != "answered" else wide

    def _consider(self, question: Question, day: str | None, hits: Sequence[Hit]) -> Considered:
        """Look for the answer to one question, and decide."""
        refusal = refuse.before_search(question, self._regions)
        if refusal:
            return Considered(question, Decision("not_found"), refusal=refusal)

        @cache
        def source(document_id: str) -> Source:
            document = self._document(document_id)
            return Source(document, self._standings.of(document, day))

        paths = [full_path(place.path, self._regions) for place in question.places]
        passages = gather(question, hits, source)
        fitting = [
            each
            for each in passages
            if of_place(each, paths)
            and of_year(question, each, self._this_year)
            and of_population(question, each)
            and of_article(question, each)
            and of_period(question, each)
        ]
        if passages and not fitting:
            return Considered(question, Decision("not_found"), refusal=refuse.out_of_scope(question))
        nearest = list({hit.chunk.document_id: source(hit.chunk.document_id) for hit in hits}.values())
        if validity.asked(question) and (evidence := validity.told(question, nearest, self._bearing(source))):
            return Considered(question, Decision("answered", confidence=1.0), evidence)
        slogan = asked(question, [each.document for each in nearest])
        if slogan is not None and (told := self._members(slogan, slogan.sharpened(question), fitting, nearest)):
            return told
        evidence = choose.by_place(question, fitting, nearest, paths)
        decision = self._decide(question, evidence)
        if decision.status != "answered" and question.places and question.slot.want not in ("amount", "rule"):
            # Where the place's own rule does not say it, one that holds for it too may; never for an amount.
            wider = choose.choose(question, fitting, nearest, own=False)
            if (further := self._decide(question, wider)).status == "answered":
                evidence, decision = wider, further
        if decision.status == "not_found":
            others = any(each.coverage.whole >= SHOW and not of_population(question, each) for each in passages)
            refusal = refuse.other_people(question) if others else refuse.nothing_near(question, decision)
            return Considered(question, decision, refusal=refusal)
        if decision.status == "uncertain":
            evidence = choose.nearest(fitting)
        return Considered(question, decision, evidence)

    def _bearing(self, source: Callable[[str], Source]) -> Callable[[str], list[Source]]:
        """What finds the documents that bear a number or a title."""
        return lambda name: [source(entry.id) for entry in self._index.named(name)]

    def _members(
        self, slogan: Slogan, question: Question, fitting: Sequence[Passage], sources: Sequence[Source]
    ) -> Considered | None:
        """The members of a slogan where a document lists them, else what names it; None where nothing names it."""
        speaking = {each.document.id for each in fitting}
        listed = members.listed(slogan, question, [each for each in sources if each.document.id in speaking])
        decision = self._decide(question, listed)
        if decision.status == "answered":
            return Considered(question, decision, listed)
        near = members.near(slogan, fitting)
        if not members.names(slogan, near):
            return None
        missing, unlisted = (decision.missing, "") if listed else ((), slogan.name)
        return Considered(question, Decision("uncertain", missing, unlisted=unlisted), near)

    def _search(self, question: Question, filters: Filter) -> list[Hit]:
        # What holds for the province holds for its city and need not name it: the filter has seen to the place.
        text = places.without(question.search) if filters.region else question.search
        terms = _weighed(widened(text, dict(question.widened)), question)
        hits = self._index.search(text, k=3 * HITS, filters=filters, terms=terms)
        seen: Counter[str] = Counter()
        kept = []
        for hit in hits:
            seen[hit.chunk.document_id] += 1
            if seen[hit.chunk.document_id] <= SHARE:
                kept.append(hit)
        return kept[:HITS]

    def _decide(self, question: Question, evidence: Sequence[Said]) -> Decision:
        if not evidence:
            return decide(question, None, filled=False)
        own = "\n".join(each.text for each in evidence)
        context = " ".join(_context(each) for each in evidence)
        if tier(question.days, own):
            context += " " + " ".join(name for day in question.days for name in named(day))
        coverage = cover(question.asked, normal(own), normal(context))
        listed = any(each.listed for each in evidence) or bool(question.articles)  # an article need not name its law
        filled = any(each.filled for each in evidence) or (
            question.slot.filled(own) and (question.slot.want != "amount" or attributed(own, question.names))
        )
        filled = filled and not doubtful(question, evidence, context)
        return decide(question, coverage, filled=filled, listed=listed, threshold=self._threshold)

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
        with closing(writer.write([each.question for each in told], evidence)) as drafts:
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


def _astray(wider: Question, narrow: Considered) -> bool:
    """Say whether what answers the clause says little of what the turn is about: 给出多少钱, of a funeral."""
    own = normal("\n".join(each.text for each in narrow.evidence))
    context = normal(" ".join(_context(each) for each in narrow.evidence))
    return cover(wider.asked, own, context).whole < TOPIC


def _weighed(grams: dict[str, float], question: Question) -> dict[str, float]:
    """The grams of a question, those of its terms before those of the words that only ask."""
    named = {gram for each in question.terms for gram in query_terms(each.text)}
    return {gram: weight * (1.0 if gram in named else ASKING) for gram, weight in grams.items()}


def _together(told: Sequence[Considered]) -> list[Said]:
    """What is said to several questions, each thing once, one document after the other."""
    unique = {(each.source.document.id, each.spans): each for one in told for each in one.evidence}
    documents = list(dict.fromkeys(document_id for document_id, _ in unique))
    return [each for document_id in documents for key, each in unique.items() if key[0] == document_id]


def _context(each: Said) -> str:
    """Everything around a statement that tells what it is about."""
    document = each.source.document
    section = document.section_of(each.spans[0][0])
    start = each.spans[0][0]
    line = document.text[document.text.rfind("\n", 0, start) + 1 : start]
    return " ".join([each.source.about, line[-200:], *(section.path if section else ())])


def _refused(question: Question, text: str) -> Answer:
    return Answer(_id(question), question.text, "not_found", text, (), (), refuse.understood(question), 0.0)


def _id(question: Question) -> str:
    return hashlib.sha256(question.text.encode()).hexdigest()[:12]
