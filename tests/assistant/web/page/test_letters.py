"""Letters as staff write them, in a real browser: drafted, edited with the verdict beside, made final, downloaded."""

import pytest

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


def draft(tab, doing):
    doing.go(tab, "函件")
    tab.fill("#letter-questions", QUESTION)
    tab.click("#letter-draft")
    tab.wait_for_selector(".sentence .verdict .badge")


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
    visit, site, doing, width
):
    tab = visit(site, width)
    draft(tab, doing)
    assert tab.locator(".letter-sheet .stamp").inner_text().startswith("草稿")
    assert tab.locator("policy-letters .head .badge").inner_text() == "草稿"
    one = stated(tab, "6000元")
    one.locator("textarea").fill(one.locator("textarea").input_value().replace("6000元", "9600元"))
    one.locator("[data-verdict=contradicted]").wait_for()
    assert "9600" in one.locator(".reason").first.inner_text()
    tab.click("#letter-final")
    assert tab.locator("#letter-by").count() == 0, "fields are open"
    complete(tab)
    assert "王建国同志" in tab.locator(".letter-sheet").inner_text()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    tab.click("#letter-final")
    tab.fill("#letter-by", "李明")
    tab.click("dialog .main")
    assert tab.locator("dialog").count() == 1, "no reason, no letter"
    tab.fill("#letter-reason", "以新印发的标准为准")
    tab.click("dialog .main")
    tab.wait_for_selector(".open-items .good:has-text('李明')")
    assert tab.locator(".letter-sheet .stamp").count() == 0
    assert tab.locator(".sentence textarea").first.is_disabled()
    kinds = [each.kind for each in site.office.audit.list(10)]
    assert "letter-finalised" in kinds
    assert tab.complaints == []


def test_the_evidence_opens_and_files_are_downloaded(visit, site, doing):
    tab = visit(site)
    draft(tab, doing)
    stated(tab, "6000元").locator(".mark").first.click()
    assert "6000元" in tab.locator("policy-letters policy-source mark.now").inner_text()
    for paper, ending in (("docx", "（草稿）.docx"), ("text", "（草稿）.txt"), ("checklist", ".核对单.docx")):
        with tab.expect_download() as got:
            tab.click(f"[data-paper={paper}]")
        assert got.value.suggested_filename.endswith(ending)


def test_an_answer_becomes_a_letter_and_the_draft_is_found_again_with_its_versions(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, QUESTION).locator("[data-do=letter]").click()
    tab.wait_for_selector("#letter-questions:visible")
    assert tab.input_value("#letter-questions") == QUESTION
    tab.click("#letter-draft")
    tab.wait_for_selector(".sentence")
    tab.fill("policy-letters [name=to]", "<img src=x>同志")
    tab.press("policy-letters [name=to]", "Tab")
    tab.wait_for_selector(".letter-sheet:has-text('<img src=x>同志')")
    tab.click("policy-letters .head button:has-text('另起一份')")
    tab.locator(".drafts .open").first.click()
    tab.wait_for_selector(".letter-sheet:has-text('<img src=x>同志')")
    tab.select_option("policy-letters .head select", "1")
    tab.wait_for_selector(".letter-sheet mark:has-text('【称谓】')")
    assert tab.locator("policy-letters [name=to]").is_disabled()


def test_the_questions_of_a_letter_that_came_in_are_found_and_those_without_a_rule_are_marked(visit, site, doing):
    tab = visit(site)
    doing.go(tab, "函件")
    tab.fill(
        "#letter-incoming",
        "局领导：\n您好！我是清河市的离休干部。特别困难的离休干部补助多少钱？离休干部可以免费坐高铁吗？\n谢谢！",
    )
    tab.click("#letter-find")
    tab.wait_for_selector(".begin [role=status] .hint")
    assert tab.input_value("#letter-questions").split("\n") == [
        "特别困难的离休干部补助多少钱？",
        "离休干部可以免费坐高铁吗？",
    ]
    tab.click("#letter-draft")
    tab.wait_for_selector(".item h3 .badge:is(.not_found, .uncertain)")
    nameless = tab.evaluate(
        """() => [...document.querySelectorAll('policy-letters :is(button, input, textarea, select)')]
            .filter(each => each.offsetParent !== null)
            .filter(each => !(each.textContent.trim() || each.getAttribute('aria-label') || each.labels?.length))
            .map(each => each.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
