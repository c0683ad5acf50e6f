"""`python -m evals`: known questions are checked, run, compared and drafted; retrieval is measured on a BEIR folder.

Exit codes are pytest's: 0 passed · 1 a gate failed · 2 interrupted · 3 the program failed · 4 the call or a suite is
wrong · 5 no cases. `bench` keeps the codes of all other commands (`corpus.command`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from corpus.command import OURS, PYTEST, code_of, run


class _Parser(argparse.ArgumentParser):
    """Leaves with `wrong` when the call is wrong."""

    wrong = PYTEST.wrong

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(self.wrong, f"{self.prog}：用法不对 | wrong call: {message}\n")


def main(argv: list[str] | None = None) -> int:
    """Carry out one command."""
    args = _parser().parse_args(argv)
    if args.command == "bench":
        from evals.bench.command import bench

        return bench(args)
    return code_of(lambda: _carry_out(args), PYTEST)


def _carry_out(args: argparse.Namespace) -> int:
    from evals import commands

    command: Callable[[argparse.Namespace], int] = getattr(commands, args.command)
    return command(args)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m evals", description="评测 | known questions and benchmarks")
    commands = parser.add_subparsers(dest="command", required=True)
    _run(
        commands.add_parser(
            "run",
            help="逐题提问并评分 | ask known questions and judge the answers",
            epilog="例：python -m evals run 题集.yaml --baseline 上次.json --out 报告.html",
        )
    )
    _check(commands.add_parser("check", help="核对标注的原文是否还在库中 | is the gold still in the store?"))
    _diff(commands.add_parser("diff", help="逐题比较两次运行 | compare two runs case by case"))
    _calibrate(commands.add_parser("calibrate", help="按可接受的风险定作答门槛 | set the answering threshold"))
    _init(commands.add_parser("init", help="从自己的库起草题集 | draft cases from your own index"))
    _promote(commands.add_parser("promote", help="把用户反馈变成题目草稿 | feedback becomes draft cases"))
    commands.add_parser("schema", help="输出题集的 JSON Schema | print the JSON Schema of a suite")
    bench = commands.add_parser(
        "bench",
        help="检索评测 | retrieval quality and speed on a BEIR folder",
        epilog="例：python -m evals bench --beir 文件夹 --systems hybrid,bm25s-jieba --plot 图.png",
    )
    bench.wrong = OURS.wrong
    _bench(bench)
    return parser


def _asked(command: argparse.ArgumentParser, *, many: str = "+") -> None:
    """What every command that reads suites over a store takes."""
    command.add_argument("suites", nargs=many, type=Path, metavar="SUITE", help="题集文件或文件夹 | files, folders")
    _store(command)
    command.add_argument(
        "--tag",
        action="append",
        default=[],
        metavar="T",
        help="只要带此标签的题，可多次 | cases of a tag; repeatable",
    )
    command.add_argument(
        "--case", action="append", default=[], metavar="ID", help="只要此题，可多次或以逗号分隔 | these cases only"
    )
    command.add_argument("--drafts", action="store_true", help="连草稿一起 | with drafts")


def _store(command: argparse.ArgumentParser) -> None:
    command.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")


def _reports(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--out",
        action="append",
        nargs="+",
        default=[],
        type=Path,
        metavar="FILE",
        help="写报告：.json .html .xml .md .csv，可多个 | write reports; several",
    )
    command.add_argument("--verbose", action="store_true", help="也列出通过的题 | list passing cases too")
    command.add_argument(
        "--max-regression", type=int, metavar="N", help="允许新失败几题，默认 0 | cases that may newly fail"
    )


def _run(command: argparse.ArgumentParser) -> None:
    _asked(command, many="*")
    command.add_argument(
        "--mode",
        choices=["retrieval", "extractive", "llm"],
        default="extractive",
        help="只看检索、摘录作答、或用大模型作答 | hits only, extractive answers, or with an LLM",
    )
    command.add_argument(
        "--strictness", metavar="LEVEL", help="严格、标准或宽松，默认标准 | strict, standard or relaxed"
    )
    command.add_argument(
        "--only-failing",
        nargs="?",
        const="",
        metavar="RUN.json",
        help="只重跑那次（默认 --baseline）没通过的题 | cases that failed in a run, by default the baseline",
    )
    command.add_argument(
        "--fail-under",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="指标不达标则失败，如 fact_recall=0.9；只写数字指通过率 | bound on a figure; a number alone: pass rate",
    )
    command.add_argument("--baseline", type=Path, metavar="RUN.json", help="与此次运行比较 | compare with this run")
    command.add_argument(
        "--progress", action="store_true", help="每题在标准错误报一行，如 3/20 | a line on stderr for every case"
    )
    _reports(command)


def _check(command: argparse.ArgumentParser) -> None:
    _asked(command)


def _diff(command: argparse.ArgumentParser) -> None:
    command.add_argument("before", type=Path, metavar="BEFORE.json")
    command.add_argument("after", type=Path, metavar="AFTER.json")
    _reports(command)


def _calibrate(command: argparse.ArgumentParser) -> None:
    _asked(command)
    command.add_argument(
        "--risk", type=float, default=0.05, metavar="SHARE", help="不可答的题最多答错几成，默认 0.05 | accepted risk"
    )
    command.add_argument("--dry-run", action="store_true", help="只看不写 | show it, write nothing")


def _init(command: argparse.ArgumentParser) -> None:
    _store(command)
    command.add_argument("--count", type=int, default=10, metavar="N", help="起草几题，默认 10 | how many")
    command.add_argument("--out", type=Path, metavar="FILE.yaml", help="写入文件，默认打印 | file; else printed")


def _promote(command: argparse.ArgumentParser) -> None:
    command.add_argument("log", type=Path, metavar="FEEDBACK.jsonl")
    command.add_argument(
        "--known",
        action="append",
        default=[],
        type=Path,
        metavar="SUITE",
        help="其中已有的题不再起草 | skip its questions",
    )
    command.add_argument("--out", type=Path, metavar="FILE.yaml", help="写入文件，默认打印 | file; else printed")


def _bench(bench: argparse.ArgumentParser) -> None:
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


if __name__ == "__main__":
    run(main)
