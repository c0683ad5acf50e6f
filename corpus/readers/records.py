"""Many documents in one file (.jsonl, .jsonl.gz): one record a line with id, title, text and metadata.

Reads line by line, so that a file of any length takes little memory. BEIR's `_id` counts as `id`. Knows nothing of
what the records say.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from corpus import encoding
from corpus.draft import Draft, Line
from corpus.errors import UnreadableDocument
from corpus.readers.source import content, empty, refused
from corpus.readers.stated import declared

MAX_LINE = 16 * 2**20
"""Bytes of the longest record that is taken."""
_SHOWN = 10
_GZIP = b"\x1f\x8b"


def read(path: Path) -> Iterator[Draft]:
    """Read a .jsonl or .jsonl.gz: every good record, and then the bad ones as one error.

    Raises:
        UnreadableDocument: the file is empty, cannot be opened or unpacked; or, after all the good records have been
            yielded, some lines are no records.
    """
    bad: list[int] = []
    good = 0
    try:
        with _opened(path) as lines:
            for number, raw in enumerate(_lines(lines), start=1):
                if not raw.strip():
                    continue
                draft = _draft(raw, number)
                if draft is None:
                    bad.append(number)
                else:
                    good += 1
                    yield draft
    except (OSError, EOFError, zlib.error) as error:
        raise refused(
            path,
            f"打不开或压缩数据已损坏（已读出 {good} 条）：请重新获取该文件",
            f"cannot be opened or unpacked ({good} records were read); get it again",
        ) from error
    if bad:
        raise _spoiled(path, bad, good)
    if not good:
        raise empty(path)


def _opened(path: Path) -> BinaryIO | gzip.GzipFile:
    with path.open("rb") as file:
        head = file.read(4)
    if head.startswith(_GZIP):
        return gzip.open(path)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"Rar!")):
        content(path)
    return path.open("rb")


def _lines(file: BinaryIO | gzip.GzipFile) -> Iterator[bytes]:
    """Lines of at most `MAX_LINE` bytes; a longer one comes as an empty object, which is no record."""
    while line := file.readline(MAX_LINE):
        if len(line) < MAX_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_LINE)
        yield b"{}"


def _draft(raw: bytes, number: int) -> Draft | None:
    """The document of one record; None when it is none."""
    notes: tuple[str, ...] = ()
    try:
        record: object = json.loads(raw.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        record, notes = _rescued(raw)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    text, title = record.get("text"), record.get("title")
    title = title.strip() if isinstance(title, str) else ""
    text = text if isinstance(text, str) and text.strip() else title
    if not text:
        return None
    metadata = record.get("metadata")
    return Draft(
        lines=tuple([Line(line) for line in text.splitlines()]),
        title=title or None,
        key=_key(record, number),
        declared=declared(metadata) if isinstance(metadata, dict) and metadata else {},
        notes=notes,
    )


def _key(record: dict[str, Any], number: int) -> str:
    """The record's own id, or its line number when it has none."""
    key = record.get("id", record.get("_id"))
    return str(key) if isinstance(key, str | int) and key != "" else str(number)


def _rescued(raw: bytes) -> tuple[object, tuple[str, ...]]:
    """A record that is not in UTF-8."""
    try:
        text, name = encoding.decode(raw)
        return json.loads(text), encoding.notes(text, name)
    except (ValueError, RecursionError):
        return None, ()


def _spoiled(path: Path, bad: list[int], good: int) -> UnreadableDocument:
    shown = "、".join(map(str, bad[:_SHOWN])) + (" 等" if len(bad) > _SHOWN else "")
    return refused(
        path,
        f"有 {len(bad)} 行不是有效记录（第 {shown} 行），其余 {good} 条已读：每行应为含 id、text 的 JSON 对象",
        f"{len(bad)} lines are no records (line {', '.join(map(str, bad[:_SHOWN]))}), the other {good} were read; "
        "each line must be a JSON object with id and text",
    )
