"""Named arrays in a file that is believed only after its checksum: a cache, never a source.

    8 bytes   magic
    32 bytes  sha256 of all that follows
    4 bytes   length of the header, little-endian
    header    JSON: what the file was computed from, and dtype, shape and offset of every array
    arrays    each at a multiple of 64 bytes

A file that was cut, altered, or computed from something else is deleted and counts as absent; nothing of it has been
parsed by then. Knows nothing of what the arrays mean.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAGIC = b"POLICYC1"
_DIGEST, _LENGTH, _ALIGN = 32, 4, 64
_START = len(MAGIC) + _DIGEST

Arrays = dict[str, NDArray[Any]]
Origin = Mapping[str, str | int]
"""What a file was computed from; a file of another origin is not used."""

_log = logging.getLogger(__name__)


def read(path: Path, origin: Origin) -> Arrays | None:
    """The arrays of `path`, mapped and read-only; None when it is absent or must not be used."""
    try:
        # A plain view: every slice of a `memmap` costs several times that of an array, and searching is slicing.
        raw = np.asarray(np.memmap(path, np.uint8, "r"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        _reject(path, str(error))
        return None
    problem = _problem(raw)
    header, first = _header(raw) if problem is None else ({}, 0)
    if problem is None and header["origin"] != dict(origin):
        problem = "computed from something else"
    if problem is not None:
        _reject(path, problem)
        return None
    return {
        name: raw[first + offset : first + offset + _size(dtype, shape)].view(dtype).reshape(shape)
        for name, (dtype, shape, offset) in header["arrays"].items()
    }


def check(path: Path) -> str | None:
    """What is wrong with a file, or None; its origin is not looked at."""
    try:
        return _problem(np.memmap(path, np.uint8, "r"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        return str(error)


def write(path: Path, origin: Origin, arrays: Arrays) -> None:
    """Put the file in place in one step; whoever reads meanwhile finds the old one or the new one.

    Raises:
        OSError: it cannot be written; nothing is left behind.
    """
    path.parent.mkdir(exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(MAGIC + bytes(_DIGEST))
            digest = hashlib.sha256()
            for part in _parts(origin, arrays):
                digest.update(part)
                file.write(part)
            file.seek(len(MAGIC))
            file.write(digest.digest())
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _parts(origin: Origin, arrays: Arrays) -> list[bytes | memoryview]:
    """Everything after the checksum, in order."""
    laid, offset, bodies = {}, 0, list[bytes | memoryview]()
    for name, array in arrays.items():
        whole = np.ascontiguousarray(array)
        laid[name] = (whole.dtype.str, whole.shape, offset)
        padding = -whole.nbytes % _ALIGN
        bodies += [whole.reshape(-1).view(np.uint8).data, bytes(padding)]
        offset += whole.nbytes + padding
    header = json.dumps({"origin": dict(origin), "arrays": laid}).encode()
    header += b" " * (-(_START + _LENGTH + len(header)) % _ALIGN)
    return [len(header).to_bytes(_LENGTH, "little"), header, *bodies]


def _problem(raw: NDArray[np.uint8]) -> str | None:
    if raw[: len(MAGIC)].tobytes() != MAGIC:
        return "not a cache of this program"
    if hashlib.sha256(raw[_START:].data).digest() != raw[len(MAGIC) : _START].tobytes():
        return "checksum does not hold"
    return None


def _header(raw: NDArray[np.uint8]) -> tuple[dict[str, Any], int]:
    """The header and where the arrays begin; only for a file whose checksum holds."""
    size = int.from_bytes(raw[_START : _START + _LENGTH].tobytes(), "little")
    first = _START + _LENGTH + size
    return json.loads(raw[_START + _LENGTH : first].tobytes()), first


def _size(dtype: str, shape: list[int]) -> int:
    return int(np.dtype(dtype).itemsize * np.prod(shape, dtype=np.int64))


def _reject(path: Path, problem: str) -> None:
    _log.warning(
        "缓存 %s 不可用（%s），从索引库重新计算 | cache %s: %s; computed anew", path.name, problem, path.name, problem
    )
    with suppress(OSError):  # where nothing can be deleted nothing can be written: that gets its own warning
        path.unlink()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
