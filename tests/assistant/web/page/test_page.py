"""The page as staff use it, in a real browser: nothing is asked of anybody else, no rule of its own is broken."""

import threading

import pytest

TEXT = """清河市老年大学收费管理办法

清委老干〔2025〕6号

一、收费标准
老年大学每学期每门课程收费120元，离休干部免收学费。

二、执行时间
本办法自2025年3月1日起施行。

中共清河市委老干部局
2025年2月20日
"""

PARTS = {
    "问答": "#live .turn[data-state=done]",
    "文件库": ".documents tbody tr",
    "函件": "#letter-draft",
    "评测": "policy-evals .bar button",
    "设置": "policy-settings .audit tbody tr",
}
"""Every tab, and what is there as soon as all of it is."""


def test_a_question_is_answered_and_its_source_is_read_with_the_quote_marked_and_in_view(visit, site, doing, expect):
    tab = visit(site)
    turn = doing.ask(tab, "清河市特别困难的离休干部补助多少钱？")
    expect(turn.locator(".badge.answered")).to_have_text("文件有规定", use_inner_text=True)
    expect(turn.locator(".known").first).to_contain_text("清委老干〔2022〕8号")
    expect(turn.locator(".validity").first).to_contain_text("现行")
    turn.locator(".mark").last.click()
    mark = tab.locator("policy-source mark.now")
    mark.wait_for()
    document = site.office.assistants.index(_local()).document(
        turn.locator(".mark").last.get_attribute("data-document")
    )
    start, end = (int(turn.locator(".mark").last.get_attribute(f"data-{name}")) for name in ("start", "end"))
    assert mark.inner_text() == document.text[start:end]
    tab.wait_for_function(  # the quote comes into view
        """() => {
            const inside = document.querySelector('policy-source .text').getBoundingClientRect();
            const mark = document.querySelector('policy-source mark.now').getBoundingClientRect();
            return inside.top <= mark.top && mark.bottom <= inside.bottom && mark.bottom < innerHeight;
        }"""
    )
    expect(tab.locator("policy-source .path span").first).to_have_text("第二章 条件和标准")
    tab.keyboard.press("Escape")
    expect(turn.locator(".mark").last, "the focus goes back to where it was").to_be_focused()
    assert tab.complaints == []


def test_a_follow_up_is_understood_by_the_question_before_and_both_stay_to_be_read(visit, site, doing, expect):
    tab = visit(site)
    doing.ask(tab, "清河市一般困难的离休干部每年补助多少钱？")
    turn = doing.ask(tab, "那什么时候受理申请？")
    expect(turn).to_contain_text("9月1日至9月30日")
    expect(tab.locator("policy-thread")).to_contain_text("3000元")
    tab.locator("policy-history .open", has_text="一般困难").click()
    tab.wait_for_selector("policy-thread .turn[data-state=past] >> nth=1")
    expect(tab.locator("policy-thread .asked")).to_have_text(
        ["清河市一般困难的离休干部每年补助多少钱？", "那什么时候受理申请？"]
    )
    assert tab.complaints == []


def test_one_question_at_a_time_is_sent_and_the_next_is_not_lost_when_it_comes_early(visit, site, doing, expect):
    tab, over = visit(site), threading.Event()
    stream = site.office.asking.stream

    def lingering(*given):
        yield from stream(*given)
        over.wait(300)  # the answer is on the page, the call that brought it has not ended

    object.__setattr__(site.office.asking, "stream", lingering)
    try:
        doing.ask(tab, "体检多久一次")
        tab.fill("#question textarea", "遗属补助标准")
        tab.press("#question textarea", "Enter")
        expect(tab.locator("body")).to_have_attribute("data-asking", "yes")
        tab.press("#question textarea", "Enter")  # once more, out of impatience
    finally:
        del site.office.asking.stream
        over.set()
    expect(tab.locator("#live .turn[data-state=done]")).to_contain_text("860")
    expect(tab.locator("#question textarea")).to_have_value("")
    expect(tab.locator(".turn .asked")).to_have_count(2)
    expect(tab.locator("body:not([data-asking])")).to_have_count(1)
    assert tab.complaints == []


