"""Two answers → the same texts in pieces, with what differs and the [n] marks told apart. Pure; knows no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple

MARK = re.compile(r"\[(\d{1,4})\]")
SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
CHARACTERS = 250_000
"""Product of both lengths up to which single characters are compared; the time grows with it. Above: sentences."""
ISLAND = 2
"""Equal characters between two differences that are shown as differing, too: a stray 的 tells nothing."""

Span = tuple[int, int]


class Piece(NamedTuple):
    """A part of an answer that is shown alike."""

    text: str
    differs: bool
    marker: int | None
    """The n of a mark [n]; None for words."""


def compared(old: str, new: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts in pieces.

    >>> [piece.text for piece in compared("每月五百元。", "每月八百元。")[1] if piece.differs]
    ['八']
    """
    before, after = _differences(old, new)
    return pieces(old, before), pieces(new, after)


def pieces(text: str, differences: list[Span] | None = None) -> list[Piece]:
    """The text cut at its marks and wherever a difference begins or ends; a mark is never cut."""
    spans = differences or []
    marks = {found.span(): int(found[1]) for found in MARK.finditer(text)}
    inside = {place for start, end in marks for place in range(start + 1, end)}
    edges = {0, len(text), *(place for span in (*marks, *spans) for place in span)} - inside
    cuts = sorted(edges)
    return [
        Piece(text[start:end], any(a < end and start < b for a, b in spans), marks.get((start, end)))
        for start, end in pairwise(cuts)
    ]


def _differences(old: str, new: str) -> tuple[list[Span], list[Span]]:
    head = _alike(zip(old, new, strict=False))
    tail = _alike(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    first, second, islands = list(old[head : len(old) - tail]), list(new[head : len(new) - tail]), ISLAND
    if len(first) * len(second) > CHARACTERS:
        first, second, head, islands = SENTENCE.findall(old), SENTENCE.findall(new), 0, 1
    codes = SequenceMatcher(None, first, second, autojunk=False).get_opcodes()
    unlike = [code[1:] for code in codes if code[0] != "equal"]
    return (
        _spans([(each[0], each[1]) for each in unlike], first, head, islands),
        _spans([(each[2], each[3]) for each in unlike], second, head, islands),
    )


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    """How many pairs are of equals before the first that is not."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _spans(found: list[Span], parts: list[str], head: int, islands: int) -> list[Span]:
    """Spans of parts → spans of characters, those with next to nothing between them made one."""
    starts = [head]
    for part in parts:
        starts.append(starts[-1] + len(part))
    joined: list[Span] = []
    for start, end in found:
        if start == end:
            continue
        if joined and start - joined[-1][1] < islands:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return [(starts[start], starts[end]) for start, end in joined]
