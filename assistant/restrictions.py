"""What restricts a question, and evidence that is of another kind: doubts about near misses. Pure.

Near misses share all words but one with what answers: 九十大寿 where 百岁生日 is told, or 省外 where 市内.
Knows nothing of thresholds; the kinds themselves stand in `wording.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache

from assistant.asking.question import Question
from assistant.asking.slots import OFFICE
from assistant.compose import Said
from assistant.evidence import Passage, outspoken
from assistant.lists import lead_in
from assistant.match import normal, share
from assistant.scope import peopled, years_named
from assistant.signs import title_asked
from assistant.wording import ages, exclusive, pattern, required, told_by
from corpus import bands
from corpus.fold import fold
from corpus.numerals import to_int
from corpus.types import TOLD, Document

Kinds = tuple[re.Pattern[str], ...]

_SENTENCE = re.compile(r"[。!?\n;]")
_UNCOUNTED = re.compile(r'(?<![二两双三四五六七八九十个项条大])"(?![二两双三四五六七八九十])([^"]{1,20})"')
"""A name in quotation marks that counts no members: 安全员 and not 五员 or 三个更加, which often stand before it."""
_PEOPLE = re.compile(r"(?<![离退])(?:离休|退休)")
_RETIRED = re.compile(r"离休|退休|离退")
_OUTSIDE = re.compile(r"(?:没有?|未曾?|不|非)(?P<thing>(?:参加|加入|纳入|参公|参照|移交|实行)[^,。;?!、()的]{0,16})")
"""What somebody is not in."""
_NOT = re.compile("[未没无不非]")
HALF = 0.5
"""So much of a word must a row say to be for what it names, 0…1."""
_OF_AGE = ("岁", "周岁")
SAID = 0.4
"""So much of what is asked must a sentence say that speaks of it, 0…1."""


def of_kind(question: Question, passage: Passage) -> bool:
    """Say whether a passage is no row of a table for other kinds: of women, where men are asked about."""
    asked = _asked_kinds(question.asks, question.told)
    if not asked or passage.document.row_of(passage.start) is None:
        return True
    return not _only_others(asked, fold(passage.text))


def of_denied(question: Question, passage: Passage) -> bool:
    """Say whether a passage is no row for those who are in what somebody is said not to be in: 没参加企业养老保险."""
    schemes = _outside(question.told)
    if not schemes or passage.document.row_of(passage.start) is None or _NOT.search(fold(passage.text)):
        return True
    said = normal(passage.text)
    named = ([term for term in question.terms if term.text in each] for each in schemes)
    return not any(parts and all(share(part, said) >= HALF for part in parts) for parts in named)


@lru_cache(maxsize=64)  # every passage is held against the same question
def _outside(told: str) -> tuple[str, ...]:
    """What a turn says somebody is not in, normalised."""
    return tuple(normal(match["thing"]) for match in _OUTSIDE.finditer(fold(told)))


def other_kind(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The evidence names kinds of a set, and none of those asked about: 重阳节 is told, and 中秋 was asked."""
    asked = _asked_kinds(question.asks, question.told)
    return bool(asked) and _only_others(asked, _with_headings(evidence))


@lru_cache(maxsize=64)  # every passage is held against the same question
def _asked_kinds(*asked: str) -> tuple[tuple[Kinds, Kinds], ...]:
    """(kinds asked about, the others of their set) for every set of which some, but not all, are asked about."""
    clauses = [pattern("kinds", "negated").sub(" ", fold(each)) for each in asked]
    parted = (
        (
            tuple(kind for kind in kinds if kind.search(clause)),
            tuple(kind for kind in kinds if not kind.search(clause)),
        )
        for kinds in exclusive()
        for clause in dict.fromkeys(clauses)
    )
    return tuple((wanted, others) for wanted, others in parted if wanted and others)


def _only_others(asked: Sequence[tuple[Kinds, Kinds]], said: str) -> bool:
    return any(
        any(kind.search(said) for kind in others) and not any(kind.search(said) for kind in wanted)
        for wanted, others in asked
    )


