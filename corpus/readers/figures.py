"""A number as a sheet stores it → what the sheet shows: 3 and not 3.0, 85% and not 0.85, 2024年3月5日.

Knows number formats as far as official tables use them; everything else is shown with all its digits.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_DATES = {
    **dict.fromkeys((14, 15, 16, 17, 22, 30), "yyyy-mm-dd"),
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    31: 'yyyy"年"m"月"d"日"',
    **dict.fromkeys((18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56), "h:mm"),
}
_NUMBERS = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 37: "#,##0", 38: "#,##0"}
_NUMBERS |= {39: "#,##0.00", 40: "#,##0.00", 49: "@"}
BUILT_IN = {**_DATES, **_NUMBERS}
"""Formats that files refer to by number alone; 27 to 36 and 50 to 58 as Chinese Excel understands them."""

_CLUTTER = re.compile(r"\[[^\]]{0,60}\]|_.|\*.")
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_PATTERN = re.compile(
    r"(?P<before>[^#0,.?%]*)(?P<whole>[#0,?]+)(?:\.(?P<part>[#0?]+))?(?P<percent>%?)(?P<after>[^#0,.?]*)"
)
_DAY_ZERO = (datetime(1899, 12, 30), datetime(1904, 1, 1))


def shown(value: float, form: str, *, since_1904: bool = False) -> str:
    """The number as the sheet shows it.

    Args:
        value: the stored number; for dates the days since the beginning of the file's calendar.
        form: the format code, as 0.00% or yyyy"年"m"月"; empty for the general format.
        since_1904: which of the two calendars the file counts its days in.

    >>> shown(3.0, ""), shown(0.855, "0.0%"), shown(1234.5, '#,##0.00"元"'), shown(45356, 'yyyy"年"m"月"d"日"')
    ('3', '85.5%', '1,234.50元', '2024年3月5日')
    """
    first = _CLUTTER.sub("", form.partition(";")[0])
    bare = _LITERAL.sub("", first).lower()
    if set(bare) & set("ymdhs") and "general" not in bare:
        return _moment(value, first, since_1904=since_1904)
    found = _PATTERN.fullmatch(_LITERAL.sub(lambda quoted: quoted[1] or quoted[2] or "", first).strip())
    return _general(value) if found is None or "e" in bare else _figure(value, found)


def _general(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g") if abs(value) >= 1e-4 else f"{value:.10f}".rstrip("0")


def _figure(value: float, form: re.Match[str]) -> str:
    if form["percent"]:
        value *= 100
    part = form["part"] or ""
    written = f"{value:{',' if ',' in form['whole'] else ''}.{len(part)}f}"
    for sign in reversed(part):
        if sign == "0" or not written.endswith("0"):
            break
        written = written[:-1]
    width = form["whole"].count("0")
    written = written.rstrip(".") if part else written
    if width > 1 and "," not in form["whole"]:
        head, point, tail = written.partition(".")
        written = head.zfill(width) + point + tail
    return form["before"] + written + form["percent"] + form["after"]


def _moment(value: float, form: str, *, since_1904: bool) -> str:
    try:
        days = value + 1 if value < 60 and not since_1904 and value >= 1 else value
        moment = _DAY_ZERO[since_1904] + timedelta(seconds=round(days * 86_400))
    except OverflowError:
        return _general(value)
    if value < 0:
        return _general(value)
    letters = set(_LITERAL.sub("", form).lower())
    clock = bool(letters & set("hs"))
    if clock and not letters & set("yd"):
        return f"{moment:%H:%M}"
    day = _day(moment.date(), letters, chinese="年" in form or "月" in form)
    return f"{day} {moment:%H:%M}" if clock and moment.time() != time() else day


def _day(day: date, letters: set[str], *, chinese: bool) -> str:
    if chinese:
        year = f"{day.year}年" if "y" in letters else ""
        return year + (f"{day.month}月" if "m" in letters else "") + (f"{day.day}日" if "d" in letters else "")
    if "d" not in letters:
        return f"{day:%Y-%m}" if "m" in letters else f"{day:%Y}"
    return day.isoformat()
