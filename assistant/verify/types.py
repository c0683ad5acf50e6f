"""The nouns of verifying: the evidence, a reason, a finding. Knows nothing of how a finding is reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Verdict = Literal["verbatim", "supported", "unverified", "contradicted"]
"""From best to worst."""
Kind = Literal[
    "number",
    "unit",
    "date",
    "doc_number",
    "article",
    "modality",
    "negation",
    "exception",
    "scope",
    "party",
    "place",
    "population",
    "wording",
]
"""What differs. A comparator (不超过, 以上) is of `scope`; a title in 《》 is told with the document numbers."""

WORST_FIRST: tuple[Verdict, ...] = ("contradicted", "unverified", "supported", "verbatim")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement cites, and the words around it that a reader sees."""

    quotes: tuple[str, ...]
    """The text of each citation, to the letter."""
    title: str = ""
    doc_number: str | None = None
    region: str | None = None
    """Full names from the widest to the narrowest, as 江苏省苏州市; None when it is not known."""
    year: int | None = None
    path: tuple[str, ...] = ()
    """Labels of the sections that the quotes stand in, from the outermost."""
    lead_in: str = ""
    """What stands before a list whose item is quoted: 有下列情形之一的，不予补助："""
    row: tuple[tuple[str, str], ...] = ()
    """Heading and cell of each column, when what is quoted is the row of a table."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing in which a statement and its evidence differ."""

    kind: Kind
    text: str
    """A sentence for the reader, Chinese | English."""
    against: bool = False
    """True when the text says otherwise; False when it does not say so."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found of a statement; without reasons when the text proves it."""

    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether the text proves the statement."""
        return self.verdict in ("verbatim", "supported")
