"""How much of a question a passage speaks of: terms, their spellings, and coverage by weight. Pure.

Knows nothing of documents, ranking or what kind of answer is wanted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.fold import fold

Idf = Callable[[str], float]
"""Weight of a character or bigram: the rarer in the store, the heavier; what never occurs weighs most."""

_CLAUSE = re.compile(r"[,。;!?]")
_IGNORED = re.compile(r"[\s\"'“”‘’《》<>]")
_PARTIAL = 0.9
"""Worth of a term whose every bigram stands in the passage, though not in one piece."""
_LONE = 0.4
"""A single pair of characters that never occurs may be no more than a way of asking."""
_EDGE = 0.4
"""So may one that hangs on a word that does occur, as 手册供 on 手册."""
_APART = 0.8
"""Worth of a term of two words when both stand in the passage: 困难帮扶, of 特殊困难 and 帮扶."""
_TWO_WORDS = 4
_SHORT = 2
_MONEY = ("费", "金", "补贴", "补助", "津贴", "经费", "工资")
"""Fees are told apart by their whole name: 护理补贴 is not 补贴 beside 护理."""
_SPELLED = 0.95
"""Worth of another spelling beside the one that was asked."""
_WORDY = 3
"""From so many pairs on, none of them ever seen, a term is a subject of its own."""
_NAME = 5
"""From so many pairs on, a term is the full name of a thing, of which a rule under its heading says but the end."""
_FUNCTION = frozenset("在有由把被要来去做向为用以从给对将会能也都还又再就不那这我各该其里中上下到得着过的了")
_ROOTLESS = _FUNCTION | frozenset(
    "出完成好起回开掉住走进入没不未是有可能会应该须想让叫说看见多少大小一二两三四五六七八九十百千万年月日天时人个次些点样下前后内外里面办做搞弄"
)
"""Characters that many verbs share and that say little by themselves: results, directions, numbers."""
_KINDRED = 0.5
"""Worth of a verb of which a clause that speaks of the matter holds the root."""
_EARLIER = 0.35
"""What was only said in an earlier turn helps to find, but what is asked now decides."""
_VERB = 0.5
"""A verb counts for half: 拿 for 领取 is no other question."""
COMMON = 1.0
"""A word of less weight stands nearly everywhere, and its absence says nothing."""
_NEVER = "\0"
_BOTH = {"退休": r"(?<!离)退(?:\(离\))?休", "离休": r"离(?:\(退\))?休"}
"""退（离）休干部 are both."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a question speaks of."""

    text: str
    """As asked, folded."""
    forms: tuple[str, ...] = ()
    """Other spellings that mean the same, folded."""
    grams: tuple[tuple[str, float], ...] = ()
    """Its bigrams and what each weighs; the seam between two words weighs nothing."""
    earlier: bool = False
    """True when it was only said in an earlier turn: it helps to find, and is not missed."""
    light: bool = False
    """True for a verb or the like, which a passage may well say otherwise: it weighs less."""
    alien: bool = False
    """True when the store holds no pair of its characters."""

    @property
    def weight(self) -> float:
        """Rarity of its bigrams; a long term counts more, but not in proportion."""
        return _rarity(self.grams) * (_EARLIER if self.earlier else _VERB if self.light else 1.0)


@lru_cache(maxsize=4096)
def _rarity(grams: tuple[tuple[str, float], ...]) -> float:
    counted = [weight for _, weight in grams if weight > 0]
    return sum(counted) / len(counted) ** 0.5 if counted else 0.0


def term(
    text: str, idf: Idf, forms: tuple[str, ...] = (), *, earlier: bool = False, light: bool | None = None
) -> Term:
    """Weigh the bigrams of `text`.

    A pair that never occurs in the store is a seam, and weighs nothing, where it joins two pairs that do occur or
    holds a function word: 全年推送 is 全年 and 推送, and 年推 is nobody's word. A long term of which the store
    holds no pair at all keeps its weight: it is what the documents do not speak of, and not a way of asking. Where
    `light` says what sort of word it is, `text` is one word, and no pair of it a seam.
    """
    grams = bigrams(text)
    never = idf(_NEVER)
    weights = [idf(gram) for gram in grams]
    seen = [weight < never for weight in weights]
    whole = light is False
    alien = whole or (len(grams) >= _WORDY and not any(seen))
    for at, gram in enumerate(grams):
        between = 0 < at < len(grams) - 1 and seen[at - 1] and seen[at + 1]
        beside = (at > 0 and seen[at - 1]) or (at < len(grams) - 1 and seen[at + 1])
        if not seen[at] and not alien and (between or any(char in _FUNCTION for char in gram)):
            weights[at] = 0.0
        elif not seen[at] and beside and not whole:
            weights[at] *= _EDGE
    if len(grams) == 1 and not seen[0] and len(text) < 3:
        weights[0] *= _LONE
    return Term(text, forms, tuple(zip(grams, weights, strict=True)), earlier, bool(light), not any(seen))


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a passage covers of a question."""

    own: float
    """Share of the question's weight found in the passage itself, 0…1."""
    whole: float
    """The same with the passage's context counted too."""
    missing: tuple[Term, ...]
    """Terms of which less than half is found in either."""


