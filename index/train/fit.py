"""Pairs and a tokenizer → a static embedding model, by sentence-transformers' own trainer.

Every text is the mean of its tokens' vectors; a query is drawn towards its passage and away from the other passages
of its batch. Knows nothing of where pairs come from.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.train.pairs import Pair

if TYPE_CHECKING:
    from datasets import Dataset
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what a training gives, besides the data."""

    pieces: int = 20_000
    dimension: int = 384
    """With `pieces`, 7.7 MB of bytes; 224 find less (nDCG@10 of the vectors alone on statutes .36 for .38)."""
    epochs: float = 2.0
    batch: int = 4096
    """Large, as the other passages of the batch are the wrong answers: 1,024 find less."""
    rate: float = 0.05
    """High, as vectors of rare tokens are moved only by the few batches that hold them."""
    deviation: float = 0.1
    """Of the random vectors that training begins with."""
    scale: float = 12.0
    """What cosines are multiplied with before they compete in a batch; at 20 unseen lay questions find less."""
    seed: int = 7
    threads: int = 2


def fit(
    groups: Mapping[str, Sequence[Pair]], wrong: Mapping[str, Sequence[str]], tokenizer: Tokenizer, recipe: Recipe
) -> SentenceTransformer:
    """Train vectors for `tokenizer` on `groups`; each batch comes from one group and holds no text twice.

    `wrong` has, for some groups, a passage for each pair that does not answer its question.
    """
    import torch
    from sentence_transformers import (
        SentenceTransformer,
        SentenceTransformerTrainer,
        SentenceTransformerTrainingArguments,
    )
    from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    torch.set_num_threads(recipe.threads)
    start = torch.randn(
        tokenizer.get_vocab_size(), recipe.dimension, generator=torch.Generator().manual_seed(recipe.seed)
    )
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=start * recipe.deviation)], device="cpu"
    )
    with tempfile.TemporaryDirectory() as scratch:
        SentenceTransformerTrainer(
            model=model,
            args=SentenceTransformerTrainingArguments(
                output_dir=scratch,
                num_train_epochs=recipe.epochs,
                per_device_train_batch_size=recipe.batch,
                learning_rate=recipe.rate,
                warmup_steps=0.1,
                batch_sampler="no_duplicates",
                multi_dataset_batch_sampler="proportional",
                seed=recipe.seed,
                data_seed=recipe.seed,
                use_cpu=True,
                save_strategy="no",
                logging_steps=100,
                report_to="none",
                disable_tqdm=True,
            ),
            train_dataset={name: _table(pairs, wrong.get(name)) for name, pairs in groups.items()},
            loss=MultipleNegativesRankingLoss(model, scale=recipe.scale),
        ).train()
    return model


def save(model: SentenceTransformer, folder: Path) -> None:
    """Write a static model as bytes with a scale for each token, a form that sentence-transformers reads.

    The vectors are turned so that their first coordinates tell the most. All cosines stay; whoever has to be quick
    can make do with the first.
    """
    import numpy as np
    from safetensors.numpy import save_file

    model.save(str(folder), create_model_card=False)
    table = model[0].embedding.weight.detach().cpu().numpy().astype(np.float64)
    _, directions = np.linalg.eigh(table.T @ table)  # the least telling first
    table = (table @ directions[:, ::-1]).astype(np.float32)
    scales = np.maximum(np.abs(table).max(axis=1) / 127, np.finfo(np.float32).tiny).astype(np.float32)
    numbers = np.rint(table / scales[:, None]).astype(np.int8)
    save_file({"embeddings": numbers, "weights": scales}, folder / "model.safetensors")


def _table(pairs: Sequence[Pair], wrong: Sequence[str] | None) -> Dataset:
    from datasets import Dataset

    columns = {"query": [query for query, _ in pairs], "passage": [passage for _, passage in pairs]}
    return Dataset.from_dict(columns if wrong is None else {**columns, "negative": list(wrong)})
