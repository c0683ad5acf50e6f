"""A Chinese text cut into words, and which of them carry what is asked: nouns do, verbs may be said otherwise.

留意 may stand as 重视 in the rule, but a question about 印刷厂 is answered by nothing that lacks the word. Cut and
tagged by rjieba, which needs a tenth of a second to start. Knows nothing of questions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.wording import fillers

_TELLING = ("n", "vn", "an", "j", "b", "i", "l", "eng", "nz")
"""Tags of words that name something: nouns, abbreviations, set phrases, words of other scripts."""
_VERBAL = ("v", "a", "t", "d", "m")
"""Tags of words that no place is called by, unless nobody uses them otherwise."""
_BESIDE = ("d", "ad", "c", "zg")
"""Tags of adverbs and conjunctions."""
_CUT = 3
"""Characters of the longest run that the cutting makes of the ends of two words."""
_ONE = re.compile(r"[一两几这那][档份样项类种批块笔条处家支位句张本套场座间台部段门封个名则回遍趟]")
"""So is one of several, which is no name of it: 一档."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands."""

    text: str
    start: int
    end: int
    light: bool
    """True for one that may well be said otherwise: a verb, an adverb, a pronoun, a measure."""
    verbal: bool = False
    """True for a verb, an adjective or a time: no part of a name."""
    glued: bool = False
    """True for one that no dictionary holds, which only the cutting took for a word."""
    beside: bool = False
    """True for an adverb, a conjunction or a vague noun, which is not missed: 另外, 东西."""


@lru_cache(maxsize=256)
def words(text: str) -> tuple[Word, ...]:
    """Cut `text` into words, in order and without gaps.

    >>> [(word.text, word.light) for word in words("证书由哪家印刷厂制作")]
    [('证书', False), ('由', True), ('哪家', True), ('印刷厂', False), ('制作', False)]
    """
    import rjieba

    found, at = [], 0
    for word, tag in rjieba.tag(text):
        end = at + len(word)
        telling = tag.startswith(_TELLING) and word not in fillers().vague
        found.append(
            Word(
                word,
                at,
                end,
                light=not telling and word not in fillers().turns,
                verbal=tag.startswith(_VERBAL),
                glued=not rjieba.has_word(word),
                beside=tag in _BESIDE or word in fillers().vague or bool(_ONE.fullmatch(word)),
            )
        )
        at = end
    return tuple(found)


def is_word(text: str) -> bool:
    """Say whether `text` may be named to a person: a word of a dictionary, or too long to be a slip of the cutting.

    >>> is_word("印刷厂"), is_word("下党")
    (True, False)
    """
    import rjieba

    return len(text) > _CUT or text.isascii() or rjieba.has_word(text)
