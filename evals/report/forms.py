"""Which report a file gets, by its suffix. A table."""

from __future__ import annotations

from collections.abc import Callable

from evals.report.junit import junit
from evals.report.markdown import markdown
from evals.report.page import page
from evals.report.sheet import sheet
from evals.types import Run

FORMS: dict[str, Callable[[Run, Run | None], str]] = {
    ".html": page,
    ".xml": junit,
    ".md": markdown,
    ".csv": sheet,
}
"""To be written as UTF-8 without translation of line ends."""
