"""How long a reply may take and how much it may bring. Pure; knows nothing of what is in it."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.errors import ModelUnavailable


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one call, in seconds; none of them is ever waited for twice."""

    deadline: float = 30.0
    """From the question to the last word, whatever happens in between."""
    first: float = 15.0
    """Until the first word."""
    idle: float = 10.0
    """Between two words."""
    chars: int = 24_000
    """Of the reply, thoughts included."""

    def late(self, *, total: bool, begun: bool) -> ModelUnavailable:
        """Say which limit was passed: the total one, else the one before or behind the first word."""
        if total:
            return ModelUnavailable(
                f"大模型未在 {self.deadline:g} 秒内答完", f"the model did not finish within {self.deadline:g} s"
            )
        if begun:
            return ModelUnavailable(
                f"大模型中途停顿超过 {self.idle:g} 秒", f"the model fell silent for more than {self.idle:g} s"
            )
        return ModelUnavailable(
            f"大模型 {self.first:g} 秒内没有开始作答", f"the model did not begin within {self.first:g} s"
        )

    def endless(self) -> ModelUnavailable:
        """Say that the reply is longer than any answer."""
        return ModelUnavailable(
            f"大模型的答复超过 {self.chars} 字，已截断", f"the model's reply is longer than {self.chars} characters"
        )
