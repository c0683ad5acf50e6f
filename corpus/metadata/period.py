"""The year that a document looks back on and the year that it plans.

Title before headings before the first words of paragraphs; a year merely mentioned decides nothing. Knows no 今年.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus import dates
from corpus.types import Known, unknown

_PLAN = re.compile(
    r"要点|任务|计划|安排|打算|思路|部署|方案|重点|目标|指引|做好|开展|关于[^。]{0,24}(?:活动|慰问)|工作的通知|意见$"
)
_REVIEW = re.compile(r"总结|回顾|情况|成效|主要工作|报告|汇报|述职|通报|表彰|考核|完成|成绩|开展工作|工作开展")
_AHEAD = re.compile(r"要点|计划|打算|思路|安排|部署|重点任务|做好")
_BOTH = re.compile(
    r"(?P<review>\d{4})年[^，。；]{0,16}(?:总结|情况|回顾|工作)[^。；\d]{0,6}"
    r"(?P<plan>\d{4})年[^，。；]{0,16}(?:计划|打算|安排|思路|要点|部署)"
)
_PARAGRAPH = re.compile(
    r"^[ \t\u3000]*(?P<year>20\d\d|19\d\d)年(?:[，,]|以来|是|全市|全县|全省|全区|我[市县省区])", re.MULTILINE
)
_LONGEST_HEADING = 40

Years = tuple[Known[int], Known[int]]
"""(review, plan)."""


def years_of(title: str | None, headings: Iterable[str], text: str) -> Years:
    """The years of review and of plan, each with the words that it rests on."""
    review, plan = _from_words(title or "")
    if review.value is None or plan.value is None:
        review, plan = _merged((review, plan), _from_headings(headings))
    if review.value is None or plan.value is None:
        review, plan = _merged((review, plan), _from_paragraphs(text, review, plan))
    return review, plan


def _merged(first: Years, second: Years) -> Years:
    """Fill the gaps of `first`; a plan never lies before its review."""
    review = first[0] if first[0].value is not None else second[0]
    plan = first[1] if first[1].value is not None else second[1]
    if review.value is not None and plan.value is not None and not 0 < plan.value - review.value <= 1:
        return first
    return review, plan


def _from_words(words: str) -> Years:
    if "年" not in words:
        return unknown(), unknown()
    both = _BOTH.search(words)
    if both:
        return Known(int(both["review"]), "stated", words), Known(int(both["plan"]), "stated", words)
    named = [
        each for each in dates.find(words) if each.precision == "year" and not words.startswith("以来", each.end)
    ]
    if len({each.iso for each in named}) != 1:
        return unknown(), unknown()
    year = Known(named[0].year, "stated", words)
    if _REVIEW.search(words) and not _AHEAD.search(words):
        return year, unknown()
    return (unknown(), year) if _PLAN.search(words) else (unknown(), unknown())


def _from_headings(headings: Iterable[str]) -> Years:
    """Years of headings; where two follow each other, the earlier is reviewed and the later planned."""
    review: Known[int] = unknown()
    plan: Known[int] = unknown()
    for heading in headings:
        if "年" not in heading or len(heading) > _LONGEST_HEADING:
            continue
        back, ahead = _from_words(heading)
        review = review if review.value is not None else back
        plan = plan if plan.value is not None else ahead
    return _merged((review, unknown()), (unknown(), plan)) if review.value is not None else (review, plan)


def _from_paragraphs(text: str, review: Known[int], plan: Known[int]) -> Years:
    """A year that paragraphs begin with, next to the one already known, or two that follow each other."""
    begun: dict[int, str] = {}
    for match in _PARAGRAPH.finditer(text):
        begun.setdefault(int(match["year"]), match[0].strip())
    if plan.value is not None and plan.value - 1 in begun:
        return Known(plan.value - 1, "inferred", begun[plan.value - 1]), plan
    if review.value is not None and review.value + 1 in begun:
        return review, Known(review.value + 1, "inferred", begun[review.value + 1])
    pairs = [year for year in sorted(begun) if year + 1 in begun]
    if review.value is None and plan.value is None and len(pairs) == 1:
        year = pairs[0]
        return Known(year, "inferred", begun[year]), Known(year + 1, "inferred", begun[year + 1])
    return unknown(), unknown()
