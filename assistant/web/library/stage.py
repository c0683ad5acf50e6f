"""Bytes that arrive → a whole file that waits: counted while they stream, hashed, under a name that can do no harm.

Every file lies alone in a folder of its own until it is read, and is wiped whatever became of it. Nothing in here
opens what it receives. Knows nothing of formats beyond their endings, nor of who sends.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import threading
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.web.library.types import Staged
from corpus.errors import BadCall, Busy, UnreadableDocument
from corpus.read import READERS, suffix

LONGEST = 180
"""Bytes of a name in UTF-8: file systems take 255, and a number or a mark must still fit behind it."""
_UNWANTED = frozenset('<>:"|?*#')
"""What some system takes no name with; # parts a file from a record."""
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_HEX = 8


class TooLarge(BadCall):
    """A file that is larger than what is taken."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is taken."""

    file: int = 50 * 2**20
    """Bytes of one file."""
    waiting: int = 2**30
    """Bytes of all files that wait to be read."""
    files: int = 1000
    """Files that wait."""


class Stage:
    """A folder in which files wait. Safe to share between threads; one process at a time."""

    def __init__(self, folder: Path, limits: Limits | None = None) -> None:
        self.folder = folder
        self.limits = limits or Limits()
        self._lock = threading.Lock()
        self._sizes: dict[Path, int] = {}

    def begin(self, name: str) -> Incoming:
        """Make room for a file that somebody calls `name`; use what is returned in a `with` block.

        Raises:
            UnreadableDocument: no reader takes files with such an ending.
            Busy: too much is waiting.
        """
        shown = cleaned(name)
        if suffix(Path(shown)) not in READERS:
            formats = " ".join(READERS)
            raise UnreadableDocument(
                f"“{shown}”的格式不支持，支持的格式：{formats}",
                f"{shown}: format not supported; formats read: {formats}",
            )
        with self._lock:
            if len(self._sizes) >= self.limits.files:
                raise _full()
            place = self.folder / secrets.token_hex(_HEX)
            self._sizes[place] = 0
        try:
            place.mkdir(mode=0o700, parents=True)
            return Incoming(self, place / shown)
        except OSError as error:
            self.discard(place / shown)
            raise BadCall(
                f"暂存文件夹写不了：{error.strerror}", f"the staging folder cannot be written: {error.strerror}"
            ) from error

    def put(self, chunks: Iterable[bytes], name: str) -> Staged:
        """Receive a file whole.

        Raises:
            UnreadableDocument, Busy: as for `begin`.
            TooLarge: it is larger than what is taken.
        """
        with self.begin(name) as incoming:
            for chunk in chunks:
                incoming.write(chunk)
            return incoming.finish()

    def discard(self, path: Path) -> None:
        """Wipe a file of this stage, if it is still there, and give its room back."""
        place = path.parent
        if place.parent == self.folder:
            shutil.rmtree(place, ignore_errors=True)
            with self._lock:
                self._sizes.pop(place, None)

    def wipe(self, keep: Iterable[Path] = ()) -> None:
        """Wipe all files but those to `keep`: what an earlier run of the program left."""
        kept = {path.parent for path in keep}
        for place in self.folder.iterdir() if self.folder.is_dir() else ():
            if place not in kept:
                shutil.rmtree(place, ignore_errors=True)
        with self._lock:
            self._sizes = {place: _size(place) for place in kept if place.is_dir()}

    def take(self, place: Path, count: int) -> None:
        """Count bytes that are about to be written.

        Raises:
            TooLarge: the file would become too large.
            Busy: all of them together would.
        """
        with self._lock:
            size = self._sizes[place] + count
            if size > self.limits.file:
                most = self.limits.file / 2**20
                raise TooLarge(
                    f"文件超过 {most:g} MB，未接收：请拆分后再传", f"the file is over {most:g} MB; split it"
                )
            if sum(self._sizes.values()) + count > self.limits.waiting:
                raise _full()
            self._sizes[place] = size


class Incoming:
    """A file on its way in. Leaving the `with` block before `finish` wipes it."""

    def __init__(self, stage: Stage, path: Path) -> None:
        self._stage = stage
        self._path = path
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._hash = hashlib.sha256()
        self._size = 0
        self._whole = False

    def write(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            TooLarge: that makes it larger than what is taken.
            Busy: too much is waiting.
        """
        self._stage.take(self._path.parent, len(chunk))
        self._hash.update(chunk)
        self._size += len(chunk)
        try:
            self._file.write(chunk)
        except OSError as error:
            raise _unwritten(error) from error

    def finish(self) -> Staged:
        """Make it safe on the disk."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
        except OSError as error:
            raise _unwritten(error) from error
        self._whole = True
        return Staged(self._path, self._path.name, self._hash.hexdigest(), self._size)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if not self._whole or kind is not None:
            self._stage.discard(self._path)


def cleaned(name: str) -> str:
    """A name as a file may bear and a page may show it: NFKC, without a path, controls or what only looks like text.

    Raises:
        BadCall: nothing is left of it.
    """
    plain = unicodedata.normalize("NFKC", name.encode(errors="replace").decode())
    last = re.split(r"[/\\]", plain)[-1]
    shown = "".join("_" if char in _UNWANTED else char for char in last if _is_shown(char))
    shown = " ".join(shown.split()).lstrip(".~$ ").rstrip(". ")
    if _DEVICES.match(shown):
        shown = f"_{shown}"
    ending = suffix(Path(shown))
    stem = shown[: -len(ending)].rstrip(" .") if ending and shown.lower().endswith(ending) else shown
    if not stem:
        raise BadCall("文件名里没有可用的字，请改名后再传", "nothing is left of the file name; rename the file")
    if len(shown.encode()) > LONGEST:  # what is cut off still tells one file from another
        mark = hashlib.sha256(shown.encode()).hexdigest()[:_HEX]
        short = stem.encode()[: LONGEST - len(ending.encode()) - _HEX - 1].decode(errors="ignore")
        stem = f"{short.rstrip()}-{mark}"
    return f"{stem}{ending}"


def _is_shown(char: str) -> bool:
    return unicodedata.category(char)[0] != "C" and unicodedata.category(char) not in ("Zl", "Zp")


def _size(place: Path) -> int:
    with suppress(FileNotFoundError):  # it was dealt with just now
        return sum(each.stat().st_size for each in place.iterdir())
    return 0


def _full() -> Busy:
    return Busy("等待入库的文件太多，请稍后再传", "too many files are waiting; try again later", after=30.0)


def _unwritten(error: OSError) -> BadCall:
    return BadCall(f"文件存不下：{error.strerror}", f"the file cannot be kept: {error.strerror}")
