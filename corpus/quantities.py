"""Quantities in Chinese text, and one canonical spelling to compare texts by: 三十日 is 30日, 1.5万元 is 15000元.

What is never lost: the per cent sign, the decimal point, the comparator (不超过, 以上), the difference between 日 and
工作日. Knows nothing of what a quantity is about, nor whether it is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from corpus import dates, docnumber
from corpus.fold import fold
from corpus.numerals import DIGITS, to_int

Bound = Literal["=", ">=", "<=", ">", "<"]

_SPELLINGS = {
    "元": ("块钱", "块", "圆"),
    "个百分点": ("百分点",),
    "工作日": ("个工作日",),
    "日": ("天",),
    "年": ("周年", "个年度"),
    "周": ("个星期", "星期"),
    "小时": ("个小时", "个钟头"),
    "岁": ("周岁",),
    "人": ("名", "位"),
    "场": ("场次",),
    "月": ("月份",),
}
_PLAIN_UNITS = (
    "% ‰ 个月 年级 年代 人次 倍 分钟 季度 次 件 份 条 项 篇 张 所 家 支 期 届 类 种 章 部 部分 本 级 档 步 个"
    " 套 组 处 户 字 号 公里 平方米"
)
_CANONICAL = {unit: unit for unit in (*_PLAIN_UNITS.split(), *_SPELLINGS)} | {
    spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings
}
"""Spelling of a unit → the unit; 日, 工作日 and 个工作日 are two units, 名 and 位 are 人."""
_HALVED = {"个半月": "个月", "个半小时": "小时", "个半钟头": "小时"}
"""一个半月 is 1.5个月; after these and after 年半, 天半 … half of the unit is added."""
_WORDS = {"次": "(?!性)", "部": "(?!署)", "人": "(?![民事员才])", "步": "(?<!进一步)"}
"""What must not stand around a unit: 一次性, 进一步 and 统一部署 count nothing."""

_UNIT = "|".join(
    re.escape(unit) + _WORDS.get(unit, "") for unit in sorted({**_CANONICAL, **_HALVED}, key=len, reverse=True)
)
_CN = "〇零一二三四五六七八九十百千万亿两廿卅"
_FIRST = "〇零一二三四五六七八九十两廿卅"
"""A numeral never begins with 百, 千 or 万: 万元 in a heading is a unit, 万一 a word."""
_PART = r"(?:[十百千]?[万亿]|[百千])"
_MIXED = rf"(?<![\d.])[0-9]{{1,4}}{_PART}(?:[0-9]{{1,4}}{_PART})*(?:[0-9]{{1,4}}{_PART}|[0-9]{{2,4}}(?![0-9.年]))"
"""1万2千, 2亿3000万, 1万2000; never 3万5, which is 35000 when it is said and 30005 when it is read."""
_ARABIC = r"(?<![\d.])(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?:\.[0-9]{1,8})?(?![0-9〇_□■]|x(?![0-9]))"
"""A longer run of digits is no quantity, nor is 20XX; 2013,2014 are two, and so are 2×500."""
_CHINESE = (
    rf"(?<![{_CN}几统划])(?<![0-9{_CN}]点)(?!(?<=数)十)"  # 几十, 数十; 统一, 划一
    rf"[{_FIRST}][{_CN}]{{0,23}}(?:点[〇零一二三四五六七八九]{{1,8}})?"
)
_NUMBER = rf"(?:{_MIXED}|{_ARABIC}|{_CHINESE})"
_SCALE = r"[十百千万亿]{0,2}"
_GAP = " {0,2}"
"""Not any white space: two of them side by side take minutes on a table that is set with blanks."""
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[12]\d|3[01]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_TO = rf"{_GAP}(?:-|至|到){_GAP}"
_FIXED = (
    rf"(?:百分之(?P<lowpart>{_NUMBER}){_TO}(?=百分之))?(?P<share>[百千])分之(?P<part>{_NUMBER}|百)"
    rf"|第{_GAP}\(?(?P<rank>{_NUMBER})\)?{_GAP}(?P<ranked>条|款|项|章|节|编|批|届|次|年|期|名|个)"
    rf"|(?<![\d年{_CN}])(?P<month>{_MONTH}){_GAP}月{_GAP}(?P<day>{_DAY}){_GAP}[日号]"
)
_LOW = (
    rf"(?:(?P<low>{_NUMBER}){_GAP}(?P<lowscale>{_SCALE})(?P<lowunit>{_UNIT})?{_TO}"
    rf"(?={_NUMBER}{_GAP}{_SCALE}(?:{_UNIT})))?"
)
_HIGH = (
    rf"(?P<number>{_NUMBER}){_GAP}(?P<more>[余多来])?(?P<scale>{_SCALE})(?!(?<=[十百千万亿])[0-9])(?P<rest>[余多])?{_GAP}(?P<unit>{_UNIT})?"
    r"(?P<half>(?<=[年岁天日倍周时])半(?![价数天日年月个径成点票载]))?"
)
_QUANTITY = re.compile(rf"{_FIXED}|{_LOW}{_HIGH}")
_SINGLE = re.compile(rf"{_FIXED}|(?P<low>(?!))?(?P<lowscale>(?!))?(?P<lowunit>(?!))?{_HIGH}")
"""The same with the first end of a range on its own: 6个月至2年 is no range of years."""
_SHORT_DATE = re.compile(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])")
"""2019-01, as a heading of ours or a table writes a month."""
_HEADED = re.compile(r"\((?:单位:)?(?P<scale>[万亿]?)(?P<unit>元|%|人|名|岁|个月|天|日)(?:/[^()]{1,6})?\)\s*:?\s*$")
"""A table heading that carries the unit of the bare number behind it: 标准（元/月）：2700."""
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
"""Powers of ten."""

_PARTS = re.compile(r"([0-9.]+)([十百千万亿]*)")
_LAST_SCALE = re.compile(r"(?<=[一二两三四五六七八九])[百千万亿]+$")

_D, _Z = "[一二两三四五六七八九]", "[零〇]"
_TENS = rf"(?:{_D}?十{_D}?|[廿卅]{_D}?)"
_HUNDREDS = rf"{_D}百(?:{_Z}{_D}|{_Z}?{_TENS})?"
_THOUSANDS = rf"{_D}千(?:{_Z}(?:{_TENS}|{_D})|{_Z}?{_HUNDREDS})?"
_BELOW = rf"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS}|{_D})"
_REST = rf"(?:{_Z}?(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS})|{_Z}{_D})"
_MYRIADS = rf"{_BELOW}万{_REST}?"
_WRITTEN = re.compile(
    rf"{_BELOW}万?亿(?:{_Z}?{_MYRIADS}|{_REST})?|{_MYRIADS}|{_BELOW}|零"
    r"|(?=.{0,7}[零〇])(?=.{0,7}[一二三四五六七八九])[零〇一二三四五六七八九]{2,8}"
)
"""Numerals that say one number: not 三四 (个), not 十四五, not ○○, which hides one."""

_LESS = "低于|少于|小于|短于|早于"
_MORE = "超过|超出|高于|多于|大于|长于|晚于|迟于"
_NOT = "(?:不|未|没有?|无)[得能应当可以宜准许允要会再曾予必须需]{0,3}"
_OF = r"(?:[^,。;:、\s\d]{1,10}的)?"
"""不得超过工资总额的5%: what a share is of stands between it and its comparator."""
_PER = "(?:为|是|按|每.{1,3})? *$"
_BEFORE: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (
        ">=",
        re.compile(rf"(?:{_NOT}(?:{_LESS}){_OF}|至少|最低|最少|最短|大于或?等于|≥|以上\(含){_PER}"),
    ),
    (
        "<=",
        re.compile(
            rf"(?:{_NOT}(?:{_MORE}){_OF}|最高|最多|最长|最迟|最晚|至多|上限|小于或?等于|≤|(?:以下|以内)\(含){_PER}"
        ),
    ),
    (">", re.compile(rf"(?:(?:{_MORE}){_OF}|逾|以上\(不含) *$")),
    ("<", re.compile(rf"(?:(?:{_LESS}){_OF}|不足|不满|未满|不到|未达到?|(?:以下|以内)\(不含) *$")),
)
_SHARES = frozenset(["%", "倍"])
_INCLUDED = rf"{_GAP}\)?{_GAP}(?:\(含[^()]{{0,8}}\))?{_GAP}(?:及|或者?|\(含\))?"
_AFTER: tuple[tuple[Bound, re.Pattern[str]], ...] = (
    (">", re.compile(rf"{_GAP}(?:\(不含[^()]{{0,6}}\){_GAP}以上|以上{_GAP}\(不含)")),
    ("<", re.compile(rf"{_GAP}(?:\(不含[^()]{{0,6}}\){_GAP}(?:以下|以内)|(?:以下|以内){_GAP}\(不含)")),
    (">=", re.compile(rf"{_INCLUDED}以上")),
    ("<=", re.compile(rf"{_INCLUDED}(?:以下|以内|之内)|(?<=[日天年月周期时钟度])内(?![部容设外科地蒙退])")),
)
_COMPARED = re.compile(rf"(?:{_LESS}|{_MORE}|满|足|到|达)")
_DENIED = re.compile(rf"{_NOT}$")
_BESIDE_DIGITS = "%‰+"
_BETWEEN_DIGITS = ".-~/"
_SIGNS = "≥≤"
_GLYPHS = "*_□■"
"""What hides a value, beside x and 〇, which are letters, and ●●, which folds to ··."""
_HIDING = frozenset(_GLYPHS + "x〇·")
_APART = "、"
"""Stands where punctuation was between two numbers or hidden values: 1、2 must not become 12."""
_ENDING = re.compile(rf"\d[余多来]?({_UNIT})$")
_STANDING = re.compile(_UNIT)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit and comparator, as it stands in a text."""

    number: Decimal
    """Scaled to the unit: 1.5万元 is 15000; for a day without its year, 100 · month + day."""
    unit: str
    """Canonical: 元, %, 日, 工作日, 个月 …; 第条 for an ordinal; 月日 for a day without its year; empty for none."""
    bound: Bound
    """What the words around make of it: 不超过3年 is "<=", 80岁以上 is ">=", 800余份 is ">"; 3至5年 is both ends."""
    start: int
    end: int


