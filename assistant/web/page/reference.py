"""Citations as officials write them: 《标题》（文号，地区，日期，第几条）. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.types import Answer, Citation

Dated = Callable[[Citation], str | None]
"""The date of a cited document, ISO 8601 as far as known."""

_ANNEX = re.compile(r"附(?:件|表|录) ?\d*")
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九十]+)?")
_DIVISION = re.compile(r"第[一二三四五六七八九十百千零〇\d]+(?:编|章|节|部分)")
_LEVELS = (
    (re.compile(r"([一二三四五六七八九十百零〇]+)[、．.]"), "第{}条"),
    (re.compile(r"[（(]([一二三四五六七八九十百零〇]+)[）)]"), "第（{}）项"),
    (re.compile(r"(\d{1,3})[．.、]"), "第{}目"),
    (re.compile(r"[（(](\d{1,3})[）)]"), "第（{}）点"),
)
"""What counts a part of a document, and what that part is called."""
_INNER = str.maketrans("《》", "〈〉")


def article(path: Sequence[str]) -> str:
    """Which part of a document a path leads to, as 附件3第二条第（一）项; empty where nothing is counted."""
    numbered = any(_ARTICLE.match(label) for label in path)
    return "".join(filter(None, (_part(label, numbered) for label in path)))


def _part(label: str, numbered: bool) -> str | None:
    if found := _ANNEX.match(label):
        return found.group().replace(" ", "")
    if found := _ARTICLE.match(label):
        return found.group()
    if found := _DIVISION.match(label):  # articles are counted through: their chapter need not be named
        return None if numbered else found.group()
    for pattern, name in _LEVELS:
        if found := pattern.match(label):
            return name.format(found.group(1))
    return None


def day(iso: str | None) -> str | None:
    """A date as it stands in a document: 2020-03-05 → 2020年3月5日."""
    if not iso:
        return None
    return "".join(f"{int(number)}{unit}" for number, unit in zip(iso.split("-"), "年月日", strict=False))


def reference(citation: Citation, dated: str | None = None) -> str:
    """One citation; what is not known is left out, for a reader cannot check it."""
    year = f"{citation.year}年" if citation.year else None
    known = (citation.doc_number, citation.region, day(dated) or year, article(citation.path))
    inside = "，".join(part for part in known if part)
    return f"《{citation.title.translate(_INNER)}》" + (f"（{inside}）" if inside else "")


def references(answer: Answer, dated: Dated) -> list[tuple[str, tuple[int, ...]]]:
    """What an answer rests on, each once, with the marks that lead there."""
    found: dict[str, list[int]] = {}
    for citation in answer.citations:
        found.setdefault(reference(citation, dated(citation)), []).append(citation.marker)
    return [(text, tuple(markers)) for text, markers in found.items()]


def copied(answer: Answer, dated: Dated, closing: str) -> str:
    """An answer as it is pasted into a letter: its words, what must be known, what it rests on."""
    lines = [answer.text, *(f"※ {notice.text}" for notice in answer.notices)]
    if answer.citations:
        rests = references(answer, dated)
        lines += ["", "依据：", *("".join(f"[{marker}]" for marker in markers) + text for text, markers in rests)]
    return "\n".join([*lines, "", closing])
