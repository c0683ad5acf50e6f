"""What a person asks → what is looked for: terms, slot, years, places, population. Pure.

Knows nothing of documents except, through the weights of characters, which words occur in them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from assistant.asking import english as asking_english
from assistant.asking.clauses import Asked, split
from assistant.asking.days import entered, named, spoken
from assistant.asking.family import living, survivor
from assistant.asking.papers import Paper
from assistant.asking.slots import BARE_FEE, FEE, Slot, Want, asking, wanted
from assistant.asking.words import Word, words
from assistant.match import COMMON, Idf, Term, bigrams, normal, term
from assistant.wording import called, exclusive, fillers, giving, lives, pattern
from corpus import docnumber, places
from corpus.fold import blanked, fold
from corpus.numerals import to_int
from index import english, glossary, sound, spelling, thesaurus
from index.figures import figures

Population = Literal["离休", "退休", "离退休"]

_UMBRELLA = ("老干部", "离退休干部", "老同志", "离休干部", "退休干部")
"""Who asks about 老干部 is told of each kind; who asks about one kind is not told of another."""
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?![\d.]|\s*[余多几]?\s*(?:[元块万千亿人名户份家项页]|个|平方))\s*年?(?:度)?"
)
"""每月2000元 names no year."""
_POINTING = re.compile(r"[那这在到去跟](?=[^\W\d_]{1,4}[省市县区州])")
"""那临溪市呢 is about 临溪市."""
_VENUE = re.compile(r"(?:隆重|胜利|圆满)?(?:召开|举[行办]|开幕|开会)")
"""What stands behind a place in which something took place: whose rules are asked for is not said by it."""
_PERSON = re.compile(
    r"(?:^|(?<=[\s,。;?、:那和跟与问向对]))(?![那和跟与问向对])(?P<name>(?!离休|退休|离退|老|女|男|党员|干部|各位|有的)[^\W\d_a-z位老个名些的这那该几]{2,3})(?=同志(?!们))"
)
"""Somebody's name: 陈某同志."""
_PARTICLES = frozenset("的个了")
_GRAMMAR = frozenset("全时被把给从向对和与是")
"""Words at either end of what is no name of a place: 春节时市领导."""
_FEAST = re.compile("(?:元旦|春节|元宵|清明|端午|七夕|中秋|重阳|国庆|冬至|腊八|除夕)节?")
_RESULTS = frozenset("成上到给为")
"""What ends a verb with its outcome: 评上市级先进."""
ARTICLE = re.compile(r"第(?P<number>\d{1,4}|[〇零一二两三四五六七八九十百千]{1,8})条")
_MORE = re.compile(r"^(?:那|还有|另外)|呢[？?]?$")
"""A turn that asks the same of something else: 那配偶呢？"""
_AND_THEY = re.compile(r"^(?:那|还有|另外)?[^多几什啥哪谁怎如何]{1,8}呢[？?]?$")
"""A clause that asks the same as the rest of its turn: 书记补多少？委员呢？"""
_BRACKETED = re.compile(r"[（(]([^（）()]{4,40})[）)]")
_QUOTED = re.compile(r'"([^"]{2,30})"')
_PARTED = re.compile(r"([住生看退离去])[了过](?:[一两三四五六七八九几\d]{1,2}[次回场趟])?([院病休世])")
"""Verbs that 了 parts: 住了院 is 住院, and so is 住了两回院."""
_GUESS = re.compile(r"[，,。？?；;]\s*(?:该|总|应该)?不(?:会)?是[^，,。？?；;]{1,10}吧(?=[？?。]|$)")
"""A guess that is denied at once: 不是财政局吧？ Nobody need say 财政局."""
_PURPOSE = re.compile(
    r"^[^，,。：:？?；;]{0,4}(?:写|做|拟|编|整理|准备|起草)[^，,。：:？?；;]{1,10}(?:(?:要|得|好)?用(?:一下)?|要(?:个|点)?数[据字]?)\s*[：:，,]\s*"
)
"""What the answer is for: 写材料要用：…."""
_ITSELF = ("直属", "直", "市直", "省直", "县直", "本级")
_GLOSS = re.compile(r"\s*[（(]([\u4e00-\u9fff、，,\s]+)[）)]")
"""Chinese that an English question adds in brackets."""
_LATIN = re.compile(r"[A-Za-z]{3}")
_LISTED = re.compile(r"[、，,\s]+")
"""What stands between the words of it."""
_ITEM = r"(?:(?![各和与及])[^\W\d_]){2,14}"
_AND = re.compile(r"、|以及|和|与|及")
_ITEMS = rf"{_ITEM}(?:、{_ITEM})*(?:{_AND.pattern}){_ITEM}?"
"""Things side by side: 甲、乙和丙."""
_EACH = re.compile(
    rf"(?P<items>{_ITEMS}),?(?:分别|各)"
    rf"|(?P<several>{_ITEM}(?:、{_ITEM})+(?:、|以及|和|与|及){_ITEM}?)(?:等方面|等)?,?(?:都|具体)?有(?:何|什么|哪些)(?:限制|要求|规定)"
)
"""甲和乙分别, and three things or more that are asked about together: 数量、届数和年龄有什么限制."""
_EACH_OF_THEM = re.compile(r"(?:那|又|它们|两者|这两样|这两项)?(?:各自?|分别)")
"""How a clause begins that asks about each thing of the one before it."""
_PAIR = re.compile(rf"(?:^|[,。;?!])(?P<items>{_ITEMS})(?=[能可要是都也有会该])")
"""Things that the clause before it is about: 生活困难补助和大病补助能不能都报？各自多少？"""
_OR_NOT = re.compile(r"(?P<whether>(?P<verb>[^\W\d_a-z])不)(?=(?P=verb)(?!是|要))")
"""What asks whether, and names nothing: 发不发护理费, 报不报销. 是不是 and its like are asked so as they stand."""
_APART = "    "
"""Between the words of an English question: no two of them make a third."""
_ASKED_IN = re.compile(r"什么|啥|几|哪")
"""What asks inside of quotation marks: of “老有所什么” 老有所 is looked for."""
_POPULATIONS: tuple[tuple[Population, re.Pattern[str]], ...] = (
    ("离退休", re.compile(r"离退休|离休.{0,3}(?<!离)退休")),
    ("离休", re.compile(r"离休")),
    ("退休", re.compile(r"退休")),
    ("离退休", re.compile(r"老干部|老同志")),
)
"""The people a text is about, the first that fits: 退休老干部 are 退休."""
_THEY = frozenset(f"退休{rest}" for rest in ("", "的", "人员", "干部", "老干部", "同志"))
_OF_BOTH = ("离退休干部", "离退休人员", "离退休老干部", "离退休同志", "离退休")
"""Who a rule is for that holds for the retired as well: never the other way round."""
_NUMBERED: tuple[Want, ...] = ("count", "share", "sum", "documents")
"""Kinds of question that what is told of both does not answer for one: how many 退休干部 there are."""
_NOT_THEY = re.compile(r"(?:不是|不算|并非|而非|非|没有?办)[离退]休")
"""不是离休 says who is not asked about."""

