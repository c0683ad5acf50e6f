"""Reasons besides coverage for which evidence is no answer, however well its words match. Pure.

Each is a rule that a clerk would agree with: a sentence that says that it does not say, a rule that does not stand, a
premise that no document has. Knows nothing of thresholds or of wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from assistant.asking.question import Question
from assistant.asking.slots import BARE_FEE, FEE, SPANS
from assistant.compose import Said
from assistant.evidence import outspoken, resolved
from assistant.match import COMMON, Term, bigrams, cover, normal, share
from assistant.restrictions import RESTRICTIONS, around
from assistant.signs import shown, sought
from assistant.wording import done_steps, following, pattern
from corpus.fold import blanked, fold
from corpus.numerals import to_int
from corpus.quantities import find, plain
from corpus.types import Document

_ORDINAL = re.compile(r"第(?P<number>\d{1,3}|[一二三四五六七八九十百]{1,5})(?P<unit>[届批期轮次])")
_CLAUSE = re.compile(r"[,。;!?\n]")
_UNSAID = {"amount": "values", "sum": "values", "count": "values", "share": "values", "date": "date"}
"""What is wanted → the pattern of a sentence that says that it does not say it."""
_BOUND = re.compile("不得(?=[超少低高多晚早迟]|大于|小于)")
_NOW = re.compile("现在|如今|目前|现行|今年|眼下")
_UNABLE = re.compile("(?<!能)不能|(?<!可)不可以")
"""Who asks for how long something may not be done asks about what is forbidden."""
_TELLING = ("count", "organ", "name", "reason")
"""What is wanted where a paper that sets nothing may tell it all the same."""
_MONEY = re.compile("元|钱|块")
_PAID = re.compile(r"\d[\d,.]*[万千百]?元")
_MULTIPLE = re.compile(r"(?P<base>[^,。;:、为是]{4,30})的\d+(?:\.\d+)?倍")
MOST = 0.7
"""A turn that says so much of the name of a base speaks of it."""
_FEE = re.compile(f"{FEE.pattern}$")
_WHO = re.compile(r"(?:人|人员|干部|职工|同志|机关|单位)$")
"""People and their offices, for whom a title sets what it sets: nothing is paid for them."""
NAMED = 0.5
"""So much of a word must stand near a value that is of it."""
APART = 0.45
"""Share of all that a turn says, what it only tells included, that evidence and its headings must speak of."""


def silent(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Every sentence that would answer says that the matter is set elsewhere: 丧葬费各地不同，本篇不写数额."""
    unsaid = _UNSAID.get(question.slot.want)
    valued = unsaid is not None and not any(pattern("silent", unsaid).search(fold(each.text)) for each in evidence)
    return all(
        pattern("silent").search(fold(each.text)) and not (valued and question.slot.filled(outspoken(each.text)))
        for each in evidence
    )


