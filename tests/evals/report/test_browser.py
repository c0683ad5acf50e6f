"""The page in a real browser, offline: nothing is asked of anybody, nothing is refused by its own policy, filters work."""

import shutil

import pytest

from evals.report.page import page

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
PATIENCE = 60_000
"""Milliseconds until a test gives up what it waits for."""
expect = playwright.expect
expect.set_options(timeout=PATIENCE)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("needs Chromium (apt-get install chromium)")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def shown(browser, tmp_path, run, baseline):
    """The page opened from a file, with all that it asked for and all that the browser complained of."""
    path = tmp_path / "报告.html"
    path.write_text(page(run, baseline), encoding="utf-8")
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    tab = context.new_page()
    asked, complaints = [], []
    tab.on("request", lambda request: asked.append(request.url))
    tab.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.goto(path.as_uri())
    yield tab, asked, complaints
    context.close()


def test_the_page_asks_for_nothing_but_itself_and_breaks_no_rule_of_its_own(shown):
    tab, asked, complaints = shown
    for case in tab.query_selector_all("details.case"):
        case.evaluate("each => each.open = true")
    assert len(asked) == 1
    assert complaints == []


def test_chinese_is_drawn_with_glyphs_and_not_with_boxes(shown):
    tab, _, _ = shown
    widths = tab.evaluate(
        """() => {
            const draw = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            const ink = text => {
                draw.canvas.width = draw.canvas.height = 60;
                draw.font = '40px ' + getComputedStyle(document.body).fontFamily;
                draw.fillText(text, 5, 45);
                return Array.from(draw.getImageData(0, 0, 60, 60).data).join();
            };
            return [ink('离'), ink('休'), ink('护')];
        }"""
    )
    assert len(set(widths)) == 3, "different characters are drawn alike: a font for Chinese is missing"


def test_a_word_in_the_search_box_leaves_the_cases_that_hold_it(shown, run):
    tab, _, _ = shown
    cases = tab.locator("details.case:visible")
    expect(cases).to_have_count(len(run.outcomes))
    tab.fill("input[type=search]", run.outcomes[0].id)
    expect(cases).to_have_count(1)


def test_the_page_fits_a_narrow_screen(shown):
    tab, _, _ = shown
    tab.set_viewport_size({"width": 390, "height": 800})
    tab.wait_for_function("() => innerWidth === 390")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 390
