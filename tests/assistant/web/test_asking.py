"""Whoever asks sees what they may see at that moment, and their answers are remembered for nobody else."""

from contextlib import contextmanager
from dataclasses import replace

import pytest

from assistant.strictness import LEVELS
from assistant.talk.history import History
from assistant.web.access.access import Access
from assistant.web.asking import NEW, Asked, Asking
from assistant.web.library.assistants import Assistants
from assistant.web.queue import Queue
from assistant.web.types import Caller
from corpus.errors import BadCall, NotAllowed, NotFound
from index.types import Filter

QUESTION = "清河市特别困难的离休干部补助多少钱？"
READER, OTHER = Caller("r1", "甲", "reader", frozenset({"甲组"})), Caller("r2", "乙", "reader")
FILE = "清河市-困难补助-2022.md"


@pytest.fixture
def desk(sample):
    """Asking over the sample documents, and who may read which of them."""
    with desk_over(sample) as both:
        yield both


@contextmanager
def desk_over(sample):
    from assistant.answer import Assistant

    thresholds = {name: level.threshold for name, level in LEVELS.items()}
    with Access.open(None, None) as access, History.open(None) as history:
        assistants = Assistants(sample._index.hold(), Assistant, access.permissions)
        yield Asking(assistants, history, thresholds, Queue()), access.permissions


def test_what_is_taken_away_while_an_answer_is_written_is_not_shown(desk):
    asking, permissions = desk
    permissions.set(FILE, ["甲组"])
    before = asking.ask(READER, Asked(QUESTION)).answer
    assert FILE in {each.document for each in before.citations}
    streamed = asking._assistants.of

    def late(caller):
        found = streamed(caller)
        permissions.set(FILE, ["别的组"])  # after the assistant was chosen, before it has answered
        return found

    object.__setattr__(asking._assistants, "of", late)
    told = list(asking.stream(READER, Asked(QUESTION)))
    for reply in told:
        assert FILE not in {each.document for each in reply.answer.citations}


def test_a_conversation_shows_no_more_than_its_owner_may_see_now(desk):
    asking, permissions = desk
    permissions.set(FILE, ["甲组"])
    talk = asking.ask(READER, Asked(QUESTION, conversation=NEW)).conversation
    points = asking.conversation(READER, talk.id).turns[0].references
    assert all(asking.quote(READER, point) for point in points)
    assert any(point.document == FILE for point in points)
    permissions.set(FILE, ["别的组"])
    left = asking.conversation(READER, talk.id).turns[0].references
    assert FILE not in {point.document for point in left}
    assert FILE not in {point.document for each in asking.conversations(READER) for point in each.turns[0].references}
    assert asking.quote(READER, next(point for point in points if point.document == FILE)) is None


def test_nobody_has_the_conversation_or_the_answer_of_another(desk):
    asking, _ = desk
    reply = asking.ask(READER, Asked(QUESTION, conversation=NEW))
    assert asking.recall(READER, reply.answer.id).answer == reply.answer
    with pytest.raises(NotFound):
        asking.recall(OTHER, reply.answer.id)
    missing = "0" * 32
    told = []
    for id in (reply.conversation.id, missing):
        for use in (
            lambda id: asking.conversation(OTHER, id),
            lambda id: asking.forget(OTHER, id),
            lambda id: asking.ask(OTHER, Asked("那配偶呢？", conversation=id)),
        ):
            with pytest.raises(NotFound) as refused:
                use(id)
            told.append(str(refused.value))
    assert len(set(told)) == 1
    assert asking.conversations(OTHER) == []
    asking.forget(READER, reply.conversation.id)
    assert asking.conversations(READER) == []


def test_a_key_does_no_more_than_it_is_for(desk):
    asking, _ = desk
    key = replace(READER, scopes=frozenset({"search"}), via="key")
    assert asking.search(key, "护理费", k=1)
    for use in (lambda: asking.ask(key, Asked(QUESTION)), lambda: asking.conversations(key)):
        with pytest.raises(NotAllowed):
            use()


def test_a_search_finds_nothing_that_is_hidden(desk):
    asking, permissions = desk
    permissions.set(FILE, ["甲组"])
    assert FILE in {each.entry.source for each in asking.search(READER, "特别困难的离休干部补助", k=20)}
    assert FILE not in {each.entry.source for each in asking.search(OTHER, "特别困难的离休干部补助", k=20)}
    narrowed = Filter(documents=frozenset({FILE}))
    assert asking.search(OTHER, "特别困难的离休干部补助", filters=narrowed) == []


@pytest.mark.parametrize(
    "asked", [Asked("  "), Asked("问" * 3000), Asked(QUESTION, mode="llm"), Asked("？", turns=("x" * 3000,))]
)
def test_what_makes_no_sense_is_refused_before_it_waits_for_a_turn(desk, asked):
    asking, _ = desk
    with pytest.raises(BadCall):
        asking.ask(READER, asked)


def test_answers_are_remembered_up_to_a_bound(desk, monkeypatch):
    from assistant.web import asking as module

    asking, _ = desk
    monkeypatch.setattr(module, "RECALLED", 1)
    first = asking.ask(READER, Asked(QUESTION)).answer
    second = asking.ask(READER, Asked("离休干部护理费是怎么规定的？")).answer
    assert asking.recall(READER, second.id)
    with pytest.raises(NotFound):
        asking.recall(READER, first.id)
