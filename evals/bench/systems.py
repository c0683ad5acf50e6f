"""The table of systems that can be measured, and which of them are installed. Builds and measures nothing."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version

from corpus.errors import BadCall
from evals.bench import ours, peers
from evals.bench.types import System

INSTALL = "pip install -e '.[bench]' -c constraints.txt"

_OURS = ("faiss", "safetensors.numpy", "tokenizers", "index.embed", "index.search", "index.writer")

SYSTEMS: dict[str, System] = {
    "hybrid": System(ours.system("hybrid"), _OURS),
    "lexical": System(ours.system("lexical"), _OURS),
    "dense": System(ours.system("dense"), _OURS),
    "bm25s-jieba": System(peers.bm25s_jieba, ("bm25s.tokenization", "jieba"), ("bm25s", "jieba")),
    "llama-index-bm25": System(
        peers.llama_index_bm25, ("llama_index.retrievers.bm25", "Stemmer"), ("llama-index-retrievers-bm25",)
    ),
    "llama-index-vector": System(peers.llama_index_vector, ("llama_index.core", *_OURS), ("llama-index-core",)),
    "haystack-bm25": System(
        peers.haystack_bm25,
        ("haystack.components.retrievers.in_memory", "haystack.document_stores.in_memory"),
        ("haystack-ai",),
    ),
    "txtai": System(peers.txtai, ("txtai", *_OURS), ("txtai",)),
}
"""A new system is one line here."""


def versions(name: str) -> dict[str, str | None]:
    """Package → installed version, or None where it is not installed, for what a system needs."""
    return {package: _version(package) for package in SYSTEMS[name].packages}


def missing(name: str) -> bool:
    """Say whether something that a system needs is not installed."""
    return None in versions(name).values()


def chosen(names: Sequence[str] | None) -> tuple[list[str], list[str]]:
    """The systems to measure, and those left out because they are not installed.

    Args:
        names: what was asked for by name; None for everything that is installed.

    Raises:
        BadCall: a name is unknown or stands twice, or a system that was named is not installed.
    """
    if names is None:
        return [name for name in SYSTEMS if not missing(name)], [name for name in SYSTEMS if missing(name)]
    unknown = [name for name in names if name not in SYSTEMS]
    if unknown or not names:
        raise BadCall(
            f"没有名为“{' '.join(unknown)}”的系统，可选：{' '.join(SYSTEMS)}",
            f"unknown system {' '.join(unknown)}; there are {' '.join(SYSTEMS)}",
        )
    absent = [name for name in names if missing(name)]
    if absent:
        raise not_installed(absent)
    return list(dict.fromkeys(names)), []


def not_installed(names: Sequence[str]) -> BadCall:
    """What to say of something that only the extra brings."""
    return BadCall(
        f"没有安装 {'、'.join(names)}，请先运行：{INSTALL}", f"{', '.join(names)}: not installed; run: {INSTALL}"
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
