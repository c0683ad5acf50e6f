"""What happened is written down; whoever changes it afterwards is found out, and what cannot be written is not done."""

import io
import json
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.web.backup import backup, restore
from assistant.web.records.audit import Audit
from assistant.web.records.chain import ORIGIN, Record
from assistant.web.records.kinds import KINDS
from assistant.web.types import Caller
from corpus.errors import BadCall, PolicyError, StoreError
from tests.conftest import ROOT

WANG = Caller("u1", "王小明", "administrator", address="10.1.2.3")


class Clock:
    def __init__(self):
        self.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def audit(tmp_path, clock):
    with Audit.open(tmp_path / "audit", now=clock) as opened:
        yield opened


def fill(audit, count=10):
    for number in range(count):
        audit.add("corrected", WANG, f"d{number}", good=True, detail={"fields": str(number)})


def tamper(tmp_path, *statements):
    """What somebody does who has the file: the guards inside it are taken away first."""
    connection = sqlite3.connect(tmp_path / "audit" / "audit.db")
    for statement in ("DROP TRIGGER record_stays", "DROP TRIGGER record_kept", *statements):
        connection.execute(statement)
    connection.commit()
    connection.close()


class TestARecord:
    def test_says_who_did_what_when_to_what_from_where_and_whether_it_was_done(self, audit):
        made = audit.add("removed", WANG, "d1", good=False, request="r1", detail={"count": "3"})
        assert made == audit.list()[0]
        assert made == Record(
            1, made.time, "removed", "u1", "王小明", "10.1.2.3", "d1", False, "r1", {"count": "3"}, ORIGIN, made.hash
        )

    def test_is_dated_at_utc_plus_eight_with_the_offset(self, audit):
        assert audit.add("started", None, "", good=True).time == "2026-11-21T17:00:01.000+08:00"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00", audit.list()[0].time)

    def test_may_have_nobody_behind_it(self, audit):
        made = audit.add("sign-in-failed", None, "", good=False)
        assert (made.user, made.name, made.address) == ("", "", "")

    @pytest.mark.parametrize("kind", sorted(KINDS))
    def test_of_every_kind_has_words_in_both_languages(self, audit, kind):
        assert audit.add(kind, WANG, "x", good=True).kind == kind
        assert all(KINDS[kind])

    def test_names_everything_that_must_be_recorded(self):
        assert {
            "sign-in", "sign-in-failed", "sign-out", "locked", "user-added", "user-changed", "user-removed",
            "role-changed", "password-changed", "key-made", "key-revoked", "permission-changed", "uploaded",
            "removed", "corrected", "exported", "backed-up", "restored", "letter-finalised", "restricted-read",
        } <= set(KINDS)  # fmt: skip

    def test_of_no_kind_is_a_slip_of_ours(self, audit):
        with pytest.raises(ValueError, match="no kind"):
            audit.add("whatever", WANG, "x", good=True)
        assert audit.list() == ()

    def test_holds_no_text_however_much_is_handed_in(self, audit):
        made = audit.add(
            "uploaded", WANG, "密" * 5000, good=True, request="r" * 5000, detail={"k" * 500: "文" * 5000}
        )
        assert max(len(each) for each in (made.object, made.request, *made.detail, *made.detail.values())) == 200

    def test_may_hold_any_character(self, audit):
        for text in ("\ud800", "\x00", '"\n\\', "𠮷", "' OR 1=1"):
            audit.add("uploaded", WANG, text, good=True, detail={text: text})
        assert audit.verify() is None


def test_an_empty_log_is_sound(audit):
    assert audit.verify() is None
    assert audit.list() == ()


def test_the_list_turns_pages_backwards(audit):
    fill(audit, 7)
    assert [each.number for each in audit.list(3)] == [7, 6, 5]
    assert [each.number for each in audit.list(3, before=5)] == [4, 3, 2]
    assert [each.number for each in audit.list(3, before=2)] == [1]


def test_the_files_are_for_their_owner_only(audit, tmp_path):
    fill(audit, 1)
    files = [each for each in (tmp_path / "audit").iterdir()]
    assert {"audit.db", "audit.head"} <= {each.name for each in files}
    assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}


