"""Who may change which users and keys, and that it is written down. Knows nothing of HTTP.

A key stands for a program: it makes no other keys and changes no password, whoever it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.web.access.access import Access
from assistant.web.access.accounts import User
from assistant.web.access.keys import Key
from assistant.web.records.audit import Audit
from assistant.web.types import RIGHTS, Action, Caller, Role, allow
from corpus.errors import BadCall, NotAllowed, NotFound, NotSignedIn


@dataclass(frozen=True, slots=True)
class Group:
    """A group, and how much goes by its name."""

    name: str
    users: int
    documents: int
    """Files that are for it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be changed of a user; None leaves it as it is."""

    role: Role | None = None
    password: str | None = None
    groups: Sequence[str] | None = None
    disabled: bool | None = None


_KINDS = {
    "role": "role-changed",
    "password": "password-changed",
    "groups": "user-changed",
    "disabled": "user-changed",
}
"""What the audit log calls a change, the gravest first."""


@dataclass(frozen=True, slots=True)
class People:
    """Users, groups and keys, as callers may see and change them."""

    access: Access
    audit: Audit
    local: bool
    """Whether the service runs open as long as there are no users."""

    def users(self, caller: Caller) -> tuple[User, ...]:
        """Everybody."""
        allow(caller, "administer")
        return self.access.accounts.list()

    def user(self, caller: Caller, id: str) -> User:
        """One of them.

        Raises:
            NotFound: there is none such.
        """
        allow(caller, "administer")
        return self.access.accounts.get(id)

    def add(
        self, caller: Caller, name: str, password: str, role: Role, groups: Iterable[str], *, request: str = ""
    ) -> User:
        """Add a user. The first one must be able to let others in.

        Raises:
            BadCall: name or password will not do, or the first user is no administrator.
        """
        allow(caller, "administer")
        accounts = self.access.accounts
        if role != "administrator" and not accounts.administered():
            raise BadCall(
                "请先建立一个管理员，否则没有人能再进来管理",
                "add an administrator first; nobody could let others in otherwise",
            )
        with self.audit.recorded("user-added", caller, name[:50], request=request, detail={"role": role}):
            return accounts.add(name, password, role, groups)

    def change(self, caller: Caller, id: str, change: Change, *, request: str = "") -> User:
        """Change what is given.

        Raises:
            NotFound: there is no such user.
            NotAllowed: it would take the last administrator away.
            BadCall: a value will not do.
        """
        allow(caller, "administer")
        self.access.accounts.get(id)
        given = {name: value for name in _KINDS if (value := getattr(change, name)) is not None}
        kind = next((kind for name, kind in _KINDS.items() if name in given), "user-changed")
        with self.audit.recorded(kind, caller, id, request=request, detail={"changed": " ".join(given)}):
            return self.access.accounts.change(id, **given)

    def remove(self, caller: Caller, id: str, *, request: str = "") -> None:
        """Remove a user with all sessions and keys; raises as `change`."""
        allow(caller, "administer")
        self.access.accounts.get(id)
        with self.audit.recorded("user-removed", caller, id, request=request):
            self.access.accounts.remove(id)

    def unlock(self, caller: Caller, id: str, *, request: str = "") -> None:
        """Let a user try to sign in again; raises as `user`."""
        allow(caller, "administer")
        self.access.accounts.get(id)
        with self.audit.recorded("unlocked", caller, id, request=request):
            self.access.accounts.unlock(id)

    def groups(self, caller: Caller) -> list[Group]:
        """All groups for who may use them all, else the caller's own."""
        allow(caller, "read")
        users: dict[str, int] = {}
        files: dict[str, int] = {}
        for user in self.access.accounts.list():
            for name in user.groups:
                users[name] = users.get(name, 0) + 1
        for teams in self.access.permissions.restricted().values():
            for name in teams:
                files[name] = files.get(name, 0) + 1
        seen = users.keys() | files.keys() if caller.may("permit") or caller.may("administer") else caller.groups
        return [Group(name, users.get(name, 0), files.get(name, 0)) for name in sorted(seen)]

    def password(self, caller: Caller, old: str, new: str, *, request: str = "") -> None:
        """Let a caller choose another password; all its sessions end.

        Raises:
            NotSignedIn: the old one is wrong.
            BadCall: the new one will not do.
        """
        self._person(caller)
        with self.audit.recorded("password-changed", caller, caller.id, request=request):
            _renewed(self.access, caller, old, new)

    def keys(self, caller: Caller, *, everybody: bool = False) -> tuple[Key, ...]:
        """The keys of the caller, or of everybody.

        Raises:
            NotAllowed: the caller may not see them; a key sees no other keys unless it may administer.
        """
        if everybody or caller.via == "key":
            allow(caller, "administer")
        return self.access.keys.list(None if everybody else caller.id)

    def make_key(
        self, caller: Caller, name: str, scopes: frozenset[Action], days: float, *, request: str = ""
    ) -> tuple[Key, str]:
        """Make a key with which a program acts as the caller, and what it must send.

        Raises:
            NotAllowed: the caller is a key, or may not do itself what the key is for.
            BadCall: a value will not do.
        """
        self._person(caller)
        if not scopes <= RIGHTS[caller.role]:
            raise NotAllowed("密钥的范围不能超过您自己的权限", "a key may do no more than you may")
        with self.audit.recorded("key-made", caller, name[:50], request=request, detail={"scopes": " ".join(scopes)}):
            return self.access.keys.make(caller.id, name, scopes, days)

    def revoke_key(self, caller: Caller, id: str, *, request: str = "") -> None:
        """Let a key of the caller hold no more; administrators may revoke everybody's.

        Raises:
            NotFound: there is none such for the caller.
            NotAllowed: the caller is a key that may not administer.
        """
        if caller.via == "key":
            allow(caller, "administer")
        key = self.access.keys.get(id)
        if key.user != caller.id and not caller.may("administer"):
            raise NotFound("没有这个密钥", "there is no such key")
        with self.audit.recorded("key-revoked", caller, id, request=request):
            self.access.keys.revoke(id)

    def _person(self, caller: Caller) -> None:
        if caller.via == "key":
            raise NotAllowed("密钥不能用来办这件事，请登录后再办", "a key cannot do this; sign in")
        if caller.via == "local":
            raise BadCall("还没有建立用户，请先建立管理员", "there are no users yet; add an administrator first")


def _renewed(access: Access, caller: Caller, old: str, new: str) -> None:
    try:
        access.accounts.renew(caller.id, old, new, caller.address)
    except NotSignedIn as error:  # which would read as if the session had ended
        raise BadCall("原密码不对", "the old password is wrong") from error
