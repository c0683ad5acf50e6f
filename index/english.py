"""A question in English → the Chinese words that documents write for each of its words.

All words come from `english.toml` and, for the terms of the field, from `glossary.toml`. One English word has several
renderings where documents may write it in several ways; which of them they do is known to whoever searches. Knows
nothing of documents, of searching, or of answers.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from corpus import places
from corpus.numerals import to_chinese
from index import glossary, sound
from index.figures import figures

_FILE = Path(__file__).with_name("english.toml")
_NOTHING: Mapping[str, str] = {}

_TOKEN = re.compile(
    r"(?:19|20)\d\d年|\d+号|\d{1,2}月(?:\d{1,2}日|底前?)?|\d+(?:\.\d+)?[万亿]?元|[A-Za-z]+|\d+(?:\.\d+)?(?:st|nd|rd|th)?|[\u3400-\u9fff〇]+"
)
_EACH = re.compile(
    r"\ban? (?=(?:month|year|week|day|head|quarter)\b(?! (?:ago|before|after|or|later|care)))", re.IGNORECASE
)
"""Two visits a year are so many per year."""
_APOSTROPHE = re.compile(r"['’](?:s\b)?")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_LATIN_RUN = re.compile(r"[A-Za-z]{3,}(?:[ '’-]+[A-Za-z]+)*")
_ASKED_IN_CHINESE = re.compile(
    r"多少|什么|怎么|怎样|如何|为何|何时|多久|是否|有没有|能不能|可不可以|哪|谁|几|啥|吗|呢"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_VENUE = re.compile(r"\b(?:held|convened|hosted|took place|take place|opened)\b.* (?:in|at)$")
"""What stands before the name of the town in which something took place."""
_NEAR_VENUE = 5
"""So many words before it."""
_ARTICLES = frozenset(("a", "an", "the"))
_SPELLINGS = (
    (re.compile(r"is(e[drs]?|ing|ations?)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our(?=s$|ed$|ing$|able$|$)"), "or"),
    (re.compile(r"centre(?=s?$)"), "center"),
    (re.compile(r"programme(?=s?$)"), "program"),
    (re.compile(r"^ageing$"), "aging"),
)
_SPELLED_TWICE = re.compile(r"is[eia]|our|centre|programme|ageing")
_ENDINGS = (
    ("ies", "y"),
    ("ied", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
)
_DERIVED = (("ier", "y"), ("iest", "y"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ly", ""), ("ily", "y"))
_DOUBLING = frozenset(("ing", "ed", "er", "est"))
_SHORTEST_STEM = 3
_MOST_WORDS = 8
_ABBREVIATION = 4
_BEFORE_ASKING = frozenset(
    ("to", "by", "from", "for", "with", "and", "at", "in", "on", "of", "under", "until", "within", "me")
)
"""Behind these "who" and "when" still ask; behind other words they only join."""
_LONG_WORD = 5
_PLACE_ENDINGS = {
    "city": "市",
    "province": "省",
    "county": "县",
    "district": "区",
    "town": "镇",
    "prefecture": "州",
}
_ENDINGS_OF_PLACES = {zh: word.capitalize() for word, zh in _PLACE_ENDINGS.items()}
_AUTONOMOUS = re.compile(r"自治|特别行政区")
_NATIONWIDE = "全国"
_LAST_ORDINAL = 31
_FIRM = frozenset(("persons", "ranks", "retirement", "states", "home", "offices", "society", "geography"))
_MONTH_BEHIND = frozenset(("in", "of", "by", "from", "since", "until", "till", "before", "after", "during", "each"))
"""Behind these May is a month."""
_OWN = frozenset(("my", "our"))
_ANY_RETIRED = ("退休", "离退休")
"""In English a retired director is mostly 退休, and may be 离休."""


@dataclass(frozen=True, slots=True)
class Word:
    """A stretch of an English question."""

    typed: str
    chinese: tuple[str, ...]
    """What documents may write for it, the usual word first; empty where it needs none, or none is known."""
    known: bool = True
    domain: str = ""
    """The block of the table that it stands in."""

    @property
    def beside(self) -> bool:
        """True for one that helps to find and need not be said: who asks, what a paper is called."""
        return self.domain == "beside"

    @property
    def asking(self) -> bool:
        """True for an asking word: from what date."""
        return self.domain == "interrogatives"

    @property
    def firm(self) -> bool:
        """True for what somebody is, or what befell him: it decides which rule holds, and is not said otherwise."""
        return self.domain in _FIRM


@dataclass(frozen=True, slots=True)
class _Lexicon:
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    """Words as they are listed, and in their base form → Chinese words."""
    domains: dict[tuple[str, ...], str]
    """The block in which each of them stands."""
    known: frozenset[str]
    """Every word of the phrases, in American spelling."""
    irregular: dict[str, str]
    asking: frozenset[str]
    """Chinese words that ask."""
    silent: frozenset[str]
    """English words that need no translation."""
    places: dict[str, str]


def is_english(question: str) -> bool:
    """Whether a question is asked in English; Chinese terms in it do not make it Chinese, nor Latin ones English."""
    latin = _LATIN_WORD.findall(question)
    if not _HAN.search(question):
        return bool(latin)
    if len(latin) < 2 or _ASKED_IN_CHINESE.search(question):
        return False
    first = latin[0].lower()
    return first in _lexicon().silent or first in _lexicon().known


def in_chinese(
    question: str, names: Mapping[str, str] = _NOTHING, occurs: Callable[[str], bool] | None = None
) -> str:
    """A Chinese question with its English words in Chinese; what no table knows stays as it was typed.

    >>> in_chinese("离休干部的nursing fee是多少")
    '离休干部的护理费是多少'
    """

    def translated(match: re.Match[str]) -> str:
        if match[0].isupper() or len(match[0]) < _ABBREVIATION:
            return match[0]  # APP and PPT are Chinese words
        words = read(match[0], names)
        chinese = "".join(rendering(word, occurs) for word in words if word.chinese)
        return chinese if chinese and all(word.known for word in words) else match[0]

    return _LATIN_RUN.sub(translated, question) if _HAN.search(question) else question


def read(question: str, names: Mapping[str, str] = _NOTHING) -> tuple[Word, ...]:
    """Every stretch of an English question in its order, with what Chinese documents write for it.

    Args:
        question: In English; Chinese words in it stay as they are.
        names: Proper names that no table holds, as {"xishui": "浠水"}.
    """
    return read_each((question,), names)[0]


def read_each(clauses: Sequence[str], names: Mapping[str, str] = _NOTHING) -> tuple[tuple[Word, ...], ...]:
    """The same for each of the clauses of a turn; of whom one of them speaks, the others do too."""
    words = [_titled(tuple(_words(figures(_EACH.sub("per ", clause)), names))) for clause in clauses]
    fitting = iter(_fitting(tuple(chain.from_iterable(words))))
    return tuple(tuple(islice(fitting, len(each))) for each in words)


def translate(
    question: str, names: Mapping[str, str] = _NOTHING, occurs: Callable[[str], bool] | None = None
) -> tuple[str, ...]:
    """One Chinese word for each stretch of an English question, in its order, each once.

    Of several renderings it is the first that `occurs`, or the usual one.
    """
    words = [rendering(word, occurs) for word in read(question, names) if word.chinese]
    return tuple(dict.fromkeys(words))


def rendering(word: Word, occurs: Callable[[str], bool] | None = None) -> str:
    """The Chinese word to look for: the first that `occurs`, else the usual one; a lone character must be usual."""
    usual, *others = word.chinese
    telling = (usual, *(each for each in others if len(each) > 1))
    return next((each for each in telling if occurs is not None and occurs(each)), usual)


def place_name(region: str) -> str:
    """A region as English writes it, from its narrowest place to its widest; what has no sure name stays Chinese.

    >>> place_name("江苏省苏州市"), place_name("全国")
    ('Suzhou City, Jiangsu Province', 'nationwide')
    """
    if region == _NATIONWIDE:
        return "nationwide"
    return ", ".join(_named_place(each) for each in reversed(places.path(region))) or region


def _named_place(name: str) -> str:
    if _AUTONOMOUS.search(name):  # 广西壮族自治区 is Guangxi
        known = (_latin_places().get(name[:length], "") for length in range(len(name), 1, -1))
        return next(filter(None, known), name).title()
    bare, ending = name[:-1], _ENDINGS_OF_PLACES.get(name[-1:])
    latin = _latin_places().get(bare) or sound.only_reading(bare)
    return f"{latin.title()} {ending}" if latin and ending else name


def unknown_words(question: str, names: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """The words of an English question that mean something and have no Chinese word here, as they were typed."""
    return tuple(dict.fromkeys(word.typed for word in read(question, names) if not word.known))


# ---------------------------------------------------------------------------------------------- words


def _words(question: str, names: Mapping[str, str]) -> Iterator[Word]:
    words = _lexicon()
    plain = _APOSTROPHE.sub("", question)
    found = [match for match in _TOKEN.finditer(plain) if match[0].lower() not in _ARTICLES]
    typed = [match[0] for match in found]
    joined = frozenset(at for at, match in enumerate(found) if plain[match.end() : match.end() + 1] == "-")
    spelled = [_spelled(token.lower()) for token in typed]
    bases = [_base(word, words.known, words.irregular) for word in spelled]
    at = 0
    while at < len(typed):
        named = _name(typed, at, names)
        length, word = named or _phrase(typed, spelled, bases, at, joined) or (1, _single(typed, at, bases))
        if named and _VENUE.search(" ".join(spelled[max(0, at - _NEAR_VENUE) : at])):
            word = replace(word, chinese=())  # held in Beijing: whose rule is asked for is not told by it
        if length > 1 and spelled[at] in _BEFORE_ASKING:
            behind = _phrase(typed, spelled, bases, at + 1, joined)
            if behind and behind[0] >= length:  # in hospital bills: they are bills, and nobody is in hospital
                length, word = 1, Word(typed[at], ())
        relative = at and length == 1 and spelled[at - 1] not in _BEFORE_ASKING
        if relative and words.asking.intersection(word.chinese):
            word = Word(word.typed, ())
        if length == 1 and spelled[at] == "first" and at + 1 == len(typed):
            word = replace(word, chinese=(), domain="")  # ask him first: before all else
        if word.domain == "kin" and at and typed[at - 1].lower() in _OWN:
            word = replace(word, domain="beside")
        yield word
        at += length


def _fitting(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """Without the renderings that speak of other people than the question does.

    A pension is 离休费 or 养老金; which one is told by who gets it, and where nothing tells it, it is not 离休费.
    """
    if any(word.typed.lower().startswith("not ") and word.chinese == ("退休",) for word in words):
        words = tuple(replace(word, chinese=tuple(map(_ordinary, word.chinese))) for word in words)
    asked: frozenset[str] = frozenset()
    for word in words:
        kinds = {glossary.population(each) for each in word.chinese} - {frozenset()}
        if len(kinds) == 1:
            asked |= next(iter(kinds))
    return tuple(_of(word, asked) for word in words)


def _ordinary(chinese: str) -> str:
    """What a cadre is called of whom it was said that he is not 离休."""
    return chinese.replace("离退休", "退休")


def _titled(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """With "retired" before a rank understood as 离退休: it does not say which of the two."""
    following = (*words[1:], Word("", ()))
    return tuple(
        replace(word, chinese=_ANY_RETIRED) if word.typed.lower() == "retired" and behind.domain == "ranks" else word
        for word, behind in zip(words, following, strict=False)
    )


def _of(word: Word, asked: frozenset[str]) -> Word:
    kinds = [glossary.population(each) for each in word.chinese]
    if len(set(filter(None, kinds))) < 2:
        return word
    own = [each for each, kind in zip(word.chinese, kinds, strict=True) if kind and kind <= asked]
    free = [each for each, kind in zip(word.chinese, kinds, strict=True) if not kind]
    return replace(word, chinese=tuple([*own, *free]) or word.chinese)


def _phrase(
    typed: list[str], spelled: list[str], bases: list[str], at: int, joined: frozenset[int]
) -> tuple[int, Word] | None:
    """The longest phrase at `at`; none of several words that ends inside of a word with a hyphen, as in part-time."""
    words = _lexicon()
    for length in range(min(_MOST_WORDS, len(bases) - at), 0, -1):
        if length > 1 and at + length - 1 in joined:
            continue
        for form in (spelled, bases):
            key = tuple(form[at : at + length])
            if key in words.phrases:
                return length, Word(
                    " ".join(typed[at : at + length]), words.phrases[key], domain=words.domains.get(key, "")
                )
    return None


def _name(typed: list[str], at: int, names: Mapping[str, str]) -> tuple[int, Word] | None:
    """A place or another proper name at `at`, with the 市 or 县 that is said behind it."""
    for length in (3, 2, 1):
        latin = " ".join(typed[at : at + length]).lower()
        chinese = names.get(latin) or names.get(latin.replace(" ", "")) or _lexicon().places.get(latin)
        if chinese and at + length <= len(typed):
            ending = _PLACE_ENDINGS.get(typed[at + length].lower(), "") if at + length < len(typed) else ""
            length += bool(ending)
            whole = chinese if chinese.endswith(ending or "\0") else chinese + ending
            return length, Word(" ".join(typed[at : at + length]), (whole,))
    return None


def _single(typed: list[str], at: int, bases: list[str]) -> Word:
    """One word, number or Chinese run that stands for itself."""
    token = typed[at]
    if _HAN.search(token):
        return Word(token, (f"{token}文件", token) if token[0].isdigit() and token.endswith("号") else (token,))
    if _YEAR.fullmatch(token):
        return Word(token, (f"{token}年",))
    ordinal = _ORDINAL.fullmatch(token)
    if ordinal:
        number = int(ordinal[1])
        return Word(token, (f"第{to_chinese(number)}" if number <= _LAST_ORDINAL else ordinal[1],))
    if token[0].isdigit():
        return Word(token, (token,))
    if token == "May" and at and typed[at - 1].lower() in _MONTH_BEHIND:
        return Word(token, ("5月",))
    silent = _lexicon().silent
    plain = {token.lower(), bases[at], *_stems(bases[at], (*_ENDINGS, *_DERIVED))}
    return Word(token, (), known=not silent.isdisjoint(plain) or len(token) == 1)


def _spelled(word: str) -> str:
    """American spelling, roughly: what counts is that both spellings of a word end up the same."""
    if len(word) >= _LONG_WORD and _SPELLED_TWICE.search(word):
        for pattern, spelling in _SPELLINGS:
            word = pattern.sub(spelling, word)
    return word


def _base(word: str, known: frozenset[str], irregular: Mapping[str, str]) -> str:
    """The shortest form of an English word that the lexicon holds; of a word that it does not, what it comes from."""
    if irregular.get(word, word) in known:
        word = irregular.get(word, word)
    stem = next((stem for stem in _stems(word, _ENDINGS) if stem in known), None)
    if stem is not None:
        return _base(stem, known, irregular)
    return word if word in known else next((stem for stem in _stems(word, _DERIVED) if stem in known), word)


def _stems(word: str, endings: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for ending, instead in endings:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < _SHORTEST_STEM or (ending == "s" and stem.endswith("s")):
            continue
        yield stem + instead
        if ending in _DOUBLING and not instead and stem[-1] == stem[-2]:
            yield stem[:-1]


# ---------------------------------------------------------------------------------------------- reading the file


@lru_cache(maxsize=1)
def _latin_places() -> dict[str, str]:
    """Chinese names of places without what ends them → their English names, without the province told behind them."""
    places_of = _lexicon().places
    found: dict[str, str] = {}
    for latin, chinese in places_of.items():
        first, _, behind = latin.partition(" ")
        found.setdefault(chinese, first if behind in places_of else latin)
    return found


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    table = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    irregular = {form: base for forms, base in glossary.pairs(table["irregular"]) for form in forms.split(", ")}
    silent = frozenset(table["silent"].split())
    names = list(_named(table))
    spelled = {word: _spelled(word) for name, _, _ in names for word in name}
    known = frozenset(spelled.values())
    base = {word: _base(spelling, known, irregular) for word, spelling in spelled.items()}
    phrases: dict[tuple[str, ...], tuple[str, ...]] = {}
    domains: dict[tuple[str, ...], str] = {}
    for form in (spelled, base):
        whole: dict[tuple[str, ...], tuple[str, ...]] = {}
        for name, zh, domain in names:
            key = tuple(form[word] for word in name)
            if form is spelled or (key not in phrases and silent.isdisjoint(key if len(key) == 1 else ())):
                whole[key] = tuple(dict.fromkeys((*whole.get(key, ()), *zh)))
                domains.setdefault(key, domain)
        phrases |= whole
    return _Lexicon(
        phrases,
        domains,
        known,
        irregular,
        frozenset(zh for _, zh in glossary.pairs(table["interrogatives"])),
        silent,
        dict(glossary.pairs(table["places"].replace(", ", "\n").replace(",\n", "\n"))),
    )


def _named(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """Each English name, cut into words, with its Chinese words and the block in which it stands."""
    for names, zh in glossary.pairs(table["interrogatives"]):
        yield from ((_cut(name), (zh,), "interrogatives") for name in names.split(", "))
    for domain, block in {"beside": table["beside"], "kin": table["kin"], **table["words"]}.items():
        for names, zh in glossary.pairs(block):
            yield from ((_cut(name), tuple(zh.split()), domain) for name in names.split(", "))
    for name, zh in glossary.english_names():
        yield _cut(name), (zh,), ""


@cache
def _cut(name: str) -> tuple[str, ...]:
    words = _APOSTROPHE.sub("", name.lower()).replace("-", " ").split()
    return tuple(word for word in words if word not in _ARTICLES)
