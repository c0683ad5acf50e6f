"""The title of a document and its kind (文种), from its lines, its last line, its opening words or its file's name.

Knows the words that titles end in; not what a document of some kind is worth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus import docnumber
from corpus.dates import parse
from corpus.metadata.frame import Frame
from corpus.types import Known, unknown

_KINDS = (
    *(
        "决议",
        "决定",
        "命令",
        "公报",
        "公告",
        "通告",
        "意见",
        "通知",
        "通报",
        "报告",
        "请示",
        "批复",
        "议案",
        "函",
        "纪要",
    ),
    *(
        "讲话",
        "提纲",
        "要点",
        "规范",
        "规定",
        "办法",
        "细则",
        "方案",
        "计划",
        "总结",
        "规则",
        "章程",
        "条例",
        "准则",
        "守则",
    ),
    *(
        "清单",
        "汇编",
        "汇报",
        "致辞",
        "发言",
        "倡议书",
        "摘要",
        "答复",
        "意见书",
        "指南",
        "手册",
        "任务",
        "解读",
        "规程",
        "制度",
    ),
    *(
        "标准",
        "表",
        "名单",
        "预案",
        "规划",
        "纲要",
        "安排",
        "办理流程",
        "法",
        "法典",
        "解释",
        "问答",
        "述职",
        "简报",
        "情况",
        "打算",
        "思路",
    ),
)
_ENDING = "|".join(sorted(_KINDS, key=len, reverse=True))
_NOTE = r"(?:\s*[（(][^（）()]{1,24}[）)])*"
_TITLE = re.compile(rf"(?P<kind>工作要点|工作报告|工作总结|工作规范|{_ENDING}){_NOTE}$")
_SUMMARY = re.compile(r"(?P<kind>工作总结|工作情况)[及和暨与、][^。]{0,20}(?:打算|计划|思路|安排|要点)$")
_ARTICLE = re.compile(
    rf"^(?P<name>.{{1,80}}?(?P<kind>{_ENDING})){_NOTE}\s*第[〇零一二三四五六七八九十百千\d]{{1,7}}条"
)
_ABOUT = re.compile(rf"^[^，。；：！？“”]{{0,40}}关于[^。；：！？]{{2,80}}的?(?:{_ENDING}){_NOTE}$")
_SKIPPED = re.compile(
    r".{0,40}文件|附\s*件\s*[\d一二三四五六七八九十]{0,2}|特急|加急|特提|平急|\d{6}|目\s*录|[（(【].*[）)】]|签发人.*|[★☆].*|.*印发|"
    r"(?:文号|发文字号|来源|时间|日期|作者)[：:].*"
)
_PUNCTUATION = re.compile(r"[。；！？：]")
_LONGEST = 80
_WORTHLESS_NAME = re.compile(r"^[\d\s_.\-—（）()]+|[\s_.\-—]+$")
_HAN = re.compile(r"[\u4e00-\u9fa5]")

_SPOKEN = re.compile(
    r"我[^。]{0,16}讲|讲(?:[一二三四五两几]|\d)(?:点|个|条)|谈[^。]{0,8}(?:意见|体会|想法|要求)|我[^。]{0,8}(?:强调|发言)|我完全赞同"
)
_REPORTED = re.compile(r"(?:回顾|总结)[^。]{0,40}工作[^。]{0,16}(?:安排|部署)|作[^。]{0,12}工作报告")
_ANNOUNCED = re.compile(
    r"现[^。]{0,80}?(?P<kind>通知|通报|公告|通告|批复|函复|报告|请示|汇报)如下|特此(?P<end>通知|通报|公告|通告|批复|函复|报告)"
)


def title_of(found: Frame, given: str | None, source: str) -> Known[str]:
    """The title: as the format gives it, on top, in the last line; else guessed from the first line or the name."""
    if given and given.strip():
        return Known(given.strip(), "stated", given.strip())
    top = [line for line in found.top if not _skipped(line)]
    for title in _joined(top):
        if _TITLE.search(title):
            return Known(title, "stated", title)
    if len(found.last) <= _LONGEST and _ABOUT.match(found.last):
        return Known(found.last, "stated", found.last)
    if top and 4 <= len(top[0]) <= 50 and not _PUNCTUATION.search(top[0]) and _HAN.search(top[0]):
        return Known(top[0], "inferred", top[0])
    return _from_name(source)


def kind_of(title: Known[str], found: Frame) -> Known[str]:
    """The kind of document: the last word of its title, else what its opening or closing words show."""
    if title.value:
        summary = _SUMMARY.search(title.value)
        if summary:
            return Known(summary["kind"], title.basis, title.value)
        article = _ARTICLE.match(title.value) if "条" in title.value else None
        # Behind the number of an article stand its chapters, whose last word is not the kind of the law: 一般规定.
        named = article is not None and re.match(r"\s|$", title.value[article.end() :])
        match = article if named else _TITLE.search(title.value) or article
        if match:
            return Known(match["kind"], title.basis, title.value)
    return _from_words(found)


def _from_words(found: Frame) -> Known[str]:
    report = _REPORTED.search(found.opening)
    if report and found.address:
        return Known("工作报告", "inferred", _clause(report))
    speech = _SPOKEN.search(found.opening) if found.address.startswith(("同志", "各位", "尊敬")) else None
    if speech:
        return Known("讲话", "inferred", _clause(speech))
    for words in (found.opening, "\n".join(found.end)):
        announced = _ANNOUNCED.search(words)
        if announced:
            return Known((announced["kind"] or announced["end"]).replace("函复", "函"), "inferred", announced[0])
    return unknown()


def _clause(match: re.Match[str]) -> str:
    """A match with the rest of its sentence."""
    start = max(match.string.rfind(mark, 0, match.start()) for mark in "。\n") + 1
    ends = [at for at in (match.string.find(mark, match.end()) for mark in "。\n：") if at >= 0]
    return match.string[start : min(ends, default=match.end())]


def _skipped(line: str) -> bool:
    if _SKIPPED.fullmatch(line) or parse(line.strip("（）()")):
        return True
    numbers = docnumber.find(line)
    return len(numbers) == 1 and numbers[0].end - numbers[0].start >= len(line) - 2


def _joined(top: list[str]) -> Iterator[str]:
    """Titles that one to three lines on top make together."""
    for first in range(min(len(top), 3)):
        for count in (1, 2, 3):
            parts = top[first : first + count]
            together = "".join(parts)
            whole = together.count("《") == together.count("》")
            if len(parts) == count and whole and len(together) <= _LONGEST and not _PUNCTUATION.search(together):
                yield together


def _from_name(source: str) -> Known[str]:
    name = source.rsplit("/", 1)[-1]
    if "#" in name:
        return unknown()
    stem = _WORTHLESS_NAME.sub("", name.rsplit(".", 1)[0])
    return Known(stem, "inferred", name) if len(_HAN.findall(stem)) >= 4 else unknown()