def unnamed(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is about people whom rules for others do not hold for, and the evidence does not name them."""
    turn = fold(question.told)
    asked = [said for form, said in required() if form.search(turn)]
    if not asked:
        return False
    told = _with_headings(evidence)
    return not all(said.search(told) for said in asked)


def other_people(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """All that the evidence grants is for 离休干部, and 退休干部 were asked about, or the other way round."""
    if question.population not in ("离休", "退休"):
        return False
    told = [each.text for each in evidence if not pattern("limits").search(fold(each.text))]
    named = [people for each in told if (people := peopled(each))]
    return bool(named) and not any({question.population, "离退休"} & people for people in named)


def other_age(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is about one birthday, and the evidence tells of none or of another: 九十 is not 百岁."""
    asked = _ages(question.told)
    told = "\n".join(each.text for each in evidence)
    if not asked:
        return _only_birthdays(question, evidence)
    if asked & _ages(told):
        return False
    return not any(
        band.unit in _OF_AGE and any(band.holds(Decimal(age)) for age in asked) for band in bands.find(told)
    )


def _only_birthdays(question: Question, evidence: Sequence[Said]) -> bool:
    """Say whether all that is granted is for a birthday, of which the question does not speak."""
    granted = [each.text for each in evidence if question.slot.want == "amount" and question.slot.filled(each.text)]
    spoken = pattern("age", "spoken").search(fold(question.told))
    return bool(granted) and not spoken and all(map(_ages, granted))


def _ages(text: str) -> set[int]:
    found = (match["age"] for form in ages() for match in form.finditer(fold(text)))
    return {100 if each == "百" else age for each in found if (age := to_int(each)) is not None}


def not_its_own(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is for what a place set itself, and only a rule of a wider place answers: 我们省自己定的."""
    asked = pattern("own").search(fold(question.told))
    if asked is None or not question.places:
        return False
    regions = [each.source.document.metadata.region.value or "" for each in evidence]
    return not any(region.endswith(place.name) for region in regions for place in question.places)


def other_part(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """An annual paper looks back at one year and ahead at the next, and the part about the other year answers."""
    return bool(evidence) and all(
        _of_another_year(question, each.source.document, each.spans[0][0], each.text) for each in evidence
    )


def of_part(question: Question, passage: Passage) -> bool:
    """Say whether a passage does not stand in the part of an annual paper that is about another year."""
    return not _of_another_year(question, passage.document, passage.start, passage.text)


def _of_another_year(question: Question, document: Document, start: int, text: str) -> bool:
    known, asked = document.metadata, question.years
    if not asked or not (known.plan_year.value or known.review_year.value):
        return False
    if any(str(year) in text for year in asked) or pattern("dated").search(fold(question.told)):
        return False
    headings = " ".join(label for label in document.path_of(start) if label != known.title.value)
    years = years_named(headings)
    return bool(years) and years.isdisjoint(asked)


def of_the_whole(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """What was done in one place is asked for, and a report of a wider one counts what was done in all of it."""
    if question.slot.want not in ("sum", "count", "share") or not question.places:
        return False
    every = [place.name for place in question.places]
    # Of 云岭省清河市 the last is meant.
    names = tuple(one for one in every if not any(f"{one}{other}" in question.told for other in every))
    told = [each for each in evidence if question.slot.filled(each.text)]
    return bool(told) and all(_of_wider(each, names) for each in told)


def _of_wider(each: Said, names: tuple[str, ...]) -> bool:
    """Say whether a report of another place than `names` says it, and names none of them."""
    known = each.source.document.metadata
    region, told = known.region.value or "", _with_headings([each])
    outside = bool(region) and not region.endswith(names)
    return known.kind.value in TOLD and outside and not any(name in told for name in names)


def of_all_people(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """What the 离休 or the 退休 got is asked for, and a report tells what all got together."""
    asked = _PEOPLE.search(fold(question.asks))
    if not asked or question.slot.want not in ("amount", "sum"):
        return False
    told = [each for each in evidence if question.slot.filled(each.text)]
    if not told or any(each.source.document.metadata.kind.value not in TOLD for each in told):
        return False
    sentences = [part for each in told for part in _SENTENCE.split(fold(each.text)) if question.slot.filled(part)]
    headings = [fold(label) for each in told for label in each.source.document.path_of(each.spans[0][0])]
    return bool(sentences) and not any(_RETIRED.search(each) for each in [*sentences, *headings])


def unexplained(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is what a name means that it quotes, and the evidence names it and explains nothing.

    Names that count their members are looked for as such (`assistant.members`).
    """
    if not pattern("meaning").search(fold(question.asks)):
        return False
    names = _UNCOUNTED.findall(fold(question.told))
    naming = [fold(each.text) for each in evidence if any(name in fold(each.text) for name in names)]
    # What explains stands behind the name, or beside the sentence that only names it.
    behind = [each.split(name, 1)[1] for each in naming for name in names if name in each]
    return (
        bool(naming)
        and len(naming) == len(evidence)
        and not any(each.listed for each in evidence)
        and not any(pattern("meaning", "told").search(each) for each in behind)
    )


def not_held(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """What is asked for by a noun of its own stands nowhere: papers to bring, a level, a place."""
    asks = fold(question.asks)
    forms = [told for asked, told in told_by("held", OFFICE.pattern) if asked.search(asks)]
    told = [outspoken(each.text) for each in evidence]
    return any(not any(form.search(fold(each)) for each in told) for form in forms)


def unheld(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Who holds an office or a title is asked, and the evidence names none: 团长是谁, where 成立宣讲团 is told."""
    title = title_asked(question.asks)
    if not title:
        return False
    told = normal("\n".join(each.text for each in evidence))
    terms = [each for each in question.asked if each.text in title]
    return title not in told and not any(share(each, told) >= SAID for each in terms)


def unwritten(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """A sentence says of much that is asked for that it is not written here: 要什么证明，本篇不写."""
    asks = normal(question.asks)
    asked = [term for term in question.asked if term.weight > 0 and term.text in asks]
    sentences = (normal(part) for each in evidence for part in _SENTENCE.split(fold(each.text)))
    much = SAID * sum(term.weight for term in asked)
    return bool(asked) and any(
        pattern("silent", "here").search(part) and sum(term.weight * share(term, part) for term in asked) >= much
        for part in sentences
    )


def around(each: Said) -> str:
    """What tells of one statement what it is about: its section, the line before it, its table."""
    document, start = each.source.document, each.spans[0][0]
    lead, row = lead_in(document, start), document.row_of(start)
    title = normal(document.metadata.title.value or "")
    headings = [label for label in document.path_of(start) if normal(label).strip("#") != title]
    parts = [*headings, document.text[slice(*lead)] if lead else ""]
    return " ".join([*parts, document.line_before(start), row[0].caption if row else ""])


def _with_headings(evidence: Sequence[Said]) -> str:
    """What the evidence says, with its titles, headings and lead-ins, folded."""
    titles = (each.source.document.metadata.title.value or "" for each in evidence)
    return fold(" ".join([*(f"{each.text} {around(each)}" for each in evidence), *titles]))


RESTRICTIONS: tuple[Callable[[Question, Sequence[Said], str], bool], ...] = (
    other_kind,
    unnamed,
    other_people,
    other_age,
    not_its_own,
    other_part,
    of_the_whole,
    of_all_people,
    unexplained,
    not_held,
    unheld,
    unwritten,
)
"""A new restriction is one line here."""
