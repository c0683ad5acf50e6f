"""The service is started anew while it answers: the page says so, the question is asked again, and is kept once."""

import threading
import time

from assistant.web.types import Caller
from assistant.writer.stop import STOP

LOCAL = Caller("local", "本机", "administrator", via="local")
QUESTION = "体检多久一次"


def test_a_question_that_a_restart_broke_off_is_told_asked_again_and_kept_once(sites, visit, doing):
    begun = threading.Event()
    with sites() as first:
        tab, place = visit(first), first.place

        def held(caller, asked):
            begun.set()
            while True:
                STOP.get().check()
                time.sleep(0.01)

        first.office.asking._assistant = held
        tab.fill("#question textarea", QUESTION)
        tab.click("#send")
        assert begun.wait(10)
    tab.wait_for_selector("policy-connection:not([hidden]):has-text('连接中断')")
    tab.wait_for_selector("body:not([data-asking])")
    assert tab.input_value("#question textarea") == QUESTION
    with sites(port=first.port, place=place) as second:
        tab.wait_for_selector("policy-connection", state="hidden")
        assert "健康体检" in doing.ask(tab, QUESTION).inner_text()
        kept = [turn.question for each in second.office.asking.conversations(LOCAL) for turn in each.turns]
        assert kept == [QUESTION]
        tab.close()
