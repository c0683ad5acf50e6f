"""The papers that a question names, and by what: kind, year, level, place, half of the year, or words in them. Pure.

2023年讲话里, 省里定的, 提到“红叶行动”的那篇 say where an answer must stand, and nothing that it must say. Knows
nothing of documents: which of them bear the name is found elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording import pattern
from corpus import places
from corpus.fold import blanked, fold

_YEAR = r"(?:19|20)\d\d"
_DATED = re.compile(_YEAR + "年?")
_THAT = "[那这]一?[篇份个次]"
_NONE = "(?!)"
_GAP = "    "
"""Stands where a name was: no word before it hangs together with one behind it."""
_LEVELS = {"国": "中央", "中": "中央", "省": "省", "市": "市", "县": "县", "区": "县"}
_HINT = re.compile(
    r"讲话|发言|致辞|报告|总结|汇报|要点|安排|计划|通知|意见|办法|规[程定]|细则|条例|方案|[件稿文那里家央]"
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, or several of one description, as a question names it."""

    said: str
    """The words that name it."""
    spans: tuple[tuple[int, int], ...]
    """Where they stand; what stands between two of them is asked of it: 2015年那份【书报费】的文件."""
    kind: str = ""
    """What it is called: 讲话, 工作要点; empty when only its level or place is told."""
    year: int | None = None
    level: str = ""
    """市 in 市里的要点; empty when none is named."""
    place: str = ""
    """The place that it is of, as the question calls it."""
    half: str = ""
    """年中, 年初, 年底 and the like."""
    phrase: str = ""
    """Words that it holds, folded."""
    sure: bool = True
    """False for a mere place or level, which is a paper only beside another one: 讲话和苏州市2020年."""

    @property
    def one(self) -> bool:
        """Whether it is told which paper is meant, also where that one holds no more: 2019年那份, the draft."""
        return bool(self.year or self.phrase or pattern("papers", "draft").fullmatch(self.kind))


def named(text: str) -> tuple[Paper, ...]:
    """The papers that a question names, in its order.

    >>> [(each.kind, each.year, each.level) for each in named("2023年讲话里和县里2022年的要点，各自怎么说？")]
    [('讲话', 2023, ''), ('要点', 2022, '县')]
    """
    folded = fold(text)
    if not _HINT.search(folded):
        return ()
    placed = places.find(blanked(_DATED, folded))
    forms = _forms("|".join(dict.fromkeys(re.escape(folded[each.start : each.end]) for each in placed)) or _NONE)
    found: list[Paper] = []
    for form in forms:
        for match in form.finditer(folded):
            paper = _paper(text, match)
            split = any(each.start < match.start() < each.end for each in placed)  # 清河市里 names no 市里
            asked = pattern("papers", "asked").search(folded, 0, match.start())
            if paper and not split and not asked and not any(_overlap(paper, each) for each in found):
                found.append(paper)
    return _side_by_side(text, sorted(found, key=lambda each: each.spans))


def joined(text: str, one: Paper, other: Paper) -> bool:
    """Say whether two papers are named side by side, so that each is asked: 讲话和要点分别怎么说."""
    between = fold(text[one.spans[-1][1] : other.spans[0][0]])
    return bool(pattern("papers", "between").fullmatch(between))


def without(text: str, papers: Sequence[Paper]) -> str:
    """A question without the words that name its papers; of one paper the place stays, which is asked about too."""
    spans = [(span, paper) for paper in papers for span in paper.spans]
    for (start, end), paper in sorted(spans, key=lambda each: each[0], reverse=True):
        kept = paper.place if len(papers) == 1 and paper.place in text[start:end] else ""
        text = f"{text[:start]}{kept or _GAP}{text[end:]}"
    for kind in {each.kind for each in papers if pattern("papers", "spoken").fullmatch(each.kind)}:
        text = text.replace(kind, _GAP)  # 讲话提出什么？（2022年那篇讲话）
    return pattern("papers", "compares").sub(_GAP, text) if len(papers) > 1 else text


