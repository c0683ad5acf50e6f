"""Settings → objects: the only place where an assistant and its parts are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from assistant import calibration
from assistant.answer import Assistant, Writer
from assistant.letter.desk import Desk
from assistant.letter.drafts import Drafts
from assistant.letter.kind import kinds, office
from assistant.letter.types import Kind
from assistant.strictness import named
from assistant.talk.history import MEMORY, History
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.llm import LlmWriter
from corpus.errors import BadCall
from corpus.settings import Settings
from index.embed import open_embedder
from index.rerank import open_reranker
from index.search import Index

Mode = Literal["extractive", "llm"]
"""Who words an answer: the documents themselves, or a language model."""


def open_index(settings: Settings, store: Path | None = None) -> Index:
    """Open the store that `settings` (or `store`) names, with the embedder and the reranker that they name."""
    embedder, reranker = open_embedder(settings.embedder), open_reranker(settings.reranker)
    return Index.open(store or settings.store, embedder, reranker)


def open_assistant(settings: Settings, store: Path | None = None, mode: Mode | None = None) -> Assistant:
    """Open the same with an assistant over it, as strict as `settings` say for what the store is calibrated to.

    Without a `mode` a language model words the answers where the settings name one.
    """
    directory = store or settings.store
    writer = open_writer(settings) if mode == "llm" or (mode is None and settings.llm) else None
    threshold = calibration.threshold(directory, named(settings.strictness))
    return Assistant(open_index(settings, directory), threshold=threshold, writer=writer)


def open_desk(settings: Settings, store: Path | None = None, mode: Mode | None = None) -> Desk:
    """Open the same with a desk over it, which writes letters of the kinds that `settings` know and keeps no drafts.

    A service gives a desk of its own the drafts of `open_drafts`.
    """
    assistant = open_assistant(settings, store, mode)
    return Desk(assistant, assistant.index, open_kinds(settings), office(settings.letters))


def open_kinds(settings: Settings) -> dict[str, Kind]:
    """The kinds of letters, an office's own among them."""
    return kinds(settings.letters)


def open_drafts(settings: Settings) -> Drafts:
    """Open the drafts of letters that `settings` name."""
    return Drafts.open(None if str(settings.drafts) == MEMORY else settings.drafts)


def open_writer(settings: Settings) -> Writer:
    """The language model that the settings name; nothing is asked of it yet.

    Raises:
        BadCall: they name none.
    """
    if settings.llm is None:
        raise BadCall(
            "没有设置大模型：请设置 POLICY_LLM_URL 和 POLICY_LLM_MODEL，或用 --mode extractive",
            "no language model is set: set POLICY_LLM_URL and POLICY_LLM_MODEL, or use --mode extractive",
        )
    llm = settings.llm
    limits = Limits(deadline=llm.deadline, first=llm.first, idle=llm.idle)
    return LlmWriter(Endpoint(llm.url, llm.model, llm.key), limits)


def open_history(settings: Settings) -> History:
    """Open the conversations that `settings` name."""
    return History.open(None if str(settings.conversations) == MEMORY else settings.conversations)
