"""What is said around the words of a text: citation marks, 根据《…》（文号）第三条规定， or an English sentence.

Takes it off a statement, and has checked what it claims of the source. Knows nothing of what is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verify import tell, words
from assistant.verify.align import MARK, joined
from assistant.verify.names import named
from assistant.verify.source import TITLE, claims, everything
from assistant.verify.tokens import tokens
from assistant.verify.types import Evidence, Reason
from corpus import docnumber
from corpus.fold import fold

_CITED = re.compile(r"\s*(?:\[\d{1,3}\]|【\d{1,3}】)")
_BULLET = re.compile(r"^\s*[·•*\-–]\s+")
_LEADING = re.compile(r"(?:《[^》]*》|（[^（）]*）|\([^()]*\)|〔[^〔〕]*〕|[^《（(〔，,：:。；;\n])+[，,：:]\s*")
_TRAILING = re.compile(r"[（(](?P<inside>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)](?P<end>[。；]?)$")
_MOST_FRAMES = 3
_LONGEST = 200
"""Characters within which a frame ends."""
_NEXT = 6
"""Characters beside a frame that must stand beside it in the text too, if it is the text's own."""
_CJK = "\u4e00-\u9fff"
_LATIN = re.compile(r"[A-Za-z]{2,}")
_HIDDEN = re.compile(r"[xX]+")
_QUOTED = re.compile(rf"[“\"「]([^”\"」]*[{_CJK}][^”\"」]*)[”\"」]")
_CHINESE = re.compile(rf"[《（(“]?[{_CJK}0-9](?:[\s\S]*[{_CJK}0-9%）)》。；])?")
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_ENGLISH = 2
"""So many Latin words around Chinese ones make an English frame."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A statement without its frame."""

    parts: tuple[str, ...]
    """What is to be proved, each part by itself."""
    reasons: tuple[Reason, ...] = ()
    """What the frame claims wrongly."""
    bare: bool = True
    """Whether there was no frame."""


def framed(statement: str, evidence: Evidence) -> Framed:
    """Take the frame off a statement.

    >>> notice = Evidence(("每人每月500元。",), title="护理费通知", path=("第二条",))
    >>> framed("根据《护理费通知》第二条规定，每人每月500元。[1]", notice).parts
    ('每人每月500元。',)
    >>> framed("The fee is 500 yuan: “每人每月500元”.", notice).parts
    ('每人每月500元',)
    """
    text = _BULLET.sub("", _CITED.sub("", statement)).strip()
    english = _english(text, evidence)
    if english is not None:
        return english
    found: list[Reason] = []
    rest = text
    held = [joined(tokens(quote)) for quote in evidence.quotes]
    for _ in range(_MOST_FRAMES):
        cut = next((cut for cut in _cuts(rest) if _only_names(rest[:cut])), 0)
        if not cut or not _says(rest[cut:]) or _quoted_too(rest[: cut + _NEXT], held):
            break
        found += claims(rest[:cut], evidence)
        rest = rest[cut:]
    trailing = _TRAILING.search(rest)
    if (
        trailing
        and _only_names(trailing["inside"])
        and not _quoted_too(rest[max(0, trailing.start() - _NEXT) :], held)
    ):
        found += claims(trailing["inside"], evidence)
        rest = rest[: trailing.start()] + trailing["end"]
    return Framed((rest,), tuple(dict.fromkeys(found)), rest == text)


def _quoted_too(text: str, held: Sequence[str]) -> bool:
    """Whether the text itself says so, as 根据第三条规定: then it is compared with the text, not with its place."""
    own = joined(tokens(text))
    return own != MARK and any(own in quote for quote in held)


def _says(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _cuts(text: str) -> Iterator[int]:
    """Where a frame may end: behind its first comma or colon, or behind 规定."""
    leading = _LEADING.match(text)
    end = leading.end() if leading else 0
    if end:
        yield end
    for verb in words.frames()[1].finditer(text, 0, min(end or len(text), _LONGEST)):
        yield verb.end()


def _only_names(text: str) -> bool:
    """Whether words name nothing but a source."""
    rest = TITLE.sub("", text)
    at = 0
    kept = []
    spans = [(token.start, token.end) for token in tokens(rest) if token.kind in ("date", "doc_number", "article")]
    spans += [(number.start, number.end) for number in docnumber.find(rest) if number.year]
    spans += [(place.start, place.end) for place in named(rest)]
    for start, end in sorted(spans):
        kept.append(rest[at : max(at, start)])
        at = max(at, end)
    left = fold("\n".join([*kept, rest[at:]]))
    if left.strip(", :\n") in words.lexicon().opening:
        return True
    left = words.frames()[0].sub("", left)
    return not any(char.isalnum() for char in left)


def _english(text: str, evidence: Evidence) -> Framed | None:
    """An English sentence around Chinese words; None when the statement is none."""
    latin = [word for word in _LATIN.findall(text) if not _HIDDEN.fullmatch(word)]
    if len(latin) < _ENGLISH:
        return None
    quoted = list(_QUOTED.finditer(text))
    spans = [match.span(1) for match in quoted] or [match.span() for match in _CHINESE.finditer(text)]
    outside, at = [], 0
    for start, end in spans:
        outside.append(text[at:start])
        at = end
    frame = " ".join([*outside, text[at:]])
    if re.search(f"[{_CJK}]", frame) or (spans and len(_LATIN.findall("".join(text[a:b] for a, b in spans))) > 1):
        return None
    return Framed(tuple(text[a:b] for a, b in spans), tuple(_glossed(frame, evidence)), bare=False)


def _glossed(frame: str, evidence: Evidence) -> Iterator[Reason]:
    figures = {each.replace(",", "") for each in _FIGURE.findall(everything(evidence))}
    for figure in _FIGURE.findall(frame):
        if figure.replace(",", "") not in figures:
            yield tell.differs("number", "", figure, against=False)
    binding = words.english_binding().search(frame)
    if binding:
        yield tell.untranslated(binding[0])
