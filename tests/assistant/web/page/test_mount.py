"""What Gradio serves can be used by nobody for anything but the page: no file of the server, no session of another."""

import json
import uuid

import httpx
import pytest
from starlette.testclient import TestClient

from assistant.web.page.mount import PATH

NAMED = {"meta": {"_type": "gradio.FileData"}, "orig_name": "x.txt"}
TRICKS = (
    "/etc/passwd",
    "/proc/self/environ",
    "C:\\Windows\\win.ini",
    "../../../../etc/hostname",
    "file:///etc/passwd",
    "http://127.0.0.1:1/x",
)


@pytest.fixture(scope="module")
def staffed(sites):
    """A site with an administrator and two readers."""
    with sites(boss="administrator", alice="reader", bob="reader") as served:
        yield served


@pytest.fixture
def client(staffed):
    opened = []

    def client(name=None):
        made = httpx.Client(base_url=staffed.address + PATH, cookies=staffed.cookies.get(name, {}), timeout=15)
        opened.append(made)
        return made

    yield client
    for each in opened:
        each.close()


def gradio(site):
    """The application of Gradio itself, behind the list of paths."""
    return next(route.app.app for route in site.app.routes if getattr(route, "path", "") == PATH)


def functions(site):
    """Every function of the page, as (fn_index, number of inputs)."""
    return [(id, len(fn.inputs)) for id, fn in gradio(site).get_blocks().fns.items()]


def payloads(site):
    secret = site.place / "home" / "secrets" / "page-test"
    secret.write_text("夹带的秘密", encoding="utf-8")
    link = site.place / "home" / "gradio" / "link.txt"
    link.unlink(missing_ok=True)
    link.symlink_to("/etc/passwd")
    store = next((site.place / "store").rglob("*.db"), secret)
    return [{"path": str(path), **NAMED} for path in (*TRICKS, secret, store, link)]


def cached(site):
    return {path for path in (site.place / "home" / "gradio").rglob("*") if path.name != "link.txt"}


def outcome(client, session):
    """What the queue says in the end, and all that it said."""
    said = []
    with client.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as answer:
        if answer.status_code != 200:
            return answer.status_code, ""
        for line in answer.iter_lines():
            if line.startswith("data:"):
                said.append(line[5:])
                message = json.loads(line[5:])
                if message["msg"] == "process_completed":
                    return message["success"], "".join(said)
                if message["msg"] == "close_stream":
                    return None, "".join(said)
    return None, "".join(said)


def test_the_page_has_functions_and_gradio_believes_that_it_was_launched(staffed):
    blocks = gradio(staffed).get_blocks()
    assert blocks.has_launched
    assert len(functions(staffed)) >= 5
    assert all(fn.api_visibility == "private" for fn in blocks.fns.values())
    assert blocks.analytics_enabled is False
    assert not any("file" in each["type"] or each["type"] == "state" for each in blocks.config["components"])


def test_no_function_takes_a_file_of_the_server_from_anybody(staffed, client):
    before = cached(staffed)
    with client("alice") as alice:
        for index, inputs in functions(staffed):
            for payload in payloads(staffed):
                session = uuid.uuid4().hex[:12]
                body = {"data": [payload] * inputs, "fn_index": index, "session_hash": session}
                joined = alice.post("/gradio_api/queue/join", json=body)
                if joined.status_code != 200:
                    assert joined.status_code == 422
                    continue
                success, said = outcome(alice, session)
                assert inputs == 0 or success is False, (index, payload["path"])
                assert "root:" not in said
                assert "夹带的秘密" not in said
                assert "gradio_api/file" not in said
    assert cached(staffed) == before


def test_no_other_way_into_a_function_is_open(staffed, client):
    before = cached(staffed)
    with client("alice") as alice:
        for index, inputs in functions(staffed):
            for payload in payloads(staffed)[:2]:
                body = {"data": [payload] * inputs, "fn_index": index}
                for path in ("/gradio_api/run/predict", "/gradio_api/api/predict", f"/gradio_api/call/{index}"):
                    assert alice.post(path, json=body).status_code in (404, 405), path
    assert cached(staffed) == before


def test_gradio_itself_takes_no_file_of_the_server_even_without_the_list_of_paths(staffed):
    """The list of paths and this guard are two walls: each holds alone."""
    before = cached(staffed)
    inner = gradio(staffed)
    known = staffed.office.access.accounts.list()[0]

    async def known_caller(scope, receive, send):
        from assistant.web.types import Caller

        scope.setdefault("state", {})["caller"] = Caller(known.id, known.name, known.role)
        await inner(scope, receive, send)

    outside = TestClient(known_caller, raise_server_exceptions=False)
    for index, inputs in functions(staffed):
        for payload in payloads(staffed):
            if payload["path"].startswith("http:"):
                continue  # Gradio refuses the address but makes a folder for it: only the list of paths stops that
            answer = outside.post("/gradio_api/run/predict", json={"data": [payload] * inputs, "fn_index": index})
            assert inputs == 0 or answer.status_code >= 400, (index, payload["path"])
            assert "root:" not in answer.text
    assert cached(staffed) == before


