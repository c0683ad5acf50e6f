"""Differences as sentences for a reader, Chinese | English. Knows nothing of how a difference was found."""

from __future__ import annotations

from assistant.verify.types import Kind, Reason

_NAMES: dict[Kind, tuple[str, str]] = {
    "number": ("数字", "number"),
    "unit": ("单位", "unit"),
    "date": ("日期", "date"),
    "doc_number": ("文号或文件名", "document number or title"),
    "article": ("条款", "article"),
    "modality": ("应当、可以、不得一类用语", "must, may or must not"),
    "negation": ("否定", "negation"),
    "exception": ("例外", "exception"),
    "scope": ("范围用语", "scope"),
    "party": ("主体", "party"),
    "place": ("地区", "place"),
    "population": ("人群", "population"),
    "wording": ("表述", "wording"),
}


def differs(kind: Kind, text: str, said: str, *, against: bool) -> Reason:
    """Say what the text has and what the statement has; either may be empty.

    >>> differs("scope", "不超过3年", "3年", against=True).text
    '范围用语：引文为“不超过3年”，语句为“3年” | scope: the text says “不超过3年”, the statement “3年”'
    """
    zh, en = _NAMES[kind]
    if text and said:
        told = (f"引文为“{text}”，语句为“{said}”", f"the text says “{text}”, the statement “{said}”")
    elif said:
        told = (f"语句多出“{said}”", f"the statement adds “{said}”")
    else:
        told = (f"语句略去引文中的“{text}”", f"the statement leaves out “{text}”")
    return Reason(kind, f"{zh}：{told[0]} | {en}: {told[1]}", against)


def source(kind: Kind, held: str, said: str, *, against: bool) -> Reason:
    """Say where the statement claims to come from, and where it does come from as far as that is known.

    >>> source("article", "第五条", "第六条", against=True).text
    '条款：引文出自“第五条”，语句称“第六条” | article: the text is from “第五条”, the statement says “第六条”'
    """
    zh, en = _NAMES[kind]
    if not held:
        return Reason(kind, f"{zh}：引文未见“{said}” | {en}: “{said}” is not with the text", against)
    return Reason(
        kind,
        f"{zh}：引文出自“{held}”，语句称“{said}” | {en}: the text is from “{held}”, the statement says “{said}”",
        against,
    )


def moved(kind: Kind, said: str, *, against: bool) -> Reason:
    """Say that the same words stand in another order."""
    zh, en = _NAMES[kind]
    if against:
        return Reason(kind, f"{zh}：“{said}”与引文相互调换 | {en}: “{said}” have traded places", against)
    return Reason(kind, f"{zh}：“{said}”的语序与引文不同 | {en}: “{said}” stands elsewhere in the text", against)


def unlike() -> Reason:
    """Say that no part of the text says what the statement says."""
    return Reason("wording", "表述：引文中没有对应的原文 | wording: no part of the text says this")


def untranslated(word: str) -> Reason:
    """Say that an English word claims what no comparing can prove."""
    return Reason(
        "wording", f"表述：英文“{word}”无法与中文引文核对 | wording: “{word}” cannot be checked by comparing"
    )