_MONTHS = 12
_PART = re.compile(r"\d{1,2}月|[上下]半年|[一二三四]季度|年[初底末]")
"""A part of a year."""
_AMOUNT = re.compile(r"\d[\d.]*[万亿]?元")
"""An amount of somebody's life: what he paid, or earns, no rule need name."""
_DEATHS = frozenset(("去世", "死亡", "病故", "逝世"))
_LEANS = re.compile(r"\b(?:he|she|they|it|him|them|that|this|these|those|then)\b", re.IGNORECASE)
"""What points back in an English clause."""
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
    """The clauses of it that ask this one thing; an English turn with its Chinese words."""
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
    paper: Paper | None = None
    """The paper that it asks, where the turn names one."""
    strange: tuple[str, ...] = ()
    """Words of an English question that no table knows."""
    turn: str = ""
    """All that an English turn tells, with its Chinese words."""
    leans: bool = False
    """True when it points back to what its turn tells: what must he do?"""
    clause: str = ""
    """The clause of an English turn that asks this, as typed."""
    typed: tuple[tuple[str, str], ...] = ()
    """Chinese words that are looked for, folded, each with what an English turn calls it."""

    @property
    def names(self) -> frozenset[str]:
        """Every spelling of what is asked about."""
        return frozenset(form for each in self.asked for form in (each.text, *each.forms))

    @property
    def told(self) -> str:
        """All that the turn tells, in Chinese words."""
        return self.turn if self.language == "en" else self.text

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
    if english.is_english(_GLOSS.sub(" ", text)):
        return _english(text, vocabulary)
    if _LATIN.search(text):
        text = english.in_chinese(text, _romanised(vocabulary.places), vocabulary.holds)

    def bare(clause: str) -> bool:
        return not any(_names(each) for each in _terms(clause, vocabulary))

    corrections = spelling.correct(text, vocabulary.holds)
    turn, hints = _aside(
        glossary.formal(_PARTED.sub(r"\1\2", _GUESS.sub("", _PURPOSE.sub("", sound.applied(text, corrections)))))
    )
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
    if slot.want == "any" and _AND_THEY.search(asked.ask) and asked.told:
        slot = wanted(asked.told)
    if slot.want == "any" and follows and _MORE.search(asked.ask):
        slot = wanted(earlier[-1])
    beside = [*earlier, asked.told]
    whole = " ".join([*earlier, turn])
    days = tuple(day for _, day in _days(fold(turn)))
    terms = _terms(asked.text, vocabulary)
    claimant = survivor(turn)
    if claimant and claimant not in asked.text:
        terms = (_word(claimant, vocabulary), *terms)
    timed = [living(said) if claimant else said for said in (asked.text, *reversed(beside))]
    parts = _parts(fold(turn), fold(asked.ask))
    terms += tuple(
        each if any(each.text in part for part in parts) else replace(each, earlier=True)
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
        years=next((years for said in timed if (years := _years(said))), ()),
        places=_once(
            _places(asked.text, vocabulary)
            or next((found for said in reversed(beside) if (found := _places(said, vocabulary))), ())
        ),
        population=None
        if len({_population(part) for part in parts}) > 1
        else _population(asked.text) or _population(turn) or _population(whole),
        articles=articles(asked.text),
        numbers=tuple(each.canonical for each in docnumber.find(turn)),
        days=days,
        periods=spoken(turn) | frozenset(entered(days)),
        parts=tuple(_word(part, vocabulary) for part in parts),
    )


