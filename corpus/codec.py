"""Everything of a document but its text, as compact JSON and back. Knows no file and no database."""

from __future__ import annotations

import json
from typing import Any

from corpus.types import Cell, Document, Known, Metadata, Page, Placeholder, Removed, Row, Section, Table

FIELDS = (
    "title",
    "doc_number",
    "issuer",
    "level",
    "region",
    "review_year",
    "plan_year",
    "date",
    "kind",
    "validity",
    "superseded_by",
    "effective",
)
"""The fields of `Metadata` that are a `Known`, in the order in which a person reads them."""


def metadata_to_json(metadata: Metadata) -> dict[str, Any]:
    """What is known of a document, by field as [value, basis, evidence]; what is unknown is left out."""
    known = {name: getattr(metadata, name) for name in FIELDS}
    written: dict[str, Any] = {
        name: [each.value, each.basis, each.evidence] for name, each in known.items() if each.value is not None
    }
    if metadata.supersedes:
        written["supersedes"] = list(metadata.supersedes)
    return written


def metadata_from_json(written: dict[str, Any]) -> Metadata:
    """The reverse of `metadata_to_json`."""
    fields: dict[str, Any] = {name: Known(*written[name]) for name in FIELDS if name in written}
    return Metadata(**fields, supersedes=tuple(written.get("supersedes", ())))


def _cell(cell: Cell) -> list[Any]:
    return [cell.text, cell.start, cell.end, int(cell.merged)]


def _table(table: Table) -> list[Any]:
    rows = [[[_cell(cell) for cell in row.cells], row.start, row.end] for row in table.rows]
    return [table.caption, [_cell(cell) for cell in table.headings], rows, table.start, table.end]


def _cells(written: list[list[Any]]) -> tuple[Cell, ...]:
    return tuple(Cell(text, start, end, bool(merged)) for text, start, end, merged in written)


def _read_table(written: list[Any]) -> Table:
    caption, headings, rows, start, end = written
    return Table(caption, _cells(headings), tuple(Row(_cells(c), s, e) for c, s, e in rows), start, end)


def dumps(document: Document) -> str:
    """Write everything of `document` but its text."""
    parts: dict[str, Any] = {
        "id": document.id,
        "source": document.source,
        "metadata": metadata_to_json(document.metadata),
        "sections": [[s.number, s.heading, s.path, s.depth, s.start, s.end, s.body] for s in document.sections],
        "tables": [_table(table) for table in document.tables],
        "placeholders": [[p.kind, p.text, p.start, p.end] for p in document.placeholders],
        "removed": [[r.line, r.text, r.reason] for r in document.removed],
        "pages": [[page.number, page.start] for page in document.pages],
        "notes": document.notes,
    }
    return json.dumps({key: part for key, part in parts.items() if part}, ensure_ascii=False, separators=(",", ":"))


def loads(text: str, structure: str) -> Document:
    """Put a document together again from its text and what `dumps` wrote."""
    parts = json.loads(structure)
    return Document(
        id=parts["id"],
        source=parts["source"],
        text=text,
        metadata=metadata_from_json(parts.get("metadata", {})),
        sections=tuple(
            Section(number, heading, tuple(path), depth, start, end, body)
            for number, heading, path, depth, start, end, body in parts.get("sections", ())
        ),
        tables=tuple(_read_table(table) for table in parts.get("tables", ())),
        placeholders=tuple(Placeholder(*each) for each in parts.get("placeholders", ())),
        removed=tuple(Removed(*each) for each in parts.get("removed", ())),
        pages=tuple(Page(*each) for each in parts.get("pages", ())),
        notes=tuple(parts.get("notes", ())),
    )
