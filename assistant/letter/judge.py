"""Whether the passages of a letter bear out a sentence that a person wrote into it. Pure.

Knows nothing of drafts: a sentence and its passages come in, a finding comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.letter.types import Source
from assistant.verify.types import WORST_FIRST, Evidence, Finding
from assistant.verify.verify import verify

MOST = 12
"""Passages that a sentence is held against."""


def judge(text: str, own: Sequence[Source], others: Sequence[Source] = ()) -> tuple[Finding, tuple[int, ...]]:
    """The best finding, and the numbers of the passages that give it.

    The passages that a sentence names count before others: what these contradict, no other passage proves.
    """
    best = _best(text, own)
    if best is not None and (best[0].proved or best[0].verdict == "contradicted"):
        return best
    more = _best(text, [each for each in others if each not in own][:MOST])
    if more is not None and (best is None or more[0].proved):
        return more
    return best or (Finding("unverified"), ())


def _best(text: str, sources: Sequence[Source]) -> tuple[Finding, tuple[int, ...]] | None:
    found = [(verify(text, evidence), markers) for evidence, markers in _evidence(sources)]
    return max(found, key=lambda each: WORST_FIRST.index(each[0].verdict), default=None)


def _evidence(sources: Sequence[Source]) -> Iterator[tuple[Evidence, tuple[int, ...]]]:
    """Each passage alone, then those of one document together."""
    for each in sources:
        yield each.evidence, (each.citation.marker,)
    documents: dict[str, list[Source]] = {}
    for each in sources:
        documents.setdefault(each.citation.document_id, []).append(each)
    for members in documents.values():
        if len(members) > 1:
            quotes = tuple(each.citation.quote for each in members)
            yield replace(members[0].evidence, quotes=quotes), tuple(each.citation.marker for each in members)
