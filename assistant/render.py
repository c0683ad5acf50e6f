"""Answers for people and for programs: plain text and JSON. Pure."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from assistant.talk.conversation import Conversation
from assistant.types import EXTRACTIVE, Answer, Citation

STATUS = {
    "answered": "已回答 | answered",
    "uncertain": "不确定：只有相关内容 | uncertain: related passages only",
    "not_found": "未找到 | not found",
}


def to_json(answer: Answer, conversation: Conversation | None = None) -> str:
    """One line of JSON with the field names of the answer, and of the conversation that it ends."""
    return json.dumps(record(answer, conversation), ensure_ascii=False)


def record(answer: Answer, conversation: Conversation | None = None) -> dict[str, Any]:
    """The same as values."""
    told = asdict(answer)
    if conversation is not None:
        told |= {"conversation": conversation.id, "resolved": asdict(conversation.turns[-1].resolved)}
    return told


def to_text(answer: Answer) -> str:
    """An answer as a terminal shows it: status, text, notices, sources."""
    lines = [f"【{STATUS[answer.status]}】", answer.text]
    lines += [f"※ {notice.text}" for notice in answer.notices]
    if answer.fallback is not None:
        lines.append(f"※ {answer.fallback}")
    elif answer.written_by != EXTRACTIVE:
        told = f"由大模型 {answer.written_by} 组织文字，逐句经过核对"
        lines.append(f"※ {told} | worded by the model {answer.written_by}, each statement checked")
    if answer.citations:
        lines += ["", "出处 | sources", *map(_source, answer.citations)]
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    where = " › ".join(citation.path)
    page = f"，第{citation.page}页" if citation.page else ""
    known = "，".join(
        part
        for part in (
            citation.doc_number,
            citation.region or "地区未注明",
            f"{citation.year}年" if citation.year else "年份不明",
            citation.validity,
        )
        if part
    )
    quote = " ".join(citation.quote.split())
    place = f"{citation.document}（{known}）{where}{page} {citation.start}–{citation.end}"
    return f"[{citation.marker}] {place}\n    “{quote}”"
