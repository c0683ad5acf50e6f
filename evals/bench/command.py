"""`python -m evals bench`: the call, the systems that are there, figures printed, written and drawn."""

from __future__ import annotations

import argparse
import json

from corpus.command import tell, writable
from corpus.settings import Settings


def bench(args: argparse.Namespace) -> int:
    """Measure the systems that were asked for; 0 when it is done."""
    from evals.bench import growth, measure, plot, systems, table
    from evals.bench.beir import open_folder

    folder = open_folder(args.beir)
    folder = folder if args.questions is None else folder.sample(args.questions)
    names, absent = systems.chosen(None if args.systems is None else args.systems.split(","))
    for file in (args.json, args.plot):
        if file is not None:
            writable(file)
    if args.plot:
        plot.check(args.plot)
    if absent:
        tell(f"略过 | left out: {systems.not_installed(absent)}")
    settings = Settings.read()
    grown = growth.grow(folder, args.growth, args.fill, settings, tell) if args.growth else []
    figures = measure.bench(folder, names, settings, tell)
    print(table.table(figures))
    if grown:
        figures["growth"] = grown
        print(table.growth(grown))
    if args.json:
        args.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    if args.plot:
        plot.plot(figures, args.plot)
    return 0
