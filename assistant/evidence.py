"""Hits → passages that may answer, each weighed against the question. Pure.

A passage is a sentence, a row of a table, or an item of a list. Knows nothing of how an answer is put together.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.asking.cases import case, ranked, sizes
from assistant.asking.days import entered, tier
from assistant.asking.question import Question, articles
from assistant.asking.slots import OFFICE, amounts_in, attributed, concerns
from assistant.match import Coverage, cover, normal
from assistant.signs import counted, holds_part, names_holder, parted, shows
from assistant.types import Verdict
from assistant.verify.rows import spoken
from assistant.wording import levels, pattern
from corpus import ranks
from corpus.fold import fold
from corpus.sentences import clauses, sentences, stripped
from corpus.types import TOLD, Document, Row, Table
from index.standing import Standing
from index.types import Chunk, Hit

LONG = 150
"""A sentence longer than this is weighed by its parts between semicolons."""

REFERRED = 4
"""So many articles may a sentence name that is about them."""
BEGINS = 24
"""What an article is about stands in so many characters."""
FILLED = 0.15
"""What a passage gains that holds the kind of value asked for, and loses that does not."""
OFFICES = 0.05
"""What one gains besides that names an office where somebody is asked for: 干部 may be those who are cared for."""
HEARD = 0.15
"""What a speech is set back where an amount or a rule is asked for: it only tells of the rule."""
GONE = 0.12
"""What a rule is set back that does not stand."""
TIER = 0.3
"""What a passage gains that tells of the days of the life in question, and loses that tells of others."""
CASE = 0.15
"""And what one gains that tells of the number of people, or the age, in question."""
HEADING = 0.2
"""What a heading by itself is set back: it names what is asked for and often says nothing of it."""
TITLE = 0.5
"""And a title: the head of an answer tells it already."""
HANDED_OUT = 8
"""So many characters of a title are the title of a paper inside of it."""

VALUES = ("sum", "count", "date", "share")
SHORTLY = 120
"""Characters before a time within which the amount is looked for that it is of."""
SHORT = 40
"""So is one longer than this where one value of `VALUES` is asked for."""

_DUE = re.compile("时限|期限|截止|完成(?:时间|日期)")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")

_KIND_OF_OFFICE = 2
"""A word of more characters names an office, and no kind of one: 党支部, and not 单位."""
_CLAUSE = re.compile(r"[^，。；,;]+[，。；,;]?")

_OF_OTHERS = re.compile(r"》[^，。；]{0,8}第")
"""Articles of another paper: 《老干部工作条例》第五条、第六条."""
_AHEAD = re.compile(r"前\s*(?:\d{1,3}|[一二两三四五六七八九十]{1,3})个?(?:工作日|小时|[日天月年周])")
"""So long before something: 期满前10日 is 提前10日."""

_EXCEPTION = re.compile(r"但|不过|除[^。]{0,40}外|不包括|不含|其中[^。]{0,30}(?:除外|不)")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that may be said in an answer."""

    document: Document
    standing: Standing
    spans: tuple[Span, ...]
    """What proves it; one span, or a row and the cells elsewhere that it is merged with."""
    text: str
    """What is said: the quote itself, or a row written as heading：cell."""
    verdict: Verdict
    coverage: Coverage
    filled: bool
    """Whether it holds the kind of value that the question wants."""
    score: float

    @property
    def start(self) -> int:
        """Where its first span begins."""
        return self.spans[0][0]

    @property
    def source(self) -> Source:
        """Where it comes from."""
        return Source(self.document, self.standing)


@dataclass(frozen=True, slots=True)
class Source:
    """A document and how it stands on the day asked for."""

    document: Document
    standing: Standing

    @property
    def about(self) -> str:
        """What the whole document is about, as far as known: title, place, whose rule it is, and year."""
        known = self.document.metadata
        parts = (known.title.value, known.region.value, self.whose, f"{known.year}年" if known.year else None)
        return " ".join(part for part in parts if part)

    @property
    def whose(self) -> str:
        """What people call the rules of its level: 国家 全国 中央; empty when the level is not known."""
        return levels().get(self.document.metadata.level.value or "", "")


