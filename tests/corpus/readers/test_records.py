import gzip
import json
from pathlib import Path

import pytest

from corpus.errors import UnreadableDocument
from corpus.readers import records
from tests.contracts import FOREIGN, PARAGRAPHS, ReaderContract, refusal
from tests.stopwatch import takes_less


class TestRecords(ReaderContract):
    read = records.read
    suffix = ".jsonl"

    def make(self, path, paragraphs):
        path.write_text(json.dumps({"id": "1", "text": "\n".join(paragraphs)}), encoding="utf-8")


class TestPackedRecords(ReaderContract):
    read = records.read
    suffix = ".jsonl.gz"

    def make(self, path, paragraphs):
        path.write_bytes(gzip.compress(json.dumps({"id": "1", "text": "\n".join(paragraphs)}).encode()))


def write(tmp_path: Path, *lines: object) -> Path:
    path = tmp_path / "法规.jsonl"
    path.write_text(
        "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8"
    )
    return path


def test_a_record_becomes_a_document(tmp_path):
    record = {
        "id": "法-1",
        "title": "某某办法",
        "text": "第一条 甲。\n第二条 乙。",
        "metadata": {"date": "2020-01-02", "region": "全国", "year": 2020, "supersedes": ["旧办法"], "colour": "red"},
    }
    (draft,) = records.read(write(tmp_path, record))
    assert (draft.key, draft.title) == ("法-1", "某某办法")
    assert [line.text for line in draft.lines] == ["第一条 甲。", "第二条 乙。"]
    assert draft.declared == {"date": "2020-01-02", "region": "全国", "supersedes": ("旧办法",)}


def test_benchmark_records_are_read_too(tmp_path):
    path = write(tmp_path, {"_id": "d1", "title": "题", "text": ""}, "", {"_id": 7, "title": "", "text": "文"})
    first, second = records.read(path)
    assert (first.key, first.title, first.lines[0].text) == ("d1", "题", "题")
    assert (second.key, second.title, second.lines[0].text) == ("7", None, "文")


def test_a_record_without_an_id_is_known_by_its_line(tmp_path):
    assert [draft.key for draft in records.read(write(tmp_path, {"text": "甲"}, {"text": "乙"}))] == ["1", "2"]


def test_bad_lines_are_named_after_all_good_ones(tmp_path):
    lines = [{"id": 1, "text": "甲"}, "{broken", {"id": 2, "text": "乙"}, "[1]", {"id": 3}, {"id": 4, "text": "丙"}]
    reading = records.read(write(tmp_path, *lines))
    assert [next(reading).key for _ in range(3)] == ["1", "2", "4"]
    with pytest.raises(UnreadableDocument) as caught:
        next(reading)
    assert "第 2、4、5 行" in caught.value.zh
    assert "法规.jsonl" in caught.value.zh


def test_a_line_in_another_encoding_is_rescued(tmp_path):
    path = tmp_path / "旧.jsonl"
    path.write_bytes('{"id": 1, "text": "离退休干部工作的若干规定"}\n'.encode("gb18030"))
    (draft,) = records.read(path)
    assert draft.lines[0].text == "离退休干部工作的若干规定"
    assert "GB18030" in draft.notes[0]


def test_a_byte_order_mark_does_no_harm(tmp_path):
    path = tmp_path / "标.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + '{"id": "a", "text": "甲"}'.encode())
    assert [draft.key for draft in records.read(path)] == ["a"]


def test_hostile_nesting_is_one_bad_line(tmp_path):
    assert "第 1 行" in refusal(records.read, write(tmp_path, "[" * 200_000)).zh


def test_a_line_beyond_all_bounds_is_one_bad_line(tmp_path, monkeypatch):
    monkeypatch.setattr(records, "MAX_LINE", 1000)
    path = write(tmp_path, {"id": 1, "text": "长" * 2000}, {"id": 2, "text": "短"})
    assert "第 1 行" in refusal(records.read, path).zh


def test_a_cut_archive_is_called_damaged(tmp_path):
    path = tmp_path / "断.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"id": 1, "text": PARAGRAPHS[0] * 50}).encode())[:-12])
    assert "损坏" in refusal(records.read, path).zh


def test_a_picture_is_called_a_picture(tmp_path):
    path = tmp_path / "图.jsonl"
    path.write_bytes(FOREIGN["png"])
    assert "PNG" in refusal(records.read, path).zh


def test_ten_thousand_records_take_less_than_a_second(tmp_path):
    path = write(tmp_path, *({"_id": str(n), "title": "题", "text": "文" * 300} for n in range(10_000)))
    assert takes_less(1, lambda: sum(1 for _ in records.read(path))) == 10_000
