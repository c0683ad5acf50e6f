"""Files → store: what is new is added, what changed replaced, what was renamed is renamed, what is gone is removed.

Everything is told by content. A file whose bytes are those that were read last is not parsed; a document is its text,
so one that turns up under another name keeps its vectors; the same text in two files is kept once and belongs to the
first until that is gone. One call is one transaction and so one generation.
Knows nothing of how a file is parsed or cut, nor of how the store is searched.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TypeAlias

import numpy as np

from corpus import codec
from corpus.errors import BadCall, ModelUnavailable, PolicyError, UnreadableDocument
from corpus.read import READER_VERSION, SourceFile, discover, read
from corpus.types import Document
from index.change import Change, File, Held, Passage, collect
from index.chunk import chunk
from index.snapshot import sweep
from index.store import Model, Store, locked
from index.types import Embedder, Vectors

BATCH = 1024
"""Chunks that are embedded and written at a time."""

Progress: TypeAlias = Callable[[int, int, int], None]
"""Called with (files done, files in all, documents read)."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a change of the store came to, in documents."""

    added: int = 0
    replaced: int = 0
    renamed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    """(source, message) of every file that could not be read; what the store held of it before is still there."""
    notes: tuple[str, ...] = ()
    """What a person should know, in Chinese and English: texts that stand in two files."""
    generation: int = 0
    """The newest generation; the same as before when nothing changed."""
    seconds: float = 0.0

    @property
    def changed(self) -> int:
        """Documents that are not as they were."""
        return self.added + self.replaced + self.renamed + self.removed


