"""Drafts with all their versions, in one SQLite file or in memory. What is kept has its personal data masked.

One connection serves all threads, one statement at a time; a version is written once and never changed. Knows nothing
of what a draft says.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from assistant.letter.types import Draft
from corpus.errors import BadCall, NotFound, StoreDamaged, StoreMismatch
from index.store import explained

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 1
MEMORY = ":memory:"
_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "trusted_schema=OFF", "secure_delete=ON")
_TABLE = """CREATE TABLE draft (
    id TEXT NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL, record TEXT NOT NULL,
    PRIMARY KEY (id, version)) WITHOUT ROWID"""


class Drafts:
    """All drafts of one place."""

    def __init__(self, place: str, connection: sqlite3.Connection) -> None:
        self._place = place
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path | None) -> Self:
        """Open the file at `path`, made if need be and readable for its owner only; None keeps all in memory.

        Raises:
            BadCall: the file cannot be made.
            StoreError: it cannot be used.
        """
        place = str(path or MEMORY)
        if path is not None:
            _make(path)
        with explained(Path(place), "函件草稿", "drafts"):
            connection = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
            try:
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                _prepare(connection, place)
            except BaseException:
                connection.close()
                raise
        return cls(place, connection)

    def add(self, draft: Draft) -> None:
        """Keep one version.

        Raises:
            BadCall: somebody else has made that version of the draft.
        """
        record = _adapter().dump_json(draft).decode()
        with self._held() as connection:
            try:
                connection.execute(
                    "INSERT INTO draft VALUES (?, ?, ?, ?)", (draft.id, draft.version, draft.at, record)
                )
            except sqlite3.IntegrityError as error:
                raise BadCall(
                    "草稿已被别人改动，请重新打开后再改", "somebody else has changed the draft; open it again"
                ) from error

    def get(self, id: str, version: int | None = None) -> Draft:
        """One version, the last where none is named.

        Raises:
            NotFound: there is none.
        """
        with self._held() as connection:
            row = connection.execute(
                "SELECT record FROM draft WHERE id = ?1 AND (?2 IS NULL OR version = ?2)"
                " ORDER BY version DESC LIMIT 1",
                (id, version),
            ).fetchone()
        if row is None:
            raise NotFound("没有这份草稿", "there is no such draft")
        return self._draft(row[0])

    def versions(self, id: str) -> tuple[Draft, ...]:
        """All versions, the first one first."""
        with self._held() as connection:
            rows = connection.execute("SELECT record FROM draft WHERE id = ? ORDER BY version", (id,)).fetchall()
        return tuple(self._draft(record) for (record,) in rows)

    def list(self, most: int = 50) -> tuple[Draft, ...]:
        """The last version of each draft, the one last changed first."""
        with self._held() as connection:
            rows = connection.execute(
                "SELECT record FROM draft AS one WHERE version ="
                " (SELECT max(version) FROM draft WHERE id = one.id) ORDER BY at DESC, id LIMIT ?",
                (most,),
            ).fetchall()
        return tuple(self._draft(record) for (record,) in rows)

    def delete(self, id: str) -> bool:
        """Forget a draft with all its versions; False when there was none."""
        with self._held() as connection:
            return connection.execute("DELETE FROM draft WHERE id = ?", (id,)).rowcount > 0

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _held(self) -> Iterator[sqlite3.Connection]:
        with self._lock, explained(Path(self._place), "函件草稿", "drafts"):
            yield self._connection

    def _draft(self, record: str) -> Draft:
        from pydantic import ValidationError

        try:
            return _adapter().validate_json(record)
        except ValidationError as error:
            raise StoreDamaged(
                f"函件草稿“{self._place}”已损坏，请删除后再试", f"drafts {self._place}: damaged; delete the file"
            ) from error


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise BadCall(
            f"写不了函件草稿“{path}”：{error.strerror}", f"cannot keep drafts in {path}: {error.strerror}"
        ) from error


def _prepare(connection: sqlite3.Connection, place: str) -> None:
    """Make the table of a new file; refuse that of another schema."""
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version={SCHEMA}")
    connection.execute("COMMIT")
    if version not in (0, SCHEMA):
        raise StoreMismatch(
            f"函件草稿“{place}”是第 {version} 版，现为第 {SCHEMA} 版，请另指定 POLICY_DRAFTS",
            f"drafts {place} have schema {version}, this program {SCHEMA}; set POLICY_DRAFTS elsewhere",
        )


@cache
def _adapter() -> TypeAdapter[Draft]:
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)
