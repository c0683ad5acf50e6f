"""What stands outside the running text: mark, rules, page numbers, the line of a draft, the foot. Pure.

Knows nothing of the text between them.
"""

from __future__ import annotations

from assistant.letter.paper import measures as m
from assistant.letter.paper.paragraphs import field, run, spacing
from assistant.letter.paper.types import Sheet
from assistant.letter.paper.xml import element

_FIT = 0.98
"""Share of the type area's width that the mark may take."""
_SMALLEST = 18
_PITCH = 460
"""Twips of a line of the foot."""


def twips(millimetres: float) -> int:
    """Millimetres as twentieths of a point."""
    return round(millimetres * m.TWIPS)


def mark_size(mark: str) -> int:
    """Points in which the mark fits on one line."""
    fitting = int(m.TYPE_WIDTH / 25.4 * 72 * _FIT / max(1, len(mark)))
    return max(_SMALLEST, min(m.MARK, fitting))


def first_header(sheet: Sheet) -> str:
    """Of a letter: the mark in red, and under it the double line whose upper stroke is the thicker."""
    size = mark_size(sheet.mark)
    properties = element(
        "pPr",
        _rule("bottom", "thickThinSmallGap", m.MARK_RULE),
        spacing(line=20 * size, before=m.MARK - size),
        _out(),
        element("jc", val="center"),
    )
    return _stamp(sheet) + element("p", properties, run(sheet.mark, m.XIAOBIAOSONG, size, color=m.RED))


def header(sheet: Sheet) -> str:
    """Of every other page: nothing but the line that marks a draft."""
    return _stamp(sheet) + element("p", element("pPr", spacing(line=240)))


def first_footer(_: Sheet) -> str:
    """Of a letter: the double line at the foot whose lower stroke is the thicker."""
    return element(
        "p",
        element(
            "pPr",
            _rule("bottom", "thinThickSmallGap", 0),
            spacing(line=40),
            _out(),
            element("jc", val="center"),
        ),
    )


def footer(sheet: Sheet, *, even: bool) -> str:
    """The page number between dashes, one character in: right on odd pages, left on even ones."""
    side = "left" if even else "right"
    lift = m.LIFT if sheet.form == "letter" else 0
    return element(
        "p",
        element(
            "pPr",
            spacing(line=320, after=lift),
            element("ind", **{f"{side}Chars": 100, side: m.EM}),
            element("jc", val=side),
        ),
        run("— ", m.SONG, m.PAGE_SIZE, latin=m.SONG),
        field("PAGE", m.SONG, m.PAGE_SIZE),
        run(" —", m.SONG, m.PAGE_SIZE, latin=m.SONG),
    )


def head(sheet: Sheet) -> str:
    """What stands above the title on the first page: the number; of an ordinary document mark and rule too."""
    if sheet.form == "letter":
        return element(
            "p",
            element(
                "pPr",
                element("pStyle", val="salutation"),
                spacing(before=m.NUMBER_BEFORE),
                element("jc", val="right"),
            ),
            run(sheet.number, m.FANGSONG, 16, marked=sheet.number in sheet.highlighted),
        )
    return (
        _category(sheet)
        + _framed_mark(sheet)
        + element(
            "p",
            element(
                "pPr",
                element("pStyle", val="salutation"),
                _rule("bottom", "single", 5, size=12),
                spacing(before=m.ORDINARY_NUMBER, line=400),
                element("jc", val="center"),
            ),
            run(sheet.number, m.FANGSONG, 16, marked=sheet.number in sheet.highlighted),
        )
    )


def foot(sheet: Sheet) -> str:
    """版记 at the lower edge of the type area of the last page; a letter has no rules there.

    Each line is a frame of its own: LibreOffice sets a frame of several lines in the running text instead.
    """
    if not sheet.foot:
        return ""
    last = len(sheet.foot) - 1
    lines = [_foot_line(sheet, at, twips(m.HEIGHT - m.BOTTOM) - (last - at + 1) * _PITCH) for at in range(last + 1)]
    # The running text is kept off them by as much room as they take, not by them: what a frame pushes to another page
    # goes there alone, and leaves the signature behind.
    room = spacing(line=20, before=len(lines) * _PITCH / 20)
    return "".join(lines) + element("p", element("pPr", element("snapToGrid", val=0), room))


