"""Users, groups and keys over HTTP: who may change whom, and what a key may never do."""

import pytest

from assistant.web.api.declare import API
from tests.assistant.web.conftest import PASSWORD, ROLES


@pytest.fixture(scope="module")
def boss(staffed):
    return staffed.people["administrator"].by_cookie


def test_everybody_is_told_who_they_are_and_what_they_may(staffed):
    for role in ROLES:
        told = staffed.people[role].by_cookie.get(f"{API}/me").json()
        assert (told["role"], told["via"]) == (role, "session")
        assert ("administer" in told["rights"]) == (role == "administrator")


def test_only_administrators_see_and_change_users(staffed):
    other = staffed.people["editor"].user.id
    for role in ("reader", "editor", "auditor"):
        ask = staffed.people[role].by_cookie.request
        for method, path, body in (
            ("GET", "/users", None),
            ("GET", f"/users/{other}", None),
            ("POST", "/users", {"name": "甲", "password": PASSWORD, "role": "administrator"}),
            ("PATCH", f"/users/{other}", {"role": "administrator"}),
            ("DELETE", f"/users/{other}", None),
            ("GET", "/keys?everybody=true", None),
            ("POST", "/model/test", None),
            ("POST", "/backups", None),
        ):
            told = ask(method, f"{API}{path}", json=body)
            assert (told.status_code, told.json()["code"]) == (403, "not_allowed"), (role, method, path)


def test_a_user_is_added_changed_and_removed(staffed, boss):
    made = boss.post(f"{API}/users", json={"name": "新来的", "password": PASSWORD, "groups": ["甲组"]})
    assert (made.status_code, made.json()["role"]) == (201, "reader")
    id = made.json()["id"]
    signed = staffed.client()
    signed.post("/login", data={"name": "新来的", "password": PASSWORD})
    assert signed.get(f"{API}/me").json()["groups"] == ["甲组"]
    assert boss.patch(f"{API}/users/{id}", json={"groups": ["乙组"]}).json()["groups"] == ["乙组"]
    assert signed.get(f"{API}/me").json()["groups"] == ["乙组"]
    assert boss.patch(f"{API}/users/{id}", json={"disabled": True}).json()["disabled"] is True
    assert signed.get(f"{API}/me").status_code == 401
    assert {"name": "乙组", "users": 1, "documents": 0} in boss.get(f"{API}/groups").json()
    assert boss.delete(f"{API}/users/{id}").status_code == 204
    assert boss.get(f"{API}/users/{id}").status_code == 404


def test_fields_that_nobody_offered_change_nothing(staffed):
    reader = staffed.people["reader"]
    told = reader.by_cookie.post(f"{API}/me/password", json={"old": "x", "new": PASSWORD, "role": "administrator"})
    assert told.status_code == 422
    headers = {"x-user": "administrator", "x-role": "administrator", "x-forwarded-user": "administrator"}
    assert reader.by_cookie.get(f"{API}/me", headers=headers).json()["role"] == "reader"


def test_the_last_administrator_stays(staffed, boss):
    id = staffed.people["administrator"].user.id
    for told in (
        boss.delete(f"{API}/users/{id}"),
        boss.patch(f"{API}/users/{id}", json={"role": "reader"}),
        boss.patch(f"{API}/users/{id}", json={"disabled": True}),
    ):
        assert told.status_code == 403


def test_the_first_user_can_let_others_in(services):
    with services() as service:
        told = service.local.post(f"{API}/users", json={"name": "甲", "password": PASSWORD, "role": "reader"})
        assert (told.status_code, told.json()["code"]) == (422, "bad_call")
        assert service.local.get(f"{API}/me").json()["via"] == "local"
        made = service.local.post(f"{API}/users", json={"name": "甲", "password": PASSWORD, "role": "administrator"})
        assert made.status_code == 201
        assert service.local.get(f"{API}/me").status_code == 401


