"""The table of systems holds what the contract names, and a peer that is not installed is said to be so."""

import pytest

from corpus.errors import BadCall
from evals.bench import systems
from evals.bench.systems import INSTALL, SYSTEMS, chosen, missing
from evals.bench.types import System


@pytest.fixture
def no_bm25s(monkeypatch):
    monkeypatch.setattr(systems, "_version", lambda package: None if package == "bm25s" else "1")


def test_the_systems_are_those_of_the_contract():
    assert list(SYSTEMS) == [
        "hybrid",
        "lexical",
        "dense",
        "bm25s-jieba",
        "llama-index-bm25",
        "llama-index-vector",
        "haystack-bm25",
        "txtai",
    ]


def test_ours_need_nothing_more():
    assert not any(missing(name) for name in ("hybrid", "lexical", "dense"))


def test_a_package_that_does_not_exist_is_missing(monkeypatch):
    monkeypatch.setitem(SYSTEMS, "x", System(SYSTEMS["hybrid"].build, (), ("no-such-package-anywhere",)))
    assert missing("x")


def test_a_missing_peer_is_left_out_when_nobody_asked_for_it(no_bm25s):
    found, absent = chosen(None)
    assert absent == ["bm25s-jieba"]
    assert "bm25s-jieba" not in found
    assert "hybrid" in found


def test_a_missing_peer_that_was_named_is_refused_with_how_to_install_it(no_bm25s):
    with pytest.raises(BadCall) as caught:
        chosen(["hybrid", "bm25s-jieba"])
    for sentence in (caught.value.zh, caught.value.en):
        assert "bm25s-jieba" in sentence
        assert INSTALL in sentence
        assert "hybrid" not in sentence


def test_what_was_named_comes_once_and_in_that_order():
    assert chosen(["dense", "hybrid", "dense"]) == (["dense", "hybrid"], [])


@pytest.mark.parametrize("names", [["elastic"], ["hybrid", ""]])
def test_an_unknown_system_is_named_with_those_that_are_known(names):
    with pytest.raises(BadCall, match="haystack-bm25"):
        chosen(names)
