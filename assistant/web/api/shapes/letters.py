"""Letters as JSON: kinds, questions found, a draft with its verdicts and its paper; each shape with what makes it.

Knows nothing of routes, nor of what is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, Field

from assistant.letter.desk import Desk
from assistant.letter.draft import filled
from assistant.letter.lay import shown as on_paper
from assistant.letter.lay import spoken
from assistant.letter.limit import Due, due
from assistant.letter.paper.types import Block, Sheet, Style
from assistant.letter.types import Draft, Form, Found, Item, Kind, Role, Sentence, Source, When
from assistant.types import Status
from assistant.verify.types import Verdict


class FieldRecord(BaseModel):
    """One thing that a person must say."""

    name: str
    label: str = Field(description="名称")
    ask: str = Field(description="填什么，带例子；空的不必填")
    check: str = Field(description="填写规则")
    when: When = Field(description="必填、可不填，或有问题不能答复时必填")
    default: str = Field(description="不填时的值；本单位的固定内容由设置而来")


class KindRecord(BaseModel):
    """A kind of letter."""

    name: str
    label: str
    english: str
    form: Form = Field(description="信函格式、普通格式或记录单")
    fields: list[FieldRecord]
    checks: list[str] = Field(description="签发前由经办人核对的事项")


class KindsRecord(BaseModel):
    """What can be written here."""

    kinds: list[KindRecord]
    pdf: bool = Field(description="能否生成 PDF")
    days: int = Field(description="多少天无人改动即删除")


class FoundRecord(BaseModel):
    """A question of a letter that came in."""

    text: str
    context: str = Field(description="说明问题所指的上文")


class IncomingRecord(BaseModel):
    """A letter that came in, and its questions; personal data in the questions is masked."""

    text: str
    questions: list[FoundRecord]


class SentenceRecord(BaseModel):
    """One sentence with the verdict on it."""

    id: str
    role: Role = Field(description="出处、规定或说明")
    text: str = Field(description="空为已取消")
    shown: str = Field(description="信中的样子：其中的空白已填上")
    markers: list[int] = Field(description="所依据的引文")
    verdict: Verdict = Field(description="与原文一致、原文能证明、没有出处、与原文不符")
    reasons: list[str] = Field(description="与原文哪里不同")
    drafted: str = Field(description="程序起草的文字；经办人自己加的为空")
    holds: bool = Field(description="定稿时不必说明理由")


class ItemRecord(BaseModel):
    """One question and what the letter says to it."""

    question: str
    topic: str
    status: Status
    sentences: list[SentenceRecord]
    notes: list[str] = Field(description="经办人须知，不写进信里")
    related: list[int] = Field(description="与问题相近但没有回答它的引文")


class SourceRecord(BaseModel):
    """A passage that the letter rests on, to the letter."""

    marker: int
    document_id: str
    document: str
    title: str
    doc_number: str | None
    region: str | None
    year: int | None
    validity: str
    path: list[str]
    start: int
    end: int
    quote: str
    page: int | None
    checksum: str = Field(description="原文的 SHA-256")


class OpenRecord(BaseModel):
    """What must still be filled in."""

    label: str
    ask: str


class LimitRecord(BaseModel):
    """A time limit with its last day."""

    act: str = Field(description="到期前要做的事")
    rule: str = Field(description="从何时起算、多长")
    law: str = Field(description="依据的法规和条；空为没有")
    day: date | None = Field(description="最后一日；起算日期没有填写时为空")
    told: str = Field(description="怎样算出，或缺什么")
    notes: list[str] = Field(description="须核对的")


class BlockRecord(BaseModel):
    """One paragraph on paper, or a table."""

    style: Style
    text: str
    right: float = Field(description="右缩进，字")
    gap: int = Field(description="前空行数")
    rows: list[list[str]]
    headed: bool
    breaks: bool = Field(description="另起一页")


class SheetRecord(BaseModel):
    """The letter as it stands on paper."""

    form: Form
    title: str
    mark: str = Field(description="发文机关标志")
    number: str
    category: str
    stamp: str = Field(description="草稿标记；定稿为空")
    blocks: list[BlockRecord]
    foot: list[list[str]] = Field(description="版记")
    highlighted: list[str] = Field(description="还没有填的空白")


class FinalRecord(BaseModel):
    """The act of making a letter final."""

    version: int
    at: str
    by: str
    reason: str = Field(description="语句没有出处仍定稿的理由")
    unproved: list[str]
    checksum: str = Field(description="信的纯文本的 SHA-256")


class BriefRecord(BaseModel):
    """A draft, in brief."""

    id: str
    kind: str
    version: int
    at: str
    title: str
    final: bool
    unproved: int = Field(description="没有出处或与原文不符的语句数")
    open: int = Field(description="还须填写的项数")


class PagesRecord(BaseModel):
    """How many pages a letter has."""

    version: int = Field(description="第几稿")
    pages: int = Field(description="共几页")


class DraftRecord(BriefRecord):
    """A draft with everything in it, as its owner sees it."""

    fields: dict[str, str] = Field(description="已填的各项")
    values: dict[str, str] = Field(description="信中各项的值，含固定的和由问题得出的")
    items: list[ItemRecord]
    sources: list[SourceRecord] = Field(description="引文，各带原文的校验码")
    opened: list[OpenRecord] = Field(description="还须填写的")
    limits: list[LimitRecord] = Field(description="办理期限；节假日须由经办人核对")
    unproved_ids: list[str] = Field(description="没有出处或与原文不符的语句")
    masked: dict[str, int] = Field(description="遮盖了几处个人信息")
    written_by: str = Field(description="组织文字的大模型；空为原文")
    finalised: FinalRecord | None
    sheet: SheetRecord


SENTENCE = {
    "id": "1.2",
    "role": "statement",
    "text": "对特别困难的离休干部，每人每年补助3600元。",
    "shown": "对特别困难的离休干部，每人每年补助3600元。",
    "markers": [1],
    "verdict": "verbatim",
    "reasons": [],
    "drafted": "对特别困难的离休干部，每人每年补助3600元。",
    "holds": True,
}
BRIEF = {
    "id": "9f86d081884c7d659a2feaa0c55ad015",
    "kind": "person",
    "version": 1,
    "at": "2026-11-20T09:00:00+08:00",
    "title": "关于困难补助有关问题的答复",
    "final": False,
    "unproved": 0,
    "open": 1,
}
DRAFT = {
    **BRIEF,
    "fields": {"to": "王建国同志"},
    "values": {"to": "王建国同志", "we": "我局"},
    "items": [
        {
            "question": "清河市特别困难的离休干部补助多少钱？",
            "topic": "困难补助",
            "status": "answered",
            "sentences": [SENTENCE],
            "notes": [],
            "related": [],
        }
    ],
    "sources": [],
    "opened": [{"label": "发文字号", "ask": "如：某委老干函〔2026〕3号"}],
    "limits": [],
    "unproved_ids": [],
    "masked": {},
    "written_by": "",
    "finalised": None,
    "sheet": {
        "form": "letter",
        "title": "关于困难补助有关问题的答复",
        "mark": "中共清河市委老干部局",
        "number": "【发文字号】",
        "category": "",
        "stamp": "草稿",
        "blocks": [],
        "foot": [],
        "highlighted": ["【发文字号】"],
    },
}
FOUND = {"text": "护理费每月多少？", "context": "我是离休干部。"}
KINDS = {
    "kinds": [
        {
            "name": "person",
            "label": "答复函",
            "english": "answer to a person",
            "form": "letter",
            "fields": [
                {
                    "name": "to",
                    "label": "称谓",
                    "ask": "写给谁，如：王某某同志",
                    "check": "line",
                    "when": "always",
                    "default": "",
                }
            ],
            "checks": ["称谓与来信一致"],
        }
    ],
    "pdf": True,
    "days": 180,
}


def kind_of(kind: Kind, words: Mapping[str, str]) -> dict[str, object]:
    """A kind of letter; `words` are the office's own, which need not be filled in."""
    return {
        "name": kind.name,
        "label": kind.label,
        "english": kind.english,
        "form": kind.form,
        "fields": [
            {
                "name": each.name,
                "label": each.label,
                "ask": each.ask,
                "check": each.check,
                "when": each.when,
                "default": words.get(each.name) or each.default,
            }
            for each in kind.fields
        ],
        "checks": list(kind.checks),
    }


