"""What a person fills in → clean values, or one line that says what is wrong. Pure.

Knows nothing of what a field is for: every field names the rule that its value must keep.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from assistant.letter.types import Field
from corpus import docnumber
from corpus.errors import BadCall
from corpus.fold import fold
from corpus.secrecy import marked

LINE, TEXT, LINES = 120, 4000, 10
"""Characters of a line and of a text; lines of a list."""
_KEPT = "\n\t"
_DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*日?")
_PHONE = re.compile(r"[\d ()（）+\-—、,，;；转]{5,60}")
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Categories of Unicode: control, format (as the marks that turn the direction), surrogate, private, unassigned."""


def clean(text: str) -> str:
    r"""A text without characters that cannot be seen, or that no XML may hold; line breaks and tabs stay.

    >>> clean("甲\x00乙\u202e丙\ud800")
    '甲乙丙'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _UNSEEN)


def _line(text: str, label: str) -> str:
    text = " ".join(text.split())
    if len(text) > LINE:
        raise _wrong(label, f"有 {len(text)} 字，最多 {LINE} 字", f"{LINE} characters at most")
    return text


def _text(text: str, label: str) -> str:
    if len(text) > TEXT:
        raise _wrong(label, f"有 {len(text)} 字，最多 {TEXT} 字", f"{TEXT} characters at most")
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _lines(text: str, label: str) -> str:
    text = _text(text, label)
    if text.count("\n") >= LINES:
        raise _wrong(label, f"最多 {LINES} 行", f"{LINES} lines at most")
    return "\n".join(_line(line, label) for line in text.splitlines())


def _date(text: str, label: str) -> str:
    """In Arabic digits without leading zeros, as 2026年3月5日."""
    match = _DATE.fullmatch(_line(fold(text), label))
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        raise _wrong(label, f"“{text[:20]}”不是日期，应写作 2026年3月5日", "write a date as 2026年3月5日")
    return f"{day.year}年{day.month}月{day.day}日"


def _number(text: str, label: str) -> str:
    text = _line(text, label)
    found = list(docnumber.find(text))
    if len(found) != 1 or found[0].year is None or found[0].code is None:
        raise _wrong(label, f"“{text[:30]}”不是发文字号，应写作 某委老干函〔2026〕3号", "write 某委老干函〔2026〕3号")
    return found[0].canonical


def _title(text: str, label: str) -> str:
    """Without marks round it; marks inside become 〈〉."""
    text = _line(text, label).removeprefix("《").removesuffix("》")
    return text.replace("《", "〈").replace("》", "〉")


def _digits(text: str, label: str) -> str:
    text = _line(fold(text), label).strip("第号")
    if not (text.isascii() and text.isdigit()):
        raise _wrong(label, "只写数字", "digits only")
    return text


def _phone(text: str, label: str) -> str:
    text = _line(text, label)
    if not (_PHONE.fullmatch(text) or (text.startswith("【") and text.endswith("】"))):
        raise _wrong(label, f"“{text[:20]}”不是电话号码", "not a telephone number")
    return text


CHECKS: Mapping[str, Callable[[str, str], str]] = {
    "line": _line,
    "text": _text,
    "lines": _lines,
    "date": _date,
    "number": _number,
    "title": _title,
    "digits": _digits,
    "phone": _phone,
}
"""A new rule is one line here; each takes a value and the label to name in what it raises."""


def checked(given: Mapping[str, str], fields: Iterable[Field]) -> dict[str, str]:
    """The values that are filled, each as its field wants it.

    Raises:
        BadCall: there is no such field, a value breaks its rule, or it bears a mark of secrecy.
    """
    known = {each.name: each for each in fields} | {each.label: each for each in fields}
    values = {}
    for name, value in given.items():
        field = known.get(name)
        if field is None:
            choice = "、".join(f"{each.name}（{each.label}）" for each in fields)
            raise BadCall(
                f"没有“{name[:30]}”这个字段，可填：{choice}", f"no such field: {name[:30]}; fields: {choice}"
            )
        if len(value) > 4 * TEXT:
            raise _wrong(field.label, f"有 {len(value)} 字，太长", "too long")
        refuse_secret(value, field.label)
        value = clean(value).strip()
        if value:
            values[field.name] = CHECKS[field.check](value, field.label)
    return values


def refuse_secret(text: str, label: str) -> None:
    """Refuse what bears a mark of secrecy.

    Raises:
        BadCall: it does.
    """
    mark = marked(text.splitlines())
    if mark is not None:
        raise BadCall(
            f"“{label}”带有密级标志“{mark}”，不予处理：请从本机移除并告知保密人员",
            f"{label}: bears a secrecy mark and is not taken; remove it and tell the security officer",
        )


def _wrong(label: str, zh: str, en: str) -> BadCall:
    return BadCall(f"“{label}”{zh}", f"{label}: {en}")
