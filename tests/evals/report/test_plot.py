"""Where the risk-coverage drawing puts its points."""

from dataclasses import replace

import pytest

from evals.report.plot import HEIGHT, LIMIT, WIDTH, plot
from evals.types import Point


def test_coverage_runs_right_and_risk_runs_up(run):
    drawn = plot(run, None)
    first, _, last = drawn.dots
    assert first.x < last.x
    assert first.y == drawn.bottom
    assert last.y < first.y
    assert last.x == drawn.right


@pytest.mark.parametrize("risk", [0.0, 0.03, 0.13, 0.5, 1.0])
def test_everything_stands_inside_the_drawing(run, risk):
    drawn = plot(replace(run, curve=(Point(0.5, 1.0, risk),)), run)
    assert all(0 <= each.x <= WIDTH and drawn.top <= each.y <= HEIGHT for each in drawn.dots)
    assert drawn.top <= drawn.limit <= drawn.bottom
    assert 2 <= len(drawn.up) <= 8


def test_the_line_of_five_percent_stands_where_its_tick_would(run):
    drawn = plot(replace(run, curve=(Point(0.5, 1.0, LIMIT),)), None)
    assert drawn.dots[0].y == drawn.limit


def test_the_threshold_of_the_run_is_the_chosen_point(run):
    assert [each.point.threshold for each in plot(run, None).dots if each.chosen] == [0.6]


def test_a_run_without_a_curve_has_no_drawing(searched):
    assert plot(searched, None) is None