def test_a_document_is_added_asked_about_corrected_and_removed(visit, site, doing, expect, tmp_path):
    tab = visit(site)
    doing.go(tab, "文件库")
    tab.wait_for_selector(".documents")
    path = tmp_path / "收费办法.md"
    path.write_text(TEXT, encoding="utf-8")
    broken = tmp_path / "坏文件.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    tab.set_input_files("#files", [str(path), str(broken)])
    tab.wait_for_selector(".report li:nth-child(2)[data-outcome]")
    expect(tab.locator(".report .outcome")).to_have_text(
        ["已入库 《清河市老年大学收费管理办法》", "未收"], use_inner_text=True
    )
    expect(tab.locator(".report li").last).to_contain_text("损坏")

    doing.go(tab, "问答")
    expect(doing.ask(tab, "老年大学每门课程收费多少钱？")).to_contain_text("每门课程收费120元")

    doing.go(tab, "文件库")
    tab.fill("policy-library input[type=search]", "老年大学")
    tab.wait_for_selector(".count:has-text('共 1 份')")
    tab.locator(".documents .name").click()
    tab.wait_for_selector(".inspect .paper")
    expect(tab.locator(".outline button")).to_have_text(["一、收费标准", "二、执行时间"])
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog")).to_have_count(0)
    tab.locator(".doings button", has_text="更正").click()
    tab.locator("form.correct input").first.fill("清河市老年大学收费办法")
    tab.locator("form.correct button[type=submit]").click()
    tab.wait_for_selector(".documents .name:has-text('清河市老年大学收费办法')")
    expect(tab.locator("dialog")).to_have_count(0)

    tab.locator(".doings button", has_text="删除").click()
    tab.locator("dialog.sure button", has_text="取消").click()
    expect(tab.locator("dialog")).to_have_count(0)
    expect(tab.locator(".documents tbody tr")).to_have_count(1)
    tab.locator(".doings button", has_text="删除").click()
    tab.locator("dialog.sure button.danger").click()
    tab.wait_for_selector("policy-library .empty")
    assert tab.complaints == []


def test_another_language_is_spoken_at_once_and_nothing_typed_is_lost(visit, site, doing, expect):
    tab = visit(site)
    doing.ask(tab, "体检多久一次")
    tab.fill("#question textarea", "写了一半的问题")
    tab.locator("#language label", has_text="English").click()
    expect(tab.locator("#send")).to_have_text("Ask")
    expect(tab.locator("#live .badge")).to_have_text("Answered", use_inner_text=True)
    shown = tab.locator("#tabs [role=tab]:visible")
    expect(shown).to_have_text(["Ask", "Documents", "Letters", "Evaluation", "Settings"], use_inner_text=True)
    expect(tab.locator("html")).to_have_attribute("lang", "en")
    expect(tab.locator("#question textarea")).to_have_value("写了一半的问题")
    tab.reload()
    expect(tab.locator("#send")).to_have_text("Ask")
    assert tab.complaints == []


def test_the_examples_are_of_the_documents_and_asked_by_a_click(visit, site, expect):
    tab = visit(site)
    examples = tab.locator(".welcome li button")
    expect(examples).to_have_count(4)
    example = examples.first.inner_text()
    examples.first.click()
    turn = tab.locator("#live .turn[data-state=done]")
    expect(turn).to_contain_text(example)
    expect(turn.locator(".badge.answered")).to_have_count(1)


SLOW_LINE = """
    const plain = window.fetch.bind(window);
    let begun = 0, tell;
    const answered = new Promise((then) => (tell = then));
    const late = () => new TransformStream({
        async transform(chunk, stream) {
            if (new TextDecoder().decode(chunk).includes('process_completed')) tell();
            await new Promise((then) => setTimeout(then, 500));
            stream.enqueue(chunk);
        },
    });
    window.fetch = async (...given) => {
        const {pathname} = new URL(given[0]?.url ?? given[0], location.href);
        if (pathname.endsWith('/queue/join') && begun++) await answered;
        const answer = await plain(...given);
        return pathname.endsWith('/queue/data') ? new Response(answer.body.pipeThrough(late()), answer) : answer;
    };
"""
"""What the service says arrives late, and a second call sets out just as the first one has been answered."""


def test_a_page_opened_over_a_slow_line_hears_all_that_it_asked_for(visit, site, expect):
    tab = visit(site, script=SLOW_LINE)
    expect(tab.locator("policy-account .who")).to_have_count(1)
    expect(tab.locator(".welcome li button")).to_have_count(4)


