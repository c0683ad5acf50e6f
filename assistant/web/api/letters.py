"""Letters: kinds, questions of a letter that came in, drafts with their versions, verdicts, 定稿, files to download.

Knows nothing of how a letter is written or kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from starlette.responses import Response

from assistant.letter.desk import Desk
from assistant.letter.draft import filled
from assistant.letter.lay import shown as on_paper
from assistant.letter.lay import spoken
from assistant.letter.paper.office import available
from assistant.letter.paper.types import Block, Sheet, Style
from assistant.letter.types import Draft, Form, Found, Item, Kind, Role, Sentence, Source, When
from assistant.types import Status
from assistant.verify.types import Verdict
from assistant.web.api.ask import Day, Text, Within
from assistant.web.api.call import attended, caller, json_of, office, work
from assistant.web.api.declare import API, reading, writing
from assistant.web.api.documents import disposition
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.letters import Letters, Mode, Ordered, Paper
from assistant.web.types import Caller, allow

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["函件"])

DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="草稿编号")]
SentenceId = Annotated[str, Path(pattern=r"^[1-9]\d{0,2}\.[1-9]\d{0,2}$", description="语句编号", examples=["1.2"])]
Version = Annotated[int, Field(ge=1, le=1_000_000)]
Letter = Annotated[str, StringConstraints(max_length=20_000)]
Values = dict[Annotated[str, StringConstraints(min_length=1, max_length=40)], Letter]
AnswerId = Annotated[str, StringConstraints(min_length=1, max_length=64)]
_BINARY = {"type": "string", "format": "binary"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"docx": _WORD, "pdf": "application/pdf", "text": "text/plain; charset=utf-8", "checklist": _WORD}


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


class DraftRecord(BriefRecord):
    """A draft with everything in it, as its owner sees it."""

    fields: dict[str, str] = Field(description="已填的各项")
    values: dict[str, str] = Field(description="信中各项的值，含固定的和由问题得出的")
    items: list[ItemRecord]
    sources: list[SourceRecord] = Field(description="引文，各带原文的校验码")
    opened: list[OpenRecord] = Field(description="还须填写的")
    unproved_ids: list[str] = Field(description="没有出处或与原文不符的语句")
    masked: dict[str, int] = Field(description="遮盖了几处个人信息")
    written_by: str = Field(description="组织文字的大模型；空为原文")
    finalised: FinalRecord | None
    sheet: SheetRecord


class IncomingBody(BaseModel):
    """A letter that came in."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "局领导：\n我是离休干部，请问护理费每月多少？怎么领取？"}]},
    )

    text: Letter = Field(description="来信全文")


class LetterBody(BaseModel):
    """What a letter is to be made of: one of questions, incoming, answers, conversation."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "kind": "person",
                    "questions": ["清河市特别困难的离休干部补助多少钱？"],
                    "fields": {"to": "王建国同志", "received": "2026年11月3日"},
                }
            ]
        },
    )

    kind: Annotated[str, StringConstraints(min_length=1, max_length=40)] = Field(description="种类：名称")
    questions: list[Text] = Field(default=[], max_length=20, description="要答复的问题")
    incoming: Letter = Field(default="", description="来信全文，其中的问题逐一答复")
    answers: list[AnswerId] = Field(default=[], max_length=20, description="不久前得到的回答的编号")
    conversation: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")] | None = Field(
        default=None, description="谈话编号，与 turn 一起用"
    )
    turn: int = Field(default=1, ge=1, le=1000, description="谈话中第几次提问")
    fields: Values = Field(default={}, max_length=60, description="字段：名称（或中文名）与值")
    as_of: Day | None = Field(default=None, description="以某日有效的规定为准", examples=["2018-06-30"])
    filters: Within = Field(default_factory=Within, description="只看符合条件的文件")
    form: Form | None = Field(default=None, description="另用的格式")
    mode: Mode | None = Field(default=None, description="由文件原文还是大模型组织文字；默认依设置")

    def ordered(self) -> Ordered:
        """The same as it is written."""
        return Ordered(
            kind=self.kind,
            questions=tuple(self.questions),
            incoming=self.incoming,
            answers=tuple(self.answers),
            conversation=self.conversation,
            turn=self.turn,
            fields=self.fields,
            day=self.as_of,
            filters=self.filters.filter(),
            form=self.form,
            mode=self.mode,
        )


class _Change(BaseModel):
    """A change of one version of a draft."""

    version: Version | None = Field(default=None, description="改的是第几稿；不是最新一稿就不改")


class FieldsBody(_Change):
    """Values of fields."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"fields": {"to": "王建国同志"}}]})

    fields: Values = Field(max_length=60, description="名称与值；空值取消一项")


