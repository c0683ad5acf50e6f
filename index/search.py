"""Question → hits: one whole generation, searched by words, by meaning, or by both.

Everything an `Index` says between two calls of `refresh` comes from the same generation, whatever a writer does
meanwhile. Knows nothing of how an answer is made of hits.
"""

from __future__ import annotations

import logging
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from corpus import places
from corpus.errors import BadCall, ModelUnavailable
from corpus.types import Document
from index import snapshot
from index.features import Candidates, Wanted, asked, features
from index.fuse import Fusion
from index.lexical import Part, grams, largest
from index.query import Query, understand
from index.rerank import RERANKED, rerank
from index.snapshot import Snapshot
from index.store import Row, Stamp, Store, explained
from index.tokens import Matcher
from index.types import Chunk, Embedder, Entry, Filter, Hit, Reranker, Rows, Vectors, Via

K = TypeVar("K")
T = TypeVar("T")
Scores = NDArray[np.float32]

ANY = Filter()
POOL = 200
"""Candidates that words and meaning each contribute at least before they are brought together."""

Behind = Literal["prepared", "unprepared"]
"""A newer generation, whose caches are there already or not."""

_Parsed: TypeAlias = Mapping[tuple[str, int], Entry]
"""(document id, version) → entry."""

_log = logging.getLogger(__name__)


