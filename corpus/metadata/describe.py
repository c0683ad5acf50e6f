"""What a text says about itself: title, number, issuer, level, region, years, date, kind, validity.

Brings together what the modules beside it find, each value with its basis and the words it rests on. Knows nothing of
`documents.toml`, which wins over all of it, nor of any other document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus import dates, docnumber
from corpus.metadata.frame import Frame, frame
from corpus.metadata.issuer import issuer_of, level_of, region_of
from corpus.metadata.period import years_of
from corpus.metadata.title import kind_of, title_of
from corpus.metadata.validity import effect_of, replaced_by, supersedes_of, validity_of
from corpus.types import PASSAGE_CHARS, Known, Metadata, Section, unknown

_LABELLED = re.compile(r"(?:文号|发文字号)[ ]*[：:][ ]*(?P<number>[^\n]{4,60})")
_NOTHING = Frame((), "", "", (), "")


def describe(text: str, sections: Sequence[Section], *, title: str | None = None, source: str = "") -> Metadata:
    """Find what `text` says about itself.

    Args:
        text: The cleaned text.
        sections: Its parts; their headings may name years.
        title: The title that the format carries outside the text.
        source: Name under which the document was added, for a title as a last resort.
    """
    passage = bool(title) and len(text) <= PASSAGE_CHARS and not _looks_whole(text)
    found = _NOTHING if passage else frame(text)
    named = title_of(found, title, source)
    kind = kind_of(named, found)
    signed = None if passage else dates.signed(text)
    date: Known[str] = Known(signed.iso, "stated", text[signed.start : signed.end]) if signed else unknown()
    number = _own_number(found, named.value)
    issuer = issuer_of(found, named.value)
    level = level_of(issuer, named.value, (number.value or "").split("〔")[0], "" if passage else text)
    headings = (section.heading for section in sections if section.number != "" or section.depth == 1)
    review, plan = years_of(named.value, () if passage else headings, "" if passage else text)
    effective, clause = effect_of(text, date.value)
    validity = validity_of(named.value, kind, plan, text, clause)
    own = {named.value, number.value}
    return Metadata(
        title=named,
        doc_number=number,
        issuer=issuer,
        level=level,
        region=region_of(issuer, level, named.value, number, found, "" if passage else text),
        review_year=review,
        plan_year=plan,
        date=date,
        kind=kind,
        validity=validity,
        superseded_by=replaced_by(text) if validity.value == "被替代" else unknown(),
        supersedes=tuple(each for each in supersedes_of(named.value, text) if each not in own),
        effective=effective,
    )


def _looks_whole(text: str) -> bool:
    """Tell a short document, which is signed with a date, from a passage."""
    return "\n" in text and "年" in text[-60:] and dates.signed(text) is not None


def _own_number(found: Frame, title: str | None) -> Known[str]:
    """The document's own number: alone on a line on top or at the end, labelled, or in brackets behind the title."""
    for line in (*found.top, *found.end[-3:], found.opening.split("\n", 1)[0]):
        if "号" in line and len(line) <= 60:
            number = _alone(re.sub(r"签发人.*", "", line).strip())
            if number:
                return Known(number.canonical, "stated", line)
    labelled = _LABELLED.search("\n".join((*found.top, found.opening)))
    if labelled:
        numbers = docnumber.find(labelled["number"])
        if numbers:
            return Known(numbers[0].canonical, "stated", labelled[0])
    if title and "号" in title:
        behind = [
            each for each in docnumber.find(title) if each.end >= len(title.rstrip("）)")) and each.form != "bare"
        ]
        if behind:
            return Known(behind[0].canonical, "stated", title)
    return unknown()


def _alone(line: str) -> docnumber.DocNumber | None:
    """The document number that fills a line, brackets around it aside."""
    bare = line.strip("（）()[]【】 　")
    numbers = docnumber.find(bare)
    if (
        len(numbers) == 1
        and numbers[0].form in ("full", "old", "order")
        and numbers[0].end - numbers[0].start == len(bare)
    ):
        return numbers[0]
    return None
