"""One question of a conversation: understood by the questions before it, answered, and kept.

Only questions go from turn to turn. What was answered is handed to nobody, so that no earlier answer can be a source.
"""

from __future__ import annotations

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
    """Ask `question` in the conversation `id`.

    Raises:
        BadCall: there is no such conversation, or the question is too long.
    """
    history.check(question)
    earlier = history.get(id).questions
    turns, answer = _answered(assistant, earlier, question, day, filters)
    turn = Turn(
        question=question,
        resolved=resolve(turns, assistant.understood(turns, filters)),
        status=answer.status,
        references=references(answer),
        day=day,
        filters=filters,
        asked=datetime.now().astimezone().isoformat(timespec="seconds"),
    )
    return Reply(answer, history.add(id, turn))


def _answered(
    assistant: Assistant, earlier: tuple[str, ...], question: str, day: str | None, filters: Filter
) -> tuple[tuple[str, ...], Answer]:
    """The first way to understand the question that is answered, else the first way."""
    tried = []
    for turns in ways(earlier, question, lambda turn: assistant.understood((turn,), filters)):
        tried.append((turns, assistant.ask(*turns, day=day, filters=filters)))
        if tried[-1][1].status == "answered":
            return tried[-1]
    return tried[0]
