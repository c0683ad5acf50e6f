"""Documents over HTTP: listed, sent, corrected, given to groups and removed, by those who may, and by nobody else."""

import time

import pytest

from assistant.web.api.attachment import disposition
from assistant.web.api.declare import API
from tests.stopwatch import takes_less

TEXT = "云岭省松泉县关于老年活动室的规定\n\n一、活动室每周开放6天，由县委老干部局管理。\n二、每年投入7万元。\n"


@pytest.fixture(scope="module")
def editor(staffed):
    return staffed.people["editor"].by_key


def send(client, *files, groups=(), key=None):
    sent = [("files", (name, content.encode() if isinstance(content, str) else content)) for name, content in files]
    headers = {"idempotency-key": key} if key else {}
    return client.post(f"{API}/documents", files=sent, data={"groups": list(groups)}, headers=headers)


def done(client, job):
    until = time.monotonic() + 300
    while job["state"] in ("waiting", "running"):
        assert time.monotonic() < until, job
        time.sleep(0.05)
        job = client.get(f"{API}/jobs/{job['id']}").json()
    assert job["state"] == "done", job
    return job


def test_documents_are_listed_found_sorted_and_paged(editor):
    whole = editor.get(f"{API}/documents").json()
    assert whole["total"] == len(whole["items"]) == 24
    names = [each["document"] for each in whole["items"]]
    first, second = (editor.get(f"{API}/documents", params={"limit": 5, "offset": at}).json() for at in (0, 5))
    assert [each["document"] for each in first["items"] + second["items"]] == names[:10]
    backward = editor.get(f"{API}/documents", params={"sort": "-document"}).json()["items"]
    assert [each["document"] for each in backward] == names[::-1]
    found = editor.get(f"{API}/documents", params={"query": "护理费", "year": 2014}).json()["items"]
    assert [each["document"] for each in found] == ["国家-护理费-2014.md"]


@pytest.mark.parametrize(
    "asked",
    ["limit=0", "limit=1000000", "offset=-1", "offset=1000000000", "sort=password", "year=x", "sql=1", "level=国"],
)
def test_pages_have_bounds_and_orders_are_known(editor, asked):
    told = editor.get(f"{API}/documents?{asked}")
    assert (told.status_code, told.json()["code"]) == (422, "invalid")
    assert told.json()["errors"][0]["at"].startswith("query.")


def test_one_document_is_told_with_its_outline_and_its_text(editor):
    listed = editor.get(f"{API}/documents", params={"query": "护理费 2014"}).json()["items"][0]
    told = editor.get(f"{API}/documents/{listed['id']}").json()
    assert {name: told[name] for name in listed} == listed
    for each in told["outline"]:
        assert told["text"][each["start"] : each["end"]].startswith(each["number"])
    assert told["metadata"]["title"]["basis"] in ("declared", "stated", "inferred")
    assert editor.get(f"{API}/documents/{listed['id']}", params={"text": False}).json()["text"] is None
    assert editor.get(f"{API}/documents/{'0' * 16}").status_code == 404


