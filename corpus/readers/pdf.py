"""PDF files with text in them: paragraphs as they were before the page broke them, tables, and page numbers.

Scanned pages hold no text and are refused: recognising characters is another program's business. How lines become
paragraphs is the business of `layout`.
"""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from corpus.draft import Draft, Line
from corpus.readers import grid, layout, seam
from corpus.readers.source import content, refused

MAX_PAGES = 2_000
MAX_STREAM = 48 * 2**20
"""Unpacked bytes of the largest stream that is no image; embedded Chinese fonts reach 20 MB."""
MAX_EDGES = 4_000
"""Lines and boxes of a page, beyond which it is a drawing and no tables are looked for."""
_STREAM = re.compile(rb"stream\r?\n")
_IMAGE = re.compile(rb"/Subtype\s*/Image")
_NUMBER = re.compile(
    r"[-—–－―─·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－―─·.\s]*"
)
_EDGE = 0.12
_SNAP = 3.0
_BROKEN = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, ArithmeticError, NotImplementedError),
    *(RecursionError, OSError, EOFError, struct.error, zlib.error),
)
"""What the parser lets through on damaged files, besides its own errors."""


def read(path: Path) -> Iterator[Draft]:
    """Read a .pdf.

    Raises:
        UnreadableDocument: not a PDF, damaged, encrypted, too large, or scanned without a text layer.
    """
    raw = content(path, b"%PDF-")
    _check_streams(path, raw)
    with _parsing(path):
        pages = list(_pages(path, raw))
    printed = sum(len(page.glyphs) + len(page.spans) for page in pages)
    if not printed and any(page.pictures for page in pages):
        raise refused(path, "是扫描件，没有文字层，需先 OCR 成文字版", "a scan without a text layer; run OCR first")
    if not printed:
        raise refused(
            path, "里没有文字，或已损坏：请换用原始文档", "no text in it, or damaged; use the original document"
        )
    unmapped = sum(page.unmapped for page in pages)
    if unmapped > 0.1 * printed:
        raise refused(
            path,
            "的字体缺少文字对照表，提取不出文字：请换用原始文档，或 OCR 后再试",
            "its fonts do not map to characters; use the original document, or run OCR",
        )
    lines = tuple(_Flow().run(pages))
    yield Draft(lines, notes=tuple(_notes(pages, unmapped)))


@dataclass(slots=True)
class _Page:
    """What one page holds, before lines are made of it."""

    number: int
    width: float
    height: float
    glyphs: list[layout.Glyph] = field(default_factory=list)
    tables: list[tuple[float, list[grid.Span]]] = field(default_factory=list)
    """(top, cells)."""
    pictures: int = 0
    turned: int = 0
    """Characters that do not stand upright, as of a watermark across the page."""
    unmapped: int = 0

    @property
    def spans(self) -> list[grid.Span]:
        return [span for _, spans in self.tables for span in spans if span.text]


