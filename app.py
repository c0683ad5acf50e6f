"""The service as one application: the page, the interface for programs and the tools for models, behind the gates.

    python -m assistant serve       or, without what that does to stay at home:       uvicorn app:app

`app` is made when it is first asked for; importing this file opens nothing. Decides nothing but what stands where.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from corpus.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from assistant.web.office import Office
    from assistant.web.types import Caller

STATIC = Path(__file__).resolve().parent / "assistant" / "web" / "static"
PAGE = "assistant.web.page.mount"
"""The module whose `mount(app, office)` puts the page into the application."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application over the store and the folders that `settings` name; from the environment if there are none.

    Raises:
        PolicyError: something that it needs cannot be opened.
    """
    from assistant.wiring import open_office

    return compose(open_office(settings or Settings.read()))


def compose(office: Office) -> FastAPI:
    """The application of an office, which is closed when the application ends.

    A module that is mounted may put asynchronous contexts into `app.state.during`: they are open while it runs.
    """
    app = _guarded(office)(
        title="政策问答 | policy assistant",
        version="1",
        description=_description(),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=lambda app: _lifespan(app, office),
    )
    app.state.office = office
    app.state.run = token_hex(4)
    app.state.during = []
    _route(app)
    _tools(app, office)
    _page(app, office)
    return app


def _route(app: FastAPI) -> None:
    """Put every router where it belongs, and say how what goes wrong is told."""
    from fastapi.exceptions import RequestValidationError
    from fastapi.staticfiles import StaticFiles
    from starlette.exceptions import HTTPException

    from assistant.web.api import (
        administration,
        ask,
        audit,
        call,
        chat,
        conversations,
        documents,
        entrance,
        evals,
        feedback,
        jobs,
        letters,
        operations,
        people,
        schema,
        search,
        upload,
    )
    from assistant.web.problems import Refused
    from assistant.writer.stop import GivenUp
    from corpus.errors import PolicyError

    nouns = (
        ask,
        search,
        documents,
        upload,
        jobs,
        conversations,
        letters,
        feedback,
        evals,
        people,
        audit,
        administration,
    )
    for noun in (*nouns, chat, operations, schema, entrance):
        app.include_router(noun.router)
    app.add_exception_handler(PolicyError, call.on_policy_error)
    app.add_exception_handler(RequestValidationError, call.on_invalid)
    app.add_exception_handler(HTTPException, call.on_status)
    app.add_exception_handler(Refused, call.on_refused)
    app.add_exception_handler(GivenUp, call.on_gone)
    app.add_exception_handler(Exception, call.on_bug)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")


def _tools(app: FastAPI, office: Office) -> None:
    """The tools for models, which live as long as the application."""
    from assistant.web import mcp

    server = mcp.tools(office.asking, office.assistants, mcp.of_request, office.note_reading, office.note_refusal)
    app.router.routes.extend(mcp.routes(server))
    app.state.during.append(server.session_manager.run())


def _page(app: FastAPI, office: Office) -> None:
    """The page, where it belongs to this installation; the first address leads to it."""
    from starlette.responses import RedirectResponse, Response

    found = find_spec("assistant.web.page") is not None and find_spec(PAGE) is not None
    if found:
        import_module(PAGE).mount(app, office)

    @app.get("/", include_in_schema=False)
    async def first() -> Response:
        return RedirectResponse("/ui/" if found else "/api/v1/openapi.json", 303)


def _guarded(office: Office) -> type[FastAPI]:
    """A FastAPI with the gates around everything, its own handling of errors included."""
    from fastapi import FastAPI

    from assistant.web.gates.body import BodyLimits
    from assistant.web.gates.stack import Rules, gated

    service = office.settings.service
    rules = Rules(
        authenticate=_authenticate(office),
        observe=office.metrics.request,
        limiter=office.limiter,
        hosts=service.names,
        origins=frozenset({service.public.rstrip("/")} - {""}),
        proxies=service.proxies,
        watchers=service.metrics,
        body=BodyLimits(upload=service.upload_mb * 1_000_000),
    )

    class Guarded(FastAPI):
        def build_middleware_stack(self) -> ASGIApp:
            return gated(super().build_middleware_stack(), rules)

    return Guarded


def _authenticate(office: Office) -> Callable[[Request], Awaitable[Caller | None]]:
    from anyio import to_thread

    async def authenticate(request: Request) -> Caller | None:
        address = request.client.host if request.client else ""
        return await to_thread.run_sync(office.authority.caller, request.headers, request.cookies, address)

    return authenticate


@asynccontextmanager
async def _lifespan(app: FastAPI, office: Office) -> AsyncIterator[None]:
    async with AsyncExitStack() as during:
        for context in app.state.during:
            await during.enter_async_context(context)
        try:
            yield
        finally:
            office.close()


def _description() -> str:
    from assistant.web.api.declare import told

    return (
        "政策文件问答：回答、检索、文件、评测。出错时返回 application/problem+json（RFC 9457），"
        "`code` 的含义不会改变。\n\n"
        "Cited answers from policy documents. Errors are problem details (RFC 9457) with stable codes.\n\n" + told()
    )


def __getattr__(name: str) -> FastAPI:
    if name == "app":
        return _app()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _app() -> FastAPI:
    return create_app()
