"""What an administrator does on the machine itself: users, keys, the audit log. Passwords are never arguments."""

import io
import json
import subprocess
import sys

import pytest

from assistant.__main__ import main
from assistant.web.access.access import Access
from assistant.web.records.audit import Audit
from corpus.command import code_of
from corpus.errors import Busy, NotSignedIn
from tests.conftest import ROOT

PASSWORD = "tiger-lamp-42"


class Terminal(io.StringIO):
    """A standard input with a person before it."""

    def isatty(self):
        return True


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("POLICY_HOME", str(tmp_path / "service"))
    return tmp_path / "service"


@pytest.fixture
def run(home, monkeypatch, capsys):
    def call(*args, typed="", expect=0):
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        code = code_of(lambda: main([str(each) for each in args]))
        out = capsys.readouterr()
        assert code == expect, out.err
        assert "Traceback" not in out.err
        return out

    return call


@pytest.fixture
def access(home):
    with Access.open(home / "service.db", home / "secrets") as opened:
        yield opened


@pytest.fixture
def administered(access):
    access.accounts.add("管理员", PASSWORD, "administrator")


def kinds(home):
    with Audit.open(home / "audit") as audit:
        assert audit.verify() is None
        return [(each.kind, each.good) for each in reversed(audit.list())]


def test_a_user_who_was_added_signs_in_and_that_is_on_record(run, access, home):
    run(
        "user",
        "add",
        "王小明",
        "--role",
        "administrator",
        "--group",
        "一科",
        "--group",
        "二科",
        typed=f"{PASSWORD}\n",
    )
    user = access.accounts.sign_in("王小明", PASSWORD, "")
    assert (user.role, user.groups) == ("administrator", {"一科", "二科"})
    assert kinds(home) == [("user-added", True)]
    assert json.loads(run("user", "list", "--json").out) == [
        {
            "id": user.id, "name": "王小明", "role": "administrator", "groups": ["一科", "二科"], "disabled": False,
            "created": user.created, "source": "password",
        }
    ]  # fmt: skip
    assert "王小明  administrator  一科  二科" in run("user", "list").out


def test_a_password_never_stands_where_others_see_it(run, administered, home, capsys):
    with pytest.raises(SystemExit):
        run("user", "add", "王小明", "--password", PASSWORD)
    capsys.readouterr()
    out = run("user", "add", "王小明", typed=f"{PASSWORD}\n")
    assert PASSWORD not in out.out + out.err
    assert PASSWORD.encode() not in b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())


def test_a_person_at_a_terminal_types_it_twice(run, administered, access, monkeypatch):
    monkeypatch.setattr(io, "StringIO", Terminal)
    typed = iter([PASSWORD, "tiger-lamp-43", PASSWORD, PASSWORD])
    asked = []
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or next(typed))
    assert "不同" in run("user", "add", "王小明", expect=2).err
    run("user", "add", "王小明")
    assert access.accounts.sign_in("王小明", PASSWORD, "")
    assert len(asked) == 4


@pytest.mark.parametrize("typed", ["", "\n", "short1\n", "admin123\n"])
def test_a_weak_password_makes_nobody_and_that_is_on_record(run, administered, access, home, typed):
    out = run("user", "add", "王小明", typed=typed, expect=2)
    assert len(out.err.strip().splitlines()) == 1
    assert len(access.accounts.list()) == 1
    assert kinds(home) == [("user-added", True), ("user-added", False)]


def test_a_user_is_changed_disabled_unlocked_and_removed(run, access, home):
    run("user", "add", "管理员", "--role", "administrator", typed=PASSWORD)
    run("user", "add", "王小明", "--group", "一科", typed=PASSWORD)
    token = access.sessions.begin(access.accounts.named("王小明"), "")
    run("user", "change", "王小明", "--role", "editor", "--group", "二科")
    user = access.accounts.named("王小明")
    assert (user.role, user.groups) == ("editor", {"二科"})
    assert access.sessions.caller(token, "") is None
    run("user", "change", "王小明", "--no-groups", "--disable")
    with pytest.raises(NotSignedIn):
        access.accounts.sign_in("王小明", PASSWORD, "")
    run("user", "change", "王小明", "--enable", "--password", typed="other-lamp-43\n")
    assert access.accounts.sign_in("王小明", "other-lamp-43", "").groups == frozenset()
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            access.accounts.sign_in("王小明", "wrong-lamp-42", "")
    with pytest.raises(Busy):
        access.accounts.sign_in("王小明", "other-lamp-43", "")
    run("user", "change", "王小明", "--unlock")
    assert access.accounts.sign_in("王小明", "other-lamp-43", "")
    run("user", "remove", "王小明")
    assert [each.name for each in access.accounts.list()] == ["管理员"]
    assert kinds(home)[2:] == [
        ("role-changed", True),
        ("user-changed", True),
        ("password-changed", True),
        ("unlocked", True),
        ("user-removed", True),
    ]


