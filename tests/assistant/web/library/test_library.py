"""Documents come in, are found, corrected and go; each caller sees what it may."""

import pytest

from corpus.errors import BadCall, NotAllowed, NotFound
from tests.assistant.web.library.conftest import ADMINISTRATOR, EDITOR, ELSEWHERE, READER

NURSING = "清河市关于护理费的通知\n\n清老干〔2024〕3号\n\n一、生活不能自理的离休干部，护理费每人每月3700元。\n\n2024年3月1日\n".encode()
ASKED = "离休干部护理费每月多少元？"


def sources(room, caller):
    return [entry.source for entry in room.library.list(caller)]


def test_a_document_is_added_asked_about_corrected_and_removed(room):
    library = room.library
    assert room.assistants.of(READER).ask(ASKED).status != "answered"
    job = room.add(EDITOR, {"护理费.txt": NURSING})
    assert (job.state, job.done, job.problem) == ("done", 1, None)
    (report,) = job.reports
    assert (report.name, report.outcome, report.count) == ("护理费.txt", "added", 1)
    assert report.title == "清河市关于护理费的通知"
    answer = room.assistants.of(READER).ask(ASKED)
    assert "3700" in answer.text
    assert {each.document for each in answer.citations} == {"护理费.txt"}
    (id,) = report.documents

    path, name = library.original(READER, id)
    assert (path.read_bytes(), name) == (NURSING, "护理费.txt")
    assert library.document(READER, id).text.startswith("清河市")
    assert [entry.id for entry in library.list(READER, query="护理费 2024")] == [id]
    assert not any(room.stage.folder.iterdir())

    job = room.wait(library.correct(EDITOR, id, {"region": "云岭省清河市", "plan_year": 2024}))
    assert [each.outcome for each in job.reports] == ["corrected"], job
    known = library.document(READER, id).metadata
    assert (known.region.value, known.region.basis, known.plan_year.value) == ("云岭省清河市", "declared", 2024)
    assert library.declared(EDITOR, id) == {"region": "云岭省清河市", "plan_year": 2024}

    again = room.add(EDITOR, {"护理费.txt": NURSING})
    assert [each.outcome for each in again.reports] == ["unchanged"]
    newer = NURSING.replace(b"3700", b"3900")
    job = room.add(EDITOR, {"护理费.txt": newer})
    assert [each.outcome for each in job.reports] == ["replaced"]
    assert "3900" in room.assistants.of(READER).ask(ASKED).text
    (id,) = job.reports[0].documents
    assert library.document(READER, id).metadata.region.value == "云岭省清河市"

    job = room.wait(library.remove(EDITOR, [id]))
    assert [(each.name, each.outcome) for each in job.reports] == [("护理费.txt", "removed")]
    assert sources(room, ADMINISTRATOR) == sorted(ELSEWHERE)
    assert room.assistants.of(READER).ask(ASKED).status != "answered"
    assert [path.name for path in room.shelf.folder.iterdir()] == ["documents.toml"]
    with pytest.raises(NotFound):
        library.document(READER, id)


def test_what_is_for_a_group_exists_for_nobody_else(room):
    """Refusals, lists and answers are those of a store that never had the document."""
    library = room.library
    before = room.assistants.of(READER).ask(ASKED)
    job = room.add(EDITOR, {"护理费.txt": NURSING}, frozenset(["甲组"]))
    (id,) = job.reports[0].documents
    assert "3700" in room.assistants.of(EDITOR).ask(ASKED).text
    after = room.assistants.of(READER).ask(ASKED)
    assert (after.text, after.status, after.citations, after.notices) == (
        before.text,
        before.status,
        before.citations,
        before.notices,
    )
    assert sources(room, READER) == sorted(ELSEWHERE)
    for refused in (
        lambda each: library.document(READER, each),
        lambda each: library.original(READER, each),
        lambda each: library.groups(READER, each),
        lambda each: library.remove(EDITOR.__class__("e2", "他", "editor"), [each]),
        lambda each: library.correct(EDITOR.__class__("e2", "他", "editor"), each, {"title": "x"}),
    ):
        with pytest.raises(NotFound) as unseen:
            refused(id)
        with pytest.raises(NotFound) as unknown:
            refused("0" * 16)
        assert str(unseen.value).replace(id, "0" * 16) == str(unknown.value)
    assert not room.assistants.may_read(READER, id)
    assert room.assistants.may_read(EDITOR, id)
    assert library.groups(ADMINISTRATOR, id) == {"甲组"}
    with pytest.raises(NotFound):
        library.job(READER, job.id)
    assert library.jobs(READER) == []
    assert [each.id for each in library.jobs(ADMINISTRATOR)] == [job.id]

    library.permit(ADMINISTRATOR, id, frozenset())
    assert "3700" in room.assistants.of(READER).ask(ASKED).text
    library.permit(ADMINISTRATOR, id, frozenset(["丙组"]))
    assert room.assistants.of(READER).ask(ASKED).text == before.text


