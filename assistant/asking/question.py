"""What a person asks → what is looked for: terms, slot, years, places, population. Pure.

Knows nothing of documents except, through the weights of characters, which words occur in them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.asking.clauses import Asked, split
from assistant.asking.days import entered, named, spoken
from assistant.asking.slots import BARE_FEE, FEE, Slot, asking, wanted
from assistant.asking.words import Word, words
from assistant.match import COMMON, Idf, Term, bigrams, normal, term
from assistant.wording import called, fillers, giving, lives, pattern
from corpus import docnumber, places
from corpus.fold import fold
from corpus.numerals import to_int
from index import glossary, sound, spelling

Population = Literal["离休", "退休", "离退休"]

_UMBRELLA = ("老干部", "离退休干部", "老同志", "离休干部", "退休干部")
"""Who asks about 老干部 is told of each kind; who asks about one kind is not told of another."""
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)\s*年?(?:度)?")
_POINTING = re.compile(r"[那这在到去跟](?=[^\W\d_]{1,4}[省市县区州])")
"""那临溪市呢 is about 临溪市."""
ARTICLE = re.compile(r"第(?P<number>\d{1,4}|[〇零一二两三四五六七八九十百千]{1,8})条")
_MORE = re.compile(r"^(?:那|还有|另外)|呢[？?]?$")
"""A turn that asks the same of something else: 那配偶呢？"""
_BRACKETED = re.compile(r"[（(]([^（）()]{4,40})[）)]")
_QUOTED = re.compile(r'"([^"]{2,30})"')
_PARTED = re.compile(r"([住生看退离去])[了过]([院病休世])")
"""Verbs that 了 parts: 住了院 is 住院."""
_GLOSS = re.compile(r"\s*[（(]([\u4e00-\u9fff、，,\s]+)[）)]")
"""Chinese that an English question adds in brackets."""
_LISTED = re.compile(r"[、，,\s]+")
"""What stands between the words of it."""
_ITEM = r"(?:(?![各和与及])[^\W\d_]){2,14}"
_AND = re.compile(r"、|以及|和|与|及")
_EACH = re.compile(rf"(?P<items>{_ITEM}(?:、{_ITEM})*(?:、|以及|和|与|及){_ITEM}?),?(?:分别|各)")
_ASKED_IN = re.compile(r"什么|啥|几|哪")
"""What asks inside of quotation marks: of “老有所什么” 老有所 is looked for."""
_POPULATIONS: tuple[tuple[Population, re.Pattern[str]], ...] = (
    ("离退休", re.compile(r"离退休|离休.{0,3}退休|老干部|老同志")),
    ("离休", re.compile(r"离休")),
    ("退休", re.compile(r"退休")),
)

_WORD = re.compile(r"[a-z0-9.%-]*[a-z0-9%](?:月|日|年|号|元)?|[^\W\da-z_]+")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the documents of a store speak of."""

    idf: Idf
    places: frozenset[str] = frozenset()
    """Full names of the places that they are of, each by itself."""

    def __call__(self, gram: str) -> float:
        """Weight of a character or bigram."""
        return self.idf(gram)

    def holds(self, word: str) -> bool:
        """Say whether every bigram of a word occurs."""
        return all(self.idf(gram) < self.idf("\0") for gram in bigrams(normal(word)))


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood."""

    text: str
    """As asked; of several turns the last."""
    asks: str
    """The clauses of it that ask this one thing."""
    language: Literal["zh", "en"]
    slot: Slot
    terms: tuple[Term, ...]
    search: str
    """What is looked for in the index: the Chinese words of the question, slips corrected."""
    widened: tuple[tuple[str, float], ...] = ()
    """Other spellings to look for, each with a weight below 1."""
    years: tuple[int, ...] = ()
    places: tuple[places.Place, ...] = ()
    population: Population | None = None
    articles: tuple[int, ...] = ()
    """Numbers of the articles (第十二条) that it names."""
    numbers: tuple[str, ...] = ()
    """Numbers of the documents that it names, in their one spelling."""
    days: tuple[str, ...] = ()
    """Days of somebody's life that it tells, ISO 8601: when he was born, or joined."""
    periods: frozenset[str] = frozenset()
    """Periods in which somebody joined the revolution, told by name or by a day."""
    parts: tuple[Term, ...] = ()
    """Things of which each is asked about: 甲 and 乙 in 甲和乙分别由谁负责."""
    corrections: tuple[sound.Correction, ...] = ()
    wider: Question | None = None
    """The same question with all that the turn tells, for when the clause alone finds no answer."""
    strange: tuple[str, ...] = ()
    """Words of an English question that the glossary does not know."""

    @property
    def names(self) -> frozenset[str]:
        """Every spelling of what is asked about."""
        return frozenset(form for each in self.asked for form in (each.text, *each.forms))

    @property
    def asked(self) -> tuple[Term, ...]:
        """What the last turn itself speaks of, and must be found; all terms when it names nothing."""
        return tuple(each for each in self.terms if not each.earlier) or self.terms


