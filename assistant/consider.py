"""One question and what was found for it → what is said to it, or why nothing is: the middle of the story. Pure.

Knows neither how the documents were searched nor how the answer is worded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant import besides, choose, history, members, papers, refuse, validity
from assistant.asking.question import Question
from assistant.asking.slogan import asked
from assistant.compose import Said, said
from assistant.doubts import doubtful, shares
from assistant.evidence import LONG, Passage, Piece, Source, cut, gather, line_above, meant, of_fee, resolved
from assistant.gate import ANSWER, SHOW, Decision, decide
from assistant.match import COMMON, Coverage, Term, cover, normal, share
from assistant.restrictions import of_denied, of_kind, of_part
from assistant.scope import (
    full_path,
    numbered,
    of_article,
    of_case,
    of_level,
    of_number,
    of_own_level,
    of_period,
    of_place,
    of_population,
    of_year,
    without_kinds,
)
from assistant.wording import called
from index.types import Hit

WIDE_FIRST = ("amount",)
"""Kinds of question to which one document often holds several answers, each for its own case."""
SAID = 0.5
"""So much of a term must stand in a passage that is shown, or it is named as missing."""
TOPIC = 0.4
"""So much of a turn must an answer to one of its clauses speak of."""


@dataclass(frozen=True, slots=True)
class Considered:
    """One question with what was decided on it."""

    question: Question
    decision: Decision
    evidence: Sequence[Said] = ()
    refusal: str | None = None
    """What is said instead of evidence."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What a question is considered with."""

    source: Callable[[str], Source]
    """A document by its id, as it stands on the day asked for."""
    bearing: Callable[[str], Sequence[Source]]
    """The documents that bear a number or a title."""
    regions: frozenset[str]
    """The places that the documents are of."""
    this_year: int
    threshold: float = ANSWER
    """What evidence must cover of a question, 0…1."""

    def consider(self, question: Question, hits: Sequence[Hit]) -> Considered:
        """The clause that asks by itself, or with all that the turn tells beside it.

        An amount, or the steps of one, is first looked for with all: 住了院 in another clause tells which of the
        amounts is meant.
        """
        pieces = cut(question, hits, self.source)
        narrow = self._read(question, pieces)
        if question.wider is None:
            return narrow
        sound = narrow.decision.status == "answered" and not _astray(question.wider, narrow)
        first = question.leans or question.slot.want in WIDE_FIRST or history.asked(question)
        if sound and not first:
            return narrow
        wide = self._read(question.wider, pieces)
        own = {each.text for each in question.asked if each.light and not each.alien}
        lost = [each for each in wide.decision.missing if each.text in own and each.weight >= COMMON]
        if wide.decision.status == "answered" and not lost:
            return wide
        return narrow if sound or narrow.decision.status != "answered" else wide

    def _read(self, question: Question, pieces: Sequence[Piece]) -> Considered:
        """One reading of a question: what may speak to it, and of that what answers."""
        refusal = refuse.before_search(question, self.regions)
        if refusal:
            return Considered(question, Decision("not_found"), refusal=refusal)
        question = without_kinds(history.sharpened(question) if history.asked(question) else question)
        question, borne = numbered(question, self.bearing)
        passages = gather(question, pieces)
        sources = list({piece.source.document.id: piece.source for piece in pieces}.values())
        paths = [full_path(place.path, self.regions) for place in question.places]
        fitting = [
            each for each in passages if self._fits(question, each, paths) and of_number(question, each, borne)
        ]
        if passages and not fitting:
            unknown = not borne and any("〔" in each for each in question.numbers)
            told = self._standing(question, sources)
            refusal = refuse.unknown_number(question) if unknown else refuse.out_of_scope(question)
            return told or Considered(question, Decision("not_found"), refusal=refusal)
        fitting = of_level(question, fitting)
        told = self._standing(question, sources) or self._members(question, fitting, sources)
        told = told or self._history(question, fitting)
        if not told and (own := of_own_level(question, fitting)):
            first = self._chosen(question, passages, own, sources, paths)
            told = first if first.decision.status == "answered" else None
        return told or self._chosen(question, passages, fitting, sources, paths)

    def _fits(self, question: Question, passage: Passage, paths: Sequence[tuple[str, ...]]) -> bool:
        """Say whether a passage may speak to a question about the places `paths` at all."""
        return (
            of_place(passage, paths)
            and of_year(question, passage, self.this_year)
            and of_population(question, passage)
            and of_article(question, passage)
            and of_period(question, passage)
            and of_case(question, passage)
            and of_kind(question, passage)
            and of_part(question, passage)
            and of_denied(question, passage)
        )

    def _standing(self, question: Question, sources: Sequence[Source]) -> Considered | None:
        """What says whether a rule still stands, where that is asked and a document says it."""
        if not validity.asked(question):
            return None
        unknown = validity.unknown(question, self.bearing)
        evidence = (
            validity.mentioned(question, sources) if unknown else validity.told(question, sources, self.bearing)
        )
        if unknown and not evidence:
            return Considered(question, Decision("not_found"), refusal=refuse.unknown_number(question))
        return Considered(question, Decision("answered", confidence=1.0), evidence) if evidence else None

    def _history(self, question: Question, fitting: Sequence[Passage]) -> Considered | None:
        """What each document set, where all the steps are asked for and several documents tell one each."""
        evidence = history.steps(question, fitting) if history.asked(question) else []
        decision = self._decide(question, evidence)
        return Considered(question, decision, evidence) if decision.status == "answered" else None

    def _members(
        self, question: Question, fitting: Sequence[Passage], sources: Sequence[Source]
    ) -> Considered | None:
        """The members of a slogan where a document lists them, else what names it; None where nothing names it."""
        slogan = asked(question, [each.document for each in sources])
        if slogan is None:
            return None
        question = slogan.sharpened(question)
        speaking = {each.document.id for each in fitting}
        listed = members.listed(slogan, question, [each for each in sources if each.document.id in speaking])
        decision = self._decide(question, listed)
        if decision.status == "answered":
            return Considered(question, decision, listed)
        near = members.near(slogan, fitting)
        if not members.names(slogan, near):
            return None
        if "哪" not in question.asks and (told := members.defined(slogan, near)):
            decision = self._decide(question, told)
            if decision.status == "answered":
                return Considered(question, decision, told)
        missing, unlisted = (decision.missing, "") if listed else ((), slogan.name)
        return Considered(question, Decision("uncertain", missing, unlisted=unlisted), near)

    def _chosen(
        self,
        question: Question,
        passages: Sequence[Passage],
        fitting: Sequence[Passage],
        sources: Sequence[Source],
        paths: Sequence[tuple[str, ...]],
    ) -> Considered:
        """The best of the passages that may speak, if that answers; else the nearest, or nothing."""
        evidence = choose.by_source(question, fitting, sources, paths)
        decision = self._decide(question, evidence)
        if told := self._followed(question, fitting, sources, evidence):
            return told
        if decision.status != "answered" and question.places and question.slot.want not in ("amount", "rule"):
            # Where the place's own rule does not say it, one that holds for it too may; never for an amount.
            wider = choose.choose(question, fitting, sources, own=False)
            if (further := self._decide(question, wider)).status == "answered":
                evidence, decision = wider, further
        if decision.status == "not_found":
            own = max((each.coverage.whole for each in fitting), default=0.0)
            others = any(
                each.coverage.whole >= max(SHOW, own) and not of_population(question, each) for each in passages
            )
            refusal = refuse.other_people(question) if others else refuse.nothing_near(question, decision)
            return Considered(question, decision, choose.nearest(fitting), refusal)
        if decision.status == "uncertain":
            evidence = choose.nearest(fitting)
            decision = replace(decision, missing=_unsaid(decision.missing, evidence))
        else:
            evidence = [
                *evidence,
                *besides.close(question, fitting, evidence),
                *choose.elsewhere(question, fitting, sources, evidence),
            ]
            evidence = [*evidence, *besides.asides(question, fitting, evidence)]
        return Considered(question, decision, evidence)

    def _followed(
        self, question: Question, fitting: Sequence[Passage], sources: Sequence[Source], chosen: Sequence[Said]
    ) -> Considered | None:
        """What the paper says to which one of the place asked for leaves the matter, where that one says it not."""
        names = tuple(place.name for place in question.places)
        if not names or any((each.source.document.metadata.region.value or "").endswith(names) for each in chosen):
            return None
        if (found := papers.followed(question, sources, self.bearing)) is None:
            return None
        leaving, ids = found
        bare = called(question.slot.want) | called("rule")
        terms = tuple(replace(each, earlier=False) for each in question.terms if each.text not in bare)
        whole = replace(question, terms=terms)  # with all that the turn tells: 每次多少 of what is told before it
        evidence = choose.choose(
            whole, [each for each in fitting if each.document.id in ids and _holds(terms, said(each))], sources
        )
        together = [leaving, *evidence]
        decision = self._decide(whole, together if question.slot.want == "documents" else evidence)
        return Considered(question, decision, together) if decision.status == "answered" else None

    def _decide(self, question: Question, evidence: Sequence[Said]) -> Decision:
        if not evidence:
            return decide(question, None, filled=False)
        own, context = _around(question, evidence)
        coverage = max(
            (_covered(question, each) for each in _apart(question, evidence)), key=lambda each: (each.whole, each.own)
        )
        listed = any(each.listed for each in evidence) or bool(question.articles)  # an article need not name its law
        filled = any(each.filled for each in evidence) or (question.slot.filled(own) and of_fee(question, own))
        filled = filled and not doubtful(question, evidence, context)
        return decide(question, coverage, filled=filled, listed=listed, threshold=self.threshold)