class Index:
    """A store opened for searching. Safe to share between threads; close it, or use it in a `with` block.

    Where one thread may refresh while another puts several calls together, let the other `hold` its generation.
    """

    def __init__(self, directory: Path, embedder: Embedder, view: _View, reranker: Reranker | None = None) -> None:
        self._directory = directory
        self._embedder = embedder
        self._reranker = reranker
        self._view = view
        self._renewing = threading.Lock()

    @classmethod
    def open(cls, directory: Path, embedder: Embedder, reranker: Reranker | None = None) -> Index:
        """Open the newest generation; a `reranker` puts what a hybrid search finds in order.

        Raises:
            StoreMissing: there is none.
            StoreMismatch: it was built with another model or schema.
            StoreDamaged: its rows do not fit together.
        """
        return cls(directory, embedder, _View(directory, embedder), reranker)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; it is closed when nobody holds the generation any more."""
        vars(self).pop("_view", None)

    def hold(self) -> Index:
        """The same generation as an index of its own, which stays what it is when this one is refreshed."""
        return Index(self._directory, self._embedder, self._view, self._reranker)

    def refresh(self) -> bool:
        """Go over to the newest generation if there is a newer one; a search under way ends on the old one.

        Raises:
            StoreError: the new generation cannot be opened; the old one goes on serving.
        """
        with self._renewing:
            if self._view.newest() == self._view.stamp:
                return False
            newer = _View(self._directory, self._embedder, self._view.parsed)
            self._view = newer.without(self._view.hidden)
            return True

    def behind(self) -> Behind | None:
        """Whether there is a newer generation, and whether `refresh` has only to open it; None where there is none.

        Raises:
            StoreError: the store cannot be read.
        """
        return self._view.behind()

    def without(self, hidden: frozenset[str]) -> Index:
        """The same generation as though the documents with the ids in `hidden` had never been in it.

        They are not searched, listed, named, counted or read, on top of those that this index hides already. Nothing
        is copied, and ids that are not in the store hide nothing. Closing the one leaves the other open.
        """
        return Index(self._directory, self._embedder, self._view.without(hidden), self._reranker)

    @property
    def generation(self) -> int:
        """Number of the generation that is searched."""
        return self._view.stamp.generation

    def __len__(self) -> int:
        return self._view.chunks_in_all

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        mode: Via = "hybrid",
        filters: Filter = ANY,
        terms: Mapping[str, float] | None = None,
    ) -> list[Hit]:
        """The k best chunks of the documents that pass `filters`, best first; fewer when fewer match.

        Args:
            query: a question in Chinese or English; `index.query` says what is looked for.
            k: how many, at least 1.
            mode: by words, by meaning, or both; only with both is the reranker asked.
            filters: applied before ranking.
            terms: grams with their weights, from a caller that has understood the question itself; `query` is then
                embedded as it is.

        Raises:
            BadCall: `k` is less than 1.
            ModelUnavailable: the model gave no vector for the query, or the reranker no scores.
        """
        if k < 1:
            raise BadCall(f"要的结果数是 {k}，至少为 1", f"k is {k}; it must be at least 1")
        view = self._view
        reranker = self._reranker if mode == "hybrid" else None
        wanted = understand(query, view.occurs) if terms is None else Query(query, terms)
        vector = self._encode(wanted.text)
        question = _Asked(view.snapshot, wanted, vector, self._embedder.fingerprint, view.allowed(filters))
        best = question.best(mode, max(k, RERANKED + 1) if reranker else k)
        hits = _hits(best, view.rows(view.snapshot.numbers[best.rows]), view.snapshot.numbers, mode)
        return rerank(reranker, query, hits)[:k] if reranker else hits

    def document(self, document_id: str) -> Document:
        """A document with its text.

        Raises:
            BadCall: there is none of that id.
        """
        return self._view.document(document_id)

    def entries(self) -> list[Entry]:
        """All documents, by source."""
        return list(self._view.entries)

    def listed(self, document_ids: Iterable[str]) -> dict[str, Entry]:
        """The documents of those ids, by id; without those that are not there."""
        known = self._view.listed
        return {each: known[each] for each in document_ids if each in known}

    def passing(self, filters: Filter) -> frozenset[str]:
        """Ids of the documents that pass `filters`."""
        return self._view.passing(filters)

    def sources(self) -> Mapping[str, tuple[str, ...]]:
        """Id of every document → the names of the files that hold it, that of the document itself first.

        The others are those of this moment: a file with a known text makes no generation. Read anew at every call.
        """
        return self._view.sources()

    def origin(self, document_id: str) -> Path:
        """The file that a document was read from, as it was called then.

        Raises:
            BadCall: there is none of that id.
        """
        return self._view.origin(document_id)

    def replacing(self) -> list[Entry]:
        """The documents that say they replace others."""
        return self._view.replacing()

    def named(self, name: str) -> list[Entry]:
        """The documents that bear a title or a number."""
        return self._view.named(name)

    def namesakes(self) -> list[Entry]:
        """The documents that share their title with another."""
        return self._view.namesakes()

    def regions(self) -> frozenset[str]:
        """The regions of all documents; those that hide theirs are left out."""
        return self._view.regions()

    def chunks(self, document_id: str) -> list[Chunk]:
        """The chunks of a document in the order of its text; none for an id that is unknown."""
        return self._view.chunks(document_id)

    def idf(self, gram: str) -> float:
        """How much a gram tells in this generation; see `Lexical.idf`."""
        return self._view.snapshot.lexical.idf(gram)

    def _encode(self, query: str) -> Vectors:
        vector = np.ascontiguousarray(self._embedder.encode_query(query), np.float32)
        if vector.shape != (self._embedder.dimension,) or not np.isfinite(vector).all():
            raise ModelUnavailable(
                f"向量模型“{self._embedder.name}”没有给出可用的向量，请换一个模型（POLICY_EMBEDDER）",
                f"model {self._embedder.name} gave no usable vector; choose another one (POLICY_EMBEDDER)",
            )
        return vector


class _View:
    """One generation: a read transaction that stays open, and the snapshot that belongs to it."""

    hidden: frozenset[str] = frozenset()
    """Ids of the documents that are left out."""

    def __init__(self, directory: Path, embedder: Embedder, parsed: _Parsed | None = None) -> None:
        self.parsed: _Parsed = parsed or {}
        """Entries that were read before, of this generation or the one before: most are the same."""
        self._store = Store.to_read(directory)
        self._watch = Store.to_read(directory)
        weakref.finalize(self, _close, self._store, self._watch)
        self._lock = threading.RLock()
        with explained(directory):
            self._store.connection.execute("BEGIN")
            self._store.require_model(embedder)
            self.stamp = self._store.stamp()
            self.snapshot = snapshot.load(self._store)
        self._documents: dict[str, Document] = {}
        self._masks: dict[Filter, NDArray[np.bool_]] = {}

    def newest(self) -> Stamp:
        """The stamp of the newest generation, whoever made it."""
        with self._lock, explained(self._watch.directory):
            return self._watch.stamp()

    def behind(self) -> Behind | None:
        with self._lock, explained(self._watch.directory):
            if self._watch.stamp() == self.stamp:
                return None
            return "prepared" if snapshot.prepared(self._watch) else "unprepared"

    def without(self, hidden: frozenset[str]) -> _View:
        """The same generation with fewer documents; itself where none of `hidden` is in it."""
        fewer = hidden & self.order.keys() if hidden else hidden
        return _Partial(self, fewer) if fewer else self

    def asked(self, question: Callable[[Store, int], T]) -> T:
        """What the store says to `question` in this generation."""
        with self._lock, explained(self._store.directory):
            return question(self._store, self.stamp.generation)

    @property
    def chunks_in_all(self) -> int:
        """How many chunks can be found."""
        return len(self.snapshot)

    def occurs(self, words: str) -> bool:
        """Whether the documents hold every pair of characters of `words`, or the character if it is but one."""
        found = grams(words)
        pairs = [gram for gram in found if len(gram) > 1] or found
        return all(len(self.snapshot.lexical.holders(gram)) for gram in pairs)

    def rows(self, numbers: Rows) -> dict[int, Row]:
        return self.asked(lambda store, _: store.rows_numbered(numbers.tolist()))

    def chunks(self, document_id: str) -> list[Chunk]:
        rows = self.asked(lambda store, generation: store.rows_of(document_id, generation))
        return [row.chunk for row in rows]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        versions = self.asked(Store.versions)
        new = [each for each in versions if each not in self.parsed]
        if len(new) < len(versions) / 2:
            read = self.asked(lambda store, generation: store.entries_of(new, generation))
            entries = {entry.id: entry for entry in read}
            found = [entries[each[0]] if each[0] in entries else self.parsed[each] for each in versions]
        else:
            found = self.asked(Store.entries)
        self.parsed = dict(zip(versions, found, strict=True))
        return tuple(found)

    @cached_property
    def listed(self) -> Mapping[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Document id → its place among all of this generation, which `owners` of the snapshot counts in."""
        return self.asked(Store.order)

    def sources(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {each: (own,) for each, own in self.asked(Store.sources).items()}
        with self._lock, explained(self._watch.directory):
            twins = self._watch.twins()
        for each, source in twins:
            if each in found:
                found[each] = (*found[each], source)
        return found

    def origin(self, document_id: str) -> Path:
        found = self.asked(lambda store, generation: store.origin(document_id, generation))
        if found is None:
            raise _unknown(document_id)
        return found

    def document(self, document_id: str) -> Document:
        found = self._documents.get(document_id)
        if found is None:
            found = self.asked(lambda store, generation: store.document(document_id, generation))
            if found is None:
                raise _unknown(document_id)
            _remember(self._documents, document_id, found, 64)
        return found

    def replacing(self) -> list[Entry]:
        return self.asked(Store.replacing)

    def named(self, name: str) -> list[Entry]:
        return self.asked(lambda store, generation: store.named(name, generation))

    def namesakes(self) -> list[Entry]:
        return self.asked(Store.namesakes)

    def regions(self) -> frozenset[str]:
        return self.asked(Store.regions)

    def passing(self, filters: Filter) -> frozenset[str]:
        """Ids of the documents that pass."""
        passes = _predicate(filters, _full_name(filters.region or "", self.entries))
        return frozenset(entry.id for entry in self.entries if passes(entry))

    def allowed(self, filters: Filter) -> NDArray[np.bool_] | None:
        """Which rows pass, or None when all do."""
        if filters == ANY:
            return None
        allowed = self._masks.get(filters)
        if allowed is None:
            allowed = _rows_of(self, self.passing(filters))
            _remember(self._masks, filters, allowed, 32)
        return allowed


class _Partial(_View):
    """A generation seen without some of its documents; shares everything else with the whole."""

    def __init__(self, whole: _View, hidden: frozenset[str]) -> None:
        self._whole = whole  # which keeps the store open
        self.parsed = whole.parsed
        self._store, self._watch, self._lock = whole._store, whole._watch, whole._lock
        self.hidden, self.stamp, self.order = hidden, whole.stamp, whole.order
        self._documents, self._masks = {}, {}
        kept = _rows_of(whole, self.order.keys() - hidden)
        fields = replace(whole.snapshot.fields, years=np.where(kept, whole.snapshot.fields.years, np.int16(0)))
        self._kept = kept
        self.snapshot = replace(whole.snapshot, lexical=Part.of(whole.snapshot.lexical, kept), fields=fields)

    def without(self, hidden: frozenset[str]) -> _View:
        return self if hidden <= self.hidden else self._whole.without(self.hidden | hidden)

    @property
    def chunks_in_all(self) -> int:
        return int(np.count_nonzero(self._kept))

    def chunks(self, document_id: str) -> list[Chunk]:
        return [] if document_id in self.hidden else super().chunks(document_id)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._seen(self._whole.entries))

    def sources(self) -> Mapping[str, tuple[str, ...]]:
        return {each: names for each, names in super().sources().items() if each not in self.hidden}

    def origin(self, document_id: str) -> Path:
        if document_id in self.hidden:
            raise _unknown(document_id)
        return super().origin(document_id)

    def document(self, document_id: str) -> Document:
        if document_id in self.hidden:
            raise _unknown(document_id)
        return self._whole.document(document_id)

    def replacing(self) -> list[Entry]:
        return self._seen(super().replacing())

    def named(self, name: str) -> list[Entry]:
        return self._seen(super().named(name))

    def namesakes(self) -> list[Entry]:
        found = self._seen(super().namesakes())
        titles = Counter(entry.metadata.title.value for entry in found)
        return [entry for entry in found if titles[entry.metadata.title.value] > 1]

    def regions(self) -> frozenset[str]:
        traits = zip(self.order, self.asked(Store.traits), strict=True)
        return frozenset(trait.region for each, trait in traits if trait.region and each not in self.hidden)

    def allowed(self, filters: Filter) -> NDArray[np.bool_]:
        within = super().allowed(filters)
        return self._kept if within is None else within

    def _seen(self, entries: Iterable[Entry]) -> list[Entry]:
        return [entry for entry in entries if entry.id not in self.hidden]


