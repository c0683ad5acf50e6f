"""Settings → objects: the only place where an assistant and its parts are chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant import calibration
from assistant.answer import Assistant, Writer
from assistant.letter.desk import Desk
from assistant.letter.drafts import Drafts
from assistant.letter.kind import kinds, office
from assistant.letter.types import Kind
from assistant.strictness import LEVELS, named
from assistant.talk.history import History
from assistant.writer.endpoint import Endpoint
from assistant.writer.limits import Limits
from assistant.writer.llm import LlmWriter
from corpus.errors import BadCall
from corpus.settings import Settings
from corpus.values import MEMORY
from index.embed import open_embedder
from index.rerank import open_reranker
from index.search import Index

if TYPE_CHECKING:
    from assistant.web.access.access import Access
    from assistant.web.access.oidc import Oidc
    from assistant.web.access.permissions import Permissions
    from assistant.web.asking import Asking
    from assistant.web.library.assistants import Assistants
    from assistant.web.library.library import Library
    from assistant.web.office import Office
    from assistant.web.queue import Queue
    from assistant.web.types import Caller

PRINTING, PRINTED = 2, 20.0
"""Letters that LibreOffice sets at the same time, and seconds that one waits for it."""
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

    A service has a desk for every caller: see `assistant.web.letters`.
    """
    assistant = open_assistant(settings, store, mode)
    return Desk(assistant, assistant.index, open_kinds(settings), office(settings.letters))


def open_kinds(settings: Settings) -> dict[str, Kind]:
    """The kinds of letters, an office's own among them."""
    return kinds(settings.letters)


def open_drafts(settings: Settings) -> Drafts:
    """Open the drafts of letters that `settings` name."""
    return Drafts.open(_file(settings.drafts), settings.service.draft_days)


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
    return History.open(_file(settings.conversations))


def _file(place: Path) -> Path | None:
    """Where something is kept; None for what is kept in memory only."""
    return None if str(place) == MEMORY else place


@contextmanager
def asking_alone(settings: Settings) -> Iterator[tuple[Asking, Assistants]]:
    """Asking without a service: for whoever may read the files themselves, with nothing kept of it.

    Raises:
        StoreError: the store cannot be used.
    """
    from assistant.web.access.access import Access

    with Access.open(None, None) as access, History.open(None) as history:
        asking, assistants, _ = _asking(settings, access.permissions, history)
        with assistants.start():
            yield asking, assistants


def _asking(
    settings: Settings, permissions: Permissions, history: History, count: Callable[[str], None] = lambda _: None
) -> tuple[Asking, Assistants, tuple[Queue, Queue]]:
    """What answers callers, and the lines that they wait in: for the documents' words, and for a language model's."""
    from assistant.web.asking import Asking
    from assistant.web.library.assistants import Assistants
    from assistant.web.queue import Queue

    service = settings.service
    thresholds = {level: calibration.threshold(settings.store, level) for level in LEVELS}
    standard = thresholds[named(settings.strictness)]
    writer = open_writer(settings) if settings.llm else None
    assistants = Assistants(
        open_index(settings), lambda index: Assistant(index, threshold=standard, writer=writer), permissions
    )
    queue, writing = (
        Queue(serving=places, waiting=service.waiting, patience=service.patience, each=service.each)
        # Who waits for a language model waits for another machine: many may do so at once.
        for places in (service.answering, 4 * service.answering)
    )
    asking = Asking(assistants, history, thresholds, queue, writing=writing if writer else None, count=count)
    return asking, assistants, (queue, writing)


def found(settings: Settings) -> None:
    """Make an empty store where there is none yet: the first document can then be added on the page."""
    from index.store import DATABASE
    from index.writer import Writer

    if not (settings.store / DATABASE).is_file():
        with Writer.open(settings.store, open_embedder(settings.embedder)) as writer:
            writer.begin()


