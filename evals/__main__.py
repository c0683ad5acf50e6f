"""`python -m evals run` asks known questions; `python -m evals bench` measures retrieval on a BEIR folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpus.command import run
from corpus.errors import BadCall
from corpus.settings import Settings


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when it is done, 1 when a gate failed."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="评测 | known questions and benchmarks")
    commands = parser.add_subparsers(dest="command", required=True)
    suites = commands.add_parser(
        "run", help="逐题提问并评分 | ask known questions", epilog="例：python -m evals run 题集.yaml"
    )
    suites.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    suites.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
    suites.add_argument("--verbose", action="store_true", help="也列出通过的题 | list passing cases too")
    suites.add_argument(
        "--fail-under", type=float, metavar="SHARE", help="通过率低于此值则失败，如 0.8 | gate on the pass rate"
    )
    _bench_options(
        commands.add_parser(
            "bench",
            help="检索评测 | retrieval quality and speed on a BEIR folder",
            epilog="例：python -m evals bench --beir 文件夹 --systems hybrid,bm25s-jieba --plot 图.png",
        )
    )
    args = parser.parse_args(argv)
    return _run(args) if args.command == "run" else _bench(args)


def _bench_options(bench: argparse.ArgumentParser) -> None:
    bench.add_argument("--beir", type=Path, required=True, metavar="DIR")
    bench.add_argument("--systems", metavar="A,B", help="要比的系统，默认全部 | systems; all that are installed")
    bench.add_argument("--questions", type=int, metavar="N", help="只问 N 题 | ask a sample of the questions")
    bench.add_argument("--json", type=Path, metavar="FILE", help="把结果写入文件 | write the figures to a file")
    bench.add_argument("--plot", type=Path, metavar="FILE", help="把结果画成 .png 或 .svg | draw the figures")
    bench.add_argument(
        "--growth", type=_numbers, metavar="N,N", help="另测本项目在 N 段时的速度 | our own speed at N passages"
    )
    bench.add_argument(
        "--fill", type=Path, metavar="FILE", help="段落不够 N 时用来补充 | further passages for --growth"
    )


def _numbers(text: str) -> list[int]:
    """`1000,20_000` → numbers."""
    return [int(number) for number in text.split(",")]


def _run(args: argparse.Namespace) -> int:
    from assistant.wiring import open_assistant
    from evals.cases import load
    from evals.report import report
    from evals.run import run as ask

    cases = [case for suite in args.suites for case in load(suite)]
    outcomes = list(ask(cases, open_assistant(Settings.read(), args.store)))
    print(report(outcomes, verbose=args.verbose))
    share = sum(outcome.passed for outcome in outcomes) / max(1, len(outcomes))
    return 1 if args.fail_under is not None and share < args.fail_under else 0


def _bench(args: argparse.Namespace) -> int:
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


if __name__ == "__main__":
    run(main)
