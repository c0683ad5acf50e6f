"""Personal data in what a person wrote → marks that can be stored and sent, and back again. Pure.

The way back is held in memory only, by the `Mask` that made the marks. Names are left: a letter needs them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date

from corpus.fold import fold

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10x98765432"
"""GB 11643-1999: the character for each remainder modulo 11."""
_SHORT = 15
_GAP = re.compile(r"[ -]")
_BEFORE, _AFTER = r"(?<![0-9a-z])", r"(?![0-9a-z])"


def is_identity(digits: str) -> bool:
    """Whether 18 characters are an identity number with the right check character, or 15 digits an old one.

    >>> is_identity("11010519491231002X"), is_identity("110105194912310021")
    (True, False)
    """
    digits = fold(digits)
    if len(digits) == _SHORT:
        return _is_day(f"19{digits[6:12]}")
    if not re.fullmatch(r"\d{17}[\dx]", digits) or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == digits[17]


def is_card(digits: str) -> bool:
    """Whether digits are the number of a bank card, by the check of Luhn.

    >>> is_card("6222021234567890128"), is_card("6222021234567890123")
    (True, False)
    """
    if digits[0] not in "3456" or len(set(digits)) == 1:
        return False
    doubled = [int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_day(text: str) -> bool:
    try:
        return date(1850, 1, 1) < date(int(text[:4]), int(text[4:6]), int(text[6:])) <= date.today()
    except ValueError:
        return False


def _always(_: str) -> bool:
    return True


PATTERNS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("身份证号", re.compile(rf"{_BEFORE}(?:\d[ -]?){{14}}(?:(?:\d[ -]?){{2}}\d)?[\dx]?{_AFTER}"), is_identity),
    ("银行卡号", re.compile(rf"{_BEFORE}(?:\d[ -]?){{14,18}}\d{_AFTER}"), is_card),
    ("手机号", re.compile(rf"{_BEFORE}(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_AFTER}"), _always),
    ("电话", re.compile(rf"{_BEFORE}(?:\(0\d{{2,3}}\)[ -]?|0\d{{2,3}}[ -])[2-9]\d{{6,7}}{_AFTER}"), _always),
    ("电话", re.compile(rf"{_BEFORE}0(?:10|2\d|[3-9]\d\d)[2-9]\d{{6,7}}{_AFTER}"), _always),
    ("邮箱", re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+"), _always),
)
"""What it is called, how it is written (over folded text), and what its digits must satisfy."""


class Mask:
    """Puts 【手机号1】 and its like for personal data, the same for the same, and takes them off again."""

    def __init__(self, taken: Mapping[str, int] | None = None) -> None:
        """`taken` counts the marks that stand in a text already, by kind: none of them is made again."""
        self._taken = dict(taken or {})
        self._hidden: dict[str, str] = {}
        """Mark → what it stands for."""

    @property
    def counts(self) -> dict[str, int]:
        """How many different pieces were masked, by kind."""
        return dict(Counter(self._taken) + Counter(mark.strip("【】").rstrip("0123456789") for mark in self._hidden))

    def put(self, text: str) -> str:
        """The text with marks for the personal data in it."""
        for name, pattern, holds in PATTERNS:
            cut, at = [], 0
            for match in pattern.finditer(fold(text)):
                if holds(_GAP.sub("", match[0])):
                    cut += [text[at : match.start()], self._mark(name, text[slice(*match.span())])]
                    at = match.end()
            text = "".join([*cut, text[at:]])
        return text

    def take(self, text: str) -> str:
        """The text with the personal data back in it; marks that another mask made stay."""
        for mark, hidden in self._hidden.items():
            text = text.replace(mark, hidden)
        return text

    def _mark(self, name: str, hidden: str) -> str:
        key = _GAP.sub("", fold(hidden))
        for mark, known in self._hidden.items():
            if _GAP.sub("", fold(known)) == key:
                return mark
        mark = f"【{name}{1 + self.counts.get(name, 0)}】"
        self._hidden[mark] = hidden
        return mark