def open_office(settings: Settings) -> Office:
    """Open all that the service consists of, over the store and the folders that `settings` name.

    Raises:
        StoreError: the store or a file of the service cannot be used.
        BadCall: a folder cannot be written to.
    """
    from assistant.web.access.access import Access
    from assistant.web.gates.rate import Limiter, Rates
    from assistant.web.letters import Letters, Lines
    from assistant.web.office import Office
    from assistant.web.people import People
    from assistant.web.press import Press
    from assistant.web.queue import Queue
    from assistant.web.records.audit import Audit
    from assistant.web.records.feedback import Feedback
    from assistant.web.records.metrics import Metrics
    from assistant.web.repeats import Repeats
    from assistant.web.trials import Trials

    found(settings)
    service = settings.service
    access = Access.open(
        service.database,
        service.secrets,
        idle=service.idle_minutes * 60,
        longest=service.session_hours * 3600,
    )
    history = open_history(settings)
    limiter = Limiter(Rates(service.questions, service.requests, service.logins))
    asking, assistants, (queue, writing) = _asking(settings, access.permissions, history, limiter.question)
    audit = Audit.open(service.audit, service.audit_days)

    drafts = open_drafts(settings)
    whole = Assistant(assistants.whole)
    desk = Desk(whole, whole.index, open_kinds(settings), office(settings.letters), drafts)
    press = Press(Queue(serving=PRINTING, waiting=service.waiting, patience=PRINTED, each=service.each))
    lines = Lines(queue, press, writing if settings.llm else None, limiter.question)

    def sees_everything(caller: Caller) -> bool:
        return not access.permissions.hidden(caller, assistants.files)

    metrics = Metrics()
    metrics.watch("questions_under_way", "Questions that are being answered", lambda: queue.serving)
    metrics.watch("questions_waiting", "Questions that wait for their turn", lambda: queue.waiting)
    metrics.watch("generation", "Number of the generation that answers", lambda: assistants.generation)
    return Office(
        settings=settings,
        access=access,
        authority=access.authority(secure=service.secure, local=service.local),
        oidc=_oidc(settings, access) if settings.oidc else None,
        audit=audit,
        assistants=assistants.start(),
        history=history,
        asking=asking,
        library=_library(settings, assistants, access.permissions),
        drafts=drafts,
        letters=Letters(desk, drafts, assistants, asking, audit, lines),
        repeats=Repeats(),
        trials=Trials(service.home / "evals", settings.store, sees_everything),
        feedback=Feedback(service.home / "feedback.jsonl"),
        people=People(access, audit, service.local),
        queue=queue,
        limiter=limiter,
        metrics=metrics,
    )


def _oidc(settings: Settings, access: Access) -> Oidc:
    """The identity provider that the settings name; nothing is asked of it yet."""
    from assistant.web.access.oidc import Oidc
    from assistant.web.access.provider import Provider

    known, service = settings.oidc, settings.service
    assert known is not None
    redirect = f"{service.public.rstrip('/')}/oidc/back"
    provider = Provider(known.issuer, known.client, redirect, known.secret, known.role_claim, known.group_claim)
    return Oidc(provider, access.accounts, service.home / "oidc.json")


def _library(settings: Settings, assistants: Assistants, permissions: Permissions) -> Library:
    """The library of the service; what an earlier run left undone is taken up again."""
    from assistant.web.library.build import Builder
    from assistant.web.library.intake import Intake
    from assistant.web.library.library import Library
    from assistant.web.library.shelf import Shelf
    from assistant.web.library.stage import Limits, Stage
    from assistant.web.library.work import Librarian

    service = settings.service
    shelf = Shelf(service.library)
    stage = Stage(service.staging, Limits(file=service.upload_mb * 2**20))
    intake = Intake(service.home / "jobs.db", lambda order, progress: librarian.carry_out(order, progress))
    builder = Builder(settings.store, settings.embedder, intake.stopping)
    librarian = Librarian(shelf, stage, builder, assistants, permissions)
    stage.wipe(keep=[each.path for order in intake.start() for each in order.files])
    return Library(shelf, stage, assistants, permissions, intake)