@lru_cache(maxsize=8192)  # the same passages are weighed for each reading of a question
def normal(text: str) -> str:
    """Fold `text` and take out white space and quotation marks, for comparing only."""
    return _IGNORED.sub("", fold(text))


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of characters; Latin words and numbers whole; a lone character stays itself."""
    grams: list[str] = []
    for run in re.findall(r"[a-z0-9.%-]+|[^\W\da-z_]+", text):
        if run[0].isascii() or len(run) == 1:
            grams.append(run)
        else:
            grams += [run[at : at + 2] for at in range(len(run) - 1)]
    return grams


def holds(passage: str, form: str) -> bool:
    """Say whether `form` stands in `passage` as a word of its own: 退休干部 does not stand in 离退休干部.

    >>> holds("离退休干部党支部", "退休干部"), holds("为退休干部办实事", "退休干部")
    (False, True)
    """
    kind = form[:2]
    if form in passage and kind != "退休":
        return True
    if kind not in _BOTH:
        return False
    return re.search(_BOTH[kind] + re.escape(form[2:]), passage) is not None


def share(term: Term, passage: str) -> float:
    """How much of `term` the normalised `passage` holds, 0…1."""
    if holds(passage, term.text):
        return 1.0
    if any(holds(passage, form) for form in term.forms):
        return _SPELLED
    total = sum(weight for _, weight in term.grams)
    if total == 0 or term.text.startswith("退休"):
        return 0.0
    if len(term.text) == _TWO_WORDS and not term.text.endswith(_MONEY):
        halves = (term.text[:2], term.text[2:])
        if all(half in passage for half in halves):
            return _APART
    if (
        term.alien
        and len(term.text) == _SHORT
        and not term.text.endswith(_MONEY)
        and _abbreviates(term.text, passage)
    ):
        return _APART
    return _PARTIAL * sum(weight for gram, weight in term.grams if gram in passage) / total


def _abbreviates(word: str, passage: str) -> bool:
    """Say whether two characters stand for two words side by side: 社保 for 社会保险."""
    if not word.isalpha() or word.isascii() or word[0] not in passage:
        return False
    return re.search(rf"{word[0]}[^\W\d_]{word[1]}[^\W\d_]", passage) is not None


def _spread(term: Term, passage: str, context: str) -> float:
    """How much of a long name stands partly in the passage and partly around it; nothing of a fee's."""
    if len(term.grams) < _NAME or term.text.endswith(_MONEY):
        return 0.0
    total = sum(weight for _, weight in term.grams)
    return (
        _PARTIAL * sum(weight for gram, weight in term.grams if gram in passage or gram in context) / (total or 1.0)
    )


def _kindred(verb: str, passage: str, terms: Sequence[Term]) -> bool:
    """Say whether a clause that names something of `terms` has a verb of the same root: 共享 for 分享."""
    roots = [char for char in verb if char not in _ROOTLESS and char.isalpha() and char in passage]
    if len(verb) != _SHORT or not roots:
        return False
    named = [each for each in terms if not each.light and each.weight > 0]
    return any(
        any(root in clause for root in roots) and any(share(each, clause) >= _APART for each in named)
        for clause in _CLAUSE.split(passage)
    )


def cover(terms: Sequence[Term], passage: str, context: str, *, kindred: bool = False) -> Coverage:
    """Weigh what `passage`, and `passage` with `context`, say of `terms`; both texts come normalised.

    With `kindred` a verb is half said by one of the same root, which decides, and does not rank.
    """
    total = own = whole = 0.0
    missing = []
    for each in terms:
        weight = each.weight
        inside = share(each, passage)
        if kindred and inside < _KINDRED and each.light and _kindred(each.text, passage, terms):
            inside = _KINDRED
        beside = (
            max(inside, share(each, context), _spread(each, passage, context)) if context and inside < 1 else inside
        )
        total += weight
        own += weight * inside
        whole += weight * beside
        if beside < 0.5 and weight > 0:
            missing.append(each)
    if total == 0:
        return Coverage(0.0, 0.0, tuple(terms))
    return Coverage(own / total, whole / total, tuple(missing))
