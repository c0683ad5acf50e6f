"""Names of places in texts and questions: known ones by any of their names, others by their form.

Provinces and units of prefecture level are known from `places.toml`; counties, towns and invented places are
recognised by a name that ends in 省, 市, 县 …. Knows no street, no institution and no foreign country.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from corpus.types import Level

NATION = "全国"
"""The region of what holds everywhere."""

_PEOPLES = re.compile(
    r"(?:朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|壮族|傣族|白族|景颇族|傈僳族|回族|蒙古族?|哈萨克|柯尔克孜)*自治州$"
)
_SUFFIX = re.compile(
    r"自治[区州县旗]|特别行政区|省(?![级略钱心力时事份])|市(?![场值价面容])|州|盟(?![友员约主国军誓])|县(?![域级处])"
    r"|区(?![域划间别位块分级])|旗(?![帜袍下舰手号])|乡(?![村镇亲土愁音下贤情风])|镇(?![静定压痛])|街道"
)
_LEVELS: dict[str, Level] = {
    "省": "省",
    "自治区": "省",
    "特别行政区": "省",
    "市": "市",
    "州": "市",
    "自治州": "市",
    "盟": "市",
    "地区": "市",
    "县": "县",
    "自治县": "县",
    "自治旗": "县",
    "区": "县",
    "旗": "县",
    "乡": "乡",
    "镇": "乡",
    "街道": "乡",
}
_RANK: dict[Level, int] = {"中央": 0, "省": 1, "市": 2, "县": 3, "乡": 4}
_ENDING = re.compile(r"(?:自治[区州县旗]|特别行政区|地区|街道|[省市州盟县区旗乡镇])$")
_ALONG = re.compile(r"[长黄淮]$")
"""长江西岸 holds no 江西, 黄河南岸 no 河南."""
_BEFORE = re.compile(
    r".*(?:请问|想问|询问|知道|查询|查一下|了解|关于|根据|按照|印发|转发|贯彻|落实|执行|中共|位于|来自|前往|调研|视察|考察|广大|支援"
    r"|结合|现就|现将|属于|适用于|本着|[年月][底初末中]|年前|目前|现在"
    r"|[在到赴来于由的了是为以对向从和与及或据按将把被让问查等原])"
)
_LONGEST_RUN = 9
_SHORT_NAME = len("东城区")
_RUN = re.compile(rf"[\u4e00-\u9fa5]{{0,{_LONGEST_RUN}}}$")
_NEED_ABOVE = frozenset(("乡", "镇", "街道", "州", "盟", "旗", "区"))
"""Endings of so many ordinary words that a name with them must stand behind a place or alone."""
_NO_NAME = re.compile(
    r"[委局府部省市县期号股债牛熊欧多少各些每某]|[前后副和与及或了是对向等于为请报副任在到赴由的以从据按将把被让问查们]$"
)
_OFFICE = re.compile(r"[委直级属域内辖区县州市政人财卫教编机法检公司纪老离关工组宣统党总档团妇住]|与")
"""What follows 市 and 县 also where they stand for 我市 and 我县."""
_PLACED = re.compile(r"(?:请问|想问|询问|知道|查询|查一下|了解|中共|位于|来自|前往|支援|视察|考察|调研|[在到赴查])$")
_CODE = re.compile(r"[委政府组办人财民老党发卫医]")


@dataclass(frozen=True, slots=True)
class Place:
    """A place as a text names it."""

    name: str
    """Its full name: 苏州市, however the text calls it."""
    level: Level
    parent: str | None
    """Full names above it, from the widest, as 江苏省; None when they are not known or there are none."""
    start: int
    end: int

    @property
    def path(self) -> str:
        """Full names from the widest down to this one, as 江苏省苏州市."""
        return (self.parent or "") + self.name


@dataclass(frozen=True, slots=True)
class _Known:
    name: str
    parent: str | None
    level: Level


class _Gazetteer:
    """The known places, by every name that a text may call them."""

    def __init__(self, written: dict[str, Any]) -> None:
        self.names: dict[str, _Known] = {}
        self.short: set[str] = set()
        self.signs: dict[str, _Known] = {}
        self.ambiguous = frozenset(written["words"]["ambiguous"])
        self.plain = tuple(written["words"]["plain"])
        self.verbs = tuple(written["words"]["verbs"])
        for province in written["province"]:
            known = _Known(province["name"], None, "省")
            self._add(known, province["name"], province["short"])
            self.signs.update(dict.fromkeys(province["sign"], known))
        for province in written["province"]:
            for city in province["cities"]:
                self._add_city(_Known(city, province["name"], "市"))
        heads: dict[str, list[str]] = {}
        for name in sorted(self.names, key=len, reverse=True):
            heads.setdefault(name[:2], []).append(name)
        self.heads = {head: tuple(names) for head, names in heads.items()}

    def _add_city(self, city: _Known) -> None:
        short = _PEOPLES.sub("", city.name)
        if short != city.name:
            self._add(city, city.name, short)
            self.names.setdefault(short + "州", city)
        else:
            self._add(city, city.name, _ENDING.sub("", city.name))

    def _add(self, known: _Known, full: str, short: str) -> None:
        self.names.setdefault(full, known)
        if short not in self.names:
            self.names[short] = known
            self.short.add(short)


_GAZETTEER = _Gazetteer(tomllib.loads(Path(__file__).with_name("places.toml").read_text(encoding="utf-8")))


def find(text: str) -> tuple[Place, ...]:
    """Find the places that a text names, in its order; none overlaps another.

    >>> [(place.path, place.level) for place in find("苏州和云岭省清河市2020年的工作")]
    [('江苏省苏州市', '市'), ('云岭省', '省'), ('云岭省清河市', '市')]
    """
    found: list[Place] = []
    at = 0
    for known in [*_known(text), None]:
        until = known.start if known else len(text)
        found.extend(_unknown(text, at, until, found))
        if known:
            found.append(_adjoined(known, found))
            at = known.end
    parents = {place.name: place.parent for place in found if place.parent}
    return tuple(place if place.parent else replace(place, parent=parents.get(place.name)) for place in found)


def without(text: str) -> str:
    """`text` with a space where it names a place; as it is when it names nothing else.

    >>> without("清河市遗属补助是多少？")
    ' 遗属补助是多少？'
    """
    rest = text
    for place in reversed(find(text)):
        rest = f"{rest[: place.start]} {rest[place.end :]}"
    return rest if rest.strip(" ？?。") else text


def known(name: str) -> bool:
    """Say whether the gazetteer knows a name, in full or without its 省, 市 or 县.

    >>> known("苏州市"), known("清河市")
    (True, False)
    """
    return name in _GAZETTEER.names or _ENDING.sub("", name) in _GAZETTEER.names


def normal(name: str) -> str:
    """The full name, as far as it is known: 苏州 is 苏州市, 江苏苏州 is 江苏省苏州市.

    >>> normal("内蒙古"), normal("江苏苏州"), normal(" 清河 ")
    ('内蒙古自治区', '江苏省苏州市', '清河')
    """
    name = "".join(name.split())
    found = find(name)
    if not found or found[0].start > 0 or found[-1].end < len(name):
        exact = _GAZETTEER.names.get(name)
        return exact.name if exact else name
    return "".join(place.name for place in found)


@lru_cache(maxsize=1024)
def path(name: str) -> tuple[str, ...]:
    """Full names from the widest to the narrowest: ("江苏省", "苏州市") for 苏州; the name itself when unknown."""
    name = "".join(name.split())
    found = find(name)
    if not found:
        exact = _GAZETTEER.names.get(name)
        return tuple(part for part in (exact.parent, exact.name) if part) if exact else ((name,) if name else ())
    first = found[0]
    above = path(first.parent) if first.parent else ()
    return (*above, *(place.name for place in found))


def within(region: str, name: str) -> bool:
    """Tell whether a document of `region` concerns the place `name`: one holds the other, or both are one.

    Names may be short; a name without its province fits any. 全国 concerns every place.

    >>> within("江苏省苏州市", "江苏"), within("江苏省", "苏州市"), within("江苏省", "广州")
    (True, True, False)
    """
    if not region or not name:
        return False
    if NATION in (region, name):
        return region == NATION
    ours, theirs = path(region), path(name)
    if any(_alike(theirs[0], part) for part in ours):
        ours = ours[next(at for at, part in enumerate(ours) if _alike(theirs[0], part)) :]
    elif any(_alike(ours[0], part) for part in theirs):
        theirs = theirs[next(at for at, part in enumerate(theirs) if _alike(ours[0], part)) :]
    else:
        return False
    return all(_alike(a, b) for a, b in zip(ours, theirs, strict=False))


def of_code(code: str) -> str | None:
    """The province whose sign begins a document number's code: 江苏省 for 苏委老干; None when there is none."""
    known = _GAZETTEER.signs.get(code[:1])
    return known.name if known and _CODE.match(code, 1) else None