def found_of(found: Found) -> dict[str, str]:
    """A question of a letter that came in."""
    return {"text": found.text, "context": found.context}


def brief_of(desk: Desk, draft: Draft) -> dict[str, object]:
    """A draft, in brief."""
    return {
        "id": draft.id,
        "kind": draft.kind,
        "version": draft.version,
        "at": draft.at,
        "title": desk.sheet(draft, evidence=False).title,
        "final": draft.final is not None,
        "unproved": len(_unproved(draft)),
        "open": 0 if draft.final else len(desk.opened(draft)),
    }


def whole_of(desk: Desk, draft: Draft) -> dict[str, object]:
    """A draft as its owner sees it: with the personal data that it was given."""
    shown = desk.unmasked(draft)
    values = on_paper(shown, desk.kind(draft))
    final = draft.final
    return brief_of(desk, draft) | {
        "fields": dict(shown.fields),
        "values": filled(shown, desk.kind(draft)),
        "items": [_item(each, values) for each in shown.items],
        "sources": [_source(each) for each in draft.sources],
        "opened": [] if final else [{"label": each.label, "ask": each.ask} for each in desk.opened(draft)],
        "limits": [_limit(each) for each in due(desk.kind(draft), filled(draft, desk.kind(draft)))],
        "unproved_ids": _unproved(draft),
        "masked": dict(draft.masked),
        "written_by": draft.written_by,
        "finalised": None
        if final is None
        else {
            "version": final.version,
            "at": final.at,
            "by": final.by,
            "reason": final.reason,
            "unproved": list(final.unproved),
            "checksum": final.checksum,
        },
        "sheet": _sheet(desk.sheet(draft, evidence=False)),
    }


