"""The thresholds that a store was calibrated to: a small file beside it, written by `python -m evals calibrate`.

Knows nothing of how a threshold is found.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from assistant import strictness
from assistant.gate import SHOW
from assistant.strictness import LEVELS, STANDARD, Strictness
from corpus.errors import StoreDamaged

FILE = "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """A threshold and what it rests on."""

    threshold: float
    """Share of a question that evidence must cover to be told as the answer."""
    risk: float
    """Share of unanswerable questions that was accepted to be answered."""
    questions: int
    """Unanswerable questions that it was taken from."""
    store_hash: str
    """Documents of the store at that time: others make the risk another one."""
    suite_hash: str
    date: str
    levels: Mapping[Strictness, float] = field(default_factory=dict)
    """The thresholds of other levels than the standard one, as far as there were questions enough."""


def read(store: Path) -> Calibration | None:
    """Take the calibration of a store; None when it has none.

    Raises:
        StoreDamaged: the file is not what `write` wrote.
    """
    path = store / FILE
    if not path.is_file():
        return None
    try:
        found = Calibration(**json.loads(path.read_text(encoding="utf-8")))
        sound = found.levels.keys() <= LEVELS.keys() and all(
            SHOW <= each <= 1 for each in (found.threshold, *found.levels.values())
        )
    except (ValueError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise StoreDamaged(
            f"“{path}”不是有效的校准文件，请删去后重新运行 python -m evals calibrate",
            f"{path} is no calibration; delete it and run python -m evals calibrate again",
        )
    return found


def write(store: Path, calibration: Calibration) -> Path:
    """Keep a calibration beside its store."""
    path = store / FILE
    path.write_text(json.dumps(asdict(calibration), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def threshold(store: Path, level: Strictness = STANDARD) -> float:
    """What evidence must cover in this store at a level: as calibrated, else as `assistant.strictness` has it."""
    found = read(store)
    return strictness.threshold(level, {**found.levels, STANDARD: found.threshold} if found else {})
