"""An alignment → the reasons for which the text does not prove the statement; none when every edit is harmless.

A veto speaks against the statement only where the text around it is the statement's own; else what the statement says
is merely not there. Knows nothing of windows, frames and verdicts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify import names, tell, words
from assistant.verify.align import Alignment, Edit
from assistant.verify.tokens import CLAUSE, LEAD_IN, LISTED, NONE, PART, SENTENCE, Token, spelled
from assistant.verify.types import Kind, Reason
from corpus.fold import fold

ALIGNED = 0.55
"""Share of a statement that must be matched before a difference speaks against it."""
LONG = 12
"""A changed run of more tokens is another wording, not a change within one."""
_AROUND = 3
"""Characters on both sides by which a short difference is told."""
_TYPED: tuple[Kind, ...] = (
    "number",
    "date",
    "doc_number",
    "article",
    "population",
    "modality",
    "negation",
    "exception",
    "scope",
)
_LOST: frozenset[Kind] = frozenset(["negation", "exception", "scope"])
"""To leave one of these out says otherwise; to leave out a number or 应当 says less."""
_ADDED: frozenset[Kind] = frozenset(["negation", "exception"])
_BANS = frozenset(f"modality:{word}" for word in ("不得", "不能", "不应当", "禁止", "切勿", "无权", "不必"))
_AND_OR = ["scope:或", "和"]
_FAMILIES: dict[Kind, frozenset[Kind]] = {
    **dict.fromkeys(("modality", "negation"), frozenset(["modality", "negation"])),
    **dict.fromkeys(("number", "date"), frozenset(["number", "date"])),
}
"""Kinds that take each other's place: 应当 and 不予, 2019年 and 4038年."""
_NUMBER = re.compile(r"number:(?P<value>[\d.]+)(?P<unit>.*?)(?P<bound>[<>]?=?)")
_REFERENCE = re.compile("第[0-9〇零一二三四五六七八九十百]{1,6}[条款项]|<[^<>]*>")
_NUMERALS = frozenset("〇零一二三四五六七八九十百千万亿两半0123456789.")


@dataclass(frozen=True, slots=True)
class Compared:
    """A statement and a text, and how they stand beside each other."""

    said: str
    text: str
    alignment: Alignment
    follows: bool = False
    """Whether the words follow others of one sentence, whose subject would be taken for theirs."""


def reasons(compared: Compared) -> tuple[Reason, ...]:
    """Everything for which the text does not prove the statement."""
    alignment = compared.alignment
    left = [edit for edit in alignment.edits if not _harmless(edit, compared)]
    found = list(_traded(left, compared) or (reason for edit in left for reason in _differences(edit, compared)))
    found += _headless(compared)
    found += _taken_back(compared)
    if alignment.share < ALIGNED:
        found = [Reason(each.kind, each.text) for each in found] or [tell.unlike()]
    return tuple(dict.fromkeys(found))


_folded = lru_cache(maxsize=256)(fold)


def _codes(run: Sequence[Token]) -> list[str]:
    return [token.code for token in run]


def _harmless(edit: Edit, compared: Compared) -> bool:
    said, text = spelled(_folded(compared.said), edit.said), spelled(_folded(compared.text), edit.text)
    if not edit.said and not edit.text:
        return True
    if not edit.text:
        return (
            _joins(edit.said, edit.text_next, LISTED)
            or _says_is(edit.said, edit.text_next)
            or _opens(said, edit.said)
        )
    if not edit.said:
        return (
            _joins(edit.text, edit.said_next, LISTED)
            or _says_is(edit.text, edit.said_next)
            or _opens(text, edit.text)
            or _label(edit.text)
            or _bracketed(edit.text, text)
        )
    return _coarser(edit) or (_opens(said, edit.said) and _opens(text, edit.text))


def _joins(run: Sequence[Token], after: Token | None, stop: int) -> bool:
    """Whether it is 和 where the other side has 、 between two things."""
    return len(run) == 1 and run[0].code in words.lexicon().joining and after is not None and after.stop == stop


def _says_is(run: Sequence[Token], after: Token | None) -> bool:
    """Whether it is 为 where the other side has a colon."""
    return _codes(run) == ["为"] and after is not None and after.stop == LEAD_IN


