"""Letters as staff write them, in a real browser: drafted, edited with the verdict beside, made final, downloaded."""

import re
import threading
from types import SimpleNamespace

import pytest

from assistant.letter.paper.office import NoOffice, available

needs_office = pytest.mark.skipif(
    available() is None, reason="needs LibreOffice: apt install libreoffice-writer-nogui"
)
QUESTION = "清河市特别困难的离休干部补助多少钱？"
FIELDS = {
    "to": "王建国同志",
    "received": "2026年11月3日",
    "org": "中共清河市委老干部局",
    "number": "清委老干函〔2026〕3号",
    "date": "2026年11月20日",
    "contact": "李明",
    "phone": "0500-7654321",
}


@pytest.fixture
def press(site, monkeypatch):
    """The press of the site: `hold()` keeps what it is given from now on until `let_go()`, however slow a test looks."""
    free, machine = threading.Event(), site.office.letters._lines.press
    made = machine._convert

    def convert(docx):
        assert free.wait(300)
        return made(docx)

    free.set()
    monkeypatch.setattr(machine, "_convert", convert)
    yield SimpleNamespace(hold=free.clear, let_go=free.set)
    free.set()


def draft(tab, doing):
    doing.go(tab, "函件")
    tab.fill("#letter-questions", QUESTION)
    tab.click("#letter-draft")
    tab.wait_for_selector(".sentence .verdict .badge")


def as_text(tab):
    """Look at the sheet that the page lays itself: where pages can be made, they take its place."""
    if available():
        tab.click("[data-view=sheet]")
        tab.wait_for_selector("[data-view=sheet][aria-pressed=true]")


def stated(tab, words):
    """The sentence whose box holds some words."""
    boxes = tab.locator(".sentence")
    return next(
        each
        for each in (boxes.nth(at) for at in range(boxes.count()))
        if words in each.locator("textarea").input_value()
    )


def complete(tab):
    for name, value in FIELDS.items():
        tab.fill(f"policy-letters [name={name}]", value)
        tab.press(f"policy-letters [name={name}]", "Tab")
    tab.wait_for_selector(".open-items .good")


@pytest.mark.parametrize("width", [1280, 390])
def test_a_changed_number_is_contradicted_at_once_and_the_letter_goes_out_with_a_reason_only(
    visit, site, doing, expect, width
):
    tab = visit(site, width)
    draft(tab, doing)
    as_text(tab)
    expect(tab.locator(".letter-sheet .stamp")).to_have_text(re.compile("^草稿"))
    expect(tab.locator("policy-letters .head .badge")).to_have_text("草稿", use_inner_text=True)
    one = stated(tab, "6000元")
    one.locator("textarea").fill(one.locator("textarea").input_value().replace("6000元", "9600元"))
    one.locator("[data-verdict=contradicted]").wait_for()
    expect(one.locator(".reason").first).to_contain_text("9600")
    tab.click("#letter-final")
    doing.hear(tab, "还有空白没有填写，不能定稿")
    assert tab.locator("#letter-by").count() == 0, "fields are open"
    complete(tab)
    expect(tab.locator(".letter-sheet")).to_contain_text("王建国同志")
    tab.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)
    tab.click("#letter-final")
    tab.fill("#letter-by", "李明")
    tab.click("dialog .main")
    expect(tab.locator("#letter-reason:invalid"), "no reason, no letter").to_be_focused()
    assert tab.locator("dialog").count() == 1
    tab.fill("#letter-reason", "以新印发的标准为准")
    tab.click("dialog .main")
    tab.wait_for_selector(".open-items .good:has-text('李明')")
    expect(tab.locator(".letter-sheet")).to_have_count(1)
    expect(tab.locator(".letter-sheet .stamp")).to_have_count(0)
    expect(tab.locator(".sentence textarea").first).to_be_disabled()
    kinds = [each.kind for each in site.office.audit.list(10)]
    assert "letter-finalised" in kinds
    assert tab.complaints == []


