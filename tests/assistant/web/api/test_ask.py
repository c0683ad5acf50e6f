"""A question is answered with its passages, whole or as it is written, and given up when nobody waits for it."""

import json
import socket
import time
from types import SimpleNamespace

import pytest

from assistant.web.api.declare import API
from corpus.settings import LanguageModel
from tests.assistant.web.conftest import listening
from tests.assistant.writer.server import EVENTS, serving
from tests.stopwatch import takes_less

QUESTION = "清河市特别困难的离休干部补助多少钱？"


def ask(client, **body):
    return client.post(f"{API}/ask", json={"question": QUESTION, **body})


def events(response):
    """(name, value) of every event."""
    told = []
    for block in response.text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            told.append((lines["event"], json.loads(lines["data"])))
    return told


def test_an_answer_is_what_the_command_line_gives(open_service):
    told = ask(open_service.local).json()
    assert told["status"] == "answered"
    assert "6000元" in told["text"]
    document = open_service.local.get(f"{API}/documents/{told['citations'][0]['document_id']}").json()
    for each in told["citations"]:
        assert document["text"][each["start"] : each["end"]] == each["quote"]


def test_events_end_with_the_whole_answer(open_service):
    response = ask(open_service.local, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    told = events(response)
    assert [name for name, _ in told] == ["answer", "done"]
    whole = ask(open_service.local).json()
    assert {**told[-1][1], "elapsed_ms": 0} == {**whole, "elapsed_ms": 0}
    accepted = open_service.local.post(
        f"{API}/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}
    )
    assert [name for name, _ in events(accepted)] == ["answer", "done"]


def test_a_refusal_keeps_its_status_whether_events_were_asked_for_or_not(open_service):
    for stream in (False, True):
        told = ask(open_service.local, question="？？", stream=stream)
        assert (told.status_code, told.json()["code"]) == (422, "bad_call")
        told = ask(open_service.local, conversation="0" * 32, stream=stream)
        assert (told.status_code, told.json()["code"]) == (404, "not_found")


def test_a_follow_up_goes_on_in_its_conversation_or_with_the_turns_that_come_with_it(open_service):
    first = ask(open_service.local, conversation="new").json()
    then = ask(open_service.local, question="那配偶呢？", conversation=first["conversation"]).json()
    assert "2400元" in then["text"]
    assert then["resolved"]["turns"] == [QUESTION, "那配偶呢？"]
    assert "2400元" in ask(open_service.local, question="那配偶呢？", turns=[QUESTION]).json()["text"]
    kept = open_service.local.get(f"{API}/conversations/{first['conversation']}").json()
    assert [turn["question"] for turn in kept["turns"]] == [QUESTION, "那配偶呢？"]
    assert all(each["quote"] for turn in kept["turns"] for each in turn["references"])
    assert open_service.local.get(f"{API}/conversations").json()[0]["id"] == first["conversation"]
    assert open_service.local.delete(f"{API}/conversations/{first['conversation']}").status_code == 204
    assert open_service.local.get(f"{API}/conversations/{first['conversation']}").status_code == 404


def test_filters_day_and_strictness_reach_the_answer(open_service):
    told = ask(open_service.local, filters={"region": "临溪市"}).json()
    assert all("清河" not in (each["region"] or "") for each in told["citations"])
    nothing = ask(open_service.local, filters={"documents": ["没有这份文件.md"]}).json()
    assert nothing["status"] == "not_found"
    strict, relaxed = (ask(open_service.local, strictness=level).json()["status"] for level in ("strict", "relaxed"))
    assert (strict, relaxed) == ("answered", "answered")
    told = ask(open_service.local, mode="llm")
    assert (told.status_code, told.json()["code"]) == (422, "bad_call")


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "\u200b\u200b",
        "补",
        "问" * 10_000,
        "😀😀",
        "\u202e费理护",
        "？！……",
        '" OR NEAR( * ^ :',
        "{{7*7}} %s ${x}",
        "'; DROP TABLE chunk; --",
        "\x00护理费",
    ],
)
def test_whatever_a_question_is_it_is_answered_or_refused_as_it_stands(open_service, question):
    told = ask(open_service.local, question=question)
    assert told.status_code in (200, 422)
    if told.status_code == 200:
        assert told.json()["question"] == question.strip()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"question": "a", "question": "b"}', 400),
        (b'{"question": NaN}', 400),
        (b'{"question": 1e999}', 400),
        (b'{"question": "\\ud800"}', 400),
        (b'{"question": "a"', 400),
        (b"[" * 100_000 + b"]" * 100_000, 400),
        (b'{"filters":' * 40 + b"1" + b"}" * 40, 400),
        (b"\xff\xfe", 400),
        (b'"' + b"x" * 1_000_001 + b'"', 413),
        (b"{" + b",".join(b'"k%d":1' % n for n in range(60_000)) + b"}", 422),
        (b'{"question": "a", "role": "administrator"}', 422),
        (b"[]", 422),
        (b"", 422),
    ],
)
def test_json_that_is_not_as_it_must_be_is_refused_at_once(open_service, body, status):
    def send():
        return open_service.local.post(f"{API}/ask", content=body, headers={"content-type": "application/json"})

    told = takes_less(3, send, time.perf_counter)
    assert told.status_code == status
    assert told.headers["content-type"] == "application/problem+json"


