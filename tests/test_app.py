"""The application as a whole: who comes in where, what it says when something goes wrong, and what it never says."""

import io
import json
import logging
import re
import subprocess
import sys
from urllib.parse import quote

import pytest
from starlette.routing import Mount, Route

from assistant.web.api.declare import API
from assistant.web.gates.door import OPEN, OPEN_BELOW
from assistant.web.problems import KINDS, of_error
from assistant.web.records.log import JsonLines
from corpus import errors
from tests.assistant.web.conftest import ROLES, open_service, sample_store, services, staffed
from tests.conftest import ROOT

__all__ = ["open_service", "sample_store", "services", "staffed"]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
GIVEN = {"id": "0" * 16, "model": "policy-assistant"}


def routes(app):
    """Every path of every router and mounted application, with something in the place of its parameters."""

    def under(routes, prefix=""):
        for route in routes:
            inner = getattr(route, "original_router", None) or getattr(route, "router", None)
            if isinstance(route, Mount):
                yield from under(getattr(route.app, "routes", None) or inside(route.app), prefix + route.path)
                yield f"{prefix}{route.path}/"
            elif isinstance(route, Route):
                yield prefix + re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: GIVEN.get(found[1], "x"), route.path)
            elif inner is not None:
                yield from under(inner.routes, prefix + getattr(route, "prefix", ""))

    def inside(app):
        while app is not None and not hasattr(app, "routes"):
            app = getattr(app, "app", None) or getattr(app, "_app", None)
        return getattr(app, "routes", ())

    return sorted(set(under(app.routes)))


def test_every_route_is_found(staffed):
    from assistant.web.api.schema import described

    found = routes(staffed.app)
    for path in described(staffed.app)["paths"]:
        assert re.sub(r"\{(\w+)\}", lambda part: GIVEN.get(part[1], "x"), path) in found
    assert len([path for path in found if path.startswith("/ui/")]) > 60
    assert "/mcp" in found


def test_nobody_without_a_name_comes_in_anywhere_but_where_it_is_written_down(staffed):
    for path in routes(staffed.app):
        for method in METHODS:
            told = staffed.anonymous.request(method, path, headers={"accept": "*/*"})
            if path in OPEN or path.startswith(OPEN_BELOW) or (path == "/metrics" and told.status_code in (200, 405)):
                continue
            assert told.status_code in (400, 401), (method, path, told.status_code)
    assert sorted(OPEN) == ["/healthz", "/login", "/oidc/back", "/oidc/start", "/readyz"]


@pytest.mark.parametrize("role", ["anonymous", *ROLES])
def test_verbs_that_a_path_does_not_know_are_refused(staffed, role):
    client = staffed.anonymous if role == "anonymous" else staffed.people[role].by_key
    for method, path in (("TRACE", "/healthz"), ("PUT", "/healthz"), ("DELETE", "/login"), ("GET", f"{API}/ask")):
        told = client.request(method, path, headers={"x-http-method-override": "GET"})
        assert told.status_code == (401 if role == "anonymous" and path.startswith(API) else 405)


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/../v1/users",
        "/healthz/../api/v1/users",
        "/static/../api/v1/users",
        "/static/..%2fapi/v1/users",
        "/static/%2e%2e/api/v1/users",
        "/login/..;/api/v1/users",
        "//api/v1/users",
        "/api/v1//users",
        "/api/v1/users%00",
        "/API/V1/users",
        "/api/v1/users/",
        "/api/v1/users.",
        "/ａｐｉ/v1/users",
        "/static/../../corpus/settings.py",
        "/ui/gradio_api/file=/etc/passwd",
        "/ui/gradio_api/file=../../etc/passwd",
        "/ui/gradio_api/proxy=http://127.0.0.1/",
    ],
)
def test_no_way_of_writing_a_path_leads_past_the_door(staffed, path):
    for client in (staffed.anonymous, staffed.people["reader"].by_key):
        request = client.build_request("GET", "/x")
        request.url = request.url.copy_with(raw_path=quote(path, safe="/%.;:=").encode())
        told = client.send(request)
        assert told.status_code in (400, 401, 403, 404), told.text
        assert "root:" not in told.text


