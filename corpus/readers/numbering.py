"""Word's automatic numbers as the text a reader of the page sees: 一、 （一） 1. 第三条.

Knows lists, levels and how they count; nothing of the paragraphs' text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.numerals import to_chinese
from corpus.readers.styles import Styles, W, switched, whole

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACE = re.compile(r"%([1-9])")
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMAL_TRADITIONAL = str.maketrans("零一二三四五六七八九十百千万", "零壹貳參肆伍陸柒捌玖拾佰仟萬")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    )
)


def _formal(number: int) -> str:
    spelled = to_chinese(number)
    return ("一" + spelled if spelled.startswith("十") else spelled).translate(_FORMAL)


def _formal_traditional(number: int) -> str:
    spelled = to_chinese(number)
    return ("一" + spelled if spelled.startswith("十") else spelled).translate(_FORMAL_TRADITIONAL)


def _digits(zero: str) -> Callable[[int], str]:
    table = str.maketrans("0123456789", zero)
    return lambda number: str(number).translate(table)


def _row(first: int, last: int) -> Callable[[int], str]:
    """Characters that stand in one row of the code chart, as ① to ⑳; plain digits after the last."""
    return lambda number: chr(first + number - 1) if number <= last else str(number)


def _letters(first: str) -> Callable[[int], str]:
    """The alphabet, then aa, bb …, as Word goes on."""
    return lambda number: (
        chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if number < 1000 else str(number)
    )


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _roman(number: int) -> str:
    if number >= 4000:
        return str(number)
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written


_WRITERS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(
        (
            "chineseCounting",
            "chineseCountingThousand",
            "japaneseCounting",
            "taiwaneseCounting",
            "taiwaneseCountingThousand",
            "koreanCounting",
        ),
        to_chinese,
    ),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"), _digits("〇一二三四五六七八九")
    ),
    "chineseLegalSimplified": _formal,
    "ideographLegalTraditional": _formal_traditional,
    "japaneseLegal": _formal_traditional,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda number: _cycle(_STEMS)(number) + _cycle(_BRANCHES)(number),
    "ideographEnclosedCircle": _row(0x3280, 10),
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _row(0x2460, 20),
    "decimalEnclosedCircleChinese": _row(0x2460, 20),
    "decimalEnclosedParen": _row(0x2474, 20),
    "decimalEnclosedFullstop": _row(0x2488, 20),
    "numberInDash": lambda number: f"- {number} -",
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperRoman": _roman,
    "none": lambda number: "",
}
"""How each format writes a number from 1; formats not listed are written in plain digits."""


def spell(form: str, number: int, width: int = 0) -> str:
    """Write a number in one of Word's formats; in plain digits where the format has no sign for it.

    >>> spell("chineseCounting", 12), spell("lowerLetter", 2), spell("decimal", 7, width=2)
    ('十二', 'b', '07')
    """
    writer = _WRITERS.get(form)
    if writer is None or not 0 < number < 100_000_000:
        return "" if form == "none" else f"{number:0{width}d}"
    return writer(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list."""

    start: int
    format: str
    width: int
    """Digits that a custom format pads to; 0 for none."""
    text: str
    """The label with %1 … %9 for the numbers of the levels."""
    suffix: str
    """tab, space or nothing."""
    legal: bool
    """All numbers in plain digits, whatever their own level says."""
    restart: int | None
    """The level (from 1) whose use starts this one afresh; 0 for none, None for any level above."""
    style: str
    """The paragraph style that this level is tied to."""


@dataclass(frozen=True, slots=True)
class _List:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """An automatic number and what follows it."""

    text: str = ""
    blank: bool | None = None
    """True for a blank, False for nothing, None for a tab."""


