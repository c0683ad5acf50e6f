"""Wrong passwords are counted by name and address; after a few the pair must wait. Knows no user and no password.

Names that nobody has are counted like any other, so that nobody learns which are somebody's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from assistant.database import Database
from assistant.web.access.names import fold
from corpus.errors import Busy


@dataclass(frozen=True, slots=True)
class Rule:
    """When a pair of name and address is locked, and for how long."""

    wrong: int = 5
    within: float = 600.0
    """Seconds."""
    lasts: float = 900.0
    """Seconds."""
    kept: int = 20_000
    """Failures that are remembered at most: who tries a million names fills no disk."""


class Lockout:
    """All failures of a while."""

    def __init__(self, database: Database, now: Callable[[], float], rule: Rule) -> None:
        self._database = database
        self._now = now
        self._rule = rule

    def left(self, name: str, address: str) -> float:
        """Seconds for which the pair is locked; 0 when it is not."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT until FROM lockout WHERE name = ? AND address = ?", (_hash(name), address)
            ).fetchone()
        return max(0.0, row[0] - self._now()) if row else 0.0

    def check(self, name: str, address: str) -> None:
        """Let the pair pass.

        Raises:
            Busy: it is locked.
        """
        left = self.left(name, address)
        if left > 0:
            minutes = int(left // 60) + 1
            raise Busy(
                f"密码错误次数过多，请 {minutes} 分钟后再试",
                f"too many wrong passwords; try again in {minutes} minutes",
                after=left,
            )

    def failed(self, name: str, address: str) -> None:
        """Count a failure, and lock the pair when it was one too many. To be called inside `writing`."""
        now, rule, hashed = self._now(), self._rule, _hash(name)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM failure WHERE at < ?", (now - rule.within,))
            connection.execute("DELETE FROM lockout WHERE until < ?", (now,))
            connection.execute("INSERT INTO failure VALUES (?, ?, ?)", (hashed, address, now))
            connection.execute(
                "DELETE FROM failure WHERE rowid <= (SELECT max(rowid) FROM failure) - ?", (rule.kept,)
            )
            count = connection.execute(
                "SELECT count(*) FROM failure WHERE name = ? AND address = ?", (hashed, address)
            ).fetchone()[0]
            if count >= rule.wrong:
                connection.execute(
                    "INSERT OR REPLACE INTO lockout VALUES (?, ?, ?)", (hashed, address, now + rule.lasts)
                )
                connection.execute("DELETE FROM failure WHERE name = ? AND address = ?", (hashed, address))

    def forget(self, name: str, address: str | None = None) -> bool:
        """Begin anew for a name, at one address or at all; False when nothing was locked."""
        with self._database.writing() as connection:
            pair = (_hash(name), address)
            connection.execute("DELETE FROM failure WHERE name = ?1 AND address = coalesce(?2, address)", pair)
            return (
                connection.execute(
                    "DELETE FROM lockout WHERE name = ?1 AND address = coalesce(?2, address)", pair
                ).rowcount
                > 0
            )


def _hash(name: str) -> bytes:
    """Of a name as typed, which may be a password that went into the wrong field."""
    return hashlib.sha256(fold(name).encode("utf-8", "surrogatepass")).digest()
