"""Keys of programs: shown once, kept as a keyed hash, limited in scope and time. Knows nothing of HTTP."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from assistant.database import Database
from assistant.web.access import names
from assistant.web.access.accounts import Accounts
from assistant.web.access.clock import steady
from assistant.web.types import Action, Caller
from corpus.errors import BadCall, NotFound

MOST = 50
"""Keys of one user."""
LONGEST = 731
"""Days for which a key may hold."""
_SHAPE = re.compile(r"pq_([0-9a-f]{16})_[A-Za-z0-9_-]{43}")
_ROW = "SELECT id, user, name, scopes, made, ends FROM key"


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key: all but the key."""

    id: str
    user: str
    """The id of the user as whom it acts."""
    name: str
    scopes: frozenset[Action]
    made: str
    """ISO 8601, with offset."""
    ends: str
    """The same; from then on it does not hold."""


class Keys:
    """All keys of one service."""

    def __init__(
        self, database: Database, accounts: Accounts, pepper: bytes, *, now: Callable[[], float] = steady
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._pepper = pepper
        self._now = now

    def make(self, user_id: str, name: str, scopes: Iterable[Action], days: float) -> tuple[Key, str]:
        """Make a key for a user, and what the program must send: that is shown now and never again.

        Raises:
            NotFound: there is no such user.
            BadCall: name, scopes or days make no sense, or there are too many keys.
        """
        limited = frozenset(scopes)
        if not limited or not limited <= set(get_args(Action)):
            raise BadCall(
                f"范围应为以下之一或几个：{' '.join(get_args(Action))}", f"scopes: {' '.join(get_args(Action))}"
            )
        if not 0 < days <= LONGEST:
            raise BadCall(f"有效期应为 1 至 {LONGEST} 天", f"a key holds for 1 to {LONGEST} days")
        id, now = secrets.token_hex(8), self._now()
        secret = f"pq_{id}_{secrets.token_urlsafe(32)}"
        made = datetime.now().astimezone().isoformat(timespec="seconds")
        row = (id, user_id, names.tidy(name), " ".join(sorted(limited)), made, now + days * 86_400)
        with self._database.writing() as connection:
            self._accounts.get(user_id)
            connection.execute("DELETE FROM key WHERE user = ? AND ends <= ?", (user_id, now))
            if connection.execute("SELECT count(*) FROM key WHERE user = ?", (user_id,)).fetchone()[0] >= MOST:
                raise BadCall(f"每人最多 {MOST} 个密钥，请先撤销不用的", f"{MOST} keys at most; revoke some first")
            connection.execute(
                "INSERT INTO key (id, user, name, scopes, made, ends, mac) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*row, self._mac(secret)),
            )
        return _key(row), secret

    def caller(self, secret: str, address: str) -> Caller | None:
        """Whom a key lets act, with role and groups as they are now; None when it does not hold."""
        shape = _SHAPE.fullmatch(secret)
        mac = self._mac(secret)
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT user, scopes, mac, ends FROM key WHERE id = ?", (shape[1] if shape else "",)
            ).fetchone()
            user, scopes, kept, ends = row or ("", "", bytes(32), 0.0)
            if not hmac.compare_digest(mac, kept) or ends <= self._now():
                return None
            owner = self._accounts.find(user)
        if owner is None or owner.disabled:
            return None
        return Caller(
            owner.id, owner.name, owner.role, owner.groups, scopes=_scopes(scopes), via="key", address=address
        )

    def get(self, id: str) -> Key:
        """The key `id`.

        Raises:
            NotFound: there is none.
        """
        with self._database.reading() as connection:
            row = connection.execute(f"{_ROW} WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise NotFound("没有这个密钥", "there is no such key")
        return _key(row)

    def list(self, user_id: str | None = None) -> tuple[Key, ...]:
        """The keys of a user, or all; the newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{_ROW} WHERE user = coalesce(?, user) ORDER BY made DESC, id", (user_id,)
            ).fetchall()
        return tuple(_key(row) for row in rows)

    def revoke(self, id: str) -> Key:
        """Let a key hold no more; what it was.

        Raises:
            NotFound: there is none.
        """
        with self._database.writing() as connection:
            key = self.get(id)
            connection.execute("DELETE FROM key WHERE id = ?", (id,))
        return key

    def _mac(self, secret: str) -> bytes:
        return hmac.digest(self._pepper, secret.encode("utf-8", "surrogatepass"), hashlib.sha256)


def _key(row: tuple[str, str, str, str, str, float]) -> Key:
    id, user, name, scopes, made, ends = row
    until = datetime.fromtimestamp(ends).astimezone().isoformat(timespec="seconds")
    return Key(id, user, name, _scopes(scopes), made, until)


def _scopes(text: str) -> frozenset[Action]:
    written = set(text.split())
    return frozenset(each for each in get_args(Action) if each in written)