@pytest.mark.parametrize(
    "statement", ["UPDATE record SET good = 1", "DELETE FROM record", "DELETE FROM record WHERE number = 10"]
)
def test_the_program_itself_cannot_change_a_record(audit, statement):
    fill(audit)
    with pytest.raises(sqlite3.IntegrityError, match="records are not"):
        audit._database._connection.execute(statement)
    assert audit.verify() is None


@pytest.fixture(scope="module")
def ten(tmp_path_factory):
    """The folder of a log of ten records."""
    folder = tmp_path_factory.mktemp("ten") / "audit"
    with Audit.open(folder, now=Clock()) as opened:
        fill(opened)
    return folder


class TestVerifyFinds:
    @pytest.fixture
    def audit(self, ten, tmp_path, clock):
        """A log of ten records."""
        shutil.copytree(ten, tmp_path / "audit")
        with Audit.open(tmp_path / "audit", now=clock) as opened:
            yield opened

    @pytest.mark.parametrize("number", [1, 2, 5, 9, 10])
    @pytest.mark.parametrize(
        "change",
        [
            "time = '2026-01-01T00:00:00.000+08:00'", "kind = 'removed'", "user = 'u2'", "name = '李四'",
            "address = '1.1.1.1'", "object = 'x'", "good = 0", "good = 7", "request = 'x'", "detail = '{}'",
            "detail = 'no json'", "detail = '[1]'", "object = x'00ff'", f"previous = '{'1' * 64}'", f"hash = '{'1' * 64}'",
        ],
    )  # fmt: skip
    def test_a_record_that_was_changed(self, audit, tmp_path, number, change):
        tamper(tmp_path, f"UPDATE record SET {change} WHERE number = {number}")
        broken = audit.verify()
        assert broken is not None
        assert broken.number == number
        assert str(number) in str(broken)

    @pytest.mark.parametrize("number", [1, 2, 5, 9, 10])
    def test_a_record_that_was_deleted(self, audit, tmp_path, number):
        tamper(tmp_path, f"DELETE FROM record WHERE number = {number}")
        assert audit.verify().number == number

    @pytest.mark.parametrize("kept", [0, 1, 9])
    def test_a_log_that_was_cut_off_at_its_end(self, audit, tmp_path, kept):
        tamper(tmp_path, f"DELETE FROM record WHERE number > {kept}")
        broken = audit.verify()
        assert broken.number == kept + 1
        assert "被删除" in broken.zh

    @pytest.mark.parametrize("forged", [0, 2, 4, 6])
    def test_a_log_that_was_cut_off_and_lets_nobody_go_on_as_if_nothing_were(self, audit, tmp_path, forged):
        tamper(
            tmp_path,
            "DELETE FROM record WHERE number > 6",
            *(
                f"INSERT INTO record SELECT {number}, time, kind, user, name, address, object, good, request, detail,"
                f" hash, '{number:064d}' FROM record WHERE number = {number - 1}"
                for number in range(7, 7 + forged)
            ),
        )
        for _ in range(3):
            with pytest.raises(StoreError, match="audit anchor"):
                audit.add("removed", WANG, "d1", good=True)
        assert audit.verify().number == 7
        made = audit.anchor(WANG)
        assert made.detail["noted"] == "10", "that there were ten once stays known"

    @pytest.mark.parametrize(("one", "other"), [(1, 2), (4, 5), (3, 8), (9, 10)])
    def test_records_that_changed_places(self, audit, tmp_path, one, other):
        tamper(
            tmp_path,
            f"UPDATE record SET number = -1 WHERE number = {one}",
            f"UPDATE record SET number = {one} WHERE number = {other}",
            f"UPDATE record SET number = {other} WHERE number = -1",
        )
        assert audit.verify().number == one

    def test_a_record_that_was_put_in(self, audit, tmp_path):
        tamper(
            tmp_path,
            "UPDATE record SET number = number + 100 WHERE number > 5",
            "INSERT INTO record SELECT 6, time, kind, user, name, address, 'forged', good, request, detail, hash, hash"
            " FROM record WHERE number = 5",
            "UPDATE record SET number = number - 99 WHERE number > 100",
        )
        assert audit.verify().number == 6

    @pytest.mark.parametrize("number", [1, 4])
    def test_a_chain_that_was_made_anew_from_some_record_on(self, audit, tmp_path, number):
        records = list(reversed(audit.list(100)))
        forged, previous = [], ORIGIN
        for each in records:
            changed = {**{name: getattr(each, name) for name in Record.__slots__}, "previous": previous, "hash": ""}
            made = Record(**{**changed, "object": "forged" if each.number == number else each.object})
            previous = made.sealed()
            forged.append((made.object, made.previous, previous, made.number))
        tamper(tmp_path)
        connection = sqlite3.connect(tmp_path / "audit" / "audit.db")
        connection.executemany("UPDATE record SET object = ?, previous = ?, hash = ? WHERE number = ?", forged)
        connection.commit()
        connection.close()
        assert "另存的校验值" in audit.verify().zh
        head = tmp_path / "audit" / "audit.head"
        head.write_text(f"{10:012d} {previous}\n")
        assert audit.verify() is None, "whoever may write both can make a log of his own"
        exported = {each.number: each.hash for each in records}
        assert audit.verify(exported).number in (number, 10), "but not where an export lies elsewhere"

    def test_a_file_that_was_begun_anew(self, audit, tmp_path, clock):
        audit.close()
        (tmp_path / "audit" / "audit.db").unlink()
        with Audit.open(tmp_path / "audit", now=clock) as anew:
            assert anew.verify().number == 1
            with pytest.raises(StoreError, match="audit anchor"):
                fill(anew, 1)

    @pytest.mark.parametrize("content", [None, "", "garbage", "000000000010 short", "x" * 78])
    def test_that_the_note_beside_it_is_gone_or_no_note(self, audit, tmp_path, content):
        head = tmp_path / "audit" / "audit.head"
        head.unlink() if content is None else head.write_text(content)
        assert audit.verify() is not None
        with pytest.raises(StoreError, match="audit anchor"):
            audit.add("removed", WANG, "d1", good=True)
        audit.anchor(WANG)
        assert audit.verify() is None
        assert audit.list(1)[0].kind == "audit-anchored"

    @settings(max_examples=40, deadline=None)
    @given(st.data())
    def test_the_first_of_several_things(self, ten, tmp_path_factory, data):
        folder = tmp_path_factory.mktemp("audit")
        shutil.copytree(ten, folder / "audit")
        with Audit.open(folder / "audit", now=Clock()) as audit:
            numbers = data.draw(st.sets(st.integers(1, 10), min_size=1, max_size=4))
            deeds = []
            for number in numbers:
                deed = data.draw(st.sampled_from(["DELETE FROM record", "UPDATE record SET object = 'forged'"]))
                deeds.append(f"{deed} WHERE number = {number}")
            tamper(folder, *deeds)
            assert audit.verify().number == min(numbers)


