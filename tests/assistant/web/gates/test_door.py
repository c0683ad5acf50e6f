"""Nobody comes in without a name, and nobody is told the way who is no person."""

import pytest

from assistant.web.gates.door import DoorGate
from assistant.web.types import Caller
from corpus.errors import NotSignedIn
from corpus.settings import LOOPBACK
from tests.assistant.web.gates.conftest import echo

ALICE = Caller("a", "甲", "reader")


async def nobody(request):
    return None


async def alice(request):
    return ALICE


async def refused(request):
    raise NotSignedIn("登录已失效", "signed in no more")


@pytest.mark.parametrize("who", [nobody, refused])
@pytest.mark.parametrize(
    "path", ["/", "/ui/", "/api/v1/ask", "/v1/models", "/mcp", "/nothing", "/login/x", "/static", "/Login"]
)
def test_whoever_is_not_known_stays_outside(send, who, path):
    told = send(DoorGate(echo, who), path=path)
    assert (told.status, told.code or told.json["error"]["code"]) == (401, "not_signed_in")
    assert "Bearer" in told.headers["www-authenticate"]


@pytest.mark.parametrize("path", ["/login", "/healthz", "/readyz", "/static/entrance.css", "/oidc/start"])
def test_a_few_paths_are_for_everybody(send, path):
    assert send(DoorGate(echo, refused), path=path).status == 200


def test_who_is_known_comes_in(send):
    assert send(DoorGate(echo, alice), path="/api/v1/ask").status == 200


def test_a_browser_is_shown_the_way_and_finds_back(send):
    browser = [("accept", "text/html,application/xhtml+xml")]
    told = send(DoorGate(echo, nobody), path="/ui/文件", method="GET", headers=browser)
    assert (told.status, told.headers["location"]) == (303, "/login?next=%2Fui%2F%E6%96%87%E4%BB%B6")
    assert send(DoorGate(echo, nobody), path="/api/v1/documents", method="GET", headers=browser).status == 401
    assert send(DoorGate(echo, nobody), path="/ui/", method="POST", headers=browser).status == 401


def test_the_figures_are_for_addresses_that_watch(send):
    gate = DoorGate(echo, nobody, LOOPBACK)
    assert send(gate, path="/metrics", client="127.0.0.1").status == 200
    assert send(gate, path="/metrics", client="10.0.0.9").status == 401
    assert send(gate, path="/api/v1/me", client="127.0.0.1").status == 401
