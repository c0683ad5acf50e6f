"""The clerk's check-list: what to see to before the letter is signed. A sheet of its own, kept inside. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.letter.appendix import where
from assistant.letter.draft import filled, opened
from assistant.letter.limit import due
from assistant.letter.paper.types import Block, Sheet
from assistant.letter.types import Draft, Item, Kind

WIDTHS = (12.0, 144.0)
_BOX = "□"
VERDICTS = {
    "verbatim": "与原文一致",
    "supported": "原文能证明",
    "unverified": "没有出处",
    "contradicted": "与原文不符",
}


def checklist(draft: Draft, kind: Kind) -> Sheet:
    """What is open, what does not hold, what to know of each question, and what to check by hand."""
    blocks = [
        Block("record_title", f"{kind.label}核对单", kept=True),
        Block("small", "内部使用，不随文发出。起草编号 " + f"{draft.id[:12]}，第{draft.version}稿", gap=1),
        *_table("需要补齐的内容", [f"{each.label}：{each.ask}" for each in opened(draft, kind)], "没有"),
        *_table("办理期限", list(_limits(draft, kind)), ""),
        *_table("没有出处或与原文不符的语句", list(_failing(draft)), "没有"),
        *(block for at, item in enumerate(draft.items, 1) for block in _question(draft, at, item)),
        *_table("固定用语的依据", list(draft.rests), ""),
        *_table("文字", [f"部分语句由大模型 {draft.written_by} 组织，逐句经过核对"] if draft.written_by else [], ""),
        *_table("个人信息", [_masked(draft)] if draft.masked else [], ""),
        *_table("逐项核对", list(kind.checks), ""),
        Block("body", "核对人：　　　　　　　　核稿人：　　　　　　　　", gap=1),
    ]
    return Sheet(
        "record",
        tuple(blocks),
        title=f"{kind.label}核对单",
        author=filled(draft, kind).get("org", ""),
        at=draft.at,
    )


def _table(head: str, lines: list[str], otherwise: str) -> Iterator[Block]:
    """A small table under its heading; nothing at all where there is nothing to say of it."""
    rows = [(_BOX, line) for line in lines] or [("", otherwise)]
    if lines or otherwise:
        yield Block("heading2", head, kept=True)
        yield Block("small", rows=tuple(rows), widths=WIDTHS)
        yield Block("small")


def _limits(draft: Draft, kind: Kind) -> Iterator[str]:
    """The last day of each time limit, how it was counted, by which rule, and what to look at."""
    for each in due(kind, filled(draft, kind)):
        limit = each.limit
        ground = f"（《{limit.law}》{limit.article}）" if limit.law else ""
        lines = [f"{limit.act}：{limit.rule}{ground}", each.told, *each.notes]
        if limit.law:
            lines.append(draft.laws.get(limit.act, f"所存文件中没有该条，请以《{limit.law}》正式文本核对"))
        yield "。\n".join(lines) + "。"


def _failing(draft: Draft) -> Iterator[str]:
    for each in draft.sentences:
        if not each.holds:
            why = "；".join(reason.split(" | ")[0] for reason in each.reasons)
            yield f"{each.id} {VERDICTS[each.verdict]}：{each.text}{f'（{why}）' if why else ''}"


def _question(draft: Draft, at: int, item: Item) -> Iterator[Block]:
    status = {"answered": "已答复", "uncertain": "只有相关内容，未答复", "not_found": "没有依据，未答复"}[item.status]
    lines = [f"{status}。", *(f"注意：{note}" for note in item.notes)]
    lines += [
        f"{each.id} 已由经办人删去：{each.drafted}" for each in item.sentences if each.drafted and not each.text
    ]
    lines += [
        f"{each.id} 已由经办人改写，原为：{each.drafted}"
        for each in item.sentences
        if each.text != each.drafted and each.drafted and each.text
    ]
    lines += [f"相关原文（不在信中）：{_quote(draft, marker)}" for marker in item.related]
    yield from _table(f"问题{at}：{item.question}", lines, "")


def _quote(draft: Draft, marker: int) -> str:
    source = draft.sources[marker - 1]
    return f"“{' '.join(source.citation.quote.split())}”（{where(source).replace(chr(10), '；')}）"


def _masked(draft: Draft) -> str:
    told = "、".join(f"{name}{count}处" for name, count in draft.masked.items())
    return f"来信和字段中已遮盖：{told}；存储和送大模型的文字中没有原值"
