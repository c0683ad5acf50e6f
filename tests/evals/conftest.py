"""A small benchmark folder, written anew for every test that asks for one, and a small store that all share."""

import json

import pytest

from evals.gold import Library
from index.embed import open_embedder
from index.search import Index
from index.writer import Writer

RULES = """关于困难补助的规定

一、补助标准
离休干部困难补助每人每年6000元。退休干部困难补助每人每年不超过3000元。
二、办理时限
原单位收到申请后15个工作日内提出意见。市局在三十日内审批。
三、例外
已经享受其他专项救助的，不重复享受本补助，但遇火灾的除外。
"""
REPORT = """某市2023年工作总结

全年发放困难补助XX万元，走访慰问120人次。
老年大学招收学员1,200名，比上年增长5%。
"""


@pytest.fixture(scope="session")
def index(tmp_path_factory):
    """A store of two documents, searched with the hash embedder."""
    folder = tmp_path_factory.mktemp("documents")
    (folder / "补助规定.txt").write_text(RULES, encoding="utf-8")
    (folder / "总结-2023.txt").write_text(REPORT, encoding="utf-8")
    store, embedder = tmp_path_factory.mktemp("small") / "store", open_embedder("hash")
    with Writer.open(store, embedder) as writer:
        writer.sync([folder])
    with Index.open(store, embedder) as opened:
        yield opened


@pytest.fixture(scope="session")
def library(index):
    """The same two documents as a suite names them."""
    return Library(index)


PASSAGES = (
    ("护理费", "离休干部护理费标准为每人每月五百元，按月发放。"),
    ("走访慰问", "春节期间走访慰问离退休干部，送去慰问金。"),
    ("健康体检", "每年组织离退休干部健康体检一次，费用由单位承担。"),
    ("交通费", "离休干部的特需经费包括交通费和探亲路费。"),
    ("老年大学", "老年大学每年春季和秋季各招生一次，学员自愿报名。"),
    ("遗属", "离休干部去世后，无工作的遗属可领取生活困难补助。"),
)
QUESTIONS = {
    "q0": ("离休干部护理费的标准是多少", 0),
    "q1": ("健康体检多久组织一次", 2),
    "q2": ("老年大学什么时候招生", 4),
}


@pytest.fixture
def write(tmp_path):
    """A function that writes a folder; a file that is handed in takes the place of the good one, None leaves it out."""

    def written(**changed):
        folder = tmp_path / "小集"
        lines = [
            json.dumps({"_id": f"d{n}", "title": title, "text": text}) for n, (title, text) in enumerate(PASSAGES)
        ]
        asked = [json.dumps({"_id": id, "text": text}) for id, (text, _) in QUESTIONS.items()]
        judged = [f"{id}\td{place}\t1" for id, (_, place) in QUESTIONS.items()]
        files = {
            "corpus": ("corpus.jsonl", "\n".join(lines)),
            "queries": ("queries.jsonl", "\n".join(asked)),
            "qrels": ("qrels/test.tsv", "\n".join(["query-id\tcorpus-id\tscore", *judged]) + "\n"),
        }
        (folder / "qrels").mkdir(parents=True)
        for name, (path, text) in files.items():
            text = changed.get(name, text)
            if text is not None:
                (folder / path).write_text(text, encoding="utf-8")
        return folder

    return written