class Writer:
    """The one writer of a store, as long as its `with` block lasts."""

    def __init__(self, store: Store, embedder: Embedder | None, stack: ExitStack) -> None:
        self._store = store
        self._embedder = embedder
        self._stack = stack

    @classmethod
    def open(cls, directory: Path, embedder: Embedder | None = None) -> Writer:
        """Take the lock and open the store; made if need be. Removing needs no embedder.

        Raises:
            StoreLocked: another process is writing.
            StoreMissing: there is no store, and no embedder to make one with.
        """
        if embedder is None:
            Store.to_read(directory).close()
        with ExitStack() as stack:
            stack.enter_context(locked(directory))
            store = Store.to_write(directory)
            stack.callback(store.close)
            return cls(store, embedder, stack.pop_all())

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the store and give the lock back."""
        self._stack.close()

    def sync(self, paths: Sequence[Path], *, progress: Progress | None = None, rebuild: bool = False) -> Report:
        """Bring what the store holds of `paths` up to date; all of it is seen at once, or nothing.

        A folder stands for everything below it: documents that came from there and are gone are removed. A file that
        cannot be read is listed and the rest goes on; what the store held of it stays.

        Args:
            paths: files and folders.
            progress: told after every file and every batch.
            rebuild: start anew, with this embedder: afterwards the store holds what `paths` hold and nothing else.

        Raises:
            NothingToRead: a path does not exist or holds nothing readable.
            StoreMismatch: the store has another model or schema, and `rebuild` is not set.
            ModelUnavailable: the model gives vectors that are no vectors.
        """
        begun = time.perf_counter()
        if self._embedder is None:
            raise ValueError("a writer without an embedder can only remove")
        files = discover(paths)
        if not rebuild:
            self._store.require_schema()
            self._store.require_model(self._embedder)
        model = Model(self._embedder.name, self._embedder.fingerprint, self._embedder.dimension)
        with Change(self._store, "rebuild" if rebuild else "build") as change:
            earlier = change.start_anew(model) if rebuild else set()
            if self._store.model() is None:
                change.use(model)
            run = _Sync(change, self._embedder, progress or _silent, earlier)
            run.take(files)
            run.drop_gone([path.resolve() for path in paths if path.is_dir()])
            run.take_orphans()
        return self._done(run.report(), begun)

    def begin(self) -> None:
        """Commit a first generation that holds nothing, so that a new store can be opened for reading."""
        if self._embedder is None:
            raise ValueError("a writer without an embedder can only remove")
        if not self._store.stamp().generation:
            with Change(self._store, "build") as change:
                change.start_anew(Model(self._embedder.name, self._embedder.fingerprint, self._embedder.dimension))

    def remove(self, names: Sequence[str]) -> Report:
        """Take documents out, by id, by source, or by the source of a file with all its records.

        The next `sync` over a file that still holds such a document adds it again.

        Raises:
            BadCall: a name is unknown, or stands for documents of several files; nothing is removed then.
            StoreMismatch: the store has another schema.
        """
        begun = time.perf_counter()
        self._store.require_schema()
        with Change(self._store, "remove") as change:
            chosen = {held.id: held for name in names for held in _named(change, name)}
            for held in chosen.values():
                change.close(held)
                change.forget(held)
        return self._done(Report(removed=len(chosen)), begun)

    def _done(self, report: Report, begun: float) -> Report:
        """Clear away what no kept generation needs, and complete the report."""
        collect(self._store)
        generation = self._store.stamp().generation
        sweep(self._store.directory, generation)
        return replace(report, generation=generation, seconds=time.perf_counter() - begun)


@dataclass(slots=True)
class _Tally:
    """What was done for one file, or for all."""

    fresh: set[tuple[str, str]] = field(default_factory=set)
    """(path, source) of documents with a new text."""
    gone: set[tuple[str, str]] = field(default_factory=set)
    """(path, source) of documents whose text is there no more."""
    restated: int = 0
    """Documents of the same text of which something else is known now."""
    renamed: int = 0
    unchanged: int = 0
    notes: list[str] = field(default_factory=list)

    def __iadd__(self, other: _Tally) -> _Tally:
        self.fresh |= other.fresh
        self.gone |= other.gone
        self.restated += other.restated
        self.renamed += other.renamed
        self.unchanged += other.unchanged
        self.notes += other.notes
        return self


class _Sync:
    """One run of `Writer.sync` inside its transaction."""

    def __init__(self, change: Change, embedder: Embedder, progress: Progress, earlier: set[tuple[str, str]]) -> None:
        self._change = change
        self._embedder = embedder
        self._progress = progress
        self._known = change.files()
        self._hashes: dict[str, str] = {}
        """Path → hash of every file met; empty for one that cannot be opened."""
        self._stale: set[str] = set()
        """Paths whose documents may no longer be theirs: another file may take them over."""
        self._settled: set[str] = set()
        """Paths that were dealt with."""
        self._loose: dict[str, str] = {}
        """Id → path of documents that are no longer in their file; closed at the end unless taken over."""
        self._sum = _Tally(gone=earlier)
        self._failed: list[tuple[str, str]] = []
        self._waiting: list[Passage] = []
        self._files = self._done = self._documents = 0

    def take(self, files: Sequence[SourceFile]) -> None:
        """Read the files that are new or changed, and close what they no longer hold."""
        met = [(file, path) for file in files if (path := self._hash(file)) is not None]
        self._stale |= {path for path in self._known.keys() - self._settled if not self._current(self._known[path])}
        self._files += len(met)
        # Files that are known come first, so that what has left them is known before a new file shows up with it.
        for file, path in sorted(met, key=lambda each: each[1] not in self._known):
            self._take(file, path)
            self._stale.discard(path)
            self._settled.add(path)
            self._done += 1
            self._progress(self._done, self._files, self._documents)
        for doc_id, path in self._loose.items():
            self._close([held for held in self._change.live_of(path) if held.id == doc_id])
        self._loose.clear()

    def drop_gone(self, folders: Sequence[Path]) -> None:
        """Remove the documents of files that were below `folders` and are there no more."""
        for path in self._known:
            if path not in self._hashes and any(Path(path).is_relative_to(folder) for folder in folders):
                self._close(self._change.live_of(path))
                self._change.drop_file(path)

    def take_orphans(self) -> None:
        """Read the files again that hold a text which just went with another file."""
        orphans = self._change.orphans()
        for path, _ in orphans:
            self._change.drop_file(path)
            self._known.pop(path, None)
        self.take([SourceFile(Path(path), source) for path, source in orphans if Path(path).is_file()])

    def report(self) -> Report:
        """What it came to."""
        done = self._sum
        return Report(
            added=len(done.fresh - done.gone),
            replaced=len(done.fresh & done.gone) + done.restated,
            renamed=done.renamed,
            unchanged=done.unchanged,
            removed=len(done.gone - done.fresh),
            failed=tuple(self._failed),
            notes=tuple(done.notes),
        )

    def _hash(self, file: SourceFile) -> str | None:
        """Hash a file, and return the path it is known by; None, and a line in the report, if that cannot be done."""
        path = str(file.path.parent.resolve() / file.path.name)
        try:
            path.encode()
            self._hashes[path] = ""
            self._hashes[path] = file.sha256()
        except UnicodeEncodeError:
            shown = path.encode(errors="replace").decode()
            zh, en = (
                f"文件名“{shown}”不是 UTF-8 编码，请改名后再试",
                f"{shown}: the name is not UTF-8; rename the file",
            )
            self._fail(shown, UnreadableDocument(zh, en), kept=False)
        except UnreadableDocument as problem:
            self._fail(file.source, problem, kept=bool(self._change.live_of(path)))
        else:
            return path
        return None

    def _current(self, file: File) -> bool:
        """Say whether a file is what was read last; one that is not to be read today counts while it exists."""
        if file.path not in self._hashes:
            return Path(file.path).is_file()
        return self._hashes[file.path] in ("", file.sha) and file.reader == READER_VERSION

    def _take(self, file: SourceFile, path: str) -> None:
        known = self._known.get(path)
        if known and path not in self._stale and (file.folder is None or file.source == known.source):
            self._sum.unchanged += self._change.count_of(path)
            return
        tally = _Tally()
        try:
            with self._change.attempt():
                self._read(file, path, tally)
        except UnreadableDocument as problem:
            self._waiting.clear()
            self._fail(file.source, problem, kept=bool(self._change.live_of(path)))
        else:
            self._sum += tally

    def _read(self, file: SourceFile, path: str, tally: _Tally) -> None:
        self._change.drop_file(path)
        seen: set[str] = set()
        for document in read(file):
            if document.id in seen:
                tally.notes.append(_same(document.source, file.source))
                continue
            seen.add(document.id)
            self._place(document, path, tally)
            self._documents += 1
            if self._documents % BATCH == 0:
                self._progress(self._done, self._files, self._documents)
        self._flush()
        self._loose.update((held.id, path) for held in self._change.live_of(path) if held.id not in seen)
        self._change.put_file(File(path, file.source, self._hashes[path], READER_VERSION))

    def _place(self, document: Document, path: str, tally: _Tally) -> None:
        """Put a document where it belongs: new, changed, renamed, as it was, or kept under another name already."""
        held = self._change.live(document.id)
        structure = codec.dumps(document)
        mark = _fingerprint(structure)
        if held and held.path != path and held.path not in self._stale and held.id not in self._loose:
            tally.notes.append(_same(document.source, held.source))
            self._change.put_twin(document.id, path, document.source)
        elif held and (held.path, held.fingerprint) == (path, mark):
            tally.unchanged += 1
        elif held:
            tally.renamed += held.source != document.source
            tally.unchanged += (held.source, held.fingerprint) == (document.source, mark)  # its folder was moved
            tally.restated += held.source == document.source and held.fingerprint != mark
            vectors = self._change.vectors(held)
            self._change.close(held)
            self._add(document, structure, path, vectors)
        else:
            tally.fresh.add((path, document.source))
            earlier = self._change.live_in(path, document.source) if path in self._known else None
            self._add(document, structure, path, self._change.vectors(earlier) if earlier else {})

    def _add(self, document: Document, structure: str, path: str, vectors: dict[str, bytes]) -> None:
        chunks = chunk(document)
        try:
            version = self._change.add(document, structure, _fingerprint(structure), path, len(chunks))
        except UnicodeEncodeError as error:
            raise UnreadableDocument(
                f"“{document.source}”里有不成对的代理字符，请用 UTF-8 重新保存",
                f"{document.source}: holds half a surrogate pair; save it again as UTF-8",
            ) from error
        for order, each in enumerate(chunks):
            self._waiting.append(Passage(each, version, order, vectors.get(each.searchable)))
        if len(self._waiting) >= BATCH:
            self._flush()

    def _flush(self) -> None:
        """Embed what has no vector yet and hand everything over."""
        for first in range(0, len(self._waiting), BATCH):
            batch = self._waiting[first : first + BATCH]
            new = [at for at, passage in enumerate(batch) if passage.vector is None]
            if new:
                vectors = self._encode([batch[at].chunk.searchable for at in new])
                for at, vector in zip(new, vectors, strict=True):
                    batch[at] = replace(batch[at], vector=vector.tobytes())
            self._change.add_passages(batch)
        self._waiting.clear()

    def _encode(self, texts: list[str]) -> Vectors:
        vectors = np.ascontiguousarray(self._embedder.encode(texts), "<f4")
        if vectors.shape != (len(texts), self._embedder.dimension) or not np.isfinite(vectors).all():
            name = self._embedder.name
            raise ModelUnavailable(
                f"向量模型“{name}”给出的向量不可用（形状或数值不对），请换一个模型（POLICY_EMBEDDER）",
                f"model {name} gave vectors of a wrong shape or not finite; choose another one (POLICY_EMBEDDER)",
            )
        return vectors

    def _close(self, documents: Sequence[Held]) -> None:
        for held in documents:
            self._change.close(held)
            self._sum.gone.add((held.path, held.source))

    def _fail(self, source: str, problem: PolicyError, *, kept: bool) -> None:
        if kept:
            problem = UnreadableDocument(
                f"{problem.zh}（索引库里保留上次读到的内容）",
                f"{problem.en} (the store keeps what it had read of it)",
            )
        self._failed.append((source, str(problem)))


def _named(change: Change, name: str) -> list[Held]:
    """The live documents that a person means by `name`."""
    held = change.live(name)
    found = [held] if held else change.live_named(name)
    if not found:
        raise BadCall(
            f"索引库里没有“{name}”，用 python -m index info 查看有哪些文件",
            f"no document {name} in the store; python -m index info lists them",
        )
    if len({each.path for each in found}) > 1:
        ids = " ".join(each.id for each in found[:5])
        raise BadCall(
            f"有几个文件都叫“{name}”，请用编号指明：{ids}",
            f"several files are called {name}; give an id instead: {ids}",
        )
    return found


def _fingerprint(structure: str) -> str:
    """Hash over everything that is known of a document besides its text, and over how it was read."""
    return hashlib.sha256(f"{READER_VERSION}\0{structure}".encode(errors="replace")).hexdigest()[:16]


def _same(source: str, other: str) -> str:
    return f"“{source}”与“{other}”内容相同，只保留一份 | {source} has the same text as {other}; kept once"


def _silent(done: int, files: int, documents: int) -> None:
    """Nobody wants to know."""