def test_a_click_is_not_lost_when_what_was_written_before_it_is_saved_meanwhile(visit, site, doing):
    tab = visit(site)
    draft(tab, doing)
    as_text(tab)
    words = stated(tab, "6000元").locator("textarea")
    words.fill(f"{words.input_value()}请以原文为准。")
    tab.locator("#letter-final").hover()
    with tab.expect_response(lambda each: each.request.method == "PUT"):
        tab.mouse.down()  # which leaves the box: what stands in it is saved, and the whole head is drawn anew
    tab.wait_for_timeout(300)
    tab.mouse.up()
    doing.hear(tab, "还有空白没有填写，不能定稿")
    tab.wait_for_selector("policy-letters .head select option[value='2']", state="attached")


def test_the_evidence_opens_and_files_are_downloaded(visit, site, doing, expect):
    tab = visit(site)
    draft(tab, doing)
    stated(tab, "6000元").locator(".mark").first.click()
    expect(tab.locator("policy-letters policy-source mark.now")).to_contain_text("6000元")
    for paper, ending in (("docx", "（草稿）.docx"), ("text", "（草稿）.txt"), ("checklist", ".核对单.docx")):
        with tab.expect_download() as got:
            tab.click(f"[data-paper={paper}]")
        assert got.value.suggested_filename.endswith(ending)


def test_the_time_limits_of_a_petition_stand_beside_what_is_still_open(visit, site, doing):
    tab = visit(site)
    doing.go(tab, "函件")
    tab.select_option("#letter-kind", "petition")
    tab.fill("#letter-questions", QUESTION)
    tab.click("#letter-draft")
    tab.wait_for_selector(".limits li:has-text('没有填写，不能计算')")
    tab.fill("policy-letters [name=accepted]", "2026年10月9日")
    tab.press("policy-letters [name=accepted]", "Tab")
    tab.wait_for_selector(".limits time[datetime='2026-12-08']")


@needs_office
@pytest.mark.parametrize("width", [1280, 390])
def test_the_real_pages_take_the_place_of_the_sheet_and_are_set_anew_after_a_change(
    visit, site, doing, expect, press, width
):
    tab = visit(site, width)
    press.hold()
    draft(tab, doing)
    expect(tab.locator(".on-paper"), "until the pages are there").to_have_attribute("data-shows", "sheet")
    press.let_go()
    tab.wait_for_selector(".on-paper[data-shows=pages] img")
    pictures = tab.locator(".on-paper img")
    count = pictures.count()
    assert count >= 2
    captions = tab.locator(".on-paper figcaption .zh")
    expect(captions).to_have_text([f"第 {number} 页，共 {count} 页" for number in range(1, count + 1)])
    assert all("页，共" in pictures.nth(at).get_attribute("alt") for at in range(count))
    first = pictures.nth(0)
    for name, value in (("complete", True), ("naturalWidth", 1240), ("naturalHeight", 1754)):
        expect(first).to_have_js_property(name, value)
    before = first.get_attribute("src")
    words = stated(tab, "6000元").locator("textarea")
    as_it_was = words.input_value()
    words.fill("另写一句。")
    tab.wait_for_selector(".on-paper[data-old=yes]")
    words.fill(as_it_was)
    words.press("Tab")
    tab.wait_for_selector(".on-paper[data-old='']")
    expect(first, "nothing was changed in the end").to_have_attribute("src", before)
    press.hold()
    tab.fill("policy-letters [name=to]", "王建国同志")
    tab.press("policy-letters [name=to]", "Tab")
    tab.wait_for_selector(".on-paper[data-old=yes]")
    expect(tab.locator(".preview [role=status]")).to_contain_text("改动前")
    press.let_go()
    tab.wait_for_selector(".on-paper[data-old='']")
    expect(tab.locator(".on-paper img").first).not_to_have_attribute("src", before)
    seen = tab.locator(".on-paper img").first.bounding_box()["width"]
    for _ in range(4):
        if tab.locator("[data-zoom='1']").is_enabled():
            tab.click("[data-zoom='1']")
    tab.wait_for_function(
        "(width) => document.querySelector('.on-paper img').getBoundingClientRect().width > width", arg=1.9 * seen
    )
    # What is wide scrolls inside.
    tab.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)
    press.hold()
    tab.uncheck(".downloads input[type=checkbox]")
    tab.wait_for_selector(".on-paper[data-old=yes]")
    press.let_go()
    tab.wait_for_selector(".on-paper[data-old='']")
    assert tab.locator(".on-paper img").count() < count, "without the list of evidence"
    assert tab.complaints == []