def _parts(folded: str, clause: str = "") -> tuple[str, ...]:
    """What a turn asks about each for itself, or its `clause` of what stands before it.

    >>> _parts("党委、党总支和党支部的经费各是多少")
    ('党委', '党总支', '党支部')
    """
    told = blanked(_YEAR, folded)
    match = _EACH.search(told)
    if match is not None:
        several = match["items"] or match["several"]
    elif _EACH_OF_THEM.match(clause) and (match := _PAIR.search(told)):
        several = match["items"]
    else:
        return ()
    first, *others = _AND.split(several)
    others = [each.split("的")[0] for each in others]
    longest = max(map(len, others))
    begins = min((word.start for word in words(first) if len(first) - word.start <= longest), default=0)
    return (first[begins:], *others)


def _english(text: str, vocabulary: Vocabulary) -> tuple[Question, ...]:
    """What an English turn asks: one question for each thing."""

    def bare(clause: str) -> bool:
        (said,) = _in_chinese([clause], vocabulary)
        return not any(_names(each) for each in _heard(said, Slot("any"), vocabulary))

    def whole(clause: Asked) -> Asked:
        # An amount must be of all that is told: who is ill may get another one.
        amount = bool(clause.wide) and asking_english.wanted(_plain(clause.ask)).want in ("amount", "rule")
        return replace(clause, text=clause.wide, wide="") if amount else clause

    def read(clause: Asked) -> Question:
        return _foreign(text, clause, vocabulary)

    return tuple(
        replace(read(each), wider=read(replace(each, text=each.wide)) if each.wide else None)
        for each in map(whole, asking_english.split(text, bare))
    )