def _unsaid(missing: Sequence[Term], shown: Sequence[Said]) -> tuple[Term, ...]:
    """The missing terms that what is shown in place of an answer does not say either."""
    texts = [normal(each.text) for each in shown]
    return tuple(term for term in missing if not any(share(term, text) >= SAID for text in texts))


def _apart(question: Question, evidence: Sequence[Said]) -> list[list[Said]]:
    """Evidence that may answer together: of one document, unless several are asked about."""
    if question.slot.want == "documents" or len(question.places) > 1 or question.parts:
        return [list(evidence)]
    documents = dict.fromkeys(each.source.document.id for each in evidence)
    return [[each for each in evidence if each.source.document.id == document] for document in documents]


def _covered(question: Question, evidence: Sequence[Said]) -> Coverage:
    """What evidence, with what stands around it, covers of a question."""
    own, context = _around(question, evidence)
    # Whose years are told is spoken of by itself: 1943年1月1日至1945年9月2日, of the war of resistance.
    told = f"{own} {_meant(question, evidence)}" if question.population else own
    return cover(question.asked, normal(told), normal(context), kindred=True)


def _around(question: Question, evidence: Sequence[Said]) -> tuple[str, str]:
    """The words of the evidence, and what stands around them; of the right tier, what the turn calls it too."""
    own = "\n".join(resolved(each.source.document, each.text) for each in evidence)
    return own, " ".join([*(_context(each) for each in evidence), _meant(question, evidence)])


def _meant(question: Question, evidence: Sequence[Said]) -> str:
    """What the turn calls otherwise that each statement speaks of."""
    return " ".join(meant(question, each.text, each.source.document, each.spans[0][0]) for each in evidence)


def _holds(terms: Sequence[Term], each: Said) -> bool:
    """Say whether a statement, with what stands around it, speaks of everything that is named."""
    missing = cover(terms, normal(each.text), normal(_context(each))).missing
    return not any(term.weight >= COMMON for term in missing if not term.light)


def _astray(wider: Question, narrow: Considered) -> bool:
    """Say whether what answers the clause says little of what the turn is about: 给出多少钱, of a funeral."""
    if shares(narrow.question, narrow.evidence):
        return False
    return max((_covered(wider, each).whole for each in _apart(wider, narrow.evidence)), default=0.0) < TOPIC


def _context(each: Said) -> str:
    """Everything around a statement that tells what it is about."""
    document, start = each.source.document, each.spans[0][0]
    row = document.row_of(start)
    above = [row[0].caption, document.text[slice(*line_above(document, row[0]))][-LONG:]] if row else []
    return " ".join([each.source.about, document.line_before(start)[-200:], *document.path_of(start), *above])
