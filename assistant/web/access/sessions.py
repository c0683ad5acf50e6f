"""Sessions of browsers: only a hash of each is kept, and each ends after a while. Knows nothing of cookies."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from assistant.database import Database
from assistant.web.access.accounts import Accounts, User
from assistant.web.access.clock import steady
from assistant.web.types import Caller

MOST = 20
"""Sessions of one user; the one left longest makes place for a new one."""
NOTED = 30.0
"""Seconds between two notes that a session is in use: so much earlier it may end."""
SLACK = 60.0
"""Seconds by which a session may seem to lie in the future, after the program began anew on a corrected clock."""


class Sessions:
    """All sessions of one service."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        *,
        idle: float = 30 * 60,
        longest: float = 8 * 3600,
        now: Callable[[], float] = steady,
    ) -> None:
        """A session ends `idle` seconds after its last use and `longest` seconds after its beginning."""
        self._database = database
        self._accounts = accounts
        self._idle = idle
        self._longest = longest
        self._now = now

    def begin(self, user: User, address: str) -> str:
        """Begin a session; what is given back is known to the browser only."""
        token, now = secrets.token_urlsafe(32), self._now()
        with self._database.writing() as connection:
            connection.execute(
                "DELETE FROM session WHERE used < ? OR begun < ?", (now - self._idle, now - self._longest)
            )
            connection.execute(
                "DELETE FROM session WHERE hash IN"
                " (SELECT hash FROM session WHERE user = ? ORDER BY used DESC LIMIT -1 OFFSET ?)",
                (user.id, MOST - 1),
            )
            connection.execute(
                "INSERT INTO session VALUES (?, ?, ?, ?, ?)", (_hash(token), user.id, address, now, now)
            )
        return token

    def caller(self, token: str, address: str) -> Caller | None:
        """Who a session belongs to, with role and groups as they are now; None when it has ended."""
        hashed, now = _hash(token), self._now()
        with self._database.reading() as connection:
            row = connection.execute("SELECT user, begun, used FROM session WHERE hash = ?", (hashed,)).fetchone()
            if row is None:
                return None
            id, begun, used = row
            user = self._accounts.find(id)
        if user is None or user.disabled or not self._lives(begun, used, now):
            self.end(token)
            return None
        if now - used >= NOTED:
            with self._database.writing() as connection:
                connection.execute("UPDATE session SET used = ? WHERE hash = ?", (now, hashed))
        return Caller(user.id, user.name, user.role, user.groups, via="session", address=address)

    def end(self, token: str) -> bool:
        """End a session; False when it had ended."""
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM session WHERE hash = ?", (_hash(token),)).rowcount > 0

    def end_all(self, user_id: str) -> int:
        """End all sessions of a user; how many there were."""
        with self._database.writing() as connection:
            return connection.execute("DELETE FROM session WHERE user = ?", (user_id,)).rowcount

    def _lives(self, begun: float, used: float, now: float) -> bool:
        return -SLACK <= now - used < self._idle and -SLACK <= now - begun < self._longest


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