def find(text: str) -> tuple[Quantity, ...]:
    """Find the quantities, in the order of the text; dates with a year and document numbers are not among them.

    >>> [(plain(q.number), q.unit, q.bound) for q in find("不超过一千五百元，百分之五，1.5万元，满80周岁以上")]
    [('1500', '元', '<='), ('5', '%', '='), ('15000', '元', '='), ('80', '岁', '>=')]
    >>> [(plain(q.number), q.unit, q.bound) for q in find("3—5年，800余份，万一，标准（元/月）：2700")]
    [('3', '年', '>='), ('5', '年', '<='), ('800', '份', '>'), ('2700', '元', '=')]
    """
    folded = fold(text)
    named = [(start, end) for start, end, _ in _named(folded)]
    return tuple(each for match in _matches(folded, named) for each in _read(match, folded))


@lru_cache(maxsize=8192)
def canonical(text: str) -> str:
    """One spelling for comparing: folded, dates and quantities in one form, no white space, no punctuation.

    The signs of a number stay: 1.5倍 is not 15倍, 5% is not 5. A comparator stays because it is a word.

    >>> canonical("自二〇二四年三月一日起，每人每月发放 1,500 元（百分之五）。")
    '自2024年3月1日起每人每月发放1500元5%'
    >>> canonical("第十二条第二款、三名、2倍、4—12月"), canonical("〔2019〕10号"), canonical("万一；一律")
    ('第12条第2款3人2倍4-12月', '2019、10号', '万一一律')
    """
    folded = fold(text)
    parts, at = [], 0
    for start, end, spelled in _spelled(folded):
        parts += [folded[at:start], spelled]
        at = end
    return _bare("".join(parts) + folded[at:])


