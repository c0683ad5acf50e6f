"""`python -m corpus show`: what was read, for a person and for a program."""

import json
import subprocess
import sys

from tests.conftest import ROOT

SAMPLE = ROOT / "corpus" / "documents" / "清河市-困难补助-2022.md"


def show(*args):
    return subprocess.run(
        [sys.executable, "-m", "corpus", "show", *map(str, args)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_metadata_comes_with_how_it_is_known():
    out = show(SAMPLE).stdout
    assert "发文字号：清委老干〔2022〕8号" in out
    assert "地区：云岭省清河市" in out
    assert "第五条" in out


def test_json_holds_text_and_offsets_that_fit():
    read = json.loads(show("--json", SAMPLE).stdout)
    for _, _, path, depth, start, end, body in read["sections"]:
        assert 0 <= start <= body <= end <= len(read["text"])
        assert len(path) == depth


def test_a_missing_file_is_told_in_one_line():
    done = show("/nowhere.txt")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert "找不到" in done.stderr
