"""What the page asks of the service through Gradio: what a visitor may do and choose, and one question.

Who asks is read from the request each time, and from nowhere else; nothing is kept between two calls but questions to
begin with, which every reader of the same documents shares. Knows nothing of how the page looks.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast, get_args

from assistant.strictness import Strictness
from assistant.types import EXTRACTIVE, Answer, Citation
from assistant.web.asking import NEW, Asked
from assistant.web.page.choices import Choices, choices, examples
from assistant.web.page.reference import copied
from assistant.web.page.show import failed, shown, waiting
from assistant.web.page.words import phrase
from assistant.web.problems import of_error
from assistant.web.types import Caller
from corpus.errors import BadCall, NotAllowed, NotFound, NotSignedIn, PolicyError
from index.search import Index
from index.types import Filter

if TYPE_CHECKING:
    from starlette.requests import Request

    from assistant.web.office import Office

OFFERED = 64
"""Sets of readable documents for which it is remembered what is offered."""
_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Given:
    """What stands in the form beside the question; empty where nothing was chosen."""

    conversation: str = ""
    region: str = ""
    year: str = ""
    kind: str = ""
    day: str = ""
    strictness: str = ""

    def asked(self, question: str) -> Asked:
        """All of it as one question.

        Raises:
            BadCall: the year or the day is none.
        """
        if self.year and not (self.year.isascii() and self.year.isdigit() and len(self.year) == 4):
            raise BadCall("年份请写四位数字，如 2024", "write the year with four digits, as 2024")
        if self.day and not _DAY.fullmatch(self.day):
            raise BadCall("日期请写成 2024-06-30", "write the date as 2024-06-30")
        if self.strictness and self.strictness not in get_args(Strictness):
            raise BadCall("请选择严格程度", "choose how strict the answer is to be")
        chosen = Filter(
            region=self.region or None, year=int(self.year) if self.year else None, kind=self.kind or None
        )
        return Asked(
            question=question,
            conversation=self.conversation or NEW,
            day=self.day or None,
            filters=chosen,
            strictness=cast("Strictness | None", self.strictness or None),
        )


def caller_of(request: Request) -> Caller:
    """Who the gate found to ask.

    Raises:
        NotSignedIn: no gate let the request in.
    """
    caller = getattr(request.state, "caller", None)
    if not isinstance(caller, Caller):
        raise NotSignedIn("请先登录", "sign in first")
    return caller


Readable = tuple[int, frozenset[str]]
"""A generation, and the documents of it that somebody may read."""
T = TypeVar("T")


def _kept(known: dict[Readable, T], index: Index, find: Callable[[], T]) -> T:
    """What was found before for those who may read the same, or is found now."""
    readable = (index.generation, frozenset(entry.id for entry in index.entries()))
    if readable not in known:
        if len(known) >= OFFERED:
            known.clear()
        known[readable] = find()
    return known[readable]


class Desk:
    """Answers what the page asks."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._choices: dict[Readable, Choices] = {}
        self._examples: dict[Readable, tuple[str, ...]] = {}

    def choices(self, caller: Caller) -> Choices:
        """What the caller may choose documents by."""
        if not caller.may("read"):
            return Choices((), (), ())
        index = self._office.assistants.index(caller)
        return _kept(self._choices, index, lambda: choices(index.entries()))

    def examples(self, caller: Caller) -> tuple[str, ...]:
        """Questions to begin with."""
        if not (caller.may("read") and caller.may("ask")):
            return ()
        index = self._office.assistants.index(caller)
        return _kept(self._examples, index, lambda: examples(index, self._office.assistants.of(caller)))

    def answer(self, question: str, given: Given, caller: Caller) -> Generator[tuple[str, str], None, None]:
        """(HTML of the turn, id of its conversation), as the answer grows; what went wrong is told in its place."""
        turn = secrets.token_hex(6)
        conversation = given.conversation
        yield waiting(turn, question), conversation
        try:
            with closing(self._office.asking.stream(caller, given.asked(question))) as replies:
                for reply in replies:
                    copy = self._copied(reply.answer, caller) if reply.whole else None
                    conversation = reply.conversation.id if reply.conversation else conversation
                    if reply.whole:
                        self._note(reply.answer)
                    yield shown(turn, reply.answer, conversation, copy), conversation
        except PolicyError as error:
            if isinstance(error, NotAllowed):
                self._office.note_refusal(caller, "/ui")
            problem = of_error(error)
            lost = "" if isinstance(error, NotFound) else conversation  # one that is gone is not asked for again
            yield failed(turn, question, problem.zh, problem.en), lost

    def _note(self, answer: Answer) -> None:
        model, fallback = answer.written_by != EXTRACTIVE, answer.fallback is not None
        self._office.metrics.answer(answer.status, model=model, fallback=fallback)

    def _copied(self, answer: Answer, caller: Caller) -> str:
        index = self._office.assistants.index(caller)

        def dated(citation: Citation) -> str | None:
            return index.document(citation.document_id).metadata.date.value

        return copied(answer, dated, phrase("ask.closing").zh)
