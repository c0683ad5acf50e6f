"""Files that were received → what is in each, found out by a process that a hostile file may well break.

Knows how that process is started, watched and ended; nothing of formats or of what is done with a file.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.web.library.types import Problem
from corpus.settings import ROOT

TOGETHER = 20
"""Files that one process reads: starting one costs more than reading a short file."""
WALL_SECONDS = 120.0
"""For one file."""
SAID = 2**20
"""Bytes that may be said of one file."""
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",  # each thread would take its share of the address space
}
"""All that the process gets: no setting, no key, no proxy."""

_LONG = Problem("读取用时过长，已停止：请拆分后再试", "took too long to read; split it")
_BROKEN = Problem(
    "读取时程序中断，文件可能已损坏或有害，不予入库", "reading it broke down; damaged or hostile, not taken"
)


@dataclass(frozen=True, slots=True)
class Findings:
    """What is in one file."""

    problem: Problem | None = None
    """Why it cannot be read; nothing else is known then."""
    documents: tuple[str, ...] = ()
    count: int = 0
    title: str | None = None
    notes: tuple[str, ...] = ()
    removed: int = 0
    inferred: tuple[str, ...] = ()
    placeholders: int = 0
    characters: int = 0
    text: str = ""
    """Its words, where they were asked for."""


def inspect(paths: Sequence[Path], wall: float = WALL_SECONDS, *, text: bool = False) -> Iterator[Findings]:
    """What is in each of `paths`, in their order, with its words where `text` is asked for.

    A file that breaks its process is found out and passed over.
    """
    rest = [path.resolve() for path in paths]
    while rest:
        told = 0
        for findings in _together(rest[:TOGETHER], wall, text):
            yield findings
            told += 1
        rest = rest[told:]


def _together(paths: Sequence[Path], wall: float, text: bool) -> Iterator[Findings]:
    """What one process says; it ends early with the file that breaks it, and at that file where it is not the first.

    What broke it may have been left by the files before: that one is then the first of the next process.
    """
    with _reading(paths, text) as process:
        heard = bytearray()
        for at in range(len(paths)):
            line = _line(process, heard, time.monotonic() + wall)
            if line is None:
                if at == 0:
                    yield Findings(_why(process))
                return
            yield _findings(line)


@contextmanager
def _reading(paths: Sequence[Path], text: bool = False) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "assistant.web.library.reading", *["--text"] * text, *map(str, paths)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # it may quote the document
        start_new_session=True,
        bufsize=0,
    )
    try:
        yield process
    finally:
        _end(process)
        if process.stdout:
            process.stdout.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _line(process: subprocess.Popen[bytes], heard: bytearray, until: float) -> bytes | None:
    """The next line that the process says; None when it is dead, too slow, or says too much.

    What was heard of the lines behind it stays in `heard`.
    """
    if process.stdout is None:
        return None
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while (end := heard.find(b"\n") + 1) == 0:
            if len(heard) > SAID or not ready.select(max(until - time.monotonic(), 0)):
                return None
            part = os.read(process.stdout.fileno(), 2**16)
            if not part:
                return None
            heard += part
    line = bytes(heard[:end])
    del heard[:end]
    return line


def _why(process: subprocess.Popen[bytes]) -> Problem:
    """Why a process gave nothing: one that is still alive was too slow."""
    try:
        code = process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        return _LONG
    return _LONG if -code == signal.SIGXCPU else _BROKEN


def _findings(line: bytes) -> Findings:
    told: dict[str, Any] = json.loads(line)
    if "problem" in told:
        return Findings(Problem(*told["problem"]))
    known: dict[str, Any] = {name: tuple(each) if isinstance(each, list) else each for name, each in told.items()}
    return Findings(**known)