def within(needle: str, text: str) -> bool:
    """Say whether a canonical text holds a canonical needle, never as a piece of a longer number: 15元 holds no 5元.

    Nor as a piece of a longer unit (3人次 holds no 3人), nor denied: 不超过3年 holds no 超过3年.

    >>> within("5元", "15元"), within("5元", "每月5元"), within("2024年3月", "2024年3月1日"), within("xx项", "xxxx项")
    (False, True, True, False)
    """
    ending = _ENDING.search(needle)
    compared = _COMPARED.match(needle)
    at = text.find(needle) if needle else -1
    while at >= 0:
        end = at + len(needle)
        longer = _one_number(text[at - 1 : at], needle[0]) or _one_number(needle[-1], text[end : end + 1])
        standing = _STANDING.match(text, at + ending.start(1)) if ending else None
        other = ending is not None and (standing is None or standing[0] != ending[1])
        denied = compared is not None and _DENIED.search(text, max(0, at - 5), at)
        if not longer and not other and not denied:
            return True
        at = text.find(needle, at + 1)
    return False


def plain(number: Decimal) -> str:
    """Digits without a needless zero or exponent.

    >>> plain(Decimal("1500.0")), plain(Decimal("1.50"))
    ('1500', '1.5')
    """
    return f"{number.normalize():f}"


