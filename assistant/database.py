"""One SQLite file, opened one way: whoever keeps something beside the store keeps it through this.

One connection serves all threads, one statement at a time; several processes may use the same file. Knows nothing of
what is kept.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import RLock
from typing import NamedTuple, Self

from corpus.errors import BadCall, StoreDamaged, StoreMismatch
from corpus.values import MEMORY
from index.store import explained

_PRAGMAS = ("busy_timeout=10000", "journal_mode=WAL", "foreign_keys=ON", "trusted_schema=OFF", "secure_delete=ON")


class Called(NamedTuple):
    """What a person calls the file, in messages."""

    zh: str
    en: str


SERVICE = Called("服务数据", "service data")
NO_STEPS: Mapping[int, Sequence[str]] = {}


class Database:
    """One file, or memory."""

    def __init__(self, place: str, connection: sqlite3.Connection, called: Called) -> None:
        self.place = place
        self._connection = connection
        self._called = called
        self._lock = RLock()

    @classmethod
    def open(
        cls,
        path: Path | None,
        tables: Sequence[str],
        schema: int,
        called: Called = SERVICE,
        steps: Mapping[int, Sequence[str]] = NO_STEPS,
    ) -> Self:
        """Open the file at `path`, made with `tables` if need be and readable for its owner only; None: in memory.

        `tables` are the statements that make all there is in the file: who keeps something else uses another file.
        A file of an older schema is brought up to this one by `steps`: statements from each to the next.

        Raises:
            BadCall: the file cannot be made.
            StoreError: it cannot be used, or `schema` is not the number it was made with.
        """
        place = str(path or MEMORY)
        if path is not None:
            _make(path, called)
        with explained(Path(place), *called):
            connection = sqlite3.connect(place, check_same_thread=False, isolation_level=None)
            try:
                for pragma in _PRAGMAS:
                    connection.execute(f"PRAGMA {pragma}")
                _prepare(connection, tables, schema, steps)
                _same(connection, schema, place, called)
            except BaseException:
                connection.close()
                raise
        return cls(place, connection, called)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Ask, while no other thread does anything.

        Raises:
            StoreError: the file cannot serve.
        """
        with self._lock, self._explained():
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All of it or nothing, and no other writer in between; inside another `writing` it is part of that.

        Raises:
            StoreError: the file cannot serve.
        """
        with self.reading() as connection:
            if connection.in_transaction:
                yield connection
                return
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite itself takes some failures back
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def decoding(self) -> Iterator[None]:
        """Read records inside; one that is not what was written is damage to the file.

        Raises:
            StoreDamaged: pydantic finds a record wrong.
        """
        from pydantic import ValidationError

        zh, en = self._called
        try:
            yield
        except ValidationError as error:
            raise StoreDamaged(
                f"{zh}“{self.place}”已损坏，请删除后再试", f"{en} {self.place}: damaged; delete the file"
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _explained(self) -> AbstractContextManager[None]:
        return explained(Path(self.place), *self._called)


def private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for nobody else to look into.

    Raises:
        OSError: it cannot be made.
    """
    if not folder.is_dir():
        private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _make(path: Path, called: Called) -> None:
    try:
        private(path.parent)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise BadCall(
            f"写不了{called.zh}“{path}”：{error.strerror}", f"cannot keep {called.en} in {path}: {error.strerror}"
        ) from error


def _prepare(
    connection: sqlite3.Connection, tables: Sequence[str], schema: int, steps: Mapping[int, Sequence[str]]
) -> None:
    """Make the tables of a new file, and bring those of an older schema up to this one: all of it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            for statement in (*tables, f"PRAGMA user_version={schema}"):
                connection.execute(statement)
        while 0 < version < schema and version in steps:
            for statement in (*steps[version], f"PRAGMA user_version={version + 1}"):
                connection.execute(statement)
            version += 1
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _same(connection: sqlite3.Connection, schema: int, place: str, called: Called) -> None:
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version != schema:
        raise StoreMismatch(
            f"{called.zh}“{place}”是第 {version} 版，现为第 {schema} 版，请另指定一个文件",
            f"{called.en} {place} have schema {version}, this program {schema}; name another file",
        )
