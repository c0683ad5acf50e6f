"""The system of record: one SQLite file that holds documents, chunks and vectors, and who may write to it.

    DIR/LOCK        kernel lock of the single writer; gone with its process, whatever happened to it
    DIR/store.db    the only truth
    DIR/cache/      what can be computed from it again

A row is alive at generation g when g_add <= g and (g_del is null or g_del > g). Rows are never changed: a document
that changes is closed and added again under the next version, and chunk numbers are never given twice.
Knows nothing of files to be read, of models, or of how anything is ranked.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus import codec
from corpus.errors import StoreDamaged, StoreError, StoreLocked, StoreMismatch, StoreMissing
from corpus.types import Document
from index.types import Chunk, Embedder, Entry, Trait

SCHEMA = 1
"""Goes up whenever a table changes; a store of another schema has to be built anew."""

LOCK, DATABASE, CACHE = "LOCK", "store.db", "cache"

_PRAGMAS = (
    "busy_timeout=10000",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "secure_delete=ON",
    "journal_size_limit=67108864",
)
_TABLES = (
    "CREATE TABLE meta (k TEXT PRIMARY KEY, v TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE gen (
        g INTEGER PRIMARY KEY, ts TEXT NOT NULL, actor TEXT NOT NULL, reason TEXT NOT NULL,
        n_live INTEGER NOT NULL, digest TEXT NOT NULL)""",
    """CREATE TABLE file (
        path TEXT PRIMARY KEY, source TEXT NOT NULL, sha TEXT NOT NULL, reader TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE twin (
        doc_id TEXT NOT NULL, path TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (doc_id, path)) WITHOUT ROWID""",
    """CREATE TABLE document (
        doc_id TEXT NOT NULL, version INTEGER NOT NULL, source TEXT NOT NULL, path TEXT NOT NULL,
        fingerprint TEXT NOT NULL, chunks INTEGER NOT NULL, metadata TEXT NOT NULL, sha BLOB NOT NULL,
        g_add INTEGER NOT NULL, g_del INTEGER, characters INTEGER NOT NULL, text TEXT NOT NULL,
        structure TEXT NOT NULL, PRIMARY KEY (doc_id, version))""",
    """CREATE TABLE chunk (
        id INTEGER PRIMARY KEY AUTOINCREMENT, doc_id TEXT NOT NULL, version INTEGER NOT NULL, ord INTEGER NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, path TEXT NOT NULL, context TEXT NOT NULL,
        vec BLOB NOT NULL, sha BLOB NOT NULL, g_add INTEGER NOT NULL, g_del INTEGER,
        FOREIGN KEY (doc_id, version) REFERENCES document)""",
    "CREATE UNIQUE INDEX document_live ON document (doc_id) WHERE g_del IS NULL",
    "CREATE INDEX document_path ON document (path, source) WHERE g_del IS NULL",
    "CREATE INDEX document_dead ON document (g_del) WHERE g_del IS NOT NULL",
    "CREATE INDEX chunk_document ON chunk (doc_id, version)",
    "CREATE INDEX chunk_dead ON chunk (g_del) WHERE g_del IS NOT NULL",
)
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_ALIVE = "{0}.g_add <= :g AND ({0}.g_del IS NULL OR {0}.g_del > :g)"
_DOCUMENT_ALIVE, _CHUNK_ALIVE = _ALIVE.format("d"), _ALIVE.format("c")

_AS_JSON = json.JSONEncoder(ensure_ascii=False).encode
"""`json.dumps` without a new encoder for every hit of a search."""

