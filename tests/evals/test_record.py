"""A run is written and read back whole; a file that is none is told."""

import json
from dataclasses import replace

import pytest

from corpus.errors import BadCall
from evals.record import read, to_json
from tests.evals.test_gates import run_of
from tests.evals.test_summary import ALL


def test_a_run_is_read_back_as_it_was(tmp_path):
    path = tmp_path / "run.json"
    path.write_text(to_json(run_of(*ALL)), encoding="utf-8")
    assert read(path) == run_of(*ALL)
    assert to_json(read(path)) == to_json(run_of(*ALL))


def test_time_stands_under_timing_and_nowhere_else():
    run = run_of(*ALL)
    later = replace(run, timing=replace(run.timing, started="2027-01-01T00:00:00", seconds=9.0))
    first, second = json.loads(to_json(run)), json.loads(to_json(later))
    assert first.pop("timing") != second.pop("timing")
    assert first == second


@pytest.mark.parametrize(
    ("text", "words"), [("{", "不是评测记录"), ("{}", "不是评测记录"), (None, "找不到"), ("version", "第 99 版")]
)
def test_what_is_no_run_is_told_in_one_line(tmp_path, text, words):
    path = tmp_path / "run.json"
    if text == "version":
        text = to_json(replace(run_of(*ALL), version=99))
    if text is not None:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(BadCall, match=words) as caught:
        read(path)
    assert "\n" not in str(caught.value)
