"""What the extractive evidence tells and a written answer must not lose. Pure.

Vital are: every document, with its place; every item of a list; every hidden value, exception, ban, negation and
limit; the values of the kind that was asked for. Each of them must stand in a statement that cites its passage.
Knows nothing of who wrote, nor of what is done when something is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence

from assistant.asking.slots import NAME, OFFICE, Want
from assistant.compose import Said, titled
from assistant.verify.tokens import Token, tokens
from assistant.verify.types import Kind
from corpus.fold import fold

_CONDITIONS: frozenset[Kind] = frozenset(["exception", "negation"])
_LIMITING = re.compile(
    r"modality:.*(?:不|禁|勿|无权|只能|方可|原则上).*|scope:.*(?:仅|只|限|唯一|最|至少|至多|累计|逾期|一次性).*"
)
KEPT = 0.5
"""Share of an item's words that a statement must keep to tell that item."""
_NUMBER = re.compile(r"number:(?P<value>[\d.]+)(?P<unit>.*?)(?P<bound>[<>]?=?)")
_VALUES: dict[Want, frozenset[Kind]] = {
    **dict.fromkeys(("amount", "sum", "share", "count"), frozenset[Kind](["number"])),
    **dict.fromkeys(("date", "hours"), frozenset[Kind](["number", "date"])),
}
_ALL: frozenset[Kind] = frozenset(["number", "date", "doc_number", "article"])
"""The kinds of values that count where a question asks for no one of them."""


def lost(wants: Collection[Want], evidence: Sequence[Said], written: Sequence[Said]) -> tuple[str, ...]:
    """What of `evidence` is not in `written`, in the words of the documents; empty when nothing is."""
    found: dict[str, None] = {}
    told = {each.source.document.id for each in written}
    for each in evidence:
        if each.source.document.id not in told:
            found[titled(each.source.document.metadata.title.value or each.source.document.source)] = None
            continue
        heirs = [other for other in written if _shares(each, other)]
        words = "\n".join(other.text for other in heirs)
        if each.listed and not _tells(words, each):
            found[_short(each.text)] = None
            continue
        found |= dict.fromkeys(_missing(wants, each, words, valued=_speaks(each, evidence)))
    return tuple(found)


def _shares(each: Said, other: Said) -> bool:
    # The first span is its own; the others of a row are cells that it has in common with other rows.
    return each.source.document.id == other.source.document.id and each.spans[0] in other.spans


def _tells(words: str, each: Said) -> bool:
    own, held = tokens(each.text), {token.code for token in tokens(words)}
    return sum(token.code in held for token in own) >= KEPT * len(own)


def _speaks(each: Said, evidence: Sequence[Said]) -> bool:
    """Whether a passage holds what was asked for, or no passage of its document is known to."""
    own = [other for other in evidence if other.source.document.id == each.source.document.id]
    return each.filled or each.listed or not any(other.filled for other in own)


def _missing(wants: Collection[Want], each: Said, words: str, *, valued: bool) -> Iterator[str]:
    """What of one passage the statements that cite it leave out."""
    held = tokens(words)
    codes = {token.code for token in held}
    for token in tokens(each.text):
        binds = token.kind in _CONDITIONS or _LIMITING.fullmatch(token.code)
        value = valued and any(token.kind in _VALUES.get(want, _ALL) for want in wants)
        if (binds or value) and token.code not in codes and not _same_value(token, held):
            yield each.text[token.start : token.end]
    for name in _names(wants, each.text) if valued else ():
        if name not in fold(words):
            yield name
    for placeholder in each.source.document.placeholders:
        inside = any(start <= placeholder.start < end for start, end in each.spans)
        if inside and fold(placeholder.text) not in fold(words):
            yield placeholder.text


def _same_value(token: Token, held: Sequence[Token]) -> bool:
    """Whether it is a number whose unit one side writes and the other has in the heading of a column."""
    own = _NUMBER.fullmatch(token.code)
    if own is None:
        return False
    others = [match for each in held if (match := _NUMBER.fullmatch(each.code))]
    return any(
        own["value"] == other["value"] and own["bound"] == other["bound"] and "" in (own["unit"], other["unit"])
        for other in others
    )


def _names(wants: Collection[Want], text: str) -> list[str]:
    return [name for want in wants for name in _NAMED.get(want, _none)(text)]


def _offices(text: str) -> list[str]:
    """The ends of the names of offices: 医保局 of 市医保局."""
    folded = fold(text)
    return [folded[max(0, match.start() - 2) : match.end()] for match in OFFICE.finditer(folded)]


def _titles(text: str) -> list[str]:
    return [fold(name) for name in NAME.findall(text)]


def _none(_: str) -> list[str]:
    return []


_NAMED: dict[Want, Callable[[str], list[str]]] = {"organ": _offices, "name": _titles}


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 20 else f"{flat[:20]}…"
