"""`python -m evals bench`: the call, the systems that are there, figures printed, written and drawn."""

from __future__ import annotations

import argparse
import json
import sys

from corpus.errors import BadCall
from corpus.settings import Settings


def bench(args: argparse.Namespace) -> int:
    """Measure the systems that were asked for; 0 when it is done."""
    from evals.bench import growth, measure, plot, systems, table
    from evals.bench.beir import open_folder

    folder = open_folder(args.beir)
    folder = folder if args.questions is None else folder.sample(args.questions)
    names, absent = systems.chosen(None if args.systems is None else args.systems.split(","))
    for file in (args.json, args.plot):
        if file is not None and not file.absolute().parent.is_dir():
            raise BadCall(
                f"文件夹“{file.parent}”不存在，请先建立", f"folder {file.parent} does not exist; make it first"
            )
    if args.plot:
        plot.check(args.plot)
    if absent:
        _tell(f"略过 | left out: {systems.not_installed(absent)}")
    settings = Settings.read()
    grown = growth.grow(folder, args.growth, args.fill, settings, _tell) if args.growth else []
    figures = measure.bench(folder, names, settings, _tell)
    print(table.table(figures))
    if grown:
        figures["growth"] = grown
        print(table.growth(grown))
    if args.json:
        args.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    if args.plot:
        plot.plot(figures, args.plot)
    return 0


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
