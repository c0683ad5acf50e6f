"""The theme that a word processor expects in every document: black on white, the office's fonts. Values only."""

from __future__ import annotations

from assistant.letter.paper.measures import FANGSONG, HEI, LATIN
from assistant.letter.paper.xml import HEAD

_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_COLOURS = {
    "dk1": "000000",
    "lt1": "FFFFFF",
    "dk2": "404040",
    "lt2": "F2F2F2",
    "accent1": "C00000",
    "accent2": "7F7F7F",
    "accent3": "A6A6A6",
    "accent4": "595959",
    "accent5": "BFBFBF",
    "accent6": "262626",
    "hlink": "000000",
    "folHlink": "000000",
}
_LEAST = 3
"""Fills, lines and effects that a theme has at least."""


def theme() -> str:
    """The part of the package."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(
        f'<a:{name}><a:latin typeface="{LATIN}"/><a:ea typeface="{font}"/><a:cs typeface=""/></a:{name}>'
        for name, font in (("majorFont", HEI), ("minorFont", FANGSONG))
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    formats = "".join(
        f"<a:{name}>{each * _LEAST}</a:{name}>"
        for name, each in (("fillStyleLst", fill), ("lnStyleLst", line), ("effectStyleLst", effect))
    )
    return (
        f'{HEAD}<a:theme xmlns:a="{_A}" name="letter"><a:themeElements>'
        f'<a:clrScheme name="letter">{colours}</a:clrScheme><a:fontScheme name="letter">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="letter">{formats}<a:bgFillStyleLst>{fill * _LEAST}</a:bgFillStyleLst></a:fmtScheme>'
        "</a:themeElements></a:theme>"
    )
