"""Tokens of a statement beside tokens of a text: what matches, what is put in, left out or changed.

Knows nothing of what an edit means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from assistant.verify.tokens import CLAUSE, SENTENCE, Token

MOST_SENTENCES = 3
GAIN = 0.08
"""A neighbouring sentence belongs to the window when it covers so much more of the statement."""
TRIED = 2
"""Sentences around which the statement is aligned; the next ones share less with it."""
SKIPPED = 0.5
STRAY = 2
"""A match of no more tokens far from the rest is chance."""
FAR = 8
LARGEST = 60_000
"""Tokens of a statement times those of a window beyond which nothing is aligned: no statement is so long."""
MARK = "\x1f"


@dataclass(frozen=True, slots=True)
class Edit:
    """A run of the statement that stands where another run stands in the text; either may be empty."""

    said: tuple[Token, ...]
    text: tuple[Token, ...]
    said_next: Token | None
    """The token of the statement behind the run."""
    text_next: Token | None
    opens: bool
    """True when nothing of the statement before it is matched."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """A statement beside the part of a text that says it best."""

    edits: tuple[Edit, ...]
    """In the order of the statement."""
    head: tuple[Token, ...]
    """What stands in the text's sentence in front of the part."""
    first: Token | None
    """The first token of the part."""
    tail: tuple[Token, ...]
    """What stands behind the part, to the end of the text."""
    part: tuple[Token, ...]
    share: float
    """Share of the statement that is matched."""
    placed: bool = False
    """Whether the statement says more in front, which a reader sees of the source."""

    @property
    def fit(self) -> float:
        """How well the part suits the statement: what is matched, less what is skipped in between."""
        skipped = sum(len(edit.text) for edit in self.edits)
        return max(0.01, self.share - SKIPPED * skipped / max(1, len(self.part)))


def joined(run: Sequence[Token]) -> str:
    """A run as one string, in which another run can be looked for."""
    return MARK + "".join(token.code + MARK for token in run)


def contained(said: Sequence[Token], text: Sequence[Token]) -> Iterator[Alignment]:
    """Every place where the text has just the tokens of the statement."""
    needle, hay = joined(said), joined(text)
    at = hay.find(needle) if said else -1
    while at >= 0:
        start = hay.count(MARK, 0, at + 1) - 1
        end = start + len(said)
        yield Alignment((), _head(text, start), text[start], tuple(text[end:]), tuple(text[start:end]), 1.0)
        at = hay.find(needle, at + 1)


def alignments(said: Sequence[Token], text: Sequence[Token]) -> Iterator[Alignment]:
    """The statement beside its best windows of one to three adjacent sentences."""
    for start, end in _windows(said, text):
        found = _align(said, text, start, end)
        if found is not None:
            yield found


def _windows(said: Sequence[Token], text: Sequence[Token]) -> list[tuple[int, int]]:
    """Token ranges: the sentences that share most with the statement, each alone and with its neighbours."""
    if not text:
        return []
    starts = [at for at, token in enumerate(text) if token.stop == SENTENCE or at == 0]
    spans = list(zip(starts, [*starts[1:], len(text)], strict=True))
    wanted = _pairs(said)
    held = [_pairs(text[start:end]) & wanted for start, end in spans]
    order = sorted((at for at in range(len(spans)) if held[at]), key=lambda at: -len(held[at]))[:TRIED]
    grown = [_grown(at, held, GAIN * len(wanted)) for at in order]
    ranges = dict.fromkeys([*grown, *((at, at) for at in order)])
    return [(spans[low][0], spans[high][1]) for low, high in ranges]


def _grown(at: int, held: Sequence[frozenset[str]], gain: float) -> tuple[int, int]:
    """First and last sentence of the window around one; each of the others covers enough that is new."""
    low = high = at
    cover = held[at]
    while high - low + 1 < MOST_SENTENCES:
        more = [(len(held[each] - cover), each) for each in (low - 1, high + 1) if 0 <= each < len(held)]
        if not more or max(more)[0] < gain:
            break
        at = max(more)[1]
        low, high, cover = min(low, at), max(high, at), cover | held[at]
    return low, high


def _pairs(run: Sequence[Token]) -> frozenset[str]:
    codes = [token.code for token in run]
    return frozenset([*codes, *(a + MARK + b for a, b in pairwise(codes))])


def _align(said: Sequence[Token], text: Sequence[Token], start: int, end: int) -> Alignment | None:
    window = text[start:end]
    if len(said) * len(window) > LARGEST:
        return None
    matcher = SequenceMatcher(None, [t.code for t in said], [t.code for t in window], autojunk=False)
    blocks = _near([(a, start + b, size) for a, b, size in matcher.get_matching_blocks() if size])
    if not blocks:
        return None
    edits = []
    i, j, size = blocks[0]
    first = j
    if i:
        first = j - len(_beside(text, j, i))
        edits.append(_edit(said, (0, i), text, (first, j), opens=True))
    for a, b, length in blocks[1:]:
        edits.append(_edit(said, (i + size, a), text, (j + size, b), opens=False))
        i, j, size = a, b, length
    last = j + size
    if i + size < len(said):
        run = _behind(text, last, len(said) - i - size)
        edits.append(_edit(said, (i + size, len(said)), text, (last, last + run), opens=False))
        last += run
    share = sum(size for _, _, size in blocks) / len(said)
    return Alignment(
        tuple(edits), _head(text, first), text[first], tuple(text[last:]), tuple(text[first:last]), share
    )


def _edit(
    said: Sequence[Token], a: tuple[int, int], text: Sequence[Token], b: tuple[int, int], *, opens: bool
) -> Edit:
    after = said[a[1]] if a[1] < len(said) else None
    return Edit(
        tuple(said[slice(*a)]), tuple(text[slice(*b)]), after, text[b[1]] if b[1] < len(text) else None, opens
    )


def _near(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Without the chance matches at both ends."""
    while len(blocks) > 1 and _stray(blocks[0][2], blocks[0], blocks[1]):
        blocks = blocks[1:]
    while len(blocks) > 1 and _stray(blocks[-1][2], blocks[-2], blocks[-1]):
        blocks = blocks[:-1]
    return blocks


def _stray(size: int, before: tuple[int, int, int], after: tuple[int, int, int]) -> bool:
    gap = after[1] - before[1] - before[2]
    return size <= STRAY and gap > after[0] - before[0] - before[2] + FAR


def _head(text: Sequence[Token], at: int) -> tuple[Token, ...]:
    start = at
    while start > 0 and text[start].stop != SENTENCE:
        start -= 1
    return tuple(text[start:at])


def _beside(text: Sequence[Token], at: int, most: int) -> Sequence[Token]:
    """The tokens in front that stand where the beginning of the statement stands: as many, of the same clause."""
    start = at
    while start > max(0, at - most) and text[start].stop < CLAUSE:
        start -= 1
    return text[start:at]


def _behind(text: Sequence[Token], at: int, most: int) -> int:
    end = at
    while end < min(len(text), at + most) and text[end].stop < CLAUSE:
        end += 1
    return end - at
