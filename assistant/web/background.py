"""Long work in a process of its own: `python -m …` beside the server, and behind it in the line for the processor.

Knows how such a process is started. Knows nothing of what it does.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress

from corpus.settings import ROOT

NICE = 10
"""How far it stands behind the server."""


def started(arguments: Sequence[str]) -> subprocess.Popen[str]:
    """The process of `python -m` with `arguments`: in a session of its own, heard only by what it says on stderr."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,
    )
    with suppress(ProcessLookupError):
        os.setpriority(os.PRIO_PROCESS, process.pid, NICE)
    return process