def understand(turns: Sequence[str], idf: Idf, known: Collection[str] = ()) -> tuple[Question, ...]:
    """Understand the last of `turns`, with the help of the earlier ones: one question for each thing that it asks.

    `idf` knows the words of the store: what does not occur there is looked at for a slip by sound. `known` are the
    places that documents of the store are of.
    """
    vocabulary = Vocabulary(idf, frozenset(known))
    text = turns[-1].strip()
    if glossary.is_english(_GLOSS.sub(" ", text)):
        return (_english(text, vocabulary),)

    def bare(clause: str) -> bool:
        return not any(_names(each) for each in _terms(clause, vocabulary))

    corrections = spelling.correct(text, vocabulary.holds)
    turn, hints = _aside(glossary.formal(_PARTED.sub(r"\1\2", sound.applied(text, corrections))))
    earlier = [
        *(glossary.formal(sound.applied(turn, spelling.correct(turn, vocabulary.holds))) for turn in turns[:-1]),
        *hints,
    ]

    def read(clause: Asked) -> Question:
        return replace(
            _chinese(text, clause, turn, earlier, vocabulary, follows=len(turns) > 1), corrections=corrections
        )

    return tuple(
        replace(read(each), wider=read(replace(each, text=each.wide)) if each.wide else None)
        for each in split(turn, bare)
    )


def placed(question: Question, chosen: tuple[places.Place, ...]) -> Question:
    """The question about the places `chosen`, where it names none of its own."""
    wider = placed(question.wider, chosen) if question.wider else None
    return replace(question, places=question.places or chosen, wider=wider)


def _names(each: Term) -> bool:
    """Say whether a term tells what a question is about, and is no verb and no word that stands everywhere."""
    return not each.earlier and not each.light and each.weight >= COMMON


def _chinese(
    text: str, asked: Asked, turn: str, earlier: Sequence[str], vocabulary: Vocabulary, *, follows: bool
) -> Question:
    """One question of a turn; what else the turn says, and what was said before it, helps to find."""
    slot = wanted(asked.ask)
    if slot.want == "any" and follows and _MORE.search(asked.ask):
        slot = wanted(earlier[-1])
    beside = [*earlier, asked.told]
    whole = " ".join([*earlier, turn])
    days = tuple(day for _, day in _days(fold(turn)))
    terms = _terms(asked.text, vocabulary)
    terms += tuple(
        replace(each, earlier=True)
        for said in beside
        for each in _terms(said, vocabulary)
        if each.text not in normal(asked.text)
    )
    return Question(
        text=text,
        asks=asked.ask,
        language="zh",
        slot=slot,
        terms=_without(terms, slot),
        search=whole,
        widened=tuple(glossary.widen(whole).items()),
        years=_years(asked.text) or next((years for said in reversed(beside) if (years := _years(said))), ()),
        places=_once(
            _places(asked.text, vocabulary)
            or next((found for said in reversed(beside) if (found := _places(said, vocabulary))), ())
        ),
        population=_population(asked.text) or _population(turn) or _population(whole),
        articles=articles(asked.text),
        numbers=tuple(each.canonical for each in docnumber.find(turn)),
        days=days,
        periods=spoken(turn) | frozenset(entered(days)),
        parts=tuple(_word(part, vocabulary) for part in _parts(fold(turn))),
    )


def _parts(folded: str) -> tuple[str, ...]:
    """What a question asks about each for itself.

    >>> _parts("党委、党总支和党支部的经费各是多少")
    ('党委', '党总支', '党支部')
    """
    match = _EACH.search(folded)
    if match is None:
        return ()
    first, *others = _AND.split(match["items"])
    others = [each.split("的")[0] for each in others]
    longest = max(map(len, others))
    begins = min((word.start for word in words(first) if len(first) - word.start <= longest), default=0)
    return (first[begins:], *others)