PATHS = (
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/file=../../secrets",
    "/gradio_api/proxy=http://127.0.0.1:1/",
    "/gradio_api/upload",
    "/gradio_api/upload_progress",
    "/gradio_api/component_server",
    "/gradio_api/stream/a/b/c/playlist.m3u8",
    "/gradio_api/info",
    "/gradio_api/runs",
    "/gradio_api/monitoring",
    "/gradio_api/deep_link",
    "/gradio_api/dev/reload",
    "/gradio_api/vibe-code/",
    "/gradio_api/login_check",
    "/gradio_api/token",
    "/config",
    "/openapi.json",
    "/docs",
    "/login",
    "/custom_component/a/client/component/index.js",
    "/assets/../../../etc/passwd",
    "/static/%2e%2e/%2e%2e/etc/passwd",
)


@pytest.mark.parametrize("path", PATHS)
def test_what_the_page_does_not_need_is_not_there(client, path):
    with client("alice") as alice:
        assert alice.get(path).status_code in (400, 404, 405)
        assert alice.post(path, files={"files": ("a.txt", b"x")}).status_code in (400, 404, 405, 415)


def test_every_path_of_gradio_is_shut_to_those_who_are_not_signed_in(staffed, client):
    with client() as nobody:
        for route in gradio(staffed).routes:
            path = getattr(route, "path", "/").replace("{session_hash}", "abc").replace("{path:path}", "x")
            for method in getattr(route, "methods", None) or {"GET"}:
                status = nobody.request(method, path).status_code
                assert status in (303, 400, 401, 403, 404, 405), (method, path, status)


def test_the_session_of_one_is_of_no_use_to_another(staffed, client):
    session = uuid.uuid4().hex[:12]
    ask = {"data": ["体检多久一次", "", "", "", "", "", ""], "fn_index": _asking(staffed), "session_hash": session}
    with client("alice") as alice, client("bob") as bob:
        event = alice.post("/gradio_api/queue/join", json=ask).json()["event_id"]
        taken = {"session_hash": session, "fn_index": ask["fn_index"], "event_id": event}
        assert bob.get("/gradio_api/queue/data", params={"session_hash": session}).status_code == 404
        assert bob.post("/gradio_api/queue/join", json=ask).status_code == 404
        assert bob.post("/gradio_api/cancel", json=taken).status_code == 404
        assert bob.post("/gradio_api/reset", json=taken).status_code == 404
        assert bob.get(f"/gradio_api/heartbeat/{session}").status_code == 404
        success, said = outcome(alice, session)
        assert success
        assert "健康体检" in said


def test_a_conversation_of_one_is_not_gone_on_with_by_another(staffed, client):
    from assistant.web.asking import NEW, Asked

    alice_user, bob_user = (_caller(staffed, name) for name in ("alice", "bob"))
    kept = staffed.office.asking.ask(alice_user, Asked("清河市特别困难的离休干部补助多少钱？", NEW)).conversation
    for named, seen in ((kept.id, "没有"), ("0" * 32, "没有")):
        session = uuid.uuid4().hex[:12]
        body = {"data": ["那什么时候受理申请？", named, "", "", "", "", ""], "fn_index": _asking(staffed)}
        with client("bob") as bob:
            bob.post("/gradio_api/queue/join", json={**body, "session_hash": session})
            _, said = outcome(bob, session)
        assert seen in said
        assert "9月30日" not in said
    assert len(staffed.office.asking.conversation(alice_user, kept.id).turns) == 1
    assert staffed.office.asking.conversations(bob_user) == []


def test_a_reader_is_shown_no_tab_for_administrators(staffed, client):
    shown = {}
    for name in ("alice", "boss"):
        session = uuid.uuid4().hex[:12]
        with client(name) as visitor:
            visitor.post(
                "/gradio_api/queue/join",
                json={"data": [], "fn_index": _first(staffed), "session_hash": session},
            )
            _, said = outcome(visitor, session)
        updates = json.loads(said[said.rindex('{"msg":"process_completed"') :])["output"]["data"]
        shown[name] = [each["visible"] for each in updates if isinstance(each, dict) and "visible" in each]
    assert shown == {"alice": [False, False], "boss": [True, True]}


def _asking(site):
    return next(id for id, fn in gradio(site).get_blocks().fns.items() if len(fn.inputs) == 7)


def _first(site):
    return next(id for id, fn in gradio(site).get_blocks().fns.items() if not fn.inputs)


def _caller(site, name):
    from assistant.web.types import Caller

    user = next(each for each in site.office.access.accounts.list() if each.name == name)
    return Caller(user.id, user.name, user.role)
