"""What each command of `python -m evals` does: files in, a report out, an exit code. The rim of this layer.

Knows nothing of how an option is spelled.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from statistics import quantiles

from assistant import calibration
from assistant.answer import Assistant
from assistant.gate import SHOW
from assistant.strictness import LEVELS, STANDARD, Strictness, named
from assistant.wiring import open_index, open_writer
from corpus.command import PYTEST, tell, writable
from corpus.errors import BadCall
from corpus.settings import Settings
from evals import gates, record
from evals.calibrate import FEWEST, Calibrated
from evals.calibrate import calibrate as chosen
from evals.check import check as problems
from evals.draft import drafts
from evals.gold import Library
from evals.promote import promote as promoted
from evals.report.forms import FORMS
from evals.report.terminal import table
from evals.run import Timed
from evals.run import run as ask
from evals.suite.load import digest, load, select
from evals.suite.load import problems as malformed_in
from evals.suite.write import to_yaml
from evals.summary import by_kind, by_tag, causes, figures, risk_curve
from evals.types import Case, Mode, Run, Timing

NO_CASES = 5
REPORTS: dict[str, Callable[[Run, Run | None], str]] = {".json": lambda run, _: record.to_json(run), **FORMS}
"""Suffix → report."""


def run(args: argparse.Namespace) -> int:
    """Ask the cases, print the report, write the reports asked for."""
    settings = Settings.read()
    writer = open_writer(settings) if args.mode == "llm" else None
    suites, again = _failing_run(args)
    outs = _outs(args)
    baseline = record.read(args.baseline) if args.baseline else None
    wanted = _gates(args, baseline)
    cases = _chosen(suites, args)
    if again is not None:
        failed = {each.id for each in again.outcomes if each.passed is False}
        cases = [case for case in cases if case.id in failed]
    if not cases:
        return _no_cases()
    directory = args.store or settings.store
    level = named(args.strictness or settings.strictness)
    with open_index(settings, directory) as index:
        library = Library(index)
        known = calibration.read(directory)
        if known and known.store_hash != library.fingerprint:
            tell("作答门槛是对别的文件校准的，请重新运行 calibrate | the threshold was calibrated to other documents")
        threshold = calibration.threshold(directory, level)
        began, started = time.perf_counter(), datetime.now().astimezone().isoformat(timespec="seconds")
        asked = Assistant(index, threshold=threshold, writer=writer)
        timed, interrupted = _ask(cases, asked, library, args.mode, lines=args.progress)
        seconds = time.perf_counter() - began
    if not timed:
        return PYTEST.interrupted if interrupted else _no_cases()
    outcomes = tuple(each.outcome for each in timed)
    done = Run(
        version=record.VERSION,
        suites=tuple(suite.name for suite in suites),
        suite_hash=digest(cases),
        store_hash=library.fingerprint,
        documents=len(library.entries),
        mode=args.mode,
        embedder=settings.embedder,
        threshold=threshold,
        figures=figures(outcomes),
        by_kind=by_kind(outcomes),
        by_tag=by_tag(outcomes),
        causes=causes(outcomes),
        curve=risk_curve(outcomes),
        outcomes=outcomes,
        timing=_timing(timed, started, seconds),
        model=settings.llm.model if writer and settings.llm else None,
        strictness=level,
    )
    return _report(done, baseline, outs, wanted, args, interrupted=interrupted)


def diff(args: argparse.Namespace) -> int:
    """Compare two runs; a gate of newly failing cases decides the code."""
    outs = _outs(args)
    before, after = record.read(args.before), record.read(args.after)
    return _report(after, before, outs, gates.Gates(max_regression=args.max_regression or 0), args)


def check(args: argparse.Namespace) -> int:
    """Tell everything that is wrong in the files, then look up all gold in the store; 1 when something is gone."""
    malformed = [line for suite in args.suites for line in malformed_in(suite)]
    for line in malformed:
        tell(line)
    if malformed:
        return PYTEST.wrong
    cases = _chosen(args.suites, args, drafts=True)
    if not cases:
        return _no_cases()
    settings = Settings.read()
    with open_index(settings, args.store) as index:
        found = list(problems(cases, Library(index)))
    stale = [each for each in found if each.stale]
    for each in found:
        print(f"{'✗' if each.stale else '?'} {each}")
    doubts = len(found) - len(stale)
    print(
        f"{len(cases)} 题：{len(stale)} 处标注已不在库中，{doubts} 处存疑"
        f" | {len(cases)} cases: {len(stale)} stale, {doubts} doubtful"
    )
    return 1 if stale else 0


def calibrate(args: argparse.Namespace) -> int:
    """Choose the thresholds of all levels for a risk and keep them beside the store."""
    if not 0 < args.risk < 1:
        raise BadCall(f"风险 {args.risk} 应在 0 与 1 之间，如 0.05", f"risk {args.risk} must lie between 0 and 1")
    cases = _chosen(args.suites, args)
    if not cases:
        return _no_cases()
    settings = Settings.read()
    directory = args.store or settings.store
    with open_index(settings, directory) as index:
        library = Library(index)
        timed, interrupted = _ask(cases, Assistant(index, threshold=SHOW), library, "extractive")
    if interrupted:
        return PYTEST.interrupted
    outcomes = [each.outcome for each in timed]
    found = {level: chosen(outcomes, args.risk * known.risk) for level, known in LEVELS.items()}
    standard = found[STANDARD]
    if standard is None:
        unanswerable = sum(bool(case.unanswerable) for case in cases)
        raise BadCall(
            f"不可答的题只有 {unanswerable} 道，风险 {args.risk:g} 至少要 {_needed(args.risk)} 道",
            f"{unanswerable} unanswerable cases are too few for {args.risk:g}; {_needed(args.risk)} are needed",
        )
    for level, each in found.items():
        print(_told(level, each, args.risk * LEVELS[level].risk))
    if not args.dry_run:
        path = calibration.write(
            directory,
            calibration.Calibration(
                standard.threshold,
                args.risk,
                standard.unanswerable,
                library.fingerprint,
                digest(cases),
                date.today().isoformat(),
                {level: each.threshold for level, each in found.items() if each and level != STANDARD},
            ),
        )
        print(f"已写入 | written: {path}")
    return 0


def init(args: argparse.Namespace) -> int:
    """Draft a first suite from the store."""
    if args.count < 1:
        raise BadCall(f"题数 {args.count} 至少为 1", f"--count {args.count} must be at least 1")
    with open_index(Settings.read(), args.store) as index:
        cases = drafts(Library(index), args.count)
    return _write(cases, args.out, "自动起草的题集") if cases else _no_cases()


def promote(args: argparse.Namespace) -> int:
    """Draft cases from a log of remarks."""
    known = {case.question for case in load(args.known)} if args.known else set()
    cases = promoted(args.log, known)
    return _write(cases, args.out, "来自用户反馈的题目草稿") if cases else _no_cases()


def schema(args: argparse.Namespace) -> int:
    """Print the JSON Schema of a suite."""
    from evals.suite.schema import json_schema

    print(json.dumps(json_schema(), ensure_ascii=False, indent=1))
    return 0


def _failing_run(args: argparse.Namespace) -> tuple[list[Path], Run | None]:
    """The suites, and the run whose failures are asked for; `--only-failing SUITE` means the suite."""
    suites: list[Path] = list(args.suites)
    named: Path | None = None
    if args.only_failing is not None:
        named = Path(args.only_failing) if args.only_failing else None
        if named is not None and named.suffix != ".json":
            suites, named = [named, *suites], None
        named = named or args.baseline
        if named is None:
            raise BadCall(
                "--only-failing 要有一次运行的记录：--only-failing RUN.json，或同时给出 --baseline",
                "--only-failing needs a run: --only-failing RUN.json, or --baseline beside it",
            )
    if not suites:
        raise BadCall("请给出题集", "name a suite")
    return suites, record.read(named) if named else None


def _outs(args: argparse.Namespace) -> list[Path]:
    """Files to write, told wrong before anything is asked."""
    outs = [path for group in args.out for path in group]
    for path in outs:
        if path.suffix.lower() not in REPORTS:
            known = " ".join(REPORTS)
            raise BadCall(f"不会写“{path.name}”，可用 {known}", f"cannot write {path.name}; known: {known}")
        writable(path)
    return outs


def _gates(args: argparse.Namespace, baseline: Run | None) -> gates.Gates:
    if args.max_regression is not None and baseline is None:
        raise BadCall("--max-regression 要与 --baseline 同用", "--max-regression needs --baseline")
    bounds = tuple(gates.bound(part) for text in args.fail_under for part in text.split(","))
    allowed = args.max_regression if args.max_regression is not None else 0
    return gates.Gates(bounds, allowed if baseline is not None else None)


def _chosen(suites: Sequence[Path], args: argparse.Namespace, *, drafts: bool = False) -> list[Case]:
    ids = tuple(part.strip() for text in args.case for part in text.split(",") if part.strip())
    tags = tuple(part.strip() for text in args.tag for part in text.split(",") if part.strip())
    return select(load(suites), tags=tags, ids=ids, drafts=drafts or args.drafts)


def _ask(
    cases: Sequence[Case], asked: Assistant, library: Library, mode: Mode, *, lines: bool = False
) -> tuple[list[Timed], bool]:
    """Ask with a progress bar, or with `lines`; what was done before an interruption counts."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    done: list[Timed] = []
    columns = (TextColumn("评测"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), disable=lines or not sys.stderr.isatty(), transient=True
    ) as bar:
        task = bar.add_task("", total=len(cases))
        try:
            for timed in ask(cases, asked, library, mode):
                done.append(timed)
                bar.advance(task)
                if lines:
                    tell(f"{len(done)}/{len(cases)}")
        except KeyboardInterrupt:
            return done, True
    return done, False


