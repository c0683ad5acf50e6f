"""The page as staff use it, in a real browser: nothing is asked of anybody else, no rule of its own is broken."""

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


def test_a_question_is_answered_and_its_source_is_read_with_the_quote_marked_and_in_view(visit, site, doing):
    tab = visit(site)
    turn = doing.ask(tab, "清河市特别困难的离休干部补助多少钱？")
    assert turn.locator(".badge.answered").inner_text() == "文件有规定"
    assert "清委老干〔2022〕8号" in turn.locator(".known").first.inner_text()
    assert "现行" in turn.locator(".validity").first.inner_text()
    turn.locator(".mark").last.click()
    mark = tab.locator("policy-source mark.now")
    mark.wait_for()
    document = site.office.assistants.index(_local()).document(
        turn.locator(".mark").last.get_attribute("data-document")
    )
    start, end = (int(turn.locator(".mark").last.get_attribute(f"data-{name}")) for name in ("start", "end"))
    assert mark.inner_text() == document.text[start:end]
    seen = tab.evaluate(
        """() => {
            const inside = document.querySelector('policy-source .text').getBoundingClientRect();
            const mark = document.querySelector('policy-source mark.now').getBoundingClientRect();
            return inside.top <= mark.top && mark.bottom <= inside.bottom && mark.bottom < innerHeight;
        }"""
    )
    assert seen, "the quote is not in view"
    assert tab.locator("policy-source .path span").first.inner_text() == "第二章 条件和标准"
    tab.keyboard.press("Escape")
    assert tab.evaluate("document.activeElement.className") == "mark", "the focus goes back to where it was"
    assert tab.complaints == []


def test_a_follow_up_is_understood_by_the_question_before_and_both_stay_to_be_read(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, "清河市一般困难的离休干部每年补助多少钱？")
    turn = doing.ask(tab, "那什么时候受理申请？")
    assert "9月1日至9月30日" in turn.inner_text()
    assert "3000元" in tab.locator("policy-thread").inner_text()
    tab.locator("policy-history .open", has_text="一般困难").click()
    tab.wait_for_selector("policy-thread .turn[data-state=past] >> nth=1")
    assert tab.locator("policy-thread .asked").all_inner_texts() == [
        "清河市一般困难的离休干部每年补助多少钱？",
        "那什么时候受理申请？",
    ]
    assert tab.complaints == []


def test_a_document_is_added_asked_about_corrected_and_removed(visit, site, doing, tmp_path):
    tab = visit(site)
    doing.go(tab, "文件库")
    tab.wait_for_selector(".documents")
    path = tmp_path / "收费办法.md"
    path.write_text(TEXT, encoding="utf-8")
    broken = tmp_path / "坏文件.pdf"
    broken.write_bytes(b"%PDF-1.4 nothing")
    tab.set_input_files("#files", [str(path), str(broken)])
    tab.wait_for_selector(".report li:nth-child(2)[data-outcome]", timeout=20_000)
    assert tab.locator(".report .outcome").all_inner_texts() == ["已入库 《清河市老年大学收费管理办法》", "未收"]
    assert "损坏" in tab.locator(".report li").last.inner_text()

    doing.go(tab, "问答")
    assert "每门课程收费120元" in doing.ask(tab, "老年大学每门课程收费多少钱？").inner_text()

    doing.go(tab, "文件库")
    tab.fill("policy-library input[type=search]", "老年大学")
    tab.wait_for_selector(".count:has-text('共 1 份')")
    tab.locator(".documents .name").click()
    tab.wait_for_selector(".inspect .paper")
    assert tab.locator(".outline button").all_inner_texts() == ["一、收费标准", "二、执行时间"]
    tab.keyboard.press("Escape")
    tab.locator(".doings button", has_text="更正").click()
    tab.locator("form.correct input").first.fill("清河市老年大学收费办法")
    tab.locator("form.correct button[type=submit]").click()
    tab.wait_for_selector(".documents .name:has-text('清河市老年大学收费办法')")
    tab.wait_for_selector("dialog", state="detached")

    tab.locator(".doings button", has_text="删除").click()
    tab.locator("dialog.sure button", has_text="取消").click()
    assert tab.locator(".documents tbody tr").count() == 1
    tab.locator(".doings button", has_text="删除").click()
    tab.locator("dialog.sure button.danger").click()
    tab.wait_for_selector("policy-library .empty")
    assert tab.complaints == []


