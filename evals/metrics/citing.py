"""Whether what is said is proved by what is cited. Pure.

Citation recall and precision as in ALCE (Gao et al., EMNLP 2023), with the assistant's own verifier where ALCE asks a
model: recall is the share of statements that their citations prove together; a citation is precise when it proves the
statement alone or the others do not prove it without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.verify.types import Evidence
from assistant.verify.verify import verify


def recall(statements: Sequence[tuple[str, Evidence]]) -> float | None:
    """Share of the statements that their quotes prove; None when nothing is stated.

    >>> recall([("护理费每人每月500元", Evidence(("护理费每人每月五百元。",))), ("每年体检一次", Evidence(()))])
    0.5
    """
    if not statements:
        return None
    return sum(_proved(text, evidence, evidence.quotes) for text, evidence in statements) / len(statements)


def precision(statements: Sequence[tuple[str, Evidence]]) -> float | None:
    """Share of the citations that are needed or enough, leaving one out at a time; None when nothing is cited.

    By hand: of two quotes the second proves nothing and the first is enough without it, so one of two is precise.

    >>> precision([("护理费每人每月500元", Evidence(("护理费每人每月五百元。", "按月发放。")))])
    0.5
    """
    judged = [
        _proved(text, evidence, quotes)
        and (_proved(text, evidence, [quote]) or not _proved(text, evidence, [*quotes[:at], *quotes[at + 1 :]]))
        for text, evidence in statements
        for quotes in [evidence.quotes]
        for at, quote in enumerate(quotes)
    ]
    return sum(judged) / len(judged) if judged else None


def _proved(text: str, evidence: Evidence, quotes: Sequence[str]) -> bool:
    return bool(quotes) and verify(text, replace(evidence, quotes=tuple(quotes))).proved