# What SQLite's primary result codes mean for the person at the desk.
_CAUSES: dict[int, tuple[type[StoreError], str, str]] = {
    sqlite3.SQLITE_NOTADB: (
        StoreDamaged,
        "的文件不是数据库，请恢复备份或删除后重建",
        "no database; restore a backup",
    ),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, "已损坏，请恢复备份或删除后重建", "damaged; restore a backup"),
    sqlite3.SQLITE_FULL: (StoreError, "磁盘已满，没有写入任何内容", "the disk is full; nothing was written"),
    sqlite3.SQLITE_IOERR: (StoreError, "磁盘读写出错，没有写入任何内容", "the disk failed; nothing was written"),
    sqlite3.SQLITE_BUSY: (StoreLocked, "正被别的程序占用，请稍后再试", "is in use; try again later"),
    sqlite3.SQLITE_READONLY: (StoreError, "只能读，不能写", "cannot be written"),
    sqlite3.SQLITE_CANTOPEN: (StoreError, "打不开，请检查路径和权限", "cannot be opened; check permissions"),
}


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a commit leaves behind: the number of the generation and what must be found in it."""

    generation: int = 0
    """0 as long as nothing was committed."""
    chunks: int = 0
    digest: str = "0" * 64
    """Exclusive or of the hashes of all live rows, in hexadecimal."""


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model that the vectors of a store come from."""

    name: str
    fingerprint: str
    dimension: int


@dataclass(frozen=True, slots=True)
class Row:
    """A chunk as stored: its number, its place in the document, its vector's bytes and the hash over all of it."""

    number: int
    order: int
    chunk: Chunk
    vector: bytes
    sha: bytes

    @property
    def sound(self) -> bool:
        """True when text, place and vector are those that were written."""
        return chunk_sha(self.chunk, self.order, self.vector) == self.sha


def build_command(directory: Path, *, rebuild: bool = False) -> str:
    """The command that a message tells a person to run."""
    return f"python -m index build --store {directory} {'--rebuild ' if rebuild else ''}PATH…"


def chunk_sha(chunk: Chunk, order: int, vector: bytes) -> bytes:
    """Hash over everything of a chunk that a search or a citation rests on."""
    place = _AS_JSON([chunk.document_id, order, chunk.start, chunk.end, chunk.path])
    return hashlib.sha256("\0".join((place, chunk.context, chunk.text)).encode() + b"\0" + vector).digest()


def document_sha(key: tuple[str, int, str, str], metadata: str, text: str, structure: str) -> bytes:
    """Hash over a row of `document`; `key` is (doc_id, version, source, path)."""
    return hashlib.sha256("\0".join((json.dumps(key), metadata, structure, text)).encode()).digest()


@contextmanager
def explained(place: Path, zh_name: str = "索引库", en_name: str = "store") -> Iterator[None]:
    """Say what an error of SQLite means for a person; what is nobody's fault but ours keeps its traceback."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        cause = _CAUSES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if cause is None:
            raise
        kind, zh, en = cause
        raise kind(f"{zh_name}“{place}”{zh}", f"{en_name} {place}: {en}") from error


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Be the only writer of `directory`, which is made if need be; refused at once when there is another.

    Raises:
        StoreLocked: another process holds the lock.
    """
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreLocked(
                f"索引库“{directory}”正被另一个程序写入，请等它结束后再试",
                f"another process is writing to store {directory}; try again when it is done",
            ) from error
        yield
    finally:
        os.close(handle)


