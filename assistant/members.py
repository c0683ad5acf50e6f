"""Where a document lists the members of a slogan, and what is shown where none does. Pure.

A list counts only where it is tied to the name: right before or behind it, introduced by it, or in its paragraph with
the very word that the slogan counts, and always with as many members as the name says. Knows nothing of wording.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.asking.question import Question
from assistant.asking.slogan import Slogan
from assistant.asking.words import words
from assistant.compose import Said, quoted, said
from assistant.evidence import Passage, Source, Span, foremost
from assistant.lists import Enumeration, enumerations
from assistant.match import cover, normal
from corpus.fold import fold
from corpus.sentences import clauses, sentences, stripped
from corpus.types import Document, Section

SHOWN = 3
"""At most so many passages that name a slogan, or something alike, are shown where its members are listed nowhere."""
FEW = 3
"""So many things that begin or end with one word are a list of them."""
_STOP = re.compile(r"[,;:。.\n]")
_SURE = re.compile(r'^[^\W\d_"]{0,4}?(?:\(|:|-{1,2}|,?即|,?是?指(?:的是)?|,?包[括含]|,?(?:也)?就是|,?分别[是为])')
"""What leads over from a name to its members, and to nothing else."""
_WEAK = re.compile(r"^[^\W\d_\"]{0,4}?[是为]")
"""What may, but says other things too."""
_ORDINALS = re.compile(r"[一二三四五六七八九十](?=是|要)|[①-⑩]|\([一二三四五六七八九十\d]\)")
_IN_QUOTES = re.compile(r'(?<=")[^"]+(?="(?:"|[、和]"|$))')
_QUOTE = re.compile(r'"[^"]*"')
_LAST = re.compile(r"(?:以及|和|与|及)(?!.*[和与及])")
_BEHIND = 8
"""A colon belongs to a name when no more than so many characters, and no comma, stand between them."""


def listed(slogan: Slogan, question: Question, sources: Sequence[Source]) -> list[Said]:
    """The members of `slogan` where a document lists them, of several lists the one nearest to the question."""
    found = [each for source in sources for each in _listings(slogan, question, source)]

    def worth(told: list[Said]) -> tuple[float, bool, str, int]:
        source = told[0].source
        own = normal(" ".join(each.text for each in told))
        whole = cover(question.terms, own, normal(source.about)).whole
        return round(whole, 1), source.standing.live, source.document.metadata.begins, len(told)

    best = max(found, key=worth, default=[])
    return [replace(each, filled=True) for each in best]


def near(slogan: Slogan, passages: Sequence[Passage]) -> list[Said]:
    """What names `slogan`, then what lists as many things alike; where nothing names it, what lists a few."""
    naming = [each for each in passages if slogan.spots(fold(each.text))]
    alike = [each for each in passages if each not in naming and _runs(slogan, fold(each.text))]
    if not naming and not alike:
        alike = [each for each in passages if _runs(slogan, fold(each.text), FEW)]
    return [said(each) for each in [*foremost(naming), *foremost(alike)][:SHOWN]]


def names(slogan: Slogan, told: Sequence[Said]) -> bool:
    """Say whether any of `told` names `slogan`."""
    return any(slogan.spots(fold(each.text)) for each in told)


def defined(slogan: Slogan, told: Sequence[Said]) -> list[Said]:
    """Those of `told` that say what `slogan` is instead of listing its members: “三项建设”说的是党的建设."""
    names = "|".join(map(re.escape, (slogan.name, *slogan.forms)))
    form = re.compile(rf'(?:{names})"?(?:说的是|指的是|是指|即|就是)')
    return [replace(each, filled=True) for each in told if form.search(fold(each.text))]


def _listings(slogan: Slogan, question: Question, source: Source) -> Iterator[list[Said]]:
    text = source.document.text
    folded = fold(text)
    spots = slogan.spots(folded)
    for spot in spots:
        sentence = next(each for each in sentences(text, *_line(text, spot[0])) if spot[1] <= each[1])
        if _tied(slogan, folded, sentence, spot):
            within = [each for each in clauses(text, *sentence) if each[0] <= spot[0] and spot[1] <= each[1]]
            yield [quoted(source, next((each for each in within if _tied(slogan, folded, each, spot)), sentence))]
        elif beside := _beside(slogan, text, folded, spot[0]):
            yield [quoted(source, each) for each in sorted({sentence, beside})]
    if spots:
        for each in enumerations(question, source):
            if slogan.size in (None, len(each.items)) and (lead := _introduced(slogan, each)):
                items = [quoted(source, item, listed=True) for item in each.items]
                yield [quoted(source, lead), *items]


def _line(text: str, at: int) -> Span:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _tied(slogan: Slogan, folded: str, within: Span, spot: Span) -> bool:
    """Say whether the members stand right before or behind the name, in the sentence or clause `within`."""
    return _before(slogan, folded[within[0] : spot[0]]) or _behind(slogan, folded[spot[1] : within[1]])


def _before(slogan: Slogan, head: str) -> bool:
    """Say whether the members stand right before the name: 微讲堂、微故事、微提案、微帮手的“四微”行动."""
    run = _STOP.split(head)[-1]
    if run.endswith('"') and len(_IN_QUOTES.findall(run)) == slogan.size:
        return True
    run = _QUOTE.sub(lambda match: "·" * len(match[0]), run)  # “听、看、学” is one item
    told = re.sub(r"(?:等|这|的)+$", "", run)
    closed = run != told and not run.endswith("的")
    return any(
        len(items) == slogan.size and (closed or _alike(items, slogan.noun) or _named(items))
        for items in _split(told)
    )


def _behind(slogan: Slogan, tail: str) -> bool:
    """Say whether the members follow the name in its sentence: “六好”：组织设置好、班子建设好."""
    sure = _SURE.match(tail)
    match = sure or _WEAK.match(tail)
    if match is None:
        return False
    rest = tail[match.end() :]
    first = _STOP.split(rest)[0]
    if slogan.size is None:
        return sure is not None and "、" in first
    if sure and slogan.size in (len(_ORDINALS.findall(rest)), len(_parted(rest, ";"))):
        return True
    whole = _parted(rest, "[,。]")
    if len(whole) == slogan.size and _alike(whole, slogan.noun):
        return True
    return any(len(items) == slogan.size and (sure or _alike(items, slogan.noun)) for items in _split(first))


def _parted(text: str, at: str) -> list[str]:
    return [each for each in re.split(at, text) if each.strip()]


def _split(run: str) -> list[list[str]]:
    """The items of a run, cut at 、 alone, at the last 和 as well, and by quotation marks; none that is empty."""
    items = run.split("、")
    cuts = [items, [*items[:-1], *_LAST.sub("、", items[-1], count=1).split("、")], _IN_QUOTES.findall(run)]
    return [cut for cut in cuts if len(cut) > 1 and all(item.strip(' "') for item in cut)]


def _alike(items: Sequence[str], noun: str) -> bool:
    """Say whether items are members of one set: all with the word that is counted, or all of one length."""
    if noun and all(noun in item for item in items):
        return True
    lengths = {len(item) for item in items[1:]}
    return len(items) > 2 and len(lengths) == 1 and min(lengths) > 2 and len(items[0]) >= min(lengths)


def _named(items: Sequence[str]) -> bool:
    """Say whether items are names of things; the last of 学习、宣传、落实“三项制度” is a verb that rules the name."""
    return len(items) > 2 and all(len(item) > 1 and any(not word.light for word in words(item)) for item in items[1:])


def _runs(slogan: Slogan, folded: str, least: int | None = None) -> bool:
    """Say whether a text lists things that all begin, or all end, with the word which the slogan counts.

    As many as the slogan has members, or at least `least`.
    """
    if not slogan.noun or slogan.size is None:
        return False
    lists = [_finest(chunk, slogan.noun) for chunk in _STOP.split(folded)]
    return any(len(items) == slogan.size if least is None else len(items) >= least for items in lists)


def _finest(chunk: str, noun: str) -> list[str]:
    """The most items that a chunk can be cut into, all of which begin, or all of which end, with `noun`."""
    for items in sorted(_split(chunk), key=len, reverse=True):
        begin = noun in items[0] and all(item.startswith(noun) for item in items[1:])
        end = noun in items[-1] and all(item.endswith(noun) for item in items[:-1])
        if begin or end:
            return items
    return []


def _beside(slogan: Slogan, text: str, folded: str, at: int) -> Span | None:
    """A sentence in the paragraph of the name that lists as many things of the word that it counts."""
    line = _line(text, at)
    return next((each for each in sentences(text, *line) if _runs(slogan, folded[slice(*each)])), None)


def _introduced(slogan: Slogan, found: Enumeration) -> Span | None:
    """What introduces a list by the slogan's name: the sentence before it, or the heading above it."""
    document = found.source.document
    items = [fold(document.text[slice(*item)]) for item in found.items]
    repeated = bool(slogan.noun) and all(slogan.noun in item for item in items)
    heading = _heading(document, found.items[0][0])
    for span in filter(None, (found.lead, heading)):
        told = fold(document.text[slice(*span)])
        for spot in slogan.spots(told):
            tail = told[spot[1] :].strip()
            short = len(tail) <= _BEHIND and "," not in tail
            if repeated or (short and (tail.endswith(":") or span == heading)):
                return span
    return None


def _heading(document: Document, start: int) -> Span | None:
    """The heading of the section that holds the list which begins at `start`."""
    item = document.section_of(start)
    above: list[Section] = [
        each for each in document.sections if item and each.start < start < each.end and each.depth < item.depth
    ]
    return stripped(document.text, above[-1].start, above[-1].body) if above else None