def test_the_first_user_must_be_able_to_let_others_in(run, access):
    assert "--role administrator" in run("user", "add", "王小明", typed=PASSWORD, expect=2).err
    assert not access.accounts.any()


def test_the_last_administrator_stays(run, access):
    run("user", "add", "管理员", "--role", "administrator", typed=PASSWORD)
    for call in (("remove", "管理员"), ("change", "管理员", "--role", "reader"), ("change", "管理员", "--disable")):
        assert "最后一个管理员" in run("user", *call, expect=2).err
    assert access.accounts.administered()


@pytest.mark.parametrize(
    "args",
    [
        ("user", "change", "没有的人", "--role", "editor"),
        ("user", "change", "王小明"),
        ("user", "change", "王小明", "--disable", "--enable"),
        ("user", "change", "王小明", "--group", "一科", "--no-groups"),
        ("user", "remove", "没有的人"),
        ("key", "make", "没有的人", "--name", "看板", "--scope", "ask"),
        ("key", "make", "王小明", "--name", "看板", "--scope", "ask", "--days", "0"),
        ("key", "revoke", "0"),
        ("audit", "prune", "--days", "30"),
        ("audit", "export", "--since", "yesterday"),
        ("audit", "export", "--out", "/no/such/folder/x.jsonl"),
        ("audit", "verify", "--against", "/no/such/file"),
    ],
)
def test_a_call_that_is_wrong_is_told_in_one_line(run, access, args):
    access.accounts.add("王小明", PASSWORD, "administrator")
    err = run(*args, expect=2).err.strip()
    assert len(err.splitlines()) == 1
    assert " | " in err


def test_a_key_is_printed_once_and_can_be_revoked(run, access, home):
    user = access.accounts.add("王小明", PASSWORD, "editor")
    secret = run(
        "key", "make", "王小明", "--name", "看板", "--scope", "ask", "--scope", "search", "--days", "7"
    ).out.strip()
    caller = access.keys.caller(secret, "")
    assert (caller.id, caller.scopes) == (user.id, {"ask", "search"})
    [listed] = json.loads(run("key", "list", "--json").out)
    assert listed["name"] == "看板"
    assert listed["id"] in run("key", "list").out
    assert secret[-16:] not in run("key", "list").out
    run("key", "revoke", listed["id"])
    assert access.keys.caller(secret, "") is None
    assert kinds(home) == [("key-made", True), ("key-revoked", True)]
    assert secret.encode() not in b"".join(each.read_bytes() for each in home.rglob("*") if each.is_file())


class TestTheAuditLog:
    @pytest.fixture
    def filled(self, home):
        with Audit.open(home / "audit") as audit:
            for number in range(5):
                audit.add("corrected", None, f"d{number}", good=True)
            yield audit

    def test_is_verified(self, run, filled):
        assert "第 5 条" in run("audit", "verify").err
        connection = filled._database._connection
        connection.execute("DROP TRIGGER record_stays")
        connection.execute("UPDATE record SET object = 'x' WHERE number = 3")
        out = run("audit", "verify", expect=1).out
        assert "第 3 条" in out
        assert "record 3" in out

    def test_is_exported_once_to_each_file_and_compared_with_that(self, run, filled, tmp_path):
        path = tmp_path / "out.jsonl"
        assert "5" in run("audit", "export", "--out", path).err
        assert [json.loads(line)["number"] for line in path.read_text("utf-8").splitlines()] == [1, 2, 3, 4, 5]
        assert "已存在" in run("audit", "export", "--out", path, expect=2).err
        run("audit", "verify", "--against", path)
        path.write_text(path.read_text().replace('"hash": "', '"hash": "x', 1))
        run("audit", "verify", "--against", path, expect=1)
        path.write_text("no export")
        assert "不是导出" in run("audit", "verify", "--against", path, expect=2).err
        assert len(run("audit", "export").out.splitlines()) == 6

    def test_is_pruned_and_anchored(self, run, filled, administered, home):
        assert "清理 0 条" in run("audit", "prune").err
        (home / "audit" / "audit.head").unlink()
        run("audit", "verify", expect=1)
        assert "audit anchor" in run("user", "add", "王小明", typed=PASSWORD, expect=2).err
        run("audit", "anchor")
        run("audit", "verify")


def test_another_folder_can_be_named(run, home, tmp_path):
    run("user", "add", "王小明", "--role", "administrator", "--home", tmp_path / "other", typed=PASSWORD)
    assert not home.exists()
    assert "王小明" in run("user", "list", "--home", tmp_path / "other").out


def test_the_help_names_everything_and_loads_little():
    code = """
import sys
sys.argv = ["x", "user", "add", "--help"]
import runpy
try:
    runpy.run_module("assistant", run_name="__main__")
except SystemExit as end:
    assert end.code == 0
print(sorted({"fastapi", "argon2", "authlib", "numpy", "httpx2", "pydantic"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "--role" in done.stdout
    assert done.stdout.strip().endswith("[]")
