"""Word documents (.docx): what a person reads on the pages, in order, with automatic numbers as text.

Tracked insertions are text and deletions are not; moved text stands where it was moved to. Text boxes follow their
paragraph. Headers, footers, notes at the foot, comments, hidden text and the table of contents are left out, and the
draft's notes say so. Knows WordprocessingML; what a label looks like is the business of `numbering`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.draft import Draft, Line
from corpus.readers import grid, seam
from corpus.readers.archive import Package
from corpus.readers.numbering import Numbering
from corpus.readers.source import empty, refused
from corpus.readers.styles import Styles, W, switched, whole
from corpus.secrecy import marked

if TYPE_CHECKING:
    from lxml.etree import _Element

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MIXED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

_WRITTEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}br": "\n",
    f"{W}cr": "\n",
    f"{W}noBreakHyphen": "-",
}
_PASSED_OVER = frozenset(
    W + name
    for name in [
        "pPr",
        "rPr",
        "sdtPr",
        "sdtEndPr",
        "tblPr",
        "tblGrid",
        "trPr",
        "tcPr",
        "instrText",
        "delText",
        "delInstrText",
        "fldData",
        "rt",
        "rubyPr",
        "sectPr",
    ]
)
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_INSERTED = frozenset({f"{W}ins", f"{W}moveTo"})
_WRAPPERS = frozenset(W + name for name in ["sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml"])
_TICKS = {"A8": "□", "6F": "□", "FE": "☑", "52": "☑", "FC": "✓", "FB": "✗", "6C": "●", "6E": "■"}
"""Signs of the Wingdings fonts that stand in forms, by the last two digits of their code."""
_ASIDES = {
    "footnotes": (f"{W}footnote", "脚注"),
    "endnotes": (f"{W}endnote", "尾注"),
    "comments": (f"{W}comment", "批注"),
    "header": (W + "hdr", "页眉"),
    "footer": (W + "ftr", "页脚"),
}
_COUNTED = (
    ("inserted", "采纳修订插入 {} 处"),
    ("deleted", "略去修订删除 {} 处"),
    ("hidden", "略去隐藏文字 {} 字"),
    ("contents", "略去自动目录 {} 行"),
    ("pictures", "有图片 {} 张，图中文字未读"),
    ("objects", "有嵌入对象 {} 个，未读"),
    ("imported", "有外部导入内容 {} 处，未读"),
)

_Table = list[grid.Span]
_Block = Line | _Table


def read(path: Path) -> Iterator[Draft]:
    """Read a .docx.

    Raises:
        UnreadableDocument: not a .docx, damaged, encrypted, hostile, or without text.
    """
    package = Package(path)
    name = package.main("word/document.xml")
    parts = package.related(name)
    body = package.xml(name).find(f"{W}body")
    reading = _Reading(package, parts)
    lines = tuple(_numbered(reading.blocks(body))) if body is not None else ()
    if not any(line.text for line in lines):
        if reading.counts["pictures"]:
            raise refused(path, "只有图片，没有文字，需先 OCR 成文字版", "pictures without text; run OCR first")
        raise empty(path)
    title = seam.join(reading.title) or None
    yield Draft((*_secret(package, parts), *lines), title=title, notes=(*reading.notes(), *_asides(package, parts)))


def _numbered(blocks: Iterator[_Block]) -> Iterator[Line]:
    tables = 0
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            yield from grid.lay(block, tables)
            tables += 1


@dataclass(slots=True)
class _Text:
    """The text of a paragraph as it is being collected."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[_Element] = field(default_factory=list)


