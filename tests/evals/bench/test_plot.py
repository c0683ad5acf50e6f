"""A picture is drawn, and what stands in its way is told beforehand."""

import importlib.util

import pytest

from corpus.errors import BadCall
from evals.bench import plot
from evals.bench.systems import INSTALL

FIGURES = {
    "dataset": "small",
    "passages": 6,
    "questions": 3,
    "systems": {
        "hybrid": {"search_p50_ms": 2.0, "ndcg@10": 0.5, "intervals": {"ndcg@10": (0.4, 0.6)}},
        "haystack-bm25": {"search_p50_ms": 600.0, "ndcg@10": 0.4, "intervals": {"ndcg@10": (0.3, 0.5)}},
    },
}


@pytest.mark.parametrize(("suffix", "start"), [(".png", b"\x89PNG"), (".svg", b"<?xml")])
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::PendingDeprecationWarning")
def test_every_system_is_in_the_picture(tmp_path, suffix, start):
    if importlib.util.find_spec("matplotlib") is None:
        pytest.skip(f"matplotlib is not installed: {INSTALL}")
    path = tmp_path / f"figures{suffix}"
    plot.plot(FIGURES, path)
    assert path.read_bytes().startswith(start)
    if suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        for name in ("hybrid", "haystack-bm25", "log; lower is better"):
            assert f"<!-- {name} -->" in text or name in text


def test_another_kind_of_file_is_refused(tmp_path):
    with pytest.raises(BadCall, match=r"\.png 或 \.svg"):
        plot.check(tmp_path / "figures.gif")


def test_without_matplotlib_it_says_how_to_install_it(tmp_path, monkeypatch):
    monkeypatch.setattr(plot, "find_spec", lambda name: None)
    with pytest.raises(BadCall, match="matplotlib") as caught:
        plot.check(tmp_path / "figures.png")
    assert INSTALL in caught.value.en