def _foreign(text: str, asked: Asked, vocabulary: Vocabulary) -> Question:
    """One question of an English turn; what else the turn says helps to find."""
    own, beside = _in_chinese([asked.text, asked.told], vocabulary)
    written = figures(_GLOSS.sub(" ", text))
    days = tuple(day for _, day in _days(fold(written)))
    slot = asking_english.wanted(_plain(asked.ask))
    chinese, told = _joined(own), _joined([*own, *beside])
    named = _once(_places(chinese, vocabulary) or _places(told, vocabulary))
    story = _AMOUNT.findall(_plain(asked.text.replace(asked.ask, "")))
    terms = tuple(replace(each, earlier=each.earlier or each.text in story) for each in _heard(own, slot, vocabulary))
    known = {each.text for each in terms}
    terms += tuple(_word(name, vocabulary) for _, name in _periods(fold(written)))
    terms += _unknown(asked.text, own, vocabulary)
    more = (*_heard(beside, slot, vocabulary), *_unknown(asked.told, beside, vocabulary))
    terms += tuple(replace(each, earlier=True) for each in more if each.text not in known)
    spoken_of = [word for word in (*own, *beside) if word.chinese]
    others = {other: glossary.SAME for word in spoken_of for other in word.chinese[1:]}
    return Question(
        text=text,
        asks=_in_both(asked.text, asked.ask, " ".join([chinese, *_quoted(own, slot)])),
        language="en",
        slot=slot,
        terms=terms,
        search=told,
        widened=tuple((others | glossary.widen(told)).items()),
        years=_years(chinese) or _years(told),
        places=named,
        population=_population(chinese) or _population(told),
        articles=articles(chinese),
        numbers=tuple(each.canonical for each in docnumber.find(text)),
        days=days,
        periods=spoken(told) | frozenset(entered(days)),
        strange=tuple(dict.fromkeys(each.text for each in _unknown(text, [*own, *beside], vocabulary))),
        turn=_in_both(text, text, told),
        leans=bool(_LEANS.search(asked.ask)),
        clause=asked.ask.strip(),
        parts=_kinds(own, vocabulary) if slot.want in ("amount", "count", "date") else (),
        typed=tuple((normal(word.chinese[0]), word.typed) for word in reversed(spoken_of)),
    )


def _quoted(said: Sequence[english.Word], slot: Slot) -> list[str]:
    """The offices that rows are asked for, in quotation marks: a cell may hold more of their name."""
    offices = [word for word in said if word.chinese and word.domain == "offices"] if slot.want == "list" else []
    return [f'"{word.chinese[0]}"' for word in offices]


