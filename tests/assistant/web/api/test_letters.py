"""Letters over HTTP: drafted, weighed, changed, made final and handed out, for their owner and for nobody else."""

import json

import pytest

from assistant.letter.paper.office import available
from assistant.web.api.declare import API

HARDSHIP = "清河市特别困难的离休干部补助多少钱？"
FIELDS = {
    "to": "王建国同志",
    "org": "中共清河市委老干部局",
    "number": "清委老干函〔2026〕3号",
    "received": "2026年11月3日",
    "date": "2026年11月20日",
    "contact": "李明",
    "phone": "0500-7654321",
}
INCOMING = (
    "局领导：\n您好！我是清河市的离休干部，电话13800138000。特别困难的离休干部补助多少钱？坐高铁免费吗？\n谢谢！"
)


@pytest.fixture(scope="module")
def reader(staffed):
    return staffed.people["reader"].by_key


def begin(client, **body):
    told = client.post(f"{API}/letters", json={"kind": "person", "questions": [HARDSHIP]} | body)
    assert told.status_code == 201, told.text
    return told.json()


def stated(draft, words):
    return next(each for item in draft["items"] for each in item["sentences"] if words in each["text"])


def at(draft, path=""):
    return f"{API}/letters/{draft['id']}{path}"


def recorded(staffed, kind):
    kept = staffed.people["auditor"].by_key.get(f"{API}/audit").json()
    return [each for each in kept if each["kind"] == kind]


def test_kinds_tell_what_must_be_filled_in(reader):
    told = reader.get(f"{API}/letters/kinds").json()
    assert {each["label"] for each in told["kinds"]} == {
        "复函", "答复函", "信访事项处理意见书", "建议提案答复", "电话答复记录",
    }  # fmt: skip
    assert told["pdf"] == (available() is not None)
    assert told["days"] == 180
    person = next(each for each in told["kinds"] if each["name"] == "person")
    assert {"to", "received", "date"} <= {each["name"] for each in person["fields"] if each["when"] == "always"}


def test_the_questions_of_a_letter_are_found_pasted_or_sent_as_a_file(staffed, reader):
    pasted = reader.post(f"{API}/letters/questions", json={"text": INCOMING})
    asked = [each["text"] for each in pasted.json()["questions"]]
    assert asked == ["特别困难的离休干部补助多少钱？", "坐高铁免费吗？"]
    assert "13800138000" not in json.dumps(pasted.json()["questions"])
    sent = reader.post(f"{API}/letters/questions/file", files={"file": ("来信.txt", INCOMING.encode("gb18030"))})
    assert sent.status_code == 200, sent.text
    assert [each["text"] for each in sent.json()["questions"]] == asked
    assert not list(staffed.office.library.stage.folder.glob("*"))
    wrong = reader.post(f"{API}/letters/questions/file", files={"file": ("图.png", b"\x89PNG")})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unreadable_document")


def test_a_letter_goes_from_questions_to_its_final_form(staffed, reader):
    draft = begin(reader)
    assert "【称谓】" in json.dumps(draft["sheet"], ensure_ascii=False)
    assert "草稿" in draft["sheet"]["stamp"]
    assert {"称谓", "成文日期"} <= {each["label"] for each in draft["opened"]}
    assert all(
        each["markers"] for item in draft["items"] for each in item["sentences"] if each["role"] == "statement"
    )
    early = reader.post(at(draft, "/final"), json={"by": "李明"})
    assert (early.status_code, early.json()["code"]) == (422, "bad_call")
    draft = reader.patch(at(draft, "/fields"), json={"fields": FIELDS, "version": 1}).json()
    assert (draft["version"], draft["opened"]) == (2, [])
    final = reader.post(at(draft, "/final"), json={"by": "李明"}).json()
    assert (final["final"], final["sheet"]["stamp"], final["finalised"]["by"]) == (True, "", "李明")
    event = recorded(staffed, "letter-finalised")[0]
    assert (event["object"], event["detail"]["checksum"]) == (draft["id"], final["finalised"]["checksum"])
    assert reader.patch(at(draft, "/fields"), json={"fields": {"to": "他人"}}).status_code == 422
    assert [each["version"] for each in reader.get(at(draft, "/versions")).json()] == [1, 2, 3]
    assert reader.get(f"{API}/letters").json()[0]["final"] is True