def _opens(words_said: str, run: Sequence[Token]) -> bool:
    return run[0].stop >= CLAUSE and words_said in words.lexicon().opening


def _label(run: Sequence[Token]) -> bool:
    """第三条 at the beginning of a sentence."""
    return run[0].stop >= PART and all(token.kind == "article" for token in run)


def _bracketed(run: Sequence[Token], text: str) -> bool:
    if not all(token.bracketed for token in run):
        return False
    return _introduces(text, ()) or words.lexicon().bracketed.fullmatch(text.strip("() ")) is not None


def _coarser(edit: Edit) -> bool:
    """2024年 for 2024年3月1日."""
    dated = len(edit.said) == len(edit.text) == 1 and edit.said[0].kind == edit.text[0].kind == "date"
    return dated and edit.text[0].code.startswith(f"{edit.said[0].code}-")


def _differences(edit: Edit, compared: Compared) -> Iterator[Reason]:
    """What one edit changes: the bound words in it, else a name, else the wording."""
    close = max(len(edit.said), len(edit.text)) <= LONG
    found = list(_typed(edit, compared, close=close))
    if _and_or(edit):
        found = [
            tell.differs("scope", spelled(compared.text, edit.text), spelled(compared.said, edit.said), against=True)
        ]
    if found:
        yield from found
        return
    said, text = _around(compared.said, edit.said, edit.said_next), _around(compared.text, edit.text, edit.text_next)
    kind = _untyped(edit, compared)
    yield tell.differs(kind, text, said, against=kind != "wording" and bool(edit.said and edit.text) and close)


def _typed(edit: Edit, compared: Compared, *, close: bool) -> Iterator[Reason]:
    present = {token.kind for token in (*edit.said, *edit.text)}
    for kind in (kind for kind in _TYPED if kind in present):
        said = [token for token in edit.said if token.kind == kind]
        text = [token for token in edit.text if token.kind == kind]
        if sorted(_codes(said)) == sorted(_codes(text)):
            continue
        family = _FAMILIES.get(kind, frozenset())
        polar = any(token.kind in family for token in (edit.text if said else edit.said))
        against = (
            bool(said and text)
            or polar
            or (bool(text) and (kind in _LOST or _limited(text) or not _BANS.isdisjoint(_codes(text))))
            or (bool(said) and (kind in _ADDED or not _BANS.isdisjoint(_codes(said))))
        )
        yield tell.differs(
            _finer(kind, said, text),
            _each(compared.text, text or (edit.text if polar else ())),
            _each(compared.said, said or (edit.said if polar else ())),
            against=against and close,
        )


def _limited(run: Sequence[Token]) -> bool:
    return any(token.kind == "number" and token.code[-1] in "<>=" for token in run)


def _and_or(edit: Edit) -> bool:
    return sorted(_codes([*edit.said, *edit.text])) == _AND_OR and len(edit.said) == 1


def _finer(kind: Kind, said: Sequence[Token], text: Sequence[Token]) -> Kind:
    """Tell a number from its unit and its comparator."""
    if kind != "number" or not said or not text:
        return kind
    one, other = _NUMBER.fullmatch(said[0].code), _NUMBER.fullmatch(text[0].code)
    if one is None or other is None or one["value"] != other["value"]:
        return kind
    return "unit" if one["unit"] != other["unit"] else "scope"


def _untyped(edit: Edit, compared: Compared) -> Kind:
    if edit.said and edit.text and {*"".join(_codes(edit.said)), *"".join(_codes(edit.text))} <= _NUMERALS:
        return "number"
    return (
        names.kind_of(compared.said, edit.said, edit.said_next)
        or names.kind_of(compared.text, edit.text, edit.text_next)
        or "wording"
    )


def _each(text: str, run: Sequence[Token]) -> str:
    return "、".join(dict.fromkeys(spelled(text, [token]) for token in run))


def _around(text: str, run: Sequence[Token], after: Token | None) -> str:
    """The words of a run, with what is behind them when they are very short."""
    if not run:
        return ""
    more = _AROUND if run[-1].end - run[0].start < _AROUND and after is not None and after.stop == NONE else 0
    return "".join(text[run[0].start : run[-1].end + more].split())


