"""One question of a conversation: understood by the questions before it, answered, and kept.

Only questions go from turn to turn. What was answered is handed to nobody, so that no earlier answer can be a source.
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.answer import Assistant
from assistant.talk.conversation import Conversation, Turn, references, resolve
from assistant.talk.follow import ways
from assistant.talk.history import History
from assistant.types import Answer
from index.search import ANY
from index.types import Filter


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer and the conversation that it belongs to, itself the last turn."""

    answer: Answer
    conversation: Conversation

    @property
    def turn(self) -> Turn:
        """The turn that was just kept."""
        return self.conversation.turns[-1]


def ask(
    assistant: Assistant,
    history: History,
    id: str,
    question: str,
    *,
    day: str | None = None,
    filters: Filter = ANY,
) -> Reply:
    """Ask `question` in the conversation `id`, which has no owner.

    Raises:
        BadCall: there is no such conversation, or the question is too long.
    """
    history.check(question)
    earlier = history.get(id).questions
    *_, worded = answered(assistant, earlier, question, day=day, filters=filters)
    return Reply(worded.answer, history.add(id, turn(assistant, worded, question, day, filters)))


@dataclass(frozen=True, slots=True)
class Worded:
    """An answer as far as it is written, and the turns that it was asked with."""

    turns: tuple[str, ...]
    answer: Answer


def answered(
    assistant: Assistant, earlier: Sequence[str], question: str, *, day: str | None = None, filters: Filter = ANY
) -> Generator[Worded, None, None]:
    """Answer by the first way to understand the question that is answered, else by the first way.

    The answer comes as it is written; the last is whole and counts.
    """
    first: Worded | None = None
    for turns in ways(earlier, question, lambda turn: assistant.understood((turn,), filters)):
        last: Worded | None = None
        for answer in assistant.stream(*turns, day=day, filters=filters):
            last = Worded(turns, answer)
            if answer.status == "answered":
                yield last
        if last is not None and last.answer.status == "answered":
            return
        first = first or last
    if first is not None:
        yield first


def turn(assistant: Assistant, worded: Worded, question: str, day: str | None, filters: Filter) -> Turn:
    """What a conversation keeps of a question and its answer."""
    return Turn(
        question=question,
        resolved=resolve(worded.turns, assistant.understood(worded.turns, filters)),
        status=worded.answer.status,
        references=references(worded.answer),
        day=day,
        filters=filters,
        asked=datetime.now().astimezone().isoformat(timespec="seconds"),
    )
