"""`python -m evals run` asks known questions; `python -m evals bench` measures retrieval on a BEIR folder."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from corpus.errors import PolicyError
from corpus.settings import Settings


def main(argv: list[str] | None = None) -> int:
    """Run one command; the exit code says 0 done, 1 a gate failed, 2 wrong call."""
    parser = argparse.ArgumentParser(prog="python -m evals", description="评测 | known questions and benchmarks")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser(
        "run", help="逐题提问并评分 | ask known questions", epilog="例：python -m evals run 题集.yaml"
    )
    run.add_argument("suites", nargs="+", type=Path, metavar="SUITE")
    run.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
    run.add_argument("--verbose", action="store_true", help="也列出通过的题 | list passing cases too")
    run.add_argument(
        "--fail-under", type=float, metavar="SHARE", help="通过率低于此值则失败，如 0.8 | gate on the pass rate"
    )
    bench = commands.add_parser("bench", help="检索评测 | retrieval quality and speed on a BEIR folder")
    bench.add_argument("--beir", type=Path, required=True, metavar="DIR")
    bench.add_argument("--systems", default="hybrid,lexical,dense", metavar="A,B")
    bench.add_argument("--json", type=Path, metavar="FILE", help="把结果写入文件 | write the figures to a file")
    args = parser.parse_args(argv)
    try:
        return _run(args) if args.command == "run" else _bench(args)
    except PolicyError as problem:
        print(problem, file=sys.stderr)
        return 2


def _run(args: argparse.Namespace) -> int:
    from assistant.wiring import open_assistant
    from evals.cases import load
    from evals.report import report
    from evals.run import run

    cases = [case for suite in args.suites for case in load(suite)]
    outcomes = list(run(cases, open_assistant(Settings.read(), args.store)))
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
    sys.exit(main())