def _english(text: str, vocabulary: Vocabulary) -> Question:
    told = [word for match in _GLOSS.finditer(text) for word in _LISTED.split(match[1])]
    plain = _GLOSS.sub(" ", text)  # lixiu (离休) cadres are lixiu cadres
    full = {name[:-1]: name for name in vocabulary.places if len(name) > len("清河")}
    chinese_words = [full.get(word, word) for word in (*glossary.translate(plain), *told)]
    strange = glossary.unknown_words(plain)
    numbers = [number for word in chinese_words if (number := to_int(word)) is not None]
    slot = replace(wanted(text), size=numbers[0]) if numbers and numbers[0] > 1 else wanted(text)
    chinese = " ".join(chinese_words)
    named = _once(_places(chinese, vocabulary))
    placed = {place.name for place in named}
    terms = tuple(
        _translated(word, vocabulary)
        for word in dict.fromkeys(chinese_words)
        if word not in placed and not _asks(word)
    )
    return Question(
        text=text,
        asks=text,
        language="en",
        slot=slot,
        terms=_without(terms, slot)
        + tuple(_word(name, vocabulary) for _, name in _periods(fold(text)))
        + tuple(term(word.lower(), vocabulary) for word in strange),
        search=chinese,
        widened=tuple(glossary.widen(chinese).items()),
        years=_years(text),
        places=named,
        population=_population(chinese),
        strange=strange,
    )


def _asks(word: str) -> bool:
    """Say whether a translated word asks, counts or tells a year, and names nothing."""
    asking_only = bool(fillers().phrases.fullmatch(word)) or asking(word) == [(0, len(word))]
    return asking_only or word in fillers().empty or to_int(word) is not None or bool(_YEAR.fullmatch(word))


def _translated(word: str, vocabulary: Vocabulary) -> Term:
    """A translated word: a verb may be said otherwise, and what Chinese tells besides is not missed."""
    cut = words(word)
    light = len(cut) == 1 and cut[0].light and not glossary.population(word)
    beside = bool(fillers().relative.fullmatch(word)) or word in fillers().vague or word in fillers().familiar
    return replace(_word(word, vocabulary), light=light, earlier=beside)


def _without(terms: tuple[Term, ...], slot: Slot) -> tuple[Term, ...]:
    """Leave out what a question calls the thing it wants, unless it says nothing else."""
    return tuple(each for each in terms if each.text not in called(slot.want)) or terms


def _aside(text: str) -> tuple[str, list[str]]:
    """Part what is asked from what is added in brackets, which helps to find and is not asked for."""
    hints = _BRACKETED.findall(text)
    return (_BRACKETED.sub("", text), hints) if _BRACKETED.sub("", text).strip(" ？?。") else (text, [])


def _years(text: str) -> tuple[int, ...]:
    """Years of the documents that are meant; none of somebody's life, of a document's number, or from which on."""
    told = fold(text)
    for number in reversed(docnumber.find(text)):
        told = told[: number.start] + " " * (number.end - number.start) + told[number.end :]
    for form in (*lives(), pattern("history", "since")):
        told = form.sub(lambda match: " " * len(match[0]), told)
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(told)))


def articles(text: str) -> tuple[int, ...]:
    """Numbers of the articles that a text names, in its order.

    >>> articles("民事诉讼法第一百七十条、第12条")
    (170, 12)
    """
    return tuple(number for match in ARTICLE.finditer(fold(text)) if (number := to_int(match["number"])))


def _days(folded: str) -> list[tuple[int, str]]:
    """Days of somebody's life and where they are told; of a year by itself its middle."""
    found = []
    for match in (match for form in lives() for match in form.finditer(folded)):
        told = match.groupdict()
        day = f"{told['year']}-{int(told.get('month') or 7):02d}-{int(told.get('day') or 1):02d}"
        found.append((match.start(), day))
    return found


def _periods(folded: str) -> list[tuple[int, str]]:
    """The periods that days of somebody's life fall into, as the rules name them, and where they are told."""
    return [(at, name) for at, day in _days(folded) for name in named(day)]


def _places(text: str, vocabulary: Vocabulary) -> tuple[places.Place, ...]:
    told = _POINTING.sub(" ", _YEAR.sub(lambda match: " " * len(match[0]), fold(text)))
    named = glossary.find(told)
    return tuple(
        place
        for place in places.find(told)
        if not _common(place.name, vocabulary, within=told.startswith("里", place.end))
        and not any(each.start <= place.start and place.end < each.end for each in named)
    )


def _once(found: Iterable[places.Place]) -> tuple[places.Place, ...]:
    """Each place once, however often it is named."""
    return tuple({place.path: place for place in found}.values())


def _common(name: str, vocabulary: Vocabulary, *, within: bool) -> bool:
    """Say whether what has the form of a place is words of the documents before 市 or 县, as 改造 in 改造市活动中心.

    A place of the documents is one, and so is a name of which they never speak: 开化县 is a place wherever 开化 is no
    word of theirs. Who says 县里 names no county, unless it is one of these: 慰问金县里发了几次.
    """
    stem = name[:-1]
    if places.known(name) or name in vocabulary.places:
        return False
    if within or not vocabulary.holds(stem):
        return within
    return any(word.verbal and len(word.text) > 1 for word in words(stem))