class _Reading:
    """One pass through a document: lists count, tables open and close, and what is left out adds up."""

    def __init__(self, package: Package, parts: dict[str, tuple[str, str]]) -> None:
        named = {kind: name for kind, name in parts.values() if name in package.names}
        self._styles = Styles(package.xml(named["styles"]) if "styles" in named else None)
        numbering = package.xml(named["numbering"]) if "numbering" in named else None
        self._numbering = Numbering(numbering, self._styles)
        self.counts: Counter[str] = Counter()
        self.title: list[str] = []
        self._title_done = False

    def notes(self) -> Iterator[str]:
        """What was taken in and left out, in Chinese."""
        for name, message in _COUNTED:
            if self.counts[name]:
                yield message.format(self.counts[name])

    def blocks(self, parent: _Element) -> Iterator[_Block]:
        """Lines and tables below `parent`, in reading order."""
        carried = ""
        for child in parent:
            if child.tag == f"{W}p":
                text = self._collect(child)
                joined = carried + "".join(text.pieces)
                runs_on = _mark_deleted(child)
                carried = joined if runs_on else ""
                if not runs_on:
                    yield from self._paragraph(child, joined)
                for box in text.boxes:
                    yield from self.blocks(box)
            elif child.tag == f"{W}tbl":
                yield from _lines(carried, None) if carried else ()
                carried = ""
                yield from self._table(child)
            else:
                yield from self._container(child)
        if carried:
            yield from _lines(carried, None)

    def _container(self, element: _Element) -> Iterator[_Block]:
        if element.tag == f"{_MIXED}AlternateContent":
            yield from self.blocks(_chosen(element))
        elif element.tag in _WRAPPERS:
            if _lists_contents(element):
                self.counts["contents"] += sum(1 for _ in element.iter(f"{W}p"))
            elif not _prompts(element):
                yield from self.blocks(element)
        elif element.tag == f"{W}altChunk":
            self.counts["imported"] += 1

    def _paragraph(self, element: _Element, text: str) -> Iterator[Line]:
        properties = element.find(f"{W}pPr")
        named = properties.find(f"{W}pStyle") if properties is not None else None
        style = named.get(f"{W}val") if named is not None else None
        if self._styles.lists_contents(style):
            self.counts["contents"] += 1
            return
        if not text.strip() and self._vanishes(properties, style):
            return
        label = self._numbering.label(properties, style)
        depth = self._depth(properties, style)
        if not text.strip():
            yield Line("")
            return
        self._note_title(text, style)
        yield from _lines(seam.labelled(label.text, text.strip(), blank=label.blank), depth)

    def _note_title(self, text: str, style: str | None) -> None:
        """Keep the first run of paragraphs in the title style."""
        if self._styles.titles(style) and not self._title_done:
            self.title.extend(text.split())
        else:
            self._title_done = bool(self.title)

    def _depth(self, properties: _Element | None, style: str | None) -> int | None:
        own = whole(properties.find(f"{W}outlineLvl")) if properties is not None else None
        if own is None:
            return self._styles.heading(style)
        return own + 1 if own < 9 else None

    def _vanishes(self, properties: _Element | None, style: str | None) -> bool:
        """Whether the whole paragraph is hidden, its end included, so that it takes no number."""
        mark = switched(properties.find(f"{W}rPr"), "vanish") if properties is not None else None
        return self._styles.hides(style) if mark is None else mark

    def _collect(self, paragraph: _Element) -> _Text:
        text = _Text()
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        style = named.get(f"{W}val") if named is not None else None
        self._gather(paragraph, text, hidden=self._styles.hides(style))
        return text

    def _gather(self, element: _Element, text: _Text, *, hidden: bool) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _PASSED_OVER:
                continue
            if tag in _DELETED:
                self.counts["deleted"] += 1
            elif tag == f"{W}txbxContent":
                text.boxes.append(child)
            elif tag == f"{W}r":
                self._gather(child, text, hidden=self._hides(child, hidden))
            elif (written := _written(child)) is not None:
                self._keep(written, text, hidden=hidden)
            else:
                self._enter(child, text, hidden=hidden)

    def _enter(self, child: _Element, text: _Text, *, hidden: bool) -> None:
        if child.tag in _INSERTED:
            self.counts["inserted"] += 1
        elif child.tag in (_PICTURE, _VML_IMAGE):
            self.counts["pictures"] += 1
        elif child.tag == f"{W}object":
            self.counts["objects"] += 1
            return
        if child.tag == f"{_MIXED}AlternateContent":
            self._gather(_chosen(child), text, hidden=hidden)
        elif not _prompts(child):
            self._gather(child, text, hidden=hidden)

    def _keep(self, written: str, text: _Text, *, hidden: bool) -> None:
        if hidden:
            self.counts["hidden"] += len(written.strip())
        else:
            text.pieces.append(written)

    def _hides(self, run: _Element, inherited: bool) -> bool:
        properties = run.find(f"{W}rPr")
        own = switched(properties, "vanish")
        if own is not None:
            return own
        named = properties.find(f"{W}rStyle") if properties is not None else None
        return inherited or (named is not None and self._styles.hides(named.get(f"{W}val")))

    def _table(self, table: _Element) -> Iterator[_Block]:
        spans: _Table = []
        first: list[_Block] = []
        upper: dict[int, grid.Span] = {}
        rows = [row for row in _rows(table) if self._stands(row)]
        for number, row in enumerate(rows):
            column = whole(row.find(f"{W}trPr/{W}gridBefore"), 0) or 0
            for each in _cells(row):
                inside = list(self.blocks(each))
                first = first or inside
                span = _span(each, seam.cell(_flat(inside)), number, min(column, grid.MAX_COLUMNS))
                column += span.columns
                _settle(span, _merging(each, "vMerge"), _merging(each, "hMerge"), upper, spans)
        if len(spans) == 1:
            yield from first
        elif spans:
            yield spans

    def _stands(self, row: _Element) -> bool:
        properties = row.find(f"{W}trPr")
        if properties is None:
            return True
        if properties.find(f"{W}del") is not None:
            self.counts["deleted"] += 1
            return False
        return not switched(properties, "hidden")