def _timing(timed: Sequence[Timed], started: str, seconds: float) -> Timing:
    times = [each.milliseconds for each in timed]
    cuts = quantiles(times, n=100, method="inclusive") if len(times) > 1 else times * 99
    return Timing(
        started=started,
        seconds=round(seconds, 2),
        p50_ms=round(cuts[49], 2),
        p95_ms=round(cuts[94], 2),
        case_ms={each.outcome.id: round(each.milliseconds, 2) for each in timed},
    )


def _report(
    done: Run,
    baseline: Run | None,
    outs: Sequence[Path],
    wanted: gates.Gates,
    args: argparse.Namespace,
    *,
    interrupted: bool = False,
) -> int:
    if baseline and baseline.store_hash != done.store_hash:
        tell("基线是对另一批文件运行的 | the baseline was run over other documents")
    width = shutil.get_terminal_size((100, 24)).columns
    print(table(done, baseline, width=width, color=sys.stdout.isatty(), verbose=args.verbose))
    for path in outs:
        path.write_text(REPORTS[path.suffix.lower()](done, baseline), encoding="utf-8", newline="")
        tell(f"已写入 | written: {path}")
    if interrupted:
        print("结论：已中断，以上是已完成的部分 | interrupted; the above is what was done")
        return PYTEST.interrupted
    failed = gates.failures(done, baseline, wanted)
    for text in failed:
        print(f"✗ {text}")
    print("结论：未通过 | failed" if failed else "结论：通过 | passed")
    return 1 if failed else 0


