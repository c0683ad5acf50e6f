"""Figures → one picture: quality with its interval against the time of a search. Measures nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import BadCall
from evals.bench.systems import SYSTEMS, not_installed
from evals.bench.types import DEPTH

SUFFIXES = (".png", ".svg")
MARKERS = {True: "o", False: "s"}
"""Ours are round, the peers square."""


def check(path: Path) -> None:
    """Find out before a long run whether there can be a picture at the end of it.

    Raises:
        BadCall: matplotlib is not installed, or the file's name is not that of a picture.
    """
    if path.suffix.lower() not in SUFFIXES:
        raise BadCall(
            f"“{path}”的后缀应为 {' 或 '.join(SUFFIXES)}", f"{path}: the name must end in {' or '.join(SUFFIXES)}"
        )
    if find_spec("matplotlib") is None:
        raise not_installed(["matplotlib"])


def plot(figures: Mapping[str, Any], path: Path) -> None:
    """Draw nDCG@10 with its 95 % interval against the median search time, on a log axis.

    Raises:
        BadCall: as for `check`.
    """
    check(path)
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    figure = Figure(figsize=(9, 5), layout="constrained")
    axes = figure.add_subplot()
    for at, (name, each) in enumerate(figures["systems"].items()):
        time, value, (low, high) = each["search_p50_ms"], each["ndcg@10"], each["intervals"]["ndcg@10"]
        doubt = [[max(value - low, 0)], [max(high - value, 0)]]
        ours = not SYSTEMS[name].packages
        axes.errorbar(
            time, value, yerr=doubt, fmt=MARKERS[ours], color=f"C{at}", capsize=4, markersize=8, label=name, alpha=0.9
        )
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.margins(x=0.1)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(f"search time, median of single searches for {DEPTH} passages (ms, log; lower is better)")
    axes.set_ylabel("nDCG@10 with 95 % interval (higher is better)")
    axes.set_title(
        f"{figures['dataset']}: {figures['passages']} passages, {figures['questions']} questions, one thread"
    )
    axes.grid(alpha=0.3)
    figure.legend(loc="outside right upper", frameon=False)
    figure.savefig(path, dpi=150)
