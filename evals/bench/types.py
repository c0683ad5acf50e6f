"""The nouns of a benchmark: a search, how it is built, a system. Knows nothing of any system in particular."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.settings import Settings

DEPTH = 100
"""Passages asked for at every search: the deepest cut-off that is reported."""

Search = Callable[[str], Sequence[str]]
"""A question → ids of the passages found, best first."""
Build = Callable[[Path, Path, Settings], tuple[Search, int]]
"""(corpus file, empty folder for what is stored, settings) → (how to search, number of passages)."""
Tell = Callable[[str], None]
"""Is told one line when a part of a long run is done."""


@dataclass(frozen=True, slots=True)
class System:
    """Something that finds passages."""

    build: Build
    modules: tuple[str, ...]
    """What is imported before the clock starts, so that nobody pays for it."""
    packages: tuple[str, ...] = ()
    """Packages that must be installed for it, by the names that pip knows; empty for ours."""
