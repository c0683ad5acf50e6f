"""A run → one HTML file that needs nothing beside it: no network, no other file, no right but to show itself. Pure.

What the documents and questions say is written into the page here, escaped; its script only hides and shows.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from evals.compare import Changes
from evals.report.difference import Piece, compared, pieces
from evals.report.plain import printable
from evals.report.plot import plot
from evals.report.rows import ABSENT, Row, by_kind, by_tag, causes, groups, p_line, rank_of_gold, summary
from evals.report.words import (
    CAUSES,
    FALLING,
    GROUPS,
    KINDS,
    LEVELS,
    MODES,
    NOTICES,
    SCORES,
    SIGNS,
    STATUSES,
    VALIDITIES,
    VERDICTS,
    Words,
    label,
)
from evals.types import Outcome, Run

FOLDER = Path(__file__).parent
LONG = 420
"""Characters of a passage from which on it is scrolled."""
BAR = 120
"""Width of the drawing of an interval."""
ORDER = {"newly_failing": 0, False: 1, None: 2, True: 3}
"""Cases stand in this order, within each as they were run: what has to be looked at comes first."""


class Bar(NamedTuple):
    """A share drawn as a line from 0 to 1."""

    at: float
    low: float | None
    high: float | None
    before: float | None


class Card(NamedTuple):
    """One case as the page shows it."""

    key: str
    """The part of an address that leads to it."""
    outcome: Outcome
    sign: str
    verdict: Words
    change: str
    """newly_failing, newly_passing, or empty."""
    rank: Words | None
    kind: Words | None
    cause: Words | None
    ms: float | None
    markers: frozenset[int]
    """Marks of the answer that lead to a citation."""
    answer: list[Piece]
    scores: list[tuple[Words, str]]
    old: Outcome | None
    old_answer: list[Piece]
    same: bool
    """True when the baseline answered in the same words."""


def page(run: Run, baseline: Run | None) -> str:
    """The report as HTML."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    style, script = (FOLDER / "page.css").read_text("utf-8"), (FOLDER / "page.js").read_text("utf-8")
    room = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    room.globals = {"label": label, "bar": bar}
    verdict = summary(run, baseline)
    html = room.get_template("page.html.j2").render(
        run=run,
        baseline=baseline,
        # Markup: both are our own files; a hash allows exactly them and nothing that a document might bring.
        style=Markup(style),
        script=Markup(script),
        style_hash=_hash(style),
        script_hash=_hash(script),
        verdict=verdict,
        p_line=p_line(verdict.changes) if verdict.changes else None,
        groups=groups(run, baseline),
        causes=causes(run),
        kinds=by_kind(run, baseline),
        tags=by_tag(run, baseline),
        plot=plot(run, baseline),
        cards=cards(run, baseline, verdict.changes),
        all_tags=_seen([tag for each in run.outcomes for tag in each.tags]),
        all_causes=_seen([each.cause for each in run.outcomes if each.cause]),
        all_kinds=_seen([each.unanswerable for each in run.outcomes if each.unanswerable]),
        keys={each.id: _key(each.id) for each in run.outcomes},
        CAUSES=CAUSES,
        FALLING=FALLING,
        GROUPS=GROUPS,
        KINDS=KINDS,
        LEVELS=LEVELS,
        MODES=MODES,
        NOTICES=NOTICES,
        STATUSES=STATUSES,
        VALIDITIES=VALIDITIES,
        VERDICTS=VERDICTS,
        ABSENT=ABSENT,
        LONG=LONG,
        BAR=BAR,
    )
    # An address in a document is text; written so, not even a search through the file finds one.
    return re.sub("://", ":&#47;&#47;", printable(html))


def bar(row: Row) -> Bar | None:
    """The drawing of a figure; None where it is no share."""
    value = row.figure.value
    if value is None or row.name.unit == "chars":
        return None
    low, high, before = (
        None if each is None else each * BAR for each in (row.figure.low, row.figure.high, row.before)
    )
    return Bar(value * BAR, low, high, before)


def cards(run: Run, baseline: Run | None, changes: Changes | None) -> list[Card]:
    """Every case, those first that have to be looked at."""
    before = {each.id: each for each in baseline.outcomes} if baseline else {}
    changed = dict.fromkeys(changes.newly_failing, "newly_failing") if changes else {}
    changed |= dict.fromkeys(changes.newly_passing, "newly_passing") if changes else {}
    found = [
        card(each, before.get(each.id), changed.get(each.id, ""), run.timing.case_ms.get(each.id))
        for each in run.outcomes
    ]
    return sorted(found, key=lambda each: ORDER.get(each.change, ORDER[each.outcome.passed]))


def card(outcome: Outcome, old: Outcome | None, change: str, ms: float | None) -> Card:
    """One case beside its baseline."""
    same = old is not None and old.text == outcome.text
    old_answer, answer = compared(old.text, outcome.text) if old and not same else ([], pieces(outcome.text))
    return Card(
        key=_key(outcome.id),
        outcome=outcome,
        sign=SIGNS[outcome.passed],
        verdict=VERDICTS[outcome.passed],
        change=change,
        rank=rank_of_gold(outcome),
        kind=label(KINDS, outcome.unanswerable) if outcome.unanswerable else None,
        cause=label(CAUSES, outcome.cause) if outcome.cause else None,
        ms=ms,
        markers=frozenset(each.marker for each in outcome.citations),
        answer=answer,
        scores=[(label(SCORES, name), _number(value)) for name, value in outcome.scores.items()],
        old=old,
        old_answer=old_answer,
        same=same,
    )


def _number(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


def _key(id: str) -> str:
    return "case-" + quote(printable(id), safe="")


def _seen(values: list[str]) -> dict[str, int]:
    """Each value with its number: filters compare numbers, so that no value has to be quoted for the script."""
    return {value: number for number, value in enumerate(dict.fromkeys(values))}


def _hash(text: str) -> str:
    return "sha256-" + b64encode(hashlib.sha256(text.encode()).digest()).decode()