def test_a_key_is_shown_once_does_what_it_is_for_and_ends(staffed):
    editor = staffed.people["editor"]
    made = editor.by_cookie.post(f"{API}/keys", json={"name": "脚本", "scopes": ["ask", "read"], "days": 1}).json()
    assert made["secret"].startswith("pq_")
    assert "secret" not in editor.by_cookie.get(f"{API}/keys").json()[0]
    program = staffed.client(headers={"authorization": f"Bearer {made['secret']}"})
    assert program.get(f"{API}/documents").status_code == 200
    assert program.post(f"{API}/search", json={"query": "护理费"}).status_code == 403
    assert program.post("/v1/chat/completions", json={"model": "x", "messages": []}).status_code == 422
    for place in ({"x-api-key": made["secret"]}, {"cookie": f"policy={made['secret']}"}):
        assert staffed.client(headers=place).get(f"{API}/documents").status_code == 401
    assert staffed.anonymous.get(f"{API}/documents", params={"key": made["secret"]}).status_code == 401
    assert staffed.people["reader"].by_cookie.delete(f"{API}/keys/{made['id']}").status_code == 404
    assert editor.by_cookie.delete(f"{API}/keys/{made['id']}").status_code == 204
    assert program.get(f"{API}/documents").status_code == 401


def test_a_key_makes_no_keys_and_nobody_makes_one_for_more_than_they_may(staffed):
    body = {"name": "更大的", "scopes": ["administer"], "days": 1}
    assert staffed.people["administrator"].by_key.post(f"{API}/keys", json=body).status_code == 403
    assert staffed.people["reader"].by_cookie.post(f"{API}/keys", json=body).status_code == 403
    told = staffed.people["administrator"].by_key.post(
        f"{API}/me/password", json={"old": PASSWORD, "new": "另一个新的长口令-7"}
    )
    assert told.status_code == 403


def test_the_audit_log_is_for_those_who_audit(staffed):
    auditor = staffed.people["auditor"].by_cookie
    assert auditor.get(f"{API}/audit/verify").json()["whole"] is True
    newest = auditor.get(f"{API}/audit", params={"limit": 2}).json()
    older = auditor.get(f"{API}/audit", params={"before": newest[-1]["number"], "limit": 1}).json()
    assert older[0]["number"] == newest[-1]["number"] - 1
    lines = auditor.get(f"{API}/audit/export").text.splitlines()
    assert len(lines) >= newest[0]["number"]
    for role in ("reader", "editor"):
        for path in ("/audit", "/audit/verify", "/audit/export"):
            assert staffed.people[role].by_cookie.get(f"{API}{path}").status_code == 403


def test_the_figures_tell_of_nobody(staffed):
    staffed.people["reader"].by_key.post(f"{API}/ask", json={"question": "离休干部护理费是怎么规定的？"})
    text = staffed.people["auditor"].by_cookie.get("/metrics").text
    assert 'route="/api/v1/ask"' in text
    assert "护理费" not in text
    assert staffed.people["reader"].user.id not in text
    assert staffed.people["reader"].by_cookie.get("/metrics").status_code == 403


def test_a_backup_is_made_and_a_model_that_is_not_there_is_said_not_to_be(staffed, boss):
    made = boss.post(f"{API}/backups")
    assert made.status_code == 201
    assert (staffed.settings.service.backups / made.json()["name"]).is_dir()
    told = boss.post(f"{API}/model/test").json()
    assert (told["good"], told["model"]) == (False, None)


def test_known_questions_are_run_by_who_sees_everything(staffed):
    assert {"name": "sample", "baseline": True} in staffed.people["administrator"].by_key.get(
        f"{API}/evals/suites"
    ).json()
    assert staffed.people["reader"].by_key.get(f"{API}/evals/suites").status_code == 403
    missing = staffed.people["administrator"].by_key.post(f"{API}/evals/runs", json={"suite": "没有"})
    assert missing.status_code == 404
