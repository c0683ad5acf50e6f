"""The page as part of the service: built, hardened, and put under its path. Knows nothing of who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.web.page import words
from assistant.web.page.blocks import AT_ONCE, QUEUE, Page
from assistant.web.page.narrow import Narrow
from corpus.settings import exported

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.web.office import Office

PATH = "/ui"
LOADED = "/static/page"
STATIC = Path(__file__).with_name("static")
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": str(10**9),  # else it sums up all calls so far after each of them
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}
"""What Gradio reads from the environment while it is loaded and a page is built: it tells nobody of either."""

_HEAD = """<meta name="color-scheme" content="light dark">
<link rel="icon" type="image/svg+xml" href="/static/page/icon.svg">
<link rel="stylesheet" href="/static/page/style.css">
<script type="module" src="/static/page/page.js"></script>"""


def mount(app: FastAPI, office: Office) -> None:
    """Put the page of `office` under `PATH` of `app`, and what it loads under /static/page.

    The gates of `app` must have found out who asks before a request comes here.
    """
    from starlette.responses import Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    cache = office.settings.service.home / "gradio"  # nothing is ever put there for a browser
    cache.mkdir(mode=0o700, parents=True, exist_ok=True)
    with exported({**QUIET, "GRADIO_TEMP_DIR": str(cache)}):
        _inside_a_loop(lambda: _mount_gradio(app, office))
    mounted = next(route for route in app.routes if isinstance(route, Mount) and route.path == PATH)
    mounted.app = Narrow(mounted.app, _HEAD)

    def spoken(_: object) -> Response:
        return Response(words.as_json(), media_type="application/json")

    app.router.routes[:0] = [
        Route(f"{LOADED}/words.json", spoken),
        Mount(LOADED, StaticFiles(directory=STATIC), name="page"),
    ]


def _inside_a_loop(do: Callable[[], None]) -> None:
    """Do it while an event loop runs: where none does, Gradio makes one for each of its locks and leaves it open."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:

        async def done() -> None:
            do()

        asyncio.run(done())
    else:
        do()


def _mount_gradio(app: FastAPI, office: Office) -> None:
    import gradio as gr

    blocks = Page(office).build()
    blocks.queue(max_size=QUEUE, default_concurrency_limit=AT_ONCE)
    blocks.has_launched = True  # until it is, Gradio copies any file that a call names into its public cache
    gr.mount_gradio_app(
        app,
        blocks,
        path=PATH,
        auth_dependency=_named,
        run_history=False,
        show_error=False,
        footer_links=[],
        max_file_size="1kb",
        allowed_paths=[],
        blocked_paths=["/"],
        enable_monitoring=False,
        mcp_server=False,
        ssr_mode=False,
        pwa=False,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]),
    )
    if not blocks.has_launched:
        raise RuntimeError("Gradio would read any file for anybody")


def _named(request: object) -> str | None:
    """The name of who asks, for Gradio; None, which Gradio refuses, where no gate let the request in."""
    caller = getattr(getattr(request, "state", None), "caller", None)
    return None if caller is None else str(caller.id)
