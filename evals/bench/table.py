"""Figures → tables for a terminal, one column a system. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from evals.bench.quality import METRICS

MORE_IS_BETTER = {*METRICS, "documents_per_second"}
COSTS = ("build_seconds", "documents_per_second", "search_p50_ms", "search_p95_ms", "peak_memory_mb", "disk_mb")
BEST = "*"


def table(figures: Mapping[str, Any]) -> str:
    """One row a figure, with its 95 % interval below where it has one; the best of each row bears a *."""
    systems = figures["systems"]
    rows = [["", *systems]]
    for name in METRICS:
        rows += [_marked(name, systems), ["  95 %", *(_range(each["intervals"][name]) for each in systems.values())]]
    apart = [each.get("difference") for each in systems.values()]
    known = next((each for each in apart if each), None)
    if known:
        rows += [
            [f"{known['metric']} − {known['to']}", *(f"{each['mean']:+.4f} " if each else "" for each in apart)],
            ["  95 %", *(_range(each["interval"], "+") if each else "" for each in apart)],
        ]
    rows += [_marked(name, systems) for name in COSTS]
    return "\n".join(
        [
            f"{figures['dataset']}: {figures['passages']} 段 passages, {figures['questions']} 题 questions, "
            f"{figures['threads']} 线程 thread, {BEST} 最好 best",
            *_aligned(rows),
        ]
    )


def growth(rows: Sequence[Mapping[str, Any]]) -> str:
    """One line a size."""
    modes = list(rows[0]["modes"])
    extra = [name for name in rows[0] if name not in ("passages", "modes")]
    head = ["passages", *extra, *(f"{mode} p50/p95 ms" for mode in modes)]
    lines = [
        [str(row["passages"]), *(str(row[name]) for name in extra)]
        + [f"{row['modes'][mode]['search_p50_ms']}/{row['modes'][mode]['search_p95_ms']}" for mode in modes]
        for row in rows
    ]
    return "\n".join(_aligned([head, *lines]))


def _marked(name: str, systems: Mapping[str, Any]) -> list[str]:
    values = [each[name] for each in systems.values()]
    best = (max if name in MORE_IS_BETTER else min)(values)
    shown = "{:.4f}" if name in METRICS else "{}"
    return [name, *(shown.format(value) + (BEST if value == best else " ") for value in values)]


def _range(ends: Sequence[float], sign: str = "") -> str:
    low, high = ends
    return f"{low:{sign}.3f}…{high:{sign}.3f} "


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as what is in them, the first to the left and the others to the right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return ["  ".join(_cells(row, widths)).rstrip() for row in rows]


def _cells(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    first, *rest = zip(row, widths, strict=True)
    return [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]