def test_a_hidden_file_is_neither_replaced_nor_told_of_by_its_name(room):
    room.add(EDITOR, {"护理费.txt": NURSING}, frozenset(["甲组"]))
    other = EDITOR.__class__("e2", "他", "editor", frozenset(["乙组"]))
    job = room.add(
        other,
        {
            "护理费.txt": "另一份护理费的说明\n一、护理费按月发放。".encode(),
            "值班.md": "新的值班制度\n一、值班到九点。".encode(),
        },
    )
    assert [(each.name, each.outcome) for each in job.reports] == [
        ("护理费(2).txt", "added"),
        ("值班(2).md", "added"),
    ]
    assert room.shelf.path("护理费.txt").read_bytes() == NURSING
    assert sources(room, READER) == sorted(["值班.md", "值班(2).md", "护理费(2).txt", "老年大学.md"])
    job = room.add(EDITOR, {"护理费.txt": NURSING + b"\xe4\xba\x8c"}, frozenset())
    assert [each.outcome for each in job.reports] == ["replaced"]
    assert "护理费.txt" not in sources(room, READER)  # what is replaced keeps its readers
    refused = room.add(EDITOR, {"值班(2).md": b"# x\n\nyy"}, frozenset(["甲组"]))
    assert [each.outcome for each in refused.reports] == ["refused"]  # nor is what is public hidden that way


def test_the_same_text_of_two_people_is_there_for_both(room):
    other = EDITOR.__class__("e2", "他", "editor", frozenset(["乙组"]))
    job = room.add(EDITOR, {"甲的.txt": NURSING}, frozenset(["甲组"]))
    (id,) = job.reports[0].documents
    assert "甲的.txt" not in sources(room, other)
    twin = room.add(other, {"乙的.txt": NURSING}, frozenset(["乙组"]))
    assert [(each.outcome, each.documents) for each in twin.reports] == [("same", (id,))]
    assert room.library.document(READER, id).text
    assert "3700" in room.assistants.of(READER).ask(ASKED).text
    room.wait(room.library.remove(EDITOR, [id]))
    assert sources(room, ADMINISTRATOR) == sorted(["乙的.txt", *ELSEWHERE])
    assert "乙的.txt" in sources(room, READER)


def test_who_may_not_is_told_so_and_nothing_is_left(room):
    staged = room.stage.put([NURSING], "护理费.txt")
    with pytest.raises(NotAllowed):
        room.library.add(READER, [staged])
    with pytest.raises(NotAllowed):
        room.library.add(EDITOR, [room.stage.put([NURSING], "护理费.txt")], frozenset(["乙组"]))
    assert not any(room.stage.folder.iterdir())
    (id, *_) = [entry.id for entry in room.library.list(READER)]
    with pytest.raises(NotAllowed, match=r"documents\.toml"):
        room.library.correct(EDITOR, id, {"title": "别的"})
    with pytest.raises(NotAllowed):
        room.library.remove(READER, [id])
    with pytest.raises(NotAllowed):
        room.library.permit(EDITOR, id, frozenset())
    with pytest.raises(NotFound):  # one that is not there spoils the whole batch
        room.library.remove(EDITOR, [id, "0" * 16])
    assert room.intake.jobs() == []


def test_records_of_one_file_go_together(room):
    lines = "\n".join(f'{{"_id": "{n}", "title": "第{n}条", "text": "第{n}条 补助{n}00元。"}}' for n in range(3))
    job = room.add(EDITOR, {"条文.jsonl": lines.encode()})
    assert (job.reports[0].count, len(job.reports[0].documents)) == (3, 3)
    (first, *_) = job.reports[0].documents
    with pytest.raises(BadCall, match="多条记录"):
        room.library.remove(EDITOR, [first])
    with pytest.raises(BadCall, match="一条记录"):
        room.library.correct(EDITOR, first, {"title": "别的"})
    (elsewhere,) = [entry.id for entry in room.library.list(EDITOR) if entry.source == "值班.md"]
    job = room.wait(room.library.remove(EDITOR, ["条文.jsonl", elsewhere]))
    assert (job.state, len(job.reports)) == ("done", 4)
    assert sources(room, EDITOR) == ["老年大学.md"]
    assert (room.path / "别处" / "值班.md").is_file()


def test_a_correction_that_makes_no_sense_is_refused_before_anything_is_written(room):
    job = room.add(EDITOR, {"护理费.txt": NURSING})
    (id,) = job.reports[0].documents
    for fields in ({"titel": "x"}, {"plan_year": "今年"}, {"validity": "被替代"}, {"level": "银河"}, {}):
        with pytest.raises(BadCall):
            room.library.correct(EDITOR, id, fields)
    assert not (room.shelf.folder / "documents.toml").exists()
    room.shelf.say(room.shelf.path("护理费.txt"), {"title": "手写的"})
    (room.shelf.folder / "documents.toml").write_text("这不是 TOML", "utf-8")
    with pytest.raises(BadCall):
        room.library.correct(EDITOR, id, {"title": "别的"})
    failed = room.add(EDITOR, {"新.txt": "新的通知\n一、新的内容。".encode()})
    assert (failed.state, failed.reports) == ("failed", ())
    assert "TOML" in failed.problem.zh
    assert not room.shelf.path("新.txt").exists()
    assert sources(room, READER) == sorted(["护理费.txt", *ELSEWHERE])
