"""How far anybody gets: a key no further than what it is for, nobody to what is another's, nothing changed unrecorded."""

import pytest

from assistant.web.types import Caller

API = "/api/v1"


def with_key(staffed, role, *scopes):
    """A program with a key of one of the people, for some things only."""
    _, secret = staffed.office.access.keys.make(staffed.people[role].user.id, "eng", scopes, 1)
    return staffed.client(headers={"authorization": f"Bearer {secret}"})


def test_a_key_sees_no_jobs_unless_it_may_begin_one(staffed):
    files = {"files": ("任务.md", "任务的检验\n\n一、内容。\n".encode())}
    job = staffed.people["editor"].by_key.post(f"{API}/documents", files=files).json()["id"]
    boss = with_key(staffed, "administrator", "ask")
    assert boss.get(f"{API}/jobs").json() == []
    assert boss.get(f"{API}/jobs/{job}").status_code == 404
    assert job in {each["id"] for each in with_key(staffed, "editor", "add").get(f"{API}/jobs").json()}


def test_a_key_that_gets_about_ends_no_other_keys_and_does_not_list_them(staffed):
    narrow = with_key(staffed, "editor", "ask")
    other = staffed.office.access.keys.list(staffed.people["editor"].user.id)[-1]
    assert narrow.delete(f"{API}/keys/{other.id}").status_code == 403
    assert narrow.get(f"{API}/keys").status_code == 403
    assert staffed.office.access.keys.get(other.id) == other
    wide = staffed.people["administrator"].by_key
    assert wide.get(f"{API}/keys", params={"everybody": True}).status_code == 200


def test_the_page_offers_nothing_of_the_documents_to_a_key_that_may_not_read(staffed):
    from assistant.web.page.ask import Desk

    desk, user = Desk(staffed.office), staffed.people["editor"].user
    narrow = Caller(user.id, user.name, "editor", scopes=frozenset({"comment"}), via="key")
    assert desk.choices(narrow).regions == ()
    assert desk.examples(narrow) == ()
    assert desk.choices(Caller(user.id, user.name, "editor")).regions


def test_every_route_refuses_a_key_that_is_for_nothing_it_does(staffed):
    narrow = {role: with_key(staffed, role, "comment") for role in ("reader", "editor", "administrator")}
    reached = set()
    for path, methods in staffed.local.app.openapi()["paths"].items():
        for method in methods:
            if path in ("/healthz", "/readyz"):
                continue
            for role, program in narrow.items():
                status = program.request(method, path.replace("{id}", "0" * 16).replace("{name}", "x")).status_code
                if status < 300:
                    reached.add((role, method, path))
    assert {path for _, _, path in reached} <= {f"{API}/me", f"{API}/jobs", f"{API}/openapi.json", "/v1/models"}, (
        reached
    )


@pytest.mark.parametrize("path", ["/ui/", "/ui/gradio_api/queue/data", "/mcp", "/api/v1/me", "/api/v1/users"])
@pytest.mark.parametrize(
    "trick",
    ["/static/..{}", "/static/%2e%2e{}", "/static/.{}", "/login/..{}", "/healthz/%2e%2e{}", "/{}", "{}%00", "{};x"],
)
def test_no_way_of_writing_a_path_leads_past_the_door(staffed, path, trick):
    told = staffed.anonymous.get(trick.format(path))
    assert told.status_code in (303, 400, 401, 404), trick
    assert "gradio" not in told.text


def test_what_another_carried_out_is_not_told_for_its_key(staffed):
    files = {"files": ("重复.md", "重复的检验\n\n一、内容。\n".encode())}
    twice = {"idempotency-key": "the-same-key"}
    first = staffed.people["editor"].by_key.post(f"{API}/documents", files=files, headers=twice)
    again = staffed.people["administrator"].by_key.post(f"{API}/documents", files=files, headers=twice)
    assert (first.status_code, again.status_code) == (202, 202), first.text
    assert first.json()["id"] != again.json()["id"]
    assert "idempotency-replayed" not in again.headers


def test_forgetting_stopping_and_trying_the_model_are_on_record(staffed):
    boss = staffed.people["administrator"].by_key
    kept = boss.post(f"{API}/ask", json={"question": "体检多久一次", "conversation": "new"}).json()["conversation"]
    boss.delete(f"{API}/conversations/{kept}")
    boss.post(f"{API}/model/test")
    boss.delete(f"{API}/evals/runs/{'0' * 16}")
    log = [(each["kind"], each["good"]) for each in boss.get(f"{API}/audit").json()[:4]]
    assert log == [
        ("evaluation-stopped", False),
        ("evaluation-stopped", True),
        ("model-tried", True),
        ("conversation-removed", True),
    ]


def test_whoever_may_do_everything_is_on_record_for_reading_by_a_tool_too(staffed):
    boss = staffed.people["administrator"].by_key
    id = boss.get(f"{API}/documents").json()["items"][0]["id"]
    boss.put(f"{API}/documents/{id}/groups", json={"groups": ["乙组"]})
    call = {"name": "read_passage", "arguments": {"document_id": id}}
    told = boss.post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call},
        headers={"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"},
    )
    assert told.status_code == 200, told.text
    assert not told.json()["result"].get("isError"), told.text
    last = boss.get(f"{API}/audit").json()[0]
    assert (last["kind"], last["object"]) == ("restricted-read", id)
    boss.put(f"{API}/documents/{id}/groups", json={"groups": []})


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_nobody_holds_a_place_by_waiting_for_a_tool_to_speak_first(staffed, method):
    headers = {"accept": "application/json, text/event-stream"}
    assert staffed.people["reader"].by_key.request(method, "/mcp", headers=headers).status_code == 405


def test_what_is_refused_to_a_tool_or_on_the_page_is_on_record_as_well(staffed):
    from assistant.web.page.ask import Desk, Given

    user, boss = staffed.people["reader"].user, staffed.people["administrator"].by_key
    narrow = Caller(user.id, user.name, "reader", scopes=frozenset({"comment"}), via="key")
    assert 'data-state="failed"' in list(Desk(staffed.office).answer("体检多久一次", Given(), narrow))[-1][0]
    assert boss.get(f"{API}/audit").json()[0]["kind"] == "refused"
    call = {"name": "ask", "arguments": {"question": "体检多久一次"}}
    told = with_key(staffed, "reader", "comment").post(
        "/mcp",
        json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call},
        headers={"accept": "application/json, text/event-stream", "mcp-protocol-version": "2025-06-18"},
    )
    assert told.json()["result"]["isError"]
    last = boss.get(f"{API}/audit").json()[:2]
    assert [(each["kind"], each["object"]) for each in last] == [("refused", "/mcp"), ("refused", "/ui")]
