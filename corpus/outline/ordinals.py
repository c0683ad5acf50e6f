"""Ordinals: what numbers a line, and what counts matters up inside a paragraph.

Knows nothing of how ordinals nest, nor whether a lone one means anything: that is `corpus.outline.nesting`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.numerals import to_int
from corpus.outline.lines import TextLine

MAX_RUN_IN = 40
"""A first sentence no longer than this, after an ordinal, is a heading."""
MAX_HEADING = 80
"""A numbered line without a full stop is a heading up to this length."""
MAX_CLAUSE = 30
"""A first clause no longer than this names what 一是 speaks of."""
MAX_TOPIC = 15
"""Where the first sentence is too long, words before a colon up to this length are the heading."""

SPOKEN = frozenset({"一是", "第一", "①"})
"""Kinds of ordinals that may stand inside a paragraph; they mean something in sets only."""
DIVISIONS = frozenset({"编", "分编", "章", "节"})

Name = tuple[str, int, int]
"""A heading, where it ends, and where what follows it begins."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a part of a text may begin."""

    start: int
    kind: str
    """What the ordinal looks like, as 章, 一、, （1） or 一是; or what stands in its place."""
    variant: str = ""
    """Spelling within the kind, as 1. beside 1、: a list may nest in a list of another spelling."""
    number: str = ""
    value: int | None = None
    """What the ordinal counts to; None for 最后 and where there is no ordinal."""
    name: Name = ("", 0, 0)
    doubtful: bool = False
    """Rather a line broken within a count, as in 二、三年级: it counts only where it is the one expected."""
    opens_line: bool = True
    line_end: int = 0
    paragraph_end: int = 0
    until: int | None = None
    """Where the part ends, when that does not depend on what follows."""


_CN = "一二三四五六七八九十"
_NUMERAL = rf"[{_CN}百零〇]"
_DIVISION = re.compile(
    rf"第 ?(?P<value>[{_CN}百千零〇]{{1,8}}|\d{{1,4}}) ?(?P<unit>分编|编|篇|部分|章|节|条)"
    rf"(?:之{_NUMERAL}{{1,3}}(?![年个]))?"
)
_OPENERS = (
    ("一、", re.compile(rf"(?P<value>{_NUMERAL}{{1,4}})[ \u3000]?(?P<variant>[、．.])")),
    ("（一）", re.compile(rf"(?P<variant>[（(]) ?(?P<value>{_NUMERAL}{{1,4}}) ?[）)][、．.]?|(?P<sign>[㈠-㈩])")),
    ("1.", re.compile(r"(?P<value>\d{1,3})[ \u3000]?(?P<variant>[．.、])|(?P<sign>[⒈-⒛])")),
    ("（1）", re.compile(r"(?P<variant>[（(]) ?(?P<value>\d{1,3}) ?[）)][、．.]?|(?P<sign>[⑴-⒇])")),
    ("1）", re.compile(rf"(?P<value>\d{{1,2}}|{_NUMERAL}{{1,3}})(?P<variant>[）)])")),
)
_SIGNS = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩" + "".join(map(chr, range(0x2474, 0x249C)))
_FIRST = frozenset(_CN + "百第（(0123456789０１２３４５６７８９" + _SIGNS)
_SPELLED = {"．": ".", "(": "（", ")": "）"}
_UNITS = {"篇": "编", "部分": "编"}
_AFTER_DIVISION = re.compile(rf"[规的中里内所和与及或至到第，。；,;）)]|[款项课]|、(?:第|{_NUMERAL})|之间")
_COUNT = re.compile(rf"、(?:第|{_NUMERAL})")
_COUNTED_ON = re.compile(rf"(?P<next>{_NUMERAL})(?P<then>[、要是])?")
_YEAR = re.compile(r"(?:19|20)\d\d\s*[年—–-]")
_UNFINISHED = frozenset("、，,（(《“和与及或的在是为至到")
_LABEL = re.compile(r"[【〔\[](?P<name>[^】〕\]\n]{1,20})[】〕\]]|[（(](?P<aside>[^（()）\n]{2,20})[）)]")
_STOP = re.compile(r"[。！？!?]")
_PAUSE = re.compile(r"[，。；：！？,;:!?]")
_LEAD = re.compile(r"[，,、：:]?[^\S\n]*")

_NEED = r"要(?![求素件点领害务职闻案旨道塞么])"
_SPOKEN = re.compile(
    rf"[“{_CN}第首其再最①-⑳]"
    r"(?:(?<=“)[^“”\n]*”"
    rf"|(?<=[{_CN}])十?[{_CN[:9]}]?(?:是{_NEED}|是(?!否)|(?P<need>{_NEED}))"
    rf"|(?<=第){_NUMERAL}{{1,3}}(?:(?=[，,、：:])|是(?!否)|{_NEED})"
    rf"|(?<=其)[{_CN}](?=[，,、：:是])"
    r"|(?<=首)先是?|(?<=其)次是?|(?<=再)次(?=[，,：:是要])|(?<=最)后(?=[，,：:是要])"
    r"|(?<=[①-⑳])(?![，。；：、）)】”]))"
)
"""Begins with a set of characters, so that the search for it skips all others fast; quotations are matched to be
passed over."""
_BEFORE = frozenset("。；;：:，,！!？?”’）)】…—")
_BEFORE_CIRCLED = _BEFORE | frozenset("括为即是有含、")
_IN_ORDER = {"首": 1, "其": 2, "再": 3, "最": None}


def opener(text: str, line: TextLine) -> Mark | None:
    """The ordinal at the beginning of `line`, of those that count at line starts only."""
    char = text[line.start]
    if char not in _FIRST:
        return None
    if char == "第":
        return _division(text, line)
    for kind, pattern in _OPENERS:
        match = pattern.match(text, line.start, line.end)
        if match is not None:
            return _opener(text, line, kind, match)
    return None


