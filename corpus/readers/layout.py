"""Characters at their places on a page → lines, and lines that only the paper's edge broke → paragraphs.

Pure geometry and a little typography; knows nothing of PDF. Lengths are in points, from the top left of the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from corpus.readers import seam

_ENUMERATOR = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百\d]{1,4}[）)]|\d{1,3}(?:[、．]|\.(?!\d))|[①-⑳]"
    r"|第[一二三四五六七八九十百零\d]{1,6}[编章节条]|附\s?件\s?\d{0,2}\s?[:：]?|[一二三四五六七八九十]{1,2}(?:是|要)"
)
_CHAPTER = re.compile(
    r"[一二三四五六七八九十百]{1,4}、|[（(][一二三四五六七八九十百]{1,4}[）)]|第[一二三四五六七八九十百\d]{1,6}[编章]"
)
"""Ordinals that hardly ever stand within a sentence."""
_STOPS = tuple("。！？；：”）!?;:")
_FULL = 2.2
"""A line that ends within so many characters of the right edge may have been broken there."""
_FEW = 8
_INDENT = 0.9
_WIDE_GAP = 0.9
_NARROW_GAP = 0.22


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and the box that it fills."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Height of its middle."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Strip:
    """One line of print."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    """Height of most of its characters."""


def strips(glyphs: Iterable[Glyph], page: int) -> list[Strip]:
    """The lines of print that characters make, from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda each: (each.middle, each.x0)):
        if lines and _level(lines[-1][-1], glyph):
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [strip for line in lines if (strip := _strip(line, page)).text]


def _level(one: Glyph, other: Glyph) -> bool:
    return abs(one.middle - other.middle) < 0.4 * min(one.bottom - one.top, other.bottom - other.top)


def _strip(line: list[Glyph], page: int) -> Strip:
    line.sort(key=lambda each: each.x0)
    marks = [each for each in line if not each.text.isspace()]
    size = median(each.bottom - each.top for each in line)
    text = "".join(_spaced(line, size)) if marks else ""
    edge = marks or line
    return Strip(
        text=text,
        page=page,
        x0=edge[0].x0,
        x1=max(each.x1 for each in edge),
        top=min(each.top for each in edge),
        bottom=max(each.bottom for each in edge),
        size=size,
    )


def _spaced(line: Sequence[Glyph], size: float) -> Iterator[str]:
    """The characters, with a blank where a reader sees one and none where it only stretches the line."""
    last: Glyph | None = None
    blank = False
    for glyph in line:
        if glyph.text.isspace():
            blank = True
            continue
        if last is not None:
            gap = glyph.x0 - last.x1
            latin = not seam.wide(last.text[-1]) and not seam.wide(glyph.text[0])
            if gap > _WIDE_GAP * size or (latin and (blank or gap > _NARROW_GAP * size)):
                yield " "
        yield _plain(glyph.text)
        last, blank = glyph, False


def _plain(text: str) -> str:
    """Radicals that some fonts give in place of the character itself (⼀ for 一)."""
    return unicodedata.normalize("NFKC", text) if "\u2e80" <= text[0] <= "\u2fdf" else text


@dataclass(frozen=True, slots=True)
class Column:
    """The measures of the text column that lines are broken to."""

    left: float
    right: float
    size: float
    pitch: float
    """Distance from one line to the next within a paragraph."""
    indenting: bool
    """Whether paragraphs begin with an indent."""


def column(lines: Sequence[Strip], width: float) -> Column:
    """Measure the column from its lines.

    Args:
        lines: the lines of a page or of a document; at least one.
        width: of the page; where the lines are few, its margins are taken to be alike.
    """
    size = median(line.size for line in lines for _ in line.text)
    body = [line for line in lines if abs(line.size - size) < 0.2 * size] or list(lines)
    right = sorted(line.x1 for line in body)[int(0.95 * (len(body) - 1))]
    if len(body) <= _FEW:
        right = max(right, width - min(line.x0 for line in body))
    full = [line for line in body if line.x1 > right - _FULL * size]
    left = sorted(line.x0 for line in full or body)[len(full) // 10]
    steps = [after.top - before.top for before, after in pairwise(body) if before.page == after.page]
    near = sorted(step for step in steps if 0.5 * size < step < 4 * size)
    starts = [after for before, after in pairwise(body) if before.x1 <= right - _FULL * size]
    indented = sum(after.x0 > left + _INDENT * size for after in starts)
    return Column(
        left, right, size, near[len(near) // 4] if near else 1.5 * size, indented >= 0.3 * max(len(starts), 1)
    )


@dataclass(slots=True)
class Paragraph:
    """Lines of print that belong together."""

    lines: list[Strip] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The lines joined as they were written."""
        return seam.join(line.text for line in self.lines)

    def takes(self, line: Strip, measures: Column) -> bool:
        """Whether `line` goes on with the paragraph rather than beginning another."""
        last, size = self.lines[-1], measures.size
        if last.x1 < measures.right - _FULL * size or abs(last.size - line.size) > 0.15 * size:
            return False
        if last.page == line.page and not 0 < line.top - last.top < 1.35 * measures.pitch:
            return False
        return not self._parted(line, measures) and self._aligned(line, measures)

    def _parted(self, line: Strip, measures: Column) -> bool:
        """Whether the ordinal that `line` starts with begins a paragraph."""
        if self.lines[-1].text.endswith(_STOPS):
            return _ENUMERATOR.match(line.text) is not None
        return not measures.indenting and _CHAPTER.match(line.text) is not None

    def _aligned(self, line: Strip, measures: Column) -> bool:
        if abs(line.x0 - measures.left) <= _INDENT * measures.size:
            return True
        first, last = self.lines[0], self.lines[-1]
        hangs = _ENUMERATOR.match(first.text) is not None and line.x0 > first.x0 + 0.5 * measures.size
        below = last is first or abs(line.x0 - last.x0) < 0.3 * measures.size
        return hangs and below and not last.text.endswith(_STOPS)


def repeated(pages: Sequence[Sequence[Strip]]) -> set[tuple[str, int]]:
    """What stands at the same height on most pages: (text without digits, height in steps of 6 points)."""
    seen = Counter(key for lines in pages for key in {standing(line) for line in lines})
    return {key for key, times in seen.items() if times >= 3 and times > 0.5 * len(pages)}


def standing(line: Strip) -> tuple[str, int]:
    """What tells a running head from other lines: its words without digits, and its height."""
    return re.sub(r"\d+", "", line.text), round(line.top / 6)
