"""A first suite from the user's own index: questions made of what the documents state, for a person to look through.

A sentence with one quantity becomes a question after it; a place, a year and a subject that the documents do not have
become questions that must be refused. Knows nothing of how they are answered, and no language model writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, zip_longest

from corpus import places
from corpus.quantities import find
from corpus.sentences import clauses
from corpus.types import Document
from evals.gold import Library
from evals.types import Case, Fact, Gold, Unanswerable

COUNT = 10
_UNITS = frozenset(["元", "%", "日", "工作日", "个月", "岁", "倍", "次", "人", "人次", "件", "份", "场"])
_SHORTEST, _LONGEST = 10, 60
_ELSEWHERE = ("拉萨市", "哈尔滨市", "海口市", "乌鲁木齐市")
_FOREIGN = ("失业保险金怎么申领？", "住房公积金可以贷多少？", "婚假有多少天？")
_NUMBER = re.compile(r"[\d,.〇零一二三四五六七八九十百千万亿两]+")
_ORDINAL = re.compile(r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．])*\s*")
_STOP = re.compile(r"[，,；;。：:、（）()]")


def drafts(library: Library, count: int = COUNT) -> list[Case]:
    """At most `count` cases: seven in ten that the documents answer, from as many documents as there are, and others.

    The same store gives the same cases.
    """
    refused = list(_refused(library))[: max(1, count * 3 // 10)]
    told = list(
        islice(_in_turn([_asked(library.document(entry.id)) for entry in library.entries]), count - len(refused))
    )
    return [replace(case, id=f"draft-{at:03d}") for at, case in enumerate([*told, *refused], 1)]


def _in_turn(streams: list[Iterator[Case]]) -> Iterator[Case]:
    """One case of each document, then the second of each."""
    for row in zip_longest(*streams):
        yield from (case for case in row if case is not None)


def _asked(document: Document) -> Iterator[Case]:
    for start, end in clauses(document.text):
        start = _after_ordinal(document.text, start, end)
        clause = document.text[start:end]
        if not _SHORTEST <= len(clause) <= _LONGEST or "\t" in clause:
            continue
        hidden = [each for each in document.placeholders if start <= each.start < end]
        known = [each for each in find(clause) if each.unit in _UNITS and each.number > 1]
        if len(hidden) == 1 and hidden[0].kind == "amount":
            at = hidden[0].start - start
            case = _case(document, clause, (at, at + len(hidden[0].text)), "多少")
            yield replace(case, tags=("隐去",), notices=("redacted",))
        elif len(known) == 1 and not hidden:
            yield _case(
                document,
                clause,
                (known[0].start, known[0].end),
                _question_word(clause[known[0].start : known[0].end]),
            )


def _after_ordinal(text: str, start: int, end: int) -> int:
    match = _ORDINAL.match(text, start, end)
    return match.end() if match else start


def _case(document: Document, clause: str, span: tuple[int, int], word: str) -> Case:
    """Ask for what stands at `span` of a clause, with `word` in its place."""
    start, end = span
    title = document.metadata.title.value or document.source
    began = max((match.end() for match in _STOP.finditer(clause, 0, start)), default=0)
    stop = _STOP.search(clause, end)
    asked = f"{clause[began:start]}{word}{clause[end : stop.start() if stop else len(clause)]}".strip()
    subject = "" if began == 0 else _STOP.split(clause[:began])[0].strip()
    about = "，".join(part for part in (f"《{title.strip('《》')}》", subject, asked) if part)
    return Case(
        id="",
        turns=(f"{about}？",),
        facts=(Fact(any_of=(clause[start:end],), id="f1"),),
        sources=(Gold(document.source, quote=clause.strip()),),
        tags=("数值",),
    )


def _question_word(quantity: str) -> str:
    """多少名 for 27名, in the measure word that the document has."""
    return "百分之多少" if quantity.endswith("%") else _NUMBER.sub("多少", quantity, count=1)


def _refused(library: Library) -> Iterator[Case]:
    """Questions that nothing in the store answers: of another place, of a year to come, of another field."""
    regions = {entry.metadata.region.value or "" for entry in library.entries}
    local = next((entry for entry in library.entries if places.path(entry.metadata.region.value or "")[1:]), None)
    elsewhere = next((name for name in _ELSEWHERE if not any(name in region for region in regions)), None)
    if local and elsewhere:
        kind = local.metadata.kind.value or "文件"
        yield _unanswerable(f"{elsewhere}的{kind}里定了什么标准？", "wrong_region", f"库中没有{elsewhere}的文件")
    newest = max((entry.metadata.year or 0 for entry in library.entries), default=0)
    if newest:
        yield _unanswerable(f"{newest + 5}年的工作要点有哪些？", "wrong_year", f"库中没有{newest + 5}年的文件")
    texts = [library.document(entry.id).text for entry in library.entries]
    for question in _FOREIGN:
        if not any(question[:4] in text for text in texts):
            yield _unanswerable(question, "out_of_corpus", f"库中没有讲到{question[:4]}")


def _unanswerable(question: str, kind: Unanswerable, reason: str) -> Case:
    return Case(id="", turns=(question,), unanswerable=kind, reason=reason, tags=("不可答",))
