"""A crowd on the page: one too many is told so, who hangs holds up nobody else, and nothing is left behind."""

import json
import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from assistant.web.page.blocks import AT_ONCE, QUEUE
from assistant.web.page.mount import PATH
from assistant.writer.stop import STOP

HANGS = "哪一个问题卡住了？"


@pytest.fixture
def crowded(sites):
    """A site on which one question hangs until it is let go; `asking(question)` sends one, `said` reads its end."""
    with sites() as site:
        let_go, office = threading.Event(), site.office
        made = office.asking._assistant

        def assistant(caller, asked):
            if asked.question == HANGS:
                stop = STOP.get()
                while not let_go.wait(0.01):
                    stop.check()
            return made(caller, asked)

        office.asking._assistant = assistant
        office.queue._most = 64  # the line of the page is what is looked at here
        site.let_go = let_go
        try:
            yield site
        finally:
            let_go.set()


def body(site, question):
    fns = next(route.app.app for route in site.app.routes if getattr(route, "path", "") == PATH).get_blocks().fns
    index = next(id for id, fn in fns.items() if len(fn.inputs) == 7)
    return {"data": [question, *[""] * 6], "fn_index": index, "session_hash": uuid.uuid4().hex[:12]}


def join(client, given):
    return client.post("/gradio_api/queue/join", json=given)


def ended(client, given):
    """All that the queue said until the end of a call."""
    said = []
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": given["session_hash"]}) as answer:
        for line in answer.iter_lines():
            said.append(line)
            if line.startswith("data:") and json.loads(line[5:])["msg"] in ("process_completed", "close_stream"):
                break
    return "".join(said)


def serving(site, number):
    """Wait until so many are being served and nobody waits."""
    until = time.monotonic() + 60
    while (site.office.queue.serving, site.office.queue.waiting) != (number, 0):
        assert time.monotonic() < until, (site.office.queue.serving, site.office.queue.waiting)
        time.sleep(0.02)


def crowd(site, visitor):
    """Join the line until nobody more is let in, though those who could be served have left it."""
    refused = 0
    while refused < 5:
        refused = refused + 1 if join(visitor, body(site, HANGS)).status_code == 503 else 0
        if refused:
            time.sleep(0.1)
    serving(site, AT_ONCE)


def client(site):
    return httpx.Client(base_url=site.address + PATH, timeout=120)


def test_one_too_many_is_refused_in_chinese_and_there_is_room_again_after_the_crowd(crowded):
    given = [body(crowded, HANGS) for _ in range(64)]
    with client(crowded) as visitor, ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(lambda each: join(visitor, each), given))
        refused = [each for each in answers if each.status_code != 200]
        assert 64 - QUEUE - 2 * AT_ONCE <= len(refused) <= 64 - QUEUE
        assert {each.status_code for each in refused} == {503}
        assert all("稍后再试" in each.json()["detail"] for each in refused)
        crowded.let_go.set()
        taken = [one for one, answer in zip(given, answers, strict=True) if answer.status_code == 200]
        assert all("process_completed" in each for each in pool.map(lambda one: ended(visitor, one), taken))
        after = body(crowded, "体检多久一次")
        assert join(visitor, after).status_code == 200
        assert "健康体检" in ended(visitor, after)


def test_who_hangs_holds_up_nobody_else_and_frees_the_place_when_it_is_given_up(crowded):
    with client(crowded) as visitor, ThreadPoolExecutor(8) as pool:
        hanging = body(crowded, HANGS)
        event = join(visitor, hanging).json()["event_id"]
        waiting = pool.submit(ended, visitor, hanging)
        serving(crowded, 1)
        others = [body(crowded, "体检多久一次") for _ in range(AT_ONCE - 1)]
        for each in others:
            assert join(visitor, each).status_code == 200
        assert all("健康体检" in each for each in pool.map(lambda one: ended(visitor, one), others))
        serving(crowded, 1)
        assert not waiting.done(), "the others have not waited for it"
        given_up = {"session_hash": hanging["session_hash"], "fn_index": hanging["fn_index"], "event_id": event}
        assert visitor.post("/gradio_api/cancel", json=given_up).status_code == 200
        waiting.result(60)
        serving(crowded, 0)


def test_nothing_gathers_in_the_cache_of_the_page(crowded):
    cache = crowded.place / "home" / "gradio"
    with client(crowded) as visitor:
        for _ in range(10):
            given = body(crowded, "体检多久一次")
            join(visitor, given)
            assert "process_completed" in ended(visitor, given)
        for number in range(100):
            files = {"files": (f"{number}.txt", b"x" * 1000)}
            assert visitor.post("/gradio_api/upload", files=files).status_code == 404
    assert list(cache.rglob("*")) == []


def test_who_finds_no_room_is_told_on_the_page_and_keeps_the_question(crowded, visit, doing, expect):
    tab = visit(crowded)
    with client(crowded) as visitor:
        crowd(crowded, visitor)
        tab.fill("#question textarea", "体检多久一次")
        tab.click("#send")
        doing.hear(tab, "提问的人较多，请稍后再试")
        tab.wait_for_selector("body:not([data-asking])")
        expect(tab.locator("#question textarea")).to_have_value("体检多久一次")
        crowded.let_go.set()
        serving(crowded, 0)
        expect(doing.ask(tab, "体检多久一次")).to_contain_text("健康体检")
