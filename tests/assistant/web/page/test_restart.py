"""The service is started anew while it answers: the page says so, the question is asked again, and is kept once."""

import threading
import time

from assistant.web.types import Caller
from assistant.writer.stop import STOP

LOCAL = Caller("local", "本机", "administrator", via="local")
QUESTION = "体检多久一次"


def test_a_question_that_a_restart_broke_off_is_told_asked_again_and_kept_once(sites, visit, doing, expect):
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
        assert begun.wait(60)
    tab.wait_for_selector("policy-connection:not([hidden]):has-text('连接中断')")
    tab.wait_for_selector("body:not([data-asking])")
    expect(tab.locator("#question textarea")).to_have_value(QUESTION)
    tab.evaluate("window.old = true")
    with sites(port=first.port, place=place) as second:
        tab.wait_for_function("() => !window.old")  # the page is loaded anew
        doing.loaded(tab)
        tab.wait_for_selector("policy-connection", state="hidden")
        expect(tab.locator("#question textarea")).to_have_value(QUESTION)
        expect(doing.ask(tab, QUESTION)).to_contain_text("健康体检")
        kept = [turn.question for each in second.office.asking.conversations(LOCAL) for turn in each.turns]
        assert kept == [QUESTION]
        tab.close()