def _opener(text: str, line: TextLine, kind: str, match: re.Match[str]) -> Mark | None:
    sign = match.groupdict().get("sign")
    value = int(unicodedata.numeric(sign)) if sign else to_int(match["value"])
    if value is None or match.end() == line.end:
        return None
    likely = _likely(text, match.end(), value) if kind in ("一、", "1.") else True
    if likely is None:
        return None
    broken = not line.gap_above and text[line.first - 2] in _UNFINISHED
    return Mark(
        start=line.start,
        kind=kind,
        variant="" if sign else _SPELLED.get(match["variant"], match["variant"]),
        number=match.group(),
        value=value,
        name=_heading(text, _skip(_LEAD, text, match.end()), line.end),
        doubtful=broken or not likely,
        line_end=line.end,
        paragraph_end=line.paragraph_end,
    )


def _likely(text: str, at: int, value: int) -> bool | None:
    """Whether what follows 二、 or 2. lets it be an ordinal: None for no, False for doubt."""
    if text[at].isdecimal():
        return bool(_YEAR.match(text, at)) or None
    counted = _COUNTED_ON.match(text, at)
    if counted is None or to_int(counted["next"]) != value + 1:
        return True
    return None if counted["then"] else False


def _division(text: str, line: TextLine) -> Mark | None:
    match = _DIVISION.match(text, line.start, line.end)
    if match is None or _AFTER_DIVISION.match(text, match.end(), line.end):
        return None
    kind, at = _UNITS.get(match["unit"], match["unit"]), _skip(_LEAD, text, match.end())
    if kind in DIVISIONS and (line.end - at > MAX_RUN_IN or _STOP.search(text, at, line.end)):
        return None
    return Mark(
        start=line.start,
        kind=kind,
        number=match.group(),
        value=to_int(match["value"]),
        name=_heading(text, at, line.end) if kind in DIVISIONS else _label(text, at, line.end),
        line_end=line.end,
        paragraph_end=line.paragraph_end,
    )


def spoken(text: str, lines: Sequence[TextLine]) -> Iterator[Mark]:
    """The ordinals of speech in `lines`, as 一是, 第二， 首先 or ③: at a line's start and inside, but not quoted."""
    ahead = iter(lines)
    line = next(ahead, None)
    for match in _SPOKEN.finditer(text):
        start = match.start()
        while line is not None and line.end <= start:
            line = next(ahead, None)
        if line is None:
            return
        if start >= line.start and text[start] != "“":
            mark = _spoken(text, line, match)
            if mark is not None:
                yield mark


def _spoken(text: str, line: TextLine, match: re.Match[str]) -> Mark | None:
    number, start, stop = match.group(), match.start(), match.end()
    kind, variant, value = _reading(match)
    opens_line = start == line.start
    before = text[start - 1] if start else "\n"
    if not opens_line and before not in (_BEFORE_CIRCLED if kind == "①" else _BEFORE) and not before.isspace():
        return None
    if value == 0 or text.startswith(number[0], stop) or _COUNT.match(text, stop):
        return None
    return Mark(
        start=start,
        kind=kind,
        variant=variant,
        number=number,
        value=value,
        name=_clause(text, _skip(_LEAD, text, stop), line.end),
        opens_line=opens_line,
        line_end=line.end,
        paragraph_end=line.paragraph_end,
    )


def _reading(match: re.Match[str]) -> tuple[str, str, int | None]:
    """Kind, variant and value of an ordinal of speech; the value is 0 when it is none."""
    number = match.group()
    first, bare = number[0], number.rstrip("是要")
    if first in "首再最" or bare == "其次":
        return "第一", "先", _IN_ORDER[first]
    if first in "第其":
        return "第一", first, to_int(bare[1:]) or 0
    if first in _CN:
        return "一是", "要" if match["need"] else "是", to_int(bare) or 0
    return "①", "", int(unicodedata.numeric(first))


def _heading(text: str, at: int, end: int) -> Name:
    """A short first sentence, or a line that is no sentence, or short words before a colon."""
    stop = _STOP.search(text, at, end)
    if stop is not None and at < stop.start() <= at + MAX_RUN_IN:
        return _name(text, at, stop.start(), stop.end())
    if stop is None and end - at <= MAX_HEADING:
        if text[end - 1] not in "；;，,、：:":
            return _name(text, at, end, end)
        if end - at <= MAX_RUN_IN + 1:
            return _name(text, at, end - 1, end)
    colon = text.find("：", at, min(end, at + MAX_TOPIC + 1))
    return _name(text, at, colon, colon + 1) if colon > at else ("", 0, 0)


def _label(text: str, at: int, end: int) -> Name:
    """What an article is about, where that stands in brackets before its text or alone on its line."""
    label = _LABEL.match(text, at, end)
    if label is not None and (label["name"] or to_int(label["aside"]) is None):
        return label["name"] or label["aside"], label.end(), label.end()
    if at < end and end - at <= MAX_CLAUSE and not _PAUSE.search(text, at, end):
        return _name(text, at, end, end)
    return "", 0, 0


def _clause(text: str, at: int, end: int) -> Name:
    pause = _PAUSE.search(text, at, min(end, at + MAX_CLAUSE + 1))
    if pause is not None and pause.start() > at:
        return _name(text, at, pause.start(), pause.end())
    return _name(text, at, end, end) if pause is None and at < end <= at + MAX_CLAUSE else ("", 0, 0)


def _name(text: str, start: int, stop: int, after: int) -> Name:
    heading = text[start:stop].strip()
    return (heading, stop, after) if heading else ("", 0, 0)


def _skip(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return match.end() if match else at
