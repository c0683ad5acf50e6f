"""Document → chunks that follow its outline. Pure.

A chunk never crosses the border of a section, never cuts a sentence, and takes a table row by row. Its `context`
(title, place, year, heading path, lead-in, column headings) is searched with it and never quoted.
Knows nothing of embeddings, of the store, or of questions.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.sentences import sentences, stripped
from corpus.types import PASSAGE_CHARS, Document, Row, Section, Table
from index.types import Chunk

MAX_CHARS = 360
"""A longer stretch is split between sentences: about three to five sentences of an official document."""
LEAD_CHARS = 120
"""A lead-in longer than this says too much of its own to stand in front of every item."""

Span = tuple[int, int]


def chunk(document: Document) -> list[Chunk]:
    """Cut `document` into chunks, in the order of its text; together they hold every character but white space."""
    if not document.sections and not document.tables and len(document.text) <= PASSAGE_CHARS:
        return [_whole(document)]
    head, leads = _head(document), _leads(document)
    chunks = []
    for start, end, section in _segments(document):
        path = section.path if section else ()
        lead = leads.get(section.start, "") if section else ""
        context = "\n".join(part for part in (head, _path(section, start), lead) if part)
        for first, last, extra in _pieces(document, start, end):
            chunks.append(
                Chunk(
                    id=f"{document.id}:{first}-{last}",
                    document_id=document.id,
                    path=path,
                    start=first,
                    end=last,
                    text=document.text[first:last],
                    context="\n".join(part for part in (context, extra) if part),
                )
            )
    return chunks


def _whole(document: Document) -> Chunk:
    """A short document without an outline is one chunk."""
    start, end = stripped(document.text, 0, len(document.text))
    key = f"{document.id}:{start}-{end}"
    return Chunk(key, document.id, (), start, end, document.text[start:end], _head(document))


def _head(document: Document) -> str:
    known = document.metadata
    parts = (known.title.value, known.doc_number.value, known.region.value, f"{known.year}年" if known.year else None)
    return " ".join(part for part in parts if part)


def _segments(document: Document) -> Iterator[tuple[int, int, Section | None]]:
    """Maximal stretches of text with the same innermost section."""
    open_sections: list[Section] = []
    at = 0

    def until(border: int) -> Iterator[tuple[int, int, Section | None]]:
        nonlocal at
        if at < border:
            yield at, border, open_sections[-1] if open_sections else None
            at = border

    for section in document.sections:
        while open_sections and open_sections[-1].end <= section.start:
            yield from until(open_sections[-1].end)
            open_sections.pop()
        yield from until(section.start)
        open_sections.append(section)
    while open_sections:
        yield from until(open_sections[-1].end)
        open_sections.pop()
    yield from until(len(document.text))


def _path(section: Section | None, start: int) -> str:
    """Labels above the chunk; its own label is left out where the text opens with it."""
    if section is None:
        return ""
    labels = section.path[:-1] if start == section.start else section.path
    return " ".join(labels)


def _leads(document: Document) -> dict[int, str]:
    """Start of a section → the sentence that introduces the list which the section is an item of."""
    leads: dict[int, str] = {}
    above: list[tuple[Section, str | None]] = []
    for section in document.sections:
        while above and above[-1][0].end <= section.start:
            above.pop()
        if above:
            parent, lead = above[-1]
            if lead is None:
                lead = _last_sentence(document.text, parent.body, section.start)
                above[-1] = (parent, lead)
            leads[section.start] = lead
        above.append((section, None))
    return leads


def _last_sentence(text: str, start: int, end: int) -> str:
    spans = list(sentences(text, start, end))
    return text[slice(*spans[-1])] if spans and spans[-1][1] - spans[-1][0] <= LEAD_CHARS else ""


def _pieces(document: Document, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """(start, end, column headings) of the chunks in one segment."""
    at = start
    for table in document.tables:
        if table.end <= at or table.start >= end:
            continue
        yield from _prose(document.text, at, max(at, table.start))
        yield from _rows(document.text, table, max(at, table.start), min(end, table.end))
        at = min(end, table.end)
    yield from _prose(document.text, at, end)


def _rows(text: str, table: Table, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """A chunk for the headings and one for each row; what the border of a section cuts through is prose."""
    first = stripped(text, start, min(end, table.rows[0].start))
    if first[0] < first[1]:
        yield (*first, table.caption)
    at = max(start, table.rows[0].start)
    for row in table.rows:
        if at <= row.start and row.end <= end:
            yield from _prose(text, at, row.start)
            yield (*stripped(text, row.start, row.end), _row_context(table, row))
            at = row.end
    yield from _prose(text, at, end)


def _row_context(table: Table, row: Row) -> str:
    """Column headings with the cells that stand elsewhere, so that a row is found by what it is merged with."""
    merged = (f"{h.text} {c.text}" for h, c in zip(table.headings, row.cells, strict=True) if c.merged)
    return " ".join([table.caption, *(heading.text for heading in table.headings), *merged]).strip()


def _prose(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Sentences gathered up to MAX_CHARS; a single longer sentence stays whole."""
    first = last = None
    for begin, stop in sentences(text, start, end):
        if first is not None and last is not None and stop - first > MAX_CHARS:
            yield first, last, ""
            first = None
        first = begin if first is None else first
        last = stop
    if first is not None and last is not None:
        yield first, last, ""
