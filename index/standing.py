"""Which rule stands on a given day: validity of every document in the light of all the others. Pure.

A document may not know that a later one replaced it; the later one says so, or a person did in `documents.toml`.
Knows nothing of questions or of where documents are kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus import docnumber
from corpus.fold import fold
from corpus.types import Validity
from index.types import Entry


@dataclass(frozen=True, slots=True)
class Standing:
    """How a document stands on the day asked for."""

    validity: Validity
    by: str | None = None
    """Number or title of what replaced it."""
    pending: bool = False
    """True when it takes effect only after that day."""

    @property
    def label(self) -> str:
        """As a person reads it: 被替代（组通字〔2019〕10号）."""
        return f"{self.validity}（{self.by}）" if self.by else self.validity

    @property
    def live(self) -> bool:
        """True unless it is repealed, replaced, a draft, or not yet in effect."""
        return not self.pending and self.validity not in ("已废止", "被替代", "征求意见稿")


def standings(entries: Iterable[Entry], as_of: str | None = None) -> dict[str, Standing]:
    """Document id → how it stands on `as_of` (ISO 8601), or now when no day is given.

    What replaces it counts only from the day on which that takes effect.
    """
    listed = list(entries)
    named = _Names(listed)
    replaced: dict[str, Entry] = {}
    for later in listed:
        for name in later.metadata.supersedes:
            replaced.update((earlier.id, later) for earlier in named.find(name) if earlier.id != later.id)
    for earlier in listed:
        by = earlier.metadata.superseded_by.value
        if by and earlier.id not in replaced:
            replaced.update((earlier.id, later) for later in named.find(by)[:1] if later.id != earlier.id)
    return {entry.id: _standing(entry, replaced.get(entry.id), as_of) for entry in listed}


class _Names:
    """Documents by number and by title."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._numbered: dict[tuple[str, str], list[Entry]] = {}
        self._titled: dict[str, list[Entry]] = {}
        for entry in entries:
            for number in docnumber.find(entry.metadata.doc_number.value or ""):
                self._numbered.setdefault((fold(number.code or ""), number.number), []).append(entry)
            if entry.metadata.title.value:
                self._titled.setdefault(_bare(entry.metadata.title.value), []).append(entry)

    def find(self, name: str) -> list[Entry]:
        """The documents that `name`, a number or a title, means."""
        found = []
        for number in docnumber.find(name):
            alike = self._numbered.get((fold(number.code or ""), number.number), [])
            found += [each for each in alike if docnumber.same(number.canonical, _same_code(each, number))]
        return found or self._titled.get(_bare(name), [])


def _same_code(entry: Entry, number: docnumber.DocNumber) -> str:
    """Of the numbers that a document bears, the one with the code and number looked for."""
    bears = docnumber.find(entry.metadata.doc_number.value or "")
    return next(each.canonical for each in bears if each.number == number.number)


def _bare(title: str) -> str:
    return fold(title).strip("<> ")


def _standing(entry: Entry, later: Entry | None, as_of: str | None) -> Standing:
    known = entry.metadata
    validity: Validity = known.validity.value or "不明"
    by = known.superseded_by.value
    if later is not None and validity in ("不明", "现行", "试行", "被替代", "已废止"):
        by = by or later.metadata.doc_number.value or later.metadata.title.value or later.source
        begins = _begins(later)
        if as_of and begins and as_of < begins:
            validity, by = "现行", None
        elif validity != "已废止":
            validity = "被替代"
    pending = bool(as_of and _begins(entry) and as_of < _begins(entry))
    return Standing(validity, by if validity in ("被替代", "已废止") else None, pending)


def _begins(entry: Entry) -> str:
    return entry.metadata.effective.value or entry.metadata.date.value or ""
