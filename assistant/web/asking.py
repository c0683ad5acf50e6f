"""Questions of callers: who may ask, when it is their turn, what they may see, and what is kept of it.

An answer is made from what the caller may read when it is asked for, and looked at once more before it is shown.
Knows nothing of HTTP.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from assistant.answer import Assistant
from assistant.strictness import Strictness
from assistant.talk.conversation import Conversation, Reference, Turn
from assistant.talk.history import History, NoConversation
from assistant.talk.reply import Worded, answered, turn
from assistant.types import Answer
from assistant.web.library.assistants import Assistants
from assistant.web.queue import Queue
from assistant.web.types import Caller, allow
from corpus.errors import BadCall, Busy, NotFound
from index.search import ANY
from index.types import Entry, Filter, Hit

NEW = "new"
"""Asks for a conversation to be begun."""
TRIES = 3
"""How often an answer is made anew because what it cites may no longer be shown."""
RECALLED = 2000
"""Answers that a remark can be made on: so many are remembered, of all callers together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it came."""

    question: str
    conversation: str | None = None
    """Id of one of the caller's, or "new"."""
    turns: tuple[str, ...] = ()
    """Earlier questions, the oldest first, where no conversation is kept."""
    day: str | None = None
    """The day whose rules are asked for, ISO 8601."""
    filters: Filter = ANY
    strictness: Strictness | None = None
    mode: Literal["extractive", "llm"] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as far as it is written."""

    answer: Answer
    whole: bool = False
    """Whether it is the last one, which counts."""
    conversation: Conversation | None = None
    """The conversation that a whole answer ends, if it is kept."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that a search found, and the document that it stands in."""

    hit: Hit
    entry: Entry


@dataclass(frozen=True, slots=True)
class Recalled:
    """An answer that was given a while ago."""

    turns: tuple[str, ...]
    """The questions that it was asked with, its own last."""
    asked: Asked
    answer: Answer