def test_a_changed_number_is_contradicted_at_once_and_needs_a_reason(reader):
    draft = begin(reader, fields=FIELDS)
    one = stated(draft, "6000元")
    words = one["text"].replace("6000元", "9600元")
    weighed = reader.post(at(draft, f"/sentences/{one['id']}/weigh"), json={"text": words}).json()
    assert (weighed["verdict"], weighed["holds"]) == ("contradicted", False)
    assert weighed["reasons"]
    assert reader.get(at(draft)).json()["version"] == 1, "nothing was kept"
    changed = reader.put(at(draft, f"/sentences/{one['id']}"), json={"text": words, "version": 1}).json()
    assert changed["unproved_ids"] == [one["id"]]
    late = reader.put(at(draft, f"/sentences/{one['id']}"), json={"text": "另一句。", "version": 1})
    assert (late.status_code, "别人改动" in late.json()["detail"]) == (422, True)
    assert reader.post(at(draft, "/final"), json={"by": "李明"}).status_code == 422
    final = reader.post(at(draft, "/final"), json={"by": "李明", "reason": "以新印发的标准为准"}).json()
    assert final["finalised"]["unproved"] == [one["id"]]


def test_the_last_days_of_a_petition_are_counted_from_the_dates_that_are_filled_in(reader):
    draft = begin(reader, kind="petition", fields={"received": "2026年9月30日"})
    notice, decision, *_ = draft["limits"]
    assert (notice["day"], notice["law"]) == ("2026-10-15", "《信访工作条例》第二十三条")
    assert decision["day"] is None
    assert "受理日期" in decision["told"]
    assert "受理日期" in {each["label"] for each in draft["opened"]}
    filled = reader.patch(at(draft, "/fields"), json={"fields": {"accepted": "2026年10月13日"}}).json()
    assert filled["limits"][1]["day"] == "2026-12-12"
    assert any("星期六" in note for note in filled["limits"][1]["notes"])


def test_a_sentence_is_added_and_taken_out(reader):
    draft = begin(reader)
    added = reader.post(at(draft, "/sentences"), json={"question": 1, "text": "每月另发通信补贴700元。"}).json()
    made = stated(added, "通信补贴")
    assert not made["holds"]
    out = reader.delete(at(draft, f"/sentences/{made['id']}"), params={"version": added["version"]}).json()
    assert (out["unproved_ids"], out["version"]) == ([], 3)


@pytest.mark.parametrize("paper", ["docx", "checklist", "text", "pdf"])
def test_files_are_handed_out_and_that_is_recorded(staffed, reader, paper):
    if paper == "pdf" and available() is None:
        pytest.skip("needs LibreOffice")
    draft = begin(reader)
    told = reader.get(at(draft, f"/files/{paper}"))
    assert told.status_code == 200
    assert told.headers["content-disposition"].startswith("attachment;")
    assert told.content[:4] == {"pdf": b"%PDF", "text": "【".encode() + b"\xe8"}.get(paper, b"PK\x03\x04")
    event = recorded(staffed, "exported")[0]
    assert (event["object"], event["detail"]["paper"]) == (draft["id"], paper)


