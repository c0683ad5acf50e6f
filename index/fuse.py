"""Features of the candidates → one score each, by weights that depend on the question.

A question in the words of the text is best served by words, one in everyday speech by meaning: so the weight of each
feature is a constant plus what the question adds to it. Both are learned by `index.train.fusion` and read from a
file. Knows nothing of where features come from.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.features import ASKED, FEATURES

FILE = Path(__file__).parent / "model" / "fusion.json"
FAR = 3.0
"""Standard deviations beyond which a question counts as no stranger still."""

Numbers = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Fusion:
    """The learned weights."""

    weights: Numbers
    """(FEATURES,) of an average question."""
    gates: Numbers
    """(ASKED, FEATURES) what is added to them for each standard deviation of the question from the average."""
    centre: Numbers
    """(ASKED,) the average question."""
    spread: Numbers
    """(ASKED,) one standard deviation."""
    model: str = ""
    """Fingerprint of the embedding model that they were learned for."""
    level: tuple[float, float] = (0.0, 1.0)
    """Mean and standard deviation of that model's cosines among the candidates of a question."""

    @classmethod
    @cache
    def load(cls) -> Fusion:
        """The weights that come with the program."""
        return cls.read(FILE)

    @classmethod
    def read(cls, path: Path) -> Fusion:
        """What `write` wrote; features are told by name, so their order may change.

        Raises:
            ValueError: the file is about other features than the program has.
        """
        written = json.loads(path.read_text("utf-8"))
        if set(written["weights"]) != set(FEATURES) or set(written["questions"]) != set(ASKED):
            raise ValueError(f"{path} is about other features: run python -m index.train again")
        questions = [written["questions"][name] for name in ASKED]
        return cls(
            np.array([written["weights"][name] for name in FEATURES], np.float32),
            np.array([[each["adds"].get(name, 0.0) for name in FEATURES] for each in questions], np.float32),
            np.array([each["mean"] for each in questions], np.float32),
            np.array([each["deviation"] for each in questions], np.float32),
            written["model"],
            (written["meaning"]["mean"], written["meaning"]["deviation"]),
        )

    def write(self, path: Path) -> None:
        """As JSON that a person can read, four digits of each number."""
        questions = {
            name: {
                "mean": round(float(self.centre[at]), 4),
                "deviation": round(float(self.spread[at]), 4),
                "adds": {feature: round(float(self.gates[at, to]), 4) for to, feature in enumerate(FEATURES)},
            }
            for at, name in enumerate(ASKED)
        }
        weights = {feature: round(float(self.weights[at]), 4) for at, feature in enumerate(FEATURES)}
        written = {
            "model": self.model,
            "meaning": {"mean": round(self.level[0], 4), "deviation": round(self.level[1], 4)},
            "weights": weights,
            "questions": questions,
        }
        path.write_text(json.dumps(written, indent=1) + "\n", "utf-8")

    def levelled(self, cosines: Numbers, model: str) -> Numbers:
        """The candidates' cosines by `model`, (n,), as the model of the weights would have spread them.

        One model puts everything between .6 and .9, another between −.1 and .5; the order stays.
        """
        if model == self.model or not len(cosines):
            return cosines
        deviation = float(cosines.std()) or 1.0
        return np.asarray(self.level[0] + (cosines - cosines.mean()) / deviation * self.level[1], np.float32)

    def scores(self, features: Numbers, asked: Numbers) -> Numbers:
        """(n, FEATURES) and (ASKED,) → (n,), higher is better; comparable within one question only."""
        stranger = np.clip((asked - self.centre) / self.spread, -FAR, FAR)
        scores: Numbers = features @ (self.weights + stranger @ self.gates)
        return scores
