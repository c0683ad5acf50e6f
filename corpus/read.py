"""Files and folders → documents: the way from a path to a `Document`, step by step.

discover → a reader of `READERS` → clean → assemble → tables → outline → metadata → `Document`.
Knows the order of the steps and nothing of what happens inside them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from corpus import manifest, tables
from corpus.assemble import assemble
from corpus.clean import clean
from corpus.draft import Draft
from corpus.errors import NothingToRead, UnreadableDocument
from corpus.metadata.describe import describe
from corpus.outline.sections import outline
from corpus.placeholders import placeholders
from corpus.readers import excel, html, markdown, pdf, records, text, word
from corpus.secrecy import marked
from corpus.types import PASSAGE_CHARS, Document, Table

READER_VERSION = "2"
"""Goes up whenever the same file would be read into another document, so that stores read it again."""

READERS: dict[str, Callable[[Path], Iterator[Draft]]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".docx": word.read,
    ".pdf": pdf.read,
    ".html": html.read,
    ".htm": html.read,
    ".xlsx": excel.read,
    ".jsonl": records.read,
    ".jsonl.gz": records.read,
}
"""A new format is one line here and passes the reader contract."""

MANY = frozenset({".jsonl", ".jsonl.gz"})
"""Formats that hold many documents; each is known as file#key."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to be read and the name it is known by."""

    path: Path
    source: str
    """Path below the given folder, with / between; the bare name when the file itself was given."""
    folder: Path | None = None
    """The given folder that it was found in; None when the file itself was given."""

    def sha256(self) -> str:
        """Hash of the file's bytes and of what `documents.toml` says about it."""
        digest = hashlib.sha256(_readable(self.path))
        digest.update(repr(dict(_manifest(self.path.parent).of(self.path.name))).encode())
        return digest.hexdigest()


def suffix(path: Path) -> str:
    """The ending that decides the reader: .jsonl.gz counts as one."""
    name = path.name.lower()
    return next((each for each in READERS if name.endswith(each)), path.suffix.lower())


def discover(paths: Sequence[Path]) -> list[SourceFile]:
    """All files below `paths`, sorted; hidden files and `documents.toml` left out.

    Raises:
        NothingToRead: a path does not exist, or a folder holds no file that a reader knows.
    """
    found: dict[Path, SourceFile] = {}
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.is_file() and not _passed_over(each, path)]
            if not any(suffix(each) in READERS for each in inside):
                raise NothingToRead(
                    f"文件夹“{path}”里没有可读的文件，支持的格式：{' '.join(READERS)}",
                    f"no document in folder {path}; formats read: {' '.join(READERS)}",
                )
            for each in inside:
                found.setdefault(each.resolve(), SourceFile(each, each.relative_to(path).as_posix(), path))
        elif path.is_file():
            found.setdefault(path.resolve(), SourceFile(path, path.name))
        else:
            raise NothingToRead(f"找不到“{path}”，请检查路径", f"no such file or folder: {path}")
    return list(found.values())


def _passed_over(path: Path, folder: Path) -> bool:
    parts = path.relative_to(folder).parts
    return path.name == manifest.NAME or any(part.startswith((".", "~$")) for part in parts)


def read(file: SourceFile) -> Iterator[Document]:
    """Read the documents of one file.

    Raises:
        UnreadableDocument: with one line for a person; documents yielded before it are good.
    """
    reader = READERS.get(suffix(file.path))
    if reader is None:
        raise UnreadableDocument(
            f"“{file.source}”的格式不支持，支持的格式：{' '.join(READERS)}",
            f"{file.source}: format not supported; formats read: {' '.join(READERS)}",
        )
    if file.path.stat().st_size == 0:
        raise UnreadableDocument(f"“{file.source}”是空文件，请换成有内容的文件", f"{file.source}: the file is empty")
    declared = _manifest(file.path.parent)
    many = suffix(file.path) in MANY
    for draft in reader(file.path):
        document = compose(draft, f"{file.source}#{draft.key}" if many else file.source)
        yield replace(document, metadata=declared.apply(file.path.name, document.metadata))


def compose(draft: Draft, source: str) -> Document:
    """One draft → one document. Pure.

    Raises:
        UnreadableDocument: the draft holds no text, or carries a mark of secrecy.
    """
    mark = marked([line.text for line in draft.lines])
    if mark is not None:
        raise UnreadableDocument(
            f"“{source}”带有密级标志“{mark}”，未读取：请从本机移除并告知保密人员",
            f"{source}: bears a secrecy mark and was not read; remove it and tell the security officer",
        )
    lines, removed = clean(draft.lines)
    if not any(line.text.strip() for line in lines):
        raise UnreadableDocument(f"“{source}”里没有文字", f"{source}: no text in it")
    whole = assemble(lines, draft.captions)
    found = whole.tables or (_found(whole.text))
    passage = bool(draft.key) and len(whole.text) <= PASSAGE_CHARS
    sections = () if passage else outline(whole.text, headings=whole.headings, tables=found)
    metadata = describe(whole.text, sections, title=draft.title, source=source)
    return Document(
        id=hashlib.sha256(f"{draft.key}\0{whole.text}".encode()).hexdigest()[:16],
        source=source,
        text=whole.text,
        metadata=manifest.declare(metadata, draft.declared) if draft.declared else metadata,
        sections=sections,
        tables=found,
        placeholders=placeholders(whole.text),
        removed=removed,
        pages=whole.pages,
        notes=draft.notes,
    )


def _found(text: str) -> tuple[Table, ...]:
    """Tables that a text file holds without its format saying so."""
    if "\t" in text:
        return tables.flattened(text)
    return tables.markdown(text) if "|" in text else ()


def load(paths: Sequence[Path]) -> Iterator[Document | UnreadableDocument]:
    """Read everything below `paths`; a file that cannot be read comes as its error, and the rest goes on."""
    for file in discover(paths):
        try:
            yield from read(file)
        except UnreadableDocument as problem:
            yield problem


def _readable(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(
            f"“{path.name}”打不开：{error.strerror}", f"{path.name}: cannot be opened: {error.strerror}"
        ) from error


def _manifest(folder: Path) -> manifest.Manifest:
    """What is declared in a folder, read anew whenever its file has changed."""
    written = folder / manifest.NAME
    return _loaded(folder, written.stat().st_mtime_ns if written.is_file() else 0)


@lru_cache(maxsize=16)
def _loaded(folder: Path, _changed: int) -> manifest.Manifest:
    return manifest.Manifest.load(folder)
