"""A backup is whole or it is none, and what is restored is what was kept."""

import json
import sqlite3
import threading

import pytest

from assistant.__main__ import main
from assistant.database import Database
from assistant.web.backup import FILES, MANIFEST, backup, restore, verify
from corpus.errors import BadCall, StoreDamaged
from index.embed import HashEmbedder
from index.search import Index
from index.verify import verify as problems
from index.writer import Writer


def parts(place):
    return {
        "store": place / "store",
        "home": place / "home",
        "library": place / "home" / "library",
        "conversations.db": place / "conversations.db",
    }


@pytest.fixture
def service(tmp_path):
    """A service that has been used for a while."""
    place = tmp_path / "service"
    (place / "home" / "library").mkdir(parents=True)
    (place / "home" / "library" / "护理费.txt").write_text("关于护理费的通知\n一、护理费每人每月1000元。", "utf-8")
    (place / "home" / "library" / ".part-x").write_text("half", "utf-8")
    for name in ("secrets", "staging", "backups"):
        (place / "home" / name).mkdir()
        (place / "home" / name / "x").write_text(name, "utf-8")
    with Writer.open(place / "store", HashEmbedder(64)) as writer:
        writer.sync([place / "home" / "library"])
    Index.open(place / "store", HashEmbedder(64)).close()
    for path in (place / "home" / "service.db", place / "conversations.db"):
        with (
            Database.open(path, ["CREATE TABLE t (n INTEGER, m INTEGER)"], 1) as database,
            database.writing() as write,
        ):
            write.executemany("INSERT INTO t VALUES (?, ?)", [(n, -n) for n in range(1000)])
    return place


def names(made):
    return set(made.files)


def test_what_is_restored_is_what_was_kept(service, tmp_path):
    made = backup(parts(service), tmp_path / "backups" / "one")
    assert names(made) == {
        "store/store.db",
        "home/service.db",
        "home/secrets/x",
        "library/护理费.txt",
        "conversations.db",
    }
    folder = tmp_path / "backups" / "one"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.rglob("*"))
    assert verify(folder).files == made.files
    again = tmp_path / "again"
    restore(folder, parts(again))
    assert problems(again / "store") == []
    with (
        Index.open(service / "store", HashEmbedder(64)) as before,
        Index.open(again / "store", HashEmbedder(64)) as after,
    ):
        assert after.search("护理费") == before.search("护理费")
        assert after.entries() == before.entries()
    assert (again / "home" / "library" / "护理费.txt").read_bytes()
    assert (again / "home" / "secrets" / "x").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(again / "home" / "service.db") as connection:
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (1000,)
    connection.close()


def test_a_backup_under_writes_is_of_one_moment(service, tmp_path):
    stop = threading.Event()
    database = Database.open(service / "home" / "service.db", [], 1)

    def write():
        while not stop.is_set():
            with database.writing() as connection:
                connection.execute("UPDATE t SET n = n + 1, m = m - 1")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for n in range(3):
            backup(parts(service), tmp_path / str(n))
            verify(tmp_path / str(n))
            connection = sqlite3.connect(tmp_path / str(n) / FILES / "home" / "service.db")
            assert connection.execute("SELECT count(*), sum(n + m) FROM t").fetchone() == (1000, 0)
            connection.close()
    finally:
        stop.set()
        thread.join()
        database.close()


def spoil(folder, how):
    path = folder / FILES / "store" / "store.db"
    manifest = folder / MANIFEST
    match how:
        case "cut":
            path.write_bytes(path.read_bytes()[:-100])
        case "flipped":
            raw = bytearray(path.read_bytes())
            raw[len(raw) // 2] ^= 1
            path.write_bytes(raw)
        case "missing":
            path.unlink()
        case "more":
            (folder / FILES / "home" / "extra").write_text("x")
        case "link":
            path.unlink()
            path.symlink_to("/etc/passwd")
        case "manifest cut":
            manifest.write_text(manifest.read_text("utf-8")[:-20], "utf-8")
        case "manifest empty":
            manifest.write_text("")
        case "manifest leads out":
            written = json.loads(manifest.read_text("utf-8"))
            written["files"]["home/../../evil"] = written["files"].pop("home/secrets/x")
            manifest.write_text(json.dumps(written), "utf-8")


HOW = ("cut", "flipped", "missing", "more", "link", "manifest cut", "manifest empty", "manifest leads out")


@pytest.mark.parametrize("how", HOW)
def test_a_spoilt_backup_is_found_out_and_nothing_is_restored(service, tmp_path, how):
    backup(parts(service), tmp_path / "b")
    spoil(tmp_path / "b", how)
    with pytest.raises(StoreDamaged):
        restore(tmp_path / "b", parts(tmp_path / "again"))
    assert not (tmp_path / "again").exists()


def test_nothing_is_ever_overwritten(service, tmp_path):
    backup(parts(service), tmp_path / "b")
    before = {path: path.read_bytes() for path in service.rglob("*") if path.is_file()}
    with pytest.raises(BadCall, match="已经存在"):
        restore(tmp_path / "b", parts(service))
    assert {path: path.read_bytes() for path in service.rglob("*") if path.is_file()} == before
    with pytest.raises(BadCall, match="已有内容"):
        backup(parts(service), tmp_path / "b")
    with pytest.raises(BadCall, match="没有备份"):
        restore(tmp_path / "nothing", parts(tmp_path / "again"))
    with pytest.raises(BadCall):
        backup(parts(tmp_path / "nowhere"), tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_a_damaged_database_makes_no_backup(service, tmp_path):
    (service / "home" / "service.db").write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreDamaged):
        backup(parts(service), tmp_path / "b")
    assert [each.name for each in tmp_path.iterdir()] == ["service"]


def test_the_commands_copy_check_and_put_back(service, tmp_path, monkeypatch, capsys):
    def at(place):
        monkeypatch.setenv("POLICY_STORE", str(place / "store"))
        monkeypatch.setenv("POLICY_HOME", str(place / "home"))
        monkeypatch.setenv("POLICY_CONVERSATIONS", str(place / "conversations.db"))
        monkeypatch.setenv("POLICY_DRAFTS", str(place / "drafts.db"))

    at(service)
    assert main(["backup", str(tmp_path / "b")]) == 0
    assert main(["restore", "--check", str(tmp_path / "b")]) == 0
    at(tmp_path / "again")
    assert main(["restore", str(tmp_path / "b")]) == 0
    assert (tmp_path / "again" / "home" / "library" / "护理费.txt").is_file()
    said = capsys.readouterr().err
    assert [word in said for word in ("已备份", "核对无误", "已恢复")] == [True] * 3
