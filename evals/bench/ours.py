"""This project as a system to be measured: a corpus file → a store on disk, an open index, a search by passage id.

Knows nothing of questions, judgements or figures.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BadCall
from corpus.settings import Settings
from evals.bench.types import DEPTH, Build, Search

_TWICE = 10
"""Hits that are asked for beyond those that count, as a long passage was cut and may be found in several pieces."""

if TYPE_CHECKING:
    from index.search import Index
    from index.types import Via


def system(mode: Via) -> Build:
    """How the index is built and searched in one mode."""

    def build(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
        index, count = indexed(corpus, store, settings)
        return searching(index, mode), count

    return build


def indexed(corpus: Path, store: Path, settings: Settings) -> tuple[Index, int]:
    """Read `corpus`, store it and open the store; also how many passages that were.

    Raises:
        BadCall: a passage cannot be read.
    """
    from index.embed import open_embedder
    from index.rerank import open_reranker
    from index.search import Index
    from index.writer import Writer

    embedder = open_embedder(settings.embedder)
    with Writer.open(store, embedder) as writer:
        report = writer.sync([corpus])
    for source, message in report.failed:
        zh, _, en = message.partition(" | ")
        raise BadCall(f"“{source}”读不进来：{zh}", f"{source} cannot be read: {en or zh}")
    return Index.open(store, embedder, open_reranker(settings.reranker)), report.added


def searching(index: Index, mode: Via) -> Search:
    """Search `index` in one mode; a passage that was cut in several is found once."""
    keys = {entry.id: entry.source.partition("#")[2] for entry in index.entries()}

    def search(question: str) -> list[str]:
        hits = index.search(question, k=DEPTH + _TWICE, mode=mode)
        return list(dict.fromkeys(keys[hit.chunk.document_id] for hit in hits))[:DEPTH]

    return search