@dataclass(frozen=True, slots=True)
class Piece:
    """What a hit is cut into: something that may be said, not yet weighed against a question."""

    source: Source
    rank: float
    """The score of its hit."""
    spans: tuple[Span, ...]
    text: str
    context: str
    """The words around it that tell what it is about."""


def cut(question: Question, hits: Sequence[Hit], sources: Callable[[str], Source]) -> list[Piece]:
    """Every piece of `hits`, as fine as the kind of answer that is wanted needs it."""
    long = SHORT if question.slot.want in VALUES else LONG
    found = [(sources(hit.chunk.document_id), hit) for hit in hits]
    return [
        Piece(source, hit.score, spans, text, f"{context} {source.whose}")
        for source, hit in found
        for spans, text, context in _pieces(source.document, hit.chunk, long)
    ]


def gather(question: Question, pieces: Sequence[Piece]) -> list[Passage]:
    """A passage for every piece, best first; equal scores by place in the store."""
    passages: dict[tuple[str, Span], Passage] = {}
    for piece in pieces:
        passage = _weigh(question, piece)
        key = (piece.source.document.id, piece.spans[0])
        if key not in passages or passage.score > passages[key].score:
            passages[key] = passage
    return sorted(passages.values(), key=lambda each: (-each.score, each.document.source, each.start))


def foremost(passages: Sequence[Passage]) -> list[Passage]:
    """The first passage of every document, in their order."""
    first: dict[str, Passage] = {}
    for passage in passages:
        first.setdefault(passage.document.id, passage)
    return list(first.values())


def beside(one: Passage, other: Passage) -> bool:
    """Say whether two passages are rows of one table, or items of one list."""
    document = one.document
    if other.document is not document:
        return False
    rows = document.row_of(one.start), document.row_of(other.start)
    if rows[0] and rows[1]:
        return rows[0][0] is rows[1][0]
    items = document.section_of(one.start), document.section_of(other.start)
    if not (items[0] and items[1]) or rows[0] or rows[1]:
        return False
    begun = (items[0].start, items[1].start) == (one.start, other.start)
    return begun and items[0].path[:-1] == items[1].path[:-1]


def line_above(document: Document, table: Table) -> Span:
    """The line above a table, which says what its numbers are: 每月增加额如下（元）; empty where there is none."""
    end = stripped(document.text, 0, table.start)[1]
    return document.text.rfind("\n", 0, end) + 1, end


def line_around(document: Document, at: int) -> Span:
    """The line that a place stands in."""
    end = document.text.find("\n", at)
    return document.text.rfind("\n", 0, at) + 1, end if end >= 0 else len(document.text)


def meant(question: Question, text: str, document: Document, start: int) -> str:
    """What the turn tells and `text` speaks of by another name: the period of a day, the band of a number or rank."""
    days, told = question.days, sizes(question.text)
    names = entered(days) if tier(days, text) else ()
    held = (each.words for each in ranks.find(question.told) if ranked((each,), document, start, text))
    named = [counted(question.asks, text), *(each.asked for each in parted(question.told) if holds_part(each, text))]
    ahead = ("提前",) if "提前" in question.told and _AHEAD.search(text) else ()
    before = document.text[slice(*span)] if (span := set_before(question, text, document, start)) else ""
    return " ".join(
        ["", *names, *named, before, *ahead, *(each.words for each in told if case((each,), text)), *held]
    )


def set_before(question: Question, text: str, document: Document, start: int) -> Span | None:
    """The sentence shortly before a time that sets the amount whose time is asked for: 提高到2元. 从5月起执行."""
    wanted = amounts_in(question.told) if question.slot.want == "date" and not amounts_in(text) else frozenset()
    if not wanted:
        return None
    spans = sentences(document.text, max(0, start - SHORTLY), start)
    return next((span for span in spans if wanted <= amounts_in(document.text[slice(*span)])), None)