class Asking:
    """Answers and finds for callers; safe to share between threads."""

    def __init__(
        self,
        assistants: Assistants,
        history: History,
        thresholds: Mapping[Strictness, float],
        queue: Queue,
        *,
        writing: Queue | None = None,
        count: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`writing`: where questions to a language model wait; None where there is none.

        `count` is told of every question by the id of its caller, and raises TooOften for one too many.
        """
        self._assistants = assistants
        self._history = history
        self._thresholds = thresholds
        self._queue = queue
        self._writing = writing
        self._count = count
        self._recent = _Recent()

    def ask(self, caller: Caller, asked: Asked) -> Reply:
        """Answer a question; for errors see `stream`."""
        *_, reply = self.stream(caller, asked)
        return reply

    def stream(self, caller: Caller, asked: Asked) -> Generator[Reply, None, None]:
        """The answer as it is written, the last reply whole; closing the generator gives it up.

        Raises:
            NotAllowed: the caller may not ask.
            NotFound: there is no such conversation of the caller.
            BadCall: the question is empty or too long, or a language model is wanted and there is none.
            Busy: it is not the caller's turn soon, or the caller asks too often.
            GivenUp: the `STOP` of the thread was pulled.
        """
        allow(caller, "ask")
        self._check(asked)
        self._count(caller.id)
        queue = self._queue if self._writing is None or asked.mode == "extractive" else self._writing
        with queue.place(caller):
            earlier = self._earlier(caller, asked)
            last: Worded | None = None
            assistant = self._assistant(caller, asked)
            for _ in range(TRIES):
                for last in answered(assistant, earlier, asked.question, day=asked.day, filters=asked.filters):
                    if not self._may_show(caller, last.answer):
                        last = None
                        break
                    yield Reply(last.answer)
                if last is not None:
                    break
                assistant = self._assistant(caller, asked)
            if last is None:
                raise Busy("文件的查阅范围刚有变动，请再问一次", "who may read what has just changed; ask again")
            yield self._kept(caller, asked, assistant, last)

    def search(self, caller: Caller, query: str, *, k: int = 10, filters: Filter = ANY) -> list[Found]:
        """The k best passages among the documents that the caller may read, best first.

        Raises:
            NotAllowed: the caller may not search.
            BadCall: the query is empty or too long.
            Busy: it is not the caller's turn soon, or the caller asks too often.
        """
        allow(caller, "search")
        self._check(Asked(query))
        self._count(caller.id)
        with self._queue.place(caller):
            index = self._assistants.index(caller)
            hits = index.search(query, k=k, filters=filters)
            entries = index.listed({hit.chunk.document_id for hit in hits})
        return [
            Found(hit, entries[hit.chunk.document_id])
            for hit in hits
            if self._assistants.may_read(caller, hit.chunk.document_id)
        ]

    def conversations(self, caller: Caller, most: int = 50) -> list[Conversation]:
        """The conversations of the caller, the last used first, as far as the caller may still see their sources."""
        allow(caller, "ask")
        return [self._shown(caller, each) for each in self._history.list(most, owner=caller.id)]

    def conversation(self, caller: Caller, id: str) -> Conversation:
        """One of them.

        Raises:
            NotFound: the caller has none such.
        """
        allow(caller, "ask")
        return self._shown(caller, self._get(caller, id))

    def forget(self, caller: Caller, id: str) -> None:
        """Delete a conversation with all its turns.

        Raises:
            NotFound: the caller has none such.
        """
        allow(caller, "ask")
        if not self._history.delete(id, caller.id):
            raise _no_conversation()

    def quote(self, caller: Caller, reference: Reference) -> str | None:
        """The words that a reference points at, cut anew; None where the document has gone or is hidden."""
        if not self._assistants.may_read(caller, reference.document_id):
            return None
        try:
            text = self._assistants.index(caller).document(reference.document_id).text
        except BadCall:
            return None
        return text[reference.start : reference.end] or None

    def recall(self, caller: Caller, answer_id: str) -> Recalled:
        """An answer that the caller was given not long ago.

        Raises:
            NotFound: there is none such, or it was too long ago.
        """
        found = self._recent.get(caller.id, answer_id)
        if found is None:
            raise NotFound("没有这个回答，或已过去太久", "there is no such answer, or it was given too long ago")
        return found

    def _check(self, asked: Asked) -> None:
        if not any(char.isalnum() for char in asked.question):
            raise BadCall("请写出问题", "write a question")
        for question in (*asked.turns, asked.question):
            self._history.check(question)
        if asked.mode == "llm" and self._writing is None:
            raise BadCall("本服务没有设置大模型", "no language model is set up for this service")

    def _assistant(self, caller: Caller, asked: Asked) -> Assistant:
        assistant = self._assistants.of(caller)
        if asked.strictness is not None:
            assistant = assistant.at(self._thresholds[asked.strictness])
        return assistant.worded_by(None) if asked.mode == "extractive" else assistant

    def _earlier(self, caller: Caller, asked: Asked) -> Sequence[str]:
        if asked.conversation in (None, NEW):
            return asked.turns
        return self._get(caller, asked.conversation or "").questions

    def _get(self, caller: Caller, id: str) -> Conversation:
        try:
            return self._history.get(id, caller.id)
        except NoConversation as error:
            raise _no_conversation() from error

    def _may_show(self, caller: Caller, answer: Answer) -> bool:
        return all(self._assistants.may_read(caller, id) for id in {each.document_id for each in answer.citations})

    def _kept(self, caller: Caller, asked: Asked, assistant: Assistant, worded: Worded) -> Reply:
        """The whole answer, noted down where that is wanted."""
        self._recent.put(caller.id, worded.answer.id, Recalled(worded.turns, asked, worded.answer))
        if asked.conversation is None:
            return Reply(worded.answer, whole=True)
        kept: Turn = turn(assistant, worded, asked.question, asked.day, asked.filters)
        id = self._history.new(caller.id).id if asked.conversation == NEW else asked.conversation
        try:
            return Reply(worded.answer, whole=True, conversation=self._history.add(id, kept, caller.id))
        except NoConversation as error:  # deleted while it was answered
            raise _no_conversation() from error

    def _shown(self, caller: Caller, conversation: Conversation) -> Conversation:
        """Without what points to documents that the caller may not read any more."""
        from dataclasses import replace

        turns = tuple(
            replace(
                each,
                references=tuple(
                    point for point in each.references if self._assistants.may_read(caller, point.document_id)
                ),
            )
            for each in conversation.turns
        )
        return replace(conversation, turns=turns)


class _Recent:
    """The last answers, by who was given them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[str, str], Recalled] = OrderedDict()

    def get(self, caller: str, id: str) -> Recalled | None:
        with self._lock:
            return self._kept.get((caller, id))

    def put(self, caller: str, id: str, answer: Recalled) -> None:
        with self._lock:
            self._kept[caller, id] = answer
            self._kept.move_to_end((caller, id))
            if len(self._kept) > RECALLED:
                self._kept.popitem(last=False)


def _no_conversation() -> NotFound:
    return NotFound("没有这个谈话，或已过期删除", "there is no such conversation, or it has expired")
