"""The folder of the library: files by name, and the `documents.toml` in which people say what they know of them.

Every change is one rename. Knows nothing of stores, jobs or who may do what.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import BadCall
from corpus.manifest import NAME, checked
from corpus.read import READERS, suffix

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import AoT, Table

_PART = ".part-"
"""Files whose names begin so are passed over by whoever reads the folder."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the folder, and how to undo it."""

    path: Path
    """The file that it is about."""
    before: Path | None
    """Where the file is kept that was there before."""
    said: str | None = None
    """What `documents.toml` held before, where it was changed."""


class Shelf:
    """One folder, that only the program writes to while it runs."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder = folder.resolve()
        for part in self.folder.rglob(f"{_PART}*"):  # what a killed program left half done
            part.unlink(missing_ok=True)

    def holds(self, path: Path) -> bool:
        """Whether a file lies in the library, and is still there."""
        return path.is_relative_to(self.folder) and path.is_file()

    def path(self, name: str) -> Path:
        """Where a file of that name lies, or would."""
        return self.folder / name

    def has_documents(self) -> bool:
        """Whether anything can be read here."""
        inside = (each for each in self.folder.rglob("*") if not each.name.startswith("."))
        return any(suffix(each) in READERS and each.is_file() for each in inside)

    def free(self, name: str, sha256: str, taken: Collection[str] = ()) -> str:
        """`name`, or with a number behind it where it is `taken` or a file of another content lies there."""
        found, number = name, 1
        ending = suffix(Path(name))
        while found in taken or (self.path(found).exists() and not same(self.path(found), sha256)):
            number += 1
            found = f"{name[: -len(ending)]}({number}){ending}"
        return found

    def put(self, path: Path, name: str) -> Change:
        """Copy a file in, under a name that may be there already; `undo` or `forget` what is returned."""
        target = self.path(name)
        before = self._aside(target) if target.exists() else None
        part = self._part()
        shutil.copyfile(path, part)
        _move(part, target)
        return Change(target, before)

    def take_out(self, path: Path) -> Change:
        """Take a file out, and first what is said of it: a `documents.toml` that names a missing file makes no sense.

        `undo` or `forget` what is returned.
        """
        written = path.parent / NAME
        said = written.read_text("utf-8-sig") if written.is_file() else None
        if said is not None:
            document, entries = _parsed(said)
            kept = [entry for entry in entries if entry.get("file") != path.name]
            if len(kept) < len(entries):
                entries.clear()
                entries.extend(kept)
                self._write(written, document)
        before = self._part()
        _move(path, before)
        return Change(path, before, said)

    def undo(self, change: Change) -> None:
        """Put everything back as it was before `put`, `take_out` or `say`."""
        if change.before is not None:
            _move(change.before, change.path)
        elif change.said is None:
            change.path.unlink(missing_ok=True)
        if change.said is not None:
            self._write(change.path.parent / NAME, change.said)

    def forget(self, change: Change) -> None:
        """Let go of what was there before."""
        if change.before is not None:
            change.before.unlink(missing_ok=True)

    def said_of(self, path: Path) -> dict[str, Any]:
        """What `documents.toml` says of a file, as it is written there."""
        written = path.parent / NAME
        _, entries = _parsed(written.read_text("utf-8-sig") if written.is_file() else "")
        found = (entry.unwrap() for entry in entries if entry.get("file") == path.name)
        return {key: value for key, value in next(found, {}).items() if key != "file"}

    def say(self, path: Path, fields: Mapping[str, Any]) -> Change:
        """Write down what a person knows of a file; None takes a field back. `undo` or `forget` what is returned.

        Raises:
            BadCall: a name is no field, or a value does not fit; nothing is written then.
        """
        self.check(path, fields)
        written = path.parent / NAME
        before = written.read_text("utf-8-sig") if written.is_file() else ""
        document, entries = _parsed(before)
        entry = _entry(entries, path.name)
        for key, value in fields.items():
            if value is None:
                entry.pop(key, None)
            else:
                entry[key] = list(value) if isinstance(value, tuple) else value
        if list(entry) == ["file"]:  # nothing is said of it any more
            kept = [each for each in entries if each.get("file") != path.name]
            entries.clear()
            entries.extend(kept)
        self._write(written, document)
        return Change(path, None, before)

    def check(self, path: Path, fields: Mapping[str, Any]) -> None:
        """Refuse what `say` would refuse."""
        whole = {key: value for key, value in (self.said_of(path) | dict(fields)).items() if value is not None}
        checked(whole, f"“{path.name}”", path.name)

    def _part(self) -> Path:
        handle, place = tempfile.mkstemp(dir=self.folder, prefix=_PART)
        os.close(handle)
        return Path(place)

    def _aside(self, path: Path) -> Path:
        part = self._part()
        shutil.copy2(path, part)
        return part

    def _write(self, path: Path, document: TOMLDocument | str) -> None:
        import tomlkit

        part = self._part()
        part.write_text(document if isinstance(document, str) else tomlkit.dumps(document), "utf-8")
        _move(part, path)


def same(path: Path, sha256: str) -> bool:
    """Whether a file is there and has that content."""
    return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


def _parsed(text: str) -> tuple[TOMLDocument, AoT]:
    """A manifest and its entries.

    Raises:
        BadCall: it is no TOML, or none of ours.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError
    from tomlkit.items import AoT

    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise BadCall(f"“{NAME}”不是有效的 TOML 文件", f"{NAME} is not valid TOML") from error
    if "document" not in document:
        document["document"] = tomlkit.aot()
    entries = document["document"]
    if not isinstance(entries, AoT):
        raise BadCall(f"“{NAME}”里应当用 [[document]] 说明文件", f"{NAME} should describe files in [[document]]")
    return document, entries


def _entry(entries: AoT, name: str) -> Table:
    """The entry of a file, made if need be."""
    import tomlkit

    found = next((each for each in entries if each.get("file") == name), None)
    if found is None:
        found = tomlkit.table()
        found["file"] = name
        entries.append(found)
    return found


def _move(path: Path, target: Path) -> None:
    """One rename, safe on the disk."""
    path.chmod(0o600)
    _sync(path)
    os.replace(path, target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
