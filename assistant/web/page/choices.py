"""What the page offers before anything is typed: places, years and kinds to choose from, and questions to begin with.

All of it comes from the documents that the caller may read; a question is offered only if it is answered from the
document that it was taken from. Knows nothing of who asks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Assistant
from assistant.web.page.words import phrase
from corpus.types import Document, Section
from index.search import Index
from index.types import Entry

EXAMPLES = 4
TRIED = 12
"""Questions asked in order to offer `EXAMPLES` of them: each takes about a tenth of a second."""
COMMON = 3
"""In more documents than this a heading names no topic, as 工作要求."""
LOOKED_AT = 60
"""Documents whose headings are looked at."""
_LENGTH = range(4, 11)
"""Characters of a heading that can be asked about."""
_ASIDE = re.compile(r"[（(].*?[）)]")
_NO_TOPIC = re.compile(r"[，。；：、“”？！\d]|^[第附]|^不|[吗呢谁样]$|什么|多少|怎|哪|几")
_OUTSIDE = frozenset({"已废止", "被替代", "征求意见稿", "仅述及"})


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is, the widest place, the newest year and the most frequent kind first."""

    regions: tuple[str, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]


def choices(entries: Iterable[Entry]) -> Choices:
    """What documents can be chosen by."""
    known = [entry.metadata for entry in entries]
    regions = {each.region.value for each in known if each.region.value}
    kinds = Counter(each.kind.value for each in known if each.kind.value)
    return Choices(
        tuple(sorted(regions, key=lambda name: (name != "全国", len(name), name))),
        tuple(sorted({each.year for each in known if each.year}, reverse=True)),
        tuple(name for name, _ in kinds.most_common()),
    )


def examples(index: Index, assistant: Assistant) -> tuple[str, ...]:
    """Questions that the documents answer, made of their own headings; no two of one document."""
    documents = [index.document(entry.id) for entry in _sample(index.entries())]
    often = Counter(topic for document in documents for topic in {*map(_topic, document.sections)})
    named = {topic for topic, count in often.items() if count <= COMMON}
    topics = sorted(
        ((share, document, topic) for document in documents for share, topic in _topics(document, named)),
        key=lambda each: (-each[0], each[1].metadata.validity.value != "现行"),
    )
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, document, topic in topics[:TRIED]:
        question = phrase("ask.example").zh.format(topic=topic)
        if document.id not in found and question not in taken and _answers(assistant, question, document):
            found[document.id] = question
            taken.add(question)
    return tuple(found.values())[:EXAMPLES]


def _sample(entries: Sequence[Entry]) -> list[Entry]:
    """Some documents from all over the store."""
    whole = [entry for entry in entries if entry.metadata.validity.value not in _OUTSIDE]
    step = max(1, len(whole) // LOOKED_AT)
    return whole[::step][:LOOKED_AT]


def _topic(section: Section) -> str:
    return _ASIDE.sub("", section.heading).strip()


def _topics(document: Document, named: Container[str]) -> Iterator[tuple[float, str]]:
    """Headings that say what their document is about, each with the share of it that the title holds."""
    title = document.metadata.title.value or ""
    for section in document.sections:
        topic = _topic(section)
        if section.depth <= 2 and len(topic) in _LENGTH and topic in named and not _NO_TOPIC.search(topic):
            pairs = [topic[at : at + 2] for at in range(len(topic) - 1)]
            share = sum(pair in title for pair in pairs) / len(pairs)
            if share:
                yield share, topic


def _answers(assistant: Assistant, question: str, document: Document) -> bool:
    answer = assistant.ask(question)
    return answer.status == "answered" and any(each.document_id == document.id for each in answer.citations)
