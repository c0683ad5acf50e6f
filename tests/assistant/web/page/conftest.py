"""The page behind a real server, and a real browser that notes whatever it asks for and complains of."""

import shutil
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from corpus.settings import Service, Settings

PATIENCE = 60_000
"""Milliseconds until a test gives up what it waits for: the machine may be slow, and nobody waits when all is well."""
NOTING = """
    window.said = [];
    new MutationObserver((records) => {
        for (const {target, addedNodes} of records)
            if (target.id === 'passing') window.said.push(...[...addedNodes].map((each) => each.textContent));
    }).observe(document, {childList: true, subtree: true});
"""
"""Words that pass by stand for four seconds: whoever looks too late is still to know of them."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PASSWORD = "清河的长口令-2026"


@pytest.fixture(scope="session")
def sites(tmp_path_factory, sample_store):
    """Serve the sample documents: `with sites() as site`, with people where names are given, at a `place` again."""
    import uvicorn

    from app import compose
    from assistant.wiring import open_office

    @contextmanager
    def sites(port=0, place=None, **people):
        if place is None:
            place = tmp_path_factory.mktemp("site")
            shutil.copytree(sample_store, place / "store")
        service = Service(home=place / "home", questions=100_000, requests=1_000_000, logins=1000)
        office = open_office(
            Settings(
                store=place / "store",
                conversations=place / "conversations.db",
                drafts=place / "drafts.db",
                service=service,
            )
        )
        known = {name: office.access.accounts.add(name, PASSWORD, role) for name, role in people.items()}
        app = compose(office)
        config = uvicorn.Config(app, port=port, log_config=None, http="h11", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        listener = config.bind_socket()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        tokens = {name: office.access.sessions.begin(user, "127.0.0.1") for name, user in known.items()}
        port = listener.getsockname()[1]
        try:
            yield SimpleNamespace(
                address=f"http://127.0.0.1:{port}",
                port=port,
                app=app,
                office=office,
                place=place,
                cookies={name: {office.authority.cookie: token} for name, token in tokens.items()},
            )
        finally:
            server.should_exit = True
            thread.join(60)
            listener.close()

    return sites


@pytest.fixture(scope="module")
def site(sites):
    """The page on its own machine, without accounts."""
    with sites() as served:
        yield served


@pytest.fixture(scope="session")
def playwright():
    loaded = pytest.importorskip("playwright.sync_api", reason="needs playwright (pip install playwright)")
    if CHROMIUM is None:
        pytest.skip("needs Chromium (apt-get install chromium)")
    loaded.expect.set_options(timeout=PATIENCE)
    return loaded


@pytest.fixture
def expect(playwright):
    """What a page shows in the end, looked at until it does: it may do so a moment later."""
    return playwright.expect


@pytest.fixture(scope="module")
def browser(playwright):
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def contexts(browser):
    """One of each kind a module: what a browser keeps of scripts and styles is kept from test to test."""
    return {}


@pytest.fixture
def visit(browser, contexts):
    """Open the page of a site as one who is signed in or not; whatever it asked for elsewhere is a failure."""
    tabs = []

    def visit(site, width=1280, name=None, permissions=(), script=""):
        kind = (site.address, width, permissions)
        if kind not in contexts:
            viewport = {"width": width, "height": 860}
            contexts[kind] = browser.new_context(viewport=viewport, locale="zh-CN", permissions=list(permissions))
            contexts[kind].set_default_timeout(PATIENCE)
            contexts[kind].add_init_script(NOTING)
        context = contexts[kind]
        context.clear_cookies()
        for key, value in site.cookies.get(name, {}).items():
            context.add_cookies([{"name": key, "value": value, "url": site.address}])
        tab = context.new_page()
        tab.elsewhere, tab.complaints = [], []
        tabs.append(tab)
        own = (site.address, "data:", "blob:")
        tab.on("request", lambda each: None if each.url.startswith(own) else tab.elsewhere.append(each.url))
        tab.on("console", lambda each: tab.complaints.append(each.text) if each.type == "error" else None)
        tab.on("pageerror", lambda each: tab.complaints.append(str(each)))
        tab.add_init_script(script)
        tab.goto(f"{site.address}/")
        loaded(tab)
        return tab

    yield visit
    for tab in tabs:
        assert tab.elsewhere == []
        tab.close()


def loaded(tab):
    """Wait until the page knows who visits and what there is: the service says so in three answers."""
    for told in ("policy-account[data-id]", "policy-history ul *", ".welcome li button"):
        tab.wait_for_selector(told, state="attached")


def ask(tab, question):
    """Ask as a person does, and wait for the whole answer."""
    tab.fill("#question textarea", question)
    if tab.input_value("#question textarea") != question:
        tab.fill("#question textarea", question)  # the page gave a kept question back in between
    tab.press("#question textarea", "Enter")
    tab.wait_for_selector(f"#live .turn[data-state=done]:has-text('{question}')")
    return tab.locator("#live .turn")


def hear(tab, words):
    """Wait until some words have passed by on the page."""
    tab.wait_for_function("(words) => window.said.some((each) => each.includes(words))", arg=words)


def go(tab, name):
    """Go to a tab of the page."""
    tab.click(f"#tabs [role=tab]:visible:has-text('{name}')")


@pytest.fixture(scope="session")
def doing():
    """What a person does on the page."""
    return SimpleNamespace(ask=ask, go=go, hear=hear, loaded=loaded)
