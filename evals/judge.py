"""One case and what came of it → scores, one verdict, one cause. Pure; knows nothing of files or reports."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.types import Answer, Citation
from assistant.verify.rows import spoken
from assistant.verify.types import Evidence
from evals.gold import Library, Target, fewest, places
from evals.metrics import citing, ranking
from evals.metrics.facts import Said, degree, forbidden, misplaced, unfounded
from evals.metrics.names import NAMES
from evals.types import Case, Cause, Fact, Score
from index.types import Hit

K = 10
"""Hits that the ranking figures look at."""
_MARK = re.compile(r"\[(\d+)\]")
_STATUS = {"answered": "作了答", "uncertain": "只列出相关内容", "not_found": "说没有找到"}
_REPEATED = 8
"""A line of fewer characters, as 春节慰问, may well stand twice."""


@dataclass(frozen=True)
class Observed:
    """A case, and everything that was seen of it."""

    case: Case
    hits: Sequence[Hit]
    targets: tuple[Target, ...]
    library: Library
    answer: Answer | None = None
    """None where only hits are judged."""

    @property
    def told(self) -> Answer | None:
        """The answer, when it is one."""
        return self.answer if self.answer and self.answer.status == "answered" else None

    @cached_property
    def said(self) -> Said:
        """The answer's words."""
        return Said(_MARK.sub("", self.answer.text) if self.answer else "")

    @cached_property
    def found(self) -> tuple[int, ...]:
        """For each hit, how many targets it is the first to show."""
        left, counts = list(self.targets), []
        for hit in self.hits:
            shown = [target for target in left if any(place.held_by(hit) for place in target.places)]
            left = [target for target in left if target not in shown]
            counts.append(len(shown))
        return tuple(counts)

    @cached_property
    def allowed(self) -> frozenset[str] | None:
        """Ids of the documents that the case's filters let through; None for all."""
        return self.library.passing(self.case.filters)

    def meant(self, names: Sequence[str]) -> frozenset[str]:
        """Ids of the documents that a suite names."""
        return frozenset(entry.id for name in names for entry in self.library.named(name))

    def true(self, citation: Citation) -> bool:
        """Say whether a citation is the document's own text at its offsets, under the document's own name."""
        if self.library.sources.get(citation.document_id) != citation.document:
            return False
        return self.library.document(citation.document_id).text[citation.start : citation.end] == citation.quote

    def shown(self, citation: Citation) -> str:
        """A quote with what stands around it for a reader: title, number, headings, the headings of its table."""
        known = (
            citation.title,
            citation.doc_number,
            citation.issuer,
            citation.region,
            *citation.path,
            citation.quote,
        )
        # Each cell behind its heading: side by side 800 and 1800 would read as one number.
        row = ((heading, cell if cell in citation.quote else "") for heading, cell in self.row(citation))
        cells = (f"{heading}：{cell}" for heading, cell in (spoken(*each) for each in row))
        return "\n".join(filter(None, [*known, *cells]))

    def row(self, citation: Citation) -> tuple[tuple[str, str], ...]:
        """Heading and cell of every column, when a row of a table is cited."""
        found = self.library.document(citation.document_id).row_of(citation.start) if self.true(citation) else None
        return found[0].labelled(found[1]) if found else ()

    def evidence(self, citations: Sequence[Citation]) -> Evidence:
        """What a statement cites, as the verifier takes it."""
        if not citations:
            return Evidence(())
        first = citations[0]
        return Evidence(
            tuple(each.quote for each in citations),
            first.title,
            first.doc_number,
            first.region,
            first.year,
            first.path,
            row=self.row(first),
        )


def scores(seen: Observed) -> tuple[Score, ...]:
    """Every metric of `METRICS` over one case."""
    return tuple(Score(name, seen.case.id, *metric(seen)) for name, metric in METRICS.items())


