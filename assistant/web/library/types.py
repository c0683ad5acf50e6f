"""The nouns of the library: a file that was received, a job, and what a job came to for each file.

Knows nothing of how files are kept, read or indexed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Kind = Literal["add", "correct", "remove"]
State = Literal["waiting", "running", "done", "failed"]
Outcome = Literal["added", "replaced", "unchanged", "same", "corrected", "removed", "refused"]
"""What became of a file; "same": its text stands in the library under another name and is kept once."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A file that was received whole and waits to be read."""

    path: Path
    """Where it lies, alone in a folder of its own."""
    name: str
    """The name that it is shown and kept by: cleaned, without a path."""
    sha256: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something was refused, for a person."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a job came to for one file."""

    name: str
    """Name of the file in the library."""
    outcome: Outcome
    documents: tuple[str, ...] = ()
    """Ids of the documents in it, the first of them."""
    count: int = 0
    """How many documents it holds."""
    title: str | None = None
    """Title of the first."""
    notes: tuple[str, ...] = ()
    """What a person should know of the reading, Chinese, most of them with English."""
    removed: int = 0
    """Lines and characters that were left out on reading."""
    inferred: tuple[str, ...] = ()
    """Names of the metadata fields that are guesses."""
    placeholders: int = 0
    """Values that the document hides."""
    characters: int = 0
    problem: Problem | None = None
    """Set when it was refused."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work on the library, done in the background."""

    id: str
    kind: Kind
    owner: str
    """Id of the caller who asked for it."""
    began: str
    """When it was asked for, ISO 8601 with offset."""
    state: State = "waiting"
    done: int = 0
    """Files dealt with."""
    total: int = 0
    """Files in all."""
    reports: tuple[Report, ...] = ()
    ended: str | None = None
    problem: Problem | None = None
    """Why the whole of it failed."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a job is to do, checked already against what who asks may do."""

    kind: Kind
    owner: str
    files: tuple[Staged, ...] = ()
    """To be added."""
    groups: frozenset[str] = frozenset()
    """Who may read what is added; empty for everybody."""
    known: frozenset[str] = frozenset()
    """Names of files of the library that who asks may read, and so replace."""
    documents: tuple[str, ...] = ()
    """Ids of the documents to be corrected or removed."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Field of the metadata → what holds from now on; None takes back what a person said before."""