class SentenceBody(_Change):
    """Other words for a sentence."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"text": "每人每年补助3600元。", "version": 1}]}
    )

    text: Text = Field(description="改后的文字；空为取消这一句")


class AddBody(_Change):
    """One more sentence."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": 1, "text": "申请材料交社区。"}]}
    )

    question: int = Field(ge=1, le=1000, description="加在第几个问题的答复之后")
    text: Text


class WeighBody(BaseModel):
    """Words to be weighed."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"text": "每人每年补助9600元。"}]})

    text: Text


class FinalBody(_Change):
    """Who makes a letter final, and why although something does not hold."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"by": "李明"}]})

    by: Annotated[str, StringConstraints(min_length=1, max_length=60)] = Field(description="定稿人")
    reason: Annotated[str, StringConstraints(max_length=1000)] = Field(
        default="", description="有语句没有出处或与原文不符时必填"
    )


_SENTENCE = {
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
_BRIEF = {
    "id": "9f86d081884c7d659a2feaa0c55ad015",
    "kind": "person",
    "version": 1,
    "at": "2026-11-20T09:00:00+08:00",
    "title": "关于困难补助有关问题的答复",
    "final": False,
    "unproved": 0,
    "open": 1,
}
_DRAFT = {
    **_BRIEF,
    "fields": {"to": "王建国同志"},
    "values": {"to": "王建国同志", "we": "我局"},
    "items": [
        {
            "question": "清河市特别困难的离休干部补助多少钱？",
            "topic": "困难补助",
            "status": "answered",
            "sentences": [_SENTENCE],
            "notes": [],
            "related": [],
        }
    ],
    "sources": [],
    "opened": [{"label": "发文字号", "ask": "如：某委老干函〔2026〕3号"}],
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
_FOUND = {"text": "护理费每月多少？", "context": "我是离休干部。"}
_KINDS = {
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
}


def _gives(model: Any, description: str, example: object) -> dict[str, Any]:  # noqa: ANN401 - as FastAPI has it
    return {"model": model, "description": description, "content": {"application/json": {"example": example}}}


_CHANGED = {**writing("not_found"), 200: _gives(DraftRecord, "新的一稿", _DRAFT)}


@router.get(
    "/letters/kinds",
    summary="函件种类 | kinds",
    operation_id="letterKinds",
    description="能起草的函件种类、各要填什么，以及能否生成 PDF。",
    responses={**reading(), 200: _gives(KindsRecord, "种类", _KINDS)},
)
async def kinds(request: Request) -> Response:
    """List the kinds of letters."""
    who, letters = caller(request), office(request).letters
    allow(who, "ask")
    words = letters.words
    told = [_kind(each, words) for each in letters.kinds.values()]
    return json_of({"kinds": told, "pdf": available() is not None})


@router.post(
    "/letters/questions",
    summary="找出来信中的问题 | questions",
    operation_id="letterQuestions",
    description="来信中的问题，依次列出；其中的个人信息已遮盖。什么也不保存。",
    responses={
        **writing(),
        200: _gives(IncomingRecord, "问题", {"text": "护理费每月多少？", "questions": [_FOUND]}),
    },
)
async def questions(request: Request, body: IncomingBody) -> Response:
    """Find the questions of a letter that came in."""
    who, letters = caller(request), office(request).letters
    found = await work(letters.questions, who, body.text)
    return json_of({"text": body.text, "questions": [_found(each) for each in found]})


@router.post(
    "/letters/questions/file",
    summary="上传来信 | upload",
    operation_id="letterFile",
    description="读出来信文件的文字，找出其中的问题；文件读完即删除，什么也不保存。",
    responses={
        **writing("unreadable_document"),
        200: _gives(IncomingRecord, "文字和问题", {"text": "护理费每月多少？", "questions": [_FOUND]}),
    },
    form_limits={"max_files": 1, "max_fields": 1, "max_part_size": 4096},
)
async def uploaded(request: Request, file: Annotated[UploadFile, File(description="来信文件")]) -> Response:
    """Read a letter that came in as a file, and find its questions."""
    who, parts = caller(request), office(request)

    def read() -> dict[str, object]:
        text = parts.letters.read(who, parts.library.stage, file.file, file.filename or "")
        return {"text": text, "questions": [_found(each) for each in parts.letters.questions(who, text)]}

    return json_of(await work(read))


@router.post(
    "/letters",
    status_code=201,
    summary="起草 | draft",
    operation_id="draftLetter",
    description=(
        "起草一封函件：由问题、来信全文、不久前的回答，或谈话中的一次提问，任取其一。只写核对过的语句，"
        "文件没有规定的照实说明；草稿带版本保存，只有本人可见。"
    ),
    responses={**writing("not_found"), 201: _gives(DraftRecord, "草稿", _DRAFT)},
)
async def draft(request: Request, body: LetterBody) -> Response:
    """Draft a letter."""
    who, letters = caller(request), office(request).letters
    made = await attended(request, lambda: letters.draft(who, body.ordered()))
    return json_of(await work(_whole, letters, who, made), 201)


@router.get(
    "/letters",
    summary="草稿列表 | list",
    operation_id="letters",
    description="自己的草稿，最近改过的在前。别人的草稿谁也看不到，管理员也不例外。",
    responses={**reading(), 200: _gives(list[BriefRecord], "草稿", [_BRIEF])},
)
async def listed(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List the caller's drafts."""
    who, letters = caller(request), office(request).letters

    def told() -> list[dict[str, object]]:
        desk = letters.desk(who)
        return [_brief(desk, each) for each in letters.list(who, limit) if each.kind in desk.kinds]

    return json_of(await work(told))


@router.get(
    "/letters/{id}",
    summary="一份草稿 | one",
    operation_id="letter",
    description="一份草稿的最新一稿，或指定的一稿：字段、逐句及核对结论、引文、还须填写的，和纸面上的样子。",
    responses={**reading("not_found", "bad_call"), 200: _gives(DraftRecord, "草稿", _DRAFT)},
)
async def letter(
    request: Request, id: DraftId, version: Annotated[Version | None, Query(description="第几稿")] = None
) -> Response:
    """Give a draft."""
    who, letters = caller(request), office(request).letters
    return json_of(await work(lambda: _whole(letters, who, letters.get(who, id, version))))


@router.delete(
    "/letters/{id}",
    status_code=204,
    summary="删除草稿 | forget",
    operation_id="forgetLetter",
    description="删除一份草稿和它的全部各稿，不能恢复。",
    responses=reading("not_found"),
)
async def forget(request: Request, id: DraftId) -> Response:
    """Forget a draft."""
    await work(office(request).letters.forget, caller(request), id)
    return Response(status_code=204)


@router.get(
    "/letters/{id}/versions",
    summary="各稿 | versions",
    operation_id="letterVersions",
    description="一份草稿的各稿，由先到后。",
    responses={**reading("not_found", "bad_call"), 200: _gives(list[BriefRecord], "各稿", [_BRIEF])},
)
async def versions(request: Request, id: DraftId) -> Response:
    """List the versions of a draft."""
    who, letters = caller(request), office(request).letters

    def told() -> list[dict[str, object]]:
        desk = letters.desk(who)
        return [_brief(desk, each) for each in letters.versions(who, id)]

    return json_of(await work(told))


@router.patch(
    "/letters/{id}/fields",
    summary="填写字段 | fill",
    operation_id="fillLetter",
    description="填写或改动几个字段，得到新的一稿；空值取消一项。",
    responses=_CHANGED,
)
async def fill(request: Request, id: DraftId, body: FieldsBody) -> Response:
    """Fill fields of a draft."""
    return await _changed(request, id, body.version, lambda desk, made: desk.fill(made, body.fields))


@router.post(
    "/letters/{id}/sentences",
    summary="加一句 | add",
    operation_id="addSentence",
    description="在一个问题的答复之后加一句，并核对它有没有出处。",
    responses=_CHANGED,
)
async def add(request: Request, id: DraftId, body: AddBody) -> Response:
    """Add a sentence."""
    return await _changed(request, id, body.version, lambda desk, made: desk.add(made, body.question, body.text))


@router.put(
    "/letters/{id}/sentences/{sentence}",
    summary="改一句 | edit",
    operation_id="editSentence",
    description="改动一句，得到新的一稿和对这一句的核对结论；改为空即取消这一句。",
    responses=_CHANGED,
)
async def edit(request: Request, id: DraftId, sentence: SentenceId, body: SentenceBody) -> Response:
    """Change a sentence."""
    return await _changed(request, id, body.version, lambda desk, made: desk.edit(made, sentence, body.text))


@router.delete(
    "/letters/{id}/sentences/{sentence}",
    summary="取消一句 | take out",
    operation_id="takeOutSentence",
    description="从信中取消一句，得到新的一稿。",
    responses={**reading("not_found", "bad_call"), 200: _gives(DraftRecord, "新的一稿", _DRAFT)},
)
async def take_out(
    request: Request,
    id: DraftId,
    sentence: SentenceId,
    version: Annotated[Version | None, Query(description="改的是第几稿")] = None,
) -> Response:
    """Take a sentence out."""
    return await _changed(request, id, version, lambda desk, made: desk.edit(made, sentence, ""))


@router.post(
    "/letters/{id}/sentences/{sentence}/weigh",
    summary="核对一句 | weigh",
    operation_id="weighSentence",
    description="一句话改成这样，核对结论是什么：供边写边看，什么也不保存。",
    responses={**writing("not_found"), 200: _gives(SentenceRecord, "核对结论", _SENTENCE)},
)
async def weigh(request: Request, id: DraftId, sentence: SentenceId, body: WeighBody) -> Response:
    """Weigh other words for a sentence."""
    who, letters = caller(request), office(request).letters
    return json_of(_sentence(await work(letters.weigh, who, id, sentence, body.text), {}))


@router.post(
    "/letters/{id}/final",
    summary="定稿 | make final",
    operation_id="finaliseLetter",
    description="定稿：去掉草稿标记，不能再改。有空白没填就不能定稿；有语句没有出处或与原文不符，须写明理由。记入审计。",
    responses={**writing("not_found"), 200: _gives(DraftRecord, "定稿", {**_DRAFT, "final": True})},
)
async def finalise(request: Request, id: DraftId, body: FinalBody) -> Response:
    """Make a letter final."""
    who, letters = caller(request), office(request).letters

    def done() -> dict[str, object]:
        made = letters.finalise(
            who, letters.get(who, id, body.version), body.by, body.reason, request_id(request.scope)
        )
        return _whole(letters, who, made)

    return json_of(await work(done))


@router.get(
    "/letters/{id}/files/{paper}",
    summary="下载 | download",
    operation_id="letterPaper",
    description="函件的 .docx、.pdf（须装有 LibreOffice）或纯文本，或经办人核对单，作为附件下载。记入审计。",
    response_class=Response,
    responses={
        **reading("not_found", "bad_call", "pdf_unavailable"),
        200: {"description": "文件", "content": {each: {"schema": _BINARY} for each in MEDIA.values()}},
    },
)
async def paper(
    request: Request,
    id: DraftId,
    paper: Paper,
    evidence: Annotated[bool, Query(description="是否附答复依据一览")] = True,
    version: Annotated[Version | None, Query(description="第几稿")] = None,
) -> Response:
    """Give a file of a letter."""
    who, letters = caller(request), office(request).letters

    def made() -> tuple[str, bytes]:
        found = letters.get(who, id, version)
        return letters.paper(who, found, paper, evidence=evidence, request=request_id(request.scope))

    name, content = await attended(request, made)
    return Response(content, headers={"content-disposition": disposition(name), "content-type": MEDIA[paper]})


async def _changed(request: Request, id: str, version: int | None, do: Callable[[Desk, Draft], Draft]) -> Response:
    who, letters = caller(request), office(request).letters
    return json_of(await work(lambda: _whole(letters, who, letters.change(who, id, version, do))))


def _kind(kind: Kind, words: Mapping[str, str]) -> dict[str, object]:
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


def _found(found: Found) -> dict[str, str]:
    return {"text": found.text, "context": found.context}


def _brief(desk: Desk, draft: Draft) -> dict[str, object]:
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


def _whole(letters: Letters, who: Caller, draft: Draft) -> dict[str, object]:
    """A draft as its owner sees it: with the personal data that it was given."""
    desk = letters.desk(who)
    shown = desk.unmasked(draft)
    values = on_paper(shown, desk.kind(draft))
    final = draft.final
    return _brief(desk, draft) | {
        "fields": dict(shown.fields),
        "values": filled(shown, desk.kind(draft)),
        "items": [_item(each, values) for each in shown.items],
        "sources": [_source(each) for each in draft.sources],
        "opened": [] if final else [{"label": each.label, "ask": each.ask} for each in desk.opened(draft)],
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


def _item(item: Item, values: Mapping[str, str]) -> dict[str, object]:
    return {
        "question": item.question,
        "topic": item.topic,
        "status": item.status,
        "sentences": [_sentence(each, values) for each in item.sentences],
        "notes": list(item.notes),
        "related": list(item.related),
    }


def _sentence(sentence: Sentence, values: Mapping[str, str]) -> dict[str, object]:
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