def _traded(edits: Sequence[Edit], compared: Compared) -> tuple[Reason, ...]:
    """Words that stand in the text too, but elsewhere: two that traded places, or one that moved."""
    said = [token for edit in edits for token in edit.said]
    text = [token for edit in edits for token in edit.text]
    if not said or sorted(_codes(said)) != sorted(_codes(text)):
        return ()
    moved = all(not edit.said or not edit.text for edit in edits) and _codes(said) == _codes(text)
    kinds = {token.kind for token in said} - {"wording"}
    named: list[Kind] = [name for edit in edits if (name := _named(edit, compared))]
    candidates: list[Kind] = [*(kind for kind in _TYPED if kind in kinds), *named, "wording"]
    kind = candidates[0]
    shown = "、".join(spelled(compared.said, edit.said) for edit in edits if edit.said)
    return (tell.moved(kind, shown, against=not moved and kind != "wording"),)


def _named(edit: Edit, compared: Compared) -> Kind | None:
    return names.kind_of(compared.said, edit.said, edit.said_next) or names.kind_of(
        compared.text, edit.text, edit.text_next
    )


def _headless(compared: Compared) -> Iterator[Reason]:
    """What the statement leaves out in front of its part of a sentence."""
    alignment = compared.alignment
    if not alignment.head or alignment.first is None:
        return
    stop = alignment.first.stop
    run = _since(alignment.head, PART if stop < PART else LEAD_IN) if stop < SENTENCE else ()
    if not run or _introduces(_folded(compared.text)[run[0].start : run[-1].end], run):
        return
    binding = [token for token in run if token.kind in ("negation", "exception") or token.code in _BANS]
    if stop in (PART, LEAD_IN):
        kept = binding if stop == LEAD_IN else run if compared.follows else ()
        run = tuple(kept)
    if run:
        kind: Kind = binding[0].kind if binding else "wording"
        yield tell.differs(kind, spelled(compared.text, run[-LONG:]), "", against=bool(binding) and stop < PART)


def _introduces(text: str, run: Sequence[Token]) -> bool:
    """Whether words only tell where a rule stands, or join it to the one before."""
    if text.strip(", ") in words.lexicon().opening or (run and _label(run)):
        return True
    rest = words.frames()[0].sub("", _REFERENCE.sub("", text))
    return not any(char.isalnum() for char in rest)


def _since(run: Sequence[Token], stop: int) -> tuple[Token, ...]:
    """The end of a run from its last token behind so strong a stop."""
    start = len(run) - 1
    while start > 0 and run[start].stop < stop:
        start -= 1
    return tuple(run[start:])


def _taken_back(compared: Compared) -> Iterator[Reason]:
    """What stands behind the part and takes something back of it."""
    tail = compared.alignment.tail
    if not tail:
        return
    stop, run = tail[0].stop, _until(tail, PART)
    behind = tail[len(run) :]
    if stop >= PART:
        run, behind = (), tail
    turned = _until(behind, PART) if behind and behind[0].code.removeprefix("exception:") in words.turns()[0] else ()
    if turned:
        shown = spelled(compared.text, turned)
        yield tell.differs("exception", shown, "", against=words.turns()[1].search(shown) is not None)
    if not run:
        return
    words_left = _folded(compared.text)[run[0].start : run[-1].end]
    if _bracketed(run, words_left):
        return
    kind = _weakening(run, words_left)
    if kind is not None or stop < CLAUSE:
        against = kind == "exception" or (stop < CLAUSE and kind == "negation")
        yield tell.differs(kind or "wording", spelled(compared.text, run), "", against=against)


def _weakening(run: Sequence[Token], words_left: str) -> Kind | None:
    """How words behind a clause make less of it; None when they do not."""
    if any(token.kind == "exception" for token in run):
        return "exception"
    if any(token.kind == "negation" or token.code in _BANS for token in run):
        return "negation"
    return "scope" if words.limits().search(words_left) else None


def _until(run: Sequence[Token], stop: int) -> tuple[Token, ...]:
    """The beginning of a run up to its first token behind so strong a stop."""
    end = 1
    while end < len(run) and run[end].stop < stop:
        end += 1
    return tuple(run[:end])
