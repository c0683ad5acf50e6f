"""Signs that a passage holds the very thing asked for, besides words and the kind of value. Pure.

Who asks 用哪三个字概括 is told by three characters in quotation marks, who asks 哪些困难 by 等困难. Knows nothing of
coverage or scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from assistant.asking.slots import OFFICE
from assistant.wording import told_by
from corpus.fold import fold
from corpus.numerals import to_int

FEWEST = 2
"""A word that is said once is not counted."""
PAIR = 2
"""So many are written in two ways: 二 and 两."""
_NUMBER = r"[二两三四五六七八九十]{1,2}|\d{1,2}"
_CHARACTERS = re.compile(rf"(?P<size>{_NUMBER})个?字")
_NOUN = re.compile(r"哪(?:些|几[个项条种类])(?P<noun>[^\W\d_a-z]{2})")
_SO_MANY = re.compile(
    rf"哪(?P<size>{_NUMBER})[个项条种类大点]?(?P<noun>[^\W\d_a-z]{{2,4}}?)(?=[,。;?]|$|分别|作|来|上|组成|构成|相?结合)"
)
"""How many of which things: 依托哪三个载体."""
_CALLED = re.compile(r"叫(?:什么|啥)(?P<noun>(?!名|做|作)[^\W\d_a-z]{1,2})(?=[,。;?]|$)")
"""What sort of thing is asked for by name: 叫啥本."""
_DOING = re.compile(
    r"(?:谁|哪一?个?(?:单位|部门|机关|科室|局|家))(?:来|去|负责)?(?P<verb>[^\W\d_a-z的是]{3,8})(?=[?,。;]|$)"
)
"""What somebody is asked to do, in so many words: 由哪个部门牵头抓总."""
_HOLDER = re.compile(
    r"的(?P<title>[^\W\d_a-z的是由]{2,3}(?<!单位)(?<!部门)(?<!机关)(?<!人)(?<!主体))"
    r"(?:(?:是|叫|为)(?:谁|哪一?(?:[位支名个](?!单位|部门|机关)|家))|由谁(?:来)?(?:担任|兼任|当|任))"
)
"""Whose title is asked after: 宣讲团的团长是谁, 门球赛的冠军是哪个队."""
_NAMED = r"(?:[^\W\d_a-z的了]{2,3}|[x*×]{2,3})(?:同志)?(?=[,。;、等()]|$)"
"""A name behind a title."""
_REPEATED = re.compile(rf'"?(?P<size>{_NUMBER})个?"?(?P<word>[^"\W\d_a-z]{{1,4}})"')
"""A word that is counted: 三个“敢于”, “三个因”."""
_PARTED = re.compile(
    r"(?P<asked>(?:要|应当?)?(?P<verb>[^\W\d_a-z])(?:什么|啥|哪种|何种)(?:样的)?(?P<noun>[^\W\d_a-z]))(?=[,、。;?]|$)"
)
"""Things that are asked for side by side, each between the same two characters: 怀什么心、守什么责."""


class Part(NamedTuple):
    """One of several things that are asked for side by side."""

    asked: str
    """As the question has it, folded."""
    verb: str
    """The character before it."""
    noun: str
    """The character behind it."""


def shows(asks: str, text: str) -> bool:
    """Say whether `text` bears a sign of what `asks` asks for; False where it asks for nothing that has one.

    >>> shows("用哪三个字概括？", "弘扬“勤俭诚”的作风"), shows("有哪些困难？", "存在缺人、缺钱等困难")
    (True, True)
    """
    found = (*sought(asks), *_formed(asks))
    return bool(found) and any(form.search(fold(text)) for form in found)


def shown(asks: str, texts: Iterable[str]) -> bool:
    """Say whether one of `texts` bears the sign of what `asks` asks for by name; True where it names nothing."""
    found = sought(asks)
    return not found or any(form.search(fold(text)) for form in found for text in texts)


@lru_cache(maxsize=64)  # every passage is held against the same question
def sought(asks: str) -> tuple[re.Pattern[str], ...]:
    """What tells of the things that `asks` asks for by name: 往哪儿报 by 报 and an office."""
    folded = fold(asks)
    return tuple(told for asked, told in told_by("sign", OFFICE.pattern) if asked.search(folded))


@lru_cache(maxsize=64)
def _formed(asks: str) -> tuple[re.Pattern[str], ...]:
    """What tells of things by the form in which they stand: characters in quotation marks, a list with 等困难."""
    folded = fold(asks)
    found = []
    if (counted := _CHARACTERS.search(folded)) and (size := to_int(counted["size"])):
        found.append(re.compile(rf'"[^\W\d_a-z]{{{size}}}"'))
    if named := _NOUN.search(folded):
        found.append(re.compile(rf"等(?:(?:{_NUMBER})[个项条种类]?)?[^,。;]{{0,2}}{named['noun']}"))
    if (many := _SO_MANY.search(folded)) and (size := to_int(many["size"])):
        written = "[二两]" if size == PAIR else many["size"]
        found.append(re.compile(rf"{written}[个项条种类大点]?{many['noun']}"))
        found.append(re.compile(rf"(?:[^,。;、]{{1,6}}{many['noun']}[、,和与]?){{{size}}}"))
    if called := _CALLED.search(folded):
        found.append(re.compile(rf"[^\W\d_a-z]{{2}}{called['noun']}"))
    if doing := _DOING.search(folded):
        found.append(re.compile(doing["verb"]))
    if parts := parted(asks):
        found.append(re.compile("[^。;]{0,4}".join(_between(each) for each in parts)))
    return tuple(found)


@lru_cache(maxsize=64)
def parted(asks: str) -> tuple[Part, ...]:
    """Things that are asked for side by side, at least two: the words of each, folded, and what it stands between.

    >>> parted("要怀什么心、守什么责？")
    (Part(asked='要怀什么心', verb='怀', noun='心'), Part(asked='守什么责', verb='守', noun='责'))
    """
    found = [Part(match["asked"], match["verb"], match["noun"]) for match in _PARTED.finditer(fold(asks))]
    return tuple(found) if len(found) > 1 else ()


def so_many_of(asks: str) -> str:
    """What things are counted, folded; empty where none are.

    >>> so_many_of("讲了哪三点不足？")
    '不足'
    """
    match = _SO_MANY.search(fold(asks))
    return match["noun"] if match else ""


def holds_part(part: Part, text: str) -> bool:
    """Say whether `text` holds what is asked for: 怀……之心 of 怀什么心."""
    return bool(re.search(_between(part), fold(text)))


def _between(part: Part) -> str:
    return rf"{part.verb}[^,、。;]{{1,8}}?{part.noun}"


@lru_cache(maxsize=64)
def title_asked(asks: str) -> str:
    """The title or honour whose holder is asked after, folded; empty where none is.

    >>> title_asked("宣讲团的团长是谁？"), title_asked("由谁负责？")
    ('团长', '')
    """
    match = _HOLDER.search(fold(asks))
    return match["title"] if match else ""


def names_holder(asks: str, text: str) -> bool:
    """Say whether `text` tells by name who holds the title that `asks` asks after: 队长是周启明, 主任周祖元、."""
    title = title_asked(asks)
    return bool(title) and bool(re.search(rf"{title}(?:是|为|由|:)?{_NAMED}", fold(text)))


def repeats(asks: str, text: str) -> bool:
    """Say whether `text` says a word as often as it is counted: 三个“敢于” of 敢于说、敢于想、敢于做.

    A single character begins so many things that stand side by side: “三个因” of 因时制宜、因地施策、因人施教.

    >>> repeats("三个“敢于”指什么？", "敢于说、敢于想，也敢于做"), repeats("三个“敢于”指什么？", "要敢于说")
    (True, False)
    """
    return counted(asks, text) != ""


def counted(asks: str, text: str) -> str:
    """The word that `asks` counts and `text` says so often, with its number, folded; empty where there is none.

    >>> counted("哪“三个因”？", "坚持因时制宜、因地施策、因人施教")
    '三个因'
    """
    match = _REPEATED.search(fold(asks))
    size = to_int(match["size"]) if match else None
    if match is None or size is None or size < FEWEST:
        return ""
    word = match["word"]
    if len(word) > 1:
        held = fold(text).count(word) >= size
    else:
        held = bool(re.search(rf"(?:{word}[^\W\d_a-z]{{1,6}}[、,和]?){{{size}}}", fold(text)))
    return match[0].replace('"', "") if held else ""