def verdict(seen: Observed, judged: Sequence[Score]) -> tuple[bool | None, Cause | None, str]:
    """Pass or fail, the one cause of a failure, and why; None where nothing that decides could be judged."""
    deciding = [score for score in judged if score.metric in _DECIDING and score.value is not None]
    failed = {score.metric: score for score in deciding if score.value != float(NAMES[score.metric].rising)}
    if not failed:
        return (True if deciding else None), None, ""
    why = "；".join(score.why for score in failed.values() if score.why)
    return False, next(cause for cause, holds in _CAUSES if holds(seen, frozenset(failed))), why


Judged = tuple[float | None, str]


def _recall(k: int) -> Callable[[Observed], Judged]:
    def recall(seen: Observed) -> Judged:
        if not seen.targets:
            return None, ""
        return ranking.recall(seen.found, len(seen.targets), k), ""

    return recall


def _reciprocal_rank(seen: Observed) -> Judged:
    return (ranking.reciprocal_rank(seen.found, K) if seen.targets else None), ""


def _ndcg(seen: Observed) -> Judged:
    if not seen.targets:
        return None, ""
    gains = [float(count > 0) for count in seen.found]
    return ranking.ndcg(gains, [1.0] * max(1, fewest(seen.targets, seen.library)), K), ""


def _retrieved(seen: Observed) -> Judged:
    """1 when hits alone are judged and the first K show every target."""
    if seen.answer is not None or not seen.targets:
        return None, ""
    left = [target.name for target in _unseen(seen, K)]
    return float(not left), f"前 {K} 条未见：{'、'.join(left)}" if left else ""


def _filtered(seen: Observed) -> Judged:
    """1 when nothing was found or cited outside the questioner's filters."""
    if seen.allowed is None:
        return None, ""
    cited = {each.document_id for each in seen.answer.citations} if seen.answer else set()
    stray = _stray(seen) or cited - seen.allowed
    return float(not stray), "筛选之外的文件也被检索或引用" if stray else ""


def _fact_recall(seen: Observed) -> Judged:
    if seen.answer is None or not seen.case.facts:
        return None, ""
    left = [fact.name for fact in _unsaid(seen)]
    return float(not left), f"缺：{'、'.join(left)}" if left else ""


def _fact_share(seen: Observed) -> Judged:
    if seen.answer is None or not seen.case.facts:
        return None, ""
    said = [degree(fact, seen.said) for fact in seen.case.facts]
    return sum(said) / len(said), ""


def _wrong_value(seen: Observed) -> Judged:
    """1 when an answer says what it must not, another value where the right one belongs, or a number of nobody's."""
    if seen.told is None:
        return None, ""
    wrong = [rule.name for rule in seen.case.must_not if forbidden(rule, seen.said)]
    wrong += [other for fact in seen.case.facts if (other := misplaced(fact, seen.said))]
    wrong += list(unfounded(seen.said, _numbers(seen), Said(" ".join(_granted(seen)))))
    return float(bool(wrong)), f"不该有：{'、'.join(dict.fromkeys(wrong))}" if wrong else ""


def _quotes(seen: Observed) -> Judged:
    """Share of the citations that are true; every mark has one, and every statement of an answer has a mark."""
    if seen.answer is None:
        return None, ""
    answer = seen.answer
    known = {citation.marker for citation in answer.citations}
    marks = {int(mark) for mark in _MARK.findall(answer.text)}
    bare = seen.told is not None and not all(set(each.citations) & known for each in answer.statements)
    if marks - known or bare:
        return 0.0, "有语句没有引文，或标记没有出处"
    if not answer.citations:
        return None, ""
    untrue = [citation for citation in answer.citations if not seen.true(citation)]
    why = f"与原文不符：{'、'.join(f'[{each.marker}]' for each in untrue)}" if untrue else ""
    return 1 - len(untrue) / len(answer.citations), why


