"""Evaluation on the page: a small suite is run by a real process, its report read, its figures compared."""

from pathlib import Path

SUITE = """
cases:
  - id: checkup
    question: 体检多久一次
    facts: ["一次"]
"""


def test_a_suite_is_run_its_report_read_and_its_figures_compared(site, visit, doing, expect):
    places = site.office.trials._places
    suites = Path(site.place / "suites")
    suites.mkdir()
    (suites / "小题集.yaml").write_text(SUITE, encoding="utf-8")
    site.office.trials._places = (suites,)
    site.office.trials._baselines = suites
    try:
        tab = visit(site)
        doing.go(tab, "评测")
        tab.wait_for_selector("#suite option[value='小题集']", state="attached")
        tab.locator("policy-evals .bar button").click()
        tab.wait_for_selector("policy-evals .run[data-state=done]", timeout=240_000)
        expect(tab.locator("policy-evals .passed")).to_have_count(1)
        with tab.context.expect_page() as opened:
            tab.locator("policy-evals a", has_text="报告").click()
        report = opened.value
        report.wait_for_load_state()
        assert "体检多久一次" in report.content()
        assert report.evaluate("self.origin") == "null", "a report reaches nothing of ours"
        report.close()
        run = site.office.trials.runs(_local())[0]
        (suites / "小题集.json").write_bytes(site.office.trials.record(_local(), run.id).read_bytes())
        tab.reload()
        doing.go(tab, "评测")
        tab.locator("policy-evals .run button", has_text="比较").click()
        expect(tab.locator("policy-evals .against")).to_contain_text("与基线一致")
        assert tab.complaints == []
    finally:
        site.office.trials._places = places


def _local():
    from assistant.web.types import Caller

    return Caller("local", "本机", "administrator", via="local")
