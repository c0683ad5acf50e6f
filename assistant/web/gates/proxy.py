"""Where a request really came from, when a proxy of ours passed it on: only such a proxy is believed.

Knows nothing of names and paths.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from corpus.values import Network


class ProxyGate:
    """Puts the caller's own address and scheme into the scope where one of `proxies` tells them."""

    def __init__(self, app: ASGIApp, proxies: Sequence[Network]) -> None:
        self._app = app
        self._proxies = tuple(proxies)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        client = scope.get("client")
        if scope["type"] == "http" and client and within(client[0], self._proxies):
            headers = Headers(scope=scope)
            scope["client"] = (self._origin(client[0], headers.getlist("x-forwarded-for")), 0)
            told = headers.get("x-forwarded-proto", "").strip().lower()
            if told in ("http", "https"):
                scope["scheme"] = told
        await self._app(scope, receive, send)

    def _origin(self, nearest: str, told: Sequence[str]) -> str:
        """The last address of the chain that is no proxy of ours: what stands before it, anybody can have written."""
        origin = nearest
        for address in reversed([each.strip() for line in told for each in line.split(",")]):
            try:
                origin = str(ipaddress.ip_address(address))
            except ValueError:
                return origin
            if not within(origin, self._proxies):
                return origin
        return origin


def within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address belongs to one of the networks; what is no address belongs to none."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return False
    plain = getattr(known, "ipv4_mapped", None) or known
    return any(plain in network for network in networks)
