"""Figures → one picture: quality with its interval against the time of a search. Measures nothing."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from corpus.errors import BadCall
from evals.bench.ours import DEPTH
from evals.bench.systems import SYSTEMS, not_installed

SUFFIXES = (".png", ".svg")


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

    figure = Figure(figsize=(8, 5), layout="constrained")
    axes = figure.add_subplot()
    for name, each in figures["systems"].items():
        time, value, (low, high) = each["search_p50_ms"], each["ndcg@10"], each["intervals"]["ndcg@10"]
        ours = not SYSTEMS[name].packages
        axes.errorbar(
            time,
            value,
            yerr=[[max(value - low, 0)], [max(high - value, 0)]],
            fmt="o" if ours else "s",
            color="tab:red" if ours else "tab:gray",
            capsize=3,
        )
        axes.annotate(name, (time, value), xytext=(7, 4), textcoords="offset points", fontsize=9)
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.margins(x=0.15)
    axes.set_ylim(bottom=0)
    axes.set_xlabel(f"search time, median of single searches for {DEPTH} passages (ms, log; lower is better)")
    axes.set_ylabel("nDCG@10 with 95 % interval (higher is better)")
    axes.set_title(
        f"{figures['dataset']}: {figures['passages']} passages, {figures['questions']} questions, one thread"
    )
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=150)
