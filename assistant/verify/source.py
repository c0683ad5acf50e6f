"""What a statement claims of its source beside what is known of it: title, number, article, year, place, population.

Knows nothing of where in the statement the claim stands, nor of what the text itself says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.verify import tell
from assistant.verify.names import named
from assistant.verify.tokens import SENTENCE, tokens
from assistant.verify.types import Evidence, Reason
from corpus import docnumber, places
from corpus.fold import fold

TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")


def known(evidence: Evidence) -> tuple[str, ...]:
    """Everything that a reader sees around the quotes."""
    year = f"{evidence.year}年" if evidence.year else ""
    headings = [heading for heading, _ in evidence.row]
    about = (evidence.title, evidence.doc_number or "", evidence.region or "", year)
    return (*about, *evidence.path, evidence.lead_in, *headings)


def everything(evidence: Evidence) -> str:
    """What a reader sees around the quotes, and the quotes."""
    return "\n".join([*known(evidence), *evidence.quotes])


def claims(text: str, evidence: Evidence) -> Iterator[Reason]:
    """What words that name a source say of it that is not so, or not known to be."""
    for match in TITLE.finditer(text):
        if not _titled(match[1], evidence):
            yield tell.source("doc_number", evidence.title, match[1], against=bool(evidence.title))
    bare = TITLE.sub(lambda match: "…" * len(match[0]), text)
    yield from _numbered(bare, evidence)
    yield from _articled(bare, evidence)
    yield from placed(bare, evidence)


def placed(text: str, evidence: Evidence) -> Iterator[Reason]:
    """A year, a place or a population that is not the source's own, nor named in what is quoted."""
    held = {token.code for token in tokens(everything(evidence))}
    for token in tokens(text):
        if token.kind == "date" and not any(f"{code}-".startswith(f"{token.code}-") for code in held):
            year = f"{evidence.year}年" if evidence.year else ""
            yield tell.source("date", year, text[token.start : token.end], against=bool(year))
    region = evidence.region or ""
    for name in _paths(text):
        quoted = any(name in quote for quote in (*evidence.quotes, evidence.title))
        if not quoted and not (region and _same_place(region, name)):
            yield tell.source("place", region, name, against=bool(region))
    yield from _peopled(text, evidence)


def _peopled(text: str, evidence: Evidence) -> Iterator[Reason]:
    """A population that is another than that of the nearest heading which names one."""
    said = [token for token in tokens(text) if token.kind == "population"]
    for around in (evidence.lead_in, *reversed(evidence.path), evidence.title) if said else ():
        held = {token.code for token in tokens(around) if token.kind == "population"}
        if held:
            for token in said:
                if token.code not in held:
                    yield tell.source("population", around.strip(), text[token.start : token.end], against=True)
            return


def _paths(text: str) -> list[str]:
    """The places that a text names; those that stand side by side are one."""
    found: list[tuple[str, int]] = []
    for place in named(text):
        shown = text[place.start : place.end]
        if found and found[-1][1] == place.start:
            found[-1] = (found[-1][0] + shown, place.end)
        else:
            found.append((shown, place.end))
    return [name for name, _ in found]


def _same_place(region: str, name: str) -> bool:
    return region.endswith(name) or places.normal(region).endswith(places.normal(name))


def _titled(title: str, evidence: Evidence) -> bool:
    said, held = fold(title), fold(evidence.title)
    return bool(said) and (said in fold(everything(evidence)) or (len(held) > 1 and held in said))


def _numbered(text: str, evidence: Evidence) -> Iterator[Reason]:
    own = evidence.doc_number or ""
    held = [own, *(each.canonical for each in docnumber.find(everything(evidence)))]
    for number in docnumber.find(text):
        said = text[number.start : number.end]
        if number.year is not None and not any(docnumber.same(said, each) for each in held if each):
            yield tell.source("doc_number", own, said, against=bool(own))


def _articled(text: str, evidence: Evidence) -> Iterator[Reason]:
    """An article that none of the quotes stands in, by its path or by what it begins with."""
    spelled: dict[str, str] = {}
    for label in (*evidence.path, evidence.lead_in, *evidence.quotes):
        for token in tokens(label):
            if token.kind == "article" and (token.stop == SENTENCE or label in evidence.path):
                spelled[token.code] = label[token.start : token.end]
    for token in tokens(text):
        if token.kind == "article" and token.code not in spelled:
            alike = next((spelled[code] for code in reversed(spelled) if code[-1] == token.code[-1]), "")
            yield tell.source("article", alike, text[token.start : token.end], against=bool(alike))