def test_a_note_that_lags_behind_by_a_crash_is_no_damage(audit, tmp_path):
    fill(audit, 9)
    head = tmp_path / "audit" / "audit.head"
    before = head.read_bytes()
    fill(audit, 1)
    head.write_bytes(before)
    assert audit.verify() is None
    fill(audit, 1)
    assert audit.verify() is None
    assert head.read_text().startswith("000000000011 ")


class TestWhatCannotBeRecorded:
    @pytest.fixture
    def full(self, audit):
        fill(audit, 3)
        pages = audit._database._connection.execute("PRAGMA page_count").fetchone()[0]
        audit._database._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(PolicyError):
            fill(audit, 200)
        return audit

    def test_is_not_done(self, full):
        done = []
        with pytest.raises(PolicyError), full.recorded("removed", WANG, "x" * 200, detail={"a": "x" * 200}):
            done.append("removed")
        assert done == []

    def test_leaves_the_log_sound(self, full):
        assert full.verify() is None

    def test_is_not_done_either_where_the_note_cannot_be_written(self, audit, tmp_path):
        head = tmp_path / "audit" / "audit.head"
        head.unlink()
        head.mkdir()
        done = []
        with pytest.raises(StoreError), audit.recorded("removed", WANG, "d1"):
            done.append("removed")
        assert done == []

    def test_is_not_done_where_the_file_is_closed_to_writing(self, audit):
        audit._database._connection.execute("PRAGMA query_only = ON")
        with pytest.raises((PolicyError, sqlite3.Error)), audit.recorded("removed", WANG, "d1"):
            raise AssertionError


