"""Questions whether a rule still stands and what replaced it → the sentences that say so. Pure.

Only for a rule that the question names by its number or its title. Knows nothing of how standing is found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

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
    text = fold(question.text)
    return bool(pattern("stands").search(text)) and bool(docnumber.find(question.text) or "<" in text)


def unknown(question: Question, find: Callable[[str], Sequence[Source]]) -> bool:
    """Say whether a rule is asked about by a number that no document bears."""
    return bool(question.numbers) and not any(find(number) for number in question.numbers)


def mentioned(question: Question, sources: Sequence[Source]) -> list[Said]:
    """Sentences that tell of the end of a rule whose own text is not here."""
    return [
        quoted(source, span)
        for source in sources
        for span in sentences(source.document.text)
        if pattern("stands", "ends").search(fold(text := source.document.text[slice(*span)]))
        and any(each.canonical.endswith(name) for each in docnumber.find(text) for name in question.numbers)
    ][:1]


def told(question: Question, sources: Sequence[Source], find: Callable[[str], Sequence[Source]]) -> list[Said]:
    """What replaced the rule that is asked about, or from when it holds; nothing where no document says so.

    `find` knows the documents that bear a number or a title.
    """
    for source in sources:
        if not _meant(question, source.document.metadata):
            continue
        successor = source.standing.by or source.standing.successor
        if successor is None:
            return list(_holding(source))[:1]
        for later in find(successor):
            said = [*_replacing(later, source.document.metadata), *_holding(later)]
            if said:
                return list(dict.fromkeys(said))
    return []


def _meant(question: Question, known: Metadata) -> bool:
    numbers = {each.canonical for each in docnumber.find(question.text)}
    own = {each.canonical for each in docnumber.find(known.doc_number.value or "")}
    title = fold(known.title.value or "").strip("<> ")
    return bool(numbers & own) or bool(title and f"<{title}>" in fold(question.text))


def _replacing(later: Source, replaced: Metadata) -> Iterator[Said]:
    """The sentence in which the later rule names the one that it replaces."""
    names = [replaced.doc_number.value, replaced.title.value]
    for span in sentences(later.document.text):
        text = later.document.text[slice(*span)]
        if pattern("stands", "ends").search(fold(text)) and any(name and name in text for name in names):
            yield quoted(later, span)
            return


def _holding(source: Source) -> Iterator[Said]:
    """The sentence that says from when, and for how long, a rule holds."""
    for span in sentences(source.document.text):
        if pattern("stands", "begins").search(fold(source.document.text[slice(*span)])):
            yield quoted(source, span)
            return
