"""Whatever documents, people and their names say is shown as text: in a real browser, under the policy of the page."""

import time

import pytest

from assistant.web.types import Caller
from corpus.errors import PolicyError
from tests.assistant.web.page.hostile import HOSTILE

PASSWORD = "清河的长口令-2026"
BOSS = Caller("local", "本机", "administrator", via="local")
WATCH = """() => {
    const bad = 'script, img, iframe, object, embed, form[action], base[href*=evil], link[href*=evil], svg[onload], video, math';
    const own = '.turn, policy-thread, policy-source, policy-library, policy-history, policy-settings, policy-account, dialog';
    const active = [];
    for (const place of document.querySelectorAll(own)) {
        for (const each of place.querySelectorAll(bad)) active.push(each.outerHTML.slice(0, 120));
        for (const each of place.querySelectorAll('*'))
            for (const {name, value} of each.attributes)
                if (/^on/.test(name) || /^(javascript|vbscript|data):/i.test(value) && name !== 'data-copy')
                    active.push(`${name}=${value}`.slice(0, 120));
    }
    return active;
}"""


@pytest.fixture(scope="module")
def poisoned(sites, tmp_path_factory):
    """A site whose documents, conversations and people are all hostile."""
    with sites(boss="administrator") as site:
        site.refused = []
        for text in HOSTILE[:4]:
            try:
                site.office.access.accounts.add(f"{text[:50]}", PASSWORD, "reader")
            except PolicyError as error:  # a name may also be refused, in words of ours
                site.refused.append(error)
        folder = tmp_path_factory.mktemp("hostile")
        body = "\n".join(f"{number + 1}. 夹带{number}号：{text}" for number, text in enumerate(HOSTILE))
        text = f"# 关于<img src=x onerror=document.title='x'>夹带检验的通知\n\n一、<svg onload=document.title='x'>夹带检验标准\n{body}\n"
        path = folder / "夹带<img src=x onerror=1>.md"
        path.write_text(text, encoding="utf-8")
        with path.open("rb") as file:
            staged = site.office.library.stage.put(iter([file.read()]), path.name)
        _wait(site, site.office.library.add(BOSS, [staged]))
        entry = next(each for each in site.office.library.list(BOSS, query="夹带") if "夹带" in each.source)
        _wait(site, site.office.library.correct(BOSS, entry.id, dict.fromkeys(("issuer", "kind"), HOSTILE[1])))
        yield site


def _wait(site, job):
    while job.state not in ("done", "failed"):
        time.sleep(0.05)
        job = site.office.library.job(BOSS, job.id)
    return job


def send(tab, question):
    """Ask, and wait for whatever is said to it."""
    tab.fill("#question textarea", question)
    tab.click("#send")  # which marks the page as asking before it is over
    tab.wait_for_selector("body:not([data-asking])")
    tab.wait_for_selector("#live .turn:not([data-state=pending])")


def assert_harmless(tab):
    assert tab.evaluate(WATCH) == []
    assert tab.title() == "政策问答"
    assert [each for each in tab.complaints if "Content Security" in each] == []


def test_hostile_documents_are_answered_from_and_read_as_text(visit, poisoned, doing, expect):
    tab = visit(poisoned, name="boss")
    for question in ("夹带检验标准是什么？", *(f"夹带{number}号是什么？" for number in (0, 6, 23))):
        turn = doing.ask(tab, question)
        assert_harmless(tab)
    if turn.locator(".mark").count():
        turn.locator(".mark").first.click()
        tab.wait_for_selector("policy-source mark.now")
        expect(tab.locator("policy-source .paper")).to_contain_text("<script>document.title='x'</script>")
        assert_harmless(tab)


def test_a_hostile_title_and_file_name_are_listed_and_inspected_as_text(visit, poisoned, doing, expect):
    tab = visit(poisoned, name="boss")
    doing.go(tab, "文件库")
    tab.fill("policy-library input[type=search]", "夹带")
    tab.wait_for_selector(".count:has-text('共 1 份')")
    expect(tab.locator(".documents tbody")).to_contain_text("<img src=x")
    assert_harmless(tab)
    tab.locator(".documents .name").click()
    tab.wait_for_selector(".inspect .paper")
    assert_harmless(tab)
    tab.keyboard.press("Escape")
    expect(tab.locator("dialog")).to_have_count(0)
    tab.locator(".doings button", has_text="更正").click()
    tab.wait_for_selector("form.correct")
    assert_harmless(tab)


def test_hostile_questions_and_remarks_are_shown_as_text(visit, poisoned, doing, expect):
    tab = visit(poisoned, name="boss")
    for number, text in enumerate(HOSTILE[:30:5], 1):
        send(tab, text)
        expect(tab.locator(".turn .asked")).to_have_count(number)
    assert_harmless(tab)
    tab.reload()
    doing.loaded(tab)
    expect(tab.locator("policy-history .open", has_text="<").first).to_be_visible()
    tab.locator("policy-history .open").first.click()
    tab.wait_for_selector("policy-thread .turn[data-state=past]")
    assert_harmless(tab)


def test_a_hostile_name_is_shown_as_text_or_refused(visit, poisoned, doing, expect):
    tab = visit(poisoned, name="boss")
    doing.go(tab, "设置")
    expect(tab.locator("policy-settings .people tbody tr")).to_have_count(1 + 4 - len(poisoned.refused))
    assert_harmless(tab)


def test_no_link_of_an_answer_leads_anywhere(visit, poisoned):
    tab = visit(poisoned, name="boss")
    for link in ("javascript:document.title=1", "data:text/html,<script>1</script>", "vbscript:x"):
        send(tab, f"[点这里]({link})的标准是什么？")
    assert tab.locator(".turn a").count() == 0
    assert_harmless(tab)
