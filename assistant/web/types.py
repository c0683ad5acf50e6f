"""The nouns of the service: who calls, and what a caller may do.

A caller is made by the gate that checked the credentials, by nobody else; what lies behind the gate asks it alone.
Knows nothing of how credentials are kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from corpus.errors import NotAllowed

Role = Literal["reader", "editor", "administrator", "auditor"]
Action = Literal[
    "ask", "search", "read", "comment", "add", "correct", "remove", "permit", "evaluate", "administer", "audit"
]
Via = Literal["local", "session", "key"]

_READER: frozenset[Action] = frozenset({"ask", "search", "read", "comment"})
_EDITOR: frozenset[Action] = _READER | {"add", "correct", "remove", "evaluate"}
RIGHTS: Mapping[Role, frozenset[Action]] = {
    "reader": _READER,
    "editor": _EDITOR,
    "auditor": _READER | {"audit"},
    "administrator": _EDITOR | {"permit", "administer", "audit"},
}
"""What each role may do."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who stands behind a request."""

    id: str
    """The user's id; "local" where the service runs open on its own machine."""
    name: str
    role: Role
    groups: frozenset[str] = frozenset()
    """Groups whose documents the caller may read, beside those that are for all."""
    scopes: frozenset[Action] | None = None
    """What an API key is limited to; None where the whole role counts."""
    via: Via = "session"
    address: str = ""
    """The address that the request came from, as far as it can be trusted."""

    def may(self, action: Action) -> bool:
        """Whether the caller may do this at all; which documents it may see is asked elsewhere."""
        return action in RIGHTS[self.role] and (self.scopes is None or action in self.scopes)

    @property
    def sees_all(self) -> bool:
        """Whether documents of every group may be read."""
        return self.role == "administrator"


def allow(caller: Caller, action: Action) -> None:
    """Let a caller go on who may do this.

    Raises:
        NotAllowed: the caller may not.
    """
    if not caller.may(action):
        raise NotAllowed("您没有这个权限，请联系管理员", "you may not do this; ask an administrator")
