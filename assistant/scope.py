"""Place, year and population: which documents and passages may speak to a question at all. Pure.

Knows nothing of how well a passage answers; only whether it would be told as another's rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from assistant.asking.cases import case, ranked, sizes
from assistant.asking.days import spoken, tier
from assistant.asking.question import Question, articles
from assistant.evidence import Passage, Source, line_above
from assistant.match import normal
from assistant.wording import pattern
from corpus import docnumber, places, ranks
from corpus.fold import fold
from corpus.types import TOLD, Metadata
from index.standing import Standing

_YEAR = re.compile(r"(?:19|20)\d\d(?=年)")
_YEAR_CELL = re.compile(r"(?:19|20)\d\d年?(?:度)?")

_LEVELS = ("中央", "省", "市", "县")
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
        if begins == str(year) and pattern("dated").search(fold(question.told)):
            return True
        annual = known.plan_year.value or known.review_year.value or known.validity.value in ("年度性", "仅述及")
        if not annual and begins and int(begins) <= year <= this_year and passage.standing.live:
            return True
    return False


def of_number(question: Question, passage: Passage, borne: Collection[str]) -> bool:
    """Say whether a passage stands in a document that bears the number asked about, or names it.

    `borne` holds the ids of those that bear it. Of a number without a year, as 3号文件, any document may tell.
    """
    full = tuple(each for each in question.numbers if "〔" in each)
    if passage.document.id in borne or not (borne or full):
        return True
    return any(each.canonical in question.numbers or _ends(full, each) for each in docnumber.find(passage.text))


def _ends(numbers: Sequence[str], said: docnumber.DocNumber) -> bool:
    """Say whether a number is the one that a passage names; what stands before it may have blurred where it begins.

    Of 标准见民发〔2007〕64号, as of 也照民发〔2007〕64号, no reader can tell that 民发 is the first word.
    """
    told = said.canonical
    return said.form == "full" and any(each.endswith(told) or told.endswith(each) for each in numbers)


def numbered(question: Question, bearing: Callable[[str], Sequence[Source]]) -> tuple[Question, frozenset[str]]:
    """The question with the numbers that documents bear, and the ids of those; what bears one need not repeat it.

    Of what stands before a number in a question no reader can tell where it begins: 也能照清委老干〔2022〕8号.
    """
    borne: dict[str, str] = {}
    ids: set[str] = set()
    for number in question.numbers:
        if "〔" not in number:  # 3号文件 may be any of several
            ids.update(each.document.id for each in bearing(number))
            continue
        for name in (number[at:] for at in range(number.find("〔") - 1)):
            found = [each for each in bearing(name) if name in _numbers(each)]
            if found:
                borne[number] = name
                ids.update(each.document.id for each in found)
                break
    if not borne:
        return question, frozenset(ids)
    rest = normal(question.told)
    for name in borne.values():
        rest = rest.replace(normal(name), " ")
    said = [normal(name) for name in borne.values()]
    kept = tuple(each for each in question.terms if each.text in rest or not any(each.text in name for name in said))
    numbers = tuple(borne.get(each, each) for each in question.numbers)
    return replace(question, terms=kept or question.terms, numbers=numbers), frozenset(ids)


def _numbers(source: Source) -> frozenset[str]:
    """The numbers that a document bears."""
    return frozenset(each.canonical for each in docnumber.find(source.document.metadata.doc_number.value or ""))


def of_period(question: Question, passage: Passage) -> bool:
    """Say whether a passage is about those who joined in the period asked about, as far as it tells periods apart."""
    if not question.periods and not question.days:
        return True
    if tier(question.days, passage.text) is False:
        return False
    named = _nearest(spoken, passage.text, " ".join(passage.document.path_of(passage.start)))
    return not named or not question.periods or bool(named & question.periods)


def of_case(question: Question, passage: Passage) -> bool:
    """Say whether a passage is not plainly about other numbers of people, ages or ranks than the turn tells.

    Of a turn that sets several things side by side each may be of another rank.
    """
    if question.parts:
        return True
    if case(sizes(question.text), passage.text) is False:
        return False
    return ranked(ranks.find(question.told), passage.document, passage.start, passage.text) is not False


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
    asked = levels(question.asks)
    if len(asked) != 1 or len(levels(question.text)) < 2:
        return passages
    return [each for each in passages if each.document.metadata.level.value in asked] or passages


def of_own_level(question: Question, passages: list[Passage]) -> list[Passage]:
    """Those of the one level by which a question calls where it asks: 县里发了几次; none where it names another too.

    A paper of one level tells of another's as well, so that this is where to look first, and not only there.
    """
    asked = levels(question.told)
    if len(asked) != 1 or not any(pattern("compared", each).search(fold(question.told)) for each in asked):
        return []
    own = [each for each in passages if each.document.metadata.level.value in asked]
    return own if len(own) < len(passages) else []


def by_kind(question: Question, passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    """The passages of each kind of paper that a question sets apart, 讲话和工作要点分别; none where it does not."""
    told: list[Sequence[Passage]] = [
        group
        for kind in kinds(question)
        if (group := [each for each in passages if kind in (each.document.metadata.title.value or "")])
    ]
    return told if len(told) > 1 else []


def by_level(question: Question, passages: Sequence[Passage]) -> list[Sequence[Passage]]:
    """The passages of each level that a question sets apart from the one place that it names; none where it does not.

    省里的底线和清河市自己的标准分别: what the province sets, and what the city does.
    """
    asks = fold(question.asks)
    if len(question.places) != 1 or not pattern("compared").search(asks):
        return []
    place = question.places[0]
    named = [each for each in _LEVELS if each != place.level and pattern("compared", each).search(asks)]
    own = [each for each in passages if (each.document.metadata.region.value or "").endswith(place.name)]
    groups = [[each for each in passages if each.document.metadata.level.value == level] for level in named]
    return [*groups, own] if groups and own and all(groups) else []


def without_kinds(question: Question) -> Question:
    """The question without the kinds of paper that it sets apart: what they say need not name them."""
    apart = kinds(question)
    return replace(question, terms=tuple(each for each in question.terms if each.text not in apart) or question.terms)


def kinds(question: Question) -> list[str]:
    """The kinds of paper that a question sets apart; none where it names but one."""
    folded = fold(question.text)
    found = list(dict.fromkeys(match[0] for match in pattern("compared", "kinds").finditer(folded)))
    return found if len(found) > 1 and pattern("compared").search(folded) else []


def levels(text: str) -> frozenset[str]:
    """The levels that a text names, by their own names or by those of places."""
    folded = fold(text)
    named = {level for level in _LEVELS if pattern("compared", level).search(folded)}
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
    document, start = passage.document, passage.start
    title = document.metadata.title.value or ""
    named = peopled(passage.text) or _led(question, passage)
    named = named or peopled(" ".join([title, *document.path_of(start)]))
    return not named or question.population in named or "离退休" in named


def _led(question: Question, passage: Passage) -> frozenset[str]:
    """Whom the sentence is about that a passage is a part of, or the line above its table.

    Nobody where the turn speaks of both: then each clause may mean the other.
    """
    if peopled(question.told) >= {"离休", "退休"}:
        return frozenset()
    document, start = passage.document, passage.start
    if row := document.row_of(start):
        return peopled(document.text[slice(*line_above(document, row[0]))])
    return peopled(document.line_before(start).rsplit("。", 1)[-1])


def peopled(text: str) -> frozenset[str]:
    """Which of 离休, 退休 and 离退休 a text names."""
    return frozenset(name for name, pattern in _SELF.items() if pattern.search(text))


def years_named(text: str) -> frozenset[int]:
    """The years that a folded text names as such: 2024年."""
    return frozenset(int(year) for year in _YEAR.findall(text))


def spelled(day: str) -> str:
    """A day as official Chinese writes it, as far as it is known.

    >>> spelled("2022-07-01"), spelled("2019-01"), spelled("2016")
    ('2022年7月1日', '2019年1月', '2016年')
    """
    return "".join(f"{int(part)}{unit}" for part, unit in zip(day.split("-"), "年月日", strict=False))


VALIDITY: dict[str, str] = {
    "现行": "in force",
    "试行": "on trial",
    "征求意见稿": "draft for comment",
    "已废止": "repealed",
    "被替代": "superseded",
    "年度性": "for one year",
    "仅述及": "reports only",
    "不明": "unknown",
}
"""How a document stands, in English."""


def standing_in_english(standing: Standing) -> str:
    """The label of a standing for who asks in English; empty where it is not known."""
    if standing.validity == "不明":
        return ""
    if standing.pending:
        return "not yet in force"
    if standing.until:
        return f"in force until {standing.until}"
    return f"{VALIDITY[standing.validity]}{f' by {standing.by}' if standing.by else ''}"


def standing_notice(standing: Standing) -> tuple[str, str] | None:
    """What to know of a document that does not stand as a rule, in both languages; None for one that does."""
    by, later = standing.by or standing.successor, "a later document"
    told = {
        "被替代": (
            f"该件已被{by or '后来的文件'}替代，仅供了解沿革",
            f"superseded by {by or later}; it only shows what held before",
        ),
        "已废止": ("该件已废止，不得作为依据", "repealed; no basis for anything"),
        "征求意见稿": (
            "该件是征求意见稿，尚未印发，不得作为依据",
            "a draft for comment, not issued; no basis for anything",
        ),
    }.get(standing.validity)
    if standing.until:
        told = (
            f"该件在所问日期有效，{spelled(standing.until)}起已被{by or '后来的文件'}替代",
            f"in force on the day asked for; superseded by {by or later} from {standing.until}",
        )
    elif standing.pending:
        told = ("该件在所问日期尚未施行", "not yet in force on the day asked for")
    return told
