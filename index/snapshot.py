"""What one generation is searched with: vectors, a BM25 index and fields of the same chunks, by number.

A snapshot is never changed: a new generation gets a new one. All three are cached beside the store and computed
from it again whenever their file is missing or its checksum or origin does not hold.
Knows nothing of questions, filters, or how the two scores are brought together.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import StoreDamaged
from index import cache
from index.dense import Dense
from index.embed import bundled
from index.fields import Fields
from index.lexical import K1, B, Lexical
from index.store import CACHE, Model, Stamp, Store

FORMAT = 3
"""Goes up whenever the same chunks would give other arrays."""
KEEP = 2
"""Generations whose caches stay."""
_STALE_SECONDS = 3600.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The chunks of one generation in rows; a row is a place in every array here."""

    generation: int
    numbers: NDArray[np.int64]
    """(n,) number of each chunk in the store, rising."""
    owners: NDArray[np.int32]
    """(n,) place of each chunk's document in `Store.entries`."""
    lexical: Lexical
    dense: Dense
    fields: Fields

    def __len__(self) -> int:
        return len(self.numbers)


def load(store: Store) -> Snapshot:
    """The snapshot of the newest generation, from the cache where that can be trusted.

    Raises:
        StoreDamaged: the store's rows do not fit together.
    """
    stamp, model = store.stamp(), store.model()
    parts = {  # the words first: while they are counted, which takes the most memory, no vectors are held
        "lex": lambda: Lexical.build(list(store.searchables(stamp.generation))).to_arrays(),
        "vec": lambda: _dense_arrays(store, stamp, model),
    }
    arrays = {kind: _arrays(store.directory, _origin(kind, stamp, model), make) for kind, make in parts.items()}
    rows, lexical = arrays["vec"], Lexical.from_arrays(arrays["lex"])
    fields = Fields.from_arrays(
        _arrays(
            store.directory,
            _origin("fld", stamp, model),
            lambda: _field_arrays(store, stamp, rows["owners"]),
        )
    )
    if not len(lexical) == len(rows["numbers"]) == len(fields) == stamp.chunks:
        raise damaged(store.directory)
    return Snapshot(stamp.generation, rows["numbers"], rows["owners"], lexical, Dense.from_arrays(rows), fields)


def prepared(store: Store) -> bool:
    """Whether the newest generation has all its caches, so that `load` only has to map them."""
    stamp, model = store.stamp(), store.model()
    return all(_place(store.directory, _origin(kind, stamp, model)).is_file() for kind in ("lex", "vec", "fld"))


def damaged(directory: Path) -> StoreDamaged:
    """What to raise when the rows of a store do not fit together."""
    return StoreDamaged(
        f"索引库“{directory}”的内容前后不符，请检查：python -m index verify --store {directory}",
        f"the rows of store {directory} do not fit together; run: python -m index verify --store {directory}",
    )


def sweep(directory: Path, generation: int) -> None:
    """Delete the caches of generations that are not kept, and what a killed process left half written."""
    oldest = generation - KEEP + 1
    for path in (directory / CACHE).glob("gen-*"):
        number = path.name.split("-")[1]
        with suppress(FileNotFoundError):  # a reader has just put its own in place
            if path.suffix == ".tmp":
                unwanted = time.time() - path.stat().st_mtime > _STALE_SECONDS
            else:
                unwanted = number.isdecimal() and int(number) < oldest
            if unwanted:
                path.unlink()


def _origin(kind: str, stamp: Stamp, model: Model | None) -> dict[str, str | int]:
    origin: dict[str, str | int] = {
        "kind": kind,
        "format": FORMAT,
        "generation": stamp.generation,
        "digest": stamp.digest,
        "n": stamp.chunks,
    }
    if kind == "lex":
        return origin | {"model": f"bm25 {K1} {B}"}
    if kind == "fld":
        return origin | {"model": bundled().fingerprint}
    import faiss  # which writes the sketches in a form of its own

    origin |= {"model": model.fingerprint if model else "", "dimension": model.dimension if model else 0}
    return origin | {"faiss": faiss.__version__}


def _place(directory: Path, origin: dict[str, str | int]) -> Path:
    name = f"gen-{origin['generation']:06}-{str(origin['model'])[:8]}.{origin['kind']}"
    return directory / CACHE / name.replace(" ", "")


def _arrays(directory: Path, origin: dict[str, str | int], make: Callable[[], cache.Arrays]) -> cache.Arrays:
    """From the cache, or made and put there; a disk that takes no cache is no reason to stop."""
    path = _place(directory, origin)
    found = cache.read(path, origin)
    if found is not None:
        return found
    arrays = make()
    try:
        cache.write(path, origin, arrays)
    except OSError as error:
        _log.warning("缓存 %s 写不进去：%s | cache %s cannot be written: %s", path, error, path, error)
    return arrays


def _field_arrays(store: Store, stamp: Stamp, owners: NDArray[np.int32]) -> cache.Arrays:
    """What is known of the chunks alive beside their words and vectors."""
    chunks = (row.chunk for row in store.rows(stamp.generation))
    passages = ((chunk.context, chunk.text) for chunk in chunks)
    return Fields.build(passages, store.traits(stamp.generation), owners, bundled()).to_arrays()


def _dense_arrays(store: Store, stamp: Stamp, model: Model | None) -> cache.Arrays:
    """Numbers, owners and vectors of the chunks alive, straight from the store."""
    dimension = model.dimension if model else 0
    place = store.order(stamp.generation)
    numbers = np.empty(stamp.chunks, np.int64)
    owners = np.empty(stamp.chunks, np.int32)
    vectors = np.empty((stamp.chunks, dimension), np.float32)
    row = 0
    for number, doc_id, vector in store.vectors(stamp.generation):
        if row == stamp.chunks or len(vector) != 4 * dimension or doc_id not in place:
            raise damaged(store.directory)
        numbers[row], owners[row] = number, place[doc_id]
        vectors[row] = np.frombuffer(vector, "<f4")
        row += 1
    if row != stamp.chunks or not np.isfinite(vectors).all():
        raise damaged(store.directory)
    return {"numbers": numbers, "owners": owners, **Dense.build(vectors).to_arrays()}
