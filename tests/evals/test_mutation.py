"""The suite is tested by planting faults: with each of them the run must fail, and name the right cause.

A fault works on an assistant that is otherwise the real one, over the real sample documents.
"""

import re
from dataclasses import replace

import pytest

from assistant.answer import Assistant
from assistant.types import Citation, Statement
from corpus.sentences import sentences
from evals.gold import Library
from evals.run import run
from evals.suite.load import load
from index.standing import Standing
from index.types import Filter
from tests.conftest import ROOT

SUITE = ROOT / "evals" / "suites" / "sample.yaml"


class Faulty:
    """An assistant with one fault: `spoil` gets every answer, and the index."""

    def __init__(self, index, spoil):
        self._inner, self._index, self._spoil = Assistant(index), index, spoil

    def ask(self, *turns, day=None, filters):
        return self._spoil(self._inner.ask(*turns, day=day, filters=filters), self._index, self._inner)

    def hits(self, *turns, filters):
        return self._inner.hits(*turns, filters=filters)


def worded(answer, change):
    """The answer with every word that it says changed, and its quotes as they were."""
    return replace(
        answer,
        text=change(answer.text),
        statements=tuple(replace(each, text=change(each.text)) for each in answer.statements),
    )


def cited(answer, change):
    return replace(answer, citations=tuple(change(each) for each in answer.citations))


def numbers_altered(answer, index, inner):
    def higher(text):
        return re.sub(
            r"(?<!\[)(?<![\d.])(\d+)(?=\s*(?:元|%|日|天|个|名|人|次|岁))", lambda m: str(int(m[1]) + 3), text
        )

    return worded(answer, higher)


def citations_shifted(answer, index, inner):
    def shifted(each):
        text = index.document(each.document_id).text
        after = next(sentences(text, each.end), None) or next(sentences(text))
        return replace(each, start=after[0], end=after[1], quote=text[slice(*after)])

    return cited(answer, shifted)


def wrong_document(answer, index, inner):
    def other(each):
        entries = index.entries()
        at = next(at for at, entry in enumerate(entries) if entry.id == each.document_id)
        entry = entries[(at + 1) % len(entries)]
        text = index.document(entry.id).text
        end = min(each.end, len(text))
        return replace(
            each,
            document_id=entry.id,
            document=entry.source,
            title=entry.metadata.title.value or "",
            start=max(0, end - 30),
            end=end,
            quote=text[max(0, end - 30) : end],
        )

    return cited(answer, other)


def never_abstains(answer, index, inner):
    if answer.status == "answered":
        return answer
    hit = index.search(answer.question, k=1)[0]
    document = index.document(hit.chunk.document_id)
    citation = Citation(
        1, document.id, document.source, "", None, None, None, None, "不明", (),
        hit.chunk.start, hit.chunk.end, document.text[hit.chunk.start : hit.chunk.end], None,
    )  # fmt: skip
    said = Statement(hit.chunk.text, (1,), "verbatim")
    return replace(answer, status="answered", text=f"{said.text}[1]", statements=(said,), citations=(citation,))


def always_abstains(answer, index, inner):
    return replace(answer, status="not_found", text="没有找到。", statements=(), citations=(), notices=())


def placeholder_completed(answer, index, inner):
    return worded(answer, lambda text: re.sub(r"[XＸ×]{2,}(?=[万余多]*[元件项名人平])|[XＸ×](?=个|月)", "500", text))


def quotes_trimmed(answer, index, inner):
    return cited(answer, lambda each: replace(each, quote=each.quote[:-4]))