@lru_cache(maxsize=256)
def _forms(names: str) -> tuple[re.Pattern[str], ...]:
    """The forms of a name, the fullest first; `names` are the places of the question, as alternatives."""
    level, says, half = (pattern("papers", each).pattern for each in ("level", "says", "half"))
    kinds, others = (pattern("papers", each).pattern for each in ("kinds", "others"))
    whose = rf"(?:(?P<place>{names})|(?P<level>{level}))"
    by = r"(?:先?按照?|照着?|依照?|根据)?"
    year, later = rf"(?:(?P<year>{_YEAR})年?度?的?,?)?", rf"(?:(?P<later>{_YEAR})年?度?的?,?)?"
    said = r"(?:所?(?:说|讲|提|写)(?:到|过)?的)?(?:那[次个份篇])?"
    speaks = pattern("papers", "speaks").pattern
    head = rf"(?:领导|老干部|工作|会议?上?的?)*(?P<kind>{kinds}|{others})(?P<inside>[里中上]面?|{speaks})?"
    return (
        re.compile(
            rf"{by}{year}(?:{whose}的?)?\(?{later}(?:{says}的?)?(?P<half>{half})?的?(?P<that>{_THAT})?{head}\)?{said}"
        ),
        re.compile(rf"{by}{year}(?:{whose}的?)?{later}(?P<that>那[份个篇])(?P<about>[^,。?!;:\"]{{2,16}}?)的?{head}"),
        re.compile(
            rf"{year}(?:{says}的?|(?P<name>{names}|[\u4e00-\u9fa5]{{2,3}}))?那个(?P<level>[省市县])(?!里)(?:\(|的)?{later}"
            r"(?:实际)?(?:做法|安排|情况)?\)?"
        ),
        re.compile(rf"(?:{says})的?(?P<that>{_THAT})"),
        re.compile(
            rf"{by}(?P<level>{level})(?P<rule>(?:统一|自己)?(?:规?定|出台|制定)的?"
            r"|的(?:规定|政策|办法|底线|说法|标准|任务安排))"
        ),
        re.compile(rf"{year}{whose}{later}(?P<weak>)"),
    )


def _paper(text: str, match: re.Match[str]) -> Paper | None:
    """What a match names; None where the words are no name."""
    told = match.groupdict()
    year, phrase = told.get("year") or told.get("later"), told.get("phrase") or told.get("quoted") or told.get("bare")
    name = told.get("name") or ""
    start = match.start()
    if name and not places.known(name):
        name, start = name[1:], start + 1
        if not places.known(name):
            return None
    spans: tuple[tuple[int, int], ...] = ((start, match.end()),)
    if told.get("about"):
        spans = ((start, match.start("about")), (match.end("about"), match.end()))
    paper = Paper(
        text[start : match.end()],
        spans,
        _kind(told),
        int(year) if year else None,
        _LEVELS[(told["level"].strip("全本我"))[0]] if told.get("level") else "",
        told.get("place") or "",
        told.get("half") or "",
        phrase or name,
        "weak" not in told,
    )
    return paper if _tells(paper, told) else None


def _kind(told: dict[str, str | None]) -> str:
    """What a match calls its paper: 省里的规定 may be of any kind."""
    kind = told.get("kind") or ""
    bare = told.get("level") and not (told.get("year") or told.get("later") or told.get("that"))
    return "" if bare and pattern("papers", "loose").fullmatch(kind) else kind


def _tells(paper: Paper, told: dict[str, str | None]) -> bool:
    """Say whether words single a paper out: 那份通知 is any, 2020年的通知 is one."""
    marked = bool(paper.year or paper.level or paper.place or paper.half or paper.phrase)
    if not paper.sure or not paper.kind:
        return marked and ("weak" in told or bool(paper.phrase or paper.year or told.get("rule") or told.get("kind")))
    if pattern("papers", "kinds").fullmatch(paper.kind):
        return marked or told.get("inside") is not None or bool(told.get("that"))
    singled = paper.level or paper.phrase or paper.half or (paper.year and (told.get("that") or told.get("inside")))
    draft = bool(told.get("that")) and pattern("papers", "draft").fullmatch(paper.kind) is not None
    return bool(singled) or draft or (paper.year is not None and told.get("about") is None)


def _overlap(one: Paper, other: Paper) -> bool:
    return one.spans[0][0] < other.spans[-1][1] and other.spans[0][0] < one.spans[-1][1]


def _side_by_side(text: str, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Those that are sure, and the mere places that stand side by side with one of them."""
    return tuple(
        each
        for at, each in enumerate(papers)
        if each.sure
        or (at > 0 and papers[at - 1].sure and joined(text, papers[at - 1], each))
        or (at + 1 < len(papers) and papers[at + 1].sure and joined(text, each, papers[at + 1]))
    )
