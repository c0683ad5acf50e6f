"""Questions whether a rule still stands and what replaced it → the sentences that say so. Pure.

Only for a rule that the question names by its number or its title. Knows nothing of how standing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from assistant.asking.question import Question
from assistant.compose import Said, quoted
from assistant.evidence import Source
from assistant.wording import pattern
from corpus import docnumber
from corpus.fold import fold
from corpus.sentences import sentences
from corpus.types import Metadata


def asked(question: Question) -> bool:
    """Say whether a question is about a rule's validity, and names the rule."""
    text = fold(question.told)
    return bool(pattern("stands").search(text)) and bool(docnumber.find(question.text) or "<" in text)


def unknown(question: Question, find: Callable[[str], Sequence[Source]]) -> bool:
    """Say whether a rule is asked about by a number that no document bears."""
    return bool(question.numbers) and not any(find(number) for number in question.numbers)


def mentioned(question: Question, sources: Sequence[Source]) -> list[Said]:
    """Sentences that tell of the end of a rule whose own text is not here."""

    def ending(text: str) -> bool:
        return _ends(text) and any(
            each.canonical.endswith(name) for each in docnumber.find(text) for name in question.numbers
        )

    return [said for source in sources for said in _first(source, ending)][:1]


def told(question: Question, sources: Sequence[Source], find: Callable[[str], Sequence[Source]]) -> list[Said]:
    """What replaced the rule that is asked about, or from when it holds; nothing where no document says so.

    `find` knows the documents that bear a number or a title.
    """
    for source in sources:
        if not _meant(question, source.document.metadata):
            continue
        successor = source.standing.by or source.standing.successor
        if successor is None:
            return _first(source, _begins)
        for later in find(successor):
            said = [*_replacing(later, source.document.metadata), *_first(later, _begins)]
            if said:
                return list(dict.fromkeys(said))
    return []


def _meant(question: Question, known: Metadata) -> bool:
    numbers = {each.canonical for each in docnumber.find(question.text)}
    own = {each.canonical for each in docnumber.find(known.doc_number.value or "")}
    title = fold(known.title.value or "").strip("<> ")
    return bool(numbers & own) or bool(title and f"<{title}>" in fold(question.text))


def _replacing(later: Source, replaced: Metadata) -> list[Said]:
    """The sentence in which the later rule names the one that it replaces."""
    names = [replaced.doc_number.value, replaced.title.value]
    return _first(later, lambda text: _ends(text) and any(name and name in text for name in names))


def _first(source: Source, fits: Callable[[str], bool]) -> list[Said]:
    """The first sentence of a document that fits, or none."""
    text = source.document.text
    return [quoted(source, span) for span in islice((s for s in sentences(text) if fits(text[slice(*s)])), 1)]


def _ends(text: str) -> bool:
    """Say whether a sentence ends a rule."""
    return bool(pattern("stands", "ends").search(fold(text)))


def _begins(text: str) -> bool:
    """Say whether a sentence says from when, or for how long, a rule holds."""
    return bool(pattern("stands", "begins").search(fold(text)))