@needs_office
def test_pages_that_cannot_be_made_leave_the_sheet_and_a_way_to_try_again(visit, site, doing, expect, monkeypatch):
    def broken(docx):
        raise NoOffice("LibreOffice 没有生成 PDF", "LibreOffice made no PDF")

    tab = visit(site)
    with monkeypatch.context() as patched:
        patched.setattr(site.office.letters._lines.press, "_convert", broken)
        draft(tab, doing)
        tab.wait_for_selector(".preview [role=alert]:has-text('没有生成')")
        expect(tab.locator(".letter-sheet .stamp")).to_have_count(1)
    tab.click(".preview [role=alert] button")
    tab.wait_for_selector(".on-paper[data-shows=pages] img")


def test_where_no_pages_can_be_made_the_sheet_stays_and_says_why(visit, site, doing, expect, monkeypatch):
    monkeypatch.setattr("shutil.which", lambda name: None)
    tab = visit(site)
    draft(tab, doing)
    expect(tab.locator(".preview [role=status]")).to_contain_text("LibreOffice")
    tab.wait_for_timeout(800)
    assert tab.locator(".letter-sheet").count() == 1
    assert tab.locator(".on-paper img, [data-view]").count() == 0
    tab.click("#language label:has-text('English')")
    expect(tab.locator(".preview [role=status]")).to_contain_text(
        "where LibreOffice is installed", use_inner_text=True
    )


def test_an_answer_becomes_a_letter_and_the_draft_is_found_again_with_its_versions(visit, site, doing, expect):
    tab = visit(site)
    doing.ask(tab, QUESTION).locator("[data-do=letter]").click()
    expect(tab.locator("#letter-questions")).to_have_value(QUESTION)
    tab.click("#letter-draft")
    tab.wait_for_selector(".sentence")
    as_text(tab)
    tab.fill("policy-letters [name=to]", "<img src=x>同志")
    tab.press("policy-letters [name=to]", "Tab")
    tab.wait_for_selector(".letter-sheet:has-text('<img src=x>同志')")
    tab.click("policy-letters .head button:has-text('另起一份')")
    tab.locator(".drafts .open").first.click()
    tab.wait_for_selector(".letter-sheet:has-text('<img src=x>同志')")
    tab.select_option("policy-letters .head select", "1")
    tab.wait_for_selector(".letter-sheet mark:has-text('【称谓】')")
    expect(tab.locator("policy-letters [name=to]")).to_be_disabled()


def test_the_questions_of_a_letter_that_came_in_are_found_and_those_without_a_rule_are_marked(
    visit, site, doing, expect
):
    tab = visit(site)
    doing.go(tab, "函件")
    tab.fill(
        "#letter-incoming",
        "局领导：\n您好！我是清河市的离休干部。特别困难的离休干部补助多少钱？离休干部可以免费坐高铁吗？\n谢谢！",
    )
    tab.click("#letter-find")
    tab.wait_for_selector(".begin [role=status] .hint")
    found = ("特别困难的离休干部补助多少钱？", "离休干部可以免费坐高铁吗？")
    expect(tab.locator("#letter-questions")).to_have_value("\n".join(found))
    tab.click("#letter-draft")
    tab.wait_for_selector(".item h3 .badge:is(.not_found, .uncertain)")
    nameless = tab.evaluate(
        """() => [...document.querySelectorAll('policy-letters :is(button, input, textarea, select)')]
            .filter(each => each.offsetParent !== null)
            .filter(each => !(each.textContent.trim() || each.getAttribute('aria-label') || each.labels?.length))
            .map(each => each.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
