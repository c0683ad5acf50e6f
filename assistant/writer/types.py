"""The nouns of writing: a message to a model, a piece of its reply, what was written. Knows nothing of any model."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from assistant.compose import Said


@dataclass(frozen=True, slots=True)
class Written:
    """What is said so far, and who worded it; the last one of a call is whole."""

    evidence: tuple[Said, ...]
    """Statements that are proved; the extractive ones where `fallback` is given."""
    by: str | None = None
    """Name of the model; None where the documents' own words stand."""
    fallback: str | None = None
    """Why the model's words were not taken, Chinese | English."""


class Message(NamedTuple):
    """One message of a chat."""

    role: Literal["system", "user"]
    text: str


class Piece(NamedTuple):
    """One piece of a reply, as it comes in."""

    text: str
    size: int
    """Characters that it took, those that the model only thinks included; 0 for a mere sign of life."""


class Backend(Protocol):
    """A language model that can be asked."""

    @property
    def name(self) -> str:
        """What the model is called."""
        ...

    def reply(self, messages: Sequence[Message]) -> AsyncGenerator[Piece, None]:
        """Ask once; the pieces of the reply as they come.

        Raises:
            ModelUnavailable: there is no reply, or none that can be read.
        """
        ...
