"""Ranks of cadres as ranges that can be held against one another: 县处级以上, 科级及以下, 副厅长. Pure.

Knows the ladder from 股 to 省部, a deputy being one step below the head of the same rung. Knows nothing of what is
set for a rank, of grades that are numbered (二级巡视员), nor of the rung of a post that is held on several (局长).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.fold import fold

_RUNGS = {"股": 2, "科": 4, "乡科": 4, "处": 6, "县处": 6, "县团": 6, "团": 6, "厅": 8, "局": 8, "厅局": 8, "司局": 8}
_RUNGS |= {"司": 8, "地厅": 8, "地师": 8, "师": 8, "省部": 10, "部": 10, "省": 10, "省军": 10, "军": 10}
_POSTS = {"科": 4, "乡": 4, "镇": 4, "处": 6, "县": 6, "厅": 8, "司": 8, "省": 10}
"""Posts that are of one rung wherever they are held; a 市长 or 局长 is not."""
_CLERKS = "一般干部|普通干部|科员|办事员|一般工作人员"
_TOP = 99
_RANK = re.compile(
    rf"(?P<side>正[、和]?副|[正副])?(?P<rung>{'|'.join(sorted(_RUNGS, key=len, reverse=True))})级"
    r"(?P<post>[正副]职)?(?P<way>(?:领导|非领导)?(?:职务|实职)?(?:及|或|\(含\))?以[上下])?"
    r"(?!单位|机构|建制|部门|机关|政府|以[内外])"
)
_POST = re.compile(rf"(?P<side>副)?(?P<rung>{'|'.join(_POSTS)})长(?![期途短大久城])")
_CLERK = re.compile(rf"(?:{_CLERKS})(?:(?:及|或)?以下)?")


@dataclass(frozen=True, slots=True)
class Rank:
    """A range of ranks."""

    words: str
    """As written, folded."""
    low: int
    high: int
    start: int
    post: bool = False
    """True for a post (处长) instead of a rank (正处级)."""

    def meets(self, other: Rank) -> bool:
        """Say whether the two have a rank in common.

        >>> above, clerk, deputy = (find(each)[0] for each in ("县处级以上", "科级及以下", "副厅长"))
        >>> above.meets(deputy), above.meets(clerk)
        (True, False)
        """
        return self.low <= other.high and other.low <= self.high


@lru_cache(maxsize=4096)  # the same passages are held against each reading of a question
def find(text: str) -> tuple[Rank, ...]:
    """Every rank and range of ranks that `text` names, in its order."""
    return tuple(sorted(_ranks(fold(text)), key=lambda each: each.start))


def set_for(text: str) -> tuple[Rank, ...]:
    """The ranks that something said in `text` is set for; a post that is named there only does something."""
    return tuple(each for each in find(text) if not each.post)


def meet(one: Sequence[Rank], other: Sequence[Rank]) -> bool | None:
    """Say whether two lists have a rank in common; None where either names none."""
    return any(mine.meets(theirs) for mine in one for theirs in other) if one and other else None


def _ranks(folded: str) -> Iterator[Rank]:
    for match in _RANK.finditer(folded):
        low, high = _sided(_RUNGS[match["rung"]], match["side"] or match["post"])
        way = match["way"] or ""
        yield Rank(match[0], 0 if way.endswith("下") else low, _TOP if way.endswith("上") else high, match.start())
    for match in _POST.finditer(folded):
        step = _POSTS[match["rung"]] + (match["side"] is None)
        yield Rank(match[0], step, step, match.start(), post=True)
    for match in _CLERK.finditer(folded):
        yield Rank(match[0], 0, 1, match.start())


def _sided(rung: int, side: str | None) -> tuple[int, int]:
    """The steps of a rung: both, or the head's or the deputy's alone."""
    if side is None or "副" in side[1:]:
        return rung, rung + 1
    step = rung + (side[0] == "正")
    return step, step


def below(ranges: tuple[Rank, ...], words: str) -> Rank | None:
    """What is left for the others where all of `ranges` are open above: 其他 beside 县处级以上; else None."""
    if not ranges or any(each.high < _TOP for each in ranges) or (low := min(each.low for each in ranges)) == 0:
        return None
    return Rank(words, 0, low - 1, 0)