def _pages(path: Path, raw: bytes) -> Iterator[_Page]:
    import pdfplumber

    # The parser reports every oddity of a font; a person can do nothing about them.
    for name in ("pdfminer", "pdfplumber"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with pdfplumber.open(BytesIO(raw)) as document:
        if len(document.pages) > MAX_PAGES:
            raise refused(
                path,
                f"有 {len(document.pages)} 页，超过上限 {MAX_PAGES} 页：请拆分后再试",
                f"has {len(document.pages)} pages, more than {MAX_PAGES}; split it",
            )
        for number, page in enumerate(document.pages, start=1):
            yield _page(page.dedupe_chars(tolerance=1), number)
            page.close()


def _page(page: Any, number: int) -> _Page:  # noqa: ANN401 - pdfplumber has no types
    found = _Page(number, float(page.width), float(page.height), pictures=len(page.images))
    chars = [char for char in page.chars if 0 <= char["x0"] <= page.width and 0 <= char["top"] <= page.height]
    glyphs = []
    for char in chars:
        if not _upright(char):
            found.turned += not char["text"].isspace()
        elif char["text"].startswith("(cid:"):
            found.unmapped += 1
        elif char["text"].strip("\0") and char["bottom"] > char["top"]:
            glyphs.append(layout.Glyph(char["text"], char["x0"], char["x1"], char["top"], char["bottom"]))
    inside: set[int] = set()
    for table in page.find_tables() if len(page.edges) <= MAX_EDGES else ():
        held = _held(table.cells, glyphs)
        texts = {box: _cell([glyphs[at] for at in members], number) for box, members in held.items()}
        if sum(map(bool, texts.values())) > 1:
            found.tables.append((float(table.bbox[1]), _spans(texts)))
            inside.update(at for members in held.values() for at in members)
    found.glyphs = [glyph for at, glyph in enumerate(glyphs) if at not in inside]
    return found


def _upright(char: dict[str, Any]) -> bool:
    """Whether the character stands on a level line; italics do, letters across the page do not."""
    along, rising = char["matrix"][:2]
    return bool(along > 0 and abs(rising) < 0.1 * along)


_Box = tuple[float, float, float, float]


def _held(boxes: Sequence[_Box], glyphs: Sequence[layout.Glyph]) -> dict[_Box, list[int]]:
    """For each cell the characters whose middle lies in it."""
    held: dict[_Box, list[int]] = {box: [] for box in boxes}
    for at, glyph in enumerate(glyphs):
        x = (glyph.x0 + glyph.x1) / 2
        for box in boxes:
            if box[0] <= x <= box[2] and box[1] <= glyph.middle <= box[3]:
                held[box].append(at)
                break
    return held


def _cell(glyphs: list[layout.Glyph], page: int) -> str:
    return " ".join(seam.join(line.text for line in layout.strips(glyphs, page)).split())


def _spans(texts: dict[_Box, str]) -> list[grid.Span]:
    """Cells by row and column, from the edges that they share."""
    across = _edges([x for box in texts for x in (box[0], box[2])])
    down = _edges([y for box in texts for y in (box[1], box[3])])
    spans = []
    for box, text in texts.items():
        left, right = _nearest(across, box[0]), _nearest(across, box[2])
        top, bottom = _nearest(down, box[1]), _nearest(down, box[3])
        spans.append(grid.Span(text, top, left, max(bottom - top, 1), max(right - left, 1)))
    return sorted(spans, key=lambda span: (span.row, span.column))


def _edges(places: list[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _SNAP:
            kept.append(place)
    return kept


def _nearest(edges: list[float], place: float) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - place))


_Item = layout.Strip | tuple[float, list[grid.Span]]


@dataclass(slots=True)
class _Flow:
    """The lines of all pages in order: paragraphs and tables go on across pages, page numbers do not part them."""

    _open: layout.Paragraph = field(default_factory=layout.Paragraph)
    _waiting: list[Line] = field(default_factory=list)
    """Page numbers that stand within the open paragraph or table."""
    _spans: list[grid.Span] = field(default_factory=list)
    _places: list[int] = field(default_factory=list)
    """Page of each row of the open table."""
    _tables: int = 0

    def run(self, pages: Sequence[_Page]) -> Iterator[Line]:
        printed = [layout.strips(page.glyphs, page.number) for page in pages]
        whole = [line for lines in printed for line in lines]
        heads = layout.repeated(
            [[line for line in lines if _at_edge(line, page)] for lines, page in zip(printed, pages, strict=True)]
        )
        shown: set[tuple[str, int]] = set()
        for page, lines in zip(pages, printed, strict=True):
            measures = layout.column(lines if len(lines) > 12 else whole, page.width) if lines else None
            items: list[_Item] = [*lines, *page.tables]
            for item in sorted(items, key=_top):
                if isinstance(item, tuple):
                    yield from self._table(item[1], page.number)
                elif _at_edge(item, page) and (_NUMBER.fullmatch(item.text) or layout.standing(item) in heads):
                    yield from self._aside(item, heads, shown)
                elif measures is not None:
                    yield from self._line(item, measures)
        yield from self._close()

    def _aside(self, item: layout.Strip, heads: set[tuple[str, int]], shown: set[tuple[str, int]]) -> Iterator[Line]:
        """A page number, or a running head on the first page that has it."""
        key = layout.standing(item)
        if _NUMBER.fullmatch(item.text) or key not in shown:
            shown.add(key)
            line = Line(item.text, page=item.page)
            if self._open.lines or self._spans:
                self._waiting.append(line)
            else:
                yield line

    def _line(self, item: layout.Strip, measures: layout.Column) -> Iterator[Line]:
        if not self._open.lines or not self._open.takes(item, measures):
            yield from self._close()
        self._open.lines.append(item)

    def _table(self, spans: list[grid.Span], page: int) -> Iterator[Line]:
        """Add a table, to the open one where it goes on at the top of the next page."""
        follows = self._spans and self._places[-1] == page - 1 and _width(self._spans) == _width(spans)
        if not follows:
            yield from self._close()
        elif _first_row(spans) == _first_row(self._spans):
            height = min(span.row for span in spans if span.row > 0) if any(span.row for span in spans) else 1
            spans = [replace(span, row=span.row - height) for span in spans if span.row >= height]
        offset = len(self._places)
        self._spans.extend(replace(span, row=span.row + offset) for span in spans)
        self._places.extend([page] * (max((span.row for span in spans), default=-1) + 1))

    def _close(self) -> Iterator[Line]:
        """End what is open, and let go of the page numbers that waited for it."""
        if self._open.lines:
            yield Line(self._open.text, page=self._open.lines[0].page)
        if self._spans:
            rows = grid.lay(self._spans, self._tables)
            yield from (replace(row, page=page) for row, page in zip(rows, self._places, strict=True))
            self._tables += 1
        yield from self._waiting
        self._open = layout.Paragraph()
        self._spans, self._places, self._waiting = [], [], []


def _top(item: _Item) -> float:
    return item[0] if isinstance(item, tuple) else item.top


def _at_edge(line: layout.Strip, page: _Page) -> bool:
    return line.bottom < _EDGE * page.height or line.top > (1 - _EDGE) * page.height


def _width(spans: list[grid.Span]) -> int:
    return max(span.column + span.columns for span in spans)


def _first_row(spans: list[grid.Span]) -> list[str]:
    return [span.text for span in spans if span.row == 0]


def _notes(pages: Sequence[_Page], unmapped: int) -> Iterator[str]:
    blank = [str(page.number) for page in pages if page.pictures and not page.glyphs and not page.spans]
    if blank:
        yield f"第 {'、'.join(blank)} 页只有图片，没有文字，未读：需要时请先 OCR"
    turned = sum(page.turned for page in pages)
    if turned:
        yield f"略去斜排或竖排文字 {turned} 字（多为水印）"
    if unmapped:
        yield f"有 {unmapped} 个字符无法辨认，已略去，请核对原件"


def _check_streams(path: Path, raw: bytes) -> None:
    """Refuse a file whose packed streams swell beyond all measure, before any of them is parsed."""
    for found in _STREAM.finditer(raw):
        head = raw[max(0, found.start() - 600) : found.start()]
        if _IMAGE.search(head[head.rfind(b" obj") + 1 :]):
            continue
        packed = raw[found.end() : found.end() + MAX_STREAM]
        for _ in range(3):
            if packed[:1] != b"\x78":
                break
            try:
                packed = zlib.decompressobj().decompress(packed, MAX_STREAM + 1)
            except zlib.error:
                break
            if len(packed) > MAX_STREAM:
                raise refused(
                    path, "内部数据展开后过大，不予读取：请用原软件另存", "unpacks to too much; save it anew"
                )


@contextmanager
def _parsing(path: Path) -> Iterator[None]:
    """Turn whatever the parser makes of a bad file into a refusal."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        yield
    except (PDFException, PSException, PdfminerException, MalformedPDFException, *_BROKEN) as error:
        causes = (error, *error.args)
        if any(isinstance(each, PDFPasswordIncorrect | PDFEncryptionError) for each in causes):
            raise refused(path, "已加密，无法读取：请去掉密码后再试", "encrypted; remove the password") from error
        raise refused(
            path, "已损坏或结构异常，无法读取：请重新获取或另存为 PDF", "damaged or malformed; get it again"
        ) from error
