"""Retrieval on a BEIR-format folder: quality, build time, search time, memory, disk. One process a system.

Knows nothing of answers: it measures what `index` finds.
"""

from __future__ import annotations

import json
import math
import resource
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from corpus.errors import BadCall
from corpus.settings import Settings

DEPTH = 100
"""Passages kept for each question: the deepest cut-off that is reported."""

Qrels = dict[str, dict[str, int]]
Figures = dict[str, float]


def bench(folder: Path, systems: Sequence[str], settings: Settings) -> dict[str, Any]:
    """Measure every system over `folder`, each in a process of its own.

    Raises:
        BadCall: the folder is not in BEIR format, or a system is not known.
    """
    corpus = next((folder / name for name in ("corpus.jsonl.gz", "corpus.jsonl") if (folder / name).is_file()), None)
    if corpus is None or not (folder / "queries.jsonl").is_file() or not (folder / "qrels" / "test.tsv").is_file():
        raise BadCall(
            f"“{folder}”不是 BEIR 格式，应有 corpus.jsonl(.gz)、queries.jsonl、qrels/test.tsv",
            f"{folder} is not a BEIR folder: corpus.jsonl(.gz), queries.jsonl and qrels/test.tsv are needed",
        )
    unknown = [name for name in systems if name not in SYSTEMS]
    if unknown:
        raise BadCall(
            f"没有名为 {' '.join(unknown)} 的系统，可选：{' '.join(SYSTEMS)}",
            f"unknown system {' '.join(unknown)}; there are {' '.join(SYSTEMS)}",
        )
    figures: dict[str, Figures] = {}
    for name in systems:
        with get_context("spawn").Pool(1) as pool:
            figures[name] = pool.apply(_measure, (name, folder, corpus, settings))
    return {"dataset": folder.name, "systems": figures}


def _measure(name: str, folder: Path, corpus: Path, settings: Settings) -> Figures:
    queries = [json.loads(line) for line in (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()]
    qrels = _qrels(folder / "qrels" / "test.tsv")
    with tempfile.TemporaryDirectory() as temporary:
        began = time.perf_counter()
        search, count = SYSTEMS[name](corpus, Path(temporary), settings)
        built = time.perf_counter() - began
        ranked, times = {}, []
        for query in queries:
            began = time.perf_counter()
            ranked[query["_id"]] = search(query["text"])
            times.append((time.perf_counter() - began) * 1000)
        disk = sum(file.stat().st_size for file in Path(temporary).rglob("*") if file.is_file())
    times.sort()
    return {
        **quality(qrels, ranked),
        "build_seconds": round(built, 2),
        "documents_per_second": round(count / built, 1),
        "search_p50_ms": round(times[len(times) // 2], 2),
        "search_p95_ms": round(times[int(len(times) * 0.95)], 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        "disk_mb": round(disk / 2**20, 1),
    }


def _ours(mode: str) -> Callable[[Path, Path, Settings], tuple[Callable[[str], list[str]], int]]:
    def build(corpus: Path, store: Path, settings: Settings) -> tuple[Callable[[str], list[str]], int]:
        from index.embed import open_embedder
        from index.search import Index
        from index.writer import Writer

        embedder = open_embedder(settings.embedder)
        with Writer.open(store, embedder) as writer:
            count = writer.sync([corpus]).added
        index = Index.open(store, embedder)
        keys = {entry.id: entry.source.partition("#")[2] for entry in index.entries()}

        def search(query: str) -> list[str]:
            hits = index.search(query, k=DEPTH, mode=mode)  # type: ignore[arg-type]
            return list(dict.fromkeys(keys[hit.chunk.document_id] for hit in hits))

        return search, count

    return build


SYSTEMS = {mode: _ours(mode) for mode in ("hybrid", "lexical", "dense")}


def _qrels(path: Path) -> Qrels:
    qrels: Qrels = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, passage, grade = line.split("\t")
        qrels.setdefault(query, {})[passage] = int(grade)
    return qrels


def quality(qrels: Qrels, ranked: Mapping[str, Sequence[str]]) -> Figures:
    """Means over the judged questions of nDCG@10, recall@k and MRR@10 (Järvelin and Kekäläinen 2002; TREC).

    >>> quality({"q": {"a": 1, "b": 1}}, {"q": ["x", "a"]})["mrr@10"]
    0.5
    """
    sums: Figures = {name: 0.0 for name in ("ndcg@10", "recall@1", "recall@5", "recall@10", "recall@100", "mrr@10")}
    for query, grades in qrels.items():
        found = ranked.get(query, ())
        gains = [grades.get(passage, 0) for passage in found]
        best = sorted(grades.values(), reverse=True)
        sums["ndcg@10"] += _dcg(gains[:10]) / _dcg(best[:10])
        sums["mrr@10"] += next((1 / (at + 1) for at, gain in enumerate(gains[:10]) if gain > 0), 0.0)
        relevant = {passage for passage, grade in grades.items() if grade > 0}
        for k in (1, 5, 10, 100):
            sums[f"recall@{k}"] += len(relevant & set(found[:k])) / len(relevant)
    return {name: round(total / len(qrels), 4) for name, total in sums.items()}


def _dcg(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(at + 2) for at, gain in enumerate(gains))


def table(figures: Mapping[str, Any]) -> str:
    """The figures as columns under the system's names."""
    systems = figures["systems"]
    names = list(next(iter(systems.values())))
    lines = [f"{figures['dataset']:<22}" + "".join(f"{name:>12}" for name in systems)]
    lines += [f"{name:<22}" + "".join(f"{systems[system][name]:>12}" for system in systems) for name in names]
    return "\n".join(lines)
