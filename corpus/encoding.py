"""Bytes of a text file → characters, whatever the editor that saved it.

Knows nothing of files. A byte order mark decides; then strict UTF-8; else every likely encoding is tried on the whole
text and the one that makes it least surprising wins, so that no single rare character and no broken byte flips it.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from functools import lru_cache

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CANDIDATES = ("utf-8", "gb18030", "utf-16-le", "utf-16-be", "cp950")
"""In order of preference: the earlier wins a tie."""
_NAMES = {
    "utf-8": "UTF-8",
    "gb18030": "GB18030",
    "cp950": "Big5",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")

_ASCII, _COMMON, _USUAL, _SECOND, _RARE, _FOREIGN, _IMPOSSIBLE = 5, 8, 9, 11, 14, 15, 25
"""What a character costs: about minus the logarithm of how often one of its class stands in Chinese text."""
_BLOCKS = (
    (0x0000, 0x001F, _IMPOSSIBLE),
    (0x0020, 0x007E, _ASCII),
    (0x007F, 0x009F, _IMPOSSIBLE),
    (0x00A0, 0x00FF, _SECOND),
    (0x2010, 0x27BF, _USUAL),
    (0x3000, 0x301F, _USUAL),
    (0x3400, 0x9FFF, _RARE),
    (0xD800, 0xF8FF, _IMPOSSIBLE),
    (0xFF01, 0xFF5E, _USUAL),
    (0xFFF0, 0xFFFF, _IMPOSSIBLE),
    (0x20000, 0x3FFFF, _RARE),
    (0xE0000, 0x10FFFF, _IMPOSSIBLE),
)


class Undecodable(ValueError):
    """The bytes are no text in any encoding known here."""


def decode(raw: bytes) -> tuple[str, str]:
    """Decode a text file.

    Args:
        raw: all bytes of the file.

    Returns:
        The text with line feeds as line ends and without byte order mark, and the name of the encoding, as GB18030.

    Raises:
        Undecodable: more than one character in a hundred is broken, or the text makes no sense in any encoding.
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(encoding, "replace")
            break
    else:
        text, encoding = _guess(raw)
    _check(text)
    return _LINE_ENDS.sub("\n", text), _NAMES[encoding]


def notes(text: str, encoding: str) -> tuple[str, ...]:
    """What a person should know about how `text` was decoded, in Chinese; nothing for sound UTF-8."""
    found = []
    if encoding != "UTF-8":
        found.append(f"原文件编码为 {encoding}，已转换")
    broken = text.count("\ufffd")
    if broken:
        found.append(f"有 {broken} 处字节损坏，以“\ufffd”代替，请核对原件")
    return tuple(found)


def _guess(raw: bytes) -> tuple[str, str]:
    if b"\0" not in raw:
        try:
            return raw.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
    tried = [(raw.decode(encoding, "replace"), encoding) for encoding in _CANDIDATES]
    text, encoding = min(tried, key=lambda each: _surprise(each[0]))
    strange = sum(times for char, times in Counter(text).items() if _cost(char) >= _RARE)
    if strange > max(2, len(text) // 5):
        raise Undecodable(f"{strange} of {len(text)} characters make no sense")
    return text, encoding


def _surprise(text: str) -> int:
    return sum(_cost(char) * times for char, times in Counter(text).items())


def _check(text: str) -> None:
    broken = text.count("\ufffd") + text.count("\0")
    if broken > max(2, len(text) // 100):
        raise Undecodable(f"{broken} of {len(text)} characters are broken")


@lru_cache(maxsize=65_536)
def _cost(char: str) -> int:
    if char in "\t\n\r\f\x0b":
        return _ASCII
    for codec, common, known in (("gb2312", 0xD8, _SECOND), ("big5", 0xC9, _SECOND)):
        try:
            lead = char.encode(codec)[0]
        except UnicodeEncodeError:
            continue
        if lead >= 0xA4 and "\u4e00" <= char <= "\u9fff":
            return _COMMON if lead < common else known
    code = ord(char)
    return next((cost for first, last, cost in _BLOCKS if first <= code <= last), _FOREIGN)
