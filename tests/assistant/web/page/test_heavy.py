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
        until = time.monotonic() + 60
        while job.state not in ("done", "failed") and time.monotonic() < until:
            time.sleep(0.05)
            job = office.library.job(LOCAL, job.id)
        assert [each.outcome for each in job.reports] == ["added"] * 3, job.reports
        site.ids = [each.documents[0] for each in job.reports]
        yield site


@pytest.mark.parametrize("what", ["超长", "万行表格", "怪异"])
def test_the_page_stays_at_hand_whatever_a_document_holds(visit, heavy, doing, what):
    tab = visit(heavy)
    tab.evaluate(WATCH)
    turn = doing.ask(tab, f"{what}夹带标准是多少？")
    assert len(turn.inner_text()) < 3000
    turn.locator(".mark").first.click()
    tab.wait_for_selector("policy-source mark.now")
    assert tab.locator("policy-source .skipped").count() == (what == "万行表格")
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    assert tab.locator(".katex, .mermaid, .answer table").count() == 0
    assert not any(sign in turn.inner_text() for sign in "\x1b\u202e\u202c")
    assert tab.evaluate("window.blocked") < 1000
    assert tab.complaints == []


def test_a_quote_far_down_in_a_long_document_is_drawn_all_the_same(visit, heavy):
    tab = visit(heavy)
    text = heavy.office.library.document(LOCAL, heavy.ids[1]).text
    start = text.index("9000元")
    tab.evaluate(
        "([id, start, end]) => document.querySelector('policy-source').open(id, [{start, end, marker: 1}], 1, null)",
        [heavy.ids[1], start, start + 5],
    )
    tab.wait_for_selector("policy-source mark.now")
    assert tab.locator("policy-source mark.now").inner_text() == "9000元"
    assert "略去" in tab.locator("policy-source .skipped").first.inner_text()
    assert tab.locator("policy-source .skipped").count() == 2
