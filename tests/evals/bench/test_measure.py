"""Whole runs over a small folder: figures of the contract, equal conditions, a process for each system."""

import json
import os

import pytest

from corpus.errors import BadCall
from corpus.settings import Settings
from evals.bench.beir import open_folder
from evals.bench.measure import CONDITIONS, alone, bench, peak_memory, size, times
from evals.bench.quality import METRICS
from evals.bench.systems import SYSTEMS

CONTRACT = {
    "ndcg@10", "recall@1", "recall@5", "recall@10", "recall@100", "mrr@10", "build_seconds", "documents_per_second",
    "search_p50_ms", "search_p95_ms", "peak_memory_mb", "disk_mb",
}  # fmt: skip


def test_the_figures_are_those_of_the_contract_with_intervals_beside_them(write):
    told = []
    figures = bench(open_folder(write()), ["hybrid", "lexical"], Settings(embedder="hash"), told.append)
    assert json.loads(json.dumps(figures))["dataset"] == "小集"
    assert (figures["passages"], figures["questions"]) == (6, 3)
    hybrid, lexical = figures["systems"].values()
    assert hybrid.keys() == CONTRACT | {"intervals", "load"}
    assert lexical.keys() == CONTRACT | {"intervals", "load", "difference"}
    assert hybrid["intervals"].keys() == METRICS.keys()
    assert lexical["recall@1"] == 1.0
    low, high = lexical["difference"]["interval"]
    assert low <= lexical["difference"]["mean"] <= high
    assert all(hybrid[name] > 0 for name in ("build_seconds", "search_p50_ms", "peak_memory_mb"))
    assert len(told) == 2


def test_without_the_reference_there_is_no_difference(write):
    figures = bench(open_folder(write()), ["dense"], Settings(embedder="hash"))
    assert "difference" not in figures["systems"]["dense"]


def test_a_corpus_that_cannot_be_read_is_told_and_not_measured(write):
    folder = open_folder(write(corpus='{"_id": "d0", "text": "绝密★1年"}'))
    with pytest.raises(BadCall, match="读不进来"):
        bench(folder, ["lexical"], Settings(embedder="hash"))


@pytest.mark.parametrize("name", [name for name, system in SYSTEMS.items() if system.packages])
def test_every_peer_finds_what_is_there(write, name, request):
    from evals.bench.systems import INSTALL, missing

    if missing(name):
        pytest.skip(f"{name} is not installed: {INSTALL}")
    figures = bench(open_folder(write()), [name], Settings(embedder="hash"))["systems"][name]
    assert figures.keys() == CONTRACT | {"intervals", "load"}
    # A clause without a blank is one word to llama-index, so that its words and those of a question never meet.
    assert figures["recall@1"] == (1.0 if name != "llama-index-bm25" else pytest.approx(0.5, abs=0.5))
    assert figures["recall@100"] == 1.0


def test_every_process_runs_under_the_same_conditions_and_leaves_none_behind():
    before = dict(os.environ)
    assert {name: alone(os.getenv, name) for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS")} == {
        "OMP_NUM_THREADS": "1",
        "RAYON_NUM_THREADS": "1",
    }
    assert dict(os.environ) == before
    assert set(CONDITIONS.values()) == {"1", "false", "False"}


def test_every_system_gets_a_process_of_its_own():
    first, second = alone(os.getpid), alone(os.getpid)
    assert len({first, second, os.getpid()}) == 3


def test_memory_is_counted_without_that_of_the_parent():
    ballast = bytearray(300 * 2**20)
    assert alone(peak_memory) < len(ballast) / 2**20
    assert peak_memory() > len(ballast) / 2**20


def test_searches_that_warm_up_are_not_timed():
    asked = []
    found, taken = times(lambda question: asked.append(question) or [question], ["甲", "乙"])
    assert found == [["甲"], ["乙"]]
    assert asked == ["甲", "乙", "甲", "乙"]
    assert 0 <= taken["search_p50_ms"] <= taken["search_p95_ms"]


def test_size_counts_files_at_every_depth(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(bytes(2**20))
    (tmp_path / "c").write_bytes(bytes(2**19))
    assert size(tmp_path) == 1.5
