"""Everything the service keeps → one folder, while it runs; and back into an empty place, after all of it is checked.

    DIR/manifest.json   what is in it, with the size and sha256 of every file
    DIR/files/…         databases as one consistent copy each, all other files as they are

A backup holds the documents, the accounts and the secrets: it needs the same care as the service. Caches, uploads
that wait, and earlier backups are left out. Knows nothing of what the files mean, but which are databases.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from corpus.errors import BadCall, PolicyError, StoreDamaged

if TYPE_CHECKING:
    from corpus.settings import Settings

MANIFEST, FILES = "manifest.json", "files"
FORMAT = 1
_DATABASES = (".db",)
_BESIDE = ("-wal", "-shm", "-journal")
_LEFT_OUT = frozenset({"staging", "backups", "cache", "LOCK"})
"""Names in the folders of the service and of the store that can be done without, or made again."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a backup."""

    folder: Path
    made: str
    """ISO 8601 with offset."""
    files: Mapping[str, Kept]
    """Name below the part of the service that it is from → file."""

    @property
    def size(self) -> int:
        """Bytes in all."""
        return sum(each.size for each in self.files.values())


def places(settings: Settings) -> dict[str, Path]:
    """The parts of what the service keeps: name → folder or file."""
    found = {"store": settings.store, "home": settings.service.home, "library": settings.service.library}
    if str(settings.conversations) != ":memory:":
        found["conversations.db"] = settings.conversations
    if str(settings.drafts) != ":memory:":
        found["drafts.db"] = settings.drafts
    return found


def backup(parts: Mapping[str, Path], folder: Path) -> Backup:
    """Copy all parts into `folder`, which appears only when everything in it is whole.

    Raises:
        BadCall: there is something at `folder` already, or it cannot be written.
        StoreDamaged: a database cannot be copied.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BadCall(f"“{folder}”已有内容，请换一个新的文件夹", f"there is something in {folder}; name a new folder")
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}")
    try:
        _make_private(draft)
        found = dict(sorted(_found(parts), key=_turn))
        if not found:
            raise BadCall("还没有可以备份的内容", "there is nothing to back up yet")
        # Databases last: what is noted beside one may lag behind it, as after a crash, but not run ahead of it.
        ordered = sorted(found.items(), key=lambda each: each[1].suffix in _DATABASES)
        kept = {name: _copied(path, draft / FILES / name) for name, path in ordered}
        made = Backup(folder, datetime.now().astimezone().isoformat(timespec="seconds"), kept)
        _write(draft / MANIFEST, made)
        if folder.exists():
            folder.rmdir()
        os.replace(draft, folder)
        _sync(folder.parent)
        return made
    except OSError as error:
        raise BadCall(
            f"备份写不进“{folder}”：{error.strerror}", f"the backup cannot be written to {folder}: {error.strerror}"
        ) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def verify(folder: Path) -> Backup:
    """Check every file of a backup against its manifest, and every database by itself.

    Raises:
        BadCall: it is no backup.
        StoreDamaged: something is missing, cut, changed, or there that should not be.
    """
    made = _read(folder)
    files = folder / FILES
    there = {path.relative_to(files).as_posix() for path in files.rglob("*") if not path.is_dir()}
    for name in sorted(there ^ made.files.keys()):
        raise _damaged(folder, name)
    for name, kept in made.files.items():
        path = files / name
        if path.is_symlink() or path.stat().st_size != kept.size or _sha256(path) != kept.sha256:
            raise _damaged(folder, name)
        if path.suffix in _DATABASES and not _sound(path):
            raise _damaged(folder, name)
    return made


def restore(folder: Path, parts: Mapping[str, Path]) -> Backup:
    """Check a backup and put everything back where it belongs; nothing is there before, or nothing is done.

    Raises:
        BadCall: it is no backup, something stands where its files belong, or they cannot be written.
        StoreDamaged: as for `verify`; nothing was written then.
    """
    made = verify(folder)
    targets = {name: _target(name, parts, folder) for name in made.files}
    for target in targets.values():
        for each in (target, *(target.with_name(target.name + beside) for beside in _BESIDE)):
            if each.exists():
                raise BadCall(
                    f"“{each}”已经存在：请先停止服务，把原有的文件夹移开再恢复",
                    f"{each} is there already; stop the service, move what is there away, and restore then",
                )
    done: list[Path] = []
    try:
        for name, target in targets.items():
            _make_private(target.parent)
            done.append(target)
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(folder / FILES / name, part)
            part.chmod(0o600)
            if _sha256(part) != made.files[name].sha256:
                raise _damaged(folder, name)
            _sync(part)
            os.replace(part, target)
    except (OSError, PolicyError) as error:
        for target in done:
            target.unlink(missing_ok=True)
            target.with_name(f".{target.name}.part").unlink(missing_ok=True)
        if isinstance(error, PolicyError):
            raise
        raise BadCall(f"恢复没有成功：{error.strerror}", f"it cannot be restored: {error.strerror}") from error
    for parent in {target.parent for target in done}:
        _sync(parent)
    return made


def register(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `backup` and `restore` to a command line; each sets `run`."""
    for name, run, about in (
        ("backup", _backup, "备份全部数据，服务可以在运行 | copy everything that the service keeps; it may run"),
        ("restore", _restore, "核对备份并恢复到空的位置 | check a backup and put it back where nothing is"),
    ):
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("folder", type=Path, metavar="DIR", help="备份文件夹 | folder of the backup")
        command.add_argument("--store", type=Path, metavar="DIR", help="索引所在文件夹 | folder of the store")
        command.set_defaults(run=run)
    command.add_argument("--check", action="store_true", help="只核对，不恢复 | check it and change nothing")