def past(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Nothing but drafts and replaced rules speak, and the question is not about such.

    They set nothing; what they only tell, who pays another fee or what a year of old was like, they tell as before.
    """
    slot = question.slot
    tells = slot.want in _TELLING and slot.unit not in SPANS
    if tells or any(each.source.standing.live for each in evidence):
        return False
    told = _read_together(evidence, context)
    dated = question.years and all(f"{year}年" in told or f"〔{year}〕" in told for year in question.years)
    if slot.want in _UNSAID and dated:
        return False
    # Who names a paper by its number or year asks about that one.
    named = any("〔" in each for each in question.numbers) or (question.paper is not None and question.paper.one)
    # A turn that goes on about a draft is about it too, unless it asks for what holds now.
    said = question.told if _NOW.search(question.told) else f"{question.told} {question.search}"
    return not named and not pattern("past").search(fold(said))


def premise(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question takes a value or a change for granted that the evidence lacks: 提高到3000元的是哪个文件."""
    if _untold("changed", question, evidence, context):
        return True
    taken = [match["value"] for match in pattern("premise").finditer(fold(question.told))]
    said = {plain(each.number) for one in evidence for each in find(one.text)}
    return any(plain(each.number) not in said for value in taken for each in find(f"{value.rstrip('元')}元"))


def replaced(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question names a rule by its year, and no rule of that year answers: 按2017年的规定."""
    return _untold("rule", question, evidence, context)


def _untold(form: str, question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Say whether the question names, in a `form` of premise, a year of which no evidence is or speaks."""
    years = {match["year"] for match in pattern("premise", form).finditer(fold(question.told))}
    told = _read_together(evidence, context)
    return any(year not in told and not any(_of(each, year) for each in evidence) for year in years)


def _read_together(evidence: Sequence[Said], context: str) -> str:
    """The evidence behind what stands around it."""
    return " ".join([context, *(each.text for each in evidence)])


def over(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question asks what follows a step, and the evidence tells of nothing after it: 裁决下来了还不服."""
    told, said = fold("\n".join(each.text for each in evidence)), fold(question.told)
    steps = {match["step"] for match in pattern("premise", "step").finditer(said)}
    if any(not re.search(step + pattern("premise", "outcome").pattern, told) for step in steps):
        return True
    done = {match["step"] or match["refused"] for match in done_steps().finditer(said)}
    return any(not following(step).search(told) for step in done)


def contrary(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question takes a change for granted that the evidence denies: 改领养老金以后, where 不改为."""
    turns = {match["turn"] for match in pattern("premise", "turned").finditer(fold(question.told))}
    return any(re.search(f"不(?:再|予)?{turn}", fold(each.text)) for turn in turns for each in evidence)


def above(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The question is asked for an office of the province or the state, and only a city or a county answers."""
    if any(pattern("above").search(fold(each.text)) for each in evidence):
        return False
    levels = {each.source.document.metadata.level.value for each in evidence}
    return bool(pattern("above").search(fold(question.told))) and levels <= {"市", "县", "乡"}


def apart(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """The evidence is about something else than what the turn tells: 电梯, where it speaks of 财政补助 for people."""
    own = normal("\n".join(resolved(each.source.document, each.text) for each in evidence))
    return not shares(question, evidence) and cover(question.terms, own, normal(context)).whole < APART


def denied(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """What is asked about is only forbidden: 礼金的上限是多少, where 不得发放礼品礼金."""
    told = fold(question.told)
    if pattern("whether").search(fold(question.asks)) or pattern("forbids").search(told) or _UNABLE.search(told):
        return False
    if sought(question.asks) and shown(question.asks, (each.text for each in evidence)):
        return False
    # 不得超过30日 forbids nothing: it says how much there may be.
    clauses = [normal(each) for one in evidence for each in _CLAUSE.split(blanked(_BOUND, fold(one.text)))]
    for term in question.asked:
        if term.light or term.weight < COMMON:
            continue
        holding = [each for each in clauses if share(term, each) >= 1]
        if holding and all(pattern("forbids").search(each) for each in holding):
            return True
    return False


def beside(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """An amount of what only the title names, beside something else: 1000元 of 走访慰问, and not of 体检."""
    if question.slot.want != "amount":
        return False
    near = [normal(f"{each.text} {around(each)}") for each in evidence]
    documents = {each.source.document.id: each.source.document for each in evidence}.values()
    titular = [
        term
        for term in question.asked
        if not term.light
        and term.weight >= COMMON
        and not _WHO.search(term.text)
        and not any(share(term, each) >= NAMED for each in near)
    ]
    return any(
        _joined(term.text, document) and share(term, normal(_body(document))) >= 1
        for term in titular
        for document in documents
    )


def _joined(text: str, document: Document) -> bool:
    """Say whether a title joins a word with another: 体检 in 走访慰问和健康体检."""
    title, word = fold(document.metadata.title.value or ""), re.escape(text)
    return bool(re.search(rf"[和与及、][^和与及、]{{0,2}}{word}|{word}[^和与及、]{{0,2}}[和与及、]", title))


def _body(document: Document) -> str:
    """A document without its title."""
    title = document.metadata.title.value or ""
    return document.text.replace(title, "", 1) if title else document.text


def unpaid(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """An amount of another fee than the only one that the turn names: 护理费 is told, and 补助 answers.

    So is what one fee is charged to no answer for another: 由谁负担.
    """
    charged = question.slot.want == "amount" or pattern("charged").search(fold(question.asks))
    if not charged or any(_FEE.search(term.text) for term in question.asked):
        return False
    fees = _fees(question)
    told = normal("\n".join([context, *(each.text for each in evidence)]))
    return len(fees) == 1 and share(fees[0], told) < NAMED


def shares(question: Question, evidence: Sequence[Said]) -> bool:
    """Say whether evidence tells the share that is asked for of the only fee that the turn names.

    It is of that fee whatever else of somebody's life is told.
    """
    fees, told = _fees(question), normal("\n".join(each.text for each in evidence))
    return question.slot.want == "share" and len(fees) == 1 and share(fees[0], told) >= 1


def _fees(question: Question) -> list[Term]:
    """The fees that a turn names."""
    return [term for term in question.terms if _FEE.search(term.text) and not BARE_FEE.fullmatch(term.text)]


def base(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Money is asked for that is only the base of another sum: 按上年平均工资的2倍 does not say how much that is."""
    if question.slot.want != "amount" or not _MONEY.search(fold(question.asks)):
        return False
    told, said = fold("\n".join(each.text for each in evidence)), normal(question.told)
    if _PAID.search(told):
        return False
    bases = (bigrams(normal(match["base"])) for match in _MULTIPLE.finditer(told))
    return any(sum(gram in said for gram in grams) >= MOST * len(grams) for grams in bases)


def ordinal(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Asked about the first of a row, and answered about the second: 第一届 is not 第二届."""
    wanted = _ordinals(question.asks)
    told = {each for one in evidence for each in _ordinals(one.text)}
    return any({unit for _, unit in told} >= {unit} and (number, unit) not in told for number, unit in wanted)


def _ordinals(text: str) -> set[tuple[int, str]]:
    return {
        (number, match["unit"])
        for match in _ORDINAL.finditer(fold(text))
        if (number := to_int(match["number"])) is not None
    }


DOUBTS: tuple[Callable[[Question, Sequence[Said], str], bool], ...] = (
    silent,
    past,
    premise,
    replaced,
    over,
    contrary,
    above,
    apart,
    denied,
    beside,
    unpaid,
    base,
    ordinal,
    *RESTRICTIONS,
)
"""A new reason is one line here."""


def doubtful(question: Question, evidence: Sequence[Said], context: str) -> bool:
    """Say whether any of `DOUBTS` holds; `context` is what stands around the evidence."""
    return any(doubt(question, evidence, context) for doubt in DOUBTS)


def _of(each: Said, year: str) -> bool:
    known = each.source.document.metadata
    return known.begins.startswith(year) or str(known.year) == year