def test_the_copied_answer_cites_as_officials_do(visit, site, doing):
    tab = visit(site, permissions=("clipboard-read", "clipboard-write"))
    doing.ask(tab, "清河市特别困难的离休干部补助多少钱？").locator("[data-do=copy]").click()
    doing.hear(tab, "已复制")
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert "《清河市特殊困难离退休干部帮扶补助办法》（清委老干〔2022〕8号，云岭省清河市，" in copied
    assert "第五条第（一）项）" in copied


def test_a_remark_is_kept_with_the_question_that_it_is_about(visit, site, doing):
    tab = visit(site)
    turn = doing.ask(tab, "体检多久一次")
    turn.locator("[data-do=down]").click()
    tab.fill(".remark textarea", "<b>应以2022年的为准</b>")
    tab.locator(".remark button[type=submit]").click()
    tab.wait_for_selector("#live [data-do=down][aria-pressed=true]")
    kept = site.office.feedback.list(_local())[0]
    assert (kept["turns"][-1], kept["rating"], kept["remark"]) == ("体检多久一次", "down", "<b>应以2022年的为准</b>")


def test_the_filters_narrow_what_may_answer(visit, site, doing, expect):
    tab = visit(site)
    tab.locator("#filters .label-wrap").click()
    tab.fill("#region input", "云岭省临溪市")
    tab.press("#region input", "Enter")
    expect(tab.locator("#region input")).to_have_attribute("aria-expanded", "false")
    expect(tab.locator("#region input")).to_have_value("云岭省临溪市")
    turn = doing.ask(tab, "离休干部的健康体检标准是多少？")
    expect(turn.locator(".known").first).to_contain_text("临溪市")
    assert not any("清河市" in each for each in turn.locator(".known").all_inner_texts())


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_on_any_tab(visit, site, doing, width):
    tab = visit(site, width)
    doing.ask(tab, "遗属补助标准").locator(".mark").first.click()
    tab.wait_for_selector("policy-source mark.now")
    for name, shown in PARTS.items():
        tab.evaluate("document.querySelector('policy-source')?.close?.()")
        doing.go(tab, name)
        tab.wait_for_selector(shown)
        tab.wait_for_function("(width) => document.documentElement.scrollWidth <= width", arg=width)


def test_everything_is_reached_by_the_keyboard_and_has_a_name(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, "体检多久一次")
    nameless = tab.evaluate(
        """() => [...document.querySelectorAll('button, input, textarea, select, a[href]')]
            .filter(each => each.offsetParent !== null)
            .filter(each => !(each.textContent.trim() || each.getAttribute('aria-label') || each.labels?.length))
            .map(each => each.outerHTML.slice(0, 200))"""
    )
    assert nameless == []
    tab.locator("#live .mark").first.focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("policy-source mark.now")


def test_chinese_is_drawn_with_glyphs_and_not_with_boxes(visit, site):
    drawn = visit(site).evaluate(
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
    assert len(set(drawn)) == 3


def test_a_broken_connection_is_told_keeps_what_was_typed_and_mends(visit, site, doing, expect):
    tab = visit(site)
    doing.ask(tab, "体检多久一次")
    tab.fill("#question textarea", "遗属补助标准")
    tab.context.set_offline(True)
    tab.wait_for_selector("policy-connection:not([hidden]):has-text('连接中断')")
    tab.press("#question textarea", "Enter")
    doing.hear(tab, "连接中断")
    expect(tab.locator("#question textarea")).to_have_value("遗属补助标准")
    tab.context.set_offline(False)
    tab.wait_for_selector("policy-connection", state="hidden")
    expect(doing.ask(tab, "遗属补助标准")).to_contain_text("860")
    expect(tab.locator("policy-thread"), "what was read before is still there").to_contain_text("体检多久一次")


def test_what_was_typed_outlasts_a_reload_and_the_conversation_goes_on(visit, site, doing, expect):
    tab = visit(site)
    doing.ask(tab, "清河市特别困难的离休干部补助多少钱？")
    tab.fill("#question textarea", "那什么时候受理申请？")
    tab.reload()
    tab.wait_for_selector("policy-thread .turn[data-state=past]")
    expect(tab.locator("#question textarea")).to_have_value("那什么时候受理申请？")
    tab.press("#question textarea", "Enter")
    expect(tab.locator("#live .turn[data-state=done]")).to_contain_text("9月1日至9月30日")


def _local():
    from assistant.web.types import Caller

    return Caller("local", "本机", "administrator", via="local")