def _population(text: str) -> Population | None:
    return next((name for name, form in _POPULATIONS if form.search(text)), None)


def _terms(asked: str, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """Cut a Chinese question into what it speaks of: quoted words, glossary terms, and the runs between them."""
    rest = fold(asked)
    found: list[tuple[int, Term]] = []

    def blank(spans: Iterable[tuple[int, int]]) -> None:
        nonlocal rest
        for start, end in spans:
            rest = rest[:start] + " " * (end - start) + rest[end:]

    found += [(at, _word(name, vocabulary)) for at, name in _periods(rest)]
    blank([match.span() for form in lives() for match in form.finditer(rest)])
    blank((place.start, place.end + rest.startswith("直", place.end)) for place in _places(asked, vocabulary))
    blank(match.span() for match in _YEAR.finditer(rest))
    blank(match.span() for match in ARTICLE.finditer(rest))
    quoted = list(_QUOTED.finditer(rest))
    found += [(match.start(), _word(_ASKED_IN.split(match[1])[0] or match[1], vocabulary)) for match in quoted]
    blank(match.span() for match in quoted)
    named = glossary.find(rest)
    relative = [
        match
        for match in fillers().relative.finditer(rest)
        if not any(each.start <= match.start() and match.end() < each.end for each in named)  # 一年到头
    ]
    found += [(match.start(), replace(_word(match[0], vocabulary), earlier=True)) for match in relative]
    blank([match.span() for match in relative])
    blank(asking(rest))
    blank([match.span() for match in fillers().phrases.finditer(rest)])
    known = [_of_what(rest, each.start, each.end) for each in glossary.find(rest)]
    found += [
        (start, replace(_word(rest[start:end], vocabulary), earlier=rest[start:end] in fillers().familiar))
        for start, end in known
    ]
    blank(known)
    blank([match.span() for match in fillers().letters.finditer(rest)])
    for match in _WORD.finditer(rest):
        found += [(start, each) for start, each in _run(asked, match.start(), match.end(), vocabulary)]
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def _of_what(rest: str, start: int, end: int) -> tuple[int, int]:
    """The span of a word of the glossary, with the noun before it where it names but a kind of fee: 生育津贴."""
    if not BARE_FEE.fullmatch(rest[start:end]):
        return start, end
    before = next((word for word in words(rest) if word.end == start), None)
    if before is None or len(before.text) == 1 or before.text in giving() or rest[before.start : start].isspace():
        return start, end
    return before.start, end


def _run(asked: str, start: int, end: int, idf: Idf) -> Iterator[tuple[int, Term]]:
    """The words of a run that no glossary knows; light ones may be said otherwise. A fee keeps its name: 生育津贴."""
    folded = fold(asked)
    spans: list[tuple[int, int, Word]] = []
    for word in words(folded):
        first, last = max(start, word.start), min(end, word.end)
        if first >= last:
            continue
        if spans and spans[-1][1] == first and not spans[-1][2].light and FEE.fullmatch(folded[first:last]):
            first = spans.pop()[0]
        spans.append((first, last, word))
    for first, last, word in spans:
        run = _trimmed(folded[first:last], idf)
        if run in fillers().empty or set(run) <= set(fillers().edge) or (word.glued and _seam(run, idf)):
            continue
        if len(run) > 1 or run.isdigit():
            yield first, term(run, idf, light=word.light, earlier=word.beside)


def _seam(run: str, idf: Idf) -> bool:
    """Say whether characters that only the cutting made a word are none: 内 and 要 in 几天内要登记."""
    return len(run) == 2 and idf(run) >= idf("\0") and not fillers().single.isdisjoint(run)


def _trimmed(run: str, idf: Idf) -> str:
    """Take function words off the ends, unless they make a word of the store with what stands beside them."""
    edge, never = fillers().edge, idf("\0")
    if len(run) > 2 and fillers().preposition.search(run):
        run = run[:-1]
    while len(run) > 2 and run[0] in edge and idf(run[:2]) >= never:
        run = run[1:]
    while len(run) > 2 and run[-1] in edge and idf(run[-2:]) >= never:
        run = run[:-1]
    return run


def _word(word: str, idf: Idf) -> Term:
    forms = _UMBRELLA if word in _UMBRELLA[:3] else glossary.forms(word)
    return term(normal(word), idf, tuple(normal(form) for form in forms))
