"""The measures of GB/T 9704-2012 for A4 paper, in the units of each. Values only.

三号 is 16 pt in a .docx, where 28 of them are 158 mm: a quarter of a point less between them fits 28 into the 156 mm
of the type area. 225 mm in 22 lines are 28.95 pt a line.
"""

from __future__ import annotations

from typing import NamedTuple

from assistant.letter.paper.types import Style

TWIPS = 1440 / 25.4
"""Twentieths of a point in a millimetre."""

WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
"""Margins, mm: the type area is 156 × 225."""
TYPE_WIDTH = WIDTH - LEFT - RIGHT
CHARACTERS, LINES = 28, 22
"""Of a full line, and of a full page."""
LINE = 579
"""Line pitch, twips."""
TIGHT = -5
"""Between two characters, twips."""
EM = 320
"""Width of a 三号 character, twips."""

RED = "FF0000"
RULE = 170
"""Length of the double lines of a letter, mm; centred on the type area."""
OUT = (RULE - TYPE_WIDTH) / 2
MARK = 36
"""Size of the mark, pt, where it fits."""
MARK_TOP = 30.5
"""Header distance of a letter, mm, which puts the upper edge of the mark's ink 30 mm from the edge of the page."""
MARK_RULE = 7
"""Between the mark's line and the double line, pt: 4 mm from the ink."""
LAST_RULE = 20
"""From the last double line of a letter's first page to the edge of the page, mm."""
FOOT_LETTER, FOOT = 20, 25.4
"""Footer distance, mm, of a letter and of an ordinary document."""
LIFT = 15.4
"""Space under the page number of a letter, pt: its dash lies 7 mm under the type area in either form."""
NUMBER_BEFORE = 5.9
"""From the first double line to the number of a letter, pt: 7/8 of a character."""
ORDINARY_MARK = 71.36
"""Top of the frame that holds the mark of an ordinary document, mm: its ink begins at 37 + 35."""
ORDINARY_NUMBER = 35 / 25.4 * 72 + 40 + 2 * LINE / 20
"""Space before the number of an ordinary document, pt."""
STAMP_TOP = 12
"""Of the line that marks a draft, mm from the edge of the page."""

XIAOBIAOSONG, FANGSONG, HEI, KAI, SONG = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
"""Of letters and figures."""
FONTS = (XIAOBIAOSONG, FANGSONG, HEI, KAI, SONG, LATIN)


class Look(NamedTuple):
    """How a paragraph of one style looks."""

    name: str
    """As an office reads it in its word processor."""
    font: str = FANGSONG
    size: float = 16
    """Points."""
    align: str = "both"
    first: int = 0
    """Indent of the first line, characters."""
    line: int = LINE
    """Exact line pitch, twips."""
    left: int = 0
    """Indent, characters."""
    hanging: int = 0
    """By how many characters the further lines stand further in."""


LOOKS: dict[Style, Look] = {
    "title": Look("公文标题", XIAOBIAOSONG, 22, "center", line=640),
    "salutation": Look("主送机关", align="left"),
    "body": Look("公文正文", first=2),
    "closing": Look("公文结语", first=2),
    "heading1": Look("一级标题", HEI, first=2, align="left"),
    "heading2": Look("二级标题", KAI, first=2, align="left"),
    "heading3": Look("三级标题", first=2, align="left"),
    "heading4": Look("四级标题", first=2, align="left"),
    "annexes": Look("附件说明", align="left", left=2, hanging=3),
    "annexes_next": Look("附件说明续", align="left", left=5, hanging=0),
    "signature": Look("发文机关署名", align="right"),
    "date": Look("成文日期", align="right"),
    "remark": Look("附注", align="left", first=2),
    "annex": Look("附件序号", HEI, align="left"),
    "annex_title": Look("附件标题", XIAOBIAOSONG, 22, "center", line=640),
    "record_title": Look("记录标题", XIAOBIAOSONG, 22, "center", line=640),
    "small": Look("表格小字", FANGSONG, 10.5, "left", line=300),
    "after": Look("表后", FANGSONG, 1, "left", line=20),
    "cell": Look("表格文字", FANGSONG, 14, "left", line=480),
}
"""One line a style: levels 一、 in 黑体, （一） in 楷体, the rest in 仿宋, all 三号."""
FOOT_SIZE, PAGE_SIZE = 14, 14
"""四号, pt."""
