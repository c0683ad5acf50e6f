"""What the service bears, in short: over the sample documents, for seconds. `measure.py` beside it is the long form.

Limits of time are wide here, for machines that others use too.
"""

import asyncio
import shutil
import subprocess
import time

import httpx
import pytest

from index.embed import open_embedder
from index.writer import Writer
from tests.assistant.web.measure import Limits, add, growth, offline, opened, stop
from tests.assistant.web.traffic import ASK, come, serving
from tests.conftest import ROOT

QUESTIONS = (
    "云岭省离休干部护理费是怎么规定的？",
    "清河市春节慰问离休干部是多少钱？",
    "清河市离休干部住院慰问多少钱？",
    "云岭省离休干部医药费怎么报销？",
)
SHORT = Limits(seconds=2.0, rate=10.0, pages=20, documents=40, noise=20.0)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    with Writer.open(folder / "store", open_embedder()) as writer:
        writer.sync([ROOT / "corpus" / "documents"])
    return folder / "store"


@pytest.fixture(scope="module")
def server(store, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with serving(home, store, POLICY_ANSWERING="1", POLICY_WAITING="4") as running:
        running.ready(300)
        yield running


def kept(told):
    """Every check of a scenario holds; figures are shown where one does not."""
    figures, checks = told
    assert [each for each, good in checks.items() if not good] == [], figures


def test_many_open_pages_take_little_and_questions_are_answered_meanwhile(server):
    kept(opened(server, QUESTIONS, SHORT))


def test_too_many_questions_are_refused_and_the_next_is_answered(server):
    trace = asyncio.run(come(server.url, QUESTIONS, 400.0, 0.1))
    assert set(trace.taken) == {200, 429}, (trace.counts, trace.wrong[:3])
    until = time.monotonic() + 60
    while set(asyncio.run(come(server.url, QUESTIONS, 2.0, 2.0)).taken) != {200}:
        assert time.monotonic() < until, "the crowd has gone"


def test_what_was_answered_stays_so_while_documents_are_added_and_what_is_new_is_answered(server):
    kept(growth(server, QUESTIONS, SHORT))


def test_a_server_that_is_told_to_stop_under_load_leaves_within_its_time(server):
    kept(stop(server, QUESTIONS, SHORT))
    assert "Traceback" not in server.log.read_text(encoding="utf-8")


def test_a_service_without_a_store_begins_with_an_empty_one_and_takes_its_first_documents(tmp_path):
    with (
        serving(tmp_path / "home", tmp_path / "store") as server,
        httpx.Client(base_url=server.url, timeout=120) as client,
    ):
        server.ready(300)
        question = {"question": "柳泉县第1号养老驿站的离休干部每人每月餐费补贴是多少？"}
        assert client.post(ASK, json=question).json()["status"] == "not_found"
        assert len(add(client, 3)) == 3
        assert "1001元" in client.post(ASK, json=question).json()["text"]


def test_without_a_network_everything_works_and_nothing_tries_to_leave(store, tmp_path):
    if not shutil.which("unshare") or subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode:
        pytest.skip("needs network namespaces for users")
    copy = shutil.copytree(store, tmp_path / "store")
    kept(offline(tmp_path, copy, QUESTIONS[0]))
