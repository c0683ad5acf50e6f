"""How strict a person wants answers to be: 严格, 标准 or 宽松, and the threshold that each stands for. Pure.

A level moves one thing only: the share of a question that evidence must cover. At every level what is asked for must
be filled, places, years and people must fit, no doubt may hold and the verifier must agree. Knows nothing of files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from assistant.gate import ANSWER, SHOW
from corpus.errors import BadCall

Strictness = Literal["strict", "standard", "relaxed"]
STANDARD: Strictness = "standard"


@dataclass(frozen=True, slots=True)
class Level:
    """What one level means."""

    zh: str
    en: str
    threshold: float
    """Where the store is not calibrated."""
    risk: float
    """Where it is: the accepted risk, as a multiple of that of the standard level."""


LEVELS: Mapping[Strictness, Level] = {
    "strict": Level("严格", "strict", 0.80, 0.4),
    "standard": Level("标准", "standard", ANSWER, 1.0),
    "relaxed": Level("宽松", "relaxed", 0.45, 2.0),
}
"""The strictest first. With the usual risk of 5 % they answer 2 %, 5 % and 10 % of what cannot be answered."""


def named(name: str) -> Strictness:
    """The level that a person calls `name`, in Chinese or in English.

    Raises:
        BadCall: there is no such level; a number is none.
    """
    for key, level in LEVELS.items():
        if name.strip().lower() in (level.zh, level.en):
            return key
    known = "、".join(level.zh for level in LEVELS.values())
    raise BadCall(
        f"没有“{name}”这一档，可选：{known}",
        f"no strictness is called {name}; choose {', '.join(level.en for level in LEVELS.values())}",
    )


def threshold(level: Strictness, calibrated: Mapping[Strictness, float]) -> float:
    """The share of a question that evidence must cover at `level`, given those levels that were calibrated.

    Never stricter at a lower level: what is answered at one is answered at the next.

    >>> [threshold(level, {"standard": 0.9, "relaxed": 0.95}) for level in LEVELS]
    [0.9, 0.9, 0.9]
    """
    standard = calibrated.get(STANDARD, ANSWER)
    chosen = calibrated.get(level, LEVELS[level].threshold)
    if level == "strict":
        return max(chosen, standard)
    return max(SHOW, min(chosen, standard)) if level == "relaxed" else standard
