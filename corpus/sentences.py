"""Where sentences and clauses begin and end in Chinese running text. Knows nothing of outlines or tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CLOSERS = re.escape("”’」』）)》〉】］]")
_SENTENCE = re.compile(rf"[^。！？!?\n]*(?:[。！？!?]+[{_CLOSERS}]*|\n|$)")
_CLAUSE = re.compile(rf"[^。！？!?；;\n]*(?:[。！？!?；;]+[{_CLOSERS}]*|\n|$)")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the sentences in `text[start:end]`, white space at their edges left out.

    A sentence ends with 。！？ and the quotation marks that close after it, or with its line.

    >>> s = "一是学习。“好！”他说。"
    >>> [s[a:b] for a, b in sentences(s)]
    ['一是学习。', '“好！”', '他说。']
    """
    return _spans(_SENTENCE, text, start, end)


def clauses(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the parts between 。！？； in `text[start:end]`.

    >>> s = "甲每月一次；乙每年一次。"
    >>> [s[a:b] for a, b in clauses(s)]
    ['甲每月一次；', '乙每年一次。']
    """
    return _spans(_CLAUSE, text, start, end)


def _spans(pattern: re.Pattern[str], text: str, start: int, end: int | None) -> Iterator[tuple[int, int]]:
    end = len(text) if end is None else end
    at = start
    while at < end:
        match = pattern.match(text, at, end)
        stop = match.end() if match and match.end() > at else end
        span = stripped(text, at, stop)
        if span[0] < span[1]:
            yield span
        at = stop


def stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its edges; empty at `start` when there is nothing else."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
