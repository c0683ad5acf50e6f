"""The nouns of a conversation: its turns, what each was understood to ask, and where its answer pointed.

Of an answer no word is kept, only its status and the places that it cited: nothing that was said can be taken for a
source. Knows nothing of how conversations are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asking.question import Question
from assistant.types import Answer, Status
from index.types import Filter


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage that an answer cited; its words are cut anew from the document by whoever shows them."""

    marker: int
    document_id: str
    document: str
    """File name as it was added."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """What was looked for when a turn was asked."""

    turns: tuple[str, ...]
    """What was asked: earlier questions, or the place and people that they named, and the question itself last."""
    search: str
    """What was looked for in the index."""
    names: tuple[str, ...]
    """What an answer had to speak of."""
    earlier: tuple[str, ...]
    """What was taken over from the questions before, and helped to find."""
    places: tuple[str, ...]
    years: tuple[int, ...]
    population: str | None


@dataclass(frozen=True, slots=True)
class Turn:
    """One question of a conversation and what became of it."""

    question: str
    """As asked."""
    resolved: Resolved
    status: Status
    references: tuple[Reference, ...]
    day: str | None
    """The day whose rules were asked for, ISO 8601."""
    filters: Filter
    asked: str
    """When, ISO 8601 with the offset."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Turns that belong together, the oldest first."""

    id: str
    """Cannot be guessed: who knows it may read on."""
    begun: str
    """When, ISO 8601 with the offset."""
    turns: tuple[Turn, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """All that a later question may be understood by."""
        return tuple(turn.question for turn in self.turns)


def resolve(turns: Sequence[str], questions: Sequence[Question]) -> Resolved:
    """Sum up the questions which the last of `turns` was understood to ask."""
    terms = [term for each in questions for term in each.terms]
    return Resolved(
        turns=tuple(turns),
        search=questions[0].search,
        names=tuple(dict.fromkeys(term.text for term in terms if not term.earlier)),
        earlier=tuple(dict.fromkeys(term.text for term in terms if term.earlier)),
        places=tuple(dict.fromkeys(place.name for each in questions for place in each.places)),
        years=tuple(dict.fromkeys(year for each in questions for year in each.years)),
        population=next((each.population for each in questions if each.population), None),
    )


def references(answer: Answer) -> tuple[Reference, ...]:
    """Where an answer points, without its words."""
    return tuple(
        Reference(each.marker, each.document_id, each.document, each.start, each.end) for each in answer.citations
    )