def test_a_file_is_sent_asked_about_corrected_and_removed(staffed, editor):
    job = done(editor, send(editor, ("活动室.md", TEXT)).json())
    id = job["reports"][0]["documents"][0]
    reader = staffed.people["reader"].by_key
    assert "7万元" in reader.post(f"{API}/ask", json={"question": "松泉县老年活动室每年投入多少钱？"}).json()["text"]
    corrected = editor.patch(f"{API}/documents/{id}", json={"validity": "试行", "kind": "规定"})
    assert corrected.status_code == 202
    done(editor, corrected.json())
    told = editor.get(f"{API}/documents/{id}").json()
    assert (told["validity"], told["declared"]) == ("试行", {"validity": "试行", "kind": "规定"})
    wrong = editor.patch(f"{API}/documents/{id}", json={"validity": "有效"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")
    done(editor, editor.delete(f"{API}/documents/{id}").json())
    assert editor.get(f"{API}/documents/{id}").status_code == 404
    kinds = [each["kind"] for each in staffed.people["auditor"].by_key.get(f"{API}/audit").json()]
    assert {"uploaded", "corrected", "removed"} <= set(kinds)


def test_the_same_request_sent_twice_is_carried_out_once(editor):
    first, second = (send(editor, ("两次.md", TEXT + "三、两次。\n"), key="key-0001") for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["idempotency-replayed"] == "true"
    other = send(editor, ("两次.md", TEXT + "四、不同。\n"), key="key-0001")
    assert (other.status_code, other.json()["code"]) == (409, "conflict")
    done(editor, first.json())
    assert not list(iter(editor.app.state.office.library.stage.folder.glob("*")))


def test_only_who_may_changes_anything(staffed):
    for role in ("reader", "auditor"):
        client = staffed.people[role].by_key
        assert send(client, ("x.md", TEXT)).status_code == 403
        for method, path in (("PATCH", ""), ("DELETE", ""), ("PUT", "/groups")):
            body = {"groups": []} if path else {"kind": "通知"}
            id = client.get(f"{API}/documents").json()["items"][0]["id"]
            told = client.request(method, f"{API}/documents/{id}{path}", json=None if method == "DELETE" else body)
            assert (told.status_code, told.json()["code"]) == (403, "not_allowed")
    assert any(each["kind"] == "refused" for each in staffed.people["auditor"].by_key.get(f"{API}/audit").json())


def test_what_is_for_others_is_not_there_whichever_way_it_is_asked_for(staffed):
    administrator, editor, reader = (staffed.people[role].by_key for role in ("administrator", "editor", "reader"))
    secret = "云岭省松泉县关于蓝莓基地的内部规定\n\n一、蓝莓基地每亩补助880元，由县财政局拨付。\n"
    job = done(editor, send(editor, ("蓝莓.md", secret), groups=["甲组"]).json())
    id = job["reports"][0]["documents"][0]
    question = {"question": "松泉县蓝莓基地每亩补助多少元？"}
    assert "880元" in editor.post(f"{API}/ask", json=question).json()["text"]
    assert "880元" in administrator.post(f"{API}/ask", json=question).json()["text"]
    missing = reader.get(f"{API}/documents/{'0' * 16}").json()
    for path in ("", "/original"):
        told = reader.get(f"{API}/documents/{id}{path}")
        assert told.status_code == 404
        assert told.json()["detail"].replace(id, "0" * 16) == missing["detail"]
    assert reader.get(f"{API}/jobs/{job['id']}").status_code == 404
    assert "蓝莓" not in reader.get(f"{API}/documents", params={"limit": 200}).text
    assert reader.post(f"{API}/search", json={"query": "蓝莓基地"}).text.count("蓝莓") == 0
    for filters in ({}, {"documents": [id]}, {"documents": ["蓝莓.md"]}):
        told = reader.post(f"{API}/ask", json=question | {"filters": filters}).json()
        assert "880" not in told["text"]
        assert not [each for each in told["citations"] if each["document_id"] == id]
    assert administrator.get(f"{API}/documents/{id}").status_code == 200
    assert administrator.get(f"{API}/audit").json()[0]["kind"] == "restricted-read"
    told = administrator.put(f"{API}/documents/{id}/groups", json={"groups": []})
    assert told.json() == {"groups": []}
    assert "880元" in reader.post(f"{API}/ask", json=question).json()["text"]
    administrator.put(f"{API}/documents/{id}/groups", json={"groups": ["甲组"]})
    assert "880" not in reader.post(f"{API}/ask", json=question).json()["text"]


def test_of_several_all_go_or_none(staffed, editor):
    ids = [each["id"] for each in editor.get(f"{API}/documents").json()["items"][:2]]
    told = editor.post(f"{API}/documents/remove", json={"documents": [*ids, "0" * 16]})
    assert told.status_code == 404
    assert all(editor.get(f"{API}/documents/{id}").status_code == 200 for id in ids)


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("图.png", b"\x89PNG\r\n\x1a\n", 422, "unreadable_document"),
        ("宏.docm", b"PK", 422, "unreadable_document"),
        ("无名", b"x", 422, "unreadable_document"),
    ],
)
def test_what_no_reader_takes_is_refused_and_leaves_nothing(editor, name, content, status, code):
    told = send(editor, (name, content))
    assert (told.status_code, told.json()["code"]) == (status, code)
    assert not list(editor.app.state.office.library.stage.folder.glob("*"))


def test_too_many_parts_and_forms_that_are_none_are_refused(editor):
    assert send(editor, *[(f"{number}.md", "x") for number in range(60)]).status_code == 400
    assert send(editor, ("a.md", TEXT), groups=[f"组{number}" for number in range(30)]).status_code == 400
    for kind, body in (
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=x", b"--y\r\n\r\n"),
        ("multipart/form-data; boundary=x", b"--x\r\n" + b"A: b\r\n" * 100_000),
        ("multipart/form-data; boundary=x", b"x" * 500_000),
        ("application/json", b"{}"),
    ):
        told = editor.post(f"{API}/documents", content=body, headers={"content-type": kind})
        assert told.status_code in (400, 415, 422), kind
    told = editor.post(
        f"{API}/documents", content=b"x", headers={"content-type": "application/json", "content-length": "99999999"}
    )
    assert told.status_code == 413


def test_the_original_comes_whole_in_part_and_under_a_name_that_harms_nobody(editor):
    listed = editor.get(f"{API}/documents", params={"query": "护理费 2014"}).json()["items"][0]
    path = f"{API}/documents/{listed['id']}/original"
    whole = editor.get(path)
    assert whole.status_code == 200
    assert whole.headers["content-type"] == "application/octet-stream"
    assert whole.headers["content-disposition"].startswith('attachment; filename="')
    part = editor.get(path, headers={"range": "bytes=3-9"})
    assert (part.status_code, part.content) == (206, whole.content[3:10])
    for header in (
        "bytes=" + ",".join(["0-"] * 5000),
        "bytes=99999999-",
        "bytes=5-2",
        "bytes=x",
        "lines=1-2",
        "bytes=-",
    ):
        told = takes_less(1, lambda header=header: editor.get(path, headers={"range": header}), time.perf_counter)
        assert (told.status_code, told.json()["code"]) == (416, "no_such_range")


@pytest.mark.parametrize("name", ['a"b.md', "甲\r\nset-cookie: x=1.md", "文件.md", "a;b%0d%0a.md", "\u202efdp.exe"])
def test_names_break_out_of_no_header(name):
    told = disposition(name)
    assert told.isascii()
    assert not set("\r\n") & set(told)
    assert told.count('"') == 2
    assert told.count(";") == 2
