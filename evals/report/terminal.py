"""A run → text for a terminal: failing cases, one table of figures, what changed, the verdict last. Pure.

Knows neither the terminal nor the environment: width and colour are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING, Any

from evals.report.plain import one_line
from evals.report.rows import (
    Move,
    Share,
    Summary,
    asked,
    by_kind,
    by_tag,
    causes,
    groups,
    p_line,
    rank_of_gold,
    summary,
)
from evals.report.words import FALLING, GROUPS, LEVELS, MODES, SIGNS
from evals.types import Outcome, Run

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

GOOD, BAD, QUIET, HEAD = "green", "red", "dim", "bold"
SIGN_STYLES = {True: GOOD, False: BAD, None: QUIET}
INDENT = 2
STEP = " · "
"""Between the items of a list."""
STAYS = re.compile(r"[A-Za-z0-9_.%@+/:-]+")
"""A word that is not broken over two lines; anything else may be, as Chinese is."""
NEVER_FIRST = "，。；：、？！）》」』”’…％%)]},.;:?!"
"""Punctuation that no line begins with."""


def table(run: Run, baseline: Run | None, *, width: int, color: bool, verbose: bool = False) -> str:
    """The report in lines of at most `width` cells; `verbose` tells passed cases one by one, too."""
    from rich.console import Console

    written = StringIO()
    console = Console(
        file=written,
        width=width,
        color_system="standard" if color else None,
        force_terminal=color,
        force_jupyter=False,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},  # or NO_COLOR and COLUMNS of the caller would have a say
    )
    for part in _parts(run, baseline, width, verbose):
        console.print(part)
    return "\n".join(line.rstrip() for line in written.getvalue().splitlines()) + "\n"


def _parts(run: Run, baseline: Run | None, width: int, verbose: bool) -> Iterator[RenderableType]:
    verdict = summary(run, baseline)
    lost = set(verdict.changes.newly_failing) if verdict.changes else set()
    shown = [each for each in run.outcomes if verbose or each.passed is False]
    for outcome in shown:
        yield wrapped(_case(outcome, verbose, outcome.id in lost), width)
    if shown:
        yield ""
    yield wrapped(_joined([(_what(run), QUIET)]), width)
    for note in verdict.notes:
        yield wrapped(_joined([("⚠ ", "yellow"), (f"{note.zh} | {note.en}", "yellow")]), width)
    yield ""
    yield _figures(run, baseline)
    yield wrapped(_joined([(f"{FALLING.zh} | {FALLING.en}", QUIET)]), width)
    yield ""
    for line in _lists(run, baseline):
        yield wrapped(line, width, STEP)
    for line in _changed(verdict):
        yield wrapped(line, width, " ")
    yield wrapped(_times(run, baseline), width)
    yield ""
    yield wrapped(_verdict(verdict), width)


def _joined(parts: Iterable[tuple[str, str]]) -> Text:
    from rich.text import Text

    return Text.assemble(*parts)


def wrapped(text: Text, width: int, between: str = "") -> Text:
    """The text in lines of at most `width` cells, those after the first set in.

    `between` stands between the items of a list: lines end after it where they can.

    The wrapping of rich moves a long run of Chinese as if it were one word; here a line is filled to its end.
    """
    from rich.text import Text

    ends, first = [], True
    plain, start = text.plain, 0
    while start < len(plain):
        room = width if first else width - INDENT
        end = _line_end(plain, start, room, between)
        ends.append(end)
        start, first = end, False
    lines = text.divide(ends[:-1])
    whole = Text("\n" + " " * INDENT).join(line for line in lines)
    whole.no_wrap = True
    whole.overflow = "ignore"
    return whole


def _line_end(plain: str, start: int, room: int, between: str) -> int:
    """Where the line that begins at `start` ends: before what does not fit, at a place where it may."""
    from rich.cells import cell_len

    end, used = start, 0
    while end < len(plain) and (used := used + cell_len(plain[end])) <= room:
        end += 1
    if end == len(plain):
        return end
    full = end
    item = plain.rfind(between, start, end) + len(between) if between else 0
    if item > start + len(between):
        return item
    while end > start and not _may_break(plain, end):
        end -= 1
    return end if end > start else max(full, start + 1)


def _may_break(plain: str, at: int) -> bool:
    inside_word = bool(STAYS.fullmatch(plain[at - 1 : at + 1]))
    return not inside_word and plain[at] not in NEVER_FIRST and plain[at] != " "


def _case(outcome: Outcome, verbose: bool, lost: bool) -> Text:
    style = SIGN_STYLES[outcome.passed]
    parts = [(f"{SIGNS[outcome.passed]} ", style), (f"{one_line(outcome.id)} ", HEAD)]
    parts += [*([("新失败 ", BAD)] if lost else []), (asked(outcome), "")]
    rank = rank_of_gold(outcome)
    if outcome.passed is not True:
        cause = [(outcome.cause, style)] if outcome.cause else []
        why = one_line(outcome.why)
        parts += [(" — ", QUIET), *cause, (f"{'：' if cause and why else ''}{why}", "")]
    if rank and outcome.passed is False:
        parts.append((f"；{rank.zh}", QUIET))
    if verbose and outcome.text:
        parts.append((f" → {one_line(outcome.text)}", QUIET))
    return _joined(parts)


def _what(run: Run) -> str:
    mode, strict = MODES[run.mode], LEVELS[run.strictness]
    back = sum(outcome.fallback is not None for outcome in run.outcomes)
    model = f"（{run.model}，其中 {back} 题改用原文 fell back）" if run.model else ""
    return one_line(
        f"{'、'.join(run.suites)} · {len(run.outcomes)} 题 cases · {run.documents} 份文件 documents · "
        f"{mode.zh} {mode.en}{model} · {strict.zh} {strict.en}，阈值 threshold {run.threshold:g} · "
        f"文件库 store {run.store_hash[:12]}"
    )


def _figures(run: Run, baseline: Run | None) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style=QUIET, collapse_padding=True)
    grid.add_column("指标", no_wrap=True)
    grid.add_column("figure", style=QUIET, overflow="fold")
    for head in ("值", "95 % 区间", "n", *(["较基线"] if baseline else [])):
        grid.add_column(head, justify="right", no_wrap=True)
    for group, rows in groups(run, baseline):
        grid.add_row(Text(GROUPS[group].zh, HEAD), Text(GROUPS[group].en))
        for row in rows:
            cells: list[Any] = [f"  {row.label}", row.name.en, Text(row.value, HEAD), Text(row.interval, QUIET)]
            cells += [str(row.figure.n), *([_moved(row.move)] if baseline else [])]
            grid.add_row(*cells)
    return grid


def _moved(move: Move | None) -> Text:
    """The change with its arrows in one column."""
    return _joined([(f"{move.arrow} {move.amount:>6}" if move else "", _move_style(move))])


def _move_style(move: Move | None) -> str:
    better = move.better if move else None
    return {True: GOOD, False: BAD, None: QUIET}[better]


def _lists(run: Run, baseline: Run | None) -> Iterator[Text]:
    shares = {"拒答 refused by kind": by_kind(run, baseline), "通过 passed by tag": by_tag(run, baseline)}
    lists = {name: [_share(each) for each in found] for name, found in shares.items()}
    lists["原因 causes"] = [[(f"{words.zh} {words.en} {count}", "")] for words, count in causes(run)]
    for name, items in lists.items():
        if items:
            later = [part for item in items[1:] for part in ((STEP, QUIET), *item)]
            yield _joined([(f"{name}  ", QUIET), *items[0], *later])


def _share(share: Share) -> list[tuple[str, str]]:
    moved = [(f" {share.move}", _move_style(share.move))] if share.move and share.move.better is not None else []
    return [(f"{one_line(share.label.zh)} {share.cases}/{share.figure.n}", ""), *moved]


def _changed(verdict: Summary) -> Iterator[Text]:
    if not verdict.changes:
        return
    named = (
        ("新失败 newly failing", verdict.changes.newly_failing, BAD),
        ("新通过 newly passing", verdict.changes.newly_passing, GOOD),
        ("新增 only here", verdict.changes.only_new, ""),
        ("已去 only in baseline", verdict.changes.only_old, ""),
    )
    for name, ids, style in named:
        if ids:
            yield _joined([(f"{name} {len(ids)}  ", QUIET), (" ".join(map(one_line, ids)), style)])
    words = p_line(verdict.changes)
    yield _joined([(f"{words.zh} | {words.en}", QUIET)])


def _times(run: Run, baseline: Run | None) -> Text:
    before = baseline.timing if baseline else None
    told = f"p50 {run.timing.p50_ms:.1f} ms · p95 {run.timing.p95_ms:.1f} ms"
    beside = f"（基线 {before.p50_ms:.1f} · {before.p95_ms:.1f}）" if before else ""
    return _joined([("用时 time  ", QUIET), (told, ""), (beside, QUIET)])


def _verdict(verdict: Summary) -> Text:
    """What became of the cases; whether that is enough is for the caller's gates to say."""
    return _joined([(verdict.line, HEAD), (f" | {verdict.english}", QUIET)])
