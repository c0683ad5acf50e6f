"""Marks → parts that nest: which ordinal is inside which shows in the order in which they appear and count on.

Knows nothing of the text: it sees kinds, values and offsets of marks only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.outline.ordinals import SPOKEN, Mark

ANNEX, BARE, CAPTION, CLOSING, END = "附件", "无序号", "表题", "结尾", "文末标题"
"""Kinds of marks that are no ordinals: an attachment, a heading without ordinal, the line above a table, where the
numbered part of a body is over, and where the whole outline is."""

_MARKED = tuple(f"标题{depth}" for depth in range(1, 10))
_ORDER = (ANNEX, *_MARKED, "编", "分编", "章", "节", "条", BARE, CAPTION, "一、", "（一）", "1.", "（1）", "1）")
RANKS = {kind: rank for rank, kind in enumerate(_ORDER)}
"""How deep kinds usually stand; where the counting contradicts, the counting is right."""
WHOLE = frozenset({ANNEX, *_MARKED, BARE, CAPTION})
"""Kinds of headings that take whole lines, whatever words they hold."""
_MINOR = frozenset({"1.", "（1）", "1）"})
"""Kinds that may stand inside a matter of 一是, where that is counted on after them."""
_MAX_GAP = 3
"""How many ordinals a set of speech may leave out, and one."""


def marked(depth: int) -> str:
    """The kind of a heading that the file format marks."""
    return _MARKED[min(max(depth, 1), len(_MARKED)) - 1]


@dataclass(frozen=True, slots=True)
class Part:
    """A mark in its place."""

    mark: Mark
    depth: int
    """1 for the outermost."""
    limit: int
    """Where the next part begins that is not inside this one."""
    elder: Mark | None
    """The member of the same list before it."""
    last: bool
    """Whether it is the last of its list."""


@dataclass(slots=True)
class _List:
    kind: str
    variant: str
    parent: int | None
    """Index of the mark whose part the list is in."""
    members: list[int]
    holds: set[str] = field(default_factory=set)
    """Kinds of lists that the counting has shown to be inside its members, against their ranks."""


def nest(marks: Sequence[Mark], end: int) -> list[Part]:
    """Put `marks`, in order of their offsets, under one another; `end` is the end of the text.

    Marks that turn out to be none are left out: a lone 一是, a 二、 in the middle of a count.
    """
    lists = _Nesting(marks).run()
    kept = [each for each in lists if len(each.members) > 1 or each.kind not in SPOKEN]
    home = {member: each for each in kept for member in each.members}
    parent = {member: each.parent for each in lists for member in each.members}
    depths: dict[int, int] = {}
    for at in sorted(home):
        above = parent[at]
        while above is not None and above not in home:
            above = parent[above]
        depths[at] = depths[above] + 1 if above is not None else 1
    limits = _limits(marks, depths, end)
    elders = {after: before for each in kept for before, after in pairwise(each.members)}
    return [
        Part(marks[at], depth, limits[at], marks[elders[at]] if at in elders else None, at == home[at].members[-1])
        for at, depth in depths.items()
    ]


def _limits(marks: Sequence[Mark], depths: dict[int, int], end: int) -> dict[int, int]:
    limits: dict[int, int] = {}
    inside: list[int] = []
    for at, mark in enumerate(marks):
        depth = depths.get(at)
        if mark.kind in (CLOSING, END):
            depth = 2 if mark.kind == CLOSING and inside and marks[inside[0]].kind == ANNEX else 1
        while depth is not None and inside and depths[inside[-1]] >= depth:
            limits[inside.pop()] = mark.start
        if at in depths:
            inside.append(at)
    return limits | dict.fromkeys(inside, end)


class _Nesting:
    """The lists that are open at a mark, outermost first, and what is known of the marks to come."""

    def __init__(self, marks: Sequence[Mark]) -> None:
        self.marks = marks
        self.next = _following(marks)
        self.open: list[_List] = []

    def run(self) -> list[_List]:
        found: list[_List] = []
        for at, mark in enumerate(self.marks):
            while self.open and self._over(self.open[-1], mark):
                self.open.pop()
            if mark.kind in (ANNEX, CLOSING, END):
                keep = mark.kind == CLOSING and self.open and self.open[0].kind == ANNEX
                self.open = self.open[:1] if keep else []
            if mark.kind in (CLOSING, END) or self._is_slip(at):
                continue
            home = self._home(mark)
            if home is not None:
                del self.open[home + 1 :]
                self.open[home].members.append(at)
            elif self._opens(at):
                self._close_for(mark)
                parent = self.open[-1].members[-1] if self.open else None
                self.open.append(_List(mark.kind, mark.variant, parent, [at]))
                found.append(self.open[-1])
        return found

    def _over(self, each: _List, mark: Mark) -> bool:
        until = self.marks[each.members[-1]].until
        return until is not None and until <= mark.start

    def _home(self, mark: Mark) -> int | None:
        """Index of the open list that `mark` goes on with."""
        fits = [
            (score, at)
            for at, each in enumerate(self.open)
            if each.kind == mark.kind and (score := self._fit(each, mark)) is not None
        ]
        return max(fits)[1] if fits else None

    def _fit(self, each: _List, mark: Mark) -> tuple[bool, bool, bool] | None:
        """How well `mark` goes on with a list of its kind; None for not at all."""
        prior = self.marks[each.members[-1]]
        alike, step = mark.variant == each.variant, _step(prior, mark)
        if mark.kind not in SPOKEN:
            return (alike, step == 1, True) if (alike and not mark.doubtful) or step == 1 else None
        if not mark.opens_line and mark.start >= prior.paragraph_end:
            return None
        if mark.value == 1 or step is None or not 0 <= step <= _MAX_GAP:
            return None
        return mark.opens_line and prior.opens_line, prior.variant == mark.variant, step == 1

    def _is_slip(self, at: int) -> bool:
        """Whether a doubtful mark is none, since one without doubt counts to the same later."""
        mark, after = self.marks[at], self.next[at]
        return mark.doubtful and after is not None and self.marks[after].value == mark.value

    def _opens(self, at: int) -> bool:
        """Whether a list may begin with this mark."""
        mark, after = self.marks[at], self.next[at]
        if mark.kind in SPOKEN:
            return mark.value == 1
        if mark.doubtful:
            return mark.value == 1 and after is not None and self.marks[after].value == 2
        return True

    def _close_for(self, mark: Mark) -> None:
        """Close what a new list that begins with `mark` is not inside of."""
        same = [at for at, each in enumerate(self.open) if self._same_style(each, mark)]
        if same:
            del self.open[same[0] :]
        while self.open and not self._holds(self.open[-1], mark):
            self.open.pop()

    def _same_style(self, each: _List, mark: Mark) -> bool:
        first = self.marks[each.members[0]]
        return (each.kind, each.variant, first.opens_line) == (mark.kind, mark.variant, mark.opens_line)

    def _holds(self, each: _List, mark: Mark) -> bool:
        """Whether a list that begins with `mark` is inside the last member of the innermost open list."""
        last = self.marks[each.members[-1]]
        if mark.kind in SPOKEN:
            return each.kind not in SPOKEN or mark.start < last.paragraph_end or self._goes_on(each)
        if each.kind not in SPOKEN and RANKS[each.kind] < RANKS[mark.kind]:
            return True
        able = last.opens_line and mark.kind in _MINOR if each.kind in SPOKEN else mark.kind not in _MARKED
        if able and self._goes_on(each):
            each.holds.add(mark.kind)
        return able and mark.kind in each.holds

    def _goes_on(self, each: _List) -> bool:
        """Whether the innermost open list is counted on later, before the list around it is."""
        last, after = self.marks[each.members[-1]], self.next[each.members[-1]]
        if after is None or (not last.opens_line and self.marks[after].start >= last.paragraph_end):
            return False
        step = _step(last, self.marks[after])
        if step is None or not 1 <= step <= (_MAX_GAP if each.kind in SPOKEN else 1):
            return False
        around = self.next[self.open[-2].members[-1]] if len(self.open) > 1 else None
        return around is None or after < around


def _step(prior: Mark, mark: Mark) -> int | None:
    """How far `mark` counts on from `prior`; 最后 is one further than anything."""
    if prior.value is None:
        return None
    if mark.value is None:
        return 1 if mark.kind in SPOKEN else None
    return mark.value - prior.value


def _following(marks: Sequence[Mark]) -> list[int | None]:
    """For each mark the next of its kind and spelling: in its attachment; of speech, in its numbered part."""
    found: list[int | None] = [None] * len(marks)
    latest: dict[tuple[str, object], int] = {}
    for at in range(len(marks) - 1, -1, -1):
        mark = marks[at]
        key = (mark.kind, mark.opens_line if mark.kind in SPOKEN else mark.variant)
        found[at] = latest.get(key)
        latest[key] = at
        if mark.kind in (ANNEX, CLOSING, END):
            latest.clear()
        elif mark.kind not in SPOKEN and mark.kind not in _MINOR:
            latest = {key: at for key, at in latest.items() if key[0] not in SPOKEN}
    return found
