"""Conversations kept in one SQLite file, or in memory: bounded in number and length, and forgotten after a while.

Each has an owner and is there for nobody else; those of the command line have none. Threads and processes may use
them at the same time. Knows nothing of how a question is answered.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

from assistant.database import Called, Database
from assistant.talk.conversation import Conversation, Turn
from corpus.errors import BadCall

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = 2
CALLED = Called("谈话记录", "conversations")
_TABLES = (
    """CREATE TABLE conversation (
        id TEXT PRIMARY KEY, begun TEXT NOT NULL, used REAL NOT NULL, owner TEXT) WITHOUT ROWID""",
    """CREATE TABLE turn (
        conversation TEXT NOT NULL REFERENCES conversation ON DELETE CASCADE, number INTEGER NOT NULL,
        record TEXT NOT NULL, PRIMARY KEY (conversation, number)) WITHOUT ROWID""",
    "CREATE INDEX conversation_used ON conversation (used)",
)
_STEPS = {1: ("ALTER TABLE conversation ADD COLUMN owner TEXT",)}


class NoConversation(BadCall):
    """A conversation that is not there, or not for who asks: the two are never told apart."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is kept."""

    conversations: int = 1000
    """Of one owner; beyond them the one that was left longest is forgotten."""
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

    def __init__(self, database: Database, limits: Limits, now: Callable[[], datetime]) -> None:
        self.limits = limits
        self._database = database
        self._now = now

    @classmethod
    def open(cls, path: Path | None, limits: Limits | None = None, now: Callable[[], datetime] = _now) -> Self:
        """Open the file at `path`, made if need be and readable for its owner only; None keeps all in memory.

        Raises:
            BadCall: the file cannot be made.
            StoreError: it cannot be used.
        """
        return cls(Database.open(path, _TABLES, SCHEMA, CALLED, _STEPS), limits or Limits(), now)

    def new(self, owner: str | None = None) -> Conversation:
        """Begin a conversation of `owner`."""
        now = self._now()
        made = Conversation(secrets.token_hex(16), now.isoformat(timespec="seconds"))
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO conversation (id, begun, used, owner) VALUES (?, ?, ?, ?)",
                (made.id, made.begun, now.timestamp(), owner),
            )
            self._forget(connection, owner)
        return made

    def get(self, id: str, owner: str | None = None) -> Conversation:
        """The conversation `id` of `owner`.

        Raises:
            NoConversation: there is none, it was forgotten, or it is another's.
        """
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT id, begun FROM conversation WHERE id = ? AND owner IS ? AND used >= ?",
                (id, owner, self._oldest()),
            ).fetchone()
            if row is None:
                raise NoConversation(
                    "没有这个谈话，或已过期删除，请另起一个（命令行用 --conversation new）",
                    "there is no such conversation, or it has expired; begin one (--conversation new)",
                )
            return self._whole(connection, *row)

    def add(self, id: str, turn: Turn, owner: str | None = None) -> Conversation:
        """Append a turn, and give the conversation as it stands then.

        Raises:
            NoConversation: as `get`.
            BadCall: the question is too long.
        """
        self.check(turn.question)
        with self._database.writing() as connection:
            self.get(id, owner)
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
            self._forget(connection, owner)
            return self.get(id, owner)

    def delete(self, id: str, owner: str | None = None) -> bool:
        """Forget a conversation with all its turns; False when `owner` has none such."""
        with self._database.writing() as connection:
            gone = connection.execute("DELETE FROM conversation WHERE id = ? AND owner IS ?", (id, owner))
            return gone.rowcount > 0

    def list(self, most: int = 50, owner: str | None = None) -> tuple[Conversation, ...]:
        """The conversations of `owner`, the one last gone on with first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, begun FROM conversation WHERE owner IS ? AND used >= ?"
                " ORDER BY used DESC, begun DESC, id LIMIT ?",
                (owner, self._oldest(), most),
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
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _whole(self, connection: sqlite3.Connection, id: str, begun: str) -> Conversation:
        rows = connection.execute("SELECT record FROM turn WHERE conversation = ? ORDER BY number", (id,)).fetchall()
        with self._database.decoding():
            return Conversation(id, begun, tuple(_adapter().validate_json(record) for (record,) in rows))

    def _oldest(self) -> float:
        return (self._now() - timedelta(days=self.limits.days)).timestamp()

    def _forget(self, connection: sqlite3.Connection, owner: str | None) -> None:
        connection.execute("DELETE FROM conversation WHERE used < ?", (self._oldest(),))
        connection.execute(
            "DELETE FROM conversation WHERE id IN"
            " (SELECT id FROM conversation WHERE owner IS ? ORDER BY used DESC, begun DESC, id LIMIT -1 OFFSET ?)",
            (owner, self.limits.conversations),
        )


@cache
def _adapter() -> TypeAdapter[Turn]:
    from pydantic import TypeAdapter

    return TypeAdapter(Turn)
