"""What stands right beside what is told, for the clauses of a turn that nothing answers by itself. Pure.

Who asks 几天内审完，审完贴几天 asks two things that one article says in two sentences. The second clause names
nothing of its own; only its neighbour tells where to look. Knows nothing of how anything was searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asking.question import Question
from assistant.asking.slots import SPANS, Want, holds_amount
from assistant.compose import Said, quoted
from assistant.consider import Considered
from assistant.evidence import SHORT, Span, heads, line_above, line_around, outspoken, parts, with_exceptions
from assistant.match import Term, cover, normal
from assistant.signs import shown, sought
from corpus.fold import fold
from corpus.sentences import sentences
from corpus.types import Document

CHARS = 500
"""A paragraph, article or list of no more characters is about one thing."""
TOLD = 320
"""An answer grows no more once it has so many characters of quotes."""
NEXT = 2
"""A sentence that goes on about another stands no further behind it: a part between semicolons may come first."""
SAID = 0.4
"""So much of a clause that wants no value must stand in a neighbour that is told for it."""
BY = 3
"""What bears the sign of what is asked stands no further from what is told, unless it speaks of the clause."""
HINT = 0.1
"""And so much of one that wants a value, unless the neighbour is the very next."""
_VALUES: frozenset[Want] = frozenset(("count", "date", "hours", "organ", "reason"))
"""Kinds of value that may be told for standing beside; never an amount or a share, which must be asked by name."""
_CALLED = re.compile(r"(?:什么|哪(?:些|几?[个项条种类])?|何种)([^\W\d_a-z]{2})")
_NAMED: frozenset[Want] = frozenset(("organ", "reason"))
"""Of these those that stand in every other sentence: the neighbour must speak of the clause."""
_ANYTHING = frozenset("个名人位次回趟项件条份篇场家")
"""Units that count whatever there is; others name what they count: 届, 岁, 天."""
_KINDS = re.compile("离休|退休")
_NUMBER = r"(?:[（(]?[\d一二三四五六七八九十]{1,3}(?:[）)]|[.、．])\s*|第[一二三四五六七八九十百]+条\s*)?"
_BACK = re.compile(rf"{_NUMBER}(?:上述|前述|前[款项条]|该[项款类]|其中|逾期)")
"""How a sentence begins that cannot be read without the one before it: 上述人员, 逾期不改正的."""
_ON = re.compile(rf"{_BACK.pattern}|{_NUMBER}[^，。；]{{2,14}}仍(?:然|不|未|需)")
"""And one that goes on from there: 对答复仍然不满意的."""
_DIGITS = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})"
_TIMES = tuple(
    (re.compile(asked), re.compile(said))
    for asked, said in (
        (
            r"起算|算起|(?:从|自|打)(?:哪|什么|何|几)",
            r"(?:从|自|由)[^,。;]{2,20}(?:起|开始)|起(?:执行|实施|施行|计算)",
        ),
        (
            r"几月(?!份?内)|几号|哪(?:几个?|一)?[年月日天]|什么时[候间]|何时|啥时",
            r"\d{1,2}[月日]|[上下]半年|季度|月[底初]",
        ),
        (
            r"(?:多久|几[天年月周]|几个月|多长时间)[^,。;?]{0,4}[一几1](?:次|回|趟|遍)",
            rf"每(?:{_DIGITS}个?)?[年月周天日季]|{_DIGITS}年{_DIGITS}次",
        ),
        (
            r"多久|多长时间|(?:几|多少)个?(?:工作日|天|日|月|年|小时|周)|期限",
            rf"(?<![\d年月上下〇零一二三四五六七八九十]){_DIGITS}个?(?:工作日|天|日|月|年|小时|周)(?![\d一二三四五六七八九十度底初满岁])",
        ),
    )
)
"""Which time a clause asks for → what tells it: from when on, when, how often, how long. Else any time will do."""


def joined(considered: Sequence[Considered]) -> list[Considered]:
    """The clauses of one turn; what is told with its neighbours that say what a clause asks and nothing answers."""
    clauses = [_whole_told(each) if each.decision.status == "answered" else each for each in considered]
    answered = [at for at, each in enumerate(clauses) if each.decision.status == "answered"]
    full = [at for at in answered if shown(clauses[at].question.asks, (each.text for each in clauses[at].evidence))]
    told = [said for at in answered for said in clauses[at].evidence]
    further: list[Said] = []
    for at, each in enumerate(clauses):
        if answered and at not in full and _length([*told, *further]) < TOLD:
            further += _found(each, [*told, *further])
    if further:
        last = clauses[answered[-1]]
        clauses[answered[-1]] = replace(last, evidence=[*last.evidence, *further])
    return clauses


def _whole_told(clause: Considered) -> Considered:
    """An answered clause with the sentence that goes on about what is told, and the one that this goes on about."""
    told: list[Said] = []
    for each in clause.evidence:
        before, after = _connected(each)
        told += [one for one in (before, each, after) if one is not None]
    unique = list(dict.fromkeys(told))
    kept = [
        each
        for each in unique
        if each in clause.evidence or not any(_overlap(each, other) for other in clause.evidence)
    ]
    fits = len(kept) > len(clause.evidence) and _length(kept) < TOLD
    return replace(clause, evidence=kept) if fits else clause


def _connected(said: Said) -> tuple[Said | None, Said | None]:
    """The sentence that a statement points back to, and the next one that points back to it; never an amount."""
    if said.listed or said.source.document.row_of(said.spans[0][0]) is not None:
        return None, None
    near = [each for each in _around(said) if not holds_amount(each.said.text)]
    before = next((each.said for each in near if each.away == 1 and each.said.spans < said.spans), None)
    after = [each.said for each in near if each.away <= NEXT and each.said.spans > said.spans]
    on = next((each for each in after if _ON.match(each.text)), None)
    return before if _BACK.match(said.text) else None, on


def _length(told: Sequence[Said]) -> int:
    return sum(len(each.text) for each in told)


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """Something that stands near what is told."""

    said: Said
    away: int
    """How many sentences, or parts of them, from it."""


def _found(clause: Considered, told: Sequence[Said]) -> list[Said]:
    """The neighbour of what is told that says best what the clause asks; none where that is told already.

    What comes nearest to an answer of the clause is as good as a neighbour where it is of the same document.
    """
    question = clause.question
    documents = {each.source.document.id for each in told}
    offered = [_Neighbour(each, 0) for each in clause.evidence if each.source.document.id in documents]
    before = max((_own(question, each) for each in told if _fills(question, each.text)), default=-1.0)
    near = [
        (round(_own(question, each.said), 1), -at, -each.away, each.said)
        for at, found in enumerate([offered, *map(_around, told)])
        for each in found
        if not any(_overlap(each.said, other) for other in told)
        and _answers(question, each)
        and _same_people(question, each.said, told)
        and _own(question, each.said) > before
    ]
    return [max(near, key=lambda each: each[:3])[3]] if near else []


def _own(question: Question, said: Said) -> float:
    return cover(question.asked, normal(said.text), "").own


def _answers(question: Question, near: _Neighbour) -> bool:
    """Say whether a neighbour may be told for a clause: it holds the value, or speaks of what is asked."""
    own, want = _own(question, near.said), question.slot.want
    if holds_amount(near.said.text) or want not in _VALUES | {"any", "list"}:
        return False
    if sought(question.asks):
        return (near.away <= BY or own >= HINT) and shown(question.asks, (near.said.text,))
    if want not in _VALUES:
        return cover(_wanted(question), normal(near.said.text), "").own >= SAID
    close = near.away == 1 and want not in _NAMED and question.slot.unit not in _ANYTHING
    return (close or own >= HINT) and _fills(question, near.said.text)


def _wanted(question: Question) -> tuple[Term, ...]:
    """What a clause speaks of, but for the noun that calls what it wants: 什么等级 is told by 二级甲等."""
    named = _CALLED.findall(fold(question.asks))
    return tuple(each for each in question.asked if each.text not in named) or question.asked


def _same_people(question: Question, near: Said, told: Sequence[Said]) -> bool:
    """Say whether a neighbour names the people of the question or of what is told, or none: 离休 is not 退休."""
    meant = _people(" ".join([question.text, *(each.text for each in told)]))
    named = _people(near.text)
    return not (named and meant) or not named.isdisjoint(meant)


def _people(text: str) -> frozenset[str]:
    return frozenset(("离休", "退休")) if "离退休" in text else frozenset(_KINDS.findall(text))


def _fills(question: Question, text: str) -> bool:
    """Say whether a text holds the kind of value that a clause asks for; of a time the very kind of time."""
    said, slot = outspoken(text), question.slot
    if not said or slot.want not in _VALUES:
        return False
    if sought(question.asks):
        return shown(question.asks, (said,))
    if slot.want == "count" and slot.unit in SPANS:
        asked: re.Pattern[str] | None = _TIMES[-1][1]  # 几天 may be told in months
    else:
        asked = next((told for asks, told in _TIMES if asks.search(fold(question.asks))), None)
    if asked is not None and slot.want in ("date", "count"):
        return bool(asked.search(fold(said)))
    return slot.filled(said)


def _overlap(one: Said, other: Said) -> bool:
    return one.source.document.id == other.source.document.id and any(
        start < last and first < end for start, end in one.spans for first, last in other.spans
    )


def _around(said: Said) -> Iterator[_Neighbour]:
    """Sentences, and parts of long ones, around a statement; of the row of a table the lines that lead in to it."""
    document, (start, end) = said.source.document, said.spans[0]
    row = document.row_of(start)
    first, last = line_above(document, row[0]) if row else _whole(document, start)
    spans = [
        part
        for whole in with_exceptions(document.text, list(sentences(document.text, first, last)))
        if document.row_of(whole[0]) is None and not heads(document, whole)
        for part in parts(document.text, *whole, SHORT)
    ]
    before = [span for span in spans if span[1] <= start]
    after = [span for span in spans if span[0] >= end]
    for away, span in [*enumerate(reversed(before), 1), *enumerate(after, 1)]:
        yield _Neighbour(quoted(said.source, span), away)


def _whole(document: Document, at: int) -> Span:
    """The widest part of a document around a place that is about one thing: its line, its article, its list."""
    span = line_around(document, at)
    for section in reversed([each for each in document.sections if each.start <= at < each.end]):
        if section.end - section.start > CHARS:
            break
        span = (min(span[0], section.start), max(span[1], section.end))
    return span
