"""Letters: kinds, questions of a letter that came in, drafts with their versions, verdicts, 定稿, files to download.

Knows nothing of how a letter is written or kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, File, Path, Query, Request, UploadFile
from starlette.responses import Response

from assistant.letter.desk import Desk
from assistant.letter.paper.office import available
from assistant.letter.types import Draft
from assistant.web.api.attachment import disposition
from assistant.web.api.call import attended, caller, json_of, office, work
from assistant.web.api.declare import API, gives, reading, writing
from assistant.web.api.shapes.letters import (
    BRIEF,
    DRAFT,
    FOUND,
    KINDS,
    SENTENCE,
    BriefRecord,
    DraftRecord,
    IncomingRecord,
    KindsRecord,
    PagesRecord,
    SentenceRecord,
    brief_of,
    found_of,
    kind_of,
    sentence_of,
    whole_of,
)
from assistant.web.api.shapes.orders import (
    AddBody,
    FieldsBody,
    FinalBody,
    IncomingBody,
    LetterBody,
    SentenceBody,
    Version,
    WeighBody,
)
from assistant.web.api.strict import StrictRoute
from assistant.web.gates.refuse import request_id
from assistant.web.letters import Letters, Paper
from assistant.web.types import Caller, allow

router = APIRouter(prefix=API, route_class=StrictRoute, tags=["函件"])

DraftId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="草稿编号")]
SentenceId = Annotated[str, Path(pattern=r"^[1-9]\d{0,2}\.[1-9]\d{0,2}$", description="语句编号", examples=["1.2"])]
WithEvidence = Annotated[bool, Query(description="是否附答复依据一览")]
OfVersion = Annotated[Version | None, Query(description="第几稿")]
_BINARY = {"type": "string", "format": "binary"}
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA = {"docx": _WORD, "pdf": "application/pdf", "text": "text/plain; charset=utf-8", "checklist": _WORD}


_CHANGED = {**writing("not_found"), 200: gives(DraftRecord, "新的一稿", DRAFT)}


@router.get(
    "/letters/kinds",
    summary="函件种类 | kinds",
    operation_id="letterKinds",
    description="能起草的函件种类、各要填什么，能否生成 PDF，草稿保留多少天。",
    responses={**reading(), 200: gives(KindsRecord, "种类", KINDS)},
)
async def kinds(request: Request) -> Response:
    """List the kinds of letters."""
    who, letters = caller(request), office(request).letters
    allow(who, "ask")
    words = letters.words
    told = [kind_of(each, words) for each in letters.kinds.values()]
    days = office(request).settings.service.draft_days
    return json_of({"kinds": told, "pdf": available() is not None, "days": days})


@router.post(
    "/letters/questions",
    summary="找出来信中的问题 | questions",
    operation_id="letterQuestions",
    description="来信中的问题，依次列出；其中的个人信息已遮盖。什么也不保存。",
    responses={
        **writing(),
        200: gives(IncomingRecord, "问题", {"text": "护理费每月多少？", "questions": [FOUND]}),
    },
)
async def questions(request: Request, body: IncomingBody) -> Response:
    """Find the questions of a letter that came in."""
    who, letters = caller(request), office(request).letters
    found = await work(letters.questions, who, body.text)
    return json_of({"text": body.text, "questions": [found_of(each) for each in found]})


@router.post(
    "/letters/questions/file",
    summary="上传来信 | upload",
    operation_id="letterFile",
    description="读出来信文件的文字，找出其中的问题；文件读完即删除，什么也不保存。",
    responses={
        **writing("unreadable_document"),
        200: gives(IncomingRecord, "文字和问题", {"text": "护理费每月多少？", "questions": [FOUND]}),
    },
    form_limits={"max_files": 1, "max_fields": 1, "max_part_size": 4096},
)
async def uploaded(request: Request, file: Annotated[UploadFile, File(description="来信文件")]) -> Response:
    """Read a letter that came in as a file, and find its questions."""
    who, parts = caller(request), office(request)

    def read() -> dict[str, object]:
        text = parts.letters.read(who, parts.library.stage, file.file, file.filename or "")
        return {"text": text, "questions": [found_of(each) for each in parts.letters.questions(who, text)]}

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
    responses={**writing("not_found"), 201: gives(DraftRecord, "草稿", DRAFT)},
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
    responses={**reading(), 200: gives(list[BriefRecord], "草稿", [BRIEF])},
)
async def listed(request: Request, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> Response:
    """List the caller's drafts."""
    who, letters = caller(request), office(request).letters

    def told() -> list[dict[str, object]]:
        desk = letters.desk(who)
        return [brief_of(desk, each) for each in letters.list(who, limit) if each.kind in desk.kinds]

    return json_of(await work(told))


