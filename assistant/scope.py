"""Place, year and population: which documents and passages may speak to a question at all. Pure.

Knows nothing of how well a passage answers; only whether it would be told as another's rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from assistant.asking.cases import case, sizes
from assistant.asking.days import spoken, tier
from assistant.asking.question import Question, articles
from assistant.evidence import Passage
from assistant.wording import pattern
from corpus import docnumber, places
from corpus.fold import fold
from corpus.types import TOLD, Metadata
from index.standing import Standing

_YEAR_CELL = re.compile(r"(?:19|20)\d\d年?(?:度)?")

NATIONWIDE = "全国"
_SELF = {
    "离休": re.compile(r"离休"),
    "退休": re.compile(r"(?<!离)退休"),
    "离退休": re.compile(r"离退休|离休.{0,3}(?<!离)退休"),
}


def as_of(question: Question, day: str | None) -> str | None:
    """The day on which rules must stand: as given, else the end of the year that the question names."""
    return day or (f"{max(question.years)}-12-31" if question.years else None)


def holds_for(region: str | None, place: tuple[str, ...]) -> bool:
    """Say whether a document of `region` sets rules for `place`: the place itself or anything that holds it.

    A document of a city does not hold for its province, nor for another city; one of a hidden place, for none.
    """
    if region is None:
        return False
    if region == NATIONWIDE:
        return True
    above = places.path(region)
    return len(above) <= len(place) and above == place[: len(above)]


def full_path(name: str, regions: Iterable[str]) -> tuple[str, ...]:
    """The place from the widest name to its own; what the gazetteer does not know, the documents may."""
    path = places.path(name)
    for region in sorted(regions):
        known = places.path(region)
        if path[0] in known:
            return (*known[: known.index(path[0])], *path)
    return path


def bare_names(regions: Iterable[str]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """(bare name, name) of the places of the documents, the longest name first: what `in_full` looks for."""
    names = {path[-1] for region in regions if (path := places.path(region))}
    return tuple(
        (re.compile(rf"{re.escape(name[:-1])}(?![省市县区州镇乡村街路])"), name)
        for name in sorted(names, key=lambda each: (-len(each), each))
        if len(name) > 2 and name[-1] in "省市县区州"
    )


def in_full(text: str, bare: Iterable[tuple[re.Pattern[str], str]]) -> str:
    """Spell out the places of the documents where a text calls them by their bare names.

    >>> in_full("清河的离休干部和清河市的", bare_names(["云岭省清河市"]))
    '清河市的离休干部和清河市的'
    """
    for form, name in bare:
        text = form.sub(name, text)
    return text


def of_place(passage: Passage, paths: Sequence[tuple[str, ...]]) -> bool:
    """Say whether a passage's document holds for one of the places asked for."""
    region = passage.document.metadata.region.value
    return not paths or any(holds_for(region, path) for path in paths)


def of_year(question: Question, passage: Passage, this_year: int) -> bool:
    """Say whether a passage speaks of the year that the question names.

    An annual paper speaks of its own years; a rule, of every year from its effect until it is replaced, and of none
    to come: what will hold then, nobody can know.
    """
    if not question.years:
        return True
    known = passage.document.metadata
    beside = passage.text + " ".join(passage.document.path_of(passage.start))
    for year in question.years:
        if str(year) in beside or year in (known.plan_year.value, known.review_year.value):
            return True
        begins = known.begins[:4]
        if _other_year(passage):
            continue
        if _looks_back(known) and begins == str(year + 1):
            return True
        if begins == str(year) and pattern("dated").search(fold(question.text)):
            return True
        annual = known.plan_year.value or known.review_year.value or known.validity.value in ("年度性", "仅述及")
        if not annual and begins and int(begins) <= year <= this_year and passage.standing.live:
            return True
    return False


def of_number(question: Question, passage: Passage, borne: Collection[str]) -> bool:
    """Say whether a passage stands in a document that bears the number asked about, or names it.

    `borne` holds the ids of those that bear it; where none does, any may tell of it.
    """
    if not borne or passage.document.id in borne:
        return True
    return bool({each.canonical for each in docnumber.find(passage.text)} & set(question.numbers))


def of_period(question: Question, passage: Passage) -> bool:
    """Say whether a passage is about those who joined in the period asked about, as far as it tells periods apart."""
    if not question.periods and not question.days:
        return True
    if tier(question.days, passage.text) is False:
        return False
    named = _nearest(spoken, passage.text, " ".join(passage.document.path_of(passage.start)))
    return not named or not question.periods or bool(named & question.periods)


