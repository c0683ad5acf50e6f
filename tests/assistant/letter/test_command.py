"""`python -m assistant letter` as a person calls it."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.__main__ import main
from corpus.command import code_of
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    from index.embed import open_embedder
    from index.writer import Writer

    folder = tmp_path_factory.mktemp("letters") / "store"
    with Writer.open(folder, open_embedder()) as writer:
        writer.sync([ROOT / "corpus" / "documents"])
    return folder


def call(*words, **environment):
    import os

    return subprocess.run(
        [sys.executable, "-m", "assistant", "letter", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_call_of_the_contract_writes_a_draft_and_lists_what_is_open(store, tmp_path):
    out = tmp_path / "答复.docx"
    done = call(
        "--store", store, "--question", "离休干部护理费是怎么规定的？", "--to", "王建国同志", "--out", out, "--text"
    )
    assert done.returncode == 0, done.stderr
    assert out.is_file()
    assert (tmp_path / "答复.核对单.docx").is_file()
    assert "王建国同志：" in (tmp_path / "答复.txt").read_text(encoding="utf-8")
    assert "成文日期" in done.stdout


def test_a_letter_that_came_in_is_answered_with_an_office_of_its_own_and_made_final(store, tmp_path):
    office = tmp_path / "office"
    office.mkdir()
    (office / "office.toml").write_text(
        'org = "中共清河市委老干部局"\ncontact = "李明"\nphone = "0500-7654321"\nreferral = "市人社局"\n',
        encoding="utf-8",
    )
    (tmp_path / "fields.toml").write_text('received = "2026年11月3日"\ndate = "2026年11月20日"\n', encoding="utf-8")
    (tmp_path / "来信.txt").write_bytes("我的电话13800138000。离休干部护理费是怎么规定的？".encode("gb18030"))
    done = call(
        *("--store", store, "--from", tmp_path / "来信.txt", "--to", "王建国同志", "--out", tmp_path / "a.docx"),
        *(
            "--fields",
            tmp_path / "fields.toml",
            "--field",
            "发文字号=清委老干函〔2026〕3号",
            "--final",
            "--by",
            "周敏",
            "--text",
        ),
        POLICY_LETTERS=str(office),
    )
    assert done.returncode == 0, done.stderr
    assert "定稿" in done.stdout
    text = (tmp_path / "a.txt").read_text(encoding="utf-8")
    assert "中共清河市委老干部局" in text
    assert "草稿" not in text


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--out", "a.docx"], "--question"),
        (["--question", "护理费？"], "--out"),
        (["--question", "护理费？", "--out", "a.pdf"], ".docx"),
        (["--question", "护理费？", "--out", "/nowhere/a.docx"], "nowhere"),
        (["--question", "护理费？", "--out", "a.docx", "--field", "date"], "--field"),
        (["--question", "护理费？", "--out", "a.docx", "--kind", "情书"], "情书"),
        (["--question", "护理费？", "--out", "a.docx", "--field", "date=昨天"], "成文日期"),
        (["--question", "护理费？", "--out", "a.docx", "--as-of", "昨天"], "昨天"),
        (["--from", "none.txt", "--out", "a.docx"], "none.txt"),
        (["--question", "护理费每月多少？", "--out", "a.docx", "--final"], "定稿"),
    ],
)
def test_a_wrong_call_is_told_in_one_line_and_nothing_is_written(store, tmp_path, capsys, words, told):
    words = [str(tmp_path / word) if word in ("a.docx", "a.pdf") else word for word in words]
    assert code_of(lambda: main(["letter", "--store", str(store), *words])) == 2
    complaint = capsys.readouterr().err
    assert told in complaint
    assert len(complaint.strip().splitlines()) == 1
    assert list(Path(tmp_path).iterdir()) == []


def test_the_kinds_and_their_fields_are_listed():
    done = call("--list")
    assert done.returncode == 0
    for word in ("答复函", "复函", "信访事项处理意见书", "建议提案答复", "电话答复记录", "复查机关"):
        assert word in done.stdout