def facts_dropped(answer, index, inner):
    kept = answer.statements[: len(answer.statements) // 2]
    lost = answer.statements[len(kept) :]
    text = answer.text
    for each in lost:
        text = text.replace(each.text, "")
    return replace(answer, text=text, statements=kept)


def said_twice(answer, index, inner):
    return replace(answer, text=f"{answer.text}\n{answer.text}", statements=answer.statements * 2)


def always_the_same_answer():
    first = []

    def same(answer, index, inner):
        if answer.status == "answered":
            first[:] = first or [answer]
            return replace(first[0], question=answer.question)
        return answer

    return same


class Forgetful(Faulty):
    """Ignores what the questioner has chosen, and the place that a question names."""

    def ask(self, *turns, day=None, filters):
        return self._inner.ask(*turns, day=day, filters=Filter())

    def hits(self, *turns, filters):
        return self._inner.hits(*turns, filters=Filter())


class Antiquarian(Faulty):
    """Answers from what was replaced, as if it stood, wherever it has it."""

    def __init__(self, index, spoil):
        super().__init__(index, spoil)
        standings, entries = self._inner._standings, index.entries()
        newer = {later.id for entry in entries if (later := standings._replaced_by(entry))}
        self._older = frozenset(entry.id for entry in entries) - newer
        self._fooled = Assistant(index)
        self._fooled._standings = Unaware(standings)

    def ask(self, *turns, day=None, filters):
        old = self._fooled.ask(*turns, day=day, filters=replace(filters, documents=self._older))
        return old if old.status == "answered" else self._inner.ask(*turns, day=day, filters=filters)


class Unaware:
    def __init__(self, standings):
        self._standings = standings

    def of(self, document, as_of=None):
        standing = self._standings.of(document, as_of)
        return Standing("现行") if standing.validity == "被替代" else standing


class SecondBest:
    """An index whose searches leave out the best document."""

    def __init__(self, index):
        self._index = index

    def __getattr__(self, name):
        return getattr(self._index, name)

    def search(self, query, **options):
        hits = self._index.search(query, **options)
        return [hit for hit in hits if hit.chunk.document_id != hits[0].chunk.document_id]


def unchanged(answer, index, inner):
    return answer


FAULTS = {
    "numbers altered in answers": (lambda index: Faulty(index, numbers_altered), {"抽取/生成"}),
    "citations shifted by one sentence": (lambda index: Faulty(index, citations_shifted), {"引用"}),
    "wrong document cited": (lambda index: Faulty(index, wrong_document), {"引用"}),
    "abstention off": (lambda index: Faulty(index, never_abstains), {"误答"}),
    "always abstaining": (lambda index: Faulty(index, always_abstains), {"误拒答"}),
    "region filter ignored": (lambda index: Forgetful(index, unchanged), {"检索", "误答"}),
    "superseded rule preferred": (lambda index: Antiquarian(index, unchanged), {"抽取/生成", "引用", "误答"}),
    "placeholder completed with a number": (lambda index: Faulty(index, placeholder_completed), {"抽取/生成"}),
    "quotes trimmed": (lambda index: Faulty(index, quotes_trimmed), {"引用"}),
    "facts dropped": (lambda index: Faulty(index, facts_dropped), {"抽取/生成"}),
    "duplicate answers": (lambda index: Faulty(index, said_twice), {"抽取/生成"}),
    "one answer for every question": (lambda index: Faulty(index, always_the_same_answer()), {"抽取/生成"}),
    "search returning the second-best": (lambda index: Faulty(SecondBest(index), unchanged), {"检索"}),
}


@pytest.fixture(scope="module")
def library(sample):
    return Library(sample._index)


@pytest.fixture(scope="module")
def passing(sample, library):
    """The cases that the assistant as it is passes: whatever fails of them fails by the fault."""
    cases = {case.id: case for case in load([SUITE])}
    outcomes = [each.outcome for each in run(list(cases.values()), Faulty(sample._index, unchanged), library)]
    return [cases[outcome.id] for outcome in outcomes if outcome.passed]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_fails_the_run_and_is_named(fault, sample, library, passing):
    plant, causes = FAULTS[fault]
    failed = [each.outcome for each in run(passing, plant(sample._index), library) if not each.outcome.passed]
    assert failed
    otherwise = [(each.id, each.cause, each.why) for each in failed if each.cause not in causes]
    assert len(otherwise) <= max(1, 0.1 * len(failed)), otherwise


def test_without_a_fault_nothing_fails(sample, library, passing):
    assert all(each.outcome.passed for each in run(passing, Faulty(sample._index, unchanged), library))