def _foot_line(sheet: Sheet, at: int, top: int) -> str:
    ruled = sheet.form == "ordinary"
    rules = [_side("top", 8 if at == 0 else 6)]
    rules += [_side("bottom", 8)] if at == len(sheet.foot) - 1 else []
    left, right = sheet.foot[at]
    margin = round(m.EM * 7 / 8)
    properties = element(
        "pPr",
        element("pStyle", val="salutation"),
        _frame(vAnchor="page", hAnchor="margin", xAlign="left", y=top, w=twips(m.TYPE_WIDTH), h=_PITCH, wrap="none"),
        element("pBdr", *rules) if ruled else "",
        element("tabs", element("tab", val="right", pos=twips(m.TYPE_WIDTH) - margin)),
        element("snapToGrid", val=0),
        spacing(line=_PITCH),
        "" if ruled else element("ind", left=margin, right=margin),
    )
    runs = [run(("\u3000" if ruled else "") + left, m.FANGSONG, m.FOOT_SIZE)]
    if right:
        runs += [element("r", element("tab")), run(right, m.FANGSONG, m.FOOT_SIZE)]
    return element("p", properties, *runs)


def section(sheet: Sheet, references: str) -> str:
    """The page itself: A4, the margins, 22 lines."""
    letter = sheet.form == "letter"
    return element(
        "sectPr",
        references,
        element("pgSz", w=twips(m.WIDTH), h=twips(m.HEIGHT)),
        element(
            "pgMar",
            top=twips(m.TOP),
            right=twips(m.RIGHT),
            bottom=twips(m.BOTTOM),
            left=twips(m.LEFT),
            header=twips(m.MARK_TOP if letter else 15),
            footer=twips(m.FOOT_LETTER if letter else m.FOOT),
            gutter=0,
        ),
        element("titlePg") if letter else "",
        element("docGrid", type="lines", linePitch=m.LINE),
    )


def _category(sheet: Sheet) -> str:
    """The mark of the outcome, in 黑体, in the upper right corner of the type area."""
    if not sheet.category:
        return ""
    frame = _frame(vAnchor="page", hAnchor="margin", xAlign="right", y=twips(m.TOP), w=twips(60))
    return element(
        "p",
        element("pPr", element("pStyle", val="salutation"), frame, element("jc", val="right")),
        run(sheet.category, m.HEI, 16, marked=sheet.category in sheet.highlighted),
    )


def _framed_mark(sheet: Sheet) -> str:
    size = mark_size(sheet.mark)
    frame = _frame(
        vAnchor="page", hAnchor="margin", xAlign="center", y=twips(m.ORDINARY_MARK), w=twips(m.TYPE_WIDTH), h=800
    )
    return element(
        "p",
        element("pPr", element("pStyle", val="salutation"), frame, spacing(line=800), element("jc", val="center")),
        run(sheet.mark, m.XIAOBIAOSONG, size, color=m.RED),
    )


def _stamp(sheet: Sheet) -> str:
    if not sheet.stamp:
        return ""
    frame = _frame(vAnchor="page", hAnchor="margin", xAlign="left", y=twips(m.STAMP_TOP), w=twips(m.TYPE_WIDTH))
    return element(
        "p",
        element("pPr", frame, spacing(line=280), element("jc", val="right")),
        run(sheet.stamp, m.HEI, 10.5, color="7F7F7F"),
    )


def _frame(**told: object) -> str:
    exact = {"hRule": "exact"} if "h" in told else {}
    return element("framePr", **{"wrap": "notBeside", **told, **exact})


def _rule(side: str, kind: str, space: int, size: int = 24) -> str:
    return element("pBdr", element(side, val=kind, sz=size, space=space, color=m.RED))


def _side(side: str, size: int) -> str:
    return element(side, val="single", sz=size, space=0, color="000000")


def _out() -> str:
    """Seven millimetres out on either side of the type area."""
    return element("ind", left=-twips(m.OUT), right=-twips(m.OUT))