class TestADeed:
    def test_is_recorded_once_when_it_succeeds(self, audit):
        with audit.recorded("removed", WANG, "d1", request="r1") as record:
            assert audit.list() == (record,)
        assert [(each.kind, each.good) for each in audit.list()] == [("removed", True)]

    def test_is_recorded_as_failed_when_it_fails_and_says_of_which(self, audit):
        with pytest.raises(ZeroDivisionError), audit.recorded("removed", WANG, "d1", request="r1"):
            1 / 0  # noqa: B018 - it is meant to fail
        failed, begun = audit.list()
        assert (failed.good, begun.good) == (False, True)
        assert failed.detail == {"of": "1", "cause": "ZeroDivisionError"}
        assert failed.request == begun.request == "r1"


def test_threads_and_programs_that_write_at_once_make_one_chain(audit, tmp_path):
    code = f"""
from pathlib import Path
from assistant.web.backup import backup, restore
from assistant.web.records.audit import Audit
with Audit.open(Path({str(tmp_path / "audit")!r})) as audit:
    for number in range(40):
        audit.add("uploaded", None, f"other {{number}}", good=True)
"""
    others = [subprocess.Popen([sys.executable, "-c", code], cwd=ROOT) for _ in range(2)]
    threads = [Thread(target=fill, args=(audit, 30)) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [each.wait(300) for each in others] == [0, 0]
    assert audit.verify() is None
    assert [each.number for each in audit.list(1000)] == list(range(200, 0, -1))


def test_the_log_can_be_verified_while_others_write(audit):
    fill(audit, 50)
    done = []
    writer = Thread(target=lambda: (fill(audit, 150), done.append(True)))
    writer.start()
    while not done:
        assert audit.verify() is None
    writer.join()


class TestExport:
    def test_gives_every_record_as_a_line_and_is_itself_recorded(self, audit):
        fill(audit, 5)
        out = io.StringIO()
        assert audit.export(out, caller=WANG) == 5
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        assert [line["number"] for line in lines] == [1, 2, 3, 4, 5]
        assert [Record(**line) for line in lines] == list(audit.list(100)[:0:-1])
        assert all(Record(**line).sealed() == line["hash"] for line in lines)
        newest = audit.list(1)[0]
        assert (newest.kind, newest.user, newest.detail["count"]) == ("audit-exported", "u1", "5")

    def test_gives_the_days_that_were_asked_for(self, audit, clock):
        for _ in range(5):
            fill(audit, 1)
            clock.now += timedelta(days=1)
        out = io.StringIO()
        assert audit.export(out, "2026-11-22", "2026-11-23") == 2
        assert {json.loads(line)["time"][:10] for line in out.getvalue().splitlines()} == {"2026-11-22", "2026-11-23"}
        assert audit.export(io.StringIO(), "2030-01-01") == 0

    @pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "2026/01/01", "'; --"])
    def test_of_no_day_is_refused(self, audit, day):
        with pytest.raises(BadCall, match="2026-01-31"):
            audit.export(io.StringIO(), day)

    def test_that_fails_halfway_is_recorded_as_failed(self, audit):
        class Full(io.StringIO):
            def write(self, text):
                raise OSError(28, "no space")

        fill(audit, 3)
        with pytest.raises(OSError, match="no space"):
            audit.export(Full())
        assert [(each.kind, each.good) for each in audit.list(2)] == [
            ("audit-exported", False),
            ("audit-exported", True),
        ]

    def test_shows_later_whether_the_log_still_says_the_same(self, audit, tmp_path):
        fill(audit, 5)
        out = io.StringIO()
        audit.export(out)
        noted = {record["number"]: record["hash"] for record in map(json.loads, out.getvalue().splitlines())}
        fill(audit, 5)
        assert audit.verify(noted) is None
        assert audit.verify({**noted, 3: "1" * 64}).number == 3
        assert audit.verify({99: "1" * 64}).number == 12


