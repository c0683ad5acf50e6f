"""Rerankers (`index.types.Reranker`): any CrossEncoder of sentence-transformers, one fake, and what they do to hits.

A reranker reads question and passage together, which no index can do beforehand; so it reads the few hits that words
and meaning found, and puts those in order. Knows nothing of stores, fusion or how an answer is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable
from index.lexical import grams
from index.neural import LOCAL, in_one_line, loading, threads
from index.types import Hit, Reranker

RERANKED = 30
"""Hits of a hybrid search that the reranker reads.

A reader can only bring up what it reads, and what it reads costs: one pair of 20 to 250 tokens takes MiniLM of six
layers 36 ms of one processor, so 30 take a second. Of the articles that answer a lay question the first ten hits hold
.55 and the first hundred .78 (evals/runs/statutes.json); what lies below no reader can bring up.
"""
_PAIRS = 8
"""Pairs that a CrossEncoder reads at a time, after sentence-transformers has sorted them by length.

On one thread more are slower: 30 pairs of 20 to 250 tokens take MiniLM of six layers 1.0 s by 8 and 1.8 s by 32.
"""


class CrossReranker:
    """Any CrossEncoder of sentence-transformers with one label, by name in the local cache or by its folder."""

    def __init__(self, name: str) -> None:
        """Load the model, from this machine only and without running code that comes with it.

        Raises:
            ModelUnavailable: When there is no such model here, or it was not trained to give one score.
        """
        from sentence_transformers import CrossEncoder
        from torch.nn import Sigmoid

        with loading(lambda reason: _unavailable(name, reason)):
            self._model: Any = CrossEncoder(name, **LOCAL)
        labels = int(self._model.num_labels)
        if labels != 1:
            raise _unavailable(name, f"{labels} labels, not one")
        if not _trained(self._model):
            raise _unavailable(name, "an encoder, not trained to score pairs")
        self.name = name
        self._squash = Sigmoid()

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How well each passage answers `query`: (n,) float32, 0…1, computed on one thread.

        A model that says 0…1 by itself and one that says any number are brought to one scale: the sigmoid of what the
        last layer gives, whatever activation the model's own settings name. The order stays the model's.
        """
        if not passages:
            return np.zeros(0, np.float32)
        pairs = [(query, passage) for passage in passages]
        with threads(1):
            scores = self._model.predict(
                pairs, batch_size=_PAIRS, activation_fn=self._squash, show_progress_bar=False
            )
        return np.asarray(scores, np.float32)


class OverlapReranker:
    """The share of the question's grams that a passage holds: without files. For tests and demonstrations."""

    name = "overlap"

    def scores(self, query: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How much of `query` each passage holds: (n,) float32, 0…1."""
        asked = set(grams(query))
        shared = [len(asked.intersection(grams(passage))) for passage in passages]
        return np.array(shared, np.float32) / np.float32(max(len(asked), 1))


RERANKERS: dict[str, Callable[[], Reranker | None]] = {"none": lambda: None, "overlap": OverlapReranker}
"""Rerankers that go by a name of ours; "none" leaves the order as it was found."""


def open_reranker(name: str = "none") -> Reranker | None:
    """The reranker called `name`: one of RERANKERS, or a CrossEncoder by name or path; None for "none".

    Raises:
        ModelUnavailable: When it cannot be loaded from this machine.
    """
    known = RERANKERS.get(name)
    return known() if known else CrossReranker(name)


def rerank(reranker: Reranker, query: str, hits: Sequence[Hit]) -> list[Hit]:
    """The same hits, the first RERANKED of them in the order of `reranker`; equal scores in the order they came in.

    Those read come before those not read, and their scores keep to it: the best score of those not read (0 when there
    are none) plus what the reranker says. So scores do not rise, and two hits that were read differ by what the
    reranker says. `hits` are best first; ranks are given anew.

    Raises:
        ModelUnavailable: the model gave no usable scores.
    """
    read, rest = hits[:RERANKED], hits[RERANKED:]
    scores = np.asarray(reranker.scores(query, [hit.chunk.searchable for hit in read]))
    if scores.shape != (len(read),) or not np.isfinite(scores).all():
        raise ModelUnavailable(
            f"重排模型“{reranker.name}”没有给出可用的分数，请换一个模型（POLICY_RERANKER）",
            f"reranker {reranker.name} gave no usable scores; choose another one (POLICY_RERANKER)",
        )
    floor = max([0.0, *(hit.score for hit in rest[:1])])
    judged = [
        replace(hit, score=floor + score, reranked=score) for hit, score in zip(read, scores.tolist(), strict=True)
    ]
    best = sorted(judged, key=lambda hit: -hit.score)
    return [replace(hit, rank=rank) for rank, hit in enumerate([*best, *rest], 1)]


def _trained(model: Any) -> bool:  # noqa: ANN401 - sentence-transformers is imported only where it is used
    """Say whether the layer that gives the score comes from the model's files.

    An encoder is loaded all the same, under a last layer of random numbers, and would shuffle the hits; but its
    settings still name what was saved.
    """
    if getattr(model[0], "transformer_task", None) != "sequence-classification":
        return True  # the score is a module of its own, or a word that the model says
    return any(name.endswith("ForSequenceClassification") for name in model.config.architectures or ())


def _unavailable(name: str, reason: object) -> ModelUnavailable:
    detail = in_one_line(reason)
    return ModelUnavailable(
        f"重排模型“{name}”无法从本机加载（{detail}），请检查名称或路径，或改用 none",
        f"reranker {name} cannot be loaded from this machine ({detail}); check its name, or use none",
    )
