"""The list of evidence: each statement, its quote, and where that stands. Pure; knows nothing of file formats."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.letter.paper.types import Block
from assistant.letter.types import Draft, Source

WIDTHS = (12.0, 46.0, 50.0, 48.0)
_HEAD = ("编号", "答复语句", "原文", "出处")
CHECKSUM = 16
"""Hexadecimal digits of a checksum that are printed."""


def appendix(draft: Draft, title: str, label: str) -> Iterator[Block]:
    """On a new page, with its label in the upper left corner: one row for a statement and each of its passages."""
    yield Block("annex", label, breaks=True, kept=True)
    yield Block("annex_title", title, gap=1 if label else 0, kept=True)
    rows = [_HEAD, *_rows(draft)]
    yield Block("small", rows=tuple(rows), widths=WIDTHS, headed=True, gap=1)
    # Something must stand between two tables, and after the last one.
    yield Block("after")
    yield from (Block("small", told) for told in draft.rests)


def _rows(draft: Draft) -> Iterator[tuple[str, ...]]:
    """A document is described where it is first cited; below it only the place in it is told."""
    before = ""
    for sentence in draft.sentences:
        if sentence.role != "statement" or not sentence.text:
            continue
        for at, marker in enumerate(sentence.markers):
            source = draft.sources[marker - 1]
            said = (sentence.id, sentence.text) if at == 0 else ("", "同上")
            same = source.citation.document_id == before
            before = source.citation.document_id
            yield (*said, " ".join(source.citation.quote.split()), spot(source) if same else where(source))
        if not sentence.markers:
            yield sentence.id, sentence.text, "无", "经办人所加，没有出处"


def where(source: Source) -> str:
    """Document, number, place, validity, and then the spot in it: one a line."""
    known = source.citation
    untitled = known.title == known.document
    title = "未注明标题" if untitled else f"《{known.title.removeprefix('《').removesuffix('》')}》"
    validity = "效力不明" if known.validity == "不明" else known.validity
    numbers = [known.doc_number or "未注明文号", known.region or "地区未注明", validity]
    return "\n".join([title, "，".join(numbers), f"文件名 {known.document}", _spot(source)])


def spot(source: Source) -> str:
    """The spot in a document that was told before."""
    return f"同上件\n{_spot(source)}"


def _spot(source: Source) -> str:
    known = source.citation
    path = " › ".join(" ".join(label.split()).strip("# ") for label in known.path)
    page = f"第{known.page}页，" if known.page else ""
    lines = (path, f"{page}第{known.start}—{known.end}字", f"校验码 {source.checksum[:CHECKSUM]}")
    return "\n".join(line for line in lines if line)
