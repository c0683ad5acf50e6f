"""Statements with the spans that they rest on → the verifier's evidence, and what the verifier finds.

The one place where a statement meets `assistant.verify`, whoever worded it. Knows nothing of how statements are
chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.compose import Said
from assistant.lists import lead_in
from assistant.types import Verdict
from assistant.verify.types import Evidence, Finding
from assistant.verify.verify import verify

_SHOWN: dict[str, Verdict] = {"verbatim": "verbatim", "supported": "supported", "unverified": "unverified"}


def proved(said: Sequence[Said]) -> list[Said]:
    """The statements with the verdict that each deserves; one that its own evidence contradicts is left out."""
    found = [(each, finding(each).verdict) for each in said]
    return [replace(each, verdict=_SHOWN[verdict]) for each, verdict in found if verdict in _SHOWN]


def finding(said: Said) -> Finding:
    """What the verifier finds of one statement."""
    return verify(said.text, evidence(said))


def evidence(said: Said) -> Evidence:
    """What a statement cites, as its reader sees it."""
    document = said.source.document
    known = document.metadata
    start = said.spans[0][0]
    section = document.section_of(start)
    lead = lead_in(document, start)
    return Evidence(
        quotes=tuple(document.text[slice(*span)] for span in said.spans),
        title=known.title.value or "",
        doc_number=known.doc_number.value,
        region=known.region.value,
        year=known.year,
        path=section.path if section else (),
        lead_in=document.text[slice(*lead)] if lead else "",
        row=_row(said),
    )


def _row(said: Said) -> tuple[tuple[str, str], ...]:
    """Heading and cell of every column, when a row of a table is cited."""
    start = said.spans[0][0]
    for table in said.source.document.tables:
        for row in table.rows:
            if row.start <= start < row.end:
                return tuple(
                    (heading.text, cell.text) for heading, cell in zip(table.headings, row.cells, strict=True)
                )
    return ()
