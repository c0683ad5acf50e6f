"""`python -m evals run` asks known questions; `python -m evals bench` measures retrieval on a BEIR folder."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from corpus.command import run
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
    bench = commands.add_parser("bench", help="检索评测 | retrieval quality and speed on a BEIR folder")
    bench.add_argument("--beir", type=Path, required=True, metavar="DIR")
    bench.add_argument("--systems", default="hybrid,lexical,dense", metavar="A,B")
    bench.add_argument("--json", type=Path, metavar="FILE", help="把结果写入文件 | write the figures to a file")
    args = parser.parse_args(argv)
    return _run(args) if args.command == "run" else _bench(args)


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
    from evals.bench import bench, table

    figures = bench(args.beir, args.systems.split(","), Settings.read())
    print(table(figures))
    if args.json:
        args.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    run(main)