def _sources(seen: Observed) -> Judged:
    """1 when enough of the right documents are cited, no wrong one, and they prove the facts that are said."""
    case, answer = seen.case, seen.told
    if answer is None or case.unanswerable:
        return None, ""
    cited = {citation.document_id for citation in answer.citations}
    wanted = [seen.meant([name]) for name in case.documents]
    held = sum(bool(ids & cited) for ids in wanted)
    names = "、".join(sorted({citation.document for citation in answer.citations}))
    if wanted and held < (len(wanted) if case.all_docs else min(case.min_docs, len(wanted))):
        return 0.0, f"引了 {names}"
    stray = cited & seen.meant(case.forbid_sources)
    if stray:
        return (
            0.0,
            f"引了不该引的 {'、'.join(sorted({c.document for c in answer.citations if c.document_id in stray}))}",
        )
    unproved = [fact.name for fact in case.facts if degree(fact, seen.said) == 1 and not _cited(seen, fact)]
    return float(not unproved), f"引文不含：{'、'.join(unproved)}" if unproved else ""


def _citation_recall(seen: Observed) -> Judged:
    return citing.recall(_proofs(seen)), ""


def _citation_precision(seen: Observed) -> Judged:
    return citing.precision(_proofs(seen)), ""


def _gold_cited(seen: Observed) -> Judged:
    if seen.told is None or not seen.targets:
        return None, ""
    cited = [(each.document_id, each.start, each.end) for each in seen.told.citations]
    held = sum(any(place.meets(*span) for place in target.places for span in cited) for target in seen.targets)
    return held / len(seen.targets), ""


def _notices(seen: Observed) -> Judged:
    if seen.answer is None or not seen.case.notices:
        return None, ""
    left = [kind for kind in seen.case.notices if kind not in {notice.kind for notice in seen.answer.notices}]
    return float(not left), f"缺提示 {'、'.join(left)}" if left else ""


def _unrepeated(seen: Observed) -> Judged:
    """1 when no line of an answer and no statement of it is said twice with the same sources."""
    if seen.told is None:
        return None, ""
    lines = [line for line in seen.told.text.split("\n") if len(line) >= _REPEATED]
    stated = [(each.text, each.citations) for each in seen.told.statements]
    twice = len(set(lines)) < len(lines) or len(set(stated)) < len(stated)
    return float(not twice), "同一句话说了两遍" if twice else ""


def _cited_chars(seen: Observed) -> Judged:
    return (float(sum(len(each.quote) for each in seen.told.citations)) if seen.told else None), ""


def _answer_chars(seen: Observed) -> Judged:
    return (float(len(seen.answer.text)) if seen.answer and not seen.case.unanswerable else None), ""


def _decision(seen: Observed) -> Judged:
    if seen.answer is None:
        return None, ""
    right = (seen.told is not None) != bool(seen.case.unanswerable)
    wanted = "应拒答" if seen.case.unanswerable else "应作答"
    return float(right), "" if right else f"{wanted}，却{_STATUS[seen.answer.status]}"


METRICS: dict[str, Callable[[Observed], Judged]] = {
    "recall@1": _recall(1),
    "recall@5": _recall(5),
    "recall@10": _recall(10),
    "mrr@10": _reciprocal_rank,
    "ndcg@10": _ndcg,
    "retrieved": _retrieved,
    "filter_rate": _filtered,
    "decision": _decision,
    "quote_validity": _quotes,
    "fact_recall": _fact_recall,
    "fact_share": _fact_share,
    "wrong_value_rate": _wrong_value,
    "notice_rate": _notices,
    "unrepeated": _unrepeated,
    "source_rate": _sources,
    "citation_recall": _citation_recall,
    "citation_precision": _citation_precision,
    "gold_cited": _gold_cited,
    "cited_chars": _cited_chars,
    "answer_chars": _answer_chars,
}
"""A new metric is one entry here and one in `metrics.names`."""