def _kinds(said: Sequence[english.Word], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The kinds of one set that a clause names, of each of which it asks: 春节 and 重阳节."""
    chinese = [word.chinese[0] for word in said if word.chinese]
    for kinds in exclusive():
        named = {at: word for word in chinese for at, kind in enumerate(kinds) if kind.match(word)}
        if len(named) > 1:
            return tuple(_word(word, vocabulary) for word in named.values())
    return ()


@lru_cache(maxsize=64)  # each clause is asked for its kind, its words and what it takes for granted
def _plain(clause: str) -> str:
    """An English clause, its numbers as Chinese writes them; without years of lives, glosses and papers' numbers."""
    return asking_english.lived(figures(_GLOSS.sub(" ", _unnumbered(clause))))  # lixiu (离休) cadres are lixiu cadres


def _in_chinese(clauses: Sequence[str], vocabulary: Vocabulary) -> list[list[english.Word]]:
    """The words of English clauses, with the Chinese that they add in brackets."""
    read = english.read_each([_plain(each) for each in clauses], _romanised(vocabulary.places))
    glosses = [[word for match in _GLOSS.finditer(each) for word in _LISTED.split(match[1])] for each in clauses]

    def written(word: english.Word) -> english.Word:
        """The word with the rendering that the documents write first."""
        if len(word.chinese) < 2:
            return word
        first = english.rendering(word, vocabulary.holds)
        return replace(word, chinese=(first, *(each for each in word.chinese if each != first)))

    return [
        [*(written(_telling(word)) for word in words), *(english.Word(word, (word,)) for word in told)]
        for words, told in zip(read, glosses, strict=True)
    ]


def _joined(said: Sequence[english.Word]) -> str:
    """The Chinese words of an English question, each once."""
    return _APART.join(dict.fromkeys(word.chinese[0] for word in said if word.chinese))


def _heard(said: Sequence[english.Word], slot: Slot, vocabulary: Vocabulary) -> tuple[Term, ...]:
    """The terms of English words, without those that only ask."""
    words = {word.chinese[0]: word for word in reversed(said) if word.chinese}
    chinese = _joined(said)
    placed = {place.name for place in _places(chinese, vocabulary)}
    unsaid = _dated(said) | _implied(words)
    terms = tuple(
        replace(each, earlier=each.earlier or word in unsaid)
        for word in chinese.split(_APART)
        if word and word not in placed and not _asks(word) and not _only_asks(words[word], slot)
        for each in (_translated(word, words[word], vocabulary),)
    )
    return _without(terms, slot)


def _dated(said: Sequence[english.Word]) -> set[str]:
    """The months and halves that stand beside a year: with it they tell the day asked for, and need not be said."""
    chinese = [word.chinese[0] for word in said if word.chinese]
    pairs = [pair for each in pairwise(chinese) for pair in (each, each[::-1])]
    return {one for one, other in pairs if _PART.fullmatch(one) and _YEAR.fullmatch(other)}


def _implied(words: Mapping[str, english.Word]) -> set[str]:
    """The death of whom something for the dead or their family is asked: it need not be said beside it."""
    dead = {word for word, said in words.items() if said.domain == "death"}
    deaths = {word for word in dead if word in _DEATHS}
    return deaths if dead - deaths else set()


def _unknown(clause: str, said: Sequence[english.Word], vocabulary: Vocabulary) -> tuple[Term, ...]:
    """What of an English clause is not understood, as terms that nothing holds."""
    words = (*(word.typed for word in said if not word.known), *asking_english.unsure(figures(clause)))
    return tuple(term(word.lower(), vocabulary) for word in dict.fromkeys(words))


def _in_both(text: str, ask: str, chinese: str) -> str:
    """An English question with its Chinese words, as far as a Chinese one is told by them."""
    whether = "吗" if asking_english.whether(_plain(ask)) else ""
    return f"{text} {chinese}{whether} {asking_english.premises(_plain(text))}".rstrip()


def _only_asks(word: english.Word, slot: Slot) -> bool:
    """Say whether an English word asks, or calls the thing that is wanted: the days of how many days, but no age."""
    unit = {slot.unit} if slot.unit and slot.unit != "岁" else set()
    return word.asking or bool((called(slot.want) | unit).intersection(word.chinese))


@lru_cache(maxsize=8)
def _romanised(names: frozenset[str]) -> dict[str, str]:
    """The places of the documents by their full names, as English writes them with and without what ends them."""
    full = {name[:-1]: name for name in sorted(names) if len(name) > len("清河")}
    return {latin: full.get(name, name) for latin, name in sound.romanised(sorted(names)).items()}


def _telling(word: english.Word) -> english.Word:
    """A word that asks without its other renderings; one that tells without those that name nothing."""
    if not word.chinese or _asks(word.chinese[0]):
        return replace(word, chinese=word.chinese[:1])
    return replace(word, chinese=tuple(each for each in word.chinese if not _asks(each)))


def _asks(word: str) -> bool:
    """Say whether a translated word asks, counts or tells a year, and names nothing."""
    asking_only = bool(fillers().phrases.fullmatch(word)) or asking(word) == [(0, len(word))]
    counted = to_int(word) is not None and not (word.isascii() and len(word) > 1)
    return asking_only or word in fillers().empty or counted or bool(_YEAR.fullmatch(word))


def _translated(word: str, said: english.Word, vocabulary: Vocabulary) -> Term:
    """A translated word: a verb may be said otherwise, and what Chinese tells besides is not missed."""
    cut = words(word)
    light = not said.firm and len(cut) == 1 and cut[0].light and not glossary.population(word)
    beside = bool(fillers().relative.fullmatch(word)) or word in fillers().vague or word in fillers().familiar
    found = _word(word, vocabulary)
    forms = dict.fromkeys((*(normal(each) for each in said.chinese if len(each) > 1), *found.forms))
    if not any(vocabulary.holds(each) for each in (word, *forms)):
        found = replace(found, grams=((word, vocabulary("\0")),), alien=True)  # no part of it says it
    return replace(
        found,
        forms=tuple(each for each in forms if each != found.text),
        light=light,
        earlier=beside or said.beside,
    )


def _without(terms: tuple[Term, ...], slot: Slot) -> tuple[Term, ...]:
    """Leave out what a question calls the thing it wants, unless it says nothing else."""
    kept = tuple(each for each in terms if each.text not in called(slot.want)) or terms
    return kept if slot.want in _NUMBERED else tuple(_of_both(each) for each in kept)


def _of_both(each: Term) -> Term:
    """A term for the retired with those for 离退休干部, whose rules hold for them too."""
    return replace(each, forms=(*each.forms, *_OF_BOTH)) if each.text in _THEY else each


def _aside(text: str) -> tuple[str, list[str]]:
    """Part what is asked from what is added in brackets, which helps to find and is not asked for."""
    hints = _BRACKETED.findall(text)
    return (_BRACKETED.sub("", text), hints) if _BRACKETED.sub("", text).strip(" ？?。") else (text, [])


def _years(text: str) -> tuple[int, ...]:
    """Years of the documents that are meant; none of somebody's life, of a document's number, or from which on."""
    told = fold(_unnumbered(text))
    for form in (*lives(), pattern("history", "since")):
        told = blanked(form, told)
    return tuple(dict.fromkeys(int(year) for year in _YEAR.findall(told)))


def _unnumbered(text: str) -> str:
    """A text with blanks for the numbers of papers that it names."""
    for number in reversed(docnumber.find(text)):
        text = text[: number.start] + " " * (number.end - number.start) + text[number.end :]
    return text


def articles(text: str) -> tuple[int, ...]:
    """Numbers of the articles that a text names, in its order.

    >>> articles("民事诉讼法第一百七十条、第12条")
    (170, 12)
    """
    return tuple(number for match in ARTICLE.finditer(fold(text)) if (number := to_int(match["number"])))


def _days(folded: str) -> list[tuple[int, str]]:
    """Days of somebody's life and where they are told; of a year by itself its middle."""
    found: dict[int, tuple[int, str]] = {}
    for match in (match for form in lives() for match in form.finditer(folded)):
        told = match.groupdict()
        day = f"{told['year']}-{int(told.get('month') or 7):02d}-{int(told.get('day') or 1):02d}"
        found.setdefault(match.start("year"), (match.start(), day))
    return list(found.values())


def _periods(folded: str) -> list[tuple[int, str]]:
    """The periods that days of somebody's life fall into, as the rules name them, and where they are told."""
    return [(at, name) for at, day in _days(folded) for name in named(day)]


def _places(text: str, vocabulary: Vocabulary) -> tuple[places.Place, ...]:
    told = _POINTING.sub(" ", blanked(_YEAR, fold(text)))
    for name in vocabulary.places:
        # Nothing belongs to a name that the store knows but the place around it: 住清河市 is 清河市.
        told = re.sub(rf"(?<![省市县区州])[^\W省市县区州](?={re.escape(name)})", " ", told)
    named = glossary.find(told)
    return tuple(
        place
        for place in places.find(told)
        if not _common(place.name, vocabulary, within=told.startswith("里", place.end))
        and not (told[: place.start].endswith("在") and _VENUE.match(told, place.end))
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
    cut = words(stem)
    if within or _grammatical(cut):
        return True
    spoken = any(word.verbal and len(word.text) > 1 for word in cut)
    return spoken and (len(cut) > 1 or vocabulary.holds(stem))


def _grammatical(cut: Sequence[Word]) -> bool:
    """Say whether words hang together by grammar and are no name: 的 in 我的市, 时 in 过节时市, 成 in 换成市."""
    first, last = cut[0].text, cut[-1].text
    result = cut[-1].verbal and len(last) > 1 and last[-1] in _RESULTS
    return first in _GRAMMAR or last in _GRAMMAR or first[0] in _PARTICLES or result


def _population(text: str) -> Population | None:
    told = _NOT_THEY.sub("", text)
    return next((name for name, form in _POPULATIONS if form.search(told)), None)


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
    blank((place.start, place.end + _own(rest, place.end)) for place in _places(asked, vocabulary))
    blank(match.span() for match in _YEAR.finditer(rest))
    blank(match.span() for match in ARTICLE.finditer(rest))
    numbers = [(each.start, each.end) for each in docnumber.find(rest) if "〔" in each.canonical]
    found += [(start, replace(_word(rest[start:end], vocabulary), earlier=True)) for start, end in numbers]
    blank(numbers)
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
    people = list(_PERSON.finditer(rest))
    found += [(match.start("name"), _word(match["name"], vocabulary)) for match in people]
    blank(match.span("name") for match in people)
    blank(match.span("whether") for match in _OR_NOT.finditer(rest))
    blank(asking(rest))
    blank([match.span() for match in fillers().phrases.finditer(rest)])
    known = [_of_what(rest, each.start, each.end) for each in glossary.find(rest)]
    found += [
        (start, replace(_word(rest[start:end], vocabulary), earlier=rest[start:end] in fillers().familiar))
        for start, end in known
    ]
    blank(known)
    said = thesaurus.sayings(rest)
    found += [
        (each.start, _saying(rest[each.start : each.end], each.written, vocabulary))
        for each in said
        if rest[each.start : each.end] not in fillers().empty
    ]
    blank((each.start, each.end) for each in said)
    blank([match.span() for match in fillers().letters.finditer(rest)])
    for match in _WORD.finditer(rest):
        found += [(start, each) for start, each in _run(asked, match.start(), match.end(), vocabulary)]
    return tuple(each for _, each in sorted(found, key=lambda each: each[0]))


def _own(rest: str, at: int) -> int:
    """The length of the word behind a place that names but the place itself: 清河市直, 清河市本级."""
    return next((len(word) for word in _ITSELF if rest.startswith(word, at)), 0)


def _of_what(rest: str, start: int, end: int) -> tuple[int, int]:
    """The span of a word of the glossary, with the noun before it where it names but a kind of fee: 生育津贴."""
    if not BARE_FEE.fullmatch(rest[start:end]):
        return start, end
    before = next((word for word in words(rest) if word.end == start), None)
    if before is None or len(before.text) == 1 or before.text in giving() or rest[before.start : start].isspace():
        return start, end
    return before.start, end


def _run(asked: str, start: int, end: int, vocabulary: Vocabulary) -> Iterator[tuple[int, Term]]:
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
        run = _trimmed(folded[first:last], vocabulary)
        if run in fillers().empty or set(run) <= set(fillers().edge) or (word.glued and _seam(run, vocabulary)):
            continue
        if len(run) > 1 or run.isdigit():
            plain = term(run, vocabulary, light=word.light, earlier=word.beside)
            yield first, _weighed(plain, _month(run) or thesaurus.others(run), vocabulary)


def _month(run: str) -> tuple[str, ...]:
    """The other spelling of a month: 10月 of 十月."""
    number = to_int(run[:-1]) if run.endswith("月") and not run[0].isdigit() else None
    return (f"{number}月",) if number and number <= _MONTHS else ()


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


def _saying(said: str, written: Sequence[str], vocabulary: Vocabulary) -> Term:
    """A spoken phrase: as light as the words that it is made of."""
    light = all(word.light for word in words(said))
    return _weighed(term(normal(said), vocabulary, light=light), written, vocabulary)


def _weighed(plain: Term, others: Sequence[str], vocabulary: Vocabulary) -> Term:
    """A term with other words for it; where the documents never say it, it weighs what they say for it.

    A noun that they say in none of its words is no way of asking, and weighs whole: 旅游.
    """
    if not others:
        return plain
    forms = tuple(normal(other) for other in others)
    if vocabulary.holds(plain.text):
        return replace(plain, forms=forms)
    held = next((form for form in forms if vocabulary.holds(form)), None)
    if held is None:
        whole = plain.grams if plain.light else tuple((gram, vocabulary(gram)) for gram in bigrams(plain.text))
        return replace(plain, forms=forms, grams=whole)
    return replace(term(held, vocabulary, light=plain.light), text=plain.text, forms=forms, earlier=plain.earlier)


def _word(word: str, idf: Idf) -> Term:
    forms = _UMBRELLA if word in _UMBRELLA[:3] else glossary.forms(word)
    spelled = tuple(normal(form) for form in forms)
    found = term(normal(word), idf, spelled)
    # What is given at one feast is not given at another: 中秋 is a name, though 中 is a word by itself.
    return found if found.weight or not _FEAST.fullmatch(word) else term(normal(word), idf, spelled, light=False)
