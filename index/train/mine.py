"""Questions → passages that words take for the answer and that are not it, for the model to tell apart.

Knows nothing of models: BM25 alone proposes them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from index.lexical import Lexical, query_terms
from index.train.pairs import PASSAGE, Pair, article_title, read_rows

MINED = ("legal", "written")
"""Sources whose questions get a wrong passage each: those that are asked of a corpus of their own."""
SKIPPED, LAST = 3, 28
"""Places in the ranking between which one is drawn. The first may well answer too, though nobody said so."""
_SAME = 40
"""Characters at the beginning of a text that tell whether an answer holds it, whatever title stands before it."""


def wrong_passages(groups: Mapping[str, Sequence[Pair]], data: Path, seed: int) -> dict[str, list[str]]:
    """For each pair of the sources in MINED, in its order, one wrong passage."""
    corpus = _corpus(data)
    passages = [f"{title}\n{text}"[:PASSAGE] for title, text in corpus]
    lexical = Lexical.build(passages)
    mined = {name: groups[name] for name in MINED if name in groups}
    answers: dict[str, set[str]] = {}
    for pairs in mined.values():
        for question, passage in pairs:
            answers.setdefault(question, set()).add(passage)
    near = {
        question: [
            passages[at]
            for at in _near(question, lexical)
            if not any(corpus[at][1][:_SAME] in answer for answer in answers[question])
        ]
        for question in answers
    }
    rng = random.Random(seed)
    return {name: [rng.choice(near[question] or passages) for question, _ in pairs] for name, pairs in mined.items()}


def _near(question: str, lexical: Lexical) -> list[int]:
    scores = lexical.scores(query_terms(question))
    best: list[int] = np.argsort(-scores, kind="stable")[SKIPPED:LAST].tolist()
    return best


def _corpus(data: Path) -> list[Pair]:
    """Title and text of the articles of national law and of the descriptions of services."""
    articles = (
        (article_title(row), row["text"])
        for row in read_rows(data / "text" / "lawrefbook_articles.jsonl.gz")
        if not row["dlc"]
    )
    services = ((row["q"], row["pos"]) for row in read_rows(data / "train" / "gd_matter.jsonl.gz"))
    return list(dict.fromkeys(chain(articles, services)))
