"""Settings → objects: the only place where an assistant and its parts are chosen."""

from __future__ import annotations

from pathlib import Path

from assistant.answer import Assistant
from corpus.settings import Settings
from index.embed import open_embedder
from index.search import Index


def open_assistant(settings: Settings, store: Path | None = None) -> Assistant:
    """Open the store that `settings` (or `store`) names, with the embedder that they name."""
    return Assistant(Index.open(store or settings.store, open_embedder(settings.embedder)))
