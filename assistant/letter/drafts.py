"""Drafts with all their versions, in one SQLite file or in memory. What is kept has its personal data masked.

Each has an owner and is there for nobody else; those of the command line have none. A version is written once and
never changed; one that nobody changed for long, final or not, is forgotten with all its versions. Knows nothing of
what a draft says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.database import Called, Database
from assistant.letter.types import Draft
from corpus.errors import BadCall, NotFound

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 3
CALLED = Called("函件草稿", "drafts")
MOST, VERSIONS = 1000, 1000
"""Drafts of one owner, and versions of one draft: one more is refused, for none is forgotten before its time."""
DAYS = 180
"""A letter that nobody changed for so long is forgotten."""
_TABLES = (
    """CREATE TABLE draft (
        id TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, record TEXT NOT NULL, owner TEXT,
        kept REAL NOT NULL DEFAULT 0, PRIMARY KEY (id, version)) WITHOUT ROWID""",
    "CREATE INDEX draft_owner ON draft (owner, at)",
)
_STEPS = {
    1: ("ALTER TABLE draft ADD COLUMN owner TEXT", _TABLES[1]),
    2: (
        "ALTER TABLE draft ADD COLUMN kept REAL NOT NULL DEFAULT 0",
        "UPDATE draft SET kept = coalesce(CAST(strftime('%s', at) AS REAL), 0)",
    ),
}
_LEFT = "SELECT id FROM draft GROUP BY id HAVING max(kept) < ?"
"""Drafts whose last version is older than a moment."""


def _now() -> datetime:
    return datetime.now().astimezone()


class Drafts:
    """The drafts of one owner."""

    def __init__(
        self, database: Database, owner: str | None = None, days: float = DAYS, now: Callable[[], datetime] = _now
    ) -> None:
        self._database = database
        self._owner = owner
        self._days = days
        self._now = now

    @classmethod
    def open(cls, path: Path | None, days: float = DAYS, now: Callable[[], datetime] = _now) -> Self:
        """Open the file at `path`, made if need be and readable for its owner only; None keeps all in memory.

        What nobody changed for `days` is deleted: now, and whenever something is added.

        Raises:
            BadCall: the file cannot be made.
            StoreError: it cannot be used.
        """
        made = cls(Database.open(path, _TABLES, SCHEMA, CALLED, _STEPS), None, days, now)
        with made._database.writing() as connection:
            made._forget(connection)
        return made

    def of(self, owner: str | None) -> Drafts:
        """Those of another owner, in the same file."""
        return Drafts(self._database, owner, self._days, self._now)

    def add(self, draft: Draft) -> None:
        """Keep one version.

        Raises:
            BadCall: somebody else has made that version of the draft, or there are too many.
        """
        record = _adapter().dump_json(draft).decode()
        with self._database.writing() as connection:
            self._forget(connection)
            self._room(connection, draft)
            try:
                connection.execute(
                    "INSERT INTO draft (id, version, at, record, owner, kept) VALUES (?, ?, ?, ?, ?, ?)",
                    (draft.id, draft.version, draft.at, record, self._owner, self._now().timestamp()),
                )
            except sqlite3.IntegrityError as error:
                raise BadCall(
                    "草稿已被别人改动，请重新打开后再改", "somebody else has changed the draft; open it again"
                ) from error

    def get(self, id: str, version: int | None = None) -> Draft:
        """One version, the last where none is named.

        Raises:
            NotFound: there is none, it was forgotten, or it is another's.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT record FROM draft WHERE id = ?1 AND owner IS ?3 AND (?2 IS NULL OR version = ?2)"
                " AND (SELECT max(kept) FROM draft WHERE id = ?1) >= ?4 ORDER BY version DESC LIMIT 1",
                (id, version, self._owner, self._oldest()),
            ).fetchone()
        if row is None:
            raise missing()
        return self._draft(row[0])

    def versions(self, id: str) -> tuple[Draft, ...]:
        """All versions, the first one first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"SELECT record FROM draft WHERE id = ? AND owner IS ? AND id NOT IN ({_LEFT}) ORDER BY version",
                (id, self._owner, self._oldest()),
            ).fetchall()
        return tuple(self._draft(record) for (record,) in rows)

    def list(self, most: int = 50) -> tuple[Draft, ...]:
        """The last version of each draft, the one last changed first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT record FROM draft AS one WHERE owner IS ? AND version ="
                " (SELECT max(version) FROM draft WHERE id = one.id) AND kept >= ? ORDER BY at DESC, id LIMIT ?",
                (self._owner, self._oldest(), most),
            ).fetchall()
        return tuple(self._draft(record) for (record,) in rows)

    def delete(self, id: str) -> bool:
        """Forget a draft with all its versions; False when there was none."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM draft WHERE id = ? AND owner IS ?", (id, self._owner))
            return gone.rowcount > 0

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _oldest(self) -> float:
        return (self._now() - timedelta(days=self._days)).timestamp()

    def _forget(self, connection: sqlite3.Connection) -> None:
        connection.execute(f"DELETE FROM draft WHERE id IN ({_LEFT})", (self._oldest(),))

    def _room(self, connection: sqlite3.Connection, draft: Draft) -> None:
        """Refuse one draft or version too many; a version of another's draft counts as one that is missing."""
        owners = connection.execute("SELECT DISTINCT owner FROM draft WHERE id = ?", (draft.id,)).fetchall()
        if owners and owners != [(self._owner,)]:
            raise missing()
        count = "SELECT count(DISTINCT id) FROM draft WHERE owner IS ?"
        if not owners and connection.execute(count, (self._owner,)).fetchone()[0] >= MOST:
            raise BadCall(f"草稿已有 {MOST} 份，请先删除不用的", f"there are {MOST} drafts; delete some first")
        if draft.version > VERSIONS:
            raise BadCall(f"草稿已改 {VERSIONS} 次，请另起一份", f"the draft has {VERSIONS} versions; begin another")

    def _draft(self, record: str) -> Draft:
        with self._database.decoding():
            return _adapter().validate_json(record)


def missing() -> NotFound:
    """What is said of a draft that is not there, or not for who asks: the two are never told apart."""
    return NotFound("没有这份草稿", "there is no such draft")


@cache
def _adapter() -> TypeAdapter[Draft]:
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)
