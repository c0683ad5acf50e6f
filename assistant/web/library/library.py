"""The library as callers see it: each sees and changes what it may, and nothing else is there.

What is not visible is answered like what does not exist. Changes become orders, carried out in the background. Knows
nothing of how files are read or indexed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from assistant.web.library.assistants import Assistants
from assistant.web.library.intake import Intake, missing
from assistant.web.library.shelf import Shelf
from assistant.web.library.stage import Stage
from assistant.web.library.types import Job, Order, Staged
from assistant.web.library.work import Permissions
from assistant.web.types import Action, Caller, allow
from corpus.errors import BadCall, NotAllowed, NotFound
from corpus.fold import fold
from corpus.types import Document
from index.search import ANY
from index.types import Entry, Filter

_BEGINNING: tuple[Action, ...] = ("add", "correct", "remove")
"""What jobs are begun by."""
MOST = 500
"""Files or documents of one order."""


@dataclass(frozen=True, slots=True)
class Library:
    """Safe to share between threads."""

    shelf: Shelf
    stage: Stage
    assistants: Assistants
    permissions: Permissions
    intake: Intake

    def list(self, caller: Caller, *, query: str = "", filters: Filter = ANY) -> list[Entry]:
        """The documents that a caller may read, by source; those whose title, number or name holds every word."""
        allow(caller, "read")
        index = self.assistants.index(caller)
        words = fold(query).split()
        entries = index.entries()
        if filters != ANY:
            passing = index.passing(filters)
            entries = [entry for entry in entries if entry.id in passing]
        if not words:
            return entries
        known = self.assistants.words_of()
        return [entry for entry in entries if all(word in known.get(entry.id, "") for word in words)]

    def document(self, caller: Caller, id: str) -> Document:
        """A document with its text, outline and tables.

        Raises:
            NotAllowed: the caller may not read at all.
            NotFound: there is none of that id for this caller.
        """
        allow(caller, "read")
        try:
            return self.assistants.index(caller).document(id)
        except BadCall:
            _not_found(id)

    def original(self, caller: Caller, id: str) -> tuple[Path, str]:
        """The file that a document was read from, and what to call it; raises as `document`, also if it is gone."""
        allow(caller, "read")
        path = self._origin(caller, id)
        if not path.is_file():
            _not_found(id)
        return path, path.name

    def groups(self, caller: Caller, id: str) -> frozenset[str]:
        """The groups that may read a document's file, empty for everybody; raises as `document`."""
        return self.permissions.groups_of(self._file(caller, id))

    def add(self, caller: Caller, staged: Sequence[Staged], groups: frozenset[str] = frozenset()) -> Job:
        """Order files to be read and indexed; they are wiped from the stage whatever becomes of the order.

        Args:
            caller: a file of a name that the caller can see replaces that one; another name is found otherwise.
            staged: what the stage has received.
            groups: who may read what is new, from the caller's own groups; empty for everybody. What is replaced
                keeps its readers.

        Raises:
            NotAllowed: the caller may not add, or not for these groups.
            BadCall: too many files, or none.
            Busy: too much is waiting.
        """
        try:
            allow(caller, "add")
            if not caller.may("permit") and not groups <= caller.groups:
                raise NotAllowed("只能选自己所在的组", "only your own groups can be chosen")
            _count(staged)
            known = self.assistants.visible(caller).intersection(each.name for each in staged)
            known = frozenset(name for name in known if self.shelf.holds(self.shelf.path(name)))
            return self.intake.put(Order("add", caller.id, tuple(staged), groups, known))
        except BaseException:
            for each in staged:
                self.stage.discard(each.path)
            raise

    def job(self, caller: Caller, id: str) -> Job:
        """How a job of the caller stands; administrators see all.

        Raises:
            NotFound: there is none of that id for this caller, or the caller is a key for other things.
        """
        job = self.intake.job(id)
        if not _sees_jobs(caller) or (job.owner != caller.id and not caller.sees_all):
            raise missing(id)
        return job

    def jobs(self, caller: Caller) -> Sequence[Job]:
        """The jobs of the caller, of administrators all, the newest first; none to a key for other things."""
        if not _sees_jobs(caller):
            return ()
        return self.intake.jobs(None if caller.sees_all else caller.id)

    def declared(self, caller: Caller, id: str) -> Mapping[str, Any]:
        """What a person has said of a document, as it would be corrected; raises as `document`."""
        allow(caller, "read")
        path = self._origin(caller, id)
        return self.shelf.said_of(path) if self.shelf.holds(path) else {}

    def correct(self, caller: Caller, id: str, fields: Mapping[str, Any]) -> Job:
        """Order that `fields` of a document hold from now on; None takes back what a person said before.

        Raises:
            NotAllowed: the caller may not correct, or the document lies in another folder than the library.
            NotFound: there is none of that id for this caller.
            BadCall: a name is no field, a value does not fit, or the document is one record of a file.
            Busy: too much is waiting.
        """
        allow(caller, "correct")
        path = self._origin(caller, id)
        name = self.document(caller, id).source
        if "#" in name:
            raise BadCall(
                f"“{name}”是文件中的一条记录，请改文件本身再传",
                f"{name} is one record of a file; change the file itself",
            )
        if not self.shelf.holds(path):
            raise NotAllowed(
                f"“{name}”不在文件库的文件夹里，只能由管理员在它旁边的 documents.toml 里更正",
                f"{name} lies outside the library; an administrator can correct it in the documents.toml beside it",
            )
        if not fields:
            raise BadCall("没有要更正的内容", "there is nothing to correct")
        self.shelf.check(path, fields)
        return self.intake.put(Order("correct", caller.id, documents=(id,), fields=dict(fields)))

    def permit(self, caller: Caller, id: str, groups: frozenset[str]) -> None:
        """Let these groups read a document's file from this moment, empty for everybody; raises as `document`."""
        allow(caller, "permit")
        self.permissions.set(self._file(caller, id), groups)

    def remove(self, caller: Caller, ids: Sequence[str]) -> Job:
        """Order documents to be taken out: all of them, or, where one is not there for this caller, none.

        A file of several records goes as a whole: all its documents must be named, or its own name.

        Raises:
            NotAllowed: the caller may not remove.
            NotFound: one of them is not there for this caller.
            BadCall: too many, none, or some records of a file but not all.
            Busy: too much is waiting.
        """
        allow(caller, "remove")
        _count(ids)
        visible = self.assistants.visible(caller)
        chosen: dict[str, None] = {}
        for id in ids:
            if id in visible:
                chosen |= dict.fromkeys(self.assistants.documents_of(id))
            else:
                self._origin(caller, id)
                chosen[id] = None
        for name in {self.assistants.files_of(id)[0] for id in chosen}:
            if not chosen.keys() >= set(self.assistants.documents_of(name)):
                raise BadCall(
                    f"“{name}”里有多条记录，只能整份移出：请用文件名",
                    f"{name} holds several records; name the whole file",
                )
        return self.intake.put(Order("remove", caller.id, documents=tuple(chosen)))

    def _origin(self, caller: Caller, id: str) -> Path:
        try:
            return self.assistants.index(caller).origin(id)
        except BadCall:
            _not_found(id)

    def _file(self, caller: Caller, id: str) -> str:
        allow(caller, "read")
        self._origin(caller, id)
        names = self.assistants.files_of(id)
        return names[0] if names else _not_found(id)


def _sees_jobs(caller: Caller) -> bool:
    """Whether jobs are told of at all: not to a key for other things, for their reports tell of documents."""
    return caller.scopes is None or any(caller.may(action) for action in _BEGINNING)


def _not_found(id: str) -> NoReturn:
    raise NotFound(f"没有编号为“{id}”的文件", f"no document {id}")


def _count(chosen: Sequence[object]) -> None:
    if not 0 < len(chosen) <= MOST:
        raise BadCall(f"一次处理 1 到 {MOST} 份文件", f"choose between 1 and {MOST} files at a time")
