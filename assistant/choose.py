"""Which of the weighed passages are said: a list, rows of a table, one block a document, or a few sentences. Pure.

Knows nothing of wording and nothing of thresholds for refusing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from assistant.asking.question import Question
from assistant.asking.slots import Want, holds_amount
from assistant.columns import of_asked, set_for
from assistant.compose import Said, quoted, said
from assistant.evidence import (
    Passage,
    Source,
    beside,
    foremost,
    heads,
    line_around,
    row_spans,
    row_text,
    set_before,
    titles,
)
from assistant.lists import ITEM_CHARS, Enumeration, enumerations, lead_in
from assistant.match import COMMON, Term, cover, normal, share
from assistant.scope import NATIONWIDE, by_kind, by_level, of_place
from assistant.signs import holds_part, parted, repeats, shows, so_many_of
from assistant.wording import fillers, pattern
from corpus import places
from corpus.fold import fold
from corpus.sentences import clauses, sentences
from corpus.types import TOLD, Metadata

SENTENCES = 3
"""Sentences of one document in an answer that asks for no list."""
CHARS = 260
"""An answer stops growing after this many characters of quotes."""
ARTICLE_CHARS = 600
"""An article that is asked for by its number is told up to so many characters."""
GAIN = 0.12
"""One more sentence is told when it says so much more of what is asked."""
NEAR = 0.2
"""A second document speaks too when its own words cover the question within this of the best."""
OWN_PLACE = 0.3
"""A document of the very place that is asked for speaks when it covers the question within this of the best one."""
ASIDE = 0.4
"""A value whose passage covers so much less of the question than the best passage is of something else."""
SIGNED = 0.2
"""One that bears the sign of what is asked may cover so much less of the question."""
HELD = 0.6
"""So much of a thing must stand in a passage that speaks of it."""
BESIDE = 0.05
"""What is due by another condition covers the question within this of what is told."""
CONDITIONS = 2
"""So many other conditions bring what is due by them into an answer."""
LIMITS = 1
"""So many sentences that take something back follow a statement."""
RELATED = 0.6
"""A passage is shown as related when it covers this share of what the best one does: no 3400元 of another fee."""
UNDER = 2
"""So many sentences are told of what stands under a heading."""
SPOKEN = 0.5
"""So much of a word must have been told, or nothing speaks of it."""
EXCEPTED = 1
"""So many sentences forbid what is told to be allowed."""
HEAD = 4
"""Parallel sentences begin with at most so many characters before the word that they share."""
TIED = 4
"""So many passages of one document are told together when none answers better than the others."""
FEW = 3
"""So many sentences that begin alike are a list."""
_CALLED = re.compile(r'哪(?:几|[二三四五六七八九十]{1,2})个?"(?P<word>[^"]{2,4})"')
"""The word that each thing on a list begins with: 哪几个“坚持”."""
_QUOTED = re.compile(r'"([^"]{2,30})"')
_NTH = re.compile(r"第?[一二三四五六七八九十][是要、，,]|[（(]?\d{1,2}[）)．.、]|[①-⑩]")
"""How the first, the second and the third of several begin inside a line."""
_WHICH = re.compile(r"(?:哪些|什么)([^\W\d_]{2,4}?)(?=[,。?;、:]|$)")
_REPLACES = re.compile(r"(?:更新|替代|代替|取代|废止|停止执行|不再执行).{0,16}[〔《]|[〔《][^。]{0,40}(?:同时)?废止")


def choose(
    question: Question, passages: Sequence[Passage], sources: Sequence[Source], *, own: bool = True
) -> list[Said]:
    """Pick what is said, in its order; with `own`, of the narrowest place that has a rule of its own."""
    if not passages:
        return []
    fitting = {passage.document.id for passage in passages}
    speaking = [source for source in sources if source.document.id in fitting]
    if question.articles and question.slot.want in ("rule", "any"):
        return _article(_standing(passages))
    standing = _standing(passages)
    if each := _each(question, standing):
        return each
    chosen = _of_the_place(question, standing) if own and question.slot.want != "documents" else standing
    told = _CHOICES[question.slot.want](question, chosen, speaking)
    told = _limited(question, [*told, *_conditioned(question, chosen, told), *_excepted(question, chosen, told)])
    return _with_drafts([of_asked(question, each) for each in told])


def _with_drafts(told: list[Said]) -> list[Said]:
    """What is told, and after what a draft says the sentence in which it says that it is one."""
    drafts = {each.source.document.id: each.source for each in told if each.source.standing.validity == "征求意见稿"}
    used = {(each.source.document.id, span) for each in told for span in each.spans}
    own = []
    for source in drafts.values():
        text = source.document.text
        spans = (span for span in sentences(text) if pattern("draft").search(fold(text[slice(*span)])))
        own += [quoted(source, span) for span in spans if (source.document.id, span) not in used][:LIMITS]
    return [*told, *own]


def by_source(
    question: Question, passages: Sequence[Passage], sources: Sequence[Source], paths: Sequence[tuple[str, ...]]
) -> list[Said]:
    """Pick what is said for each of the places, or kinds of paper, asked about by itself; `paths` are the places."""
    groups: list[Sequence[Passage]] = [[each for each in passages if of_place(each, [path])] for path in paths]
    if len(paths) < 2:
        groups = by_kind(question, passages) or by_level(question, passages) or [passages]
    return list(dict.fromkeys(each for group in groups for each in choose(question, group, sources)))


def elsewhere(
    question: Question, passages: Sequence[Passage], sources: Sequence[Source], told: Sequence[Said]
) -> list[Said]:
    """What other places pay, where none is named and the amount that is told is of one: it is not what all pay."""
    if question.places or question.slot.want != "amount":
        return []
    held = [each for each in foremost(_complete(_filled(passages))) if each.filled and each.standing.live]
    regions = {each.source.document.metadata.region.value for each in told}
    first = next((each for each in held if _region(each) in regions), None)
    if first is None or not all(_depth(each) for each in held if _region(each) in regions):
        return []
    near = [
        each
        for each in held
        if _depth(each)
        and _region(each) not in regions
        and _near(each, first, NEAR)
        and _sets(each.document.metadata) >= _sets(first.document.metadata)
    ]
    groups = [[each for each in passages if _region(each) == region] for region in dict.fromkeys(map(_region, near))]
    return [each for group in groups for each in choose(question, group, sources)]


def _each(question: Question, passages: Sequence[Passage]) -> list[Said]:
    """The best passage for each of the things asked about; nothing when they are not told apart."""
    if not question.parts:
        return []
    names = tuple(place.name for place in question.places)
    read = [(each, _read(each)) for each in passages]

    found = []
    for part in question.parts:
        held = [
            (each, shares) for each, texts in read if max(shares := [share(part, text) for text in texts]) >= HELD
        ]
        if held:
            found.append(max(held, key=lambda pair: _worth(pair[0], pair[1], names))[0])
    if len(found) < len(question.parts) or len({(each.document.id, each.start) for each in found}) < 2:
        return []
    order = list(dict.fromkeys(each.document.id for each in found))
    ordered = sorted(found, key=lambda each: (order.index(each.document.id), each.start))
    return list(dict.fromkeys(said for each in ordered for said in _introduced(each)))


def _worth(passage: Passage, shares: Sequence[float], names: tuple[str, ...]) -> tuple[float, ...]:
    """What holds the value, of these what names the whole part, and of these what is of the places asked about."""
    own = (_region(passage) or "").endswith(names)
    return (passage.filled, *(much >= 1 for much in shares), own, passage.score)


def _read(passage: Passage) -> tuple[str, str]:
    """What a passage says, normalised, without and with the words that lead in to it."""
    lead = lead_in(passage.document, passage.start)
    led = f"{passage.document.text[slice(*lead)]} {passage.text}" if lead else passage.text
    return normal(passage.text), normal(led)


def _conditioned(question: Question, passages: Sequence[Passage], told: Sequence[Said]) -> list[Said]:
    """What else is due by a condition that the question tells and that nothing told so far speaks of.

    Who joined in one period and cannot care for himself may be due what either condition brings.
    """
    if question.slot.want not in ("amount", "rule"):
        return []
    used = {(each.source.document.id, each.spans) for each in told}
    first = [each for each in passages if (each.document.id, each.spans) in used]
    if not first:
        return []
    left = [
        term
        for term in first[0].coverage.missing
        if all(term in each.coverage.missing for each in first) and not fillers().relative.fullmatch(term.text)
    ]  # 去年 is no condition
    further = []
    for each in passages:
        if each.filled and each not in first and _further(each, first, left):
            further.append(said(each))
            left = [term for term in left if share(term, normal(each.text)) < 1]
    return further[:CONDITIONS]


def _excepted(question: Question, passages: Sequence[Passage], told: Sequence[Said]) -> list[Said]:
    """What the same document forbids those whom the question names and nothing told so far speaks of.

    Who asks whether a 公务员 may is not told what everybody may while 公务员不得 stands further down.
    """
    if question.slot.want != "any" or len({each.source.document.id for each in told}) != 1:
        return []
    document = told[0].source.document.id
    said_so_far = normal(" ".join(each.text for each in told))
    named = [replace(term, earlier=False) for term in question.terms if not term.light]
    left = [term for term in named if term.weight >= COMMON and share(term, said_so_far) < SPOKEN]
    found = [
        each
        for each in passages
        if each.document.id == document
        and not within(each, told)
        and pattern("forbids").search(fold(each.text))
        and any(share(term, normal(each.text)) >= 1 for term in left)
        and sum(share(term, normal(each.text)) >= 1 for term in named) > 1
    ]
    return [said(each) for each in found[:EXCEPTED]]


def _further(passage: Passage, told: Sequence[Passage], left: Sequence[Term]) -> bool:
    """Say whether a passage speaks of a term that is left: beside what is told, or as well and of the same place."""
    if any(beside(passage, each) for each in told):
        left = [replace(term, earlier=False) for term in left]
    elif passage.coverage.whole < told[0].coverage.whole - BESIDE or _region(passage) != _region(told[0]):
        return False
    return any(term.weight >= COMMON and share(term, normal(passage.text)) >= 1 for term in left)


def within(passage: Passage, told: Sequence[Said]) -> bool:
    """Say whether a passage is told already."""
    return any(
        each.source.document.id == passage.document.id
        and any(start <= passage.start < end for start, end in each.spans)
        for each in told
    )


def _region(passage: Passage) -> str | None:
    return passage.document.metadata.region.value


def _limited(question: Question, evidence: list[Said]) -> list[Said]:
    """Each sentence with what its article takes back of it further on: 离休干部……不适用本条."""
    if question.slot.want not in ("any", "amount", "rule"):
        return evidence
    used = {span for each in evidence for span in each.spans}
    told: list[Said] = []
    for each in evidence:
        told.append(each)
        for span in _limits(each):
            if span not in used:
                used.add(span)
                told.append(quoted(each.source, span))
    return told


def _limits(each: Said) -> list[tuple[int, int]]:
    """Sentences after a statement, in the same article, that say for whom or when it does not hold."""
    document, (start, end) = each.source.document, each.spans[0]
    section = document.section_of(start)
    if section is None or document.row_of(start) is not None:
        return []
    after = sentences(document.text, end, section.end)
    inside = [span for span in after if (within := document.section_of(span[0])) is not None and within is section]
    return [span for span in inside if pattern("limits").search(fold(document.text[slice(*span)]))][:LIMITS]


def _article(passages: Sequence[Passage]) -> list[Said]:
    """The article that is asked for, whole, as far as an answer is long."""
    document = passages[0].document.id
    told: list[Said] = []
    length = 0
    for each in sorted((each for each in passages if each.document.id == document), key=lambda each: each.start):
        length += len(each.text)
        if told and length > ARTICLE_CHARS:
            break
        told.append(said(each))
    return told


def _standing(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Rules that stand before those that do not, unless only these speak of what is asked."""
    live = [each for each in passages if each.standing.live]
    return live if live and live[0].coverage.whole >= passages[0].coverage.whole - 0.15 else passages


