"""All that the service consists of, as one value: routes, page and tools take it from here. Makes nothing itself."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from assistant.letter.drafts import Drafts
from assistant.talk.history import History
from assistant.web.access.access import Access
from assistant.web.access.authority import Authority
from assistant.web.access.oidc import Oidc
from assistant.web.asking import Asking
from assistant.web.gates.rate import Limiter
from assistant.web.letters import Letters
from assistant.web.library.assistants import Assistants
from assistant.web.library.library import Library
from assistant.web.library.types import Job
from assistant.web.people import People
from assistant.web.queue import Queue
from assistant.web.records.audit import Audit
from assistant.web.records.feedback import Feedback
from assistant.web.records.metrics import Metrics
from assistant.web.repeats import Repeats
from assistant.web.trials import Trials
from assistant.web.types import Caller
from corpus.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Office:
    """The parts of one service; safe to share between threads. `close` it."""

    settings: Settings
    access: Access
    authority: Authority
    oidc: Oidc | None
    """Where users may sign in elsewhere."""
    audit: Audit
    assistants: Assistants
    history: History
    asking: Asking
    library: Library
    drafts: Drafts
    letters: Letters
    people: People
    trials: Trials
    feedback: Feedback
    repeats: Repeats[Job]
    queue: Queue
    limiter: Limiter
    metrics: Metrics

    @property
    def open(self) -> bool:
        """Whether whoever sits at the machine may do everything, because there are no accounts."""
        return self.settings.service.local and not self.access.accounts.any()

    def note_reading(self, caller: Caller, id: str, request: str = "") -> None:
        """Keep in the audit log what an administrator reads for no other reason than being one."""
        permissions = self.access.permissions
        if all(permissions.by_office(caller, file) for file in self.assistants.files_of(id)):
            self.audit.add("restricted-read", caller, id, good=True, request=request)

    def note_refusal(self, caller: Caller | None, where: str, request: str = "") -> None:
        """Keep in the audit log who asked for what is not allowed."""
        self.audit.add("refused", caller, where, good=False, request=request)

    def close(self) -> None:
        """Let go of everything, in the order in which nothing is missed."""
        for part in (
            self.trials,
            self.library.intake,
            self.assistants,
            self.history,
            self.drafts,
            self.audit,
            self.access,
        ):
            part.close()