def _written(element: _Element) -> str | None:
    """The characters that an element stands for; None when it is no text itself."""
    if element.tag in (f"{W}t", f"{_MATH}t"):
        return element.text or ""
    if element.tag == f"{W}sym":
        return _TICKS.get(element.get(f"{W}char", "")[-2:].upper(), "")
    return _WRITTEN.get(str(element.tag))


def _chosen(alternatives: _Element) -> _Element:
    """The one of several renderings of the same content to read; the first, as a current Word does."""
    choice = alternatives.find(f"{_MIXED}Choice")
    fallback = alternatives.find(f"{_MIXED}Fallback")
    if choice is None:
        return fallback if fallback is not None else alternatives
    return choice


def _prompts(element: _Element) -> bool:
    """Whether a content control still shows its prompt, as 单击此处输入文字."""
    return element.tag == f"{W}sdt" and bool(switched(element.find(f"{W}sdtPr"), "showingPlcHdr"))


def _lists_contents(element: _Element) -> bool:
    gallery = element.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _mark_deleted(paragraph: _Element) -> bool:
    """Whether the end of the paragraph is a tracked deletion, so that the next one runs on."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and any(mark.find(tag) is not None for tag in _DELETED)


def _lines(text: str, depth: int | None) -> Iterator[Line]:
    pieces = [" ".join(piece.split("\t")).strip() for piece in text.split("\n")]
    if depth is not None:
        pieces = [seam.join(pieces)]
    for piece in pieces:
        if piece or len(pieces) == 1:
            yield Line(piece, heading=depth if piece else None)


def _flat(blocks: list[_Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
        else:
            yield from (span.text for span in block)


def _rows(table: _Element) -> Iterator[_Element]:
    for child in table:
        if child.tag == f"{W}tr":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in _WRAPPERS:
            yield from _cells(child)


def _span(cell: _Element, text: str, row: int, column: int) -> grid.Span:
    columns = whole(cell.find(f"{W}tcPr/{W}gridSpan"), 1) or 1
    return grid.Span(text, row, column, columns=min(columns, grid.MAX_COLUMNS))


def _merging(cell: _Element, name: str) -> str:
    """The word "restart", "continue" or "", for the direction that `name` stands for."""
    found = cell.find(f"{W}tcPr/{W}{name}")
    return "" if found is None else found.get(f"{W}val", "continue")


def _settle(span: grid.Span, down: str, across: str, upper: dict[int, grid.Span], spans: _Table) -> None:
    """Add a cell to the table, or let the one above or to its left grow over it."""
    above = upper.get(span.column)
    if down == "continue" and above is not None and above.row + above.rows == span.row:
        above.rows += 1
        return
    upper.pop(span.column, None)
    if across == "continue" and spans and spans[-1].row == span.row:
        spans[-1].columns += span.columns
        return
    if down == "restart":
        upper[span.column] = span
    spans.append(span)


def _asides(package: Package, parts: dict[str, tuple[str, str]]) -> Iterator[str]:
    """Notes on text that stands outside the body."""
    found: Counter[str] = Counter()
    for kind, name in sorted(set(parts.values())):
        if kind in _ASIDES and name in package.names:
            tag, called = _ASIDES[kind]
            found[called] += sum(1 for each in package.xml(name).iter(tag) if _says_something(each))
    listed = "、".join(f"{called} {times} 处" for called, times in found.items() if times)
    if listed:
        yield f"{listed}未收入正文"
    if any(name.endswith("vbaProject.bin") for name in package.names):
        yield "含有宏，已忽略"
    if any("/embeddings/" in name for name in package.names):
        yield "含有嵌入的文件，未读"


def _secret(package: Package, parts: dict[str, tuple[str, str]]) -> Iterator[Line]:
    """Headers with a mark of secrecy: the mark must not be lost with them."""
    for kind, name in sorted(set(parts.values())):
        if kind == "header" and name in package.names:
            words = ["".join(t.text or "" for t in each.iter(f"{W}t")) for each in package.xml(name).iter(f"{W}p")]
            if marked(words) is not None:
                yield from (Line(each) for each in words if each.strip())


def _says_something(element: _Element) -> bool:
    """Whether there are words in it, beyond a page number and its ornaments."""
    text = "".join(each.text or "" for each in element.iter(f"{W}t"))
    return any(char.isalpha() and char not in "第页共" for char in text)