def _led(question: Question, evidence: list[Said]) -> list[Said]:
    """A sentence that leads in to a list is followed by its items."""
    if not evidence or not evidence[0].text.endswith(("：", ":")):
        return evidence
    first = evidence[0]
    lists = [each for each in enumerations(question, first.source) if each.lead in first.spans]
    return _told(question, lists[0]) if lists else evidence


def nearest(passages: Sequence[Passage]) -> list[Said]:
    """Related passages to show where nothing answers: the best of up to three documents that are about the same."""
    best = foremost(passages)
    floor = RELATED * max((passage.coverage.own for passage in best), default=0.0)
    return [said(passage) for passage in best if passage.coverage.own >= floor][:3]


def _documents(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """The best passage of every document that speaks of it nearly as well as the best one."""
    best = foremost(passages)
    floor = 0.6 * max(passage.coverage.own for passage in best)
    return [said(passage) for passage in best if passage.coverage.own >= floor]


def _rows(question: Question, sources: Sequence[Source]) -> list[Said]:
    """All rows, of one table a document, in which one column holds a value that the question names."""
    asked = " ".join([normal(question.search), *(form for each in question.asked for form in each.forms)])
    quoted = [each for each in (normal(match) for match in _QUOTED.findall(fold(question.asks))) if len(each) > 1]
    return [each for source in sources for each in _selected(asked, quoted, source)]


def _selected(asked: str, quoted: Sequence[str], source: Source) -> list[Said]:
    for table in source.document.tables:
        if not any(_heads(asked, heading.text) for heading in table.headings):
            continue
        for column in range(len(table.headings)):
            rows = [row for row in table.rows if _names(asked, quoted, row.cells[column].text)]
            if 0 < len(rows) < len(table.rows):
                return [Said(source, row_text(table, row), row_spans(row), "supported", True) for row in rows]
    return []


def _heads(asked: str, heading: str) -> bool:
    """Say whether the question names a column, by its whole heading or the noun at its end."""
    bare = normal(heading)
    return len(bare) >= 2 and (bare in asked or bare[-2:] in asked)


def _names(asked: str, quoted: Sequence[str], value: str) -> bool:
    """Say whether the question names a value, or quotes a part of it."""
    bare = normal(value)
    named = len(bare) >= 2 and not bare.isdigit() and bare in asked
    return named or any(part in bare for part in quoted)


def _parted(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """A list whose items are, one after the other, the things asked for side by side: 怀……之心；守……之责."""
    parts = parted(question.told)
    for each in _enumerated(question, passages, sources) if parts else ():
        items = [each.source.document.text[slice(*item)] for item in each.items]
        if len(items) == len(parts) and all(map(holds_part, parts, items)):
            return _told(question, each)
    return []


def _list(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """Rows of a table, else the best list, unless a sentence covers the question better."""
    if repeating := next((each for each in passages if repeats(question.asks, each.text)), None):
        return [said(repeating)]
    if rows := _rows(question, sources):
        return _headed(question, passages, sources, rows) or rows
    if alike := _alike(question, passages) or _parallel(question, passages[0]) or _run_on(passages[0]):
        return alike
    if called := _CALLED.search(fold(question.asks)):
        runs = [run for each in passages if len(run := _run(each, called["word"])) >= FEW]
        if runs:
            return next((each for each in runs if len(each) == question.slot.size), runs[0])
    best = None if shows(question.asks, passages[0].text) else _best(question, passages, sources)
    if run := _run_under(question, passages, best):
        return run
    if best is None or best.score < _share(passages[0]) - 0.1 or _counted(question, passages[0], best):
        return _counting(question, passages) or _sentences(question, passages, sources)
    return _told(question, best)


def _counting(question: Question, passages: Sequence[Passage]) -> list[Said]:
    """What names the matter, with the sentence of its section that counts up as many things as are asked for."""
    top = passages[0]
    if (question.slot.size or 0) < FEW or top.filled:
        return []
    section = top.document.section_of(top.start)
    counting = (
        each
        for each in passages
        if each.filled
        and each.document is top.document
        and top.document.section_of(each.start) == section
        and each.coverage.whole >= top.coverage.whole - ASIDE
    )
    found = next(counting, None)
    return [said(each) for each in sorted((top, found), key=lambda each: each.start)] if found else []


def _headed(
    question: Question, passages: Sequence[Passage], sources: Sequence[Source], rows: Sequence[Said]
) -> list[Said]:
    """The list that is headed by what is asked for, as 限制 of 有哪些限制, where it says more of it than the rows."""
    asked = [normal(each) for each in _WHICH.findall(fold(question.asks))]
    best = _best(question, passages, sources) if asked else None
    if best is None:
        return []
    document, start = best.source.document, best.items[0][0]
    path = document.path_of(start)
    heading = normal(" ".join(path[-2:-1]))
    if not any(each in heading for each in asked):
        return []
    items = " ".join(document.text[slice(*item)] for item in best.items)
    listed = cover(question.asked, normal(f"{items} {' '.join(path)}"), "").own
    return _told(question, best) if listed > _own(question.asked, rows) else []


def _alike(question: Question, passages: Sequence[Passage]) -> list[Said]:
    """As many sentences of one section as are asked for, each with the same word: 要大兴调研之风……要大兴实干之风."""
    size = question.slot.size
    for term in sorted(question.asked, key=lambda each: -each.weight) if size else ():
        if len(term.text) < 2 or share(term, normal(passages[0].text)) < 1:
            continue
        holding = [
            each
            for each in passages
            if each.document.id == passages[0].document.id and term.text in normal(each.text)
        ]
        if len(holding) == size and len({each.document.section_of(each.start) for each in holding}) == 1:
            return [said(each, listed=True) for each in sorted(holding, key=lambda each: each.start)]
    return []


def _parallel(question: Question, top: Passage) -> list[Said]:
    """Sentences beside the best one that begin with its words up to one that is asked for: 要树立……要树立……."""
    text, row = top.document.text, top.document.row_of(top.start)
    spans = list(sentences(text, *line_around(top.document, top.start))) if row is None else []
    for term in sorted(question.asked, key=lambda each: -each.weight):
        head, held, _ = top.text.partition(term.text)
        alike = [span for span in spans if held and text.startswith(head + held, span[0])]
        if len(head) <= HEAD and (head or term.light) and len(alike) > 1:
            return [quoted(top.source, _clause(text, span), listed=True) for span in alike]
    return []


def _run(passage: Passage, word: str) -> list[Said]:
    """What stands beside a passage and begins as it does, with `word`: 要坚持……；要坚持……."""
    text, (start, end) = passage.document.text, line_around(passage.document, passage.start)
    head, held, _ = passage.text.partition(word)
    if not held or len(head) > HEAD or passage.document.row_of(passage.start) is not None:
        return []
    spans = [part for whole in sentences(text, start, end) for part in clauses(text, *whole)]
    return [quoted(passage.source, each, listed=True) for each in spans if text.startswith(head + held, each[0])]


def _run_on(passage: Passage) -> list[Said]:
    """What follows in its line a passage that leads in to it: 同时也要看到不足：第一，……；第二，……."""
    document, end = passage.document, passage.spans[-1][1]
    if not passage.text.endswith(("：", ":")) or document.row_of(passage.start) is not None:
        return []
    spans = list(sentences(document.text, end, line_around(document, passage.start)[1]))
    following = [
        part for whole in spans for part in clauses(document.text, *whole) if _NTH.match(document.text, *part)
    ]
    lead = [said(passage)] if len(following) > 1 else []
    return [*lead, *(quoted(passage.source, each, listed=True) for each in following if lead)]


def _run_under(question: Question, passages: Sequence[Passage], best: Enumeration | None) -> list[Said]:
    """As many things as are asked for, that follow in its line what names them: 同时也要看到不足：第一，……."""
    noun = so_many_of(question.asks)
    lead = fold(best.source.document.text[slice(*best.lead)]) if best and best.lead else ""
    if not noun or noun in lead:
        return []
    runs = (_run_on(each) for each in passages if noun in fold(each.text))
    return next((run for run in runs if len(run) - 1 == question.slot.size), [])


def _clause(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A sentence, or its first clause where it is long."""
    comma = text.find("，", *span)
    return span if span[1] - span[0] <= ITEM_CHARS["list"] or comma < 0 else (span[0], comma)


def _counted(question: Question, top: Passage, best: Enumeration) -> bool:
    """Say whether the best sentence itself counts up what is asked for, as …等七个方面, and the list does not."""
    label = question.slot.label
    lead = best.source.document.text[slice(*best.lead)] if best.lead else ""
    return bool(label) and top.filled and label in normal(top.text) and label not in normal(lead)


def _best(
    question: Question, passages: Sequence[Passage], sources: Sequence[Source], *, valued: bool = False
) -> Enumeration | None:
    """The best enumeration of the documents that may speak; of equal ones the later rule, then the first."""
    found = _enumerated(question, passages, sources)
    return max(
        (each for each in found if not valued or each.valued * 2 > len(each.items)),
        key=lambda each: (round(each.score, 2), each.source.document.metadata.begins, -each.items[0][0]),
        default=None,
    )


def _enumerated(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> Iterator[Enumeration]:
    """Every enumeration of the documents that may speak."""
    speaking = {passage.document.id for passage in passages}
    return (each for source in sources if source.document.id in speaking for each in enumerations(question, source))


def _share(passage: Passage) -> float:
    return 0.65 * passage.coverage.own + 0.35 * passage.coverage.whole


def _told(question: Question, best: Enumeration) -> list[Said]:
    """A list with what leads in to it; of tiers only that of the people, period or rank asked about."""
    text = best.source.document.text
    items = [item for item in best.items if set_for(question, text[slice(*item)]) is not False]
    lead = [quoted(best.source, best.lead)] if best.lead else []
    items = items or list(best.items)
    return lead + [quoted(best.source, item, listed=len(items) > 1) for item in items]


def _rule(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """What the rule in force sets: its list of values, or the sentence that the question singles out.

    Other documents that set it as well follow, one passage each; then what the first one replaced.
    """
    valued = _filled(passages, question.slot.valued)
    live = _complete(_of_the_place(question, valued))
    rules = [
        each for each in live if _sets(each.document.metadata) and each.coverage.whole >= live[0].coverage.whole - 0.1
    ]
    live = rules or live
    top = live[0]
    best = _best(question, live, sources, valued=True)
    if best is not None and best.introduced.whole >= top.coverage.whole - 0.05 and not _singled(best, top):
        told = _told(question, best)
    else:
        tied = [
            each
            for each in live[:TIED]
            if each.document is top.document
            and each.score > top.score - 0.02
            and each.coverage.own >= top.coverage.own - 0.001  # 住院慰问 is not 春节慰问, though all else is alike
        ]
        told = list(dict.fromkeys(each for passage in tied for each in _introduced(passage)))
    first = told[0].source
    money = any(holds_amount(each.text) for each in told)
    others = _holding(
        [
            each
            for each in live
            if each.document.id != first.document.id and _near(each, top) and holds_amount(each.text) >= money
        ]
    )
    used = {span for each in told for span in each.spans}
    replaced = _replaces(first, used) if question.slot.want == "rule" else []
    return [*told, *replaced, *others[:2]]


def _filled(passages: Sequence[Passage], valued: Callable[[str], bool] = lambda text: False) -> list[Passage]:
    """Those that hold a value, unless they are about something else than the best passage, which holds none."""
    held = [each for each in passages if each.filled or valued(each.text)]
    best = max((each.coverage.whole for each in held), default=0.0)
    return held if held and best >= passages[0].coverage.whole - ASIDE else list(passages)


def _of_the_place(question: Question, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Those of the place asked for, else of the narrowest place around it; all when no place is named."""
    if not question.places:
        return passages
    # What holds no value sets no measure for what does.
    measured = [each for each in passages if each.filled] or passages
    own_best, whole_best = (max(getattr(each.coverage, name) for each in measured) for name in ("own", "whole"))
    near = [
        each
        for each in passages
        if each.coverage.own >= own_best - OWN_PLACE and each.coverage.whole >= whole_best - OWN_PLACE
    ]
    narrowest = max((_depth(each) for each in near), default=0)
    return [each for each in near if _depth(each) == narrowest] or passages


def _depth(passage: Passage) -> int:
    """How narrow the place of a passage's document is: 0 for the whole country, 1 for a province."""
    region = passage.document.metadata.region.value
    return 0 if region in (None, NATIONWIDE) else len(places.path(region))


def _complete(passages: Sequence[Passage]) -> list[Passage]:
    """Those that, with their headings, miss nothing of the question; all when each misses something."""
    return [each for each in passages if not each.coverage.missing] or list(passages)


def _sets(known: Metadata) -> bool:
    """Say whether a document sets rules that last; speeches tell of them, and annual papers end with their year."""
    return known.kind.value not in TOLD and known.validity.value != "年度性"


def _near(passage: Passage, top: Passage, margin: float = 0.1) -> bool:
    """Say whether a passage of another document answers as well: nothing missing that the best one has.

    With its headings it may cover less of the question by `margin`, 0…1.
    """
    return (
        passage.coverage.own >= top.coverage.own - NEAR
        and passage.filled >= top.filled
        and passage.coverage.whole >= top.coverage.whole - margin
        and set(passage.coverage.missing) <= set(top.coverage.missing)
    )


def _singled(best: Enumeration, top: Passage) -> bool:
    """Say whether the question means one item of the list: it names what the list's heading does not."""
    return top.coverage.own > best.introduced.whole or top.coverage.whole > best.introduced.whole + 0.05


def _replaces(source: Source, used: set[tuple[int, int]]) -> list[Said]:
    """The sentence in which a rule says what it replaced."""
    text = source.document.text
    for span in sentences(text):
        if span not in used and _REPLACES.search(text, *span):
            return [quoted(source, span)]
    return []


def _values(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """The passage that holds the value, and those of other documents that hold it as well; a time with its amount."""
    told: list[Said] = []
    for each in _holding(_signed(question, passages)):
        span = set_before(question, each.text, each.source.document, each.spans[0][0])
        told += [quoted(each.source, span), each] if span else [each]
    return list(dict.fromkeys(told))


def _signed(question: Question, passages: Sequence[Passage]) -> Sequence[Passage]:
    """Those that bear a sign of the very thing asked for, where one does that speaks of the matter too."""
    return _bearing(question, passages) or passages


def _bearing(question: Question, passages: Sequence[Passage]) -> list[Passage]:
    """The passages about the matter that bear a sign of the very thing asked for."""
    best = max(each.coverage.whole for each in passages)
    signed = [each for each in passages if each.filled and shows(question.asks, each.text)]
    return [each for each in signed if each.coverage.whole >= best - SIGNED]


def _holding(passages: Sequence[Passage]) -> list[Said]:
    passages = _complete(_filled(passages))
    near = foremost([each for each in passages if _near(each, passages[0])])
    return [each for passage in near[:4] for each in _introduced(passage)]


def _introduced(passage: Passage) -> list[Said]:
    """An item of a list comes with the words that lead in to it: 每人每年3000元 of what?"""
    lead = lead_in(passage.document, passage.start)
    bare = passage.document.row_of(passage.start) is None or not holds_amount(passage.text)
    if lead is None or not bare:
        return [said(passage)]
    return [quoted(passage.source, lead), said(passage)]


def _sentences(question: Question, passages: Sequence[Passage], sources: Sequence[Source]) -> list[Said]:
    """Sentences that together cover the question; one more only if it covers what the others leave out."""
    if found := _parted(question, passages, sources):
        return found
    chosen: list[Passage] = []
    for passage in passages[:12]:
        elsewhere = bool(chosen) and passage.document.id not in {each.document.id for each in chosen}
        # What the turn only tells draws sentences of one document together, and none of another one.
        terms = question.asked if elsewhere else question.terms
        gain = _own(terms, [*chosen, passage]) - _own(terms, chosen)
        if chosen and (gain < GAIN or passage.score < chosen[0].score - 0.35):
            continue
        chosen.append(passage)
        if len(chosen) == SENTENCES or sum(len(each.text) for each in chosen) >= CHARS:
            break
    if not any(shows(question.asks, each.text) for each in chosen):
        chosen = list(dict.fromkeys([*_bearing(question, passages)[:1], *chosen]))[:SENTENCES]
    order = list(dict.fromkeys(each.document.id for each in chosen))
    ordered = sorted(chosen, key=lambda each: (order.index(each.document.id), each.start))
    return _opened(question, _led(question, [said(each) for each in ordered]))


def _opened(question: Question, told: list[Said]) -> list[Said]:
    """What is told, and behind a heading what stands under it, which alone says something."""
    used = {(each.source.document.id, span) for each in told for span in each.spans}
    opened: list[Said] = []
    for each in told:
        opened.append(each)
        document, span = each.source.document, each.spans[0]
        section = document.section_of(span[0])
        if each.listed or section is None or titles(document, span) or not heads(document, span):
            continue
        lists = (one for one in enumerations(question, each.source) if section.body <= one.items[0][0] < section.end)
        first = min(lists, key=lambda one: one.items[0], default=None)
        until = first.items[0][0] if first else section.end
        body = [one for one in sentences(document.text, section.body, until) if document.row_of(one[0]) is None]
        under = [quoted(each.source, one) for one in body[:UNDER]]
        under += _told(question, first) if first and not body[UNDER:] else []
        opened += [one for one in under if (document.id, one.spans[0]) not in used]
    return opened


def _own(terms: Sequence[Term], passages: Sequence[Passage | Said]) -> float:
    """Share of `terms` that passages, or statements, say together."""
    return cover(terms, normal(" ".join(each.text for each in passages)), "").own


_CHOICES: dict[Want, Callable[[Question, Sequence[Passage], Sequence[Source]], list[Said]]] = {
    "documents": _documents,
    "list": _list,
    "amount": _rule,
    "rule": _rule,
    "count": _values,
    "sum": _values,
    "hours": _values,
    "date": _values,
    "share": _values,
    "reason": _values,
    "organ": _values,
    "name": _values,
    "any": _sentences,
}
"""How each kind of question is answered; a new kind is one line here and one in `wording.toml`."""
