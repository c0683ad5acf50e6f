"""Attachments: which lines open one, which only list or mention one, and what each is called.

Knows nothing of what stands inside an attachment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.outline.lines import TextLine
from corpus.outline.nesting import ANNEX
from corpus.outline.ordinals import Mark, opener

MAX_TITLE = 40
_NEAR = 3
"""How many lines below a list of attachments the signature and the date may stand."""

_LABEL = re.compile(
    r"附[^\S\n]{0,2}(?P<kind>件|录|表)[^\S\n]{0,2}(?P<number>\d{1,2}(?:[-—]\d{1,2})?|[一二三四五六七八九十]{1,3}|[A-ZＡ-Ｚ])?"
    r"(?P<mark>[^\S\n]*[：:.．、]?)(?P<space>[^\S\n]*)"
)
_LISTED = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})[^\S\n]*[.．、]|[（(]?\d{1,2}[）)]|《")
_ENTRY = re.compile(r"\d{1,2}[^\S\n]*[.．、]")
KINDS = (
    "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|复函|函|纪要|讲话|提纲|要点|规范|规定|办法|细则|方案|计划|总结"
    "|规则|章程|条例|准则|守则|清单|汇编|汇报|致辞|发言|倡议书|摘要|答复|指南|手册|预案|标准|制度|名单|一览表|目录|表"
)
TITLE = re.compile(rf"[^。；：，;:,]*(?:{KINDS})(?:[（(][^（()）]{{1,10}}[）)])?")
"""The whole of a line that is a title, as it ends in a kind of document."""
DATE = re.compile(r"[（(]?(?:[12]\d{3}|[〇○零一二三四五六七八九]{4}|[XxＸ×*＊]{2,4})\s*年[^，。；：]{2,8}日?[）)]?")


def annexes(text: str, lines: Sequence[TextLine]) -> tuple[dict[int, Mark], frozenset[int]]:
    """Attachments by the index of their first line, and the lines that only list attachments."""
    opened: dict[int, Mark] = {}
    listed: set[int] = set()
    labels = {at: match for at, line in enumerate(lines) if (match := _label(text, line))}
    last = {_key(match): at for at, match in labels.items()}
    for at, match in labels.items():
        if _opens(text, lines, at, match, last[_key(match)] > at):
            opened[at] = _annex(text, lines, at, match)
        else:
            listed.update(_entries(text, lines, at))
    return opened, frozenset(listed)


def _label(text: str, line: TextLine) -> re.Match[str] | None:
    """The label at the beginning of a line, unless the line goes on with a sentence about it."""
    match = _LABEL.match(text, line.start, line.end) if text[line.start] == "附" else None
    if match is None:
        return None
    apart = match.end() == line.end or match["mark"] or match["space"]
    return match if apart else None


def _key(match: re.Match[str]) -> tuple[str, str | None]:
    return match["kind"], match["number"]


def _opens(text: str, lines: Sequence[TextLine], at: int, match: re.Match[str], again: bool) -> bool:
    line, pointed = lines[at], match["mark"].strip()
    if match.end() == line.end and not pointed:
        return True
    if again or line.end - match.end() > MAX_TITLE or "。" in text[match.end() : line.end]:
        return False
    after = [(each.start, each.end) for each in lines[at + 1 : at + 1 + _NEAR]]
    first = (match.end(), line.end) if match.end() < line.end else after[0] if after else (0, 0)
    if match["number"] is None and _LISTED.match(text, *first):
        return False
    if not after or text.startswith("附", after[0][0]):
        return False
    return not any(text[each[0]] not in "（(" and DATE.fullmatch(text, *each) for each in after)


def _annex(text: str, lines: Sequence[TextLine], at: int, match: re.Match[str]) -> Mark:
    line = lines[at]
    number = text[line.start : match.end()].rstrip(" \u3000\t\xa0：:.．、")
    if match.end() < line.end:
        title = [(match.end(), line.end)]
    else:
        title = [(each.start, each.end) for each in _title(text, lines[at + 1 : at + 3])]
    heading = " ".join(text[start:end] for start, end in title)
    stop = title[-1][1] if title else line.start + len(number)
    return Mark(
        start=line.start,
        kind=ANNEX,
        number=number,
        name=(heading, stop, stop if heading else line.end),
        line_end=line.end,
        paragraph_end=line.end,
    )


def _title(text: str, below: Sequence[TextLine]) -> list[TextLine]:
    """One line, or two where the second is right below and ends as a title does."""
    if not below or not _is_title(text, below[0]):
        return []
    more = len(below) > 1 and not below[1].gap_above and _is_title(text, below[1])
    return list(below) if more and TITLE.fullmatch(text, below[1].start, below[1].end) else [below[0]]


def _is_title(text: str, line: TextLine) -> bool:
    short = line.end - line.start <= MAX_TITLE and text[line.end - 1] not in "。；：，、;:,！!？?"
    return short and "\t" not in text[line.start : line.end] and opener(text, line) is None


def _entries(text: str, lines: Sequence[TextLine], at: int) -> list[int]:
    stop = at + 1
    while stop < len(lines) and _ENTRY.match(text, lines[stop].start, lines[stop].end):
        stop += 1
    return list(range(at, stop))