def test_questions_are_counted_by_whichever_way_they_come(services):
    with services(questions=3) as service:
        chat = {"model": "policy-assistant", "messages": [{"role": "user", "content": QUESTION}]}
        assert ask(service.local).status_code == 200
        assert service.local.post(f"{API}/search", json={"query": "护理费"}).status_code == 200
        assert service.local.post("/v1/chat/completions", json=chat).status_code == 200
        told = ask(service.local)
        assert (told.status_code, told.json()["code"]) == (429, "too_many")
        assert 1 <= int(told.headers["retry-after"]) <= 60
        assert service.local.post("/v1/chat/completions", json=chat).json()["error"]["code"] == "too_many"
        assert service.local.get(f"{API}/documents").status_code == 200


def test_other_kinds_of_content_are_not_taken(open_service):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json5", ""):
        told = open_service.local.post(f"{API}/ask", content=b'{"question": "a"}', headers={"content-type": kind})
        assert told.status_code == 415
    told = open_service.local.post(
        f"{API}/ask", content=b"x", headers={"content-type": "application/json", "content-encoding": "gzip"}
    )
    assert told.status_code == 415


def test_a_remark_goes_to_the_answer_that_was_given_and_to_no_other(staffed):
    given = ask(staffed.people["reader"].by_key, filters={"region": "清河市"}).json()
    remark = {"answer_id": given["id"], "verdict": "down", "remark": "请核对"}
    told = staffed.people["reader"].by_key.post(f"{API}/feedback", json=remark)
    assert told.status_code == 201
    assert staffed.people["editor"].by_key.post(f"{API}/feedback", json=remark).status_code == 404
    kept = staffed.people["administrator"].by_key.get(f"{API}/feedback").json()[0]
    assert (kept["id"], kept["answer"]["text"], kept["filters"]) == (
        told.json()["id"],
        given["text"],
        {"region": "清河市"},
    )
    assert staffed.people["reader"].by_key.get(f"{API}/feedback").status_code == 403


@pytest.fixture(scope="module")
def slow_model(services):
    """A service whose language model says one word and then nothing for long."""
    left = []

    def script(connection):
        connection.raw(EVENTS)
        connection.say("好")
        if connection.hung_up(240):
            left.append(time.perf_counter())

    with serving(script) as server:
        llm = LanguageModel(server.url, "slow", deadline=300, first=250, idle=250)
        with services(llm=llm, each=100) as service, listening(service.app) as address:
            yield SimpleNamespace(service=service, address=address, calls=server.calls, left=left)


@pytest.mark.parametrize("stream", [True, False])
def test_who_hangs_up_is_answered_no_further_and_leaves_a_free_place(slow_model, stream):
    waiting = slow_model.service.office.asking._writing
    host = slow_model.address.removeprefix("http://")
    body = json.dumps({"question": QUESTION, "stream": stream}).encode()
    head = (
        f"POST {API}/ask HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    free, noticed = [], []
    for _ in range(3):
        calls, left = len(slow_model.calls), len(slow_model.left)
        with socket.create_connection(host.split(":")) as connection:
            connection.sendall(head.encode() + body)
            _until(lambda before=calls: len(slow_model.calls) > before)
            time.sleep(0.2)
            assert waiting.serving == 1
        gone = time.perf_counter()
        _until(lambda: waiting.serving == 0)
        free.append(time.perf_counter() - gone)
        _until(lambda before=left: len(slow_model.left) > before)
        noticed.append(slow_model.left[-1] - gone)
    assert min(free) < 1
    assert min(noticed) < 1


def test_a_model_that_says_nothing_of_use_costs_no_answer(slow_model):
    told = slow_model.service.local.post(f"{API}/ask", json={"question": QUESTION, "mode": "extractive"})
    assert "6000元" in told.json()["text"]
    assert len(slow_model.service.office.history.list(owner="local")) == 0


def _until(true, seconds=60):
    end = time.perf_counter() + seconds
    while not true():
        assert time.perf_counter() < end, "never came true"
        time.sleep(0.01)


def test_who_is_signed_out_gets_no_more_of_a_running_answer(staffed):
    """The right is looked at anew before each piece: here it is taken away before the first."""
    reader = staffed.people["reader"]
    office = staffed.office
    token = office.access.sessions.begin(reader.user, "127.0.0.1")
    client = staffed.client(cookies={office.authority.cookie: token})
    stream = office.asking.stream

    def cut(*given):
        for reply in stream(*given):
            office.access.sessions.end(token)
            yield reply

    object.__setattr__(office.asking, "stream", cut)
    try:
        told = events(ask(client, stream=True))
    finally:
        del office.asking.stream
    assert [name for name, _ in told] == ["problem"]
    assert told[0][1]["code"] == "not_signed_in"
    assert "6000" not in json.dumps(told)
