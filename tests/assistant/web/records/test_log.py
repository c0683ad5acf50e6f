"""The log says where and how long, never what."""

import json
import logging
import sys

from assistant.web.records.log import JsonLines

SECRET = "张三的护理费"


def line(logger, message, *given, error=None, **more):
    found = logging.getLogger(logger).makeRecord(logger, logging.WARNING, "f", 1, message, given, error, extra=more)
    return json.loads(JsonLines().format(found))


def test_a_line_holds_its_figures_and_nothing_that_is_no_figure():
    told = line("assistant.web.x", "request", route="/api/v1/ask", status=200, ms=1.5, question=SECRET)
    assert (told["route"], told["status"], told["ms"], told["level"]) == ("/api/v1/ask", 200, 1.5, "warning")
    assert SECRET not in json.dumps(told, ensure_ascii=False)


def test_what_libraries_fill_in_is_left_out():
    assert SECRET not in str(line("httpx", "request for %s", SECRET))
    assert "3" in line("assistant.web.x", "job %s", 3)["message"]


def test_of_an_exception_only_kind_and_place_are_told():
    try:
        raise ValueError(SECRET)
    except ValueError:
        told = line("assistant.web.x", "failed", error=sys.exc_info())
    assert told["error"] == "ValueError"
    assert told["at"][0].split("/")[-1].startswith("test_log.py:")
    assert SECRET not in json.dumps(told, ensure_ascii=False)
