"""Which rule stands on a given day: validity of every document in the light of all the others. Pure.

A document may not know that a later one replaced it; the later one says so, or a person did in `documents.toml`.
Knows nothing of questions or of where documents are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus import docnumber
from corpus.fold import fold
from corpus.types import TOLD, Metadata, Validity
from index.types import Entry


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands on the day asked for."""

    validity: Validity
    by: str | None = None
    """Number or title of what replaced it."""
    pending: bool = False
    """True when it takes effect only after that day."""
    until: str | None = None
    """The day, ISO 8601, from which it is replaced, where it still stands on the day asked for."""
    successor: str | None = None
    """Number or title of what replaces it then."""

    @property
    def label(self) -> str:
        """As a person reads it: 被替代（组通字〔2019〕10号）."""
        return f"{self.validity}（{self.by}）" if self.by else self.validity

    @property
    def live(self) -> bool:
        """True unless it is repealed, replaced, a draft, or not yet in effect."""
        return not self.pending and self.validity not in ("已废止", "被替代", "征求意见稿")


class Dated(Protocol):
    """A document or its entry: whatever has an id and metadata."""

    @property
    def id(self) -> str:
        """What tells it from others."""
        ...

    @property
    def metadata(self) -> Metadata:
        """What is known of it."""
        ...


class Standings:
    """How documents stand, in the light of those that replace others."""

    def __init__(
        self, replacing: Iterable[Entry], named: Callable[[str], Sequence[Entry]], namesakes: Iterable[Entry] = ()
    ) -> None:
        self._named = named
        self._versions: dict[str, list[Entry]] = {}
        for each in namesakes:
            if _versioned(each.metadata):
                self._versions.setdefault(_bare(each.metadata.title.value or ""), []).append(each)
        self._numbered: dict[tuple[str, str], list[tuple[str, Entry]]] = {}
        self._titled: dict[str, list[Entry]] = {}
        for later in replacing:
            for name in later.metadata.supersedes:
                numbers = docnumber.find(name)
                for number in numbers:
                    key = (fold(number.code or ""), number.number)
                    self._numbered.setdefault(key, []).append((number.canonical, later))
                if not numbers:
                    self._titled.setdefault(_bare(name), []).append(later)

    @classmethod
    def over(cls, entries: Sequence[Entry]) -> Standings:
        """Standings where all documents are at hand."""
        return cls(entries, lambda name: [each for each in entries if _bears(each.metadata, name)], entries)

    def of(self, document: Dated, as_of: str | None = None) -> Standing:
        """How a document stands on `as_of` (ISO 8601), or now; what replaces it counts from its own effect."""
        known = document.metadata
        validity: Validity = known.validity.value or "不明"
        by, until, successor = known.superseded_by.value, None, None
        later = self._replaced_by(document)
        if later is not None and validity in ("不明", "现行", "试行", "被替代", "已废止"):
            by = by or later.metadata.doc_number.value or later.metadata.title.value or later.source
            begins = later.metadata.begins
            if as_of and begins and as_of < begins:
                validity, by, until, successor = "现行", None, begins, by
            elif validity != "已废止":
                validity = "被替代"
        told = known.kind.value in TOLD  # a report on a year is written after its end
        pending = bool(as_of and known.begins and as_of < known.begins and not told)
        return Standing(validity, by if validity in ("被替代", "已废止") else None, pending, until, successor)

    def _replaced_by(self, document: Dated) -> Entry | None:
        known = document.metadata
        for number in docnumber.find(known.doc_number.value or ""):
            for canonical, later in self._numbered.get((fold(number.code or ""), number.number), []):
                if later.id != document.id and docnumber.same(canonical, number.canonical):
                    return later
        # Every city has its 关于调整…标准的通知: a title alone names a document only within one region.
        for later in self._titled.get(_bare(known.title.value or ""), []):
            if later.id != document.id and later.metadata.region.value == known.region.value:
                return later
        if known.superseded_by.value:
            return next((each for each in self._named(known.superseded_by.value) if each.id != document.id), None)
        return self._newer_version(document)

    def _newer_version(self, document: Dated) -> Entry | None:
        """The next version of a rule: the same title in the same place, begun later."""
        known = document.metadata
        if not _versioned(known):
            return None
        later = [
            each
            for each in self._versions.get(_bare(known.title.value or ""), [])
            if each.metadata.begins > known.begins and each.metadata.region.value == known.region.value
        ]
        return min(later, key=lambda each: each.metadata.begins, default=None)


def _versioned(known: Metadata) -> bool:
    """Say whether a later document of the same title replaces this one; reports and plans are not replaced."""
    passing = known.kind.value in TOLD or known.validity.value in ("年度性", "征求意见稿")
    return bool(known.title.value and known.begins) and not passing


def _bears(known: Metadata, name: str) -> bool:
    """Say whether a document bears `name` as its title or as one of its numbers."""
    return name in (known.doc_number.value or "") or _bare(name) == _bare(known.title.value or "")


def _bare(title: str) -> str:
    return fold(title).strip("<> ")
