"""`python -m index.train --data DIR --out DIR`: train the bundled model and the weights of the fusion again."""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.command import run
from index.embed import StaticEmbedder
from index.features import FEATURES
from index.fuse import FILE
from index.train.fit import Recipe, fit, save
from index.train.fusion import SHARES, examples, tasks
from index.train.fusion import fit as learn
from index.train.mine import wrong_passages
from index.train.pairs import SOURCES, Pair, gather
from index.train.tokens import sample, train_tokenizer

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

GLOSSARY = Path(__file__).resolve().parent.parent / "glossary.toml"


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    command = argparse.ArgumentParser(prog="python -m index.train", description="训练内置向量模型 | train the model")
    command.add_argument("--data", type=Path, default=Path("../shared/data"), help="数据目录 | folder of the data")
    command.add_argument("--out", type=Path, required=True, help="模型目录 | folder to write the model to")
    command.add_argument("--limit", type=int, help="每种来源最多取多少对 | most pairs of each source")
    command.add_argument("--leave-out", nargs="*", default=[], choices=SOURCES, help="不用的来源 | sources not used")
    command.add_argument(
        "--without-questions",
        nargs="*",
        default=[],
        choices=SHARES,
        help="融合时不用的问题 | not used for the fusion",
    )
    for field in fields(Recipe):
        kind = float if isinstance(field.default, float) else int
        command.add_argument(f"--{field.name}", type=kind, default=field.default, help=str(field.default))
    args = command.parse_args(argv)
    recipe = Recipe(**{field.name: getattr(args, field.name) for field in fields(Recipe)})

    began = time.perf_counter()

    def pairs(*, hold_back: bool) -> dict[str, list[Pair]]:
        groups = gather(args.data, recipe.seed, GLOSSARY, args.limit, args.leave_out, hold_back=hold_back)
        _say(began, "pairs", {name: len(pairs) for name, pairs in groups.items()})
        return groups

    def trained(groups: dict[str, list[Pair]]) -> SentenceTransformer:
        wrong = wrong_passages(groups, args.data, recipe.seed)
        _say(began, "wrong passages", {name: len(passages) for name, passages in wrong.items()})
        return fit(groups, wrong, tokenizer, recipe)

    groups = pairs(hold_back=False)
    tokenizer = train_tokenizer(sample(groups), recipe.pieces)
    _say(began, "pieces", tokenizer.get_vocab_size())
    save(trained(groups), args.out)
    fingerprint = StaticEmbedder.load(args.out).fingerprint
    _say(began, "model", fingerprint)
    with tempfile.TemporaryDirectory() as scratch:
        save(trained(pairs(hold_back=True)), Path(scratch))
        blind = StaticEmbedder.load(Path(scratch))
    seen = {
        name: examples(task, blind, recipe.seed)
        for name, task in tasks(args.data, recipe.seed)
        if name not in args.without_questions
    }
    _say(began, "questions", {name: len(group) for name, group in seen.items()})
    fusion = learn(seen, fingerprint, recipe.seed)
    fusion.write(args.out / FILE.name)
    _say(began, "fusion", dict(zip(FEATURES, fusion.weights.round(3).tolist(), strict=True)))
    return 0


def _say(began: float, name: str, value: object) -> None:
    print(f"{time.perf_counter() - began:6.0f} s  {name}: {value}", flush=True)


if __name__ == "__main__":
    run(main)
