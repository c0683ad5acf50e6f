"""Chosen evidence → the wording of an answer, its citations and notices. Pure.

Quotes are the documents' own words; only frames, such as "《…》（文号，地区，年份，效力）：", are ours, in the
language of the question. Knows nothing of how the evidence was found.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant import refuse
from assistant.asking.question import Question
from assistant.asking.slots import Want, amounts_in
from assistant.cite import cite
from assistant.evidence import Passage, Source, Span
from assistant.gate import Decision
from assistant.scope import spelled, standing_in_english, standing_notice
from assistant.types import Citation, Notice, Statement, Verdict
from assistant.wording import pattern
from corpus.fold import fold
from corpus.types import TOLD, Document
from index.english import place_name


@dataclass(frozen=True, slots=True)
class Said:
    """One statement to make: words, and the spans of one document that prove them."""

    source: Source
    text: str
    spans: tuple[Span, ...]
    verdict: Verdict
    listed: bool = False
    """True for an item of a list, which gets a line of its own."""
    filled: bool = False
    """True when it is known to hold the kind of value that is asked for."""
    aside: bool = False
    """True for what only comes near the question and is shown after the answer."""


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of an answer."""

    text: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...]


def said(passage: Passage, *, listed: bool = False) -> Said:
    """Make a statement of a passage."""
    return Said(passage.source, passage.text, passage.spans, passage.verdict, listed, passage.filled)


def quoted(source: Source, span: Span, *, listed: bool = False) -> Said:
    """Make a statement of the very words of one span."""
    return Said(source, source.document.text[slice(*span)], (span,), "verbatim", listed)


def compose(
    question: Question, decision: Decision, evidence: Sequence[Said], extra: Sequence[Notice] = ()
) -> Composed:
    """Word an answer: one block a document, every statement with its marks."""
    english = question.language == "en"
    citations: list[Citation] = []
    statements: list[Statement] = []
    blocks = [_opening(question, decision)]
    headed: set[str] = set()
    for (aside, document_id), group in groupby(evidence, key=lambda each: (each.aside, each.source.document.id)):
        members = list(group)
        lines = [
            _also(members[0].source, headed, english=english) if aside else head(members[0].source, english=english)
        ]
        headed.add(document_id)
        for each in members:
            markers = _cite(each, citations)
            marks = "".join(f"[{marker}]" for marker in markers)
            statements.append(Statement(each.text, markers, each.verdict, each.aside))
            lines.append(f"{'· ' if each.listed else ''}{each.text}{marks}")
        blocks.append("\n".join(lines))
    return Composed(
        text="\n".join(block for block in blocks if block),
        statements=tuple(statements),
        citations=tuple(citations),
        notices=(*extra, *_notices(question, decision, evidence)),
    )


def _cite(each: Said, citations: list[Citation]) -> tuple[int, ...]:
    """Markers for the spans of a statement; a span cited before keeps its marker."""
    markers = []
    for start, end in each.spans:
        document = each.source.document
        known = [c for c in citations if (c.document_id, c.start, c.end) == (document.id, start, end)]
        if not known:
            known = [cite(document, start, end, marker=len(citations) + 1, standing=each.source.standing)]
            citations += known
        markers.append(known[0].marker)
    return tuple(dict.fromkeys(markers))


def titled(title: str) -> str:
    """Put a title in its marks; marks inside become 〈〉, as the rules of punctuation ask."""
    if title.startswith("《") and title.find("》") == len(title) - 1:
        return title
    return f"《{title.replace('《', '〈').replace('》', '〉')}》"


def head(source: Source, *, english: bool) -> str:
    """Where the words below come from: title, number, place, year, how it stands."""
    inside = _known_in_english(source) if english else _known(source)
    return f"{_name(source)} ({inside}):" if english else f"{_name(source)}（{inside}）："


def _also(source: Source, headed: Collection[str], *, english: bool) -> str:
    """Where words that stand aside come from; of a document that is headed already, its name alone."""
    known = source.document
    named = f"{_name(source)}{':' if english else '：'}" if known.id in headed else head(source, english=english)
    return f"See also {named}" if english else f"另见{named}"


def _name(source: Source) -> str:
    known = source.document
    return titled(known.metadata.title.value) if known.metadata.title.value else f"“{known.source}”"


def _known(source: Source) -> str:
    known = source.document.metadata
    guessed = "" if known.region.basis in ("declared", "stated") else "，推断"
    began = f"{spelled(known.effective.value)}起执行" if known.effective.value else None
    parts = [
        known.doc_number.value,
        f"{known.region.value}{guessed}" if known.region.value else "地区未注明",
        began or (f"{known.year}年" if known.year else None),
        source.standing.label if source.standing.validity != "不明" else None,
    ]
    return "，".join(part for part in parts if part)


def _known_in_english(source: Source) -> str:
    known = source.document.metadata
    guessed = "" if known.region.basis in ("declared", "stated") else ", inferred"
    parts = [
        known.doc_number.value,
        f"{place_name(known.region.value)}{guessed}" if known.region.value else "place not stated",
        f"effective {known.effective.value}" if known.effective.value else str(known.year or ""),
        standing_in_english(source.standing),
    ]
    return ", ".join(part for part in parts if part)