def _alike(a: str, b: str) -> bool:
    """One place under two names: the same, or one is the other without its 省, 市 or 县."""
    return a == b or _ENDING.sub("", a) == b or a == _ENDING.sub("", b)


def _known(text: str) -> Iterator[Place]:
    heads, end = _GAZETTEER.heads, 0
    for at in range(len(text) - 1):
        names = heads.get(text[at : at + 2])
        if names is None or at < end:
            continue
        name = next((name for name in names if text.startswith(name, at)), None)
        place = name and _called(text, name, at)
        if place:
            yield place
            end = place.end


def _called(text: str, name: str, at: int) -> Place | None:
    """The place that `name` at `at` means there; None when it is an ordinary word."""
    known, end = _GAZETTEER.names[name], at + len(name)
    if name not in _GAZETTEER.short:
        return Place(known.name, known.level, known.parent, at, end)
    suffix = _SUFFIX.match(text, end)
    if suffix and not text.startswith("地区", end):
        above = f"{known.parent}{known.name}" if known.parent and suffix[0] in "市县" else known.parent
        return Place(name + suffix[0], _LEVELS[suffix[0]], above if suffix[0] in "市县" else None, at, suffix.end())
    if _ALONG.search(text[max(0, at - 1) : at]) and name[0] in "江河":
        return None
    if name in _GAZETTEER.ambiguous and not _behind(text, at, known):
        return None
    return Place(known.name, known.level, known.parent, at, end)


