"""One change of a store: a single SQLite transaction that becomes one generation, or nothing at all.

Nobody sees anything of it before `commit` has returned from the disk. Knows nothing of files to be read or of models:
it is handed documents, chunks and vectors, and keeps count and digest of the rows alive.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType

from corpus import codec
from corpus.types import Document
from index.store import SCHEMA, Model, Store, chunk_sha, document_sha, explained
from index.types import Chunk

KEEP = 2
"""Generations whose rows outlive being closed, so that what was replaced last can still be looked up."""


@dataclass(frozen=True, slots=True)
class Held:
    """A live document as the store holds it."""

    id: str
    version: int
    source: str
    path: str
    """Absolute path of the file that it came from."""
    fingerprint: str


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was when it was last read whole."""

    path: str
    source: str
    sha: str
    reader: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk on its way into the store."""

    chunk: Chunk
    version: int
    order: int
    vector: bytes | None = None
    """Float32, little-endian; None as long as it has to be embedded."""


class Change:
    """A transaction under way. Leaving the `with` block commits it; an exception takes everything back."""

    def __init__(self, store: Store, reason: str) -> None:
        self._store = store
        self._run = store.connection.execute
        self._reason = reason
        self._touched = False

    def __enter__(self) -> Change:
        with explained(self._store.directory):
            self._run("BEGIN IMMEDIATE")
        self._take_stock()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._undo()
            return
        try:
            with explained(self._store.directory):
                if self._touched:
                    self._seal()
                self._run("COMMIT")
        finally:
            self._undo()

    def _take_stock(self) -> None:
        stamp = self._store.stamp() if self._store.schema else None
        self.generation = stamp.generation + 1 if stamp else 1
        self._chunks = stamp.chunks if stamp else 0
        self._digest = int(stamp.digest, 16) if stamp else 0

    def _seal(self) -> None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        actor = f"uid {os.getuid()} pid {os.getpid()}"
        values = (self.generation, now, actor, self._reason, self._chunks, f"{self._digest:064x}")
        self._run("INSERT INTO gen VALUES (?, ?, ?, ?, ?, ?)", values)

    def _undo(self) -> None:
        if self._store.connection.in_transaction:  # a full disk has ended the transaction already
            self._run("ROLLBACK")

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Take back what was done inside, and only that, when an exception leaves the block."""
        before = self._touched, self._chunks, self._digest
        self._run("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            self._touched, self._chunks, self._digest = before
            if self._store.connection.in_transaction:
                self._run("ROLLBACK TO attempt")
                self._run("RELEASE attempt")
            raise
        self._run("RELEASE attempt")

    def start_anew(self, model: Model) -> set[tuple[str, str]]:
        """Close every document and take up another model, and another schema where the store has one.

        Returns:
            (path, source) of the documents that were closed.
        """
        if self._store.schema != SCHEMA:
            self._store.drop_tables()
            self._store.make_tables()
            self._take_stock()
        closed = {(held.path, held.source) for held in self._held("1")}
        for table in ("chunk", "document"):
            self._run(f"UPDATE {table} SET g_del = ? WHERE g_del IS NULL", (self.generation,))
        for table in ("file", "twin", "meta"):
            self._run(f"DELETE FROM {table}")
        self.use(model)
        self._touched, self._chunks, self._digest = True, 0, 0
        return closed

    def use(self, model: Model) -> None:
        """Write down which model the vectors come from."""
        facts = {"model": model.name, "fingerprint": model.fingerprint, "dimension": str(model.dimension)}
        self._store.connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())

    def live(self, doc_id: str) -> Held | None:
        """The live document of that id."""
        return next(iter(self._held("doc_id = ?", doc_id)), None)

    def live_of(self, path: str) -> list[Held]:
        """The live documents of a file."""
        return self._held("path = ?", path)

    def live_in(self, path: str, source: str) -> Held | None:
        """The live document of that source in a file."""
        return next(iter(self._held("path = ? AND source = ?", path, source)), None)

    def count_of(self, path: str) -> int:
        """Number of live documents of a file."""
        query = "SELECT count(*) FROM document WHERE path = ? AND g_del IS NULL"
        return int(self._run(query, (path,)).fetchone()[0])

    def live_named(self, source: str) -> list[Held]:
        """The live documents with that source, and those of the file with that source."""
        return self._held(
            "(source = ?1 OR path IN (SELECT path FROM file WHERE source = ?1))",
            source,
        )

    def _held(self, condition: str, *values: str) -> list[Held]:
        rows = self._run(
            f"SELECT doc_id, version, source, path, fingerprint FROM document WHERE {condition} AND g_del IS NULL",
            values,
        )
        return [Held(*row) for row in rows.fetchall()]

    def add(self, document: Document, structure: str, fingerprint: str, path: str, chunks: int) -> int:
        """Add a document of so many chunks under its next version, and return that; `structure` is its JSON."""
        (version,) = self._run(
            "SELECT coalesce(max(version), 0) + 1 FROM document WHERE doc_id = ?", (document.id,)
        ).fetchone()
        metadata = json.dumps(codec.metadata_to_json(document.metadata), ensure_ascii=False, separators=(",", ":"))
        sha = document_sha((document.id, version, document.source, path), metadata, document.text, structure)
        self._run(
            "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, ?, ?)",
            (
                *(document.id, version, document.source, path, fingerprint, chunks, metadata, sha),
                *(self.generation, len(document.text), document.text, structure),
            ),
        )
        self._count(0, [sha])
        return int(version)

    def add_passages(self, passages: Iterable[Passage]) -> None:
        """Add chunks with their vectors, many at once."""
        rows, shas = [], []
        for passage in passages:
            if passage.vector is None:
                raise ValueError(f"{passage.chunk.id} has no vector")
            chunk = passage.chunk
            sha = chunk_sha(chunk, passage.order, passage.vector)
            path = json.dumps(chunk.path, ensure_ascii=False)
            place = (chunk.document_id, passage.version, passage.order, chunk.start, chunk.end, path)
            rows.append((*place, chunk.context, passage.vector, sha, self.generation))
            shas.append(sha)
        self._store.connection.executemany(
            "INSERT INTO chunk VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)", rows
        )
        self._count(len(shas), shas)

    def close(self, held: Held) -> None:
        """Close a live document and its chunks."""
        key = (held.id, held.version)
        shas = [sha for (sha,) in self._run("SELECT sha FROM chunk WHERE doc_id = ? AND version = ?", key)]
        self._count(-len(shas), shas)
        shas = [sha for (sha,) in self._run("SELECT sha FROM document WHERE doc_id = ? AND version = ?", key)]
        self._count(0, shas)
        for table in ("chunk", "document"):
            self._run(f"UPDATE {table} SET g_del = ? WHERE doc_id = ? AND version = ?", (self.generation, *key))

    def _count(self, chunks: int, shas: Iterable[bytes]) -> None:
        self._touched = True
        self._chunks += chunks
        for sha in shas:
            self._digest ^= int.from_bytes(sha)

    def vectors(self, held: Held) -> dict[str, bytes]:
        """What is searched of each chunk of a live document → its vector, to be used again where it still fits."""
        generation = self.generation - 1
        rows = self._store.rows_of(held.id, max(generation, 0))
        return {row.chunk.searchable: row.vector for row in rows if row.sound}

    def files(self) -> dict[str, File]:
        """Path → file, for all that were read."""
        rows = self._run("SELECT path, source, sha, reader FROM file").fetchall()
        return {row[0]: File(*row) for row in rows}

    def put_file(self, file: File) -> None:
        """Remember that a file was read whole."""
        self._run("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", (file.path, file.source, file.sha, file.reader))

    def drop_file(self, path: str) -> None:
        """Forget a file, so that it is read when it is met again."""
        self._run("DELETE FROM file WHERE path = ?", (path,))
        self._run("DELETE FROM twin WHERE path = ?", (path,))

    def forget(self, held: Held) -> None:
        """See to it that the files which hold a document are read again when they are met."""
        self._run(
            "UPDATE file SET sha = '' WHERE path = ?1 OR path IN (SELECT path FROM twin WHERE doc_id = ?2)",
            (held.path, held.id),
        )
        self._run("DELETE FROM twin WHERE doc_id = ?", (held.id,))

    def put_twin(self, doc_id: str, path: str, source: str) -> None:
        """Remember that a live document also stands in another file."""
        self._run("INSERT OR REPLACE INTO twin VALUES (?, ?, ?)", (doc_id, path, source))

    def orphans(self) -> list[tuple[str, str]]:
        """(path, source) of files that hold a document which is alive no more under another name."""
        return self._run(
            """SELECT DISTINCT path, source FROM twin
               WHERE doc_id NOT IN (SELECT doc_id FROM document WHERE g_del IS NULL)"""
        ).fetchall()


def collect(store: Store) -> None:
    """Delete the rows that no kept generation holds; a transaction of its own that makes no generation."""
    oldest = store.stamp().generation - KEEP + 1
    run = store.connection.execute
    with explained(store.directory):
        run("BEGIN IMMEDIATE")
        try:
            for table in ("chunk", "document"):
                run(f"DELETE FROM {table} WHERE g_del IS NOT NULL AND g_del <= ?", (oldest,))
            run("COMMIT")
        except sqlite3.Error:
            if store.connection.in_transaction:
                run("ROLLBACK")
            raise
