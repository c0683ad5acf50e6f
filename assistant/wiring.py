"""Settings → objects: the only place where an assistant and its parts are chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant import calibration
from assistant.answer import Assistant, Writer
from assistant.strictness import LEVELS, named
from assistant.talk.history import History
from assistant.web.database import MEMORY
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.llm import LlmWriter
from corpus.errors import BadCall
from corpus.settings import Settings
from index.embed import open_embedder
from index.rerank import open_reranker
from index.search import Index

if TYPE_CHECKING:
    from assistant.web.asking import Asking
    from assistant.web.library.assistants import Assistants
    from assistant.web.office import Office

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


def open_office(settings: Settings) -> Office:
    """Open all that the service consists of, over the store and the folders that `settings` name.

    Raises:
        StoreError: the store or a file of the service cannot be used.
        BadCall: a folder cannot be written to.
    """
    from assistant.web.access.access import Access
    from assistant.web.asking import Asking
    from assistant.web.gates.rate import Limiter, Rates
    from assistant.web.library.assistants import Assistants
    from assistant.web.office import Office
    from assistant.web.queue import Queue
    from assistant.web.records.audit import Audit
    from assistant.web.records.metrics import Metrics

    service = settings.service
    thresholds = {level: calibration.threshold(settings.store, level) for level in LEVELS}
    standard = thresholds[named(settings.strictness)]
    writer = open_writer(settings) if settings.llm else None
    access = Access.open(
        service.database,
        service.secrets,
        idle=service.idle_minutes * 60,
        longest=service.session_hours * 3600,
    )
    assistants = Assistants(
        open_index(settings), lambda index: Assistant(index, threshold=standard, writer=writer), access.permissions
    )
    history = open_history(settings)
    limits = {"waiting": service.waiting, "patience": service.patience, "each": service.each}
    queue = Queue(serving=service.answering, **limits)
    # Who waits for a language model waits for another machine: many may do so at once.
    writing = Queue(serving=4 * service.answering, **limits) if writer else None
    metrics = Metrics()
    metrics.watch("questions_under_way", "Questions that are being answered", lambda: queue.serving)
    metrics.watch("questions_waiting", "Questions that wait for their turn", lambda: queue.waiting)
    metrics.watch("generation", "Number of the generation that answers", lambda: assistants.generation)
    return Office(
        settings=settings,
        access=access,
        authority=access.authority(secure=service.secure, local=service.local),
        audit=Audit.open(service.audit, service.audit_days),
        assistants=assistants.start(),
        history=history,
        asking=Asking(assistants, history, thresholds, queue, writing=writing),
        queue=queue,
        limiter=Limiter(Rates(service.questions, service.requests, service.logins)),
        metrics=metrics,
    )


@contextmanager
def open_alone(settings: Settings) -> Iterator[tuple[Asking, Assistants]]:
    """Open what one person at the machine asks, with no users beside it: every document is to be read."""
    from assistant.web.access.access import Access
    from assistant.web.asking import Asking
    from assistant.web.library.assistants import Assistants
    from assistant.web.queue import Queue

    thresholds = {level: calibration.threshold(settings.store, level) for level in LEVELS}
    standard = thresholds[named(settings.strictness)]
    writer = open_writer(settings) if settings.llm else None

    def assistant(index: Index) -> Assistant:
        return Assistant(index, threshold=standard, writer=writer)

    with (
        Access.open(None, None) as access,
        open_history(settings) as history,
        Assistants(open_index(settings), assistant, access.permissions) as assistants,
    ):
        line = Queue(serving=settings.service.answering)
        yield Asking(assistants.start(), history, thresholds, line, writing=line if writer else None), assistants
