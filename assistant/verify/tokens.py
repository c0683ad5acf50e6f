"""Text → tokens to compare by: numbers with unit and comparator, dates, references, words that bind, characters.

Two spellings of one thing are one token: 三十日 and 30日, 不得超过3年 and 3年以内, 应当 and 必须. Punctuation, white
space and 的 make no token; how strong the punctuation in front of a token is stays known.
Knows nothing of which text is the statement and which the evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify import words
from assistant.verify.types import Kind
from corpus import dates, docnumber
from corpus.fold import fold
from corpus.numerals import to_int
from corpus.quantities import Quantity, find, plain

Stop = int
"""How much the punctuation in front of a token parts: nothing, a listing, a clause, a lead-in, a part, a sentence."""
NONE, LISTED, CLAUSE, LEAD_IN, PART, SENTENCE = range(6)
_STOPS = {
    "、": LISTED,
    ",": CLAUSE,
    ":": LEAD_IN,
    ";": PART,
    "。": SENTENCE,
    "!": SENTENCE,
    "?": SENTENCE,
    "\n": SENTENCE,
}
_MARK = re.compile(
    r"(?:^|(?<=[\n。;:]))[ \t]*(?:#{1,6} |[-*>|][ ]+|\([一二三四五六七八九十0-9]{1,3}\)|[一二三四五六七八九十]{1,3}、"
    r"|[0-9]{1,2}(?:\.(?![0-9])|、|\))|[\u2460-\u249b]|[一二三四五六七八九十]是(?![否]))[ \t]*"
)
"""What numbers an item; it says nothing."""
_ARTICLE = re.compile(
    r"第 {0,2}(?P<number>[0-9]{1,4}|[〇零一二三四五六七八九十百千两]{1,9}) {0,2}(?P<unit>条|款|项|章|节|编)"
    r"(?:之(?P<sub>[一二三四五六七八九十]{1,3}))?"
)
_TO = re.compile(r"[^\d,。;:、\s]{0,3} {0,2}(?:-|至|到) {0,2}")
"""Between the ends of a range, with the unit of the first."""
_KEPT = "%‰+*_□■≥≤〇"
"""Signs that say something, beside letters and digits."""
_INSIDE_NUMBERS = ".-/~"


@dataclass(frozen=True, slots=True)
class Token:
    """The least thing that is compared."""

    kind: Kind
    code: str
    """What it says: equal codes say the same."""
    start: int
    end: int
    stop: Stop
    """The strongest punctuation between it and the token before."""
    bracketed: bool
    """Whether it stands in round brackets."""


_Span = tuple[int, int, Kind, str]


@lru_cache(maxsize=2048)
def tokens(text: str) -> tuple[Token, ...]:
    """Read a text.

    >>> [token.code for token in tokens("应于三十日内（含）办结。")]
    ['modality:应当', '于', 'number:30日<=', '含', '办', '结']
    """
    folded = fold(text)
    found: list[Token] = []
    stop, depth, at = SENTENCE, 0, 0
    for start, end, kind, key in _spans(folded):
        for char in folded[at:start]:
            stop = max(stop, _STOPS.get(char, NONE))
            depth = max(0, depth + (char == "(") - (char == ")"))
        at = end
        if key:
            found.append(Token(kind, key if kind == "wording" else f"{kind}:{key}", start, end, stop, depth > 0))
            stop = NONE
    return tuple(found)


def spelled(text: str, run: Sequence[Token]) -> str:
    """The words of a run of tokens as they stand in the text, on one line."""
    return " ".join(text[run[0].start : run[-1].end].split()) if run else ""


def _spans(folded: str) -> Iterator[_Span]:
    """Spans in order, none overlapping; those with an empty key are skipped."""
    at = 0
    for span in [*_typed(folded), (len(folded), len(folded), "wording", "")]:
        yield from _worded(folded, at, span[0])
        if span[2]:
            yield span
        at = span[1]


def _typed(folded: str) -> list[_Span]:
    """Marks, dates, references and quantities; what is found first keeps its place."""
    taken = bytearray(len(folded) + 1)
    kept: list[_Span] = []
    for span in [*_marks(folded), *_named(folded), *_quantities(folded)]:
        if not any(taken[span[0] : span[1]]):
            taken[span[0] : span[1]] = b"x" * (span[1] - span[0])
            kept.append(span)
    return sorted(kept)


def _marks(folded: str) -> Iterator[_Span]:
    for match in _MARK.finditer(folded):
        yield match.start(), match.end(), "wording", ""


def _named(folded: str) -> Iterator[_Span]:
    for date in dates.find(folded):
        yield date.start, date.end, "date", date.iso
    for each in docnumber.find(folded):
        if each.year is not None:
            # Where a code begins is a guess, so its letters are compared one by one.
            code = len(each.code or "") if folded.startswith(each.code or "", each.start) else 0
            yield each.start + code, each.end, "doc_number", f"〔{each.year}〕{each.number}号"
    for match in _ARTICLE.finditer(folded):
        sub = f"之{to_int(match['sub'])}" if match["sub"] else ""
        yield match.start(), match.end(), "article", f"第{to_int(match['number'])}{match['unit']}{sub}"


def _quantities(folded: str) -> Iterator[_Span]:
    before, after = words.bounds()
    last: Quantity | None = None
    for each in find(folded):
        start, end = each.start, each.end
        if last is not None and last.bound == ">=" and _TO.fullmatch(folded, last.end, start):
            yield last.end, start, "wording", ""
        elif each.bound != "=":
            lead = before.search(folded, max(0, start - 8), start)
            start = lead.start() if lead else start
        trail = after.match(folded, end) if each.bound != "=" else None
        end = trail.end() if trail else end
        bound = "" if each.bound == "=" else each.bound
        kind: Kind = "date" if each.unit == "月日" else "number"
        yield start, end, kind, f"{plain(each.number)}{each.unit}{bound}"
        last = each


def _worded(folded: str, start: int, end: int) -> Iterator[_Span]:
    """Words that bind, and every other character by itself."""
    known = words.lexicon()
    at = start
    for match in known.pattern.finditer(folded, start, end):
        yield from _characters(folded, at, match.start())
        word = match[0]
        if word in known.meaning:
            kind, key = known.meaning[word]
            yield match.start(), match.end(), kind, key
        elif word not in known.silent:
            yield from _characters(folded, *match.span())
        at = match.end()
    yield from _characters(folded, at, end)


def _characters(folded: str, start: int, end: int) -> Iterator[_Span]:
    for at in range(start, end):
        char = folded[at]
        within = char in _INSIDE_NUMBERS and folded[at - 1 : at].isdigit() and folded[at + 1 : at + 2].isdigit()
        if char.isalnum() or char in _KEPT or within:
            yield at, at + 1, "wording", char
