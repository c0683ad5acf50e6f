"""Questions with known answers → the weights of `index.fuse`. Trained on held-back questions of the training data.

The embedding model that the candidates are found with must not have seen the questions, or meaning would be trusted
more than it deserves: hand in one that was trained with `hold_back`. Knows nothing of the benchmark folders.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.embed import StaticEmbedder
from index.features import FEATURES, Candidates, Wanted, asked, features
from index.fields import Fields
from index.fuse import FAR, Fusion
from index.lexical import Lexical, query_terms
from index.tokens import Matcher
from index.train.pairs import article_title, held, news, questions, read_rows, written_questions
from index.types import Trait

if TYPE_CHECKING:
    import torch

POOL = 200
"""Candidates that words and meaning each contribute, as in a search."""
SHARES: Mapping[str, float] = {"lay": 2.0, "written": 0.4, "services": 0.7, "paragraphs": 1.0}
"""What each source counts. Real questions about the law count most; those written for this project were asked of
articles drawn evenly from all laws, so they know nothing of which rules people ask about."""
EPOCHS, RATE, DECAY = 6, 0.02, 0.05
"""Of the gradient descent; three or twelve epochs come to the same."""
MOST = 1500
"""Questions of each source."""
_LOCAL = 12_000
_NEWS = 4_000


@dataclass(frozen=True, slots=True)
class Task:
    """Questions over a corpus."""

    titles: Sequence[str]
    texts: Sequence[str]
    traits: Sequence[Trait]
    """Of each text."""
    asked: Sequence[tuple[str, frozenset[int]]]
    """(question, texts that answer it)."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question: what its candidates are like, and which of them answer it."""

    features: NDArray[np.float32]
    """(candidates, FEATURES)."""
    asked: NDArray[np.float32]
    """(ASKED,)."""
    right: NDArray[np.bool_]
    """(candidates,), at least one."""


def tasks(data: Path, seed: int) -> Iterator[tuple[str, Task]]:
    """The held-back questions by source, each over passages of its kind."""
    rng = random.Random(seed)
    yield from _law(data, rng)
    yield "services", _services(data)
    yield "paragraphs", _paragraphs(data, rng)


def examples(task: Task, model: StaticEmbedder, seed: int) -> list[Example]:
    """What a search would weigh for at most MOST questions; those whose answer is no candidate teach nothing."""
    passages = list(zip(task.titles, task.texts, strict=True))
    searched = [f"{title}\n{text}" if title else text for title, text in passages]
    lexical, vectors = Lexical.build(searched), model.encode(searched)
    fields = Fields.build(passages, task.traits, np.arange(len(passages), dtype=np.int32), model)
    matcher = Matcher(model)
    chosen = list(task.asked)
    random.Random(seed).shuffle(chosen)
    found = []
    for question, answers in chosen[:MOST]:
        terms = query_terms(question)
        wanted = Wanted.of(question, terms, matcher.pieces(question))
        words = lexical.scores(terms) / np.float32(lexical.best(terms) or 1)
        meaning = vectors @ model.encode_query(question)
        rows = np.union1d(_best(words, words > 0), _best(meaning, np.ones(len(words), np.bool_)))
        candidates = Candidates(rows, words[rows], meaning[rows])
        right = np.isin(rows, list(answers))
        if right.any():
            found.append(Example(features(wanted, candidates, lexical, fields), asked(wanted, candidates), right))
    return found


def fit(groups: Mapping[str, Sequence[Example]], model: str, seed: int) -> Fusion:
    """Weights that lift the right candidates above the others: the mean log of their softmax, by gradient descent.

    Each source counts what SHARES says, however many examples it has. `model` is the fingerprint that the weights
    will be used with.
    """
    import torch

    torch.manual_seed(seed)
    pool = [(SHARES[name] / len(group), each) for name, group in groups.items() for each in group]
    spread = np.concatenate([each.features for _, each in pool]).std(axis=0) + 1e-6
    meaning = [each.features[:, FEATURES.index("meaning")] for _, each in pool]
    asked_all = np.stack([each.asked for _, each in pool])
    centre, deviation = asked_all.mean(axis=0), asked_all.std(axis=0) + 1e-6
    weights = torch.zeros(len(FEATURES), requires_grad=True)
    gates = torch.zeros((asked_all.shape[1], len(FEATURES)), requires_grad=True)
    optimizer = torch.optim.AdamW([weights, gates], lr=RATE, weight_decay=DECAY)
    generator = torch.Generator().manual_seed(seed)
    steps = EPOCHS * (len(pool) // 16)
    done = 0
    for _ in range(EPOCHS):
        order = torch.randperm(len(pool), generator=generator).tolist()
        for first in range(0, len(order) - 15, 16):
            batch = [pool[at] for at in order[first : first + 16]]
            losses = [
                share * _loss(weights, gates, each.features / spread, (each.asked - centre) / deviation, each.right)
                for share, each in batch
            ]
            loss = torch.stack(losses).sum() / sum(share for share, _ in batch)
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - done / (steps + 1))
            done += 1
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    learned = weights.detach().numpy() / spread
    scale = learned[FEATURES.index("words")] + learned[FEATURES.index("coverage")]  # so that words together count 1
    return Fusion(
        (learned / scale).astype(np.float32),
        (gates.detach().numpy() / spread / scale).astype(np.float32),
        centre.astype(np.float32),
        deviation.astype(np.float32),
        model,
        (float(np.mean([each.mean() for each in meaning])), float(np.mean([each.std() for each in meaning]))),
    )


