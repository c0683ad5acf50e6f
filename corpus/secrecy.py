"""Marks of secrecy on a file: 机密★1年 and its spellings, alone on a line where such a mark stands.

Ordinary sentences about secrets (保守国家秘密法) are no marks. That a file bears no mark proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from corpus.fold import fold

_HEAD = 30
"""So many lines with text, from the top, are the region of the first page where a bare grade counts."""

_GRADE = r"(?:绝[ ]*密|机[ ]*密|秘[ ]*密)"
_TERM = (
    r"(?:\d{1,3}[ ]*(?:年|个?月|天|日)|[一二三四五六七八九十百]{1,4}(?:年|个?月)|长期|永久|解密[^ ]{0,12}"
    r"|[\d年月日前. -]{4,14})"
)
_URGENT = r"(?:特急|加急|特提|平急|急件)"
_STARRED = rf"(?P<mark>{_GRADE}[ ]*级?[ ]*[★☆*✩✭⭐][ ]*{_TERM}?)"
_STAR = re.compile(rf"(?:\d{{6}}[ ]*)?(?:{_URGENT}[ ]*)?{_STARRED}[ ]*{_URGENT}?")
_BESIDE = re.compile(rf"(?:^|(?<= )){_STARRED}(?=$| )")
_BARE = re.compile(
    rf"(?:\d{{6}}[ ]*)?(?:{_URGENT}[ ]*)?[\[(<]?[ ]*(?P<mark>{_GRADE})[ ]*[\])>]?[ ]*(?:{_TERM})?[ ]*{_URGENT}?"
)
_LABEL = re.compile(
    rf"密[ ]*级[ ]*[:|][ ]*(?P<mark>{_GRADE}[ ]*级?[ ]*(?:[★☆*][ ]*{_TERM}?)?)"
    rf"(?=[ ]*(?:$|[,;]|保密期限|期限|{_URGENT}))"
)
_BRACKETED = re.compile(rf"\[[ ]*(?P<mark>{_GRADE}[ ]*(?:[★☆*][ ]*{_TERM}?)?)[ ]*\]")
_TRADITIONAL = str.maketrans("機絕級長", "机绝级长")


def marked(lines: Sequence[str]) -> str | None:
    """Find the mark of secrecy that a file bears; None when it bears none.

    A mark with its star counts wherever it stands alone on a line or in a cell. Among the first lines count also: the
    same beside other words, a bare grade, one after 密级： or in brackets, one written vertically.

    >>> marked(["000012  机密★1年", "关于某事的通知"]), marked(["认真学习保守国家秘密法。"])
    ('机密★1年', None)
    """
    return next(_marks(lines), None)


def _marks(lines: Sequence[str]) -> Iterator[str]:
    if not any("密" in line for line in lines):
        return
    for line in lines:
        if "密" in line:
            yield from _found(_STAR.fullmatch(piece) for piece in _pieces(line))
    yield from _on_top(list(islice((line for line in lines if line.strip()), _HEAD)))


def _on_top(head: Sequence[str]) -> Iterator[str]:
    for line in head:
        if "密" in line:
            pieces = _pieces(line)
            yield from _found(_LABEL.match("|".join(pieces[at : at + 2])) for at in range(len(pieces)))
            yield from _found(pattern.search(piece) for pattern in (_LABEL, _BESIDE) for piece in pieces)
            if len(pieces) == 1:
                yield from _found((_BARE.fullmatch(pieces[0]), _BRACKETED.match(pieces[0])))
    yield from _upright(head)


def _upright(head: Sequence[str]) -> Iterator[str]:
    """A grade set vertically: 机 on one line and 密 on the next, nothing beside them."""
    letters = "".join(piece if len(piece) == 1 else " " for line in head for piece in [_spell(line)])
    found = re.search(r"[绝机秘]密", letters)
    if found:
        yield found[0]


def _pieces(line: str) -> list[str]:
    return [piece for piece in map(_spell, line.split("\t")) if piece]


def _found(matches: Iterator[re.Match[str] | None] | Sequence[re.Match[str] | None]) -> Iterator[str]:
    yield from ("".join(match["mark"].split()) for match in matches if match)


def _spell(text: str) -> str:
    """One spelling for full-width signs, brackets and traditional characters."""
    return fold(text).translate(_TRADITIONAL).strip(" #")
