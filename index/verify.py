"""Is the store what was committed: every checksum, every count, every offset that a citation could rest on.

Reads everything and repairs nothing. Knows nothing of searching.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus import codec
from corpus.errors import StoreDamaged
from corpus.types import Document
from index import cache
from index.store import CACHE, DATABASE, Row, Store, document_sha, explained


def verify(directory: Path) -> list[str]:
    """Everything that is wrong, a line each; an empty list for a sound store.

    Raises:
        StoreMissing: there is no store.
        StoreMismatch: it has another schema.
    """
    try:
        with explained(directory):
            store = Store.to_read(directory)
            try:
                store.connection.execute("BEGIN")
                return [*_database(store), *_rows(store), *_caches(directory)]
            finally:
                store.close()
    except StoreDamaged as damage:
        return [str(damage)]


def _database(store: Store) -> Iterator[str]:
    for (line,) in store.connection.execute("PRAGMA integrity_check"):
        if line != "ok":
            yield f"{DATABASE}: {line}"
    for table, number, _, _ in store.connection.execute("PRAGMA foreign_key_check"):
        yield f"{DATABASE}: row {number} of {table} belongs to nothing"


def _rows(store: Store) -> Iterator[str]:
    """Documents one by one with their chunks, then the sums over all of them."""
    stamp, model = store.stamp(), store.model()
    size = 4 * model.dimension if model else 0
    digest = chunks = 0
    for doc_id, source, expected, sha, document in _documents(store, stamp.generation):
        label = f"document {doc_id} ({source})"
        rows = store.rows_of(doc_id, stamp.generation)
        if [row.order for row in rows] != list(range(expected)):
            yield f"{label}: {len(rows)} chunks, {expected} were written"
        for problem in _parts(document) if document else ["checksum does not hold"]:
            yield f"{label}: {problem}"
        for row in rows:
            for problem in _chunk(row, document, size):
                yield f"{label}: chunk {row.chunk.id}: {problem}"
            digest ^= int.from_bytes(row.sha)
        digest ^= int.from_bytes(sha)
        chunks += len(rows)
    if chunks != stamp.chunks:
        yield f"generation {stamp.generation}: {chunks} chunks, {stamp.chunks} were committed"
    if f"{digest:064x}" != stamp.digest:
        yield f"generation {stamp.generation}: digest does not hold; a row was added, taken out or stamped anew"


def _documents(store: Store, generation: int) -> Iterator[tuple[str, str, int, bytes, Document | None]]:
    """(id, source, number of chunks, checksum, document, or None when the checksum does not hold) of all alive."""
    rows = store.connection.execute(
        """SELECT doc_id, version, source, path, metadata, text, structure, sha, chunks FROM document
           WHERE g_add <= :g AND (g_del IS NULL OR g_del > :g)""",
        {"g": generation},
    )
    for doc_id, version, source, path, metadata, text, structure, sha, chunks in rows:
        sound = document_sha((doc_id, version, source, path), metadata, text, structure) == sha
        yield doc_id, source, chunks, sha, codec.loads(text, structure) if sound else None


def _parts(document: Document) -> Iterator[str]:
    """Offsets that point outside the text, or to something else than they say."""
    size = len(document.text)
    for section in document.sections:
        if not 0 <= section.start <= section.body <= section.end <= size:
            yield f"section {section.number}{section.heading} lies at {section.start}-{section.end} of {size}"
    for table in document.tables:
        for cell in (*table.headings, *(cell for row in table.rows for cell in row.cells)):
            if document.text[cell.start : cell.end] != cell.text:
                yield f"cell “{cell.text[:20]}” does not stand at {cell.start}-{cell.end}"
    for placeholder in document.placeholders:
        if document.text[placeholder.start : placeholder.end] != placeholder.text:
            yield f"placeholder {placeholder.text} does not stand at {placeholder.start}-{placeholder.end}"


def _chunk(row: Row, document: Document | None, size: int) -> Iterator[str]:
    if not row.sound:
        yield "checksum does not hold"
    elif document and not 0 <= row.chunk.start < row.chunk.end <= len(document.text):
        yield f"offsets lie outside the text of {len(document.text)} characters"
    if len(row.vector) != size:
        yield f"vector of {len(row.vector)} bytes, {size} were expected"


def _caches(directory: Path) -> Iterator[str]:
    for path in sorted((directory / CACHE).glob("gen-*")):
        problem = cache.check(path) if path.suffix != ".tmp" else None
        if problem:
            yield f"cache {path.name}: {problem}; it is computed anew when it is needed"
