"""How the value of a setting is written: one kind for each sort of value, each with the words for one that is wrong.

Knows no setting by name, and neither the environment nor any file.
"""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

MEMORY = ":memory:"
"""Stands for a path where nothing is to be kept."""

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of value. What it should be is told; what was given is not, for it may be a secret."""

    zh: str
    """What the value should be, after 应为."""
    en: str
    """The same, after "must be"."""
    read: Callable[[str], object]
    """The value of a text without blanks around it; raises ValueError where the text is none of this kind."""
    native: tuple[type, ...] = (str,)
    """What may stand for it in a TOML file."""


def _checked(text: str, good: bool) -> str:
    if not good:
        raise ValueError
    return text


def whole(low: int, high: int) -> Kind:
    """Whole numbers from `low` to `high`."""

    def read(text: str) -> int:
        number = int(_checked(text, text.isascii() and text.isdecimal()))
        return int(_checked(text, low <= number <= high))

    return Kind(f"{low} 到 {high} 的整数", f"a whole number from {low} to {high}", read, (int,))


def seconds(longest: float) -> Kind:
    """Seconds, more than 0 and at most `longest`."""

    def read(text: str) -> float:
        number = float(text)
        _checked(text, math.isfinite(number) and 0 < number <= longest)
        return number

    return Kind(f"不超过 {longest:g} 的秒数，如 30", f"seconds, at most {longest:g}, as 30", read, (int, float))


def one_of(*words: str) -> Kind:
    """One of some words, in small letters or not."""

    def read(text: str) -> str:
        return _checked(text.lower(), text.lower() in words)

    return Kind("、".join(words) + " 之一", "one of " + ", ".join(words), read)


def several(kind: Kind) -> Kind:
    """Some values of a kind, a comma between them; in a file, a list of them."""

    def read(text: str) -> tuple[object, ...]:
        return tuple(kind.read(each.strip()) for each in text.split(",") if each.strip())

    return Kind(
        f"用逗号分开的若干值，每个是{kind.zh}", f"values with commas between, each {kind.en}", read, (str, list)
    )


def _host(text: str) -> str:
    bare = text.removeprefix("[").removesuffix("]")
    if ":" in bare:
        return str(ipaddress.IPv6Address(bare))
    return _checked(bare.lower(), _HOST.fullmatch(bare) is not None)


def _network(text: str) -> Network:
    return ipaddress.ip_network(text)


def _base(text: str) -> str:
    parts = urlsplit(text)
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    return _checked(text.rstrip("/"), bare and good and text.isprintable() and " " not in text)


TEXT = Kind("一行文字", "one line of text", lambda text: _checked(text, text.isprintable()))
PATH = Kind("路径", "a path", lambda text: Path(_checked(text, "\0" not in text)).expanduser())
VISIBLE = Kind(
    "可见的英文字符，不含空格",
    "visible ASCII without a space",
    lambda text: _checked(text, all("!" <= char <= "~" for char in text)),
)
HOST = Kind("主机名或地址，如 127.0.0.1", "a name or an address, as 127.0.0.1", _host)
NETWORK = Kind(
    "地址或网段，如 10.0.0.5 或 10.0.0.0/24", "an address or a network, as 10.0.0.5 or 10.0.0.0/24", _network
)
BASE_URL = Kind(
    "以 http:// 或 https:// 开头的地址，如 http://localhost:11434/v1，不含口令和参数",
    "a base URL such as http://localhost:11434/v1, without password and query",
    _base,
)
