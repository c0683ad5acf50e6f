"""Whether evidence proves a statement. Pure: the same words give the same finding, without a model.

Knows nothing of meaning: a paraphrase that is right is unverified, and no wording is ever taken for another's sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.verify import rows, tell, weigh
from assistant.verify.align import alignments, contained, joined
from assistant.verify.frame import framed
from assistant.verify.source import known, placed
from assistant.verify.tokens import PART, Token, spelled, tokens
from assistant.verify.types import WORST_FIRST, Evidence, Finding, Reason, Verdict
from assistant.verify.weigh import Compared
from corpus.fold import fold
from corpus.sentences import clauses, sentences

_EDGES = re.compile(r"[\W_]+")
_NAMING = frozenset(["wording", "place", "date", "population", "doc_number", "article"])
_LONGEST = 2000
"""A longer statement is proved by its very words or not at all."""
_MOST_PIECES = 12
"""Sentences or clauses of a statement that are judged one by one."""
_LEAST = 2
"""Tokens of a claim in front of the quoted words that must stand together in what is known of the source."""


def verify(statement: str, evidence: Evidence) -> Finding:
    """Say whether the evidence proves a statement, and if not, what differs.

    >>> law = Evidence(("任期不超过3年，但连选连任的除外。",), title="章程", region="清河市")
    >>> verify("任期不超过三年，但连选连任的除外。", law).verdict, verify("任期不超过3年", law).verdict
    ('supported', 'contradicted')
    >>> verify("任期3年，但连选连任的除外。", law).reasons[0].text
    '范围用语：引文为“不超过3年”，语句为“3年” | scope: the text says “不超过3年”, the statement “3年”'
    """
    whole = _part(statement, evidence)
    if whole.verdict == "verbatim" or len(statement) > _LONGEST:
        return whole
    frame = framed(statement, evidence)
    found = [_best(part, evidence, whole if part == statement else None) for part in frame.parts]
    if not found:
        return Finding("unverified", (*frame.reasons, tell.unlike()))
    if frame.reasons:
        found.append(_finding(frame.reasons, "supported"))
    if not frame.bare:
        found.append(Finding("supported"))
    together = _worst(found)
    return whole if whole.proved and not together.proved and frame.bare else together


def _best(part: str, evidence: Evidence, whole: Finding | None) -> Finding:
    """The finding for one part: as a whole, else sentence by sentence, else by what stands between semicolons."""
    found = whole or _part(part, evidence)
    for cut in (sentences, clauses):
        pieces = [part[start:end] for start, end in cut(part)]
        if found.proved or not 1 < len(pieces) <= _MOST_PIECES:
            continue
        each = [_part(piece, evidence, follows=at > 0 and cut is clauses) for at, piece in enumerate(pieces)]
        apart = _worst([*each, Finding("supported")])
        if apart.proved or apart.verdict == "contradicted":
            found = apart
    return found


def _worst(found: Iterable[Finding]) -> Finding:
    """Several findings as one: the worst verdict, every reason."""
    each = list(found)
    verdict = min((finding.verdict for finding in each), key=WORST_FIRST.index)
    return Finding(verdict, tuple(dict.fromkeys(reason for finding in each for reason in finding.reasons)))


def _part(said: str, evidence: Evidence, *, follows: bool = False) -> Finding:
    """The finding for words that one place of one quote must prove; those that follow others may lack a subject."""
    row = rows.read(said, evidence.row) if evidence.row else None
    if row is not None:
        return _finding(row, "supported")
    tried = [_against(said, text, evidence, follows) for text in _texts(evidence)]
    best = max(
        tried, key=lambda each: (WORST_FIRST.index(each[0].verdict) if each[0].proved else -1, each[1]), default=None
    )
    return best[0] if best and best[1] > 0 else Finding("unverified", (tell.unlike(),))


def _texts(evidence: Evidence) -> list[str]:
    """What may prove a statement: each quote, with what leads it in, and the row of a table as it is said."""
    texts = [f"{evidence.lead_in}\n{quote}" if evidence.lead_in else quote for quote in evidence.quotes]
    return [*texts, *_rows(evidence)]


def _rows(evidence: Evidence) -> list[str]:
    """The row of a table as it is written, and with the units of its headings as it is said; each once."""
    if not evidence.row:
        return []
    return list(dict.fromkeys(map(rows.written, (evidence.row, [rows.spoken(*each) for each in evidence.row]))))


def _against(said: str, text: str, evidence: Evidence, follows: bool) -> tuple[Finding, float]:
    """The best finding that one text gives, and how well it fits."""
    best: tuple[Finding, float] = Finding("unverified", (tell.unlike(),)), 0.0
    own, theirs = tokens(said), tokens(text)
    ruled = text in _rows(evidence)
    for alignment in [*contained(own, theirs), *([] if _held(own, theirs) else alignments(own, theirs))]:
        found = _weighed(Compared(said, text, alignment, follows), evidence)
        if ruled and found.verdict == "verbatim":
            found = Finding("supported")
        if found.proved:
            return found, alignment.fit
        if alignment.fit > best[1]:
            best = found, alignment.fit
    return best


def _held(own: Sequence[Token], theirs: Sequence[Token]) -> bool:
    return joined(own) in joined(theirs)


def _weighed(compared: Compared, evidence: Evidence) -> Finding:
    compared, wrong = _placed(compared, evidence)
    reasons = (*wrong, *weigh.reasons(compared))
    if reasons:
        return _finding(reasons, "unverified")
    return Finding(_good(compared))


def _finding(reasons: Sequence[Reason], otherwise: Verdict) -> Finding:
    if any(reason.against for reason in reasons):
        return Finding("contradicted", tuple(reasons))
    return Finding("unverified" if reasons else otherwise, tuple(reasons))


def _good(compared: Compared) -> Verdict:
    """Verbatim for the very words of whole parts of the text; supported for what needs a harmless edit."""
    alignment = compared.alignment
    whole = (not alignment.head or (alignment.first is not None and alignment.first.stop >= PART)) and (
        not alignment.tail or alignment.tail[0].stop >= PART
    )
    if alignment.edits or alignment.placed or not whole:
        return "supported"
    said = spelled(compared.said, tokens(compared.said))
    return "verbatim" if _letters(said) == _letters(spelled(compared.text, alignment.part)) else "supported"


def _letters(text: str) -> str:
    return _EDGES.sub("", fold(text))


def _placed(compared: Compared, evidence: Evidence) -> tuple[Compared, tuple[Reason, ...]]:
    """Without what the statement says in front that a reader sees of the source, as 清河市2022年."""
    edits = compared.alignment.edits
    if not edits or not edits[0].opens or not edits[0].said or edits[0].text:
        return compared, ()
    run = edits[0].said
    wrong = tuple(placed(spelled(compared.said, run), evidence))
    if wrong:
        return replace(compared, alignment=replace(compared.alignment, edits=edits[1:])), wrong
    if not _seen(run, joined(tokens("\n".join(known(evidence))))):
        return compared, wrong
    unopened = replace(compared.alignment, edits=edits[1:], placed=True)
    return replace(compared, alignment=unopened), ()


def _seen(run: Sequence[Token], around: str) -> bool:
    """Whether a run is made of pieces that stand together in what a reader sees; words that bind, in one piece."""
    if any(token.kind not in _NAMING for token in run):
        return joined(run) in around
    at = 0
    while at < len(run):
        size = next((size for size in range(len(run) - at, 0, -1) if joined(run[at : at + size]) in around), 0)
        if size < _LEAST and not (size and run[at].kind != "wording"):
            return False
        at += size
    return True
