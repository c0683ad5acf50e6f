"""Nothing leaves the machine: sockets of this process reach the machine itself and the hosts that settings name.

A second line of defence behind the switches of the libraries (`corpus.settings.seal`) and before the operating
system's own rules. Python's audit events are what it sees: code in other languages, and the look-up of a name that is
handed straight to `connect`, pass it by. Knows nothing of what is sent.
"""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
import time
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from corpus.settings import Settings

RENEWED = 30.0
"""Seconds after which the addresses of a host are looked up anew when one is met that is not known."""

_log = logging.getLogger(__name__)


def close(settings: Settings) -> None:
    """Keep this process at home from now on; nothing can undo it."""
    sys.addaudithook(Egress(hosts(settings)))


def hosts(settings: Settings) -> list[str]:
    """The hosts that the service may speak with beside its own machine."""
    urls = [settings.llm.url if settings.llm else "", settings.oidc.issuer if settings.oidc else ""]
    return [host for url in urls if (host := urlsplit(url).hostname)]


class Egress:
    """An audit hook that refuses what would leave; `hosts` are names or addresses that may be reached."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._hosts = frozenset(each.lower() for each in hosts)
        self._known: frozenset[str] = frozenset()
        self._looked = -RENEWED
        self._watched: dict[str, Callable[[tuple[object, ...]], object]] = {
            "socket.connect": _far_end,
            "socket.sendto": _far_end,
            "socket.sendmsg": _far_end,
            "socket.getaddrinfo": _first,
            "socket.gethostbyname": _first,
            "socket.gethostbyaddr": _first,
            "socket.getnameinfo": lambda args: _host(args[0]),
        }

    def __call__(self, event: str, args: tuple[object, ...]) -> None:
        """Let an event of the interpreter pass, or raise what a closed network would."""
        watched = self._watched.get(event)
        if watched is None:
            return
        host = watched(args)
        if host is None or self._stays(host, looked_up=event in ("socket.getaddrinfo", "socket.gethostbyname")):
            return
        _log.error("refused to reach %s", host)
        raise PermissionError(errno.EACCES, f"不得访问外部地址 {host} | {host} is outside, and is not reached")

    def _stays(self, host: object, *, looked_up: bool) -> bool:
        if not isinstance(host, (str, bytes, bytearray)):
            return False
        name = (host if isinstance(host, str) else host.decode("ascii", "replace")).lower()
        if name in self._hosts or name in ("", "localhost"):
            return True
        address = _address(name)
        if address is None:
            return False
        return looked_up or address.is_loopback or self._is_host(str(address))

    def _is_host(self, address: str) -> bool:
        """Whether an address belongs to a host that may be reached."""
        if address not in self._known and time.monotonic() - self._looked >= RENEWED:
            self._looked = time.monotonic()
            self._known = frozenset(each for host in self._hosts for each in _addresses(host))
        return address in self._known


def _first(args: tuple[object, ...]) -> object:
    return args[0]


def _far_end(args: tuple[object, ...]) -> object:
    """The host that a socket is about to reach; None where it stays on the machine or was connected before."""
    end, address = args[0], args[1]
    if address is None or getattr(end, "family", None) in (socket.AF_UNIX, getattr(socket, "AF_NETLINK", None)):
        return None
    return _host(address)


def _host(address: object) -> object:
    return address[0] if isinstance(address, tuple) and address else address


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _addresses(host: str) -> set[str]:
    try:
        return {str(each[4][0]) for each in socket.getaddrinfo(host, None)}
    except OSError:  # it has no address now; the call that asked for it will say so
        return set()
