"""What the page asks of the service: as the caller that the gate found, as often as a program may, in words for people."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from assistant.web.page.ask import Desk, Given, caller_of
from assistant.web.types import Caller
from corpus.errors import BadCall, NotSignedIn

READER = Caller("0123456789abcdef", "李四", "reader")


@pytest.fixture
def desk(open_service):
    return Desk(open_service.office)


def told(desk, question, given=None, caller=READER):
    return list(desk.answer(question, given or Given(), caller))


def test_a_question_is_first_seen_to_be_looked_up_and_last_answered_in_a_conversation(desk):
    turns = told(desk, "体检多久一次")
    assert 'data-state="pending"' in turns[0][0]
    html, conversation = turns[-1]
    assert 'data-state="done"' in html
    assert "健康体检" in html
    assert len(conversation) == 32


def test_a_follow_up_goes_on_with_its_conversation(desk):
    _, conversation = told(desk, "清河市特别困难的离休干部补助多少钱？")[-1]
    html, same = told(desk, "那什么时候受理申请？", Given(conversation))[-1]
    assert same == conversation
    assert "9月30日" in html


def test_what_was_chosen_becomes_part_of_the_question():
    asked = Given("new", "清河市", "2022", "通知", "2024-06-30", "strict").asked("问？")
    assert (asked.filters.region, asked.filters.year, asked.filters.kind) == ("清河市", 2022, "通知")
    assert (asked.day, asked.strictness, asked.conversation) == ("2024-06-30", "strict", "new")
    assert Given().asked("问？").conversation == "new"


@pytest.mark.parametrize("chosen", [{"year": "去年"}, {"year": "２０２２"}, {"day": "昨天"}, {"strictness": "x"}])
def test_what_cannot_be_meant_is_refused_in_words(desk, chosen):
    with pytest.raises(BadCall):
        replace(Given(), **chosen).asked("问？")
    html, _ = told(desk, "体检多久一次", replace(Given(), **chosen))[-1]
    assert 'data-state="failed"' in html
    assert 'data-do="again"' in html


def test_a_conversation_that_is_gone_is_not_asked_for_again(desk):
    html, conversation = told(desk, "体检多久一次", Given("0" * 32))[-1]
    assert 'data-state="failed"' in html
    assert conversation == ""


def test_the_page_is_counted_like_a_program(services):
    with services(questions=2) as service:
        desk = Desk(service.office)
        states = ["done" if 'data-state="done"' in told(desk, "体检多久一次")[-1][0] else "failed" for _ in range(3)]
        assert states == ["done", "done", "failed"]


def test_nobody_asks_whom_no_gate_let_in():
    for caller in (None, {"id": "x", "role": "administrator"}, "administrator"):
        with pytest.raises(NotSignedIn):
            caller_of(SimpleNamespace(state=SimpleNamespace(caller=caller)))


def test_the_examples_are_found_once_for_all_who_read_the_same(desk):
    first = desk.examples(READER)
    assert first
    assert desk.examples(Caller("fedcba9876543210", "王五", "editor")) is first
