"""People who sign in: what each of them sees, what outlasts the end of a session, what is gone when one leaves."""

import pytest

PASSWORD = "清河的长口令-2026"


@pytest.fixture(scope="module")
def staffed(sites):
    with sites(张三="administrator", 李四="reader") as served:
        yield served


def sign_in(tab, name):
    tab.fill("#name", name)
    tab.fill("#password", PASSWORD)
    tab.keyboard.press("Enter")


def test_what_was_typed_outlasts_the_end_of_a_session(visit, staffed, doing, expect):
    tab = visit(staffed, name="李四")
    doing.ask(tab, "体检多久一次")
    tab.fill("#question textarea", "写了一半的问题")
    user = next(each for each in staffed.office.access.accounts.list() if each.name == "李四")
    staffed.office.access.sessions.end_all(user.id)
    tab.click("#send")
    tab.wait_for_selector("policy-connection:has-text('登录已过期')")
    tab.locator("policy-connection button").click()
    sign_in(tab, "李四")
    tab.wait_for_selector("policy-thread .turn[data-state=past]")
    expect(tab.locator("#question textarea")).to_have_value("写了一半的问题")


def test_who_leaves_leaves_nothing_for_the_next(visit, staffed, doing, expect):
    tab = visit(staffed, name="张三")
    doing.ask(tab, "遗属补助标准")
    tab.fill("#question textarea", "没有写完的秘密")
    tab.locator("policy-account button", has_text="退出登录").click()
    tab.wait_for_selector("#password")
    assert tab.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])").count("秘密") == 0
    sign_in(tab, "李四")
    doing.loaded(tab)
    shown = tab.locator("#tabs [role=tab]:visible")
    expect(shown).to_have_text(["问答", "文件库", "函件"], use_inner_text=True)
    doing.go(tab, "文件库")
    tab.wait_for_selector(".documents")
    assert tab.locator(".drop, .doings button").count() == 0, "a reader is offered what a reader may do"
    doing.go(tab, "问答")
    tab.wait_for_selector("#question textarea:visible")
    assert tab.input_value("#question textarea") == ""
    assert "遗属补助标准" not in tab.inner_text("body")
    assert tab.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])").count("秘密") == 0


def test_an_administrator_adds_a_user_and_makes_a_key_that_is_shown_once(visit, staffed, doing, expect):
    _begin(staffed, "张三")
    tab = visit(staffed, name="张三")
    doing.go(tab, "设置")
    people = tab.locator(".part.people")
    people.locator("text=添加用户").click()
    tab.fill("dialog input[type=text] >> nth=0", "王五")
    tab.fill("dialog input[type=password]", PASSWORD)
    tab.select_option("dialog select", "editor")
    tab.locator("dialog button[type=submit]").click()
    expect(people.locator("tbody tr", has_text="王五")).to_contain_text("编辑")
    expect(tab.locator("dialog")).to_have_count(0)

    tab.locator(".part.keys >> text=生成密钥").click()
    tab.fill("dialog input[type=text]", "检验程序")
    tab.locator("dialog button[type=submit]").click()
    secret = tab.locator("dialog .secret").inner_text()
    assert secret.startswith("pq_")
    tab.locator("dialog .buttons button").click()
    tab.wait_for_selector(".part.keys tbody tr:has-text('检验程序')")
    expect(tab.locator("dialog")).to_have_count(0)
    assert secret not in tab.content()

    audit = tab.locator(".part.audit")
    audit.locator("text=校验记录").click()
    tab.wait_for_selector(".part.audit p.good")
    tab.locator(".part.model >> text=测试连接").click()
    tab.wait_for_selector(".part.model p.bad:has-text('没有设置大模型')")
    tab.locator(".part.backup >> text=立即备份").click()
    tab.wait_for_selector(".part.backup p.good:has-text('已备份')")
    assert tab.complaints == []


def _begin(site, name):
    """Another session for somebody."""
    user = next(each for each in site.office.access.accounts.list() if each.name == name)
    site.cookies[name] = {site.office.authority.cookie: site.office.access.sessions.begin(user, "127.0.0.1")}
