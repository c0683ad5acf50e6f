"""Settings → objects: the only place where an assistant and its parts are chosen."""

from __future__ import annotations

from pathlib import Path

from assistant import calibration
from assistant.answer import Assistant
from assistant.history import MEMORY, History
from assistant.strictness import named
from corpus.settings import Settings
from index.embed import open_embedder
from index.rerank import open_reranker
from index.search import Index


def open_index(settings: Settings, store: Path | None = None) -> Index:
    """Open the store that `settings` (or `store`) names, with the embedder and the reranker that they name."""
    embedder, reranker = open_embedder(settings.embedder), open_reranker(settings.reranker)
    return Index.open(store or settings.store, embedder, reranker)


def open_assistant(settings: Settings, store: Path | None = None) -> Assistant:
    """Open the same with an assistant over it, as strict as `settings` say for what the store is calibrated to."""
    directory = store or settings.store
    threshold = calibration.threshold(directory, named(settings.strictness))
    return Assistant(open_index(settings, directory), threshold=threshold)


def open_history(settings: Settings) -> History:
    """Open the conversations that `settings` name."""
    return History.open(None if str(settings.conversations) == MEMORY else settings.conversations)