class TestRetention:
    @pytest.mark.parametrize("days", [179, 0, -1, 30])
    def test_of_less_than_180_days_is_refused(self, audit, days):
        with pytest.raises(BadCall, match="180"):
            audit.prune(days)
        with pytest.raises(BadCall, match="180"):
            Audit.open(None, days)

    @pytest.fixture
    def old(self, audit, clock):
        """Ten records, one each 50 days; the last is of today."""
        for _ in range(10):
            fill(audit, 1)
            clock.now += timedelta(days=50)
        return audit

    def test_never_takes_out_what_was_not_exported(self, old):
        assert old.prune(180) == 0
        old.export(io.StringIO(), until="2026-12-31")
        assert old.prune(180) == 1
        assert old.verify() is None

    def test_takes_out_what_is_old_enough_and_the_chain_holds(self, old):
        old.export(io.StringIO())
        assert old.prune(caller=WANG) == 3, "of 400 days"
        assert old.verify() is None
        assert old.prune(180) == 4
        assert old.prune(180) == 0
        assert old.verify() is None
        assert old.list(100)[-1].number == 8
        fill(old, 3)
        assert old.verify() is None

    def test_counts_an_export_that_failed_for_none(self, old):
        class Full(io.StringIO):
            def write(self, text):
                raise OSError(28, "no space")

        with pytest.raises(OSError, match="no space"):
            old.export(Full())
        assert old.prune(180) == 0

    def test_goes_as_far_as_exports_follow_each_other(self, old):
        days = sorted({each.time[:10] for each in old.list(100)})
        old.export(io.StringIO(), days[4])
        assert old.prune(180) == 0, "the first ones were not exported"
        old.export(io.StringIO(), until=days[1])
        assert old.prune(180) == 2
        old.export(io.StringIO(), days[2], days[3])
        assert old.prune(180) == 5

    def test_leaves_what_cannot_be_taken_for_deleting(self, old, tmp_path):
        old.export(io.StringIO())
        old.prune(180)
        first = old.list(100)[-1].number
        tamper(tmp_path, f"DELETE FROM record WHERE number = {first}")
        assert old.verify().number == 1

    def test_of_a_log_that_is_broken_is_refused(self, old, tmp_path):
        old.export(io.StringIO())
        tamper(tmp_path, "UPDATE record SET user = 'x' WHERE number = 5")
        with pytest.raises(StoreError, match="不能清理"):
            old.prune(180)
        assert len(old.list(100)) == 11

    def test_that_cannot_be_recorded_takes_nothing_out(self, old, monkeypatch):
        old.export(io.StringIO())
        monkeypatch.setattr(old, "_append", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            old.prune(180)
        assert len(old.list(100)) == 11
        assert old.verify() is None

    def test_is_checked_against_exports_of_before(self, old):
        out = io.StringIO()
        old.export(out)
        old.prune(180)
        noted = {record["number"]: record["hash"] for record in map(json.loads, out.getvalue().splitlines())}
        assert old.verify(noted) is None


def test_a_backup_that_is_made_while_others_write_comes_back_as_a_sound_log(audit, tmp_path):
    fill(audit, 20)
    going = [True]

    def write():
        while going:
            fill(audit, 1)

    writer = Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            backup({"home": tmp_path / "audit"}, tmp_path / f"backup{number}")
    finally:
        going.clear()
        writer.join()
    for number in range(5):
        restore(tmp_path / f"backup{number}", {"home": tmp_path / f"restored{number}"})
        with Audit.open(tmp_path / f"restored{number}") as restored:
            assert restored.verify() is None
            assert restored.add("restored", WANG, "", good=True)


def test_a_log_in_memory_serves_as_long_as_the_program():
    with Audit.open(None) as audit:
        fill(audit, 3)
        assert audit.verify() is None
        assert audit.export(io.StringIO()) == 3