_DECIDING = frozenset(
    [
        "retrieved",
        "filter_rate",
        "decision",
        "quote_validity",
        "fact_recall",
        "wrong_value_rate",
        "notice_rate",
        "unrepeated",
        "source_rate",
    ]
)
"""What the verdict is made of; everything else is a score."""


def _absent(seen: Observed, failed: frozenset[str]) -> bool:
    return any(not target.places for target in seen.targets)


def _not_found(seen: Observed, failed: frozenset[str]) -> bool:
    """What failed for want of a passage: the hits are of the wrong documents, or do not show what is missing."""
    if seen.answer is None or _stray(seen):
        return True
    if "decision" in failed:
        return bool(_unseen(seen))
    unsaid = [places(seen.case, fact, seen.library) for fact in _unsaid(seen)]
    return any(not any(place.held_by(hit) for place in each for hit in seen.hits) for each in unsaid if each)


_CAUSES: tuple[tuple[Cause, Callable[[Observed, frozenset[str]], bool]], ...] = (
    ("误答", lambda seen, failed: "decision" in failed and bool(seen.case.unanswerable)),
    ("入库缺失", _absent),
    ("引用", lambda seen, failed: "quote_validity" in failed),
    ("检索", _not_found),
    ("误拒答", lambda seen, failed: "decision" in failed),
    ("抽取/生成", lambda seen, failed: bool(failed - {"source_rate", "filter_rate"})),
    ("引用", lambda seen, failed: True),
)
"""The first that holds is the cause: what comes earlier on the way to an answer explains what comes later."""


def _stray(seen: Observed) -> frozenset[str]:
    """Documents that were searched against the questioner's filters."""
    found = frozenset(hit.chunk.document_id for hit in seen.hits)
    return found - seen.allowed if seen.allowed is not None else frozenset()


def _unsaid(seen: Observed) -> list[Fact]:
    return [fact for fact in seen.case.facts if fact.vital and degree(fact, seen.said) < 1]


def _unseen(seen: Observed, k: int | None = None) -> list[Target]:
    hits = seen.hits[:k]
    return [
        target for target in seen.targets if not any(place.held_by(hit) for place in target.places for hit in hits)
    ]


def _cited(seen: Observed, fact: Fact) -> bool:
    """Say whether the citations of the right documents hold a fact, or lie where it is known to stand."""
    assert seen.told is not None
    wanted = seen.meant(seen.case.documents)
    right = [each for each in seen.told.citations if not wanted or each.document_id in wanted]
    if degree(fact, Said("\n".join(seen.shown(each) for each in right))) == 1:
        return True
    known = places(seen.case, fact, seen.library)
    return any(place.meets(each.document_id, each.start, each.end) for place in known for each in right)


def _proofs(seen: Observed) -> list[tuple[str, Evidence]]:
    """Statements of an answer, each with what it cites."""
    if seen.told is None:
        return []
    cited = {citation.marker: citation for citation in seen.told.citations}
    return [
        (each.text, seen.evidence([cited[marker] for marker in each.citations if marker in cited]))
        for each in seen.told.statements
    ]


def _numbers(seen: Observed) -> frozenset[str]:
    """What stands in the documents cited, and in the right ones: a wrong document is a fault of citing."""
    known = set(seen.meant(seen.case.documents))
    known |= {citation.document_id for citation in seen.told.citations if seen.true(citation)} if seen.told else set()
    return frozenset(number for document_id in known for number in seen.library.numbers(document_id))


def _granted(seen: Observed) -> Iterator[str]:
    """Where else a number of an answer may come from: the question, the facts, what is known about a document."""
    yield from seen.case.turns
    for fact in seen.case.facts:
        yield from (*fact.any_of, *fact.all_of, fact.says, fact.name)
    for citation in seen.told.citations if seen.told else ():
        yield from filter(None, (citation.title, citation.doc_number, citation.document, *citation.path))
        yield str(citation.year or "")
        known = seen.library.document(citation.document_id).metadata
        yield from filter(None, (known.effective.value, known.date.value))  # an English head may state a bare year
