"""Whether a document holds, from when, and what it replaces, as far as its own words say so.

Knows no other document: that a later one replaced this is for a person or for the store to say.
"""

from __future__ import annotations

import re

from corpus import dates, docnumber
from corpus.types import TOLD, Known, Validity, unknown

_THIS = "本(?:文件|通知|办法|规定|意见|细则|规范|标准|制度)"
"""A document, as it calls itself."""
_ENDED = re.compile(
    r"[（(【\[](?:本[^（）()]{0,8})?(?:已|现已|已于[^（）()]{4,14})?(?:废止|失效|停止执行)[^（）()]{0,20}[）)】\]]"
    rf"|{_THIS}"
    r"(?:现|已|已于[^。]{4,14})(?:被)?(?:废止|失效|停止执行|停止使用)"
)
_REPLACED = re.compile(_THIS + r"已(?:被|由)(?P<by>[^。；]{2,80}?)(?:替代|代替|取代|废止)")
_HOLDS = re.compile(_THIS + r"(?:现行有效|继续有效|仍然有效|继续执行)")
_DRAFT = re.compile(r"[（(](?:征求意见稿|草案|送审稿|讨论稿|代拟稿)[^（）()]{0,8}[）)]|征求意见稿$")
_TRIAL = re.compile(r"[（(](?:试行|暂行)[）)]|(?:暂行|试行)(?:办法|规定|条例|规范|细则|标准|意见)")
_YEARLY = frozenset(("要点", "工作要点", "任务", "计划", "安排"))
_YEARLY_TITLE = re.compile(
    r"做好[^。]{0,6}年[^。]{0,24}工作的通知|年[^。]{0,24}(?:工作要点|重点任务|任务分解|工作计划|工作安排|任务清单|责任清单)"
)

_REPEAL = re.compile(
    r"同时废止|即行废止|予以废止|自行废止|相应废止|废止|宣布失效|同时失效|停止执行|不再执行|停止使用"
)
_NOT_REPEALED = re.compile(r"被|(?:未|没有|是否|不得)[^，。；]{0,4}(?:废止|失效|停止)")
_REPEAL_WORDS = ("废止", "失效", "停止执行", "不再执行", "停止使用", "替代", "代替", "取代")
_INSTEAD = re.compile(r"(?:替代|代替|取代)(?=[了原]|《|[^。；]{0,6}[〔\[［])")
_CITED = re.compile(r"《(?P<title>[^《》]{2,80}(?:《[^《》]{2,60}》[^《》]{0,20})?)》")
_SELF = re.compile("^" + _THIS + r"(?:现|已)")


def validity_of(title: str | None, kind: Known[str], plan: Known[int], text: str, effective: str) -> Known[Validity]:
    """Whether the document holds; 不明 when nothing says so.

    Args:
        title: Its title.
        kind: Its kind.
        plan: The year that it plans.
        text: The whole text.
        effective: The clause that says from when it holds, or "".
    """
    named = title or ""
    ended = (
        _mark(_ENDED, named, text) if any(word in text or word in named for word in ("废止", "失效", "停止")) else ""
    )
    if ended:
        return Known("已废止", "stated", ended)
    replaced = _REPLACED.search(text) if "本" in text and "已" in text else None
    if replaced:
        return Known("被替代", "stated", replaced[0])
    for pattern, value in _BY_TITLE:
        match = pattern.search(named)
        if match:
            return Known(value, "stated", match[0])
    if kind.value in TOLD:
        return Known("仅述及", "inferred", kind.evidence)
    if plan.value is not None and (kind.value in _YEARLY or _YEARLY_TITLE.search(named)):
        return Known("年度性", "inferred", named or plan.evidence)
    holds = _HOLDS.search(text) if "有效" in text or "继续执行" in text else None
    if holds:
        return Known("现行", "stated", holds[0])
    return Known("现行", "inferred", effective) if effective else _UNCLEAR


def replaced_by(text: str) -> Known[str]:
    """What the document itself says has replaced it."""
    match = _REPLACED.search(text) if "本" in text and "已" in text else None
    if match is None:
        return unknown()
    numbers, cited = docnumber.find(match["by"]), _CITED.search(match["by"])
    if numbers:
        return Known(numbers[0].canonical, "stated", match[0])
    return Known(cited["title"], "stated", match[0]) if cited else unknown()


def supersedes_of(title: str | None, text: str) -> tuple[str, ...]:
    """Titles and numbers of what the document says it repeals or replaces, in its order."""
    if not any(word in text for word in _REPEAL_WORDS):
        return ()
    found: dict[str, None] = {}
    for clause in re.split(r"[。；;\n]", text):
        if _repeals(clause):
            names = [match["title"] for match in _CITED.finditer(clause)]
            names += [number.canonical for number in docnumber.find(clause) if number.form != "bare"]
            found.update(dict.fromkeys(name for name in names if name != title))
    return tuple(found)


def effect_of(text: str, issued: str | None) -> tuple[Known[str], str]:
    """The day from which the document holds, and the clause that says so."""
    clause = dates.effective(text, issued)
    if clause is None:
        return unknown(), ""
    day: Known[str] = Known(clause.iso, "stated", clause.evidence) if clause.iso else unknown()
    return day, clause.evidence


def _repeals(clause: str) -> bool:
    """Tell a clause that repeals others from one that says what does not hold, or what became of this document."""
    if _SELF.match(clause.strip()) or _NOT_REPEALED.search(clause):
        return False
    return bool(_REPEAL.search(clause) or _INSTEAD.search(clause))


def _mark(pattern: re.Pattern[str], title: str, text: str) -> str:
    """A mark on the title or among the first or last words; not one that the body speaks of."""
    match = pattern.search(title) or pattern.search(text[:300]) or pattern.search(text[-200:])
    return match[0] if match else ""


_BY_TITLE: tuple[tuple[re.Pattern[str], Validity], ...] = ((_DRAFT, "征求意见稿"), (_TRIAL, "试行"))
_UNCLEAR: Known[Validity] = Known("不明", "inferred", "")
