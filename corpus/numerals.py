"""Chinese numerals to integers and back. Knows nothing of dates, ordinals or units."""

from __future__ import annotations

DIGITS = {
    char: value
    for value, chars in enumerate(
        ("〇零○Ｏ", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for char in chars
}
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}
LONGEST = 40
"""No number that is written out has more characters; a longer run of digits is something else."""
_TENS = {"廿": "二十", "卅": "三十"}
_PLAIN = "零一二三四五六七八九"


def to_int(text: str) -> int | None:
    """Read a whole number in Chinese or Arabic digits; None when `text` is anything else.

    >>> to_int("一百零三"), to_int("二〇二二"), to_int("廿五"), to_int("１２"), to_int("一般")
    (103, 2022, 25, 12, None)
    >>> to_int("一亿二千万"), to_int("三万亿"), to_int("十四五")
    (120000000, 3000000000000, None)
    """
    if not text or len(text) > LONGEST:
        return None
    if text.isdecimal():
        return int(text)
    for char, spelled in _TENS.items():
        text = text.replace(char, spelled)
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    return _counted(text)


def _counted(text: str) -> int | None:
    """Read a numeral with 十, 百, 千, 万 or 亿."""
    above = myriads = part = digit = 0
    for char in text:
        if char in DIGITS and not digit:  # 十四五 is three numbers
            digit = DIGITS[char]
        elif char in UNITS:
            part += (digit or 1) * UNITS[char]
            digit = 0
        elif char == "万":
            myriads, part, digit = myriads + (part + digit) * LARGE[char], 0, 0
        elif char == "亿":
            above, myriads, part, digit = (above + myriads + part + digit) * LARGE[char], 0, 0, 0
        else:
            return None
    return above + myriads + part + digit


def to_chinese(number: int) -> str:
    """Write a whole number from 0 to 99,999,999 as it is counted in official documents.

    >>> to_chinese(10), to_chinese(21), to_chinese(103), to_chinese(110), to_chinese(20_005)
    ('十', '二十一', '一百零三', '一百一十', '二万零五')
    """
    if not 0 <= number < 100_000_000:
        raise ValueError(f"no Chinese numeral for {number}")
    high, low = divmod(number, 10_000)
    if high:
        rest = "" if not low else ("零" if low < 1000 else "") + _below_ten_thousand(low)
        return to_chinese(high) + "万" + rest
    written = _below_ten_thousand(low)
    return written[1:] if written.startswith("一十") else written


def _below_ten_thousand(number: int) -> str:
    if number == 0:
        return "零"
    written, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, size)
        if digit:
            written += ("零" if gap and written else "") + _PLAIN[digit] + name
            gap = False
        else:
            gap = True
    return written