_WANTED: dict[Want, tuple[str, str]] = {
    "amount": ("没有写明所问的数额", "the amount asked for"),
    "sum": ("没有写明所问的数额", "the sum asked for"),
    "count": ("没有写明所问的数目", "the number asked for"),
    "share": ("没有写明所问的比例", "the share asked for"),
    "date": ("没有写明所问的时间", "the time asked for"),
    "hours": ("没有写明所问的时间", "the hours asked for"),
    "organ": ("没有写明由谁负责", "who is responsible"),
    "name": ("没有写明所问的名称", "the name asked for"),
    "reason": ("没有写明所问的原因", "the reason asked for"),
}
"""What a passage that was found does not say, by the kind of answer that is wanted."""
_CASE = ("没有写明所问的情形", "the case asked about")
"""The same where no value is wanted: the passage is about another case."""


def _opening(question: Question, decision: Decision) -> str:
    """What stands before passages that do not answer; nothing before those that do."""
    if decision.status == "answered":
        return ""
    words = refuse.unsaid(question, decision.missing)
    if decision.unlisted and question.language == "en":
        return f"The documents name “{decision.unlisted}” but do not list its members. Related passages:"
    if decision.unlisted:
        return f"文件提到“{decision.unlisted}”，但原文未列出其具体内容。相关原文："
    unsaid, in_english = _WANTED.get(question.slot.want, _CASE)
    if question.language == "en":
        lacking = f"; nothing is said of {', '.join(f'“{word}”' for word in words)}" if words else ""
        what = in_english if decision.unfilled else f"what was asked{lacking}"
        return f"The documents do not state {what}. Related passages:"
    if decision.unfilled:
        return f"现有文件有相关内容，但{unsaid}。相关原文："
    lacking = f"（未见：{'、'.join(words)}）" if words else ""
    return f"现有文件有相关内容，但没有直接回答所问{lacking}。相关原文："


def _notices(question: Question, decision: Decision, evidence: Sequence[Said]) -> list[Notice]:
    notices: list[Notice] = []
    hidden = list(dict.fromkeys(text for each in evidence for text in _placeholders(each)))
    if hidden:
        shown = "、".join(hidden[:6])
        notices.append(
            Notice("redacted", f"原文已隐去部分内容（{shown}），照录，不作补充 | the source hides: {shown}")
        )
    sources = {each.source.document.id: each.source for each in evidence}
    for source in sources.values():
        title = source.document.metadata.title.value or source.document.source
        told = standing_notice(source.standing)
        if told:
            notices.append(Notice("outdated", f"{titled(title)}：{told[0]} | {titled(title)}: {told[1]}"))
    main = [each for each in evidence if not each.aside]
    if decision.status == "answered" and main and _binding(question, main):
        kinds = {each.source.document.metadata.kind.value for each in main}
        if kinds <= TOLD:
            notices.append(
                Notice(
                    "hearsay",
                    "依据为讲话、报告中的提及，未见原文件 | told in a speech or report; the rule itself is not here",
                )
            )
    notices += _wider(question, [each.source for each in main]) if decision.status == "answered" else []
    notices += _between(sources.values(), evidence) if decision.status == "answered" else []
    if decision.status == "answered" and decision.missing:
        words = "、".join(refuse.unsaid(question, decision.missing))
        notices.append(Notice("partial", f"引文中没有出现：{words} | not found in the passages: {words}"))
    return notices


def _binding(question: Question, evidence: Sequence[Said]) -> bool:
    """Say whether an answer tells what is due: then a speech that tells it is not the rule itself."""
    if question.slot.want in ("amount", "sum", "rule", "organ"):
        return True
    counted = question.slot.want in ("count", "date", "any")
    return counted and any(pattern("binds").search(fold(each.text)) for each in evidence)


def _wider(question: Question, sources: Iterable[Source]) -> list[Notice]:
    """Say so when the place asked for has no rule of its own and a wider one answers."""
    regions = {each.document.metadata.region.value or "" for each in sources}
    names = [place.name for place in question.places]
    if not names or not regions or any(region.endswith(name) for region in regions for name in names):
        return []
    told = f"库中没有{'、'.join(names)}自己的规定，以上是{'、'.join(sorted(regions))}的规定"
    return [Notice("scope", f"{told} | a rule of a wider area; none of the place itself")]


def _between(sources: Iterable[Source], evidence: Sequence[Said]) -> list[Notice]:
    """What to know when several places, or several rules of one place, speak at once."""
    live = [each for each in sources if each.standing.live and each.document.metadata.kind.value not in TOLD]
    regions = {each.document.metadata.region.value for each in live} - {None, "全国"}
    notices = []
    if any(not a.startswith(b) and not b.startswith(a) for a in regions for b in regions if a and b):
        names = "、".join(sorted(filter(None, regions)))
        notices.append(
            Notice("scope", f"{names}的规定各自只在本地适用，不能互相套用 | each rule holds in its own place only")
        )
    amounts = {each.source.document.id: amounts_in(each.text) for each in evidence}
    told = [(each.document.metadata.region.value or "", amounts[each.document.id]) for each in live]
    pairs = [(one, other) for one in told for other in told if one[1] and other[1] and one[1].isdisjoint(other[1])]
    if any(one[0].startswith(other[0]) or "全国" in (one[0], other[0]) for one, other in pairs):
        notices.append(
            Notice("conflict", "上列文件写明的数额不一致，请按适用的地区、时间和对象核对 | the amounts differ")
        )
    return notices


def _placeholders(each: Said) -> list[str]:
    document: Document = each.source.document
    return [
        placeholder.text
        for placeholder in document.placeholders
        if any(start <= placeholder.start < end for start, end in each.spans)
    ]
