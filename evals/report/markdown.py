"""A run → a summary in Markdown for a pull request. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evals.report.plain import clipped, one_line
from evals.report.rows import Summary, asked, by_kind, by_tag, causes, groups, p_line, rank_of_gold, summary
from evals.report.words import FALLING, GROUPS, LEVELS, MODES, VERDICTS
from evals.types import Outcome, Run

FOLDED = 20
"""Failing cases from which on the table is folded."""
SHOWN = 100
"""Failing cases that are told one by one: a comment on GitHub ends at 65,536 characters."""
QUESTION, WHY = 80, 160
"""Characters of a table cell."""
SIGNS = {True: "✅", False: "❌", None: "▫️"}
LINKED = re.compile(r"(?<!\w)[@#](?=\w)|:(?=//)|\bwww(?=\.)")
"""What GitHub makes a mention, a reference or a link of."""


def markdown(run: Run, baseline: Run | None) -> str:
    """Verdict, figures, what changed, failing cases."""
    verdict = summary(run, baseline)
    failing = [each for each in run.outcomes if each.passed is False]
    parts = [
        f"## {SIGNS[verdict.good]} {verdict.line} | {verdict.english}",
        _what(run),
        *(f"> ⚠ {note.zh} · {note.en}" for note in verdict.notes),
        _figures(run, baseline),
        _shares(run, baseline),
        *_changed(verdict),
        *_failing(failing),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def escaped(text: str) -> str:
    r"""Text that Markdown shows as it is, on one line.

    >>> escaped("a|b *c* <d>")
    'a\\|b \\*c\\* &lt;d&gt;'
    """
    text = re.sub(r"([\\`*_\[\]{}|~$])", r"\\\1", one_line(text))
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # A comment between, which shows nothing, keeps GitHub from calling people and from making links.
    return LINKED.sub(r"\g<0><!-- -->", text)


def _what(run: Run) -> str:
    mode, strict = MODES[run.mode], LEVELS[run.strictness]
    return " · ".join(
        (
            escaped("、".join(run.suites)),
            f"{len(run.outcomes)} 题 cases",
            f"{run.documents} 份文件 documents",
            f"{mode.zh} {mode.en}",
            f"{strict.zh} {strict.en}，阈值 threshold {run.threshold:g}",
            f"文件库 store `{run.store_hash[:12]}`",
            f"p50 {run.timing.p50_ms:.1f} ms, p95 {run.timing.p95_ms:.1f} ms",
        )
    )


def _figures(run: Run, baseline: Run | None) -> str:
    head = ["指标 Figure", "值 Value", "95 % 区间", "n", *(["较基线 Δ"] if baseline else [])]
    lines = [_line(head), _line(["---", "--:", "--:", "--:", "--:"][: len(head)])]
    for group, rows in groups(run, baseline):
        lines.append(_line([f"**{GROUPS[group].zh} {GROUPS[group].en}**", *[""] * (len(head) - 1)]))
        for row in rows:
            cells = [f"{escaped(row.label)} <sub>{row.name.en}</sub>", row.value, row.interval, str(row.figure.n)]
            lines.append(_line([*cells, *([str(row.move or "")] if baseline else [])]))
    return "\n".join([*lines, "", f"<sub>{FALLING.zh} · {FALLING.en}</sub>"])


def _shares(run: Run, baseline: Run | None) -> str:
    named = {
        "原因 causes": [f"{words.zh} {count}" for words, count in causes(run)],
        "拒答 refused": [f"{each.label.zh} {each.cases}/{each.figure.n}" for each in by_kind(run, baseline)],
        "通过 passed": [f"{escaped(each.label.zh)} {each.cases}/{each.figure.n}" for each in by_tag(run, baseline)],
    }
    return "\n".join(f"- {name}: {' · '.join(parts)}" for name, parts in named.items() if parts)


def _changed(verdict: Summary) -> Iterable[str]:
    if not verdict.changes:
        return
    told = {
        "新失败 newly failing": verdict.changes.newly_failing,
        "新通过 newly passing": verdict.changes.newly_passing,
    }
    lines = [f"- **{name}** ({len(ids)}): {_ids(ids)}" for name, ids in told.items()]
    words = p_line(verdict.changes)
    yield "\n".join([*lines, f"- {words.zh} · {words.en}"])


def _ids(ids: tuple[str, ...]) -> str:
    rest = f" … (+{len(ids) - SHOWN})" if len(ids) > SHOWN else ""
    return "、".join(map(escaped, ids[:SHOWN])) + rest if ids else "无 none"


def _failing(failing: list[Outcome]) -> Iterable[str]:
    if not failing:
        return
    title = f"{VERDICTS[False].zh} {VERDICTS[False].en} ({len(failing)})"
    lines = [_line(["编号", "问题", "原因", "说明", "检索"]), _line(["---"] * 5)]
    for each in failing[:SHOWN]:
        rank = rank_of_gold(each)
        question, why = clipped(asked(each), QUESTION), clipped(one_line(each.why), WHY)
        lines.append(_line([*map(escaped, (each.id, question, each.cause or "", why)), rank.zh if rank else ""]))
    table = "\n".join(lines)
    if len(failing) > SHOWN:
        table += f"\n\n其余 {len(failing) - SHOWN} 题见完整报告。The others are in the full report."
    if len(failing) > FOLDED:
        yield f"<details><summary>{title}</summary>\n\n{table}\n\n</details>"
    else:
        yield f"### {title}\n\n{table}"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