def _loss(
    weights: torch.Tensor, gates: torch.Tensor, found: NDArray[Any], stranger: NDArray[Any], right: NDArray[np.bool_]
) -> torch.Tensor:
    import torch

    scores = torch.from_numpy(found.astype(np.float32)) @ (
        weights + torch.from_numpy(np.clip(stranger, -FAR, FAR).astype(np.float32)) @ gates
    )
    return -torch.log_softmax(scores, 0)[torch.from_numpy(right)].mean()


def _best(scores: NDArray[np.float32], allowed: NDArray[np.bool_]) -> NDArray[np.int64]:
    best = np.argpartition(-scores, min(POOL, len(scores) - 1))[:POOL]
    return best[allowed[best]]


def _law(data: Path, rng: random.Random) -> Iterator[tuple[str, Task]]:
    """Lay questions and those written for this project, over articles of national and of local law."""
    rows = list(read_rows(data / "text" / "lawrefbook_articles.jsonl.gz"))
    lay: dict[str, set[str]] = {}
    positives = {}
    for row in read_rows(data / "train" / "stard_train.jsonl.gz"):
        if held("legal", row["q"], row["pos"]):
            title, _, text = row["pos"].partition(" ")
            lay.setdefault(row["q"], set()).add(text)
            positives[text] = title
    asked_of: dict[str, list[str]] = {}
    for question, _, text in written_questions(data):
        if held("written", question, text):
            asked_of.setdefault(text, []).append(question)
    local = [row for row in rows if row["dlc"]]
    kept = [row for row in rows if not row["dlc"] or row["text"] in asked_of]
    kept += rng.sample(local, min(len(local), _LOCAL))
    passages: dict[tuple[str, str], Trait] = {}
    for row in kept:
        year = row["file"].rpartition("(")[2][:4]
        kind = "法" if row["law"].endswith(("法", "法典")) else None
        trait = Trait(kind, "地方" if row["dlc"] else None, int(year) if year.isdecimal() else None)
        passages.setdefault((article_title(row), row["text"]), trait)
    known = {text for _, text in passages}
    for text, title in positives.items():
        if text not in known:
            passages[title, text] = Trait("法" if "法第" in title or "法典第" in title else None, None, None)
    places: dict[str, set[int]] = {}
    for at, (_, text) in enumerate(passages):
        places.setdefault(text, set()).add(at)
    titles, texts = [title for title, _ in passages], [text for _, text in passages]
    traits = list(passages.values())
    yield (
        "lay",
        Task(
            titles,
            texts,
            traits,
            [(question, frozenset().union(*(places[text] for text in golds))) for question, golds in lay.items()],
        ),
    )
    yield (
        "written",
        Task(
            titles,
            texts,
            traits,
            [(each, frozenset(places[text])) for text, group in asked_of.items() if text in places for each in group],
        ),
    )


def _services(data: Path) -> Task:
    """Questions written for this project, over descriptions of services."""
    rows = list(dict.fromkeys((row["q"], row["pos"]) for row in read_rows(data / "train" / "gd_matter.jsonl.gz")))
    named: dict[str, set[int]] = {}
    for at, (name, _) in enumerate(rows):
        named.setdefault(name, set()).add(at)
    known = set(rows)
    wanted = [
        (question, frozenset(named[title]))
        for question, title, text in written_questions(data)
        if (title, text) in known and held("written", question, text)
    ]
    return Task([name for name, _ in rows], [text for _, text in rows], [Trait(None, None, None)] * len(rows), wanted)


def _paragraphs(data: Path, rng: random.Random) -> Task:
    """Questions about paragraphs of an encyclopaedia, among press texts."""
    pairs = [pair for pair in questions(data, rng) if held("questions", *pair)]
    places: dict[str, int] = {}
    for _, passage in pairs:
        places.setdefault(passage, len(places))
    texts = [*places, *(passage for _, passage in news(data, rng)[:_NEWS])]
    wanted = [(question, frozenset((places[passage],))) for question, passage in pairs]
    return Task([""] * len(texts), texts, [Trait(None, None, None)] * len(texts), wanted)
