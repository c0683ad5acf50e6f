"""All of access over one file: what a service or a command opens. Knows nothing of HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from assistant.database import Database
from assistant.web.access.accounts import Accounts
from assistant.web.access.authority import Authority
from assistant.web.access.keys import Keys
from assistant.web.access.passwords import Passwords
from assistant.web.access.pepper import pepper
from assistant.web.access.permissions import Permissions
from assistant.web.access.schema import SCHEMA, TABLES
from assistant.web.access.sessions import Sessions

PEPPER = "pepper"


@dataclass(frozen=True, slots=True)
class Access:
    """Users, sessions, keys and permissions of one service."""

    database: Database
    accounts: Accounts
    sessions: Sessions
    keys: Keys
    permissions: Permissions

    @classmethod
    def open(
        cls,
        path: Path | None,
        secrets: Path | None,
        *,
        passwords: Passwords | None = None,
        idle: float = 30 * 60,
        longest: float = 8 * 3600,
    ) -> Self:
        """Open the file at `path` and the secret in the folder `secrets`, made if need be; None: in memory.

        `idle` and `longest`: seconds that sessions last, see `Sessions`.

        Raises:
            BadCall: one of them cannot be made or read.
            StoreError: the file cannot be used.
        """
        spice = pepper(secrets / PEPPER if secrets else None)
        database = Database.open(path, TABLES, SCHEMA)
        accounts = Accounts(database, passwords)
        return cls(
            database,
            accounts,
            Sessions(database, accounts, idle=idle, longest=longest),
            Keys(database, accounts, spice),
            Permissions(database),
        )

    def authority(self, *, secure: bool, local: bool) -> Authority:
        """The authority over them, see `Authority`."""
        return Authority(self.accounts, self.sessions, self.keys, secure=secure, local=local)

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
