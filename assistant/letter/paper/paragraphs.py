"""Blocks → paragraphs and tables of WordprocessingML. Pure; knows nothing of pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.letter.paper.measures import EM, FANGSONG, LATIN, LINE, LOOKS, SONG, TWIPS, Look
from assistant.letter.paper.types import Block
from assistant.letter.paper.xml import element, text

_INSIDE = (("top", 28), ("left", 85), ("bottom", 28), ("right", 85))
"""Between the rules of a table and its words, twips."""


def run(words: str, font: str, size: float, *, latin: str = LATIN, color: str = "", marked: bool = False) -> str:
    """Words in one font; the hint makes “” and … take the Chinese font too."""
    fonts = element("rFonts", ascii=latin, hAnsi=latin, eastAsia=font, hint="eastAsia")
    told = [
        fonts,
        element("color", val=color) if color else "",
        element("sz", val=round(2 * size)),
        element("szCs", val=round(2 * size)),
        element("highlight", val="yellow") if marked else "",
    ]
    # A line break in a title is one of layout; tabs and the like become spaces.
    lines = element("br").join(
        f'<w:t xml:space="preserve">{text(line)}</w:t>' for line in re.sub(r"[\t\r]", " ", words).split("\n")
    )
    return element("r", element("rPr", *told), lines)


def field(code: str, font: str, size: float) -> str:
    """A field that the word processor fills in: only ever the number of the page."""
    properties = element(
        "rPr",
        element("rFonts", ascii=font, hAnsi=font, eastAsia=font),
        element("sz", val=round(2 * size)),
        element("szCs", val=round(2 * size)),
    )
    parts = (
        element("fldChar", fldCharType="begin"),
        f'<w:instrText xml:space="preserve"> {code} </w:instrText>',
        element("fldChar", fldCharType="separate"),
        "<w:t>1</w:t>",
        element("fldChar", fldCharType="end"),
    )
    return "".join(element("r", properties, each) for each in parts)


def spacing(*, before: float = 0, after: float = 0, line: int = LINE) -> str:
    """Space above and below in points, an exact line pitch in twips."""
    return element("spacing", before=round(20 * before), after=round(20 * after), line=line, lineRule="exact")


def paragraph(block: Block, highlighted: Sequence[str] = ()) -> str:
    """One block, a table or a paragraph with the empty lines before it."""
    if block.rows:
        return _empty() * block.gap + _table(block, highlighted)
    look = LOOKS[block.style]
    properties = [
        element("pStyle", val=block.style),
        element("keepNext") if block.kept else "",
        element("pageBreakBefore") if block.breaks else "",
        element("ind", rightChars=round(100 * block.right), right=round(EM * block.right)) if block.right else "",
    ]
    return _empty() * block.gap + element("p", element("pPr", *properties), *runs(block.text, look, highlighted))


def _empty() -> str:
    """An empty line, which stays with what follows."""
    return element(
        "p", element("pPr", element("pStyle", val="body"), element("keepNext"), element("ind", firstLine=0))
    )


def runs(words: str, look: Look, highlighted: Sequence[str]) -> list[str]:
    """The words of a paragraph; those that are still to be filled in are highlighted."""
    if not highlighted:
        return [run(words, look.font, look.size)] if words else []
    pieces = re.split(f"({'|'.join(map(re.escape, highlighted))})", words)
    return [run(each, look.font, look.size, marked=each in highlighted) for each in pieces if each]


def indent(look: Look) -> str:
    """The indents of a style, in characters and, for programs that do not know these, in twips."""
    told: dict[str, object] = {}
    if look.left or look.hanging:
        told |= {"leftChars": 100 * (look.left + look.hanging), "left": EM * (look.left + look.hanging)}
    if look.hanging:
        told |= {"hangingChars": 100 * look.hanging, "hanging": EM * look.hanging}
    if look.first:
        told |= {"firstLineChars": 100 * look.first, "firstLine": EM * look.first}
    return element("ind", **told) if told else ""


def _table(block: Block, highlighted: Sequence[str]) -> str:
    borders = [
        element(side, val="single", sz=4, space=0, color="000000")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    ]
    widths = [round(width * TWIPS) for width in block.widths]
    properties = element(
        "tblPr",
        element("tblW", w=sum(widths), type="dxa"),
        element("jc", val="center"),
        element("tblBorders", *borders),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=width, type="dxa") for side, width in _INSIDE)),
    )
    grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
    rows = [_row(block, at, widths, highlighted) for at in range(len(block.rows))]
    return element("tbl", properties, grid, *rows)


def _row(block: Block, at: int, widths: Sequence[int], highlighted: Sequence[str]) -> str:
    """A row stays on one page; the head is repeated on every page."""
    head = block.headed and at == 0
    look = LOOKS[block.style]._replace(font=SONG if head else FANGSONG)
    properties = element("trPr", element("cantSplit"), element("tblHeader") if head else "")
    made = []
    for words, width in zip(block.rows[at], widths, strict=True):
        lines = [
            element(
                "p",
                element("pPr", element("pStyle", val=block.style), element("jc", val="center") if head else ""),
                *runs(line, look, highlighted),
            )
            for line in words.split("\n")
        ]
        made.append(
            element(
                "tc", element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")), *lines
            )
        )
    return element("tr", properties, *made)
