"""The list of evidence: each statement, its quote, and where that stands. Pure; knows nothing of file formats."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.letter.paper.types import Block
from assistant.letter.types import Draft, Sentence, Source

WIDTHS = (12.0, 44.0, 52.0, 48.0)
_HEAD = ("编号", "答复语句", "原文", "出处")
CHECKSUM = 16
"""Hexadecimal digits of a checksum that are printed."""


def appendix(draft: Draft, title: str, label: str) -> Iterator[Block]:
    """On a new page, with its label in the upper left corner: one row for a statement and each of its passages."""
    yield Block("annex", label, breaks=True, kept=True)
    yield Block("annex_title", title, gap=1 if label else 0, kept=True)
    rows = [_HEAD, *(row for sentence in draft.sentences for row in _rows(draft, sentence))]
    yield Block("small", rows=tuple(rows), widths=WIDTHS, headed=True, gap=1)
    for told in draft.rests:
        yield Block("small", told)


def _rows(draft: Draft, sentence: Sentence) -> Iterator[tuple[str, ...]]:
    if sentence.role != "statement" or not sentence.text:
        return
    for at, marker in enumerate(sentence.markers):
        said = (sentence.id, sentence.text) if at == 0 else ("", "同上")
        source = draft.sources[marker - 1]
        yield (*said, " ".join(source.citation.quote.split()), where(source))
    if not sentence.markers:
        yield sentence.id, sentence.text, "无", "经办人所加，没有出处"


def where(source: Source) -> str:
    """Document, number, place, section, page, how it stands, checksum: one a line."""
    known = source.citation
    title = known.title.removeprefix("《").removesuffix("》")
    numbers = [known.doc_number or "未注明文号", known.region or "地区未注明", known.validity]
    path = " › ".join(" ".join(label.split()).strip("# ") for label in known.path)
    page = f"第{known.page}页，" if known.page else ""
    return "\n".join(
        line
        for line in (
            f"《{title}》",
            "，".join(numbers),
            path,
            f"{known.document}，{page}第{known.start}—{known.end}字",
            f"校验码 {source.checksum[:CHECKSUM]}",
        )
        if line
    )
