"""The press: a letter's .docx → .pdf → pictures of its pages, kept in memory while there is room.

LibreOffice takes seconds, so those who wait for it have a line of their own: who asks a question does not wait behind
them. Knows nothing of letters: what a key stands for never changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from assistant.letter.paper.office import pdf
from assistant.letter.paper.pictures import count, picture
from assistant.web.queue import Queue
from assistant.web.types import Caller

ROOM = 64 * 2**20
"""Bytes of all that is kept."""
Key = tuple[str, int, bool]
"""Letter, version, and whether with its evidence."""
_WHOLE = 0
"""Stands for the .pdf where others have the number of a page."""


class Press:
    """Prints letters for callers; safe to share between threads."""

    def __init__(self, queue: Queue, room: int = ROOM, convert: Callable[[bytes], bytes] = pdf) -> None:
        """`queue`: whose turn LibreOffice is. `room`: bytes."""
        self._queue = queue
        self._room = room
        self._convert = convert
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[Key, int], bytes] = OrderedDict()

    def pdf(self, caller: Caller, key: Key, docx: Callable[[], bytes]) -> bytes:
        """The .pdf of what `docx` makes.

        Raises:
            NoOffice: there is no LibreOffice, or it failed.
            Busy: it is not the caller's turn soon.
        """
        found = self._find(key, _WHOLE)
        if found is not None:
            return found
        with self._queue.place(caller):
            # Who had to wait may find that it was made meanwhile.
            found = self._find(key, _WHOLE)
            return found if found is not None else self._keep(key, _WHOLE, self._convert(docx()))

    def pages(self, caller: Caller, key: Key, docx: Callable[[], bytes]) -> int:
        """How many pages it has; raises as `pdf`."""
        return count(self.pdf(caller, key, docx))

    def page(self, caller: Caller, key: Key, docx: Callable[[], bytes], number: int) -> bytes:
        """One page as PNG, the first is 1; raises as `pdf`.

        Raises:
            IndexError: there is no such page.
        """
        found = self._find(key, number)
        return found if found is not None else self._keep(key, number, picture(self.pdf(caller, key, docx), number))

    def forget(self, id: str) -> None:
        """Keep nothing of a letter any longer."""
        with self._lock:
            for made in [each for each in self._kept if each[0][0] == id]:
                del self._kept[made]

    def _find(self, key: Key, number: int) -> bytes | None:
        with self._lock:
            found = self._kept.get((key, number))
            if found is not None:
                self._kept.move_to_end((key, number))
            return found

    def _keep(self, key: Key, number: int, content: bytes) -> bytes:
        with self._lock:
            self._kept[key, number] = content
            while sum(map(len, self._kept.values())) > self._room and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return content
