"""Users: their names, roles and groups, and how they sign in with a password. Knows nothing of HTTP.

Whatever takes a right away from a user ends the user's sessions in the same breath.
"""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.database import Database
from assistant.web.access import names, passwords
from assistant.web.access.clock import steady
from assistant.web.access.lockout import Lockout, Rule
from assistant.web.access.passwords import Passwords
from assistant.web.types import RIGHTS, Role
from corpus.errors import BadCall, NotAllowed, NotFound, NotSignedIn

BOOTSTRAP_HOURS = 24
_FIELDS = "SELECT id, name, role, disabled, created, issuer IS NOT NULL FROM user"


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may sign in."""

    id: str
    name: str
    role: Role
    groups: frozenset[str]
    disabled: bool
    created: str
    """ISO 8601, with offset."""
    source: Literal["password", "oidc"]


class Accounts:
    """All users of one service."""

    def __init__(
        self,
        database: Database,
        passwords: Passwords | None = None,
        *,
        now: Callable[[], float] = steady,
        rule: Rule = Rule(),  # noqa: B008 - it never changes
    ) -> None:
        self._database = database
        self._passwords = passwords or Passwords()
        self._now = now
        self._lockout = Lockout(database, now, rule)

    def add(self, name: str, password: str, role: Role, groups: Iterable[str] = ()) -> User:
        """Add a user who signs in with a password.

        Raises:
            BadCall: the name is taken or none, the password is weak, or there is no such role.
        """
        name = names.tidy(name)
        passwords.vet(password, name)
        self._free(name)
        kept = self._passwords.hash(password)
        with self._database.writing():
            self._free(name)
            return self._insert(name, role, names.groups(groups), kept)

    def get(self, id: str) -> User:
        """The user `id`.

        Raises:
            NotFound: there is none.
        """
        found = self.find(id)
        if found is None:
            raise NotFound("没有这个用户", "there is no such user")
        return found

    def find(self, id: str) -> User | None:
        """The same; None when there is none."""
        return self._one("id = ?", id)

    def named(self, name: str) -> User:
        """The user who is called so.

        Raises:
            NotFound: nobody is.
        """
        found = self._one("folded = ?", names.fold(name))
        if found is None:
            raise NotFound(f"没有用户“{name}”", f"there is no user {name}")
        return found

    def list(self) -> tuple[User, ...]:
        """Everybody, by name."""
        with self._database.reading() as connection:
            return tuple(
                _user(connection, row) for row in connection.execute(f"{_FIELDS} ORDER BY folded").fetchall()
            )

    def any(self) -> bool:
        """Whether there are users at all; without them nobody can sign in."""
        with self._database.reading() as connection:
            return connection.execute("SELECT 1 FROM user LIMIT 1").fetchone() is not None

    def administered(self) -> bool:
        """Whether somebody can sign in with a password and administer."""
        with self._database.reading() as connection:
            return _administrators(connection) != set()

    def change(
        self,
        id: str,
        *,
        role: Role | None = None,
        groups: Iterable[str] | None = None,
        disabled: bool | None = None,
        password: str | None = None,
    ) -> User:
        """Change what is given; a change of role or password, and disabling, end all sessions of the user.

        Raises:
            NotFound: there is no such user.
            NotAllowed: it would take the last administrator away.
            BadCall: a value makes no sense.
        """
        user = self.get(id)
        kept = self._new_password(user, password)
        teams = None if groups is None else names.groups(groups)
        with self._database.writing() as connection:
            user = self.get(id)
            if (role is not None and role != "administrator") or disabled:
                _spare_the_last(connection, id)
            if role is not None and role != user.role:
                connection.execute("UPDATE user SET role = ? WHERE id = ?", (_known(role), id))
            if disabled is not None:
                connection.execute("UPDATE user SET disabled = ? WHERE id = ?", (disabled, id))
            if kept is not None:
                connection.execute("UPDATE user SET password = ? WHERE id = ?", (kept, id))
            if teams is not None:
                _join(connection, id, teams)
            if (role is not None and role != user.role) or disabled or kept is not None:
                connection.execute("DELETE FROM session WHERE user = ?", (id,))
            return self.get(id)

    def remove(self, id: str) -> None:
        """Remove a user with all sessions and keys.

        Raises:
            NotFound: there is no such user.
            NotAllowed: it is the last administrator.
        """
        with self._database.writing() as connection:
            self.get(id)
            _spare_the_last(connection, id)
            connection.execute("DELETE FROM user WHERE id = ?", (id,))

    def sign_in(self, name: str, password: str, address: str) -> User:
        """The user whose name and password these are.

        Raises:
            NotSignedIn: they are nobody's: the same whether name or password is wrong, or the user disabled.
            Busy: too many wrong ones came before, or too many sign in at once.
        """
        self._lockout.check(name, address)
        with self._passwords.turn():
            self._lockout.check(name, address)
            with self._database.reading() as connection:
                row = connection.execute(
                    "SELECT id, password FROM user WHERE folded = ?", (names.fold(name),)
                ).fetchone()
            id, kept = row or ("", None)
            right = self._passwords.check(kept, password)
            with self._database.writing():
                # Others may have tried and failed meanwhile: a right guess that comes too late is none.
                self._lockout.check(name, address)
                user = self.find(id) if right else None
                if user and not user.disabled:
                    self._lockout.forget(name, address)
                    return user
                self._lockout.failed(name, address)
        raise NotSignedIn("用户名或密码不对", "name or password is wrong")

    def renew(self, id: str, old: str, new: str, address: str) -> User:
        """Let users change their own password; all their sessions end.

        Raises:
            NotSignedIn: the old one is wrong.
            Busy: too many wrong ones came before.
            BadCall: the new one is weak.
        """
        self.sign_in(self.get(id).name, old, address)
        return self.change(id, password=new)

    def locked(self, name: str, address: str) -> float:
        """Seconds for which nobody can sign in as `name` from `address`."""
        return self._lockout.left(name, address)

    def unlock(self, id: str) -> bool:
        """Let a user try again everywhere; False when nothing was locked.

        Raises:
            NotFound: there is no such user.
        """
        return self._lockout.forget(self.get(id).name)

    def bootstrap_token(self) -> str | None:
        """A new word with which one person, once and within a day, may become the first administrator.

        It makes every earlier one void. None where an administrator exists.
        """
        if self.administered():
            return None
        token = secrets.token_urlsafe(24)
        with self._database.writing() as connection:
            connection.execute("DELETE FROM bootstrap")
            ends = self._now() + BOOTSTRAP_HOURS * 3600
            connection.execute("INSERT INTO bootstrap VALUES (?, ?)", (_digest(token), ends))
        return token

    def bootstrap(self, token: str, name: str, password: str) -> User:
        """Become the first administrator.

        Raises:
            NotSignedIn: the token does not hold, or there is an administrator already.
            BadCall: the name is taken or none, or the password is weak.
        """
        with self._database.reading() as connection:
            self._hold(connection, token)
        name = names.tidy(name)
        passwords.vet(password, name)
        kept = self._passwords.hash(password)
        with self._database.writing() as connection:
            self._hold(connection, token)
            connection.execute("DELETE FROM bootstrap")
            self._free(name)
            return self._insert(name, "administrator", frozenset(), kept)

    def admit(
        self, issuer: str, subject: str, name: str, *, role: Role | None, groups: frozenset[str] | None
    ) -> User:
        """The user whom an identity provider vouches for, made at the first time.

        What the provider says of role and groups holds; where it says nothing (None), a new user is a reader and
        a known one stays as is. An account with a password is never taken over.

        Raises:
            NotSignedIn: the user is disabled.
        """
        with self._database.writing() as connection:
            user = self._one("issuer = ? AND subject = ?", issuer, subject)
            if user is None:
                return self._insert(
                    self._unused(name), role or "reader", groups or frozenset(), None, (issuer, subject)
                )
            if user.disabled:
                raise NotSignedIn("此用户已停用", "this user is disabled")
            if role is not None and role != user.role:
                connection.execute("UPDATE user SET role = ? WHERE id = ?", (_known(role), user.id))
                connection.execute("DELETE FROM session WHERE user = ?", (user.id,))
            if groups is not None:
                _join(connection, user.id, groups)
            return self.get(user.id)

    def _one(self, condition: str, *values: str) -> User | None:
        with self._database.reading() as connection:
            row = connection.execute(f"{_FIELDS} WHERE {condition}", values).fetchone()
            return _user(connection, row) if row else None

    def _free(self, name: str) -> None:
        if self._one("folded = ?", names.fold(name)):
            raise BadCall(f"已有用户“{name}”", f"there is a user {name} already")

    def _unused(self, name: str) -> str:
        try:
            wanted = names.tidy(name[: names.LONGEST])
        except BadCall:
            wanted = "user"
        taken = {names.fold(each.name) for each in self.list()}
        stem = wanted[: names.LONGEST - 6]
        candidates = (wanted, *(f"{stem} ({number})" for number in range(2, len(taken) + 3)))
        return next(each for each in candidates if names.fold(each) not in taken)

    def _insert(
        self,
        name: str,
        role: Role,
        groups: frozenset[str],
        kept: str | None,
        vouched: tuple[str | None, str | None] = (None, None),
    ) -> User:
        id = secrets.token_hex(8)
        created = datetime.now().astimezone().isoformat(timespec="seconds")
        with self._database.writing() as connection:
            connection.execute(
                "INSERT INTO user (id, name, folded, role, password, created, issuer, subject)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (id, name, names.fold(name), _known(role), kept, created, *vouched),
            )
            _join(connection, id, groups)
            return self.get(id)

    def _new_password(self, user: User, password: str | None) -> str | None:
        if password is None:
            return None
        if user.source == "oidc":
            raise BadCall("此用户由统一认证登录，没有密码", "this user signs in elsewhere and has no password here")
        passwords.vet(password, user.name)
        return self._passwords.hash(password)

    def _hold(self, connection: sqlite3.Connection, token: str) -> None:
        row = connection.execute(
            "SELECT 1 FROM bootstrap WHERE hash = ? AND ends > ?", (_digest(token), self._now())
        ).fetchone()
        if row is None or _administrators(connection):
            raise NotSignedIn("初始口令不对或已失效", "the first token is wrong or void")


def _user(connection: sqlite3.Connection, row: tuple[str, str, Role, int, str, int]) -> User:
    id, name, role, disabled, created, vouched = row
    teams = connection.execute("SELECT team FROM membership WHERE user = ?", (id,)).fetchall()
    source: Literal["password", "oidc"] = "oidc" if vouched else "password"
    return User(id, name, role, frozenset(team for (team,) in teams), bool(disabled), created, source)


def _join(connection: sqlite3.Connection, id: str, groups: frozenset[str]) -> None:
    connection.execute("DELETE FROM membership WHERE user = ?", (id,))
    connection.executemany("INSERT INTO membership VALUES (?, ?)", [(id, each) for each in sorted(groups)])


def _known(role: str) -> str:
    if role not in RIGHTS:
        raise BadCall(f"没有“{role}”这种角色，可用：{' '.join(RIGHTS)}", f"no role {role}; roles: {' '.join(RIGHTS)}")
    return role


def _administrators(connection: sqlite3.Connection) -> set[str]:
    """Those who can sign in whether or not an identity provider can be reached."""
    rows = connection.execute(
        "SELECT id FROM user WHERE role = 'administrator' AND NOT disabled AND password IS NOT NULL"
    )
    return {id for (id,) in rows}


def _spare_the_last(connection: sqlite3.Connection, id: str) -> None:
    if _administrators(connection) == {id}:
        raise NotAllowed(
            "这是最后一个管理员，不能删除、停用或改为其他角色",
            "this is the last administrator, who cannot be removed, disabled or given another role",
        )


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
