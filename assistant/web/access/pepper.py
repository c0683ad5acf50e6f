"""A secret of the service in a file that nobody else can read. Knows nothing of what it is used for."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from assistant.database import private
from corpus.errors import BadCall

SIZE = 32


def pepper(path: Path | None) -> bytes:
    """The secret at `path`, made at the first time; rights that are too wide are taken back. None: one for today.

    Raises:
        BadCall: the file belongs to somebody else, is none of ours, or cannot be read or made.
    """
    if path is None:
        return secrets.token_bytes(SIZE)
    try:
        private(path.parent)
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        raise BadCall(
            f"密钥文件“{path}”无法使用：{error.strerror}", f"the secret {path} cannot be used: {error.strerror}"
        ) from error


def _make(path: Path) -> None:
    """Whole or not at all; of two programs that begin at once both keep what the first one made."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SIZE).hex().encode() + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        state = os.fstat(file.fileno())
        if state.st_uid != os.geteuid():
            raise BadCall(f"密钥文件“{path}”属于别的用户", f"the secret {path} belongs to another user")
        if stat.S_IMODE(state.st_mode) != 0o600:
            os.fchmod(file.fileno(), 0o600)
        text = file.read(4 * SIZE)
    try:
        secret = bytes.fromhex(text.decode("ascii"))
    except ValueError:  # neither text nor digits
        secret = b""
    if len(secret) != SIZE:
        raise BadCall(
            f"密钥文件“{path}”已损坏；删除后会另建一个，原有的密钥都将失效",
            f"the secret {path} is damaged; without it a new one is made, and all keys are void",
        )
    return secret