@router.get(
    "/letters/{id}",
    summary="一份草稿 | one",
    operation_id="letter",
    description="一份草稿的最新一稿，或指定的一稿：字段、逐句及核对结论、引文、还须填写的，和纸面上的样子。",
    responses={**reading("not_found", "bad_call"), 200: gives(DraftRecord, "草稿", DRAFT)},
)
async def letter(request: Request, id: DraftId, version: OfVersion = None) -> Response:
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
    responses={**reading("not_found", "bad_call"), 200: gives(list[BriefRecord], "各稿", [BRIEF])},
)
async def versions(request: Request, id: DraftId) -> Response:
    """List the versions of a draft."""
    who, letters = caller(request), office(request).letters

    def told() -> list[dict[str, object]]:
        desk = letters.desk(who)
        return [brief_of(desk, each) for each in letters.versions(who, id)]

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
    responses={**reading("not_found", "bad_call"), 200: gives(DraftRecord, "新的一稿", DRAFT)},
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
    responses={**writing("not_found"), 200: gives(SentenceRecord, "核对结论", SENTENCE)},
)
async def weigh(request: Request, id: DraftId, sentence: SentenceId, body: WeighBody) -> Response:
    """Weigh other words for a sentence."""
    who, letters = caller(request), office(request).letters
    return json_of(sentence_of(await work(letters.weigh, who, id, sentence, body.text), {}))


@router.post(
    "/letters/{id}/final",
    summary="定稿 | make final",
    operation_id="finaliseLetter",
    description="定稿：去掉草稿标记，不能再改。有空白没填就不能定稿；有语句没有出处或与原文不符，须写明理由。记入审计。",
    responses={**writing("not_found"), 200: gives(DraftRecord, "定稿", {**DRAFT, "final": True})},
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
    evidence: WithEvidence = True,
    version: OfVersion = None,
) -> Response:
    """Give a file of a letter."""
    who, letters = caller(request), office(request).letters

    def made() -> tuple[str, bytes]:
        found = letters.get(who, id, version)
        return letters.paper(who, found, paper, evidence=evidence, request=request_id(request.scope))

    name, content = await attended(request, made)
    return Response(content, headers={"content-disposition": disposition(name), "content-type": MEDIA[paper]})


def _whole(letters: Letters, who: Caller, draft: Draft) -> dict[str, object]:
    return whole_of(letters.desk(who), draft)


@router.get(
    "/letters/{id}/pages",
    summary="共几页 | pages",
    operation_id="letterPages",
    description="函件排版后共几页（须装有 LibreOffice）。同一稿只排版一次；人多时排队。",
    responses={
        **reading("not_found", "bad_call", "pdf_unavailable"),
        200: gives(PagesRecord, "页数", {"version": 1, "pages": 2}),
    },
)
async def pages(request: Request, id: DraftId, evidence: WithEvidence = True, version: OfVersion = None) -> Response:
    """Say how many pages a letter has."""
    who, letters = caller(request), office(request).letters

    def told() -> dict[str, object]:
        found = letters.get(who, id, version)
        return {"version": found.version, "pages": letters.pages(who, found, evidence=evidence)}

    return json_of(await attended(request, told))


@router.get(
    "/letters/{id}/pages/{page}",
    summary="一页 | page",
    operation_id="letterPage",
    description="函件的一页，与 .docx 打印出来的相同，PNG 图片（须装有 LibreOffice）。只供本人查看，不作为附件下载。",
    response_class=Response,
    responses={
        **reading("not_found", "bad_call", "pdf_unavailable"),
        200: {"description": "图片", "content": {"image/png": {"schema": _BINARY}}},
    },
)
async def page(
    request: Request,
    id: DraftId,
    page: Annotated[int, Path(ge=1, le=1000, description="第几页")],
    evidence: WithEvidence = True,
    version: OfVersion = None,
) -> Response:
    """Give the picture of a page."""
    who, letters = caller(request), office(request).letters
    content = await attended(
        request, lambda: letters.page(who, letters.get(who, id, version), page, evidence=evidence)
    )
    return Response(content, headers={"content-type": "image/png"})


async def _changed(request: Request, id: str, version: int | None, do: Callable[[Desk, Draft], Draft]) -> Response:
    who, letters = caller(request), office(request).letters
    return json_of(await work(lambda: _whole(letters, who, letters.change(who, id, version, do))))
