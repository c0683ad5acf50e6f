"""Typographic folding, for searching and comparing only: what is shown is always the document's own spelling.

Every character becomes exactly one character, so offsets in the folded text are offsets in the text.
Knows nothing of words: typing slips, synonyms and traditional characters are not its business.
"""

from __future__ import annotations

import re
import unicodedata

_RANGES = (
    (0x00A0, 0x00FF),
    (0x2000, 0x206F),
    (0x2E80, 0x2FDF),
    (0x3000, 0x303F),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFFEF),
)
_ALIKE = {
    "[": "〔［【﹝〖",
    "]": "〕］】﹞〗",
    '"': "“”„‟「」『』〝〞＂",
    "'": "‘’‚‛",
    "-": "—–‐‑‒―－~～〜〰﹣",
    ".": "．﹒",
    "·": "•・‧∙⋅●",
    "〇": "○◯",
    "x": "×✕Ｘ",
    ";": "；﹔",
    ":": "：﹕",
    ",": "，﹐",
    "<": "〈《",
    ">": "〉》",
    " ": "\u3000\u00a0\t",
}


def _table() -> dict[int, str]:
    table = {}
    for first, last in _RANGES:
        for code in range(first, last + 1):
            folded = unicodedata.normalize("NFKC", chr(code)).lower()
            if len(folded) == 1 and folded != chr(code):
                table[code] = folded
    table.update({code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})
    for target, alike in _ALIKE.items():
        table.update({ord(char): target for char in alike})
    return table


_TABLE = _table()


def fold(text: str) -> str:
    """Spell `text` in one typographic way; the result has the same length.

    >>> fold("ＸＸ组通［２０１９］３ 号")
    'xx组通[2019]3 号'
    """
    return text.translate(_TABLE)


def blanked(form: re.Pattern[str], text: str) -> str:
    """A text with blanks for what a pattern matches, so that offsets stay.

    >>> blanked(re.compile("2024年"), "在2024年底前")
    '在     底前'
    """
    return form.sub(lambda match: " " * len(match[0]), text)
