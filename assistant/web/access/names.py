"""Names of users and groups: what one may be, and when two are the same. Knows no user and no group."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from corpus.errors import BadCall

LONGEST = 64
"""Characters."""


def tidy(name: str) -> str:
    """A name as it is kept.

    Raises:
        BadCall: it is empty, too long, or holds something that cannot be seen.
    """
    kept = unicodedata.normalize("NFKC", name).strip()
    if not kept or len(kept) > LONGEST or not kept.isprintable():
        raise BadCall(
            f"名称应为 1 至 {LONGEST} 个可见的字", f"a name has 1 to {LONGEST} characters, all of them visible"
        )
    return kept


def fold(name: str) -> str:
    """What two names have in common that a person would take for the same."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def groups(names: Iterable[str]) -> frozenset[str]:
    """Names of groups as they are kept.

    Raises:
        BadCall: one of them is no name.
    """
    return frozenset(tidy(each) for each in names)
