"""What is done for an order: files are read, shelved and indexed; what is known of them is written down; they go.

Permissions are there before a document can be found, and stay until it cannot. What fails is undone. Knows nothing of
who may order what.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from assistant.web.library.assistants import Assistants
from assistant.web.library.build import Builder
from assistant.web.library.inspect import Findings, inspect
from assistant.web.library.intake import Progress, Stopped
from assistant.web.library.shelf import Change, Shelf, same
from assistant.web.library.stage import Stage
from assistant.web.library.types import Kind, Order, Problem, Report, Staged
from corpus.errors import PolicyError

_TWIN = "库里已有内容相同的文件，只保留一份 | the library holds the same text already; it is kept once"
_NOT_INDEXED = Problem("读取后未能入库，请换一个文件再试", "was read but could not be indexed; try another file")
_OTHER_READERS = Problem(
    "已有同名文件，可见范围与所选不同：请改名再传，或请管理员先调整可见范围",
    "a file of that name is there for other readers; rename yours, or let an administrator change who may read it",
)


class Permissions(Protocol):
    """Keeps who may read which file."""

    def groups_of(self, source: str) -> frozenset[str]:
        """The groups that may read a file; none: everybody may."""
        ...

    def set(self, source: str, groups: frozenset[str]) -> None:
        """Let these groups read a file, and no others."""
        ...

    def forget(self, source: str) -> None:
        """Keep nothing of a file that is gone."""
        ...


@dataclass(frozen=True, slots=True)
class _Shelved:
    """A file that was put into the library."""

    report: Report
    change: Change
    new: bool


@dataclass(frozen=True, slots=True)
class Librarian:
    """Carries out orders, one at a time."""

    shelf: Shelf
    stage: Stage
    builder: Builder
    assistants: Assistants
    permissions: Permissions

    def carry_out(self, order: Order, progress: Progress) -> None:
        """Do what is ordered.

        Raises:
            PolicyError: nothing of it was done.
            Stopped: the program is to end; the order can be begun anew.
        """
        _STEPS[order.kind](self, order, progress)

    def add(self, order: Order, progress: Progress) -> None:
        """Read every file, put what can be read on the shelf, index it."""
        done: list[_Shelved] = []
        try:
            for staged, findings in self._read(order.files):
                found = self._judged(staged, findings, order, {each.report.name for each in done})
                progress.step()
                if isinstance(found, Report):
                    progress.report(found)
                else:
                    done.append(found)
            if done:
                self.builder.build(self.shelf.folder)
        except (PolicyError, Stopped, OSError) as reason:
            self._undo(done)
            if not isinstance(reason, Stopped):
                self._wipe(order.files)
            raise
        self._wipe(order.files)
        self.assistants.refresh(anew=True)
        for each in done:
            progress.report(self._settled(each))

    def correct(self, order: Order, progress: Progress) -> None:
        """Write down what a person knows of a document, and index it anew."""
        (document_id,) = order.documents
        path = self.assistants.whole.origin(document_id)
        change = self.shelf.say(path, order.fields)
        try:
            self.builder.build(self.shelf.folder)
        except (PolicyError, Stopped, OSError):
            self.shelf.undo(change)
            raise
        self.assistants.refresh(anew=True)
        progress.report(Report(self._name(path), "corrected", order.documents, 1))

    def remove(self, order: Order, progress: Progress) -> None:
        """Take documents out: those of the library with their files, the others out of the store only."""
        files = {each: self.assistants.files_of(each) for each in order.documents}
        origins = {each: self.assistants.whole.origin(each) for each, names in files.items() if names}
        ours = dict.fromkeys(path for path in origins.values() if self.shelf.holds(path))
        others = [each for each, path in origins.items() if path not in ours]
        changes: list[Change] = []
        try:
            for path in ours:
                changes.append(self.shelf.take_out(path))
            if ours and self.shelf.has_documents():
                self.builder.build(self.shelf.folder)
            elif ours:  # a folder without documents is none to index
                others = list(origins)
            if others:
                self.builder.remove(others)
        except (PolicyError, Stopped, OSError):
            for change in reversed(changes):
                self.shelf.undo(change)
            raise
        self.assistants.refresh(anew=True)
        for change in changes:
            self.shelf.forget(change)
            self.permissions.forget(self._name(change.path))
        for each in order.documents:
            progress.step()
            progress.report(Report((files[each] or (each,))[0], "removed", (each,), 1))

    def _read(self, files: Sequence[Staged]) -> Iterator[tuple[Staged, Findings]]:
        """What is in each file."""
        there = [staged for staged in files if staged.path.is_file()]
        for staged, findings in zip(there, inspect([staged.path for staged in there]), strict=True):
            if self.builder.stopping.is_set():
                raise Stopped
            yield staged, findings

    def _judged(self, staged: Staged, findings: Findings, order: Order, shelved: Set[str]) -> _Shelved | Report:
        """Put a file that can be read on the shelf; a report where nothing more is to be done with it."""
        report = _report(staged.name, findings)
        known = staged.name in order.known and staged.name not in shelved
        if findings.problem is not None:
            return report
        if known and order.groups and order.groups != self.permissions.groups_of(staged.name):
            return Report(staged.name, "refused", problem=_OTHER_READERS)
        indexed = all(staged.name in self.assistants.files_of(each) for each in findings.documents)
        if known and indexed and same(self.shelf.path(staged.name), staged.sha256):
            return replace(report, outcome="unchanged")
        if known:
            return _Shelved(replace(report, outcome="replaced"), self.shelf.put(staged.path, staged.name), new=False)
        name = self.shelf.free(staged.name, staged.sha256, self.assistants.files | shelved)
        if name != staged.name:
            note = f"已有同名文件，另存为“{name}” | that name is taken; kept as {name}"
            report = replace(report, name=name, notes=(*report.notes, note))
        self.permissions.set(name, order.groups)
        return _Shelved(report, self.shelf.put(staged.path, name), new=True)

    def _settled(self, shelved: _Shelved) -> Report:
        """The report of a file that was indexed, in the light of what the store holds now."""
        report = shelved.report
        names = [self.assistants.files_of(each) for each in report.documents]
        if not all(report.name in held for held in names):
            self._undo([shelved])
            return Report(report.name, "refused", problem=_NOT_INDEXED)
        self.shelf.forget(shelved.change)
        if report.name not in [held[0] for held in names]:
            return replace(report, outcome="same", notes=(*report.notes, _TWIN))
        return report

    def _undo(self, done: Sequence[_Shelved]) -> None:
        for each in reversed(done):
            self.shelf.undo(each.change)
            if each.new:
                self.permissions.forget(each.report.name)

    def _wipe(self, files: Iterable[Staged]) -> None:
        for staged in files:
            self.stage.discard(staged.path)

    def _name(self, path: Path) -> str:
        return path.relative_to(self.shelf.folder).as_posix()


def _report(name: str, findings: Findings) -> Report:
    if findings.problem is not None:
        return Report(name, "refused", problem=findings.problem)
    return Report(
        name,
        "added",
        documents=findings.documents,
        count=findings.count,
        title=findings.title,
        notes=findings.notes,
        removed=findings.removed,
        inferred=findings.inferred,
        placeholders=findings.placeholders,
        characters=findings.characters,
    )


_STEPS: dict[Kind, Callable[[Librarian, Order, Progress], None]] = {
    "add": Librarian.add,
    "correct": Librarian.correct,
    "remove": Librarian.remove,
}
