"""A service over the sample documents, with people of every role, asked as programs and browsers ask it."""

import asyncio
import shutil
import threading
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from corpus.settings import ROOT, Service, Settings

HOST = "127.0.0.1:7860"
PASSWORD = "清河的长口令-2026"
ROLES = ("reader", "editor", "auditor", "administrator")


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory):
    """The sample documents as a library folder and a store; to be copied, not changed."""
    from index.embed import open_embedder
    from index.writer import Writer

    place = tmp_path_factory.mktemp("service")
    with Writer.open(place / "store", open_embedder("bundled")) as writer:
        assert not writer.sync([ROOT / "corpus" / "documents"]).failed
    return place / "store"


@pytest.fixture(scope="session")
def services(tmp_path_factory, sample_store):
    """Make a service of its own: `with services(questions=…) as service`."""
    from app import compose
    from assistant.wiring import open_office

    @contextmanager
    def services(llm=None, oidc=None, **service):
        from starlette.testclient import TestClient

        place = tmp_path_factory.mktemp("office")
        shutil.copytree(sample_store, place / "store")
        generous = {"questions": 100_000, "requests": 1_000_000, "logins": 1000}
        settings = Settings(
            store=place / "store",
            conversations=place / "conversations.db",
            drafts=place / "drafts.db",
            service=Service(home=place / "home", **(generous | service)),
            llm=llm,
            oidc=oidc,
        )
        office = open_office(settings)
        app = asyncio.run(_running(compose, office))

        def client(address="127.0.0.1", **more):
            return TestClient(
                app,
                base_url=f"http://{HOST}",
                client=(address, 50000),
                raise_server_exceptions=False,
                follow_redirects=False,
                **more,
            )

        with client() as first:  # which runs the life of the application
            yield SimpleNamespace(app=app, office=office, client=client, local=first, place=place, settings=settings)

    return services


async def _running(make, *given):
    """Make something inside a loop: Gradio would leave one open that it makes for itself."""
    return make(*given)


@contextmanager
def listening(app):
    """The application behind a real server, in a thread; its address."""
    import uvicorn

    config = uvicorn.Config(
        app, port=0, lifespan="off", log_config=None, http="h11", ws="none", server_header=False, proxy_headers=False
    )
    server = uvicorn.Server(config)
    listener = config.bind_socket()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
        listener.close()


@pytest.fixture(scope="session")
def open_service(services):
    """A service on its own machine, without accounts."""
    with services() as service:
        yield service


@pytest.fixture(scope="module")
def staffed(services):
    """A service with one person of every role, each with a session and a key for everything that the role may do."""
    with services() as service:
        yield _staffed(service)


def _staffed(service):
    from assistant.web.types import RIGHTS

    accounts, people = service.office.access.accounts, {}
    for role in reversed(ROLES):
        user = accounts.add(f"{role}一号", PASSWORD, role, ["甲组"] if role == "editor" else [])
        _, secret = service.office.access.keys.make(user.id, "test", RIGHTS[role], 30)
        token = service.office.access.sessions.begin(user, "127.0.0.1")
        by_key = service.client(headers={"authorization": f"Bearer {secret}"})
        by_cookie = service.client(cookies={service.office.authority.cookie: token})
        people[role] = SimpleNamespace(
            user=user, secret=secret, token=token, by_key=by_key, by_cookie=by_cookie, ask=by_key.request
        )
    service.people = people
    service.anonymous = service.client()
    return service
