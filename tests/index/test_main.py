"""The commands as a person meets them: what is printed where, what the exit code says, and one line for a mistake."""

import hashlib
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.command import code_of
from index.__main__ import _bar, main
from index.store import DATABASE, locked
from index.writer import Writer
from tests.stopwatch import takes_less

ROOT = Path(__file__).resolve().parents[2]
HASH = ("--embedder", "hash")


@pytest.fixture
def run(directory, capsys):
    """Run a command on the store of the test: exit code, stdout, stderr."""

    def run(command, *arguments):
        code = code_of(lambda: main([command, "--store", str(directory), *map(str, arguments)]))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


@pytest.fixture
def built(run, folder):
    assert run("build", folder, *HASH)[0] == 0
    return folder


def content(directory):
    """What must not change: the database, to the byte."""
    return hashlib.sha256((directory / DATABASE).read_bytes()).hexdigest()


def test_help_comes_at_once():
    # 0.06 s on an idle machine; torch or faiss would take several times this limit.
    command = [sys.executable, "-m", "index", "--help"]
    done = takes_less(
        1.0, lambda: subprocess.run(command, capture_output=True, text=True, cwd=ROOT), time.perf_counter
    )
    assert done.returncode == 0
    assert all(word in done.stdout for word in ("build", "remove", "info", "verify", "search"))


def test_building_says_what_it_came_to(run, folder):
    code, out, err = run("build", folder, *HASH)
    assert (code, err) == (0, "")
    assert "新增 3" in out
    assert "未变 3" in run("build", folder, *HASH)[1]


def test_progress_is_drawn_on_one_line(capsys):
    draw = _bar()
    draw(1, 2, 5)
    draw(2, 2, 9)
    assert capsys.readouterr().err.split("\r")[1:] == [
        f"[{'█' * 12}{'·' * 12}] 1/2 个文件 5 件",
        f"[{'█' * 24}] 2/2 个文件 9 件\n",
    ]


def test_removing_and_verifying(run, built):
    code, out, _ = run("remove", "护理费.txt")
    assert code == 0
    assert "移出 1" in out
    assert run("verify") == (0, "没有问题 | sound\n", "")


def test_verify_fails_on_a_damaged_store(run, built, directory):
    (cache,) = (directory / "cache").glob("*.vec")
    cache.write_bytes(b"")
    code, out, _ = run("verify")
    assert code == 1
    assert cache.name in out


def test_info_counts(run, built):
    code, out, _ = run("info", "--json")
    facts = json.loads(out)
    assert code == 0
    assert (facts["documents"], facts["generation"], facts["model"]) == (3, 1, "hash")
    assert {entry["source"] for entry in facts["entries"]} == {"护理费.txt", "医药费.txt", "县/活动.txt"}
    assert "护理费.txt" in run("info")[1]


def test_search_prints_hits_best_first(run, built):
    code, out, _ = run("search", "医药费实报实销", *HASH, "--json", "--k", 2)
    hits = json.loads(out)
    assert code == 0
    assert [hit["rank"] for hit in hits] == [1, 2]
    assert hits[0]["document"] == "医药费.txt"
    text = (built / "医药费.txt").read_text("utf-8")
    assert text[hits[0]["start"] : hits[0]["end"]] == hits[0]["text"]
    assert "医药费.txt" in run("search", "医药费实报实销", *HASH)[1].splitlines()[0]


def test_search_asks_the_reranker_that_is_named(run, built, monkeypatch):
    def reranked(*arguments):
        return [
            hit["reranked"] for hit in json.loads(run("search", "护理费每人每月", *HASH, "--json", *arguments)[1])
        ]

    assert set(reranked()) == {None}
    scores = reranked("--reranker", "overlap")
    assert scores == sorted(scores, reverse=True)
    monkeypatch.setenv("POLICY_RERANKER", "overlap")
    assert reranked() == scores
    assert set(reranked("--reranker", "none")) == {None}


def test_search_filters(run, built):
    out = run("search", "护理费", *HASH, "--json", "--document", "县/活动.txt")[1]
    assert {hit["document"] for hit in json.loads(out)} == {"县/活动.txt"}
    code, out, err = run("search", "护理费", *HASH, "--year", 1949)
    assert (code, out) == (0, "")
    assert "nothing found" in err