def _behind(text: str, at: int, known: _Known) -> bool:
    """Tell whether the name of its province stands directly in front."""
    parent = known.parent or ""
    return any(
        parent.startswith(name) and text.endswith(name, 0, at) for name in (parent, parent[:2], parent[:3]) if name
    )


def _adjoined(place: Place, before: Sequence[Place]) -> Place:
    """A known place takes the names above it from its own record; a county of a known name from the text."""
    if place.parent is None and place.level != "省" and before and before[-1].end == place.start:
        return replace(place, parent=before[-1].path)
    return place


def _unknown(text: str, start: int, end: int, before: Sequence[Place]) -> list[Place]:
    """Places that only their form tells, between two offsets that hold no known one."""
    found: list[Place] = []
    for suffix in _SUFFIX.finditer(text, start, end):
        last = found[-1] if found else (before[-1] if before else None)
        begin = max(start, last.end if last else 0)
        place = _formed(text, suffix, begin, last)
        if place:
            found.append(place)
    return found


def _formed(text: str, suffix: re.Match[str], begin: int, last: Place | None) -> Place | None:
    """The place whose name ends in `suffix`; None when the words before it are no name."""
    run = _RUN.search(text, max(begin, suffix.start() - _LONGEST_RUN), suffix.start())
    words = run[0] if run else ""
    above = last if last and last.end == suffix.start() - len(words) and _above(last, suffix[0]) else None
    lead = _BEFORE.match(words)
    if lead and len(words) - lead.end() >= 2:
        words, above = words[lead.end() :], None
    elif len(words) == _LONGEST_RUN:
        return None
    full = words + suffix[0]
    shortest, longest = (1, 6) if above else (2, 4)
    if not shortest <= len(words) <= longest or _plain(full, above is not None):
        return None
    if above is None and not _stands_alone(text, suffix, words, lead):
        return None
    level = "县" if suffix[0] == "市" and above and above.level == "市" else _LEVELS[suffix[0]]
    return Place(full, level, above.path if above else None, suffix.end() - len(full), suffix.end())


def _stands_alone(text: str, suffix: re.Match[str], words: str, lead: re.Match[str] | None) -> bool:
    """Tell a name from words that only stand in front of 市委, 县直 …, for a place with no other in front of it."""
    if _NO_NAME.search(words) or words.endswith(_GAZETTEER.verbs):
        return False
    if suffix[0] in _NEED_ABOVE and (lead or len(words) > 3):
        return False
    if not _OFFICE.match(text, suffix.end()):
        return True
    if lead is not None and lead.end() > 0:
        return bool(_PLACED.search(lead[0]))
    return suffix.start() == len(words) or text[suffix.start() - len(words) - 1] in "\n 　"


def _above(last: Place, suffix: str) -> bool:
    return _RANK[last.level] < _RANK[_LEVELS[suffix]] or (suffix == "市" and last.level == "市")


def _plain(full: str, beside: bool) -> bool:
    """Tell an ordinary word such as 城市 from a name; behind a place 东城区 and 浦东新区 are names."""
    if beside and (len(full) <= _SHORT_NAME or full.endswith("新区")):
        return full in _GAZETTEER.plain
    return full.endswith(_GAZETTEER.plain)
