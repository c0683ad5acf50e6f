"""The edge of every command: exit codes, one line for a person's mistake, a traceback for a bug.

    0 done · 1 a check failed · 2 the call is wrong · 3 the program failed or was interrupted

The commands that judge take the codes of pytest instead, which every continuous integration knows (`PYTEST`).
Knows nothing of what any command does.
"""

from __future__ import annotations

import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, NoReturn

from corpus.errors import BadCall, PolicyError


class Codes(NamedTuple):
    """Exit codes for what a command itself does not return."""

    wrong: int
    """The call cannot be carried out as it stands."""
    interrupted: int
    failed: int
    """A bug of ours."""


OURS = Codes(wrong=2, interrupted=3, failed=3)
PYTEST = Codes(wrong=4, interrupted=2, failed=3)


def run(main: Callable[[], int]) -> NoReturn:
    """Carry out `main` and leave with the exit code that says how it went."""
    if hasattr(signal, "SIGPIPE"):
        # A reader that has seen enough, as `… | head`, ends a command like any other program.
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(code_of(main))


def code_of(main: Callable[[], int], codes: Codes = OURS) -> int:
    """Carry out `main`; what it raises is told on stderr and becomes a code."""
    try:
        return main()
    except PolicyError as problem:
        print(problem, file=sys.stderr)
        return codes.wrong
    except KeyboardInterrupt:
        print("已中断 | interrupted", file=sys.stderr)
        return codes.interrupted
    except Exception:  # noqa: BLE001 - whatever is left is a bug of ours, and is shown whole
        traceback.print_exc()
        return codes.failed


def tell(line: str) -> None:
    """Tell a person something beside the output, which may be going into a file."""
    print(line, file=sys.stderr, flush=True)


def writable(path: Path) -> None:
    """Make sure, before any work is done, that a file can be written where it is wanted.

    Raises BadCall when its folder does not exist.
    """
    if not path.absolute().parent.is_dir():
        raise BadCall(f"文件夹“{path.parent}”不存在，请先建立", f"folder {path.parent} does not exist; make it first")
