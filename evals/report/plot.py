"""Risk against coverage → where its lines, ticks and points stand in a drawing. Pure; draws nothing itself."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

from evals.report.words import Words
from evals.types import Point, Run

WIDTH, HEIGHT = 460, 300
LEFT, RIGHT, TOP, BOTTOM = 58, 14, 14, 44
LIMIT = 0.05
"""The risk that is drawn as a line: one wrong answer of twenty."""
LEAST = 0.1
"""The highest risk on the axis is at least this, so that the line stands inside."""


class Dot(NamedTuple):
    """One threshold."""

    x: float
    y: float
    point: Point
    title: Words
    chosen: bool
    """True for the threshold of the run."""


class Tick(NamedTuple):
    """A place on an axis with what is written there."""

    at: float
    text: str


class Plot(NamedTuple):
    """All that is drawn, in units of a drawing of WIDTH by HEIGHT."""

    dots: tuple[Dot, ...]
    line: str
    before: str
    """The baseline's line; empty without one."""
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    limit: float
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def plot(run: Run, baseline: Run | None) -> Plot | None:
    """The drawing; None where the mode knows no risk."""
    if not run.curve:
        return None
    before = baseline.curve if baseline else ()
    highest = max(LEAST, *(each.risk for each in (*run.curve, *before)))
    step = next(step for step in (0.02, 0.05, 0.1, 0.2) if highest / step <= 6 or step == 0.2)
    top = ceil(round(highest / step, 6)) * step

    def up(risk: float) -> float:
        return round(HEIGHT - BOTTOM - risk / top * (HEIGHT - BOTTOM - TOP), 1)

    def line(points: tuple[Point, ...]) -> str:
        return " ".join(f"{_across(each.coverage)},{up(each.risk)}" for each in points)

    nearest = min(run.curve, key=lambda each: abs(each.threshold - run.threshold))
    return Plot(
        tuple(Dot(_across(each.coverage), up(each.risk), each, _title(each), each is nearest) for each in run.curve),
        line(run.curve),
        line(before),
        tuple(Tick(_across(part / 5), f"{part / 5:.0%}") for part in range(6)),
        tuple(Tick(up(n * step), f"{n * step:.0%}") for n in range(round(top / step) + 1)),
        up(LIMIT),
    )


def _across(coverage: float) -> float:
    return round(LEFT + coverage * (WIDTH - LEFT - RIGHT), 1)


def _title(point: Point) -> Words:
    return Words(
        f"阈值 {point.threshold:.3f}：作答率 {point.coverage:.1%}，风险 {point.risk:.1%}",
        f"threshold {point.threshold:.3f}: coverage {point.coverage:.1%}, risk {point.risk:.1%}",
    )
