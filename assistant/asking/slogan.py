"""A numbered slogan whose members a question asks for: 六好标准是哪六条, 三个“更加”分别是什么. Pure.

Knows no slogan by name. A number with a noun is a slogan where the question or a document puts it in quotation marks,
or where it can be nothing else: 六老 counts no things that are called 老. Knows nothing of where members are listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.asking.question import Question
from assistant.asking.slots import ONE_OF_A_SORT
from assistant.asking.words import words
from assistant.match import Term
from corpus.fold import fold
from corpus.numerals import to_int
from corpus.types import Document
from index import glossary

_COUNTS = "二两双三四五六七八九十"
_NUMERALS = f"一百千万{_COUNTS}"
_MEASURES = "个项条大类种"
_NAME = rf"[{_COUNTS}](?>[{_MEASURES}]?)(?:一|[^\W\d_a-z{_NUMERALS}][^\W\d_a-z]{{0,6}}?)"
_COUNTED = re.compile(rf"([一{_COUNTS}])([{_MEASURES}]?)([^\W\d_a-z{_NUMERALS}]+)")
_ONES = re.compile(rf"([{_COUNTS}])[{_MEASURES}]?一")
_BARE_NUMBERS = re.compile(r"[百千万]{2,4}")
_QUOTED = re.compile(rf'(?P<count>[{_COUNTS}][{_MEASURES}]?)?"(?P<inner>[^"]{{1,10}})"')
_KINDS = "标准|活动|工作|工程|建设|制度|机制|步骤|服务|政策|原则|要求|经验|做法"
_ASKS = (
    rf'"?(?:{_KINDS})?(?:里|中)?的?(?:具体|主要|实际)?(?:内容|成员|含义|意思|所指)?(?:都|各|又|究竟|到底|具体|分别|主要)*'
    r"(?:是(?![否谁由从在怎用为做干]|不是|什么时|哪[个年天里位]|几月)|指|说的?是|包[括含]|有(?:哪|什么|啥|几)|涵盖|哪|分别|怎么(?:理解|解释)|什么意思)"
)
"""What stands behind a slogan whose members are asked for."""
_PLAIN = re.compile(
    rf"(?<![{_NUMERALS}\d第哪几])(?P<name>{_NAME}|[百千万]{{2,4}})(?={_ASKS})"
    rf"|^(?:什么[是叫]|何谓|解释一?下?|介绍一?下?)?(?P<alone>{_NAME}|[百千万]{{2,4}})[?。! ]*$"
)
_JOINED = re.compile(
    rf"[{_COUNTS}][{_MEASURES}]?[^\W\d_a-z]{{1,6}}(?:和|与|及|、)[{_COUNTS}][{_MEASURES}]?[^\W\d_a-z]"
)
"""三个载体和三个阵地: two things that are counted, and no slogan."""
_WHICH = re.compile(rf"哪(?!{ONE_OF_A_SORT})")
_ASKED_FOR = re.compile(
    r"\b(?:stands? for|means?|meant|consists?|includes?|made up|members?|refers?|lists?|names?|parts?|contents?"
    r"|(?:what|which) (?:is|are|were)|(?:what|which) (?:[\w-]+ )?(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|\d+) what)\b"
)
"""How English asks for what a name stands for: what are the “six haves”; not what role one has in a body."""
_BARE = re.compile(rf"(?<![{_NUMERALS}\d第哪几])(?:[一{_COUNTS}][^\W\d_a-z{_NUMERALS}]{{1,2}}){{2,4}}(?=,)")
"""A name of several parts, before the clause that asks for them: 三看三访，到底是哪三看、哪三访."""
_EMPTY = frozenset(
    ("包括", "包含", "涵盖", "内容", "分别", "指", "具体", "含义", "意思", "成员", "解释", "理解", "所指")
)
"""Words of a question for members that no list of them repeats."""


@dataclass(frozen=True, slots=True)
class Slogan:
    """A name that says how many members it has, and mostly what they have in common."""

    name: str
    """Folded, without quotation marks, as 三个更加."""
    size: int | None
    """How many members there are; None where the name does not count them, as 百千万."""
    noun: str
    """What is counted, as 更加; "" in a name of several parts."""
    forms: tuple[str, ...] = ()
    """Other names for the same, with the same number."""

    def spots(self, folded: str) -> list[tuple[int, int]]:
        """Where a folded text names it, its own quotation marks included wherever they stand."""
        names = "|".join('"?'.join(map(re.escape, each)) for each in (self.name, *self.forms))
        found = re.finditer(rf'(?<![{_NUMERALS}第])"?(?:{names})"?', folded)
        return [(match.start() + _closes(folded, match), match.end()) for match in found]

    def sharpened(self, question: Question) -> Question:
        """The question without verbs and words that only ask for members, and with the name as one term."""
        parts = [each for each in question.asked if each.text in self.name or self.name in each.text]
        if not parts:
            return question
        grams = {gram: weight for each in parts for gram, weight in each.grams if gram in self.name}
        name = Term(self.name, self.forms, tuple(grams.items()))
        others = [
            each
            for each in question.terms
            if each not in parts and each.text not in _EMPTY and (each.earlier or not each.light)
        ]
        return replace(question, terms=(name, *others))


def asked(question: Question, documents: Sequence[Document]) -> Slogan | None:
    """The slogan whose members `question` asks for; None when it asks for none.

    What `documents`, those that may answer, write without quotation marks only, is plain words.
    """
    if question.slot.want not in ("list", "any"):
        return None
    asks = fold(question.asks)
    if _JOINED.search(asks):
        return None
    if question.language == "en":
        if not _ASKED_FOR.search(asks):
            return None
        names = [name for each in question.terms if not each.earlier for name in (each.text, *each.forms)]
        bare = [re.sub(rf"(?:{_KINDS})$", "", each) for each in names]
        sized = [each for each in map(_sized, [*names, *bare]) if each is not None]
        called: list[Slogan | None] = [*sorted(sized, key=lambda each: -_written(each, documents))]
    elif quoted := _in_quotes(asks) or _asked_again(fold(question.text), question.slot.size, asks):
        return quoted
    else:
        called = [_sized(match["name"] or match["alone"]) for match in _PLAIN.finditer(asks)]
    for slogan in filter(None, called):
        texts = [fold(document.text) for document in documents]
        named = [text[slice(*spot)] for text in texts for spot in slogan.spots(text)]
        if any('"' in each for each in named) or (not named and _nothing_else(slogan)):
            return slogan
    return None


def _written(slogan: Slogan, documents: Sequence[Document]) -> int:
    """How often documents write a slogan in quotation marks."""
    texts = [fold(document.text) for document in documents]
    return sum('"' in text[slice(*spot)] for text in texts for spot in slogan.spots(text))


def _closes(folded: str, match: re.Match[str]) -> bool:
    """Say whether a match begins with the mark that closes what stands before it: “学习”“活动”三个“更加”."""
    sentence = max(folded.rfind(stop, 0, match.start()) for stop in "。\n") + 1
    return match[0].startswith('"') and folded.count('"', sentence, match.start()) % 2 == 1


def _in_quotes(asks: str) -> Slogan | None:
    for match in _QUOTED.finditer(asks):
        led = asks[: match.start()].endswith("哪")
        if led or re.match(rf"{_ASKS}|[?。! ]*$", asks[match.end() :]):
            found = _sized((match["count"] or "") + match["inner"])
            if found is not None:
                return found
    return None


def _asked_again(turn: str, size: int | None, asks: str) -> Slogan | None:
    """The slogan that a clause behind its name asks for.

    It is asked for by its number, 按“六个一”来办，是哪六个步骤, or by its parts, 哪三看、哪三访 or 看什么、访谁 of
    三看三访. Without quotation marks all its parts must be asked for.
    """
    quoted = [_sized((match["count"] or "") + match["inner"]) for match in _QUOTED.finditer(turn)]
    by_size = bool(_WHICH.search(asks)) and size is not None
    for each in filter(None, quoted):
        if (by_size and size == each.size) or any(_parted(each.name, asks)):
            return each
    bare = [each[0] for each in _BARE.finditer(turn) if any(_parted(each[0], asks)) and all(_parted(each[0], turn))]
    return next(filter(None, map(_sized, bare)), None)


def _parted(name: str, asks: str) -> list[bool]:
    """Of every part of a name with several, whether it is asked for by itself; nothing for a name of one part."""
    parts = _COUNTED.findall(name)
    asked = [
        bool(re.search(f"哪{count}{measure}{noun}|{noun}(?:哪|什么|啥|谁)", asks)) for count, measure, noun in parts
    ]
    return asked if len(parts) > 1 else []


def _sized(name: str) -> Slogan | None:
    """Read a name.

    >>> _sized("六有一提升").size, _sized("五个一").noun, _sized("三个更加").noun, _sized("银发生辉")
    (7, '一', '更加', None)
    """
    parts = _COUNTED.findall(name)
    forms = tuple(each for form in glossary.forms(name) if (each := fold(form))[:1] == name[:1] and each != name)
    if ones := _ONES.fullmatch(name):
        return Slogan(name, _number(ones[1]), "一", forms)
    if parts and name[0] in _COUNTS and "".join("".join(part) for part in parts) == name:
        noun = parts[0][2] if len(parts) == 1 else ""
        return Slogan(name, sum(_number(part[0]) for part in parts), noun, forms)
    return Slogan(name, None, "") if _BARE_NUMBERS.fullmatch(name) else None


def _number(numeral: str) -> int:
    return 2 if numeral == "双" else to_int(numeral) or 0


def _nothing_else(slogan: Slogan) -> bool:
    """Say whether a name that no document holds can only be a slogan: its number counts no things of that name."""
    return slogan.name[1:2] not in _MEASURES or all(word.light for word in words(slogan.noun))