def _told(level: Strictness, found: Calibrated | None, risk: float) -> str:
    known = LEVELS[level]
    if found is None:
        return (
            f"{known.zh}：不可答的题不足 {_needed(risk)} 道，未校准，不低于标准档"
            f" | {known.en}: fewer than {_needed(risk)} unanswerable cases; not calibrated"
        )
    lines = [
        f"{known.zh}：门槛 {found.threshold:.3f}（可接受风险 {risk:g}，不可答 {found.unanswerable} 题）"
        f" | {known.en}: threshold {found.threshold:.3f} for a risk of {risk:g}",
        f"可答的答 {found.coverage:.1%}，不可答的误答 {found.answered:.1%}，答出的有错或不全 {found.risk:.1%}"
        " | answerable cases answered, unanswerable ones answered, answers that are wrong or incomplete",
    ]
    if found.kept:
        lines.append("没有门槛能使错答低于所定风险，故不低于默认值 | no threshold keeps wrong answers below the risk")
    return "\n".join(lines)


def _needed(risk: float) -> int:
    return max(FEWEST, int(-(-1 // risk)) - 1)


def _write(cases: Sequence[Case], out: Path | None, title: str) -> int:
    text = to_yaml(cases, title)
    if out is None:
        print(text, end="")
        return 0
    if out.exists():
        raise BadCall(f"“{out}”已经存在，请换一个名字", f"{out} exists already; choose another name")
    writable(out)
    out.write_text(text, encoding="utf-8")
    print(f"{len(cases)} 题已写入“{out}”，请逐题核对 | {len(cases)} cases written to {out}; look through them")
    return 0


def _no_cases() -> int:
    tell("没有题目 | no cases")
    return NO_CASES