def _one_number(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one number or one placeholder."""
    if not left or not right:
        return False
    if left.isdecimal() or left == ".":
        return right.isdecimal() or right in ".%‰x〇"
    return left == right and left in _HIDING


def _bare(text: str) -> str:
    kept: list[str] = []
    dropped = False
    for at, char in enumerate(text):
        last, before, after = text[at - 1 : at], text[at - 1 : at].isdecimal(), text[at + 1 : at + 2]
        dots = char == "·" and char in (last, after)
        if char.isalnum() or char in _GLYPHS or char in _SIGNS or dots or (char in _BESIDE_DIGITS and before):
            if dropped and kept and _counts(kept[-1][-1]) and _counts(char):
                kept.append(_APART)
            kept.append(char)
            dropped = False
        elif char in _BETWEEN_DIGITS and before and after.isdecimal():
            kept.append(char)
        else:
            dropped = True
    return "".join(kept)


def _counts(char: str) -> bool:
    return char.isdecimal() or char in _HIDING


def _named(folded: str) -> Iterator[tuple[int, int, str]]:
    """Spans of dates with a year and of document numbers, with their canonical spelling.

    Of a document number only what is behind its code: where that begins is a guess, and a quantity may stand there.
    """
    for date in dates.find(folded):
        parts = [int(part) for part in date.iso.split("-")]
        yield date.start, date.end, "".join(f"{part}{unit}" for part, unit in zip(parts, "年月日", strict=False))
    for match in _SHORT_DATE.finditer(folded):
        yield match.start(), match.end(), f"{match[1]}年{int(match[2])}月"
    for each in docnumber.find(folded):
        if each.code is not None and each.year is not None:
            code = len(each.code) if folded.startswith(each.code, each.start) else 0
            yield each.start + code, each.end, each.canonical[code:]


def _matches(folded: str, named: Iterable[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """What may be a quantity, outside the spans that are named; none overlaps another."""
    taken = bytearray(len(folded))
    for start, end in named:
        taken[start:end] = b"x" * (end - start)
    match = _QUANTITY.search(folded)
    while match:
        if match["low"] and (_mixes(match) or any(taken[match.start() : match.end()])):
            match = _SINGLE.match(folded, match.start()) or match
        after = taken.rfind(b"x", match.start(), match.end()) + 1
        if not after:
            yield match
        # Of what reaches out of a date, as 01 百 in 2024-03-01 百分之五, the rest may begin a quantity of its own.
        match = _QUANTITY.search(folded, after or match.end())


def _mixes(match: re.Match[str]) -> bool:
    """Whether the ends of a range are of two units, as 6个月至2年."""
    return bool(match["lowunit"]) and _CANONICAL.get(match["lowunit"]) != _CANONICAL.get(match["unit"])


def _spelled(folded: str) -> list[tuple[int, int, str]]:
    """Spans to be spelled anew, in order; none overlaps another."""
    spans = list(_named(folded))
    for match in _matches(folded, [(start, end) for start, end, _ in spans]):
        spelled = _spelling(match)
        if spelled is not None:
            spans.append((match.start(), match.end(), spelled))
    kept, at = [], 0
    for start, end, spelled in sorted(spans, key=lambda span: (span[0], -span[1])):  # 国发2023年1号 is no date
        if start >= at:
            kept.append((start, end, spelled))
            at = end
    return kept


def _spelling(match: re.Match[str]) -> str | None:
    """Canonical spelling of a quantity; None for a Chinese numeral that counts nothing."""
    if match["month"]:
        return f"{to_int(match['month'])}月{to_int(match['day'])}日"
    number, unit = _measured(match)
    if number is None:
        return None
    if match["rank"]:
        return f"第{plain(number)}{match['ranked']}"
    low = _low(match, number)
    first = f"{plain(low)}-" if low is not None else ""
    return f"{first}{plain(number)}{match['more'] or match['rest'] or ''}{unit}"


def _read(match: re.Match[str], folded: str) -> Iterator[Quantity]:
    start, end = match.span()
    if match["month"]:
        day = Decimal((to_int(match["month"]) or 0) * 100 + (to_int(match["day"]) or 0))
        yield Quantity(day, "月日", "=", start, end)
        return
    number, unit = _measured(match)
    if number is None:
        return
    if match["rank"]:
        yield Quantity(number, f"第{match['ranked']}", "=", start, end)
        return
    headed = None if unit else _HEADED.search(folded, max(0, start - 16), start)
    if headed:
        number, unit = number.scaleb(_SCALES.get(headed["scale"], 0)), _CANONICAL[headed["unit"]]
    low = _low(match, number)
    if low is not None:
        first, last = ("low", "number") if match["low"] else ("lowpart", "part")
        yield Quantity(low, unit, ">=", start, match.end(first))
        yield Quantity(number, unit, "<=", match.start(last), end)
        return
    yield Quantity(number, unit, _bound(match, folded, unit), start, end)


def _measured(match: re.Match[str]) -> tuple[Decimal | None, str]:
    if match["share"]:
        part = Decimal(100) if match["part"] == "百" else _value(match["part"], "")
        return (None if part is None else part / (10 if match["share"] == "千" else 1)), "%"
    if match["rank"]:
        return _value(match["rank"], ""), ""
    unit = match["unit"] or ""
    if not unit and not match["number"][0].isdecimal():
        return None, ""
    number = _value(match["number"], match["scale"])
    if number is None:
        return None, ""
    if unit == "‰":
        return number / 10, "%"
    half = Decimal("0.5") if match["half"] or unit in _HALVED else 0
    return number + half, _CANONICAL.get(unit) or _HALVED.get(unit, "")


def _low(match: re.Match[str], high: Decimal) -> Decimal | None:
    """The first end of a range; it takes the scale of the second, as in 3至5万元, where it is the less by it."""
    if match["lowpart"]:
        return _value(match["lowpart"], "")
    if not match["low"]:
        return None
    scale = match["scale"] or "".join(_LAST_SCALE.findall(match["number"]))
    scaled = None if match["lowscale"] else _value(match["low"], scale)
    low = scaled if scaled is not None and scaled < high else _value(match["low"], match["lowscale"])
    return low / 10 if low is not None and match["unit"] == "‰" else low


def _value(number: str, scale: str) -> Decimal | None:
    if number[0].isascii():
        value = _mixed(number)
    else:
        whole, _, fraction = number.partition("点")
        if not _WRITTEN.fullmatch(whole):
            return None
        high, large, rest = whole.rpartition("亿")
        read = (to_int(high) or 0) * 10**8 * bool(large) + (to_int(rest) or 0)
        digits = "".join(str(DIGITS[digit]) for digit in fraction)
        value = Decimal(f"{read}.{digits}" if digits else read)
    return None if value is None else value.scaleb(sum(_SCALES[char] for char in scale))


def _mixed(number: str) -> Decimal | None:
    """Digits, or digits with scales between them, as 1万2千; None when a part is no less than the place before it."""
    value, place = Decimal(0), None
    for digits, scale in _PARTS.findall(number.replace(",", "")):
        power = sum(_SCALES[char] for char in scale)
        part = Decimal(digits).scaleb(power)
        if place is not None and part >= Decimal(1).scaleb(place):
            return None
        value, place = value + part, power
    return value


def _bound(match: re.Match[str], folded: str, unit: str) -> Bound:
    before = folded[max(0, match.start() - 20) : match.start()]
    if unit in _SHARES or not before.endswith("的"):
        for bound, pattern in _BEFORE:
            if pattern.search(before):
                return bound
    for bound, pattern in _AFTER:
        if pattern.match(folded, match.end()):
            return bound
    return ">" if match["more"] or match["rest"] else "="
