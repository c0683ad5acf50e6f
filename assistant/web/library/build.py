"""Folder of the library → store, by a process of its own: the server goes on answering and shares no memory with it.

That process also writes the caches of the new generation, so that the server only has to map them. Knows the two
commands that change a store, and nothing of what is in the folder.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from assistant.web.background import started
from assistant.web.library.intake import Stopped
from corpus.errors import BadCall, StoreLocked

WALL_SECONDS = 3600.0
PATIENCE_SECONDS = 120.0
"""How long another writer is waited for."""
_LOCKED = "another process is writing"


@dataclass(frozen=True, slots=True)
class Builder:
    """Changes one store."""

    store: Path
    embedder: str
    stopping: Event
    """Set when the program is to end: what is under way is ended, and nothing of it counts."""

    def build(self, folder: Path) -> list[str]:
        """Bring what the store holds of `folder` up to date, and return what the command says to people.

        Raises:
            BadCall: it could not be done; the store is as it was.
            StoreLocked: another program goes on writing.
            Stopped: the program is to end.
        """
        return self._run(["build", "--store", str(self.store), "--embedder", self.embedder, "--", str(folder)])

    def remove(self, documents: Sequence[str]) -> list[str]:
        """Take documents out of the store, by their ids; raises as `build` does."""
        return self._run(["remove", "--store", str(self.store), "--", *documents])

    def _run(self, arguments: Sequence[str]) -> list[str]:
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            code, said = self._once(arguments)
            if code == 0:
                return said
            told = said[-1] if said else f"code {code}"
            if _LOCKED not in told:
                zh, _, en = told.partition(" | ")
                raise BadCall(f"更新索引库没有成功：{zh}", f"the store was not brought up to date: {en or zh}")
            if time.monotonic() > patience:
                zh, _, en = told.partition(" | ")
                raise StoreLocked(zh, en)
            if self.stopping.wait(1.0):
                raise Stopped

    def _once(self, arguments: Sequence[str]) -> tuple[int, list[str]]:
        """Exit code and lines on stderr of one call; 2 counts as done where only single files were refused."""
        process = started(["index", *arguments])
        until = time.monotonic() + WALL_SECONDS
        while True:
            try:
                _, said = process.communicate(timeout=0.5)
                return process.returncode, said.splitlines()
            except subprocess.TimeoutExpired:
                if self.stopping.is_set() or time.monotonic() > until:
                    process.kill()
                    process.communicate()
                    if self.stopping.is_set():
                        raise Stopped from None
                    raise BadCall(
                        "更新索引库用时过长，已停止", "bringing the store up to date took too long"
                    ) from None
