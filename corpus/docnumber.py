"""发文字号 in every way of typing: 中办发〔2016〕3号, ［］ for 〔〕, 〔78〕组通字40号, XX组通［**］XX号, 3号文件.

Knows nothing of which document a number belongs to, nor whether there is such a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from corpus.fold import fold
from corpus.numerals import to_int

Form = Literal["full", "old", "order", "abbreviated", "bare"]

_HAN = "\u4e00-\u9fa5"
_GLYPH = "[x*〇·□_]"
"""A redaction glyph after folding: X × ＊ ○ ● and their like."""
_YEAR = rf"(?P<year>(?:19|20)\d\d|[5-9]\d|0\d|(?:20|19)?{_GLYPH}{{1,4}}|[一二][〇零一二三四五六七八九]{{3}})"
_NUMBER = rf"(?P<number>\d{{1,5}}|{_GLYPH}{{1,4}}|[一二三四五六七八九十百]{{1,5}})"

_FULL = re.compile(rf"[\[(<]\s*{_YEAR}\s*(?:年\s*)?[\])>]\s*(?:第\s*)?{_NUMBER}\s*号")
_PLAIN = re.compile(rf"(?P<year>(?:19|20)\d\d)\s*(?:年\s*)?(?:[-第]\s*)?{_NUMBER}\s*号(?![楼院门线路车厂房台机])")
_OLD = re.compile(
    rf"[\[(]\s*(?P<year>\d\d|(?:19|20)\d\d)\s*[\])]\s*(?P<code>[{_HAN}]{{1,8}}?)第?(?P<number>\d{{1,4}})号"
)
_ORDER = re.compile(rf"(?P<code>(?:中华人民共和国)?(?:主席|[{_HAN}]{{1,10}}?)令)\s*第?\s*{_NUMBER}\s*号")
_SHORT = re.compile(
    r"(?<![\d\])>])(?P<number>\d{1,4}|[一二三四五六七八九十]{1,3})\s*号(?=文件|文(?![化章明物字])|[,。;、<)]|精神|的|$)"
)

_HIDDEN = re.compile(rf"{_GLYPH}+")
_RUN = re.compile(rf"(?:[{_HAN}a-z]|{_GLYPH}){{1,24}}\s*$")
"""Characters before the bracket among which the code ends; where it begins `_cut` decides."""
_LEAD = re.compile(
    r"(?:.*(?:贯彻落实|落实了?|贯彻|学习|根据|按照|依照|依据|遵照|参照|执行|详见|参见|比如|例如|诸如|印发|下发|转发|废止"
    r"|请问|查询|文件|通知|意见|办法|规定|规范|方案|关于|以及|我[省市县区州局]|号文|号|的|了)|[按据见对由在是为]|原(?![政府委党]))"
)
_ORGAN = re.compile(
    r".*(?:组织部|宣传部|老干部局|办公[厅室]|政府|委员会|[财民]政[部厅局]|保障[部厅局]|卫健委|领导小组)(?=.{3})"
)
_JOINT = re.compile(r"^[和及与](?=.)")
_END = re.compile(r"[发字通函办文规电老干组党人社财民任令]$")
_SHORT_CODE = re.compile(
    r"(?:[^出印下转颁开]发|[办组老干]通|字|函|中央|国务院|(?:[省市县区州]|党)委|政府|老干部局|组织部)$"
)


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number as it stands in a text."""

    code: str | None
    """代字, as 中办发; None for a bare 3号文件."""
    year: str | None
    """Four digits, or the placeholder that hides them; None when the form has no year."""
    number: str
    """Without leading zeros, or the placeholder that hides it."""
    start: int
    end: int
    form: Form

    @property
    def canonical(self) -> str:
        """The one spelling to compare by: 中办发〔2016〕3号, 国务院令第619号, 中办发3号, 3号."""
        if self.form == "order":
            return f"{self.code}第{self.number}号"
        year = f"〔{self.year}〕" if self.year else ""
        return f"{self.code or ''}{year}{self.number}号"


