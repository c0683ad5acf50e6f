"""`python -m index.train --data DIR --out DIR`: train the bundled model again."""

from __future__ import annotations

import argparse
import time
from dataclasses import fields
from pathlib import Path

from corpus.command import run
from index.embed import StaticEmbedder
from index.train.fit import Recipe, fit
from index.train.pairs import SOURCES, gather
from index.train.tokens import sample, train_tokenizer

GLOSSARY = Path(__file__).resolve().parent.parent / "glossary.toml"


def main(argv: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    command = argparse.ArgumentParser(prog="python -m index.train", description="训练内置向量模型 | train the model")
    command.add_argument("--data", type=Path, default=Path("../shared/data"), help="数据目录 | folder of the data")
    command.add_argument("--out", type=Path, required=True, help="模型目录 | folder to write the model to")
    command.add_argument("--limit", type=int, help="每种来源最多取多少对 | most pairs of each source")
    command.add_argument("--leave-out", nargs="*", default=[], choices=SOURCES, help="不用的来源 | sources not used")
    for field in fields(Recipe):
        kind = float if isinstance(field.default, float) else int
        command.add_argument(f"--{field.name}", type=kind, default=field.default, help=str(field.default))
    args = command.parse_args(argv)
    recipe = Recipe(**{field.name: getattr(args, field.name) for field in fields(Recipe)})

    began = time.perf_counter()
    groups = gather(args.data, recipe.seed, GLOSSARY, args.limit, args.leave_out)
    _say(began, "pairs", {name: len(pairs) for name, pairs in groups.items()})
    tokenizer = train_tokenizer(sample(groups), recipe.pieces)
    _say(began, "pieces", tokenizer.get_vocab_size())
    model = fit(groups, tokenizer, recipe)
    model.save(str(args.out), create_model_card=False)
    _say(began, "model", StaticEmbedder.load(args.out).fingerprint)
    return 0


def _say(began: float, name: str, value: object) -> None:
    print(f"{time.perf_counter() - began:6.0f} s  {name}: {value}", flush=True)


if __name__ == "__main__":
    run(main)
