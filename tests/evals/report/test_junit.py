"""JUnit XML parses whatever a document says, and tells each case as continuous integration expects."""

from xml.etree import ElementTree as ET

import pytest

from evals.report.junit import junit


@pytest.fixture
def suite(run):
    return ET.fromstring(junit(run).encode()).find("testsuite")


def case(suite, id):
    return next(each for each in suite.iter("testcase") if each.get("name").startswith(id))


def test_the_suite_counts_its_cases(suite):
    assert suite.get("name") == "冒烟 + <医保>"
    assert [suite.get(name) for name in ("tests", "failures", "skipped", "errors")] == ["6", "2", "1", "0"]
    assert suite.get("time") == "1.500"


def test_what_was_run_is_told(suite):
    known = {each.get("name"): each.get("value") for each in suite.iter("property")}
    assert known["store_hash"] == "c0ffee00c0ffee00"
    assert known["threshold"] == "0.62"


def test_a_case_stands_under_its_first_tag_with_its_time(suite):
    assert case(suite, "yb-001").get("classname") == "护理费"
    assert case(suite, "yb-001").get("time") == "0.011"
    assert case(suite, "yb-003").get("classname") == "未分类"


def test_a_failing_case_tells_cause_and_reason(suite):
    assert case(suite, "yb-003").find("failure").get("message") == "检索：第七条不在前 10 条中"
    assert case(suite, "yb-001").find("failure") is None


def test_a_case_without_a_verdict_is_skipped(suite):
    assert case(suite, "yb-005").find("skipped") is not None


def test_what_xml_forbids_is_replaced_and_the_rest_stays(suite):
    said = case(suite, "yb-002").find("failure").text
    assert "<script>alert('x')</script> ]]>" in said
    assert "\ufffd\ufffd[31m红" in said
    assert "𠮷野家" in said