def _rows_of(view: _View, documents: Set[str]) -> NDArray[np.bool_]:
    """Which rows of a view's snapshot belong to `documents`."""
    chosen = np.fromiter((each in documents for each in view.order), np.bool_, len(view.order))
    return chosen[view.snapshot.owners]


def _unknown(document_id: str) -> BadCall:
    return BadCall(f"索引库里没有编号为“{document_id}”的文件", f"no document {document_id} in the store")


def _remember(memory: dict[K, T], key: K, value: T, most: int) -> None:
    """Keep a value at hand, and no more than so many."""
    if len(memory) >= most:
        memory.clear()
    memory[key] = value


def _close(*stores: Store) -> None:
    for store in stores:
        store.close()


def _full_name(name: str, entries: tuple[Entry, ...]) -> str:
    """A place's name with the province and city above it, when the documents know one such place.

    What holds for the province holds for its counties, and no gazetteer knows all of those.
    """
    known = {entry.metadata.region.value or "" for entry in entries}
    longest = max((region for region in known if region.endswith(name)), key=len, default=name)
    return longest if all(longest.endswith(region) for region in known if region.endswith(name)) else name


def _predicate(filters: Filter, place: str) -> Callable[[Entry], bool]:
    """Say for an entry whether it passes; what a document does not say, it does not pass on."""
    concerns = lru_cache(maxsize=None)(places.within)

    def passes(entry: Entry) -> bool:
        known = entry.metadata
        return (
            _equal(filters.level, known.level.value)
            and _equal(filters.year, known.year)
            and _equal(filters.kind, known.kind.value)
            and _equal(filters.validity, known.validity.value or "不明")
            and (filters.documents is None or not filters.documents.isdisjoint((entry.id, entry.source)))
            and (filters.region is None or concerns(known.region.value or "", place))
        )

    return passes


