"""The service as one application: the page, the interface for programs and the tools for models, behind the gates.

    uvicorn app:app          or          python -m assistant serve

`app` is made when it is first asked for; importing this file opens nothing. Decides nothing but what stands where.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.requests import Request

    from assistant.web.office import Office
    from assistant.web.types import Caller

API = "/api/v1"
STATIC = Path(__file__).resolve().parent / "assistant" / "web" / "static"
MOUNTED = ("assistant.web.page.blocks", "assistant.web.mcp")
"""Modules whose `mount(app, office)` puts something of their own into the application."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application over the store and the folders that `settings` name; from the environment if there are none.

    Raises:
        PolicyError: something that it needs cannot be opened.
    """
    from assistant.wiring import open_office

    return compose(open_office(settings or Settings.read()))


def compose(office: Office) -> FastAPI:
    """The application of an office, which is closed when the application ends."""
    from fastapi import FastAPI

    app = FastAPI(
        title="政策问答 | policy assistant",
        version="1",
        description=_description(),
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
        lifespan=lambda _: _lifespan(office),
    )
    app.state.office = office
    _route(app)
    for name in MOUNTED:
        if find_spec(name) is not None:
            import_module(name).mount(app, office)
    _guard(app, office)
    return app
