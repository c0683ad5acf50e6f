"""Documents and answers that are too much for a page: it stays at hand, and says what it does not show."""

import time

import pytest

from assistant.web.types import Caller

LOCAL = Caller("local", "本机", "administrator", via="local")
WATCH = """() => {
    window.blocked = 0;
    new PerformanceObserver(list => {
        for (const each of list.getEntries()) window.blocked = Math.max(window.blocked, each.duration);
    }).observe({type: 'longtask', buffered: false});
}"""
SPIN = """() => {
    const began = performance.now();
    let sum = 0;
    for (let number = 0; number < 50_000_000; number += 1) sum += number;
    return sum && performance.now() - began;
}"""
SPUN = 50.0
"""Milliseconds that this takes in a page that has a core of its own."""
TRIES = 3
ODD = (
    r"$$\frac{1}{\rule{9999em}{9999em}}$$ \def\a{\a\a}\a ```mermaid graph TD; A-->B``` <table><tr><td>x "
    + "\x1b[31m红\x1b[0m \u202e反\u202c"
)
LONG = "一、超长夹带标准为每人每年六百元，" + "另行说明其余各项内容" * 20_000 + "。"
ROWS = "\n".join(
    [
        "# 万行表格夹带标准的通知",
        "",
        "一、万行表格夹带标准",
        "| 序号 | 姓名 | 金额 |",
        "| --- | --- | --- |",
        *(f"| {number} | 某人 | {number}元 |" for number in range(10_000)),
    ]
)


@pytest.fixture(scope="module")
def heavy(sites):
    with sites() as site:
        office = site.office
        files = {
            "长.md": f"# 超长夹带标准的通知\n\n{LONG}\n",
            "表.md": ROWS,
            "怪.md": f"# 怪异夹带标准的通知\n\n一、怪异夹带标准为每年八百元{ODD}。\n",
        }
        staged = [office.library.stage.put(iter([text.encode()]), name) for name, text in files.items()]
        job = office.library.add(LOCAL, staged)
        until = time.monotonic() + 300
        while job.state not in ("done", "failed") and time.monotonic() < until:
            time.sleep(0.05)
            job = office.library.job(LOCAL, job.id)
        assert [each.outcome for each in job.reports] == ["added"] * 3, job.reports
        site.ids = [each.documents[0] for each in job.reports]
        yield site


@pytest.mark.parametrize("what", ["超长", "万行表格", "怪异"])
def test_the_page_stays_at_hand_whatever_a_document_holds(visit, heavy, doing, what):
    blocked = []
    while len(blocked) < TRIES and not (blocked and min(blocked) < 1000):
        tab = visit(heavy)
        tab.evaluate(WATCH)
        _read(tab, doing, what)
        # A page that has to share its core is held up for longer by the same work.
        blocked.append(tab.evaluate("window.blocked") / max(1.0, tab.evaluate(SPIN) / SPUN))
    assert min(blocked) < 1000, blocked


def _read(tab, doing, what):
    """Ask for a document and open it: all of it is there, and nothing that it should not be."""
    turn = doing.ask(tab, f"{what}夹带标准是多少？")
    assert len(turn.inner_text()) < 3000
    turn.locator(".mark").first.click()
    tab.wait_for_selector("policy-source mark.now")
    assert tab.locator("policy-source .skipped").count() == (what == "万行表格")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    assert tab.locator(".katex, .mermaid, .answer table").count() == 0
    assert not any(sign in turn.inner_text() for sign in "\x1b\u202e\u202c")
    assert tab.complaints == []


def test_a_quote_far_down_in_a_long_document_is_drawn_all_the_same(visit, heavy, expect):
    tab = visit(heavy)
    text = heavy.office.library.document(LOCAL, heavy.ids[1]).text
    start = text.index("9000元")
    tab.evaluate(
        "([id, start, end]) => document.querySelector('policy-source').open(id, [{start, end, marker: 1}], 1, null)",
        [heavy.ids[1], start, start + 5],
    )
    expect(tab.locator("policy-source mark.now")).to_have_text("9000元")
    expect(tab.locator("policy-source .skipped")).to_have_count(2)
    expect(tab.locator("policy-source .skipped").first).to_contain_text("略去")
