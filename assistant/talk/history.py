"""Conversations kept in one SQLite file, or in memory: bounded in number and length, and forgotten after a while.

One connection serves all threads, one statement at a time; several processes may use the same file. Knows nothing of
how a question is answered.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from assistant.talk.conversation import Conversation, Turn
from corpus.errors import BadCall, StoreDamaged, StoreMismatch
from index.store import explained

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 1
MEMORY = ":memory:"
_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON", "trusted_schema=OFF", "secure_delete=ON")
_TABLES = (
    "CREATE TABLE conversation (id TEXT PRIMARY KEY, begun TEXT NOT NULL, used REAL NOT NULL) WITHOUT ROWID",
    """CREATE TABLE turn (
        conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE, number INTEGER NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID""",
    "CREATE INDEX conversation_used ON conversation (used)",
    f"PRAGMA user_version={SCHEMA}",
)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept."""

    conversations: int = 1000
    """Beyond them the one that was left longest is forgotten."""
    turns: int = 50
    """Of one conversation; beyond them the oldest is forgotten."""
    characters: int = 2000
    """Of one question; a longer one is refused."""
    days: float = 30
    """A conversation that nobody went on with for so long is forgotten."""


def _now() -> datetime:
    return datetime.now().astimezone()


class History:
    """All conversations of one place."""

    def __init__(
        self, place: str, connection: sqlite3.Connection, limits: Limits, now: Callable[[], datetime]
    ) -> None:
        self.limits = limits
        self._place = place
        self._connection = connection
        self._now = now
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path | None, limits: Limits | None = None, now: Callable[[], datetime] = _now) -> Self:
        """Open the file at `path`, made if need be and readable for its owner only; None keeps all in memory.

        Raises:
            BadCall: the file cannot be made.
            StoreError: it cannot be used.
        """
        place = str(path or MEMORY)
        if path is not None:
            _make(path)
        with _told(place):
            connection = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
            try:
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                _prepare(connection, place)
            except BaseException:
                connection.close()
                raise
        return cls(place, connection, limits or Limits(), now)

    def new(self) -> Conversation:
        """Begin a conversation."""
        now = self._now()
        made = Conversation(secrets.token_hex(16), now.isoformat(timespec="seconds"))
        with self._writing() as connection:
            connection.execute("INSERT INTO conversation VALUES (?, ?, ?)", (made.id, made.begun, now.timestamp()))
            self._forget(connection)
        return made

    def get(self, id: str) -> Conversation:
        """The conversation `id`.

        Raises:
            BadCall: there is none, or it was forgotten.
        """
        with self._reading() as connection:
            row = connection.execute(
                "SELECT id, begun FROM conversation WHERE id = ? AND used >= ?", (id, self._oldest())
            ).fetchone()
            if row is None:
                raise BadCall(
                    "没有这个谈话，或已过期删除，请另起一个（命令行用 --conversation new）",
                    "there is no such conversation, or it has expired; begin one (--conversation new)",
                )
            return self._whole(connection, *row)

    def add(self, id: str, turn: Turn) -> Conversation:
        """Append a turn, and give the conversation as it stands then.

        Raises:
            BadCall: there is no such conversation, or the question is too long.
        """
        self.check(turn.question)
        with self._writing() as connection:
            self.get(id)
            connection.execute(
                "INSERT INTO turn SELECT ?, 1 + coalesce(max(number), 0), ? FROM turn WHERE conversation = ?",
                (id, _adapter().dump_json(turn).decode(), id),
            )
            connection.execute(
                "DELETE FROM turn WHERE conversation = ?1"
                " AND number <= (SELECT max(number) FROM turn WHERE conversation = ?1) - ?2",
                (id, self.limits.turns),
            )
            connection.execute("UPDATE conversation SET used = ? WHERE id = ?", (self._now().timestamp(), id))
            self._forget(connection)
            return self.get(id)

    def delete(self, id: str) -> bool:
        """Forget a conversation with all its turns; False when there was none."""
        with self._writing() as connection:
            return connection.execute("DELETE FROM conversation WHERE id = ?", (id,)).rowcount > 0

    def list(self, most: int = 50) -> tuple[Conversation, ...]:
        """The conversations, the one last gone on with first."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT id, begun FROM conversation WHERE used >= ? ORDER BY used DESC, begun DESC, id LIMIT ?",
                (self._oldest(), most),
            ).fetchall()
            return tuple(self._whole(connection, *row) for row in rows)

    def check(self, question: str) -> None:
        """Refuse a question that is too long to be kept, before anything is asked.

        Raises:
            BadCall: it is.
        """
        if len(question) > self.limits.characters:
            raise BadCall(
                f"问题有 {len(question)} 字，最多 {self.limits.characters} 字，请写短些",
                f"the question has {len(question)} characters, {self.limits.characters} at most; shorten it",
            )

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _whole(self, connection: sqlite3.Connection, id: str, begun: str) -> Conversation:
        rows = connection.execute("SELECT record FROM turn WHERE conversation = ? ORDER BY number", (id,)).fetchall()
        return Conversation(id, begun, tuple(_turn(record, self._place) for (record,) in rows))

    def _oldest(self) -> float:
        return (self._now() - timedelta(days=self.limits.days)).timestamp()

    def _forget(self, connection: sqlite3.Connection) -> None:
        connection.execute("DELETE FROM conversation WHERE used < ?", (self._oldest(),))
        connection.execute(
            "DELETE FROM conversation WHERE id IN"
            " (SELECT id FROM conversation ORDER BY used DESC, begun DESC, id LIMIT -1 OFFSET ?)",
            (self.limits.conversations,),
        )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, _told(self._place):
            yield self._connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and no other writer in between."""
        with self._reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")


def _told(place: str) -> AbstractContextManager[None]:
    return explained(Path(place), "谈话记录", "conversations")


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise BadCall(
            f"写不了谈话记录“{path}”：{error.strerror}", f"cannot keep conversations in {path}: {error.strerror}"
        ) from error


def _prepare(connection: sqlite3.Connection, place: str) -> None:
    """Make the tables of a new file; refuse those of another schema."""
    connection.execute("BEGIN IMMEDIATE")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version == 0:
        for statement in _TABLES:
            connection.execute(statement)
    connection.execute("COMMIT")
    if version not in (0, SCHEMA):
        raise StoreMismatch(
            f"谈话记录“{place}”是第 {version} 版，现为第 {SCHEMA} 版，请另指定 POLICY_CONVERSATIONS",
            f"conversations {place} have schema {version}, this program {SCHEMA}; set POLICY_CONVERSATIONS elsewhere",
        )


@cache
def _adapter() -> TypeAdapter[Turn]:
    from pydantic import TypeAdapter

    return TypeAdapter(Turn)


def _turn(record: str, place: str) -> Turn:
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(record)
    except ValidationError as error:
        raise StoreDamaged(
            f"谈话记录“{place}”已损坏，请删除后再试", f"conversations {place}: damaged; delete the file"
        ) from error
