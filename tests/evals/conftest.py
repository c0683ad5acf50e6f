"""A small benchmark folder, written anew for every test that asks for one."""

import json

import pytest

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
