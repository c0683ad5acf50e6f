"""Files that are handed out: under which name, and which part of them. Pure; knows nothing of what is in them."""

from __future__ import annotations

import re
from urllib.parse import quote

from starlette.exceptions import HTTPException

_RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?")


def disposition(name: str) -> str:
    """The header that names a file to be saved (RFC 6266): in ASCII for the old, whole for all others."""
    plain = "".join(char if char.isascii() and char.isprintable() and char not in '"\\%;' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def one_range(header: str | None, size: int) -> None:
    """Refuse ranges that are none, or many: each of many would be read and sent by itself."""
    if header is None:
        return
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == (None, None):
        raise HTTPException(416, headers={"content-range": f"bytes */{size}"})
    first, last = (int(each) if each else None for each in found.groups())
    beyond = first is not None and (first >= size or (last is not None and last < first))
    if beyond or (first is None and not last) or size == 0:
        raise HTTPException(416, headers={"content-range": f"bytes */{size}"})