class Store:
    """One connection to a store, and everything that can be read through it; `index.change` writes."""

    def __init__(self, directory: Path, connection: sqlite3.Connection) -> None:
        self.directory = directory
        self.connection = connection

    @classmethod
    def to_read(cls, directory: Path) -> Store:
        """Open for reading.

        Raises:
            StoreMissing: nothing was ever committed there.
            StoreMismatch: it has another schema.
            StoreDamaged: it is no database.
        """
        if not (directory / DATABASE).is_file():
            raise _missing(directory)
        store = cls(directory, _connect(directory, "ro"))
        try:
            with explained(directory):
                store.connection.execute("PRAGMA query_only=ON")
                if not store.schema:
                    raise _missing(directory)
                store.require_schema()
                if not store.stamp().generation:
                    raise _missing(directory)
        except (StoreError, sqlite3.Error):
            store.close()
            raise
        return store

    @classmethod
    def to_write(cls, directory: Path) -> Store:
        """Open for writing, and make the tables if there are none; call it with the lock in hand."""
        store = cls(directory, _connect(directory, "rwc"))
        try:
            with explained(directory):
                if not store.schema:
                    store.connection.execute("PRAGMA journal_mode=WAL")
                    store.connection.execute("BEGIN IMMEDIATE")
                    store.make_tables()
                    store.connection.execute("COMMIT")
        except (StoreError, sqlite3.Error):
            store.close()
            raise
        return store

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    @property
    def schema(self) -> int:
        """Number of the schema; 0 for a file without tables."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def make_tables(self) -> None:
        """Make the tables, inside the caller's transaction."""
        for statement in _TABLES:
            self.connection.execute(statement)
        self.connection.execute(f"PRAGMA user_version={SCHEMA}")

    def drop_tables(self) -> None:
        """Drop the tables of any schema, inside the caller's transaction."""
        names = self.connection.execute(
            """SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
               ORDER BY name = 'document'"""  # chunks point at documents, so those go last
        ).fetchall()
        for (name,) in names:
            self.connection.execute(f'DROP TABLE "{name}"')

    def require_schema(self) -> None:
        """Refuse a store of another schema."""
        if self.schema != SCHEMA:
            command = build_command(self.directory, rebuild=True)
            raise StoreMismatch(
                f"索引库“{self.directory}”的结构版本是 {self.schema}，本程序需要 {SCHEMA}，请重建：{command}",
                f"store {self.directory} has schema {self.schema}, this program needs {SCHEMA}; run: {command}",
            )

    def require_model(self, embedder: Embedder) -> None:
        """Refuse an embedding model that is not the one whose vectors the store holds."""
        model = self.model()
        if model is not None and model.fingerprint != embedder.fingerprint:
            command = build_command(self.directory, rebuild=True)
            theirs, ours = (f"{each.name} ({each.fingerprint[:8]})" for each in (model, embedder))
            raise StoreMismatch(
                f"“{self.directory}”由模型 {theirs} 建立，现在是 {ours}，请用 --embedder 换回或重建：{command}",
                f"store {self.directory} was built with model {theirs}, not {ours}; set --embedder or run: {command}",
            )

    def stamp(self) -> Stamp:
        """The newest generation."""
        row = self.connection.execute("SELECT g, n_live, digest FROM gen ORDER BY g DESC LIMIT 1").fetchone()
        return Stamp(*row) if row else Stamp()

    def model(self) -> Model | None:
        """The model of the vectors, or None as long as there is none."""
        meta: dict[str, str] = dict(self.connection.execute("SELECT k, v FROM meta").fetchall())
        if "fingerprint" not in meta:
            return None
        return Model(meta["model"], meta["fingerprint"], int(meta["dimension"]))

    def entries(self, generation: int) -> list[Entry]:
        """All documents alive, by source and id: the order that `owners` of a snapshot counts in."""
        return self._entries("TRUE", {"g": generation})

    def versions(self, generation: int) -> list[tuple[str, int]]:
        """(document id, version) of all documents alive, in the order of `entries`."""
        return self.connection.execute(
            f"SELECT d.doc_id, d.version FROM document d WHERE {_DOCUMENT_ALIVE} ORDER BY d.source, d.doc_id",
            {"g": generation},
        ).fetchall()

    def entries_of(self, versions: Iterable[tuple[str, int]], generation: int) -> list[Entry]:
        """Those of `entries` that are of some versions."""
        named = "SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:named)"
        return self._entries(
            f"(d.doc_id, d.version) IN ({named})", {"g": generation, "named": json.dumps(list(versions))}
        )

    def replacing(self, generation: int) -> list[Entry]:
        """The documents alive that say they replace others."""
        return self._entries("""d.metadata LIKE '%"supersedes":%'""", {"g": generation})

    def named(self, name: str, generation: int) -> list[Entry]:
        """The documents alive that bear `name` as their title, or as one of their numbers."""
        bears = "instr(json_extract(d.metadata, '$.doc_number[0]'), :name)"
        titled = "json_extract(d.metadata, '$.title[0]') = :name"
        return self._entries(f"({bears} OR {titled})", {"g": generation, "name": name})

    def namesakes(self, generation: int) -> list[Entry]:
        """The documents alive that share their title with another: versions of a rule, reports of several years."""
        title = "json_extract(d.metadata, '$.title[0]')"
        shared = f"SELECT {title} FROM document d WHERE {_DOCUMENT_ALIVE} GROUP BY 1 HAVING count(*) > 1"
        return self._entries(f"{title} IN ({shared})", {"g": generation})

    def regions(self, generation: int) -> frozenset[str]:
        """The regions of all documents alive; those that hide theirs are left out."""
        rows = self.connection.execute(
            f"SELECT DISTINCT json_extract(d.metadata, '$.region[0]') FROM document d WHERE {_DOCUMENT_ALIVE}",
            {"g": generation},
        )
        return frozenset(region for (region,) in rows if region)

    def _entries(self, condition: str, values: dict[str, object]) -> list[Entry]:
        rows = self.connection.execute(
            f"""SELECT d.doc_id, d.source, d.metadata, d.chunks, d.characters FROM document d
                WHERE {_DOCUMENT_ALIVE} AND {condition} ORDER BY d.source, d.doc_id""",
            values,
        )
        return [
            Entry(doc_id, source, codec.metadata_from_json(json.loads(metadata)), chunks, characters)
            for doc_id, source, metadata, chunks, characters in rows
        ]

    def order(self, generation: int) -> dict[str, int]:
        """Document id → its place in `entries`."""
        rows = self.connection.execute(
            f"SELECT d.doc_id FROM document d WHERE {_DOCUMENT_ALIVE} ORDER BY d.source, d.doc_id", {"g": generation}
        )
        return {doc_id: place for place, (doc_id,) in enumerate(rows)}

    def sources(self, generation: int) -> dict[str, str]:
        """Document id → its source, in the order of `entries`."""
        rows = self.connection.execute(
            f"SELECT d.doc_id, d.source FROM document d WHERE {_DOCUMENT_ALIVE} ORDER BY d.source, d.doc_id",
            {"g": generation},
        )
        return dict(rows.fetchall())

    def twins(self) -> list[tuple[str, str]]:
        """(document id, source) of the other files that hold the text of a document; of no generation."""
        return self.connection.execute("SELECT doc_id, source FROM twin ORDER BY doc_id, source").fetchall()

    def origin(self, doc_id: str, generation: int) -> Path | None:
        """The file that a document was read from; None when it is not alive."""
        row = self.connection.execute(
            f"SELECT d.path FROM document d WHERE d.doc_id = :id AND {_DOCUMENT_ALIVE}",
            {"id": doc_id, "g": generation},
        ).fetchone()
        return Path(row[0]) if row else None

    def traits(self, generation: int) -> list[Trait]:
        """Kind, region and year of every document alive, in the order of `entries`, and nothing else of it."""
        fields = ("plan_year", "review_year", "effective", "date")  # as `Metadata.year` looks for it
        year = ", ".join(f"d.metadata ->> '$.{name}[0]'" for name in fields)
        rows = self.connection.execute(
            f"""SELECT d.metadata ->> '$.kind[0]', d.metadata ->> '$.region[0]', substr(coalesce({year}), 1, 4)
                FROM document d WHERE {_DOCUMENT_ALIVE} ORDER BY d.source, d.doc_id""",
            {"g": generation},
        )
        return [Trait(kind, region, int(year) if year else None) for kind, region, year in rows]

    def document(self, doc_id: str, generation: int) -> Document | None:
        """A document with its text, or None when it is not alive."""
        row = self.connection.execute(
            f"SELECT d.text, d.structure FROM document d WHERE d.doc_id = :id AND {_DOCUMENT_ALIVE}",
            {"id": doc_id, "g": generation},
        ).fetchone()
        return codec.loads(*row) if row else None

    def vectors(self, generation: int) -> Iterator[tuple[int, str, bytes]]:
        """(number, document id, vector) of every chunk alive, by number."""
        yield from self.connection.execute(
            f"SELECT c.id, c.doc_id, c.vec FROM chunk c WHERE {_CHUNK_ALIVE} ORDER BY c.id", {"g": generation}
        )

    def searchables(self, generation: int) -> Iterator[str]:
        """What is searched of every chunk alive, by number."""
        return (row.chunk.searchable for row in self.rows(generation))

    def rows(self, generation: int) -> Iterator[Row]:
        """Every chunk alive, by number."""
        yield from self._rows(f"{_CHUNK_ALIVE} ORDER BY c.id", {"g": generation})

    def rows_of(self, doc_id: str, generation: int) -> list[Row]:
        """The chunks of one document, in the order of its text."""
        return list(self._rows(f"c.doc_id = :id AND {_CHUNK_ALIVE} ORDER BY c.ord", {"id": doc_id, "g": generation}))

    def rows_numbered(self, numbers: Iterable[int]) -> dict[int, Row]:
        """Number → chunk, for those that exist: two statements, however many numbers."""
        wanted = json.dumps(list(numbers))
        selected = self._selected("c.id IN (SELECT value FROM json_each(:numbers))", {"numbers": wanted}).fetchall()
        owners = list({(doc_id, version) for _, doc_id, version, *_ in selected})
        texts = self.connection.execute(  # from the list to the table, and not the other way round
            """SELECT d.doc_id, d.version, d.text FROM json_each(:owners) o CROSS JOIN document d
               ON d.doc_id = json_extract(o.value, '$[0]') AND d.version = json_extract(o.value, '$[1]')""",
            {"owners": json.dumps(owners)},
        )
        found = {(doc_id, version): text for doc_id, version, text in texts}
        return {each[0]: _row(each, found.get((each[1], each[2]), "")) for each in selected}

    def _rows(self, condition: str, values: dict[str, Any]) -> Iterator[Row]:
        key, text = ("", 0), ""
        for each in self._selected(condition, values):
            if (each[1], each[2]) != key:  # chunks of a document lie together: its text is fetched once
                key = (each[1], each[2])
                text = self._text(*key)
            yield _row(each, text)

    def _selected(self, condition: str, values: dict[str, Any]) -> sqlite3.Cursor:
        return self.connection.execute(
            f"""SELECT c.id, c.doc_id, c.version, c.ord, c.start, c.stop, c.path, c.context, c.vec, c.sha
                FROM chunk c WHERE {condition}""",
            values,
        )

    def _text(self, doc_id: str, version: int) -> str:
        row = self.connection.execute(
            "SELECT text FROM document WHERE doc_id = ? AND version = ?", (doc_id, version)
        ).fetchone()
        return str(row[0]) if row else ""


def _row(selected: tuple[Any, ...], text: str) -> Row:
    """What `Store._selected` gave, with the text of the document."""
    number, doc_id, _, order, start, stop, path, context, vector, sha = selected
    chunk = Chunk(f"{doc_id}:{start}-{stop}", doc_id, _path(path), start, stop, text[start:stop], context)
    return Row(number, order, chunk, vector, sha)


def _path(written: str) -> tuple[str, ...]:
    """A path as stored; one that is damaged reads as something else, and the checksum of its chunk tells."""
    try:
        return tuple(json.loads(written))
    except ValueError:
        return (written,)


def _missing(directory: Path) -> StoreMissing:
    command = build_command(directory)
    return StoreMissing(
        f"“{directory}”里还没有索引库，请先建立：{command}", f"no store at {directory}; build one: {command}"
    )


def _connect(directory: Path, mode: str) -> sqlite3.Connection:
    uri = f"file:{quote(str((directory / DATABASE).resolve()))}?mode={mode}"
    with explained(directory):
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
    return connection