def find(text: str) -> tuple[DocNumber, ...]:
    """Find every document number, in the order of the text; none overlaps another.

    >>> [n.canonical for n in find("学习XX组通［**］XX号和和政办发(2020) 05 号，再学3号文件")]
    ['XX组通〔**〕XX号', '和政办发〔2020〕5号', '3号']
    """
    if "号" not in text:
        return ()
    folded = fold(text)
    found: list[DocNumber] = []
    taken = bytearray(len(text))
    for each in chain(
        _bracketed(text, folded),
        _old(folded),
        _orders(text, folded),
        _plain(text, folded),
        _abbreviated(text, folded),
    ):
        if not any(taken[each.start : each.end]):
            taken[each.start : each.end] = b"x" * (each.end - each.start)
            found.append(each)
    return tuple(sorted(found, key=lambda each: each.start))


def same(a: str, b: str) -> bool:
    """Tell whether two spellings name one document; a number without its year fits any year.

    >>> same("中办发[2016]3号", "中办发〔2016〕03号"), same("中办发3号文件", "中办发〔2016〕3号")
    (True, True)
    >>> same("中办发〔2015〕3号", "中办发〔2016〕3号"), same("3号文件", "中办发〔2016〕3号")
    (False, False)
    """
    first, second = next(iter(find(a)), None), next(iter(find(b)), None)
    if first is None or second is None:
        return bool(a) and fold(a).strip() == fold(b).strip()
    return (
        (fold(first.code or ""), first.number) == (fold(second.code or ""), second.number)
        and (first.form == "order") == (second.form == "order")
        and (first.year is None or second.year is None or first.year == second.year)
    )


def _bracketed(text: str, folded: str) -> Iterator[DocNumber]:
    for match in _FULL.finditer(folded):
        start, code = _code(text, folded, match.start())
        if code:
            yield _number(text, match, start, code, "full")


def _old(folded: str) -> Iterator[DocNumber]:
    for match in _OLD.finditer(folded):
        if len(match["year"]) == 2 or _END.search(match["code"]):
            yield _number(folded, match, match.start(), match["code"], "old")


def _orders(text: str, folded: str) -> Iterator[DocNumber]:
    if "令" not in text:
        return
    for match in _ORDER.finditer(folded):
        cut = _cut(match["code"])
        if len(cut) > 1:
            yield _number(text, match, match.start() + len(match["code"]) - len(cut), cut, "order")


def _plain(text: str, folded: str) -> Iterator[DocNumber]:
    """国发1982年62号: the brackets left out, as questions are typed; only behind a code that ends like one."""
    for match in _PLAIN.finditer(folded):
        start, code = _code(text, folded, match.start())
        if len(code) > 1 and _END.search(code):
            yield _number(text, match, start, code, "full")


def _abbreviated(text: str, folded: str) -> Iterator[DocNumber]:
    for match in _SHORT.finditer(folded):
        start, code = _code(text, folded, match.start())
        if len(code) > 1 and _SHORT_CODE.search(code):
            yield _number(text, match, start, code, "abbreviated")
        elif folded.startswith(("文", "<"), match.end()):
            yield _number(text, match, match.start(), None, "bare")


def _code(text: str, folded: str, end: int) -> tuple[int, str]:
    """Where the 代字 that ends at `end` begins, and its own spelling; it is empty when there is none."""
    run = _RUN.search(folded, max(0, end - 26), end)
    if run is None:
        return end, ""
    words = run[0].rstrip()
    code = _cut(words)
    start = run.start() + len(words) - len(code)
    return start, text[start : start + len(code)]


def _cut(words: str) -> str:
    """Drop the words in front of a code. 和, 及 and 与 may begin one (和县, 和田): they go only behind a number."""
    for pattern in (_LEAD, _ORGAN):
        lead = pattern.match(words)
        if lead is None or lead.end() == len(words):
            continue
        joined = lead[0].endswith("号") or pattern is _ORGAN
        words = words[lead.end() :]
        words = _JOINT.sub("", words, count=1) if joined and len(words) > 2 else words
    return words


def _number(text: str, match: re.Match[str], start: int, code: str | None, form: Form) -> DocNumber:
    year = match["year"] if "year" in match.re.groupindex else None
    if year is not None:
        year = _digits(text, match, "year")
        if len(year) == 2 and year.isdecimal():
            year = ("19" if year >= "50" else "20") + year
    return DocNumber(code, year, _digits(text, match, "number"), start, match.end(), form)


def _digits(text: str, match: re.Match[str], group: str) -> str:
    """A group as plain digits; as printed when it hides them."""
    value = None if _HIDDEN.fullmatch(match[group]) else to_int(match[group])
    if value is None:
        return text[match.start(group) : match.end(group)]
    return f"{value:02d}" if group == "year" else str(value)
