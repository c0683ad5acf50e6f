"""Dates, amounts and spelt numbers of an English text → as Chinese documents write them. Knows no other words."""

from __future__ import annotations

import re

_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SHORT = "|".join(f"{name[:3]}(?![a-z])" for name in (*_MONTHS, "sept"))
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|sept(?![a-z])|{_SHORT})\.?"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?(?!\d)"
_OF_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DATES = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b(?:the )?{_DAY}(?: of)? {_MONTH},? {_OF_YEAR}",
        rf"\b{_MONTH} (?:the )?{_DAY},? {_OF_YEAR}",
        rf"\b{_MONTH},? (?:of )?{_OF_YEAR}",
        rf"\b(?:the )?{_DAY}(?: of)? {_MONTH}\b",
        rf"\b{_MONTH} (?:the )?{_DAY}",
    )
)
_TEENS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {name: at for at, name in enumerate(_TEENS, 1)}
_VALUES = _SMALL | {name: 10 * at for at, name in enumerate(_TENS, 2)} | {"a": 1}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_SPELT = "|".join((*reversed(_TEENS), *_TENS, *_SCALES))
_NUMBER = re.compile(
    rf"\b(?:\d+(?:\.\d+)?|a(?= (?:{'|'.join(_SCALES)})\b)|{_SPELT})(?:(?:[ -]|(?<=d) and )(?:{_SPELT}))*\b",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_YUAN = re.compile(r"(?:rmb|cny|[¥￥]) ?(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?) ?(?:yuan|rmb|cny)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\bdocument (?:no\.? ?|number )?(\d{1,4})\b(?!号)|\bno\. ?(\d{1,4})\b(?!号)", re.IGNORECASE)
_END_OF_MONTH = re.compile(
    r"\b(?P<by>(?:by|before|until|till) )?(?:the )?end of (?:(?P<year>(?:19|20)\d\d年) )?"
    rf"(?:(?P<number>\d{{1,2}})月|{_MONTH}\b)",
    re.IGNORECASE,
)
_WAN = 10_000


def figures(text: str) -> str:
    """Write the figures of an English text as Chinese does.

    >>> figures("two thousand yuan from 1 July 2017"), figures("in October 2014, six steps")
    ('2000元 from 2017年 7月1日', 'in 2014年 10月, six steps')
    """
    text = _NUMBERED.sub(lambda match: f"{match[1] or match[2]}号", _THOUSANDS.sub("", text))
    for form in _DATES:
        text = form.sub(_date, text)
    text = _END_OF_MONTH.sub(_ended, text)
    return _YUAN.sub(lambda match: _amount(match[1] or match[2]), _NUMBER.sub(_counted, text))


def _date(match: re.Match[str]) -> str:
    told = match.groupdict()
    if told["month"] == "may" and not told.get("year"):
        return match[0]  # 15 may apply
    month = next(at for at, name in enumerate(_MONTHS, 1) if name[:3] == told["month"][:3].lower())
    day = f"{int(told['day'])}日" if told.get("day") else ""
    year = f"{told['year']}年 " if told.get("year") else ""
    return f"{year}{month}月{day}"


def _ended(match: re.Match[str]) -> str:
    """The end of a month: 11月底, or 11月底前 where it is a limit."""
    month = match["number"] or next(
        at for at, name in enumerate(_MONTHS, 1) if name[:3] == match["month"][:3].lower()
    )
    return f"{match['year'] or ''} {month}月底{'前' if match['by'] else ''}"


def _counted(match: re.Match[str]) -> str:
    """A spelt number in digits; a single small one stays a word, for it counts things: six steps."""
    words = [word for word in re.split(r"[ -]", match[0].lower()) if word != "and"]
    if len(words) == 1 and (words[0][0].isdigit() or words[0] in _SMALL or words[0] in _SCALES):
        return match[0]
    total = part = 0.0
    for word in words:
        if word == "hundred":
            part = (part or 1) * 100
        elif word in _SCALES:
            total, part = total + (part or 1) * _SCALES[word], 0
        else:
            part += _VALUES[word] if word in _VALUES else float(word)
    return f"{total + part:.10g}"


def _amount(number: str) -> str:
    """An amount of money, in 万 where it is round: 50000 is 5万元."""
    value = float(number)
    return f"{value / _WAN:g}万元" if value >= _WAN and value % (_WAN / 10) == 0 else f"{number}元"
