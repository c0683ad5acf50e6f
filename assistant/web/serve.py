"""`python -m assistant serve`: the one server process with its limits, from the socket to the last answer.

Refuses to listen where others could reach it before there is an administrator. Knows nothing of what is served: the
application is made by the caller, after everything that libraries must find in place is in place.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import threading
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

from assistant.web import egress
from assistant.web.records.log import configure
from corpus.command import tell
from corpus.errors import BadCall
from corpus.settings import Service, Settings, seal, strangers

if TYPE_CHECKING:
    from starlette.types import ASGIApp
    from uvicorn import Server

BACKLOG = 128
KEPT = 5
"""Seconds for which an idle connection is kept."""
GRACE = 15
"""Seconds that answers under way have when the server is told to stop."""
STOPPED = 19.0
"""Seconds after which it is gone whatever still hangs."""
HEAD = 16 * 1024
"""Bytes that the head of a request may have."""


def serve(settings: Settings, application: Callable[[Settings], ASGIApp], administered: Callable[[], bool]) -> int:
    """Serve until told to stop; 0 when it was.

    Args:
        settings: what is served, and where.
        application: makes what is served; called once the process is sealed and the address is ours.
        administered: says whether there is an administrator.

    Raises:
        BadCall: others could reach it and nobody administers it, or the address cannot be listened on.
    """
    service = settings.service
    if not service.local and not administered():
        raise BadCall(
            f"监听 {service.host} 之前须先建立管理员：python -m assistant user add 用户名 --role administrator",
            f"listening on {service.host} needs an administrator first: "
            "python -m assistant user add NAME --role administrator",
        )
    for name in strangers():
        tell(f"不认识环境变量 {name}，未采用 | {name} is no setting and was ignored")
    seal(service)
    configure(service.log_level)
    listener = _bound(service)
    egress.close(settings)
    import uvicorn

    config = uvicorn.Config(
        _made(application, settings),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        workers=1,
        limit_concurrency=service.connections,
        backlog=BACKLOG,
        timeout_keep_alive=KEPT,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=HEAD,
    )
    server = uvicorn.Server(config)
    _end_well(server)
    place = f"[{service.host}]" if ":" in service.host else service.host
    tell(f"网页与接口 | page and API: {service.public or f'http://{place}:{service.port}/'}")
    server.run(sockets=[listener])
    return 0 if server.started else 3


def _made(application: Callable[[Settings], ASGIApp], settings: Settings) -> ASGIApp:
    """The application; what it is made of stays, and is not looked through for garbage now or later."""
    gc.disable()
    try:
        return application(settings)
    finally:
        gc.freeze()
        gc.enable()


def _bound(service: Service) -> socket.socket:
    """A socket at the address of the service; nobody is let in before the application is ready."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            service.host, service.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise BadCall(
            f"无法监听 {service.host} 的 {service.port} 端口（{error.strerror}），请换用 POLICY_HOST 或 POLICY_PORT",
            f"cannot listen on {service.host} port {service.port} ({error.strerror}); "
            "choose another POLICY_HOST or POLICY_PORT",
        ) from error
    return listener


def _end_well(server: Server) -> None:
    """A signal to stop is no failure, a reader who goes away ends nothing, and nothing hangs for ever."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # the commands let it end them; a server must not
    # The server takes both signals over while it runs, and raises them again for these when it has stopped.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    told = server.handle_exit

    def handle_exit(sig: int, frame: FrameType | None) -> None:
        last = threading.Timer(STOPPED, os._exit, (0,))  # what was said to be kept is committed by then
        last.daemon = True
        last.start()
        told(sig, frame)

    server.handle_exit = handle_exit  # type: ignore[method-assign]
