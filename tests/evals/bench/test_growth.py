"""The same corpus in several sizes, filled up from elsewhere when it is too small."""

import json

import pytest

from corpus.errors import BadCall
from corpus.settings import Settings
from evals.bench.beir import open_folder
from evals.bench.growth import grow

HASH = Settings(embedder="hash")


@pytest.fixture
def filling(tmp_path):
    path = tmp_path / "法条.jsonl"
    records = [{"id": n, "law": "某条例", "no": f"第{n}条", "text": f"第{n}项规定。"} for n in range(4)]
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def test_every_size_is_built_and_searched_in_every_mode(write, filling):
    told = []
    rows = grow(open_folder(write()), [3, 9], filling, HASH, told.append)
    assert [row["passages"] for row in rows] == [3, 9]
    for row in rows:
        assert row["modes"].keys() == {"hybrid", "lexical", "dense"}
        assert all(0 < each["search_p50_ms"] <= each["search_p95_ms"] for each in row["modes"].values())
        assert row["build_seconds"] > 0
        assert row["dense_recall@100"] == 1.0
    assert len(told) == 2


@pytest.mark.parametrize("sizes", [[3, 7], [0, 3], [-1]])
def test_a_size_that_cannot_be_had_is_told_before_anything_is_built(write, sizes):
    told = []
    with pytest.raises(BadCall, match="--fill"):
        grow(open_folder(write()), sizes, None, HASH, told.append)
    assert told == []


def test_a_filling_that_is_still_too_small_is_told(write, filling):
    with pytest.raises(BadCall, match="实有 10 条"):
        grow(open_folder(write()), [11], filling, HASH)