def _unproved(draft: Draft) -> list[str]:
    return [each.id for each in draft.sentences if not each.holds]


def _limit(due: Due) -> dict[str, object]:
    return {
        "act": due.limit.act,
        "rule": due.limit.rule,
        "law": f"《{due.limit.law}》{due.limit.article}" if due.limit.law else "",
        "day": None if due.day is None else due.day.isoformat(),
        "told": due.told,
        "notes": list(due.notes),
    }


def _item(item: Item, values: Mapping[str, str]) -> dict[str, object]:
    return {
        "question": item.question,
        "topic": item.topic,
        "status": item.status,
        "sentences": [sentence_of(each, values) for each in item.sentences],
        "notes": list(item.notes),
        "related": list(item.related),
    }


def sentence_of(sentence: Sentence, values: Mapping[str, str]) -> dict[str, object]:
    """A sentence with the verdict on it; `values` fill what the program left open in its own words."""
    return {
        "id": sentence.id,
        "role": sentence.role,
        "text": sentence.text,
        "shown": spoken(sentence, values),
        "markers": list(sentence.markers),
        "verdict": sentence.verdict,
        "reasons": list(sentence.reasons),
        "drafted": sentence.drafted,
        "holds": sentence.holds,
    }


def _source(source: Source) -> dict[str, object]:
    known = source.citation
    return {
        "marker": known.marker,
        "document_id": known.document_id,
        "document": known.document,
        "title": known.title,
        "doc_number": known.doc_number,
        "region": known.region,
        "year": known.year,
        "validity": known.validity,
        "path": list(known.path),
        "start": known.start,
        "end": known.end,
        "quote": known.quote,
        "page": known.page,
        "checksum": source.checksum,
    }


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "form": sheet.form,
        "title": sheet.title,
        "mark": sheet.mark,
        "number": sheet.number,
        "category": sheet.category,
        "stamp": sheet.stamp,
        "blocks": [_block(each) for each in sheet.blocks],
        "foot": [list(each) for each in sheet.foot],
        "highlighted": list(sheet.highlighted),
    }


def _block(block: Block) -> dict[str, object]:
    return {
        "style": block.style,
        "text": block.text,
        "right": block.right,
        "gap": block.gap,
        "rows": [list(each) for each in block.rows],
        "headed": block.headed,
        "breaks": block.breaks,
    }
