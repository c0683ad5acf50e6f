"""An answer as HTML: status, notices, what each document says with its place, year and validity, and the marks.

Every mark carries where its quote stands; the scripts of the page open it. Knows nothing of how an answer is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.scope import VALIDITY
from assistant.types import EXTRACTIVE, Answer, Citation, Statement
from assistant.web.page.markup import Markup, Piece, both, clean, join, tag
from assistant.web.page.reference import article
from assistant.web.page.words import Phrase

PENDING = "pending"
_MARK = re.compile(r"\[\d+\]")
_HEADING = re.compile(r"《.+》.*[：:]$")
_POOR = frozenset({"已废止", "被替代", "征求意见稿"})
"""What must not be relied on."""
_CAREFUL = frozenset({"试行", "年度性", "仅述及", "不明"})


def said(phrase: str) -> Phrase:
    """A message of the program, Chinese | English, as a phrase; Chinese alone where it has no English."""
    zh, _, en = phrase.partition(" | ")
    return Phrase(zh, en or zh)


def waiting(turn: str, question: str) -> str:
    """A question that is being looked up."""
    looking = tag("p", tag("span", cls="dots", aria_hidden="true"), both("ask.looking"), cls="looking")
    return _turn(turn, question, looking, PENDING)


def failed(turn: str, question: str, zh: str, en: str) -> str:
    """A question that got no answer, and why."""
    again = tag("button", both("ask.again"), type="button", cls="quiet", data_do="again")
    return _turn(turn, question, tag("div", tag("p", Phrase(zh, en)), again, cls="failure", role="alert"), "failed")


def shown(turn: str, answer: Answer, conversation: str | None, copy: str | None) -> str:
    """A turn with its answer; `copy` is what the button for copying copies, None while there is more to come."""
    whole = copy is not None
    parts = (
        _status(answer),
        tag("div", *_body(answer), cls="said"),
        _notices(answer),
        _sources(answer),
        _tools(answer, copy) if whole else None,
    )
    state = "done" if whole else PENDING
    return _turn(turn, answer.question, join(*parts), state, answer, conversation)


def _turn(
    turn: str, question: str, inner: Markup, state: str, answer: Answer | None = None, conversation: str | None = None
) -> str:
    asked = tag("p", tag("span", both("ask.asked"), cls="sr"), question, cls="asked")
    body = tag("div", inner, cls="answer", data_status=answer.status if answer else None)
    return clean(
        tag(
            "article",
            asked,
            body,
            cls="turn",
            data_turn=turn,
            data_state=state,
            data_answer=answer.id if answer else None,
            data_conversation=conversation,
        )
    )


def _status(answer: Answer) -> Markup:
    by = None
    if answer.written_by != EXTRACTIVE:
        by = tag("span", both("ask.worded", model=answer.written_by), cls="by")
    return tag("p", tag("span", both(f"status.{answer.status}"), cls=f"badge {answer.status}"), by, cls="status")


def _body(answer: Answer) -> Iterator[Piece]:
    yield from (tag("p", line, cls="lead") for line in _lead(answer))
    by_marker = {each.marker: each for each in answer.citations}
    aside = next((each for each in answer.statements if each.aside), None)
    for (_, citation), statements in groupby(answer.statements, lambda each: (each.aside, _first(each, by_marker))):
        told = list(statements)
        if told[0] is aside:
            yield tag("p", both("ask.see_also"), cls="lead")
        if citation is not None:
            yield _document(by_marker[citation])
        listed = len(told) > 1
        items = [tag("li" if listed else "p", *_statement(each, by_marker)) for each in told]
        yield tag("ul", *items) if listed else items[0]


def _lead(answer: Answer) -> list[str]:
    """The lines before the first thing that a document says; all of them where none says anything."""
    lead = []
    for line in answer.text.split("\n"):
        if answer.statements and (_MARK.search(line) or _HEADING.match(line)):
            break
        lead.append(line)
    return [line for line in lead if line.strip()]


def _first(statement: Statement, by_marker: dict[int, Citation]) -> int | None:
    """The first citation of the document that a statement rests on: statements are told document by document."""
    own = next((by_marker[each] for each in statement.citations if each in by_marker), None)
    if own is None:
        return None
    return next(marker for marker, each in by_marker.items() if each.document_id == own.document_id)


def _document(citation: Citation) -> Markup:
    known = [citation.doc_number, citation.region or both("known.no_region")]
    known.append(both("known.year", year=citation.year) if citation.year else both("known.no_year"))
    facts = [tag("span", each) for each in known if each]
    return tag(
        "p",
        tag("b", f"《{citation.title}》"),
        tag("span", *facts, validity(citation.validity), cls="known"),
        cls="by-document",
    )


def validity(text: str) -> Markup:
    """Whether a document holds, so that it is seen before the rest is read."""
    kind = text.partition("（")[0]
    tone = "poor" if kind in _POOR else "careful" if kind in _CAREFUL else "holds"
    return tag("span", Phrase(text, VALIDITY.get(kind, text)), cls=f"validity {tone}")


def _statement(statement: Statement, by_marker: dict[int, Citation]) -> Iterator[Piece]:
    yield statement.text
    yield from (_mark(by_marker[each]) for each in statement.citations if each in by_marker)
    if statement.verdict == "unverified":
        yield tag("span", both("ask.unverified"), cls="badge uncertain")


def _mark(citation: Citation) -> Markup:
    return tag(
        "button",
        tag("span", both("ask.source"), cls="sr"),
        str(citation.marker),
        cls="mark",
        **_place(citation),
    )


def _place(citation: Citation) -> dict[str, object]:
    return {
        "type": "button",
        "data_do": "source",
        "data_document": citation.document_id,
        "data_start": citation.start,
        "data_end": citation.end,
        "data_marker": citation.marker,
    }


def _notices(answer: Answer) -> Markup | None:
    told = [tag("li", said(notice.text), data_kind=notice.kind) for notice in answer.notices]
    if answer.fallback is not None:
        told.append(tag("li", said(answer.fallback), data_kind="fallback"))
    return tag("ul", *told, cls="notices") if told else None


def _sources(answer: Answer) -> Markup | None:
    if not answer.citations:
        return None
    count = both("ask.sources", count=len(answer.citations))
    rows = [tag("li", _source(each)) for each in answer.citations]
    return tag("details", tag("summary", count), tag("ol", *rows), cls="sources")


def _source(citation: Citation) -> Markup:
    where = article(citation.path) or " › ".join(citation.path[-1:])
    page = both("known.page", page=citation.page) if citation.page else None
    place = tag("span", where, page, cls="where")
    quote = tag("span", " ".join(citation.quote.split()), cls="quote")
    number = tag("span", str(citation.marker), cls="number", aria_hidden="true")
    title = tag("span", tag("b", f"《{citation.title}》"), place, cls="title")
    return tag("button", number, tag("span", title, quote, cls="body"), cls="source", **_place(citation))


def _tools(answer: Answer, copy: str | None) -> Markup:
    buttons: Sequence[Markup] = [
        tag("button", both("ask.copy"), type="button", cls="quiet", data_do="copy", data_copy=copy),
        tag("button", both("letters.from_answer"), type="button", cls="quiet", data_do="letter"),
        tag("button", both("ask.good"), type="button", cls="quiet", data_do="up", aria_pressed="false"),
        tag("button", both("ask.bad"), type="button", cls="quiet", data_do="down", aria_pressed="false"),
    ]
    took = tag("span", both("ask.took", seconds=f"{max(answer.elapsed_ms / 1000, 0.1):.1f}"), cls="took")
    return tag("div", *buttons, took, cls="tools")
