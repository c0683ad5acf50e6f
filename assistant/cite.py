"""Spans of documents → citations: the program cuts the quote, no one else writes it. Pure.

Knows nothing of why a span was chosen.
"""

from __future__ import annotations

from assistant.types import Citation
from corpus.errors import StoreDamaged
from corpus.types import Document
from index.standing import Standing


def cite(document: Document, start: int, end: int, *, marker: int, standing: Standing) -> Citation:
    """Cut `document.text[start:end]` and say where it stands.

    Raises:
        StoreDamaged: the span does not lie in the text.
    """
    if not 0 <= start < end <= len(document.text):
        raise StoreDamaged(
            f"“{document.source}”的引文位置 {start}–{end} 不在原文内，请运行 python -m index verify",
            f"{document.source}: span {start}-{end} is outside the text; run python -m index verify",
        )
    known = document.metadata
    return Citation(
        marker=marker,
        document_id=document.id,
        document=document.source,
        title=known.title.value or document.source,
        doc_number=known.doc_number.value,
        issuer=known.issuer.value,
        region=known.region.value,
        year=known.year,
        validity=standing.label,
        path=document.path_of(start),
        start=start,
        end=end,
        quote=document.text[start:end],
        page=document.page_of(start),
    )


def holds(citation: Citation, document: Document) -> bool:
    """Check once more, before it is shown, that the quote is the document's own text at its offsets."""
    return document.id == citation.document_id and document.text[citation.start : citation.end] == citation.quote
