"""A run ⇄ JSON. The same run gives the same bytes; what differs each time stands under `timing` and nowhere else."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from corpus.errors import BadCall
from evals.types import Run

VERSION = 1
"""Goes up when the layout changes."""


def to_json(run: Run) -> str:
    """Write a run as JSON, one line a case, so that a diff shows the cases that changed."""
    given = asdict(run)
    lines = [json.dumps(each, ensure_ascii=False) for each in given.pop("outcomes")]
    head = json.dumps(given, ensure_ascii=False, indent=1)
    cases = ",\n".join(lines)
    return f'{head[:-2]},\n "outcomes": [\n{cases}\n ]\n}}\n'


def read(path: Path) -> Run:
    """Take a run from its file.

    Raises:
        BadCall: there is no such file, or it is no run of this version.
    """
    from pydantic import TypeAdapter, ValidationError

    if not path.is_file():
        raise BadCall(f"找不到评测记录“{path}”", f"no such run: {path}")
    try:
        run = TypeAdapter(Run).validate_json(path.read_bytes())
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "JSON"
        raise BadCall(
            f"“{path.name}”不是评测记录（{where}），请用 python -m evals run … --out 重新生成",
            f"{path.name} is no run ({where}); write one with python -m evals run … --out",
        ) from error
    if run.version != VERSION:
        raise BadCall(
            f"“{path.name}”是第 {run.version} 版的评测记录，现为第 {VERSION} 版，请重新运行",
            f"{path.name} is a run of version {run.version}, this program writes {VERSION}; run it again",
        )
    return run
