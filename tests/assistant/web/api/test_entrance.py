"""Signing in and out as a browser does, without a script."""

import pytest

from assistant.web.api.declare import API
from assistant.web.api.entrance import local
from tests.assistant.web.conftest import PASSWORD


def sign_in(client, name="reader一号", password=PASSWORD, **more):
    return client.post("/login", data={"name": name, "password": password, **more})


def test_the_page_needs_no_script_and_loads_nothing_from_elsewhere(staffed):
    page = staffed.anonymous.get("/login")
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "http://" not in page.text.replace("http://127.0.0.1", "")
    assert page.text.index("用户名") < page.text.index("name</span>")
    assert staffed.anonymous.get("/static/entrance.css").status_code == 200


def test_in_and_out(staffed):
    client = staffed.client()
    told = sign_in(client, next="/ui/")
    assert (told.status_code, told.headers["location"]) == (303, "/ui/")
    cookie = told.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert client.get(f"{API}/me").json()["name"] == "reader一号"
    token = client.cookies["policy"]
    assert client.post("/logout", headers={"sec-fetch-site": "same-origin"}).headers["location"] == "/login"
    again = staffed.client(cookies={"policy": token})
    assert again.get(f"{API}/me").status_code == 401


def test_a_session_begins_with_a_new_name_and_ends_the_one_before(staffed):
    client = staffed.client(cookies={"policy": "chosen-by-somebody"})
    first = sign_in(client)
    assert "chosen-by-somebody" not in first.headers["set-cookie"]
    client.cookies.clear()
    known = first.cookies["policy"]
    client.cookies.set("policy", known)
    second = sign_in(client)
    assert second.cookies["policy"] != known
    assert staffed.client(cookies={"policy": known}).get(f"{API}/me").status_code == 401


def test_behind_tls_the_cookie_is_for_tls_alone(services):
    with services(public="https://wen.example.cn", hosts=("wen.example.cn",)) as service:
        service.office.access.accounts.add("甲", PASSWORD, "administrator")
        told = sign_in(service.client(), "甲")
        assert told.headers["set-cookie"].startswith("__Host-policy=")
        assert "; Secure" in told.headers["set-cookie"]
        assert "Path=/" in told.headers["set-cookie"]
        assert "Domain" not in told.headers["set-cookie"]


@pytest.mark.parametrize(("name", "password"), [("reader一号", "错的口令-1"), ("没有此人", PASSWORD), ("", "")])
def test_whatever_is_wrong_is_told_in_the_same_words(staffed, name, password):
    told = sign_in(staffed.client(), name, password)
    assert told.status_code == 401
    wrong = sign_in(staffed.client(), "auditor一号", "也是错的-99")
    strip = lambda page, name: page.text.replace(f'value="{name}"', "")  # noqa: E731
    assert strip(told, name) == strip(wrong, "auditor一号")
    kinds = [each["kind"] for each in staffed.people["auditor"].by_key.get(f"{API}/audit").json()]
    assert "sign-in-failed" in kinds


def test_what_was_typed_runs_nowhere(staffed):
    told = sign_in(staffed.client(), '"><img src=x onerror=alert(1)>', "x", next='/"><script>alert(1)</script>')
    assert "<img" not in told.text
    assert "<script" not in told.text


def test_the_eleventh_try_waits(services):
    with services(logins=10) as service:
        service.office.access.accounts.add("甲", PASSWORD, "administrator")
        statuses = [sign_in(service.client(), "乙", "错的口令-1").status_code for _ in range(11)]
        assert statuses[-1] == 429
        assert sign_in(service.client(), "甲").status_code == 303


def test_another_site_signs_nobody_in_or_out(staffed):
    client = staffed.client()
    sign_in(client)
    evil = {"origin": "https://evil.example", "sec-fetch-site": "cross-site"}
    assert client.post("/logout", headers=evil).status_code == 403
    assert client.post("/login", data={"name": "x"}, headers=evil).status_code == 403
    assert client.get(f"{API}/me").status_code == 200


@pytest.mark.parametrize(
    "place",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/ui/../../x",
        "/%2f%2fevil.example",
        "/a\r\nlocation: x",
        "/%5cevil.example",
        "",
        "ui",
    ],
)
def test_nobody_is_sent_elsewhere(place):
    assert local(place) == "/"


@pytest.mark.parametrize(("place", "kept"), [("/ui/", "/ui/"), ("/ui/文件?a=1", "/ui/%E6%96%87%E4%BB%B6?a=1")])
def test_places_of_ours_are_kept(place, kept):
    assert local(place) == kept


def test_signing_in_elsewhere_is_offered_where_it_is_set_up(staffed):
    assert "/oidc/start" not in staffed.anonymous.get("/login").text
    assert staffed.anonymous.get("/oidc/start").status_code == 404
    assert staffed.anonymous.get("/oidc/back?code=x&state=y").status_code == 404
