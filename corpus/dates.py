"""Dates of official documents: written in digits or characters, as precise as the text states them.

Knows no "today": 今年, 去年 and 元月 are not dates here, nor is a date with a hidden part beyond its known part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.fold import fold
from corpus.numerals import to_int

_YEAR = r"(?:(?<!\d)(?:19|20)\d\d|(?<![〇零一二三四五六七八九十百千万])[一二][〇零o0一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = (
    rf"{_YEAR}\s*年(?:\s*{_MONTH}\s*月(?:\s*{_DAY}\s*[日号])?)?"
    r"|(?<!\d)(?:19|20)\d\d[-./](?:1[0-2]|0?[1-9])[-./](?:[12]\d|3[01]|0?[1-9])(?!\d)"
)
_IN_WORDS = re.compile(
    rf"(?P<y>{_YEAR})\s*年(?!级|龄|代)(?:\s*(?P<m>{_MONTH})\s*月(?:\s*(?P<d>{_DAY})\s*[日号])?)?"
    r"|(?<!\d)(?P<ny>(?:19|20)\d\d)(?P<by>[-./])(?P<nm>1[0-2]|0?[1-9])(?P=by)(?P<nd>[12]\d|3[01]|0?[1-9])(?!\d)"
)
_WHOLE = re.compile(r"(?P<y>(?:19|20)\d\d)(?:[-./](?P<m>1[0-2]|0?[1-9])(?:[-./](?P<d>[12]\d|3[01]|0?[1-9]))?)?")

_ALONE = re.compile(rf"^[ ]*\(?(?P<date>{_DATE})(?:(?:会议)?通过)?\)?[ ]*$", re.MULTILINE)
_LABELLED = re.compile(rf"(?:成文|发文|印发|发布|公布|签发)(?:日期|时间)[ ]*:[ ]*(?P<date>{_DATE})")
_NOTED = re.compile(
    rf"^[ ]*\([^()\n]{{0,60}}?(?P<date>{_DATE})[^()\n]{{0,20}}(?:印发|发布|公布|通过)[^()\n]{{0,8}}\)[ ]*$",
    re.MULTILINE,
)
_PRINTED = re.compile(rf"^(?P<body>.{{0,40}}?)(?P<date>{_DATE})[ ]*印发[ ]*$", re.MULTILINE)
_ATTACHMENT = re.compile(r"^[ ]*附[ ]*件[ ]*(?:\d{1,2}|[一二三四五六七八九十]{1,2})?[ ]*$", re.MULTILINE)

_SELF = re.compile(
    r"本(?:通知|意见|办法|规定|规范|细则|条例|规则|标准|方案|决定|制度|法|文件|规程|准则|章程|解释)[^。;]{0,16}$"
)
_OTHER = re.compile(r">|\][ ]*\d+[ ]*号")
_EFFECT = re.compile(
    rf"(?:[自从](?:(?P<date>{_DATE})(?:之日)?|(?:本[^。;，,]{{2,4}})?(?:印发|发布|公布|下发|颁布|签发|发文)之日)起"
    rf"|于(?P<on>{_DATE}))"
    r"(?:开始|正式)?(?:施行|执行|实施|生效|试行)"
)
_HOLDS = ("施行", "执行", "实施", "生效", "试行")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it stands in a text."""

    iso: str
    """ISO 8601 as far as the text states it: 2020-03-05, or 2020-03, or 2020."""
    start: int
    end: int

    @property
    def year(self) -> int:
        """The year."""
        return int(self.iso[:4])

    @property
    def precision(self) -> str:
        """How much is known: day, month or year."""
        return {10: "day", 7: "month", 4: "year"}[len(self.iso)]


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a document about its own time, and the date that they give."""

    iso: str | None
    """ISO 8601; None when the clause names a day that the text does not state."""
    evidence: str


def find(text: str) -> tuple[Date, ...]:
    """Find every date and year, in the order of the text.

    >>> [date.iso for date in find("二〇二〇年三月五日，2019.12.1，2021年X月X日，X月XX日")]
    ['2020-03-05', '2019-12-01', '2021']
    """
    return tuple(_dates(fold(text), 0)) if _may_hold(text) else ()


def parse(text: str) -> str | None:
    """Read a text that is a date and nothing else as ISO 8601; None for anything else.

    >>> parse("2020年3月5日"), parse("2020-3"), parse("二〇二〇年"), parse("2020年X月"), parse("")
    ('2020-03-05', '2020-03', '2020', None, None)
    """
    folded = fold(text).strip()
    plain = _WHOLE.fullmatch(folded)
    if plain:
        return _iso(plain["y"], plain["m"], plain["d"])
    found = next(_dates(folded, 0), None)
    return found.iso if found and found.start == 0 and found.end == len(folded) else None


def years(text: str) -> tuple[int, ...]:
    """Every year that the text names, in its order, with repeats."""
    return tuple(date.year for date in find(text))


def signed(text: str) -> Date | None:
    """Find the 成文日期: the line that is a date and nothing else.

    The last such line before the first attachment counts, then one that is labelled as the date of issue, then a note
    in brackets under the title, then the day of printing. A line that gives only a year is no date of issue.
    """
    if not _may_hold(text):
        return None
    folded = fold(text)
    attachment = _ATTACHMENT.search(folded, 1)
    body = attachment.start() if attachment else len(folded)
    candidates = [
        match for match in _ALONE.finditer(folded, 0, body) if "年" not in match["date"] or "月" in match["date"]
    ]
    if not candidates:
        labelled = _LABELLED.search(folded) or _NOTED.search(folded, 0, 600) or _PRINTED.search(folded)
        candidates = [labelled] if labelled else []
    return next(_dates(candidates[-1]["date"], candidates[-1].start("date")), None) if candidates else None


def effective(text: str, issued: str | None = None) -> Clause | None:
    """Find the clause that says from which day the document holds.

    A clause with 本通知, 本办法 … wins over one without. In a sentence that names another document and not itself the
    clause is about that other one and does not count, nor does one that is only intended (拟自).

    Args:
        text: The whole text.
        issued: The day of issue, ISO 8601, which 自印发之日起 stands for.
    """
    if not any(word in text for word in _HOLDS):
        return None
    folded = fold(text)
    best = None
    for match in _EFFECT.finditer(folded):
        sentence = max(folded.rfind(mark, 0, match.start()) for mark in "。;\n") + 1
        named = match["date"] or match["on"]
        clause = Clause(next(_dates(named, 0)).iso if named else issued, text[sentence : match.end()].strip())
        if folded[match.start() - 1 : match.start()] == "拟":
            continue
        if _SELF.search(folded, sentence, match.start()):
            return clause
        if not _OTHER.search(folded, sentence, match.start()):
            best = clause
    return best


def _may_hold(text: str) -> bool:
    return "年" in text or "19" in text or "20" in text or "２０" in text


def _dates(folded: str, offset: int) -> Iterator[Date]:
    for match in _IN_WORDS.finditer(folded):
        year = match["y"] or match["ny"]
        iso = _iso(year, match["m"] or match["nm"], match["d"] or match["nd"])
        yield Date(iso, offset + match.start(), offset + match.end())


def _iso(year: str, month: str | None, day: str | None) -> str:
    digits = year if year.isdecimal() else re.sub("[o0]", "〇", year)  # 二0二0年 is typed as often as 二〇二〇年
    parts = [f"{to_int(digits):04d}"]
    parts += [f"{to_int(part):02d}" for part in (month, day) if part]
    return "-".join(parts)