def test_another_language_is_spoken_at_once_and_nothing_typed_is_lost(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, "体检多久一次")
    tab.fill("#question textarea", "写了一半的问题")
    tab.locator("#language label", has_text="English").click()
    tab.wait_for_selector("#send:has-text('Ask')")
    assert tab.input_value("#question textarea") == "写了一半的问题"
    assert tab.locator("#live .badge").inner_text() == "Answered"
    assert tab.locator("#tabs [role=tab]:visible").all_inner_texts()[:2] == ["Ask", "Documents"]
    assert tab.evaluate("document.documentElement.lang") == "en"
    tab.reload()
    tab.wait_for_selector("#send:has-text('Ask')")
    assert tab.complaints == []


def test_the_examples_are_of_the_documents_and_asked_by_a_click(visit, site):
    tab = visit(site)
    tab.wait_for_selector(".welcome li button")
    examples = tab.locator(".welcome li button").all_inner_texts()
    assert len(examples) == 4
    tab.locator(".welcome li button").first.click()
    turn = tab.locator("#live .turn[data-state=done]")
    turn.wait_for()
    assert examples[0] in turn.inner_text()
    assert turn.locator(".badge.answered").count() == 1


def test_the_copied_answer_cites_as_officials_do(visit, site, doing):
    tab = visit(site, permissions=("clipboard-read", "clipboard-write"))
    doing.ask(tab, "清河市特别困难的离休干部补助多少钱？").locator("[data-do=copy]").click()
    tab.wait_for_selector("#passing p")
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


def test_the_filters_narrow_what_may_answer(visit, site, doing):
    tab = visit(site)
    tab.locator("#filters .label-wrap").click()
    tab.fill("#region input", "云岭省临溪市")
    tab.press("#region input", "Enter")
    turn = doing.ask(tab, "离休干部的健康体检标准是多少？")
    places = {each for each in turn.locator(".known").all_inner_texts() if "清河市" in each}
    assert "临溪市" in turn.inner_text()
    assert places == set()


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_on_any_tab(visit, site, doing, width):
    tab = visit(site, width)
    doing.ask(tab, "遗属补助标准").locator(".mark").first.click()
    tab.wait_for_selector("policy-source mark.now")
    for name in ("问答", "文件库", "函件", "评测", "设置"):
        tab.evaluate("document.querySelector('policy-source')?.close?.()")
        doing.go(tab, name)
        tab.wait_for_timeout(150)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, name


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


def test_a_broken_connection_is_told_keeps_what_was_typed_and_mends(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, "体检多久一次")
    tab.fill("#question textarea", "遗属补助标准")
    tab.context.set_offline(True)
    tab.wait_for_selector("policy-connection:not([hidden]):has-text('连接中断')")
    tab.press("#question textarea", "Enter")
    tab.wait_for_timeout(500)
    assert tab.input_value("#question textarea") == "遗属补助标准"
    tab.context.set_offline(False)
    tab.wait_for_selector("policy-connection", state="hidden")
    assert "860" in doing.ask(tab, "遗属补助标准").inner_text()
    assert "体检多久一次" in tab.locator("policy-thread").inner_text(), "what was read before is still there"


def test_what_was_typed_outlasts_a_reload_and_the_conversation_goes_on(visit, site, doing):
    tab = visit(site)
    doing.ask(tab, "清河市特别困难的离休干部补助多少钱？")
    tab.fill("#question textarea", "那什么时候受理申请？")
    tab.reload()
    tab.wait_for_selector("policy-thread .turn[data-state=past]")
    assert tab.input_value("#question textarea") == "那什么时候受理申请？"
    tab.press("#question textarea", "Enter")
    tab.wait_for_selector("#live .turn[data-state=done]")
    assert "9月1日至9月30日" in tab.locator("#live .turn").inner_text()


def _local():
    from assistant.web.types import Caller

    return Caller("local", "本机", "administrator", via="local")