def _backup(args: argparse.Namespace) -> int:
    from corpus.command import tell

    made = backup(_chosen(args), args.folder)
    tell(_told("已备份", "backed up", made))
    return 0


def _restore(args: argparse.Namespace) -> int:
    from corpus.command import tell

    made = verify(args.folder) if args.check else restore(args.folder, _chosen(args))
    tell(_told("核对无误" if args.check else "已恢复", "sound" if args.check else "restored", made))
    return 0


def _chosen(args: argparse.Namespace) -> dict[str, Path]:
    from dataclasses import replace

    from corpus.settings import Settings

    settings = Settings.read()
    return places(replace(settings, store=args.store or settings.store))


def _told(zh: str, en: str, made: Backup) -> str:
    size = f"{made.size / 2**20:.1f} MB"
    return f"{zh}：{len(made.files)} 个文件，{size}，{made.made} | {en}: {len(made.files)} files, {size}"


def _found(parts: Mapping[str, Path]) -> Iterator[tuple[str, Path]]:
    """(name, file) of everything that is kept; a part that lies in another is kept once, as itself."""
    whole = {path.resolve() for path in parts.values()}
    for part, root in parts.items():
        if root.is_file():
            yield part, root
        for path in sorted(_below(root, whole - {root.resolve()})) if root.is_dir() else ():
            yield f"{part}/{path.relative_to(root).as_posix()}", path


def _turn(found: tuple[str, Path]) -> int:
    """When a file is copied: what is noted of a database before it, the originals of documents after their store."""
    name, path = found
    return 2 if name.startswith("library/") else int(path.suffix in _DATABASES)


def _below(folder: Path, elsewhere: set[Path]) -> Iterator[Path]:
    for path in folder.iterdir():
        beside = path.name.endswith(_BESIDE) or path.name.endswith(".tmp")
        if path.name in _LEFT_OUT or path.name.startswith(".") or beside or path.resolve() in elsewhere:
            continue
        if path.is_dir() and not path.is_symlink():
            yield from _below(path, elsewhere)
        elif path.is_file() and not path.is_symlink():
            yield path


def _copied(path: Path, target: Path) -> Kept:
    _make_private(target.parent)
    if path.suffix in _DATABASES:
        _copy_database(path, target)
    else:
        shutil.copyfile(path, target)
    target.chmod(0o600)
    _sync(target)
    return Kept(target.stat().st_size, _sha256(target))


def _copy_database(path: Path, target: Path) -> None:
    """One consistent copy; whoever writes meanwhile is not kept from it."""
    try:
        with closing(sqlite3.connect(_uri(path), uri=True, isolation_level=None, timeout=30)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.Error as error:
        raise StoreDamaged(
            f"数据库“{path}”无法备份：{error}", f"the database {path} cannot be copied: {error}"
        ) from error


def _sound(path: Path) -> bool:
    try:
        with closing(sqlite3.connect(_uri(path) + "&immutable=1", uri=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))
    except sqlite3.Error:
        return False


def _uri(path: Path) -> str:
    return f"file:{quote(str(path.resolve()))}?mode=ro"


def _write(path: Path, made: Backup) -> None:
    files = {name: asdict(kept) for name, kept in made.files.items()}
    written = {"format": FORMAT, "made": made.made, "files": files}
    path.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    path.chmod(0o600)
    _sync(path)


def _read(folder: Path) -> Backup:
    try:
        written: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        if written["format"] != FORMAT:
            raise BadCall(
                f"备份“{folder}”是第 {written['format']} 版，本程序只认第 {FORMAT} 版",
                f"backup {folder} has format {written['format']}, this program {FORMAT}",
            )
        return Backup(folder, written["made"], {name: Kept(**kept) for name, kept in written["files"].items()})
    except OSError as error:
        raise BadCall(f"“{folder}”里没有备份", f"there is no backup in {folder}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _damaged(folder, MANIFEST) from error


def _target(name: str, parts: Mapping[str, Path], folder: Path) -> Path:
    """Where a file of a backup belongs; a name that leads elsewhere is no name."""
    part, *rest = PurePosixPath(name).parts
    root = parts.get(part)
    if root is None or ".." in rest or name.startswith("/"):
        raise _damaged(folder, name)
    return root.joinpath(*rest)


def _damaged(folder: Path, name: str) -> StoreDamaged:
    return StoreDamaged(
        f"备份“{folder}”不完整或被改动：{name}，没有恢复", f"backup {folder} is incomplete or was changed: {name}"
    )


def _make_private(folder: Path) -> None:
    from assistant.database import private

    private(folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
