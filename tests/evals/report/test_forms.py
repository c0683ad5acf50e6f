"""Every form of a report takes every kind of run and can be written as UTF-8."""

import pytest

from evals.report.forms import FORMS


def test_the_usual_suffixes_are_known():
    assert set(FORMS) >= {".html", ".xml", ".md", ".csv"}


@pytest.mark.parametrize("suffix", FORMS)
@pytest.mark.parametrize("other", ["baseline", "searched", None])
def test_every_form_takes_every_run(suffix, other, run, request):
    beside = request.getfixturevalue(other) if other else None
    assert FORMS[suffix](run, beside).encode("utf-8")
    if beside:
        assert FORMS[suffix](beside, run).encode("utf-8")
