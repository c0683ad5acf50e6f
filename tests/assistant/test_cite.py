"""Citations are cut from the document and hold to the letter, whatever the document looks like."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.asking.question import Question
from assistant.asking.slots import Slot
from assistant.cite import cite, holds
from assistant.evidence import Source, cut, gather
from assistant.match import term
from corpus.draft import Draft, DraftCell, Line
from corpus.errors import StoreDamaged
from corpus.read import compose
from index.chunk import chunk
from index.standing import Standing
from index.types import Hit

LIVE = Standing("现行")
PIECES = [
    "一、标准",
    "（一）护理费每人每月XX元。",
    "1. 其他；",
    "一是甲，",
    "二是乙。",
    "附件2",
    "第二条　每年。",
    "😀",
    "“好。”",
    "",
]


def hits(document):
    return [Hit(each, 1.0, rank, "hybrid", 1.0, 1.0) for rank, each in enumerate(chunk(document), 1)]


def passages(document, question):
    return gather(question, cut(question, hits(document), lambda _: Source(document, LIVE)))


def question(*words):
    terms = tuple(term(word, lambda gram: 1.0) for word in words)
    return Question(text="", asks="", language="zh", slot=Slot("any"), terms=terms, search="")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map("".join), min_size=1, max_size=20))
def test_every_passage_of_a_generated_document_can_be_cited_to_the_letter(lines):
    if not "".join(lines).strip():
        return
    document = compose(Draft(tuple(Line(line) for line in lines)), "试.txt")
    for passage in passages(document, question("护理费")):
        for start, end in passage.spans:
            citation = cite(document, start, end, marker=1, standing=LIVE)
            assert holds(citation, document)
            assert citation.quote.strip()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["甲", "二 级", "3-10月", "XX万元"]), min_size=3, max_size=3), min_size=2, max_size=6
    )
)
def test_every_row_of_a_generated_table_can_be_cited_to_the_letter(rows):
    lines = []
    for at, row in enumerate(rows):
        cells = tuple(
            DraftCell("", (at - 1, column)) if at > 1 and column == 2 else DraftCell(text)
            for column, text in enumerate(row)
        )
        lines.append(Line("\t".join(cell.text for cell in cells), cells=cells, table=0))
    document = compose(Draft(tuple(lines)), "表.xlsx")
    for table in document.tables:
        for cell in [*table.headings, *(cell for row in table.rows for cell in row.cells)]:
            assert document.text[cell.start : cell.end] == cell.text
    for passage in passages(document, question("甲")):
        for start, end in passage.spans:
            assert holds(cite(document, start, end, marker=1, standing=LIVE), document)


def test_a_quote_that_does_not_stand_there_is_found_out():
    document = compose(Draft((Line("护理费每人每月500元。"),)), "试.txt")
    other = compose(Draft((Line("护理费每人每月600元。"),)), "试.txt")
    citation = cite(document, 0, 11, marker=1, standing=LIVE)
    assert holds(citation, document)
    assert not holds(citation, other)


@pytest.mark.parametrize("span", [(-1, 3), (3, 3), (5, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(span):
    document = compose(Draft((Line("护理费每人每月500元。"),)), "试.txt")
    with pytest.raises(StoreDamaged, match="index verify"):
        cite(document, *span, marker=1, standing=LIVE)
