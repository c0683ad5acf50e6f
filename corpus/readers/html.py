"""Web pages: the text that a visitor sees, without menus, scripts and footers.

Fetches nothing and runs nothing. Tables that only arrange a page are read as text. Knows HTML as browsers lay it out
by default, and of style sheets only what stands in a `style` attribute.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.draft import Draft, Line
from corpus.readers import grid, seam
from corpus.readers.numbering import spell
from corpus.readers.source import content, decoded, empty

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNSEEN = frozenset(
    [
        *["script", "style", "noscript", "template", "head", "title", "meta", "link", "iframe", "object", "embed"],
        *["nav", "aside", "button", "select", "textarea", "input", "datalist", "dialog", "svg", "canvas", "video"],
        *["audio", "map", "rt", "rp", "del"],
    ]
)
_LANDMARKS = frozenset({"header", "footer"})
_CONTENT = frozenset({"article", "main", "section"})
_ROLES = frozenset({"navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"})
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_UNLISTED = re.compile(r"list-style(?:-type)?\s*:\s*none", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])")
_BLOCKS = frozenset(
    [
        *["address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt"],
        *["fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li"],
        *["main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"],
        *["h1", "h2", "h3", "h4", "h5", "h6"],
    ]
)
_COUNTERS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_NUMBERED = re.compile(
    r"[（(]?(?:[一二三四五六七八九十百]{1,4}|\d{1,3})[）)、.．]|第[一二三四五六七八九十百零\d]{1,6}[条章节]|[①-⑳]"
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u200b\ufeff]+")
_RUN = re.compile(r"[ \n]+")
_SITE = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+|-{2,}")


def read(path: Path) -> Iterator[Draft]:
    """Read a .html or .htm.

    Raises:
        UnreadableDocument: the file is empty, of another format, shows no text, or is in no encoding known here.
    """
    from lxml import etree, html

    text, notes = _characters(path)
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise empty(path) from error
    page = _Page()
    page.enter(root, _Place())
    page.flush()
    lines = tuple(page.lines)
    if not any(line.text for line in lines):
        raise empty(path)
    if any("depth" in error.message for error in parser.error_log):
        notes = (*notes, "网页嵌套过深，过深处的文字可能缺失")
    yield Draft(lines, title=_title(root, lines), captions=page.captions, notes=notes)


def _characters(path: Path) -> tuple[str, tuple[str, ...]]:
    """The page's characters: a byte order mark and sound UTF-8 decide before what the page says of itself."""
    raw = content(path)
    found = _CHARSET.search(raw[:4096])
    stated = found[1].decode("ascii").lower() if found else "utf-8"
    stated = _ALIASES.get(stated, stated)
    if stated not in ("utf-8", "utf8") and not raw.startswith(
        (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    ):
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return raw.decode(stated), (f"原文件编码为 {stated.upper()}，已转换",)
            except (UnicodeDecodeError, LookupError):
                pass
    return decoded(path, raw)


def _title(root: HtmlElement, lines: tuple[Line, ...]) -> str | None:
    """The page's title; without the site's name where the rest of it stands in the text."""
    found = root.find(".//title")
    title = " ".join((found.text_content() if found is not None else "").split())
    for part in _SITE.split(title):
        if len(part) > 4 and any(part == line.text for line in lines):
            return part
    return title or None


@dataclass(slots=True)
class _Place:
    """Where in the page the walk stands, as far as it bears on what is seen."""

    heading: int | None = None
    preserved: bool = False
    """Within <pre>, where line breaks and blanks count."""
    within: bool = False
    """Within an article or another section of content, whose header is part of the text."""


@dataclass(slots=True)
class _Page:
    """The lines of one page as they are being collected."""

    lines: list[Line] = field(default_factory=list)
    captions: dict[int, str] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    _label: str = ""
    _tables: int = 0

    def flush(self, heading: int | None = None) -> None:
        """End the line that has been collected, if there is anything in it."""
        text = _RUN.sub(_blank, "".join(self._pieces).strip())
        self._pieces.clear()
        if text:
            label = "" if _NUMBERED.match(text) else self._label
            self.lines.append(Line(seam.labelled(label, text), heading=heading))
            self._label = ""

    def enter(self, element: HtmlElement, place: _Place) -> None:
        """Collect the text of an element and of everything in it."""
        if not isinstance(element.tag, str) or _unseen(element, place):
            return
        tag = element.tag
        block = tag in _BLOCKS
        here = _within(tag, place)
        if block:
            self.flush(place.heading)
        if tag == "br":
            self._break(here)
        elif tag == "table" and _is_data(element):
            self._table(element, here)
        elif tag in ("ol", "ul"):
            self._list(element, here)
        else:
            self._children(element, here)
        if block:
            self.flush(here.heading)

    def _children(self, element: HtmlElement, place: _Place) -> None:
        self._write(element.text, place)
        for child in element:
            self.enter(child, place)
            self._write(child.tail, place)

    def _write(self, text: str | None, place: _Place) -> None:
        if not text:
            return
        if not place.preserved:
            self._pieces.append(_BLANKS.sub(lambda run: "\n" if "\n" in run[0] else " ", text))
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self.flush(place.heading)
            self._pieces.append(line.replace("\t", " "))

    def _break(self, place: _Place) -> None:
        if place.heading is None:
            self.flush()

    def _list(self, element: HtmlElement, place: _Place) -> None:
        ordered = element.tag == "ol" and not _UNLISTED.search(element.get("style", ""))
        form = _COUNTERS.get(element.get("type", "1"), "decimal")
        number = _whole(element.get("start"), 1)
        for child in element:
            if child.tag == "li":
                number = _whole(child.get("value"), number)
                self._label = f"{spell(form, number)}." if ordered else ""
                number += 1
            self.enter(child, place)
            self._write(child.tail, place)
        self._label = ""

    def _table(self, element: HtmlElement, place: _Place) -> None:
        caption = element.find("caption")
        if caption is not None and (named := _inside(caption, place)):
            self.lines.append(Line(named))
            self.captions[self._tables] = named
        spans: list[grid.Span] = []
        taken: set[tuple[int, int]] = set()
        rows = [row for row in element.iter("tr") if not _unseen(row, place)]
        for number, row in enumerate(rows):
            column = 0
            for cell in row.iterchildren("td", "th"):
                while (number, column) in taken:
                    column += 1
                if column >= grid.MAX_COLUMNS:
                    break
                span = _span(cell, _inside(cell, place), number, column, len(rows))
                spans.append(span)
                below = range(number + 1, number + span.rows)
                taken.update((later, at) for later in below for at in range(column, column + span.columns))
                column += span.columns
        self.lines.extend(grid.lay(spans, self._tables))
        self._tables += 1


def _inside(element: HtmlElement, place: _Place) -> str:
    """The text of a cell or caption as one line."""
    page = _Page()
    page._children(element, place)
    page.flush()
    return seam.cell(line.text for line in page.lines)


def _span(cell: HtmlElement, text: str, row: int, column: int, rows: int) -> grid.Span:
    down = _whole(cell.get("rowspan"), 1) or rows
    across = _whole(cell.get("colspan"), 1)
    if not 0 < across <= grid.MAX_COLUMNS:
        across = 1
    return grid.Span(text, row, column, rows=min(down, rows - row), columns=min(across, grid.MAX_COLUMNS - column))


def _is_data(table: HtmlElement) -> bool:
    """Whether a table holds values in rows and columns rather than arranging the page."""
    if table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None:
        return False
    widths = [len(list(row.iterchildren("td", "th"))) for row in table.iter("tr")]
    return sum(widths) > 1 and max(widths) > 1


def _unseen(element: HtmlElement, place: _Place) -> bool:
    if element.tag in _UNSEEN or (element.tag in _LANDMARKS and not place.within):
        return True
    hidden = "hidden" in element.attrib or element.get("aria-hidden") == "true"
    return hidden or element.get("role") in _ROLES or _HIDING.search(element.get("style", "")) is not None


def _within(tag: str, place: _Place) -> _Place:
    named = _HEADING.fullmatch(tag)
    if not named and tag != "pre" and tag not in _CONTENT:
        return place
    return _Place(
        heading=int(named[1]) if named else place.heading,
        preserved=place.preserved or tag == "pre",
        within=place.within or tag in _CONTENT,
    )


def _blank(run: re.Match[str]) -> str:
    """One blank; none where only the source broke the line between Chinese characters."""
    text, first, last = run.string, run.start() - 1, run.end()
    inside = first >= 0 and last < len(text)
    return "" if "\n" in run[0] and inside and seam.wide(text[first]) and seam.wide(text[last]) else " "


def _whole(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default
