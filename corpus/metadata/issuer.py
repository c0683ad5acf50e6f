"""Who issued a document, at what level, for which region, as far as its outer lines and its own words say.

A place that a text merely mentions is not its region, and a document that hides its place keeps it hidden.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from corpus import dates, docnumber, places
from corpus.metadata.frame import Frame
from corpus.places import NATION, Place
from corpus.types import Known, Level, unknown

_ORGAN_END = (
    r"(?:委员会|委|部|局|厅|办公室|办公厅|政府|工委|党组|领导小组|中心|关工委|协会|学会|国务院|中央|法院|检察院|人大常委会"
    r"|总工会|联合会|政协|学校|大学|学院|医院|公司|处|科|社|署|总局|银行|全国人大|代表大会)"
)
_ORGAN = re.compile(
    rf"(?:中共|中国|国家|全国)?[\u4e00-\u9fa5XxＸ×*＊（）()·]{{1,40}}{_ORGAN_END}(?:[（(]章[）)])?|国务院|中共中央"
)
_ORGANS = re.compile(rf"(?:{_ORGAN.pattern})(?:[、 　]+(?:{_ORGAN.pattern}))*")
_MARK = re.compile(rf"(?P<organ>(?=.{{3}}).{{0,40}}{_ORGAN_END})\s*文件")
_LABELLED = re.compile(r"(?:发文|发布|印发|制定)(?:机关|单位|部门)[ ]*[：:][ ]*(?P<organ>[^\n。；]{2,80})")
_NOTED = re.compile(
    rf"[（(](?P<organ>[^（）()]{{2,60}}?{_ORGAN_END})\s*(?=[\d二一]{{4}})[^（）()]{{4,20}}(?:印发|发布|公布|通过|制定)[）)]"
)
_IN_TITLE = re.compile(rf"^(?P<organ>[\u4e00-\u9fa5、 ]{{2,60}}?{_ORGAN_END})\s*(?:印发|转发)?关于")

_NATIONAL_TITLE = "中华人民共和国"
_NATIONAL_CODE = re.compile(
    r"^(?:中办|国办|中发|国发|厅字|中组|组通字|组厅字|人社部|民发|财社|财行|劳人|国人部|国务院令|中共中央)"
)
_BY_ORGAN: tuple[tuple[re.Pattern[str], Level], ...] = (
    (re.compile(r"^(?:中共)?[XＸ×*＊某]{0,4}(?:省|自治区)(?:委|政府|人民政府|[\u4e00-\u9fa5]{2,12}[厅局委])"), "省"),
    (re.compile(r"^(?:中共)?[XＸ×*＊某]{0,4}(?:市|州)(?:委|政府|人民政府|[\u4e00-\u9fa5]{2,12}[局委])"), "市"),
    (re.compile(r"^(?:中共)?[XＸ×*＊某]{0,4}(?:县|区|旗)(?:委|政府|人民政府|[\u4e00-\u9fa5]{2,12}[局委])"), "县"),
    (
        re.compile(
            r"中共中央|中央|国务院|全国|最高人民|国家|中组部|中办|国办|[\u4e00-\u9fa5]{2,10}部(?:办公厅|、|$)"
        ),
        "中央",
    ),
)
_OWN_WORDS: tuple[tuple[Level, tuple[str, ...]], ...] = (
    ("省", ("全省", "我省", "省直", "本省")),
    ("市", ("全市", "我市", "市直", "本市", "全州", "我州", "州直")),
    ("县", ("全县", "我县", "县直", "本县", "全区", "我区", "区直", "本区", "全旗")),
    ("乡", ("全乡", "全镇", "我乡", "我镇", "本镇")),
)
_HIDDEN = re.compile(r"(?:[XＸ]{1,4}|[×✕]{1,4}|\*{2,4}|[○〇]{2,4}|某某?)\s?(?:省|市|州|县|区|旗)|大[×X]")
_VISITED = re.compile(r"(?:视察|考察|支援|对口|援|赴|来|调研|学习|走进|访)$")
_OWN = re.compile(r"实际|市直|县直|省直|区直|行政区域|范围内|户籍|辖区")
_ENOUGH, _SHARE = 3, 0.6


def issuer_of(found: Frame, title: str | None) -> Known[str]:
    """Who issued it: as labelled, by signature, by the note under the title, by the mark on top, by the title."""
    top = "\n".join(found.top)
    labelled = _LABELLED.search(top) or _LABELLED.search(found.opening)
    if labelled:
        return Known(labelled["organ"].strip(), "stated", labelled[0])
    signature = _signature(found.end)
    if signature:
        return Known("、".join(signature), "stated", "\n".join(signature))
    for pattern, words in ((_NOTED, top), (_NOTED, found.opening), (_MARK, top)):
        match = pattern.search(words)
        if match:
            return Known(match["organ"].strip(), "stated", match[0])
    match = _IN_TITLE.match(title or "")
    return Known(match["organ"], "stated", title or "") if match else unknown()


def _signature(end: Sequence[str]) -> list[str]:
    """The organs on the lines right above the date."""
    for at in range(len(end) - 1, 0, -1):
        if _is_day(end[at]):
            organs: list[str] = []
            for line in reversed(end[:at]):
                if len(line) > 60 or not _ORGANS.fullmatch(line):
                    break
                organs.insert(0, re.sub(r"[（(]章[）)]", "", line))
            return organs
    return []


def _is_day(line: str) -> bool:
    """Tell a line that is a date, hidden or not, and nothing else."""
    if len(line) > 24 or not any(mark in line for mark in "年.-"):
        return False
    return (
        dates.parse(line) is not None
        or re.fullmatch(r"[\dXxＸ×*＊ ]{1,6}年[\dXxＸ×*＊ ]{1,4}月[\dXxＸ×*＊ ]{1,4}日", line) is not None
    )


def level_of(issuer: Known[str], title: str | None, code: str, text: str) -> Known[Level]:
    """At what level: that of the issuer, else of the number or title, else what the text calls its own."""
    if issuer.value:
        named = places.find(issuer.value)
        if named:
            return Known(named[-1].level, "stated", issuer.evidence)
        for pattern, level in _BY_ORGAN:
            if pattern.match(issuer.value):
                return Known(level, "stated", issuer.evidence)
    if (title or "").startswith(_NATIONAL_TITLE):
        return Known("中央", "stated", title or "")
    if _NATIONAL_CODE.match(code):
        return Known("中央", "inferred", code)
    own = _in_title(title or "")
    if own:
        return Known(own.level, "inferred", title or "")
    in_title = _by_own_words(title or "", 1)
    return in_title if in_title.value else _by_own_words(text, 2)


def _by_own_words(text: str, enough: int) -> Known[Level]:
    """The level that the text calls its own, by 全市, 我县 …; mentions of 省委 or 县委 say nothing."""
    if not any(mark in text for mark in "全我直本"):
        return unknown()
    counts = [(sum(map(text.count, words)), level, words) for level, words in _OWN_WORDS]
    most, level, words = max(counts, key=lambda each: each[0])
    if most < enough:
        return unknown()
    return Known(level, "inferred", "、".join(f"{word}×{text.count(word)}" for word in words if word in text))


def region_of(
    issuer: Known[str], level: Known[Level], title: str | None, number: Known[str], found: Frame, text: str
) -> Known[str]:
    """For which region: that of the issuer, the title or the address; else what the text points to repeatedly."""
    named = title or ""
    if level.value == "中央" and (issuer.value or named.startswith(_NATIONAL_TITLE)):
        return Known(NATION, "stated", level.evidence)
    mentioned = places.find(text) if text else ()
    if issuer.value:
        own = places.find(issuer.value)
        if own:
            return Known(_widened(own[-1], mentioned), "stated", issuer.evidence)
    own_place = _in_title(named)
    if own_place:
        return Known(_widened(own_place, mentioned), "stated", named)
    addressed = [place for place in places.find(found.address) if place.level != "乡"]
    if len(addressed) == 1:
        return Known(_widened(addressed[0], mentioned), "stated", found.address)
    return _inferred(level.value, number.value or "", mentioned, text)


def _in_title(title: str) -> Place | None:
    """The narrowest place that a title speaks for; not one that somebody visited or helped."""
    if not title:
        return None
    own = [place for place in places.find(title) if not _VISITED.search(title[max(0, place.start - 4) : place.start])]
    if not own:
        return None
    narrowest = own[0]
    for place in own[1:]:
        if place.parent and place.parent.endswith(narrowest.name):
            narrowest = place
    return narrowest


def _widened(place: Place, mentioned: Sequence[Place]) -> str:
    """The path of a place, with the names above it where the text gives them once."""
    if place.parent or place.level == "省":
        return place.path
    return next((other.path for other in mentioned if other.name == place.name and other.parent), place.path)


def _inferred(level: Level | None, number: str, mentioned: Sequence[Place], text: str) -> Known[str]:
    if len(_HIDDEN.findall(text)) >= 2 or not (mentioned or number):
        return unknown()
    own = next((place for place in mentioned if _OWN.match(text, place.end)), None)
    if own and (level is None or own.level == level):
        return Known(own.path, "inferred", text[max(0, own.start - 6) : own.end + 4].strip())
    same = Counter(place.path for place in mentioned if level is None or place.level == level)
    if same:
        path, count = same.most_common(1)[0]
        if count >= _ENOUGH and count >= _SHARE * sum(same.values()):
            named = sorted({text[place.start : place.end] for place in mentioned if place.path == path})
            return Known(path, "inferred", f"{'、'.join(named)}×{count}")
    return _by_code(number, mentioned)


def _by_code(number: str, mentioned: Sequence[Place]) -> Known[str]:
    """The province by the sign in the document's own number, unless the text names other provinces."""
    found = docnumber.find(number)
    province = places.of_code(found[0].code or "") if found else None
    others = {place.name for place in mentioned if place.level == "省"}
    if province is None or (others and province not in others):
        return unknown()
    return Known(province, "inferred", number)