def of_case(question: Question, passage: Passage) -> bool:
    """Say whether a passage is not plainly about other numbers of people, or ages, than the turn tells."""
    return case(sizes(question.text), passage.text) is not False


def _nearest(names: Callable[[str], frozenset[str]], *texts: str) -> frozenset[str]:
    """What the first of the texts names that names anything: a sentence counts before its headings."""
    return next((found for text in texts if (found := names(text))), frozenset())


def _looks_back(known: Metadata) -> bool:
    """Say whether a paper is a speech or report of a year's first months: what it tells is of the year before."""
    dated = known.kind.value in TOLD and not (known.review_year.value or known.plan_year.value)
    return dated and known.begins[4:7] in ("-01", "-02", "-03", "-04")


def _other_year(passage: Passage) -> bool:
    """Say whether a passage is the row of a year, as 2024年 | 3%, which says nothing of another one."""
    found = passage.document.row_of(passage.start)
    return found is not None and any(_YEAR_CELL.fullmatch(cell.text.strip()) for cell in found[1].cells)


def of_level(question: Question, passages: list[Passage]) -> list[Passage]:
    """Those of the level that a clause asks of, where its turn tells levels apart: 省里要求多久一次，市里呢.

    All where it does not, or where nothing of the level is there.
    """
    asked = _levels(question.asks)
    if len(asked) != 1 or len(_levels(question.text)) < 2:
        return passages
    return [each for each in passages if each.document.metadata.level.value in asked] or passages


def by_kind(question: Question, passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    """The passages of each kind of paper that a question sets apart, 讲话和工作要点分别; none where it does not."""
    told: list[Sequence[Passage]] = [
        group
        for kind in _kinds(question)
        if (group := [each for each in passages if kind in (each.document.metadata.title.value or "")])
    ]
    return told if len(told) > 1 else []


def without_kinds(question: Question) -> Question:
    """The question without the kinds of paper that it sets apart: what they say need not name them."""
    kinds = _kinds(question)
    return replace(question, terms=tuple(each for each in question.terms if each.text not in kinds) or question.terms)


def _kinds(question: Question) -> list[str]:
    """The kinds of paper that a question sets apart; none where it names but one."""
    folded = fold(question.text)
    kinds = list(dict.fromkeys(match[0] for match in pattern("compared", "kinds").finditer(folded)))
    return kinds if len(kinds) > 1 and pattern("compared").search(folded) else []


def _levels(text: str) -> frozenset[str]:
    """The levels that a text names, by their own names or by those of places."""
    folded = fold(text)
    named = {level for level in ("中央", "省", "市", "县") if pattern("compared", level).search(folded)}
    return frozenset(named | {place.level for place in places.find(folded)})


def of_article(question: Question, passage: Passage) -> bool:
    """Say whether a passage stands in one of the articles that the question names: 第十一条 is not 第三十一条."""
    if not question.articles:
        return True
    title = passage.document.metadata.title.value or ""
    stands_in = " ".join([title, *passage.document.path_of(passage.start)])
    return bool(set(articles(stands_in)) & set(question.articles))


def of_population(question: Question, passage: Passage) -> bool:
    """Say whether a passage is about the people asked for: 离休 is not 退休, and neither is told for the other."""
    if question.population not in ("离休", "退休"):
        return True
    title = passage.document.metadata.title.value or ""
    named = _nearest(_peopled, passage.text, " ".join([title, *passage.document.path_of(passage.start)]))
    return not named or question.population in named or "离退休" in named


def _peopled(text: str) -> frozenset[str]:
    return frozenset(name for name, pattern in _SELF.items() if pattern.search(text))


def spelled(day: str) -> str:
    """A day as official Chinese writes it, as far as it is known.

    >>> spelled("2022-07-01"), spelled("2019-01"), spelled("2016")
    ('2022年7月1日', '2019年1月', '2016年')
    """
    return "".join(f"{int(part)}{unit}" for part, unit in zip(day.split("-"), "年月日", strict=False))


def standing_notice(standing: Standing) -> str | None:
    """What a person must know of a document that does not stand as a rule; None for one that does."""
    told = {
        "被替代": f"该件已被{standing.by or '后来的文件'}替代，仅供了解沿革",
        "已废止": "该件已废止，不得作为依据",
        "征求意见稿": "该件是征求意见稿，尚未印发，不得作为依据",
    }
    if standing.until:
        return f"该件在所问日期有效，{spelled(standing.until)}起已被{standing.successor or '后来的文件'}替代"
    return "该件在所问日期尚未施行" if standing.pending else told.get(standing.validity)