class Numbering:
    """The lists of one document, counting as its paragraphs go by."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        """Take the root of numbering.xml, or None where there is none."""
        self._styles = styles
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._load(root)

    def label(self, properties: _Element | None, style: str | None) -> Label:
        """Count one paragraph and return its label.

        Args:
            properties: its w:pPr.
            style: id of its style.
        """
        number, depth = self._place(properties, style)
        found = self._lists.get(number)
        if found is None or depth not in found.levels:
            return Label()
        counts = self._count(number, depth, found)
        level = found.levels[depth]
        if level.format == "bullet":
            return Label()

        def written(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            other = found.levels.get(at)
            if other is None:
                return ""
            form = "decimal" if level.legal and other.format != "none" else other.format
            return spell(form, counts.get(at, other.start), other.width)

        return Label(_PLACE.sub(written, level.text).strip(), {"space": True, "nothing": False}.get(level.suffix))

    def _place(self, properties: _Element | None, style: str | None) -> tuple[str, int]:
        """(number of the list, level) of a paragraph; the list is "" or "0" when it has none."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        number = own.find(f"{W}numId") if own is not None else None
        level = whole(own.find(f"{W}ilvl")) if own is not None else None
        if number is not None:
            return number.get(f"{W}val", ""), level or 0
        chain = list(self._styles.chain(style))
        stated = next((each for each in chain if each.number is not None), None)
        if stated is None or stated.number is None:
            return "", 0
        if level is None:
            level = self._tied(stated.number, [each.id for each in chain])
        if level is None:
            level = next((each.level for each in chain if each.level is not None), 0)
        return stated.number, level

    def _tied(self, number: str, styles: list[str]) -> int | None:
        levels = self._lists[number].levels if number in self._lists else {}
        tied = {level.style: depth for depth, level in levels.items() if level.style}
        return next((tied[style] for style in styles if style in tied), None)

    def _count(self, number: str, depth: int, found: _List) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        for above in range(depth):
            if above in found.levels:
                counts.setdefault(above, found.starts.get(above, found.levels[above].start))
        if depth in found.starts and (number, depth) not in self._begun:
            self._begun.add((number, depth))
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        for below in [each for each in counts if each > depth]:
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or depth < restart:
                del counts[below]
                self._begun.discard((number, below))
        return counts

    def _load(self, root: _Element) -> None:
        abstracts, links = {}, {}
        for each in root.findall(f"{W}abstractNum"):
            name = each.get(f"{W}abstractNumId", "")
            abstracts[name] = dict(_level(level) for level in each.findall(f"{W}lvl"))
            link = each.find(f"{W}numStyleLink")
            if link is not None:
                links[name] = link.get(f"{W}val", "")
        targets = {each.get(f"{W}numId", ""): _value(each, "abstractNumId") for each in root.findall(f"{W}num")}
        for each in root.findall(f"{W}num"):
            name = each.get(f"{W}numId", "")
            abstract = self._resolve(targets[name], links, targets)
            levels, starts = dict(abstracts.get(abstract, {})), {}
            for override in each.findall(f"{W}lvlOverride"):
                depth = _depth(override)
                levels.update(_level(level) for level in override.findall(f"{W}lvl"))
                start = whole(override.find(f"{W}startOverride"))
                if start is not None:
                    starts[depth] = start
            self._lists[name] = _List(abstract, levels, starts)

    def _resolve(self, abstract: str, links: dict[str, str], targets: dict[str, str]) -> str:
        """Follow a list that only names a list style to the list which that style is made of."""
        if abstract not in links:
            return abstract
        number = next((each.number for each in self._styles.chain(links[abstract]) if each.number), "")
        return targets.get(number, abstract)


def _depth(element: _Element) -> int:
    value = element.get(f"{W}ilvl", "0")
    return int(value) if value in tuple("012345678") else 0


def _value(element: _Element, name: str) -> str:
    found = element.find(W + name)
    return found.get(f"{W}val", "") if found is not None else ""


def _level(element: _Element) -> tuple[int, Level]:
    formats = list(element.iter(f"{W}numFmt"))
    custom = next((each.get(f"{W}format", "") for each in formats if each.get(f"{W}val") == "custom"), "")
    digits = custom.partition(",")[0].strip()
    return _depth(element), Level(
        start=whole(element.find(f"{W}start"), 1) or 0,
        format=formats[-1].get(f"{W}val", "decimal") if formats and not digits.isdigit() else "decimal",
        width=min(len(digits), 9) if digits.isdigit() else 0,
        text=_value(element, "lvlText"),
        suffix=_value(element, "suff") or "tab",
        legal=bool(switched(element, "isLgl")),
        restart=whole(element.find(f"{W}lvlRestart")),
        style=_value(element, "pStyle"),
    )