def _equal(wanted: T | None, value: T | None) -> bool:
    return wanted is None or value == wanted


@dataclass(frozen=True, slots=True)
class _Candidates:
    """Some rows of a snapshot, each with what a question says of it."""

    rows: Rows
    lexical: Scores
    """BM25 over the most that the question could reach, 0…1."""
    dense: Scores
    """Cosine, −1…1."""
    scores: Scores
    """What they are ranked by."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question over one snapshot. What is said of a row is computed for candidates only."""

    snapshot: Snapshot
    query: Query
    vector: Vectors
    model: str
    """Fingerprint of the model that `vector` is from."""
    allowed: NDArray[np.bool_] | None

    def best(self, mode: Via, k: int) -> _Candidates:
        """The k best rows, best first; equal scores in the order of the store."""
        found = _MODES[mode](self, k)
        order = np.lexsort((found.rows, -found.scores))[:k]
        return _Candidates(found.rows[order], found.lexical[order], found.dense[order], found.scores[order])

    def by_words(self, k: int) -> _Candidates:
        """The k rows, and what ties with them, that share the heaviest words with the question."""
        rows, scores = self.snapshot.lexical.top(self.query.terms, k, self.allowed)
        lexical = scores / self._most
        return _Candidates(rows, lexical, self._cosines(rows), lexical)

    def by_meaning(self, k: int) -> _Candidates:
        """The k rows nearest to the question; none for a question without a known piece."""
        rows, cosines = self._nearest(k)
        return _Candidates(rows, self.snapshot.lexical.score(self.query.terms, rows) / self._most, cosines, cosines)

    def by_both(self, k: int) -> _Candidates:
        """The candidates of both, more than k of either, each with both scores."""
        pool = max(2 * k, POOL)
        words = self.snapshot.lexical.scores(self.query.terms)
        rows = np.union1d(largest(words, pool, self.allowed), self._nearest(pool)[0])
        lexical, cosines = words[rows] / self._most, self._cosines(rows)
        fusion = Fusion.load()
        wanted = Wanted.of(self.query.text, self.query.terms, Matcher.bundled().pieces(self.query.text))
        found = Candidates(rows, lexical, fusion.levelled(cosines, self.model))
        table = features(wanted, found, self.snapshot.lexical, self.snapshot.fields)
        return _Candidates(rows, lexical, cosines, fusion.scores(table, asked(wanted, found)))

    @property
    def _most(self) -> np.float32:
        """The BM25 score that no row can exceed."""
        return np.float32(self.snapshot.lexical.best(self.query.terms) or 1.0)

    def _nearest(self, k: int) -> tuple[Rows, Scores]:
        if not self.vector.any():
            return np.empty(0, np.int64), np.empty(0, np.float32)
        return self.snapshot.dense.nearest(self.vector, k, self.allowed)

    def _cosines(self, rows: Rows) -> Scores:
        return self.snapshot.dense.products(self.vector, rows)


_MODES: dict[Via, Callable[[_Asked, int], _Candidates]] = {
    "lexical": _Asked.by_words,
    "dense": _Asked.by_meaning,
    "hybrid": _Asked.by_both,
}


def _hits(best: _Candidates, stored: Mapping[int, Row], numbers: Rows, via: Via) -> list[Hit]:
    """The candidates as they are stored, in their order; one that is damaged is left out with a warning."""
    hits: list[Hit] = []
    figures = (best.scores, best.lexical, best.dense)
    for number, *said in zip(numbers[best.rows].tolist(), *(each.tolist() for each in figures), strict=True):
        row = stored.get(number)
        if row is None or not row.sound:
            _log.warning("有片段的校验和不符，已略过 | a chunk is damaged and left out: %s", row and row.chunk.id)
            continue
        score, lexical, dense = said
        hits.append(Hit(row.chunk, score, len(hits) + 1, via, lexical, dense))
    return hits