def test_pages_are_shown_as_pictures_to_their_owner_alone(staffed, reader):
    if available() is None:
        pytest.skip("needs LibreOffice: apt install libreoffice-writer-nogui")
    draft = begin(reader, fields=FIELDS)
    told = reader.get(at(draft, "/pages"))
    assert told.status_code == 200, told.text
    assert told.json() == {"version": 1, "pages": told.json()["pages"]}
    count = told.json()["pages"]
    assert count >= 2
    assert reader.get(at(draft, "/pages"), params={"evidence": False}).json()["pages"] < count
    page = reader.get(at(draft, f"/pages/{count}"))
    assert (page.headers["content-type"], page.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert "content-disposition" not in page.headers
    assert "no-store" in page.headers["cache-control"]
    assert reader.get(at(draft, f"/pages/{count + 1}")).status_code == 404
    assert reader.get(at(draft, "/pages/0")).status_code == 422
    reader.patch(at(draft, "/fields"), json={"fields": {"to": "陈志远同志"}})
    first, second = (reader.get(at(draft, "/pages/1"), params={"version": each}).content for each in (1, 2))
    assert first != second
    assert second == reader.get(at(draft, "/pages/1")).content
    for role in ("editor", "administrator"):
        other = staffed.people[role].by_key
        for path in ("/pages", "/pages/1"):
            assert other.get(at(draft, path)).status_code == 404
    assert reader.delete(at(draft)).status_code == 204
    assert reader.get(at(draft, "/pages/1")).status_code == 404


def test_without_libreoffice_pages_are_refused_with_a_reason(reader, monkeypatch):
    draft = begin(reader)
    monkeypatch.setattr("shutil.which", lambda name: None)
    for path in ("/pages", "/pages/1", "/files/pdf"):
        told = reader.get(at(draft, path))
        assert (told.status_code, told.json()["code"]) == (503, "pdf_unavailable")
        assert "LibreOffice" in told.json()["detail"]


def test_personal_data_is_shown_to_its_owner_and_kept_and_recorded_nowhere(staffed, reader):
    draft = begin(reader, questions=[], incoming=INCOMING, fields={"contact": "13900139000", "to": "李某13900139000"})
    assert draft["masked"] == {"手机号": 2}
    assert draft["fields"]["to"] == "李某13900139000"
    kept = b"".join(each.read_bytes() for each in staffed.place.rglob("*.db*"))
    assert b"13800138000" not in kept
    assert "李某13900139000".encode() not in kept
    assert any(each["status"] != "answered" for each in draft["items"])


def test_a_letter_is_made_of_an_answer_or_of_a_turn_of_a_conversation(staffed, reader):
    given = reader.post(f"{API}/ask", json={"question": HARDSHIP, "conversation": "new"}).json()
    for source in ({"answers": [given["id"]]}, {"conversation": given["conversation"], "turn": 1}):
        draft = begin(reader, questions=[], **source)
        assert stated(draft, "6000元")
        other = staffed.people["editor"].by_key.post(f"{API}/letters", json={"kind": "person"} | source)
        assert other.status_code == 404
    neither = reader.post(f"{API}/letters", json={"kind": "person"})
    assert (neither.status_code, neither.json()["code"]) == (422, "bad_call")


def test_the_draft_of_another_is_not_there_whichever_way_it_is_asked_for(staffed, reader):
    draft = begin(reader)
    id = draft["items"][0]["sentences"][0]["id"]
    for role in ("editor", "administrator"):
        other = staffed.people[role].by_key
        missing = other.get(f"{API}/letters/{'0' * 32}").json()
        calls = [
            other.get(at(draft)),
            other.get(at(draft, "/versions")),
            other.patch(at(draft, "/fields"), json={"fields": {"to": "甲"}}),
            other.put(at(draft, f"/sentences/{id}"), json={"text": "甲。"}),
            other.post(at(draft, f"/sentences/{id}/weigh"), json={"text": "甲。"}),
            other.post(at(draft, "/sentences"), json={"question": 1, "text": "甲。"}),
            other.delete(at(draft, f"/sentences/{id}")),
            other.post(at(draft, "/final"), json={"by": "甲"}),
            other.get(at(draft, "/files/docx")),
            other.delete(at(draft)),
        ]
        assert {(each.status_code, each.json()["detail"]) for each in calls} == {(404, missing["detail"])}
        assert draft["id"] not in other.get(f"{API}/letters").text
    assert reader.delete(at(draft)).status_code == 204
    assert reader.get(at(draft)).status_code == 404


def test_a_letter_says_nothing_of_documents_that_its_owner_may_not_read(staffed, reader):
    draft = begin(reader)
    resting = {each["document_id"] for each in draft["sources"]}
    boss = staffed.people["administrator"].by_key
    for each in resting:
        boss.put(f"{API}/documents/{each}/groups", json={"groups": ["甲组"]})
    try:
        assert reader.get(at(draft)).status_code == 404
        assert reader.get(at(draft, "/files/text")).status_code == 404
        assert draft["id"] not in reader.get(f"{API}/letters").text
        other = begin(reader)
        assert not resting & {each["document_id"] for each in other["sources"]}
        assert "6000元" not in json.dumps(other["items"], ensure_ascii=False)
    finally:
        for each in resting:
            boss.put(f"{API}/documents/{each}/groups", json={"groups": []})
    assert reader.get(at(draft)).status_code == 200


def test_a_letter_that_is_left_is_forgotten_and_that_it_was_made_final_stays_on_record(services):
    from datetime import datetime, timedelta

    with services(draft_days=1) as service:
        draft = begin(service.local, fields=FIELDS)
        assert service.local.post(at(draft, "/final"), json={"by": "李明"}).status_code == 200
        service.office.drafts._now = lambda: datetime.now().astimezone() + timedelta(days=2)
        assert service.local.get(f"{API}/letters").json() == []
        assert service.local.get(at(draft)).status_code == 404
        kept = [each for each in service.office.audit.list(10) if each.kind == "letter-finalised"]
        assert [each.object for each in kept] == [draft["id"]]


def test_questions_of_letters_count_as_questions(services):
    with services(questions=3) as service:
        body = {"kind": "person", "questions": [HARDSHIP] * 4}
        told = service.local.post(f"{API}/letters", json=body)
        assert (told.status_code, told.json()["code"]) == (429, "too_many")
