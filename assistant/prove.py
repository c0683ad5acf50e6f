"""Statements with the spans that they rest on → the verifier's evidence, and what the verifier finds.

The one place where a statement meets `assistant.verify`, whoever worded it. Knows nothing of how statements are
chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose import Said
from assistant.evidence import Span
from assistant.lists import lead_in
from assistant.verify.types import Evidence, Finding
from assistant.verify.verify import verify
from corpus.types import Document


def proved(said: Sequence[Said]) -> list[Said]:
    """The statements with the verdict that each deserves; one that its own evidence contradicts is left out."""
    found = [(each, finding(each).verdict) for each in said]
    return [replace(each, verdict=verdict) for each, verdict in found if verdict != "contradicted"]


def finding(said: Said) -> Finding:
    """What the verifier finds of one statement."""
    return verify(said.text, evidence(said))


def evidence(said: Said) -> Evidence:
    """What a statement cites, as its reader sees it."""
    return around(said.source.document, said.spans)


def around(document: Document, spans: Sequence[Span]) -> Evidence:
    """Spans of a document, and what stands around the first of them."""
    known = document.metadata
    start = spans[0][0]
    lead = lead_in(document, start)
    cited = document.row_of(start)
    return Evidence(
        quotes=tuple(document.text[slice(*span)] for span in spans),
        title=known.title.value or "",
        doc_number=known.doc_number.value,
        region=known.region.value,
        year=known.year,
        path=document.path_of(start),
        lead_in=document.text[slice(*lead)] if lead else "",
        row=cited[0].labelled(cited[1]) if cited else (),
    )
