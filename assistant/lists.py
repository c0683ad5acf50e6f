"""Enumerations of a document: 一是…二是…, （一）（二）, ①② with the sentence that leads in. Pure.

Finds them and weighs them against a question; knows nothing of how an answer is put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.asking.question import Question
from assistant.evidence import Source, Span, line_above, titles, with_exceptions
from assistant.match import Coverage, cover, normal
from corpus.sentences import clauses, sentences, stripped
from corpus.types import Document, Section

ITEM_CHARS = {"list": 60}
_RUNS_IN = ("：", ":")
_SLOGAN = re.compile(r"[二三四五六七八九十]个?(.{1,2})")
RULE_CHARS = 120
"""An item is told by its first sentence when that is no longer, else by its heading: a list needs names, a rule its
amounts and conditions."""


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Items of one list, in their order."""

    source: Source
    lead: Span | None
    """The sentence before the first item."""
    items: tuple[Span, ...]
    introduced: Coverage
    """What lead and headings cover of the question."""
    valued: int
    """How many items hold the kind of value that is asked for."""
    score: float


def enumerations(question: Question, source: Source) -> list[Enumeration]:
    """Every list of `source`, weighed against `question`, best first."""
    found = []
    for parent, items in _sets(source.document):
        lead = _lead(source.document, parent, items[0])
        most = ITEM_CHARS.get(question.slot.want, RULE_CHARS)
        spans = tuple(_item(source.document.text, section, most) for section in items)
        found.append(_weigh(question, source, parent, lead, spans))
    return sorted(found, key=lambda each: (-each.score, each.items[0]))


def _sets(document: Document) -> Iterator[tuple[Section | None, list[Section]]]:
    """Runs of sibling sections with nothing between them, at least two."""
    open_runs: dict[int, tuple[Section | None, list[Section]]] = {}
    above: list[Section] = []
    for section in document.sections:
        while above and above[-1].end <= section.start:
            above.pop()
        for depth in [each for each in open_runs if each > section.depth]:
            yield from _complete(open_runs.pop(depth))
        parent, run = open_runs.get(section.depth, (None, []))
        gap = document.text[run[-1].end : section.start] if run else ""
        if run and (gap.strip() or parent is not (above[-1] if above else None)):
            yield from _complete((parent, run))
            run = []
        open_runs[section.depth] = (above[-1] if above else None, [*run, section])
        above.append(section)
    for each in open_runs.values():
        yield from _complete(each)


def _complete(run: tuple[Section | None, list[Section]]) -> Iterator[tuple[Section | None, list[Section]]]:
    if len(run[1]) > 1:
        yield run


def lead_in(document: Document, start: int) -> Span | None:
    """The line with a colon that leads in to the item, or to the table of the row, at `start`; None without one."""
    row = document.row_of(start)
    if row is not None:
        return _leading(document, line_above(document, row[0]))
    item = document.section_of(start)
    if item is None or item.start != start:
        return None
    above = [each for each in document.sections if each.start < start < each.end and each.depth < item.depth]
    siblings = [
        each
        for each in document.sections
        if each.depth == item.depth and (not above or above[-1].start < each.start) and each.start <= start
    ]
    lead = _lead(document, above[-1] if above else None, siblings[0])
    return _leading(document, lead) if lead else None


def _leading(document: Document, span: Span) -> Span | None:
    """The span where it ends in a colon, and so leads in to what follows."""
    return span if document.text.endswith(("：", ":"), *span) else None


def _repeated(question: Question, items: list[str]) -> float:
    """Share of the items that repeat the word which a numbered slogan counts: 化 in 三化, 必访 in 五必访."""
    words = [match[1] for each in question.asked if (match := _SLOGAN.fullmatch(each.text))]
    return sum(words[0] in normal(item) for item in items) / len(items) if words else 0.0


def _lead(document: Document, parent: Section | None, first: Section) -> Span | None:
    start = parent.start if parent else max(0, first.start - 200)
    spans = list(sentences(document.text, start, first.start))
    # A title heads everything, and introduces no list.
    return spans[-1] if spans and not titles(document, spans[-1]) else None


def _item(text: str, section: Section, most: int) -> Span:
    """First sentence of an item when it is short, else its heading; one that runs in, with its first part."""
    first = next(iter(sentences(text, section.start, section.end)), (section.start, section.end))
    if first[1] - first[0] <= most:
        return first
    after = text.find(section.heading, section.start) + len(section.heading) if section.heading else first[1]
    if text[after : after + 1] in _RUNS_IN:
        # 取酬 alone is no answer where 取酬：不得领取薪酬 stands.
        whole = next(iter(with_exceptions(text, list(clauses(text, *first)))), first)
        if whole[1] - whole[0] <= RULE_CHARS:
            return whole
    return stripped(text, section.start, min(max(after, section.start + 1), section.end))


def _weigh(
    question: Question, source: Source, parent: Section | None, lead: Span | None, items: tuple[Span, ...]
) -> Enumeration:
    text = source.document.text
    said = " ".join(text[slice(*span)] for span in ([lead] if lead else []) + list(items))
    above = " ".join([*(parent.path if parent else ()), text[slice(*lead)] if lead else ""])
    # The title says what the whole document is about, and so nothing of one list among many; at the outermost
    # level only the sentence before the first item introduces it.
    title = source.about if parent else ""
    introduced = cover(question.terms, normal(above), normal(title))
    coverage = cover(question.terms, normal(said), normal(f"{above} {title}"))
    valued = sum(question.slot.valued(text[slice(*span)]) for span in items)
    # As many items as were asked for: then what the items say themselves counts nearly like an introduction.
    worth = 1.0
    if question.slot.size == len(items) and coverage.own > introduced.own:
        introduced, worth = coverage, 0.9
    score = worth * (0.5 * introduced.own + 0.25 * introduced.whole) + 0.25 * coverage.whole
    score -= 0.15 * len([each for each in introduced.missing if each in question.asked])
    if question.slot.size is not None:
        score += 0.2 if question.slot.size == len(items) else -0.25
    score += 0.15 * _repeated(question, [text[slice(*span)] for span in items])
    if not source.standing.live:
        score -= 0.12
    return Enumeration(source, lead, items, introduced, valued, score)
