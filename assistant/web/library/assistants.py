"""Who asks → an assistant over what that caller may read, of the newest generation that is ready.

One assistant serves all callers from whom the same files are hidden. While a new generation is made ready the one
before it answers. Knows nothing of how permissions are kept.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, Self

from assistant.answer import Assistant
from assistant.web.access.permissions import file_of
from assistant.web.types import Caller
from corpus.errors import PolicyError
from corpus.fold import fold
from index.search import Index
from index.types import Entry

MOST = 8
"""Assistants at hand: offices have few groups, and each costs a mask and half a second on a large store."""
WATCH_SECONDS = 2.0
"""How often it is asked whether another process has changed the store."""

PATIENCE_SECONDS = 180.0
"""How long the caches of a new generation are waited for."""
SOMEBODY = Caller("local", "本机", "administrator", via="local")
"""Sees everything, as all do where nothing is hidden from anybody."""
FIRST = "这些文件规定了什么？"

_log = logging.getLogger(__name__)


class Permissions(Protocol):
    """Says what is hidden from a caller."""

    def hidden(self, caller: Caller, sources: Iterable[str]) -> frozenset[str]:
        """Those of `sources`, names of files, that the caller may not read at this moment."""
        ...


@dataclass(frozen=True, slots=True)
class _Seat:
    """What a caller asks, and one of those who ask it."""

    index: Index
    assistant: Assistant
    caller: Caller


class Assistants:
    """Safe to share between threads. `close` it, or use it in a `with` block."""

    def __init__(self, index: Index, make: Callable[[Index], Assistant], permissions: Permissions) -> None:
        self._index = index
        self._make = make
        self._permissions = permissions
        self._renewing = threading.Lock()
        self._shift = _Shift(index.hold(), make)
        self._wake = threading.Event()
        self._watcher: threading.Thread | None = None
        self._closed = False

    def of(self, caller: Caller) -> Assistant:
        """The assistant of a caller; what the caller may not read does not exist for it."""
        return self._seat(caller).assistant

    def index(self, caller: Caller) -> Index:
        """The index of a caller, in the same way; it stays what it is when a newer generation comes."""
        return self._seat(caller).index

    def may_read(self, caller: Caller, document_id: str) -> bool:
        """Whether a caller may read a document at this moment; False for one that is not there."""
        names = self._shift.names.get(document_id, ())
        return len(self._permissions.hidden(caller, names)) < len(names)

    @property
    def whole(self) -> Index:
        """Everything there is, for the program itself: what comes from here is shown to nobody unasked."""
        return self._shift.index

    @property
    def files(self) -> frozenset[str]:
        """Names of all files that a document stands in."""
        return self._shift.files

    def visible(self, caller: Caller) -> frozenset[str]:
        """Names of the files that a caller may read."""
        files = self._shift.files
        return files - self._permissions.hidden(caller, files)

    def files_of(self, document_id: str) -> tuple[str, ...]:
        """Names of the files that hold a document, its own first; none for one that is not there."""
        return self._shift.names.get(document_id, ())

    def documents_of(self, file: str) -> list[str]:
        """Ids of the documents that were read from a file."""
        return [each for each in self._shift.held.get(file, ()) if self._shift.names[each][0] == file]

    def words_of(self) -> Mapping[str, str]:
        """Document id → name, title, number and issuer, folded, for whoever looks through the list of documents."""
        return self._shift.words

    @property
    def generation(self) -> int:
        """Number of the generation that answers."""
        return self._shift.index.generation

    def refresh(self, *, anew: bool = False) -> bool:
        """Go over to the newest generation when everything for it is ready; say whether there was a newer one.

        Args:
            anew: look again at the names of the files even where there is none.

        Raises:
            StoreError: the new one cannot be opened; the old one goes on serving.
        """
        with self._renewing:
            before, newer = self._shift, self._index.refresh()
            if newer or (anew and before.named_otherwise()):
                shift = _Shift(self._index.hold(), self._make)
                for caller in before.callers():
                    shift.seat(self._permissions.hidden(caller, shift.files), caller)
                if before.warm:
                    shift.index.entries()
                self._shift = shift
            return newer

    def start(self) -> Self:
        """Refresh in a thread of its own from now on, soon after the store has changed."""
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="assistants", daemon=True)
            self._watcher.start()
        return self

    def close(self) -> None:
        """End that thread and let go of the store."""
        self._closed = True
        self._wake.set()
        if self._watcher is not None:
            self._watcher.join()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _seat(self, caller: Caller) -> _Seat:
        shift = self._shift
        return shift.seat(self._permissions.hidden(caller, shift.files), caller)

    def _warm(self) -> None:
        """Ask the first question, which costs a second more than those after it, before anybody waits for it."""
        try:
            self._seat(SOMEBODY).assistant.worded_by(None).ask(FIRST)
        except PolicyError as problem:  # whoever asks next is told what is wrong
            _log.warning("第一问未答成 | the first question failed: %s", problem)

    def _watch(self) -> None:
        told, since = "", 0.0
        self._warm()
        while not self._wake.wait(WATCH_SECONDS):
            try:
                behind = self._index.behind()
                since = (since or time.monotonic()) if behind else 0.0
                # Who writes a generation writes its caches right after it: to compute them here costs the answers.
                if behind == "prepared" or (since and time.monotonic() - since > PATIENCE_SECONDS):
                    self.refresh()
                told = ""
            except PolicyError as problem:  # the old generation goes on, and it is tried again
                if str(problem) != told:
                    told = str(problem)
                    _log.warning("索引库的新一代打不开 | the new generation cannot be opened: %s", problem)


class _Shift:
    """One generation and the assistants over it."""

    def __init__(self, index: Index, make: Callable[[Index], Assistant]) -> None:
        self.index = index
        self._make = make
        self._sources = index.sources()
        self.names: Mapping[str, tuple[str, ...]] = {
            each: tuple(dict.fromkeys(map(file_of, names))) for each, names in self._sources.items()
        }
        """Document id → the files that hold it."""
        self.files = frozenset(name for names in self.names.values() for name in names)
        self._seats: OrderedDict[frozenset[str], _Seat] = OrderedDict()
        self._at_hand, self._making = threading.Lock(), threading.Lock()

    def named_otherwise(self) -> bool:
        """Whether the same texts stand in other files by now."""
        return self.index.sources() != self._sources

    @property
    def warm(self) -> bool:
        return bool(self._seats)

    @cached_property
    def held(self) -> Mapping[str, list[str]]:
        """File → ids of the documents in it."""
        held: dict[str, list[str]] = {}
        for each, names in self.names.items():
            for name in names:
                held.setdefault(name, []).append(each)
        return held

    @cached_property
    def words(self) -> Mapping[str, str]:
        return {entry.id: _words(entry) for entry in self.index.entries()}

    def callers(self) -> list[Caller]:
        """One caller for every assistant, the last used last."""
        with self._at_hand:
            return [seat.caller for seat in self._seats.values()]

    def seat(self, hidden: frozenset[str], caller: Caller) -> _Seat:
        """The assistant over everything but the `hidden` files; made if need be."""
        found = self._found(hidden)
        if found is None:
            with self._making:  # who waits here finds what was made meanwhile
                found = self._found(hidden)
                if found is None:
                    index = self.index.without(self._documents(hidden))
                    found = _Seat(index, self._make(index), caller)
                    self._keep(hidden, found)
        return found

    def _found(self, hidden: frozenset[str]) -> _Seat | None:
        with self._at_hand:
            found = self._seats.get(hidden)
            if found is not None:
                self._seats.move_to_end(hidden)
            return found

    def _keep(self, hidden: frozenset[str], seat: _Seat) -> None:
        with self._at_hand:
            self._seats[hidden] = seat
            while len(self._seats) > MOST:
                self._seats.popitem(last=False)

    def _documents(self, hidden: frozenset[str]) -> frozenset[str]:
        """Ids of the documents that stand in hidden files only: who may read one copy may read the text."""
        held = (each for name in hidden for each in self.held.get(name, ()))
        return frozenset(each for each in held if hidden.issuperset(self.names[each]))


def _words(entry: Entry) -> str:
    known = entry.metadata
    said = (known.title.value, known.doc_number.value, known.issuer.value)
    return fold(" ".join((entry.source, *(each for each in said if each))))
