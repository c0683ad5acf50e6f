"""Access over a real file, with passwords that cost little and a clock that a test sets."""

from dataclasses import dataclass
from typing import Any

import pytest

from assistant.database import Database
from assistant.web.access.access import Access
from assistant.web.access.accounts import Accounts
from assistant.web.access.keys import Keys
from assistant.web.access.passwords import Passwords
from assistant.web.access.permissions import Permissions
from assistant.web.access.schema import SCHEMA, TABLES
from assistant.web.access.sessions import Sessions

PASSWORD = "tiger-lamp-42"
HERE = "10.1.2.3"


class Clock:
    """Time that a test sets, in seconds."""

    def __init__(self):
        self.now = 1_795_000_000.0

    def __call__(self):
        return self.now


@dataclass
class House:
    access: Access
    clock: Clock
    path: Any

    def __getattr__(self, name):
        return getattr(self.access, name)

    def user(self, name="王小明", role="reader", groups=()):
        return self.accounts.add(name, PASSWORD, role, groups)

    def row(self, statement, *values):
        with self.database.reading() as connection:
            return connection.execute(statement, values).fetchone()


@pytest.fixture(scope="session")
def cheap():
    return Passwords(time_cost=1, memory_kib=8, parallelism=1, patience=30, waiting=200)


@pytest.fixture
def house(tmp_path, cheap):
    clock = Clock()
    with Database.open(tmp_path / "service.db", TABLES, SCHEMA) as database:
        accounts = Accounts(database, cheap, now=clock)
        yield House(
            Access(
                database,
                accounts,
                Sessions(database, accounts, now=clock),
                Keys(database, accounts, b"p" * 32, now=clock),
                Permissions(database),
            ),
            clock,
            tmp_path / "service.db",
        )
