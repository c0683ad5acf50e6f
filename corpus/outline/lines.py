"""Text → its lines that hold words, and where the paragraphs they belong to end. Knows nothing of what lines say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.types import Table

_FINAL = frozenset("。！？!?；;…")
_CLOSERS = "”’）)"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank and not of a table, without the white space at its edges."""

    start: int
    end: int
    first: int
    """Where the line begins with its white space."""
    gap_above: bool
    """Whether a blank line, a table or the edge of the text is right above."""
    gap_below: bool
    paragraph_end: int
    """End of the first line, from this one on, that ends a sentence: text exports break lines within sentences."""


def lines(text: str, tables: Sequence[Table] = ()) -> list[TextLine]:
    """List the lines of `text`; `tables` are in its order."""
    spans, barriers = _spans(text, tables)
    found: list[TextLine] = []
    below: TextLine | None = None
    for (start, end, first, gap), barrier in zip(reversed(spans), reversed(barriers), strict=True):
        goes_on = below is not None and not barrier and not ends_sentence(text, start, end)
        paragraph_end = below.paragraph_end if below is not None and goes_on else end
        below = TextLine(start, end, first, gap, below is None or below.gap_above, paragraph_end)
        found.append(below)
    return found[::-1]


def ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a sentence ends at the end of `text[start:end]`, closing marks left aside."""
    while end > start and text[end - 1] in _CLOSERS:
        end -= 1
    return end > start and text[end - 1] in _FINAL


def _spans(text: str, tables: Sequence[Table]) -> tuple[list[tuple[int, int, int, bool]], list[bool]]:
    """(start, end, first, gap above) of the lines, and whether a table is right below each."""
    spans: list[tuple[int, int, int, bool]] = []
    barriers: list[bool] = []
    ahead = iter(tables)
    table = next(ahead, None)
    first, gap = 0, True
    for raw in text.split("\n"):
        line = raw.strip()
        start = first + len(raw) - len(raw.lstrip())
        while table is not None and table.end <= start:
            table = next(ahead, None)
        if line and table is not None and table.start <= start:
            gap = True
            barriers[-1:] = [True] if barriers else []
        elif line:
            spans.append((start, start + len(line), first, gap))
            barriers.append(False)
            gap = False
        else:
            gap = True
        first += len(raw) + 1
    return spans, barriers