def _weigh(question: Question, piece: Piece) -> Passage:
    """Weigh one passage: what it covers, whether it fills the slot, how its document stands, how it ranked."""
    source, spans, text, context = piece.source, piece.spans, piece.text, piece.context
    context += meant(question, text, source.document, spans[0][0])
    coverage = cover(question.terms, normal(resolved(source.document, text)), normal(context))
    outright = outspoken(text)
    filled = (
        (question.slot.filled(_besides(question, outright)) and of_fee(question, text))
        or names_holder(question.asks, text)
        or _in_column(question, source.document, spans[0], context)
        or _repeats(question, text)
    )
    filled = filled and bool(outright)
    score = 0.65 * coverage.own + 0.35 * coverage.whole + 0.1 * piece.rank - 0.06 * math.log(max(len(text), 60) / 60)
    score += _answering(question, text, filled=filled) + _placed(question, source, spans[0])
    if (told := tier(question.days, text)) is not None:
        score += TIER if told else -TIER
    if case(sizes(question.text), text) or ranked(ranks.find(question.told), source.document, spans[0][0], text):
        score += CASE
    verbatim = len(spans) == 1 and text == source.document.text[slice(*spans[0])]
    verdict: Verdict = "verbatim" if verbatim else "supported"
    return Passage(source.document, source.standing, spans, text, verdict, coverage, filled, score)


def _besides(question: Question, text: str) -> str:
    """A text without the offices that the question names: who sees to 党支部换届 is not told by 党支部."""
    if question.slot.want != "organ":
        return text
    told = fold(text)
    for each in question.asked:
        if OFFICE.search(each.text) and len(each.text) > _KIND_OF_OFFICE:
            told = told.replace(each.text, " " * len(each.text))
    return told


def of_fee(question: Question, text: str) -> bool:
    """Say whether money that `text` states may be of the fee that is asked for; True where no money is wanted."""
    return question.slot.want not in ("amount", "sum") or attributed(text, question.names)


def _repeats(question: Question, text: str) -> bool:
    """Say whether a sentence says a word of the question as often as it asks for things: 带头 in 哪三个带头."""
    size, said = question.slot.size, normal(text)
    return size is not None and any(said.count(each.text) >= size for each in question.asked if len(each.text) > 1)


def _answering(question: Question, text: str, *, filled: bool) -> float:
    """What a passage gains or loses by the kind of value that it holds."""
    slot, score = question.slot, 0.0
    if slot.want in ("amount", "count", "date", "organ", "name", "share", "reason", "sum", "hours"):
        score += FILLED if filled else -FILLED
    if slot.label and slot.label in normal(text):
        score += FILLED
    if slot.want == "organ" and OFFICE.search(fold(text)):
        score += OFFICES
    if slot.want == "count" and slot.beside(text, question.names):
        score += FILLED
    if shows(question.asks, text):
        score += FILLED
    return score


def _placed(question: Question, source: Source, span: Span) -> float:
    """What a passage loses by where it stands: in a speech, in a rule that does not hold, in a heading."""
    told = question.slot.want in ("amount", "rule") and source.document.metadata.kind.value in TOLD
    score = -HEARD if told else 0.0
    if not source.standing.live:
        score -= GONE
    if titles(source.document, span):
        return score - TITLE
    return score - HEADING if heads(source.document, span) else score


def resolved(document: Document, text: str) -> str:
    """`text` with how the articles of `document` begin that it names: 第五条、第六条的补助 is about these.

    As it is where it names one, which is often its own number or that of another paper, or very many.
    """
    if text.count("条") < 2 or _OF_OTHERS.search(text):
        return text
    numbers = frozenset(articles(text))
    if not 1 < len(numbers) <= REFERRED:
        return text
    named = (each for each in document.sections if numbers.intersection(articles(each.number)))
    return " ".join([text, *(document.text[each.start : each.start + BEGINS] for each in named)])


def outspoken(text: str) -> str:
    """What of a sentence says something itself: 投资90万元，时间另行通知 says an amount and no time."""
    if not pattern("silent").search(fold(text)):
        return text
    clauses = _CLAUSE.findall(text)
    return "".join(each for each in clauses if not pattern("silent").search(fold(each)))


