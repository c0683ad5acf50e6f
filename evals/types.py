"""The nouns of judging: a known question, and a score with its reason. Knows nothing of files or reports."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that the answer must say, in any one of its accepted spellings."""

    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A known question with what its answer must hold."""

    id: str
    turns: tuple[str, ...]
    """The question is the last turn."""
    facts: tuple[Fact, ...] = ()
    docs: tuple[str, ...] = ()
    """Beginnings of the file names that may be cited."""
    all_docs: bool = False
    """True when every one of `docs` must be cited."""
    min_docs: int = 1
    """At least so many of `docs` must be cited."""
    unanswerable: str | None = None
    """Why the documents cannot answer it (near_miss, wrong_region …); None when they can."""
    notice: str | None = None
    """Kind of notice that the answer must carry."""
    tags: tuple[str, ...] = ()

    @property
    def question(self) -> str:
        """What is asked."""
        return self.turns[-1]


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one case."""

    metric: str
    case_id: str
    value: float | None
    """0…1; None when the metric does not apply, left out of means and counted."""
    why: str = ""
    """What was missing, for a person."""
