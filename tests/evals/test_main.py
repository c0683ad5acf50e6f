"""`python -m evals bench` from the outside: what it prints and writes, and what it refuses beforehand."""

import json

import pytest

from corpus.command import code_of
from evals.__main__ import main
from evals.bench import systems


@pytest.fixture(autouse=True)
def hash_embedder(monkeypatch):
    monkeypatch.setenv("POLICY_EMBEDDER", "hash")


@pytest.fixture
def no_bm25s(monkeypatch):
    monkeypatch.setattr(systems, "_version", lambda package: None if package == "bm25s" else "1")


def refused(capsys, *argv):
    """The one line on stderr that a call is refused with."""
    assert code_of(lambda: main(["bench", *map(str, argv)])) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    return line


def test_figures_are_printed_and_written(write, tmp_path, capsys):
    written = tmp_path / "figures.json"
    argv = [
        "bench",
        "--beir",
        write(),
        "--systems",
        "lexical",
        "--questions",
        "2",
        "--growth",
        "2,4",
        "--json",
        written,
    ]
    assert main([str(each) for each in argv]) == 0
    figures = json.loads(written.read_text(encoding="utf-8"))
    assert figures["questions"] == 2
    assert [row["passages"] for row in figures["growth"]] == [2, 4]
    said = capsys.readouterr()
    assert "search_p50_ms" in said.out
    assert "lexical" in said.err


def test_a_peer_that_is_not_installed_is_refused_when_it_is_named(write, no_bm25s, capsys):
    assert systems.INSTALL in refused(capsys, "--beir", write(), "--systems", "hybrid,bm25s-jieba")


def test_a_peer_that_is_not_installed_is_left_out_with_a_word_when_it_is_not(write, no_bm25s, monkeypatch, capsys):
    monkeypatch.setattr(systems, "SYSTEMS", {name: systems.SYSTEMS[name] for name in ("lexical", "bm25s-jieba")})
    assert main(["bench", "--beir", str(write())]) == 0
    said = capsys.readouterr()
    assert "bm25s-jieba" not in said.out
    (line,) = (line for line in said.err.splitlines() if "bm25s-jieba" in line)
    assert "略过" in line
    assert systems.INSTALL in line


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--systems", "elastic", "elastic"),
        ("--questions", "0", "至少为 1"),
        ("--json", "/无此文件夹/a.json", "不存在"),
        ("--plot", "图.gif", ".png"),
        ("--growth", "7", "--fill"),
    ],
)
def test_a_mistake_is_told_before_anything_is_measured(write, capsys, option, value, words):
    assert words in refused(capsys, "--beir", write(), "--systems", "lexical", option, value)


def test_a_folder_of_another_kind_is_refused(tmp_path, capsys):
    assert "BEIR" in refused(capsys, "--beir", tmp_path)


def test_numbers_that_are_none_are_refused(write, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["bench", "--beir", str(write()), "--growth", "viele"])
    assert ended.value.code == 2