def _in_column(question: Question, document: Document, span: Span, context: str) -> bool:
    """Say whether a passage is a row with a bare number whose unit stands above it, or with a time that is due.

    The unit stands above as in （元/月） or （月/年）; under 完成时限 whatever stands there is the time: 汛期前.
    """
    found = document.row_of(span[0])
    if found and question.slot.want == "date" and question.slot.unit in (None, "deadline"):
        return any(_DUE.search(name) and value.strip() for name, value in found[0].labelled(found[1]))
    if found is None or question.slot.want not in ("amount", "count"):
        return False
    unit = "元" if question.slot.want == "amount" else (question.slot.unit or "")[-1:]
    bare = [name for name, value in found[0].labelled(found[1])[1:] if _NUMBER.fullmatch(value.strip())]
    if unit == "元" and not concerns(f"{context} {' '.join(bare)}", question.names):
        return False
    return bool(unit) and any(unit in name or (unit == "元" and unit in context) for name in bare)


def heads(document: Document, span: Span) -> bool:
    """Say whether a passage is no more than the heading of a section."""
    section = document.section_of(span[0])
    return section is not None and section.start <= span[0] and span[1] <= section.body


def titles(document: Document, span: Span) -> bool:
    """Say whether a passage is no more than the title, or what a notice says in its title that it hands out."""
    said, title = normal(document.text[slice(*span)]).strip("#"), normal(document.metadata.title.value or "")
    return said == title or (len(said) >= HANDED_OUT and said in title)


def _pieces(document: Document, chunk: Chunk, long: int) -> Iterator[tuple[tuple[Span, ...], str, str]]:
    """Spans, words and surroundings of the pieces of one chunk."""
    for table in document.tables:
        for row in table.rows:
            if row.start < chunk.end and chunk.start < row.end:
                above = document.text[slice(*line_above(document, table))][-LONG:]
                path = " ".join(document.path_of(row.start))
                yield row_spans(row), row_text(table, row), f"{chunk.context} {path} {table.caption} {above}"
                return
    before = document.line_before(chunk.start)[-200:]  # a chunk may begin in the middle of a paragraph
    for start, end in with_exceptions(document.text, list(sentences(document.text, chunk.start, chunk.end))):
        for part in parts(document.text, start, end, long):
            yield (part,), document.text[slice(*part)], f"{chunk.context} {before} {document.text[start : part[0]]}"
        before = document.text[max(chunk.start, end - 200) : end] if long < LONG else document.text[start:end]


def parts(text: str, start: int, end: int, long: int = LONG) -> list[Span]:
    """The sentence itself, or the parts between its semicolons when it is long."""
    return [(start, end)] if end - start <= long else with_exceptions(text, list(clauses(text, start, end)))


def with_exceptions(text: str, spans: list[Span]) -> list[Span]:
    """Join what takes something back (但…除外) to what it takes it back from: neither is told alone."""
    joined: list[Span] = []
    for start, end in spans:
        if joined and _EXCEPTION.match(text, start, end):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def row_text(table: Table, row: Row, told: Callable[[str], bool] = lambda heading: True) -> str:
    """Write a row as a person says it, 项目：订书；标准：90元/年, with the columns whose headings are `told`."""
    cells = (spoken(name, value) for name, value in table.labelled(row) if value.strip() and told(name))
    return "；".join(
        f"{_joined(name)}：{_joined(value)}" if name.strip() else _joined(value) for name, value in cells
    )


def row_spans(row: Row) -> tuple[Span, ...]:
    """The row itself and every cell that stands above it and holds for it too."""
    above = dict.fromkeys((cell.start, cell.end) for cell in row.cells if cell.merged and cell.end <= row.start)
    first = min((cell.start for cell in row.cells if not cell.merged and cell.text), default=row.start)
    last = max((cell.end for cell in row.cells if not cell.merged and cell.text), default=row.end)
    return ((first, last), *above)


def _joined(text: str) -> str:
    """One line of a cell: a line break inside Chinese words is only layout, and so is the space in 类  别."""
    words = text.split()
    return "".join(words) if all(not word.isascii() for word in words) else " ".join(words)
