"""A run → JUnit XML, that every continuous integration shows case by case. Pure; the baseline is not in it."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from evals.report.plain import printable
from evals.report.rows import asked, told
from evals.types import Outcome, Run

UNTAGGED = "未分类"


def junit(run: Run, baseline: Run | None = None) -> str:
    """One test suite; a case that was not judged is skipped."""
    verdicts = [each.passed for each in run.outcomes]
    counts = {
        "tests": str(len(verdicts)),
        "failures": str(verdicts.count(False)),
        "errors": "0",
        "skipped": str(verdicts.count(None)),
        "time": f"{run.timing.seconds:.3f}",
    }
    root = ET.Element("testsuites", counts)
    suite = ET.SubElement(
        root, "testsuite", _kept(name=" + ".join(run.suites), timestamp=run.timing.started) | counts
    )
    known = ET.SubElement(suite, "properties")
    for name in ("suite_hash", "store_hash", "documents", "mode", "embedder", "threshold", "strictness"):
        ET.SubElement(known, "property", _kept(name=name, value=str(getattr(run, name))))
    for outcome in run.outcomes:
        _case(suite, outcome, run.timing.case_ms.get(outcome.id, 0.0))
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _case(suite: ET.Element, outcome: Outcome, ms: float) -> None:
    place = _kept(
        classname=outcome.tags[0] if outcome.tags else UNTAGGED,
        name=f"{outcome.id} {asked(outcome)}",
        time=f"{ms / 1000:.3f}",
    )
    case = ET.SubElement(suite, "testcase", place)
    if outcome.passed is None:
        ET.SubElement(case, "skipped", _kept(message=outcome.why))
    elif not outcome.passed:
        failure = ET.SubElement(case, "failure", _kept(message=told(outcome), type=outcome.cause or ""))
        failure.text = printable(outcome.text)


def _kept(**attributes: str) -> dict[str, str]:
    """Attributes without what XML forbids even when escaped."""
    return {name: printable(value) for name, value in attributes.items()}
