"""Which groups may read which documents. A document that no group is named for is for everybody.

Documents go by the name of their source; all records of one file share its groups. Knows nothing of what is in them,
nor which there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.database import Database
from assistant.web.access import names
from assistant.web.types import Caller
from corpus.errors import BadCall, NotFound
from corpus.read import MANY

_RECORD = re.compile(rf"(.+?(?:{'|'.join(re.escape(each) for each in sorted(MANY))}))#", re.IGNORECASE | re.DOTALL)


_MANY = tuple(MANY)
"""Endings of files that hold many documents."""


class Permissions:
    """What is for some only."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def groups_of(self, source: str) -> frozenset[str]:
        """The groups that a document is for; empty when it is for everybody."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT team FROM permission WHERE file = ?", (file_of(source),)).fetchall()
        return frozenset(team for (team,) in rows)

    def set(self, source: str, groups: Iterable[str]) -> None:
        """Give a document to these groups alone; without any it is for everybody.

        Raises:
            BadCall: a name is none.
        """
        file, teams = file_of(source), names.groups(groups)
        if not file:
            raise BadCall("没有指明文件", "no document is named")
        with self._database.writing() as connection:
            connection.execute("DELETE FROM permission WHERE file = ?", (file,))
            connection.executemany("INSERT INTO permission VALUES (?, ?)", [(file, team) for team in sorted(teams)])
            connection.execute("UPDATE permission_version SET number = number + 1")

    def forget(self, source: str) -> None:
        """Know nothing of a document any more, which must be gone: from here on the name is for everybody."""
        self.set(source, ())

    def restricted(self) -> dict[str, frozenset[str]]:
        """All files that are for some only, each with its groups."""
        found: dict[str, set[str]] = {}
        with self._database.reading() as connection:
            for file, team in connection.execute("SELECT file, team FROM permission"):
                found.setdefault(file, set()).add(team)
        return {file: frozenset(teams) for file, teams in found.items()}

    def version(self) -> int:
        """A number that grows with every change: what was worked out at the same number still holds."""
        with self._database.reading() as connection:
            number: int = connection.execute("SELECT number FROM permission_version").fetchone()[0]
        return number

    def hidden(self, caller: Caller, sources: Iterable[str]) -> frozenset[str]:
        """Those of `sources` that a caller may not read."""
        if caller.sees_all:
            return frozenset()
        return _hidden(self.restricted(), caller, sources)

    def may_read(self, caller: Caller, source: str) -> bool:
        """Whether a caller may read a document."""
        if caller.sees_all:
            return True
        groups = self.groups_of(source)
        return not groups or not groups.isdisjoint(caller.groups)

    def by_office(self, caller: Caller, source: str) -> bool:
        """Whether a caller may read a document only for being an administrator: that goes on record."""
        groups = self.groups_of(source) if caller.sees_all else frozenset()
        return bool(groups) and groups.isdisjoint(caller.groups)

    def require(self, caller: Caller, sources: Iterable[str]) -> None:
        """Let a caller go on with all of `sources`, or with none.

        Raises:
            NotFound: one of them is hidden, told as if it were not there.
        """
        if self.hidden(caller, sources):
            raise NotFound("没有这份文件", "there is no such document")


def file_of(source: str) -> str:
    """The file that a document comes from: `laws.jsonl#12` comes from `laws.jsonl`."""
    record = _RECORD.match(source)
    return record[1] if record else source


def _hidden(restricted: Mapping[str, frozenset[str]], caller: Caller, sources: Iterable[str]) -> frozenset[str]:
    """Those of `sources` that are closed to the caller; of many files no more are looked at than are closed."""
    closed = {file for file, groups in restricted.items() if groups.isdisjoint(caller.groups)}
    if not closed:
        return frozenset()
    asked = sources if isinstance(sources, frozenset) else frozenset(sources)
    found = asked & closed
    if any(file.lower().endswith(_MANY) for file in closed):
        found |= {source for source in asked if "#" in source and file_of(source) in closed}
    return found
