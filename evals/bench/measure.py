"""One benchmark run: every system builds and searches in a process of its own, under the same conditions.

One thread everywhere, the same questions in the same order, a few searches to warm up that do not count. Building is
over when the corpus can be searched and is on disk. Knows nothing of how a system works or how figures are shown.
"""

from __future__ import annotations

import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np

from corpus.settings import Settings, exported
from evals.bench import quality, systems
from evals.bench.beir import Folder
from evals.bench.quality import Scores
from evals.bench.types import Search, Tell

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 1
WARM = 5
"""Searches before the clock starts."""
REFERENCE = "hybrid"
"""The system that the others are compared with, question by question."""
CONDITIONS = {
    **dict.fromkeys(
        (
            "OMP_NUM_THREADS",
            "OPENBLAS_NUM_THREADS",
            "MKL_NUM_THREADS",
            "VECLIB_MAXIMUM_THREADS",
            "NUMEXPR_NUM_THREADS",
            "NUMBA_NUM_THREADS",
            "RAYON_NUM_THREADS",
        ),
        str(THREADS),
    ),
    "TOKENIZERS_PARALLELISM": "false",
    "HF_HUB_OFFLINE": "1",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
}
"""What every process finds in its environment before it loads anything."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one system came to."""

    scores: Scores
    """(questions, metrics), see `quality.score`."""
    costs: dict[str, float]
    """Seconds, milliseconds and megabytes under the names that they are reported with.

    `load` is how many processes wanted a processor in the last minute, this one among them: where that is more than
    there are processors, the times of this system are longer than they would be on a quiet machine.
    """
    passages: int


def bench(folder: Folder, names: Sequence[str], settings: Settings, tell: Tell = lambda line: None) -> dict[str, Any]:
    """Measure every system over `folder`; what comes back can be written as JSON.

    Args:
        folder: the questions are asked in its order.
        names: systems, see `systems.chosen`.
        settings: which embedder ours, and the peers that take one, are given.
        tell: told one line after every system.

    Raises:
        BadCall: the corpus cannot be read.
    """
    measured: dict[str, Measured] = {}
    for name in names:
        measured[name] = found = alone(_measure, name, folder, settings)
        costs = found.costs
        tell(
            f"{name}: 建库 built in {costs['build_seconds']} s, 检索 searched in {costs['search_p50_ms']} ms "
            f"(负载 load {costs['load']})"
        )
    return {
        "dataset": folder.name,
        "passages": max(each.passages for each in measured.values()),
        "questions": len(folder.questions),
        "threads": THREADS,
        "resamples": quality.RESAMPLES,
        "seed": quality.SEED,
        "versions": {package: found for name in names for package, found in systems.versions(name).items()},
        "systems": {name: _figures(each, measured.get(REFERENCE)) for name, each in measured.items()},
    }


def alone(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a fresh process that ends afterwards; what it raises is raised here."""
    with exported(CONDITIONS), ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(function, *args, **kwargs).result()


def times(search: Search, questions: Sequence[str]) -> tuple[list[Sequence[str]], dict[str, float]]:
    """Ask one question after the other, warmed up: what was found, and the times in ms."""
    for question in islice(questions, WARM):
        search(question)
    found, taken = [], []
    for question in questions:
        began = time.perf_counter()
        found.append(search(question))
        taken.append((time.perf_counter() - began) * 1000)
    p50, p95 = np.percentile(taken, (50, 95))
    return found, {"search_p50_ms": round(float(p50), 2), "search_p95_ms": round(float(p95), 2)}


def size(folder: Path) -> float:
    """Megabytes of all files below a folder."""
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20, 1)


def peak_memory() -> float:
    """The most megabytes that this process has held so far.

    Linux counts what the parent held at the fork into `ru_maxrss`; its own count of the process does not.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        lines = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line)
        return round(int(lines["VmHWM"].split()[0]) / 1024, 1)
    import resource

    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)


def _measure(name: str, folder: Folder, settings: Settings) -> Measured:
    system = systems.SYSTEMS[name]
    for module in system.modules:
        importlib.import_module(module)
    with tempfile.TemporaryDirectory() as temporary:
        began = time.perf_counter()
        search, count = system.build(folder.corpus, Path(temporary), settings)
        built = time.perf_counter() - began
        found, taken = times(search, list(folder.questions.values()))
        disk = size(Path(temporary))
    return Measured(
        scores=quality.score(folder.qrels, dict(zip(folder.questions, found, strict=True))),
        costs={
            "build_seconds": round(built, 2),
            "documents_per_second": round(count / built, 1),
            **taken,
            "peak_memory_mb": peak_memory(),
            "disk_mb": disk,
            "load": round(os.getloadavg()[0], 1),
        },
        passages=count,
    )


def _figures(measured: Measured, reference: Measured | None) -> dict[str, Any]:
    figures: dict[str, Any] = {
        **quality.means(measured.scores),
        **measured.costs,
        "intervals": quality.intervals(measured.scores),
    }
    if reference is not None and reference is not measured:
        apart = measured.scores[:, 0] - reference.scores[:, 0]
        figures["difference"] = {
            "metric": next(iter(quality.METRICS)),
            "to": REFERENCE,
            "mean": round(float(apart.mean()), 4),
            "interval": quality.interval(apart),
        }
    return figures