def test_one_bad_file_is_told_and_the_rest_goes_on(run, folder):
    (folder / "空.pdf").write_bytes(b"")
    code, out, err = run("build", folder, *HASH)
    assert code == 0
    assert "新增 3，未能读取 1" in out
    assert len(err.splitlines()) == 1
    assert "空.pdf" in err


def encrypted(path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("geheim")
    with path.open("wb") as file:
        writer.write(file)


BAD_FILES = {
    "空文件.txt": lambda path: path.write_bytes(b""),
    "只有空白.txt": lambda path: path.write_text(" \n\n", "utf-8"),
    "旧格式.docx": lambda path: path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2048)),
    "断了.docx": lambda path: path.write_bytes(b"PK\x03\x04" + bytes(100)),
    "加密.pdf": encrypted,
    "零字节.pdf": lambda path: path.write_bytes(b""),
    "图片.png": lambda path: path.write_bytes(b"\x89PNG"),
    "断了.jsonl": lambda path: path.write_text('{"_id": "1", "text"', "utf-8"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_read_gets_one_line_and_changes_nothing(run, built, directory, tmp_path, name):
    path = tmp_path / name
    BAD_FILES[name](path)
    before = content(directory)
    code, _, err = run("build", path, *HASH)
    assert code == 2
    assert len(err.splitlines()) == 1
    assert name in err
    assert content(directory) == before


def empty_folder(tmp_path):
    folder = tmp_path / "没有文件"
    folder.mkdir()
    (folder / "图片.png").write_bytes(b"\x89PNG")
    return folder


BAD_CALLS = {
    "a missing path": lambda tmp_path: ("build", tmp_path / "没有", *HASH),
    "a folder without documents": lambda tmp_path: ("build", empty_folder(tmp_path), *HASH),
    "an unknown document": lambda tmp_path: ("remove", "没有.txt"),
    "a blank query": lambda tmp_path: ("search", "　", *HASH),
    "a reranker that is not here": lambda tmp_path: ("search", "护理费", *HASH, "--reranker", tmp_path / "没有"),
    "no hits wanted": lambda tmp_path: ("search", "护理费", "--k", 0, *HASH),
}


@pytest.mark.parametrize("case", BAD_CALLS)
def test_a_wrong_call_gets_one_line_and_changes_nothing(run, built, directory, tmp_path, case):
    before = content(directory)
    code, out, err = run(*BAD_CALLS[case](tmp_path))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert content(directory) == before


@pytest.mark.parametrize("command", [("build", "FOLDER", *HASH), ("search", "护理费", *HASH)])
def test_a_store_of_another_model_is_refused_with_the_command_that_rebuilds(
    run, directory, folder, embedder, command
):
    with Writer.open(directory, embedder) as writer:
        writer.sync([folder])
    before = content(directory)
    code, out, err = run(*(folder if word == "FOLDER" else word for word in command))
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert f"python -m index build --store {directory} --rebuild" in err
    assert content(directory) == before


@pytest.mark.parametrize("command", [("build", "FOLDER", *HASH), ("remove", "护理费.txt")])
def test_a_store_that_another_writer_holds_is_refused_and_can_be_searched(run, built, directory, command):
    before = content(directory)
    with locked(directory):
        code, out, err = run(*(built if word == "FOLDER" else word for word in command))
        assert run("search", "护理费", *HASH)[0] == 0
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "another process is writing" in err
    assert content(directory) == before


@pytest.mark.parametrize("command", [("info",), ("verify",), ("search", "护理费", *HASH), ("remove", "护理费.txt")])
def test_without_a_store_the_command_that_builds_one_is_named(run, directory, command):
    code, out, err = run(*command)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "python -m index build" in err
    assert not directory.exists()


def test_a_mistyped_path_makes_no_store(run, directory, tmp_path):
    assert run("build", tmp_path / "没有", *HASH)[0] == 2
    assert not directory.exists()


def test_a_whole_command_keeps_results_and_messages_apart(folder, directory):
    (folder / "空.txt").write_bytes(b"")
    command = [sys.executable, "-m", "index", "build", "--store", str(directory), *HASH, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert "新增 3" in done.stdout
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr
