"""The number and the hash of the last record, in a small file of their own beside the log.

It only ever goes forward: a log that was begun anew, or cut off, does not take the note with it. Knows nothing of
what the records say.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from assistant.web.records.chain import ORIGIN
from corpus.errors import StoreDamaged, StoreError


class Head(NamedTuple):
    """The last record of a chain."""

    number: int = 0
    hash: str = ORIGIN


class Anchor:
    """The note in one file; None keeps it in memory."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept: Head | None = None

    def read(self) -> Head | None:
        """What is noted; None when there is no note.

        Raises:
            StoreDamaged: the file is no note.
        """
        if self._path is None:
            return self._kept
        try:
            text = self._path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unusable(error) from error
        return self._parsed(text)

    def advance(self, head: Head) -> None:
        """Note a later record; one that is not later changes nothing.

        Raises:
            StoreDamaged: the note is gone, or no note.
            StoreError: it cannot be written.
        """
        if self._path is None:
            self._kept = max(head, self._kept or Head())
            return
        with self._held(os.O_RDWR) as handle:
            if head > self._parsed(os.pread(handle, 200, 0).decode("ascii", "replace")):
                self._write(handle, head)

    def set(self, head: Head) -> None:
        """Note a record whatever was noted before.

        Raises:
            StoreError: it cannot be written.
        """
        if self._path is None:
            self._kept = head
            return
        with self._held(os.O_RDWR | os.O_CREAT) as handle:
            os.ftruncate(handle, 0)
            self._write(handle, head)

    @contextmanager
    def _held(self, flags: int) -> Iterator[int]:
        assert self._path is not None
        try:
            handle = os.open(self._path, flags, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield handle
            finally:
                os.close(handle)
        except FileNotFoundError as error:
            raise StoreDamaged(
                f"审计校验值“{self._path}”不见了；查明原因后用 python -m assistant audit anchor 重设",
                f"the note {self._path} is gone; find out why, then run: python -m assistant audit anchor",
            ) from error
        except OSError as error:
            raise self._unusable(error) from error

    def _write(self, handle: int, head: Head) -> None:
        os.pwrite(handle, f"{head.number:012d} {head.hash}\n".encode(), 0)  # one sector: all of it or nothing
        os.fsync(handle)

    def _parsed(self, text: str) -> Head:
        number, _, hash = text.strip().partition(" ")
        if not number.isdigit() or len(hash) != len(ORIGIN):
            raise StoreDamaged(
                f"审计校验值“{self._path}”已损坏；查明原因后用 python -m assistant audit anchor 重设",
                f"the note {self._path} is damaged; find out why, then run: python -m assistant audit anchor",
            )
        return Head(int(number), hash)

    def _unusable(self, error: OSError) -> StoreError:
        return StoreError(
            f"审计校验值“{self._path}”无法使用：{error.strerror}",
            f"the note {self._path} cannot be used: {error.strerror}",
        )
