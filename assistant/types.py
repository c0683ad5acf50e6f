"""The nouns of speaking: a citation, a statement, a notice, an answer.

Field names are those of the answer as JSON, which other programs rely on: add, never rename.
Knows nothing of how evidence is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["answered", "uncertain", "not_found"]
Verdict = Literal["verbatim", "supported", "unverified"]
EXTRACTIVE = "extractive"
NoticeKind = Literal["redacted", "conflict", "scope", "outdated", "partial", "hearsay"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage of a document, cut out by the program; `quote` is `document.text[start:end]` to the letter."""

    marker: int
    """The n of the mark [n] in the answer, from 1."""
    document_id: str
    document: str
    """File name as it was added."""
    title: str
    doc_number: str | None
    issuer: str | None
    region: str | None
    year: int | None
    validity: str
    path: tuple[str, ...]
    start: int
    end: int
    quote: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of an answer and what it rests on."""

    text: str
    citations: tuple[int, ...]
    """Markers of the citations that prove it."""
    verdict: Verdict
    aside: bool = False
    """True for what only comes near the question and is shown after the answer."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a reader must know before using the answer."""

    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to a question. `not_found` has no citation; `answered` has one for every statement."""

    id: str
    question: str
    status: Status
    text: str
    """The whole answer, with [1] marks."""
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]
    elapsed_ms: float
    confidence: float = 0.0
    """Share of the question that the best evidence covers, 0…1; 0 where no threshold would make it an answer."""
    written_by: str = EXTRACTIVE
    """Who worded the statements: "extractive", the documents themselves, or the name of a language model."""
    fallback: str | None = None
    """Why a language model was asked and its words were not taken, Chinese | English."""