def test_whoever_calls_it_by_another_name_gets_nothing(staffed):
    reader = staffed.people["reader"].by_key
    for host in ("evil.example", "127.0.0.1.evil.example", ""):
        assert reader.get(f"{API}/me", headers={"host": host}).status_code == 400
    spoof = {"x-forwarded-for": "127.0.0.1", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"}
    told = staffed.client("10.1.1.1").get("/metrics", headers=spoof)
    assert told.status_code == 401
    assert "strict-transport-security" not in told.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_other_origins_are_never_let_in(staffed, origin):
    for path in (f"{API}/me", "/ui/", "/healthz", "/nothing", "/ui/gradio_api/info"):
        for method in ("GET", "OPTIONS", "POST"):
            given = {"origin": origin, "access-control-request-method": "POST"}
            told = staffed.people["reader"].by_key.request(method, path, headers=given)
            assert not [name for name in told.headers if name.startswith("access-control")]


def test_a_bug_of_ours_is_told_as_such_and_not_a_word_more(open_service, monkeypatch, caplog):
    secret = "松泉县的秘密 /work/store SELECT * FROM chunk"

    def broken(*_, **__):
        raise RuntimeError(secret)

    monkeypatch.setattr(type(open_service.office.asking), "search", broken)
    with caplog.at_level(logging.DEBUG):
        told = open_service.local.post(f"{API}/search", json={"query": "秘密的问题"})
    record = told.json()
    assert (told.status_code, record["code"]) == (500, "internal")
    assert record["request_id"] == told.headers["x-request-id"]
    lines = "\n".join(JsonLines().format(each) for each in caplog.records)
    assert record["request_id"] in lines
    assert "RuntimeError" in lines
    for words in (secret, "秘密的问题", "Traceback"):
        assert words not in told.text
        assert words not in lines


@pytest.mark.parametrize(
    "kind", [each for each in vars(errors).values() if isinstance(each, type)], ids=lambda each: each.__name__
)
def test_every_error_of_ours_has_a_code_and_those_that_name_places_keep_them(kind):
    problem = of_error(kind("“/work/store”打不开", "/work/store cannot be opened"))
    assert problem.kind.code in KINDS
    if issubclass(kind, errors.StoreError | errors.ModelUnavailable) or kind is errors.PolicyError:
        assert "/work" not in problem.zh + problem.en


def test_problems_are_told_in_both_languages_with_nothing_of_the_inside(staffed):
    reader = staffed.people["reader"].by_key
    for told in (
        reader.get("/nothing"),
        reader.get(f"{API}/documents?limit=x"),
        reader.get(f"{API}/users"),
        reader.post(f"{API}/ask", content=b"{", headers={"content-type": "application/json"}),
        reader.delete("/healthz"),
    ):
        record = told.json()
        assert record["status"] == told.status_code
        assert record["type"] == f"urn:policy-assistant:problem:{record['code']}"
        assert re.search("[一-鿿]", record["title"] + record["detail"])
        assert record["detail_en"].isascii()
        assert not re.search(r"/work|\.py|line \d|SELECT|starlette|pydantic|Traceback", told.text)
        assert "server" not in told.headers


def test_nothing_that_was_asked_or_read_stands_in_the_log(services):
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    try:
        with services() as service:
            ask = {"question": "清河市特别困难的离休干部补助多少钱？"}
            for stream in (False, True):
                assert service.local.post(f"{API}/ask", json={**ask, "stream": stream}).status_code == 200
            service.local.post(f"{API}/search", json={"query": "张三的护理费"})
            service.local.post("/login", data={"name": "王五", "password": "很秘密的口令-1"})
            service.local.get(f"{API}/documents?query=李四")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    lines = out.getvalue()
    assert '"route": "/api/v1/ask"' in lines
    for line in lines.splitlines():
        json.loads(line)
    for words in ("清河市特别", "张三", "王五", "口令", "李四", "6000元"):
        assert words not in lines


def test_importing_it_opens_nothing():
    code = "import sys, app; print(sorted({'fastapi', 'gradio', 'torch', 'numpy', 'uvicorn'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_health_and_readiness_say_nothing_but_that(staffed):
    assert staffed.anonymous.get("/healthz").json()["status"] == "ok"
    told = staffed.anonymous.get("/readyz").json()
    assert told == {"status": "ready", "store": True, "database": True, "accepting": True}
