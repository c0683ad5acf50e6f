"""How our own index grows: build and search time over the same corpus in several sizes, one process a size.

Quality is not measured: the questions are there to be timed. Knows nothing of peers or of how figures are shown.
"""

from __future__ import annotations

import gzip
import importlib
import json
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from corpus.errors import BadCall
from corpus.settings import Settings
from evals.bench.beir import SEED, Folder, Passage, articles, passages
from evals.bench.measure import alone, peak_memory, size, times
from evals.bench.ours import indexed, searching
from evals.bench.systems import SYSTEMS
from evals.bench.types import DEPTH, Tell

if TYPE_CHECKING:
    from index.types import Embedder

_SAME = 1e-6
"""Two inner products that are no further apart are equal: sums of float32 in another order."""


def grow(
    folder: Folder, sizes: Sequence[int], filling: Path | None, settings: Settings, tell: Tell = lambda line: None
) -> list[dict[str, Any]]:
    """Build and search the first N passages of one order of the corpus, for every N; a row of figures each.

    Args:
        folder: its corpus in a seeded order, so that every size holds the smaller ones; its questions.
        sizes: numbers of passages.
        filling: a .jsonl(.gz) whose records follow when the corpus has no more, see `beir.articles`.
        settings: which embedder is used.
        tell: told one line after every size.

    Raises:
        BadCall: a size is less than 1 or more than there is, or a file cannot be read.
    """
    order = list(passages(folder.corpus))
    random.Random(SEED).shuffle(order)
    _first(
        max(sizes, key=lambda size: (size < 1, size)), order, filling
    )  # what is wrong with a size is told before the first one is built
    rows = []
    for count in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            corpus = Path(temporary) / "corpus.jsonl.gz"
            _write(corpus, _first(count, order, filling))
            row = alone(_grown, corpus, list(folder.questions.values()), settings)
        rows.append(row)
        tell(f"{count}: 建库 built in {row['build_seconds']} s")
    return rows


def _first(count: int, order: Sequence[Passage], filling: Path | None) -> list[Passage]:
    more: Iterator[Passage] = articles(filling) if filling is not None and count > len(order) else iter(())
    found = list(islice(chain(order, more), max(count, 0)))
    if len(found) < max(count, 1):
        raise BadCall(
            f"要 {count} 条，实有 {len(found)} 条：数目至少为 1，不够时用 --fill 补充",
            f"{count} passages are asked for and there are {len(found)}: at least 1, and --fill brings more",
        )
    return found


def _write(corpus: Path, chosen: Sequence[Passage]) -> None:
    with gzip.open(corpus, "wt", encoding="utf-8", compresslevel=1) as file:
        for each in chosen:
            record = {"_id": each.id, "title": each.title, "text": each.text}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def _grown(corpus: Path, questions: list[str], settings: Settings) -> dict[str, Any]:
    from index.embed import open_embedder
    from index.types import Via

    for module in SYSTEMS["hybrid"].modules:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory() as temporary:
        store = Path(temporary)
        began = time.perf_counter()
        index, count = indexed(corpus, store, settings)
        built = time.perf_counter() - began
        return {
            "passages": count,
            "build_seconds": round(built, 2),
            "documents_per_second": round(count / built, 1),
            "modes": {mode: times(searching(index, mode), questions)[1] for mode in get_args(Via)},
            "peak_memory_mb": peak_memory(),
            "disk_mb": size(store),
            f"dense_recall@{DEPTH}": _kept(store, questions, open_embedder(settings.embedder)),
        }


def _kept(store: Path, questions: Sequence[str], embedder: Embedder) -> float:
    """Share of the nearest vectors, by comparing with every one, that the dense channel finds."""
    from index import snapshot
    from index.store import Store

    stored = Store.to_read(store)
    try:
        loaded = snapshot.load(stored)
    finally:
        stored.close()
    k = min(DEPTH, len(loaded))
    shares = []
    for question in questions:
        vector = np.ascontiguousarray(embedder.encode_query(question), np.float32)
        products = loaded.dense.vectors @ vector
        least = np.partition(products, -k)[-k] - _SAME
        shares.append(np.count_nonzero(products[loaded.dense.nearest(vector, k)[0]] >= least) / k)
    return round(float(np.mean(shares)), 4)
