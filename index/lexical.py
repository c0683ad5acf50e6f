"""BM25 over characters: one index of single Chinese characters and pairs of them, Latin words and numbers whole.

A gram is a string ("休", "离休", "2019"); inside the index it is a 40-bit key, so that a whole corpus becomes grams
by array arithmetic and a stored index opens without building anything. `grams` says what a gram is, one character
after the other; the array code must agree with it, and a test holds the two together.
Knows nothing of chunks, files, vectors, or synonyms: whoever widens a query hands in more terms with smaller weights.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from corpus.fold import fold

K1, B = 1.2, 0.75
"""The usual constants. Short chunks of one length gain a little from 0.6 and 0.4, articles of law lose."""

Keys: TypeAlias = NDArray[np.uint64]

_BREAK, _HAN, _WORD = 0, 1, 2
_HAN_RANGES = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
_HAN_OTHERS = frozenset("々〇")

# A key has 40 bits, which leaves 24 for the number of a text when both are sorted as one: a Chinese code point has 18
# bits, so a character and a pair fit side by side below bit 39; a word sets that bit and keeps 39 bits of its hash.
_CHAR_BITS, _KEY_BITS, _TEXT_BITS = 19, 40, 24
_WORD_FLAG = 1 << (_KEY_BITS - 1)
_HASH_BASE = 0x9E3779B97F4A7C15
_HASH_SHIFT = 64 - (_KEY_BITS - 1)
_MASK = (1 << 64) - 1
_CODE_POINTS = 0x110000
_BLOCK = 1 << 20
"""Code points that are turned into keys at a time: bounds the working memory of a build."""

FILLERS = frozenset("的了是在吗呢吧啊呀么之其")
"""Characters that carry grammar and no matter."""
QUESTION_WORDS = (
    *("是什么意思", "是多少", "有多少", "多少", "是什么", "有什么", "什么", "怎么样", "怎么", "怎样", "如何"),
    *("有哪些", "是哪些", "哪些", "哪个", "哪里", "是否", "能不能", "可不可以", "请问", "为什么", "为何"),
)
"""What a question asks with; longer ones stand before the ones they hold."""
# fmt: off
ENGLISH_FILLERS = frozenset((
    "a", "an", "the", "of", "to", "in", "on", "for", "by", "with", "from", "as", "at", "and", "or", "is", "are",
    "was", "be", "do", "does", "did", "can", "may", "should", "i", "my", "it", "its", "this", "that", "there",
    "what", "which", "who", "whom", "whose", "when", "where", "why", "how",
))
# fmt: on
HALF = 0.5
"""Weight of a pair with a filler in it (费的, 是否): says little, yet 目的 and 在职 are such pairs."""


def grams(text: str) -> list[str]:
    """Every gram of `text`, in order and with repetitions: this is what the index counts.

    >>> grams("离休干部2019年")
    ['离', '休', '干', '部', '离休', '休干', '干部', '2019', '年']
    """
    found: list[str] = []
    for kind, chars in groupby(fold(text), _kind):
        run = "".join(chars)
        if kind == _HAN:
            found += run
            found += (run[at : at + 2] for at in range(len(run) - 1))
        elif kind == _WORD:
            found.append(run)
    return found


def query_terms(text: str) -> dict[str, float]:
    """The grams of a question with weight 1; those that only ask or join are left out, half fillers count half.

    >>> query_terms("目的是什么？")
    {'目': 1.0, '目的': 0.5}
    """
    folded = fold(text)
    for word in QUESTION_WORDS:
        folded = folded.replace(word, " ")
    return {
        gram: 1.0 if FILLERS.isdisjoint(gram) else HALF
        for gram in grams(folded)
        if not FILLERS.issuperset(gram) and gram not in ENGLISH_FILLERS
    }


@dataclass(frozen=True, slots=True)
class Lexical:
    """The postings of a corpus. Arrays may be memory-mapped; nothing is ever written to them."""

    keys: Keys
    """(grams,) sorted."""
    starts: NDArray[np.int64]
    """(grams + 1,) where the postings of each gram begin."""
    texts: NDArray[np.int32]
    """(postings,) numbers of texts, rising within a gram."""
    impacts: NDArray[np.float32]
    """(postings,) what the gram adds to the BM25 score of that text."""
    lengths: NDArray[np.int32]
    """(texts,) grams in each text."""

    @classmethod
    def build(cls, texts: Sequence[str]) -> Lexical:
        """Index `texts`; a text is known by its place in the sequence. At most 16,777,216 texts."""
        if len(texts) >= 1 << _TEXT_BITS:
            raise ValueError(f"{len(texts)} texts; an index holds fewer than {1 << _TEXT_BITS}")
        blocks = [_pairs(codes, owners) for codes, owners in _blocks(texts)]
        pairs = np.concatenate([np.empty(0, np.uint64), *blocks])
        del blocks
        pairs.sort()
        first = np.flatnonzero(_changes(pairs))
        counts = np.diff(first, append=len(pairs)).astype(np.float32)
        pairs = pairs[first]
        del first
        owners = (pairs & np.uint64((1 << _TEXT_BITS) - 1)).astype(np.int32)
        pairs >>= np.uint64(_TEXT_BITS)
        starts = np.flatnonzero(_changes(pairs))
        keys = pairs[starts]
        del pairs
        starts = np.append(starts, len(owners))
        lengths = np.bincount(owners, weights=counts, minlength=len(texts)).astype(np.int32)
        return cls(keys, starts, owners, _impacts(counts, owners, starts, lengths), lengths)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[np.generic]]) -> Lexical:
        """Take up what `to_arrays` gave; costs nothing, whatever the size."""
        return cls(**{name: arrays[name] for name in cls.__slots__})  # type: ignore[arg-type]

    def to_arrays(self) -> dict[str, NDArray[np.generic]]:
        """The whole index as named arrays, for a file."""
        return {name: getattr(self, name) for name in self.__slots__}

    def __len__(self) -> int:
        return len(self.lengths)

    def idf(self, gram: str) -> float:
        """How much a gram tells: ln(1 + (N − n + ½) / (n + ½)) for n of N texts; never seen means n = 0."""
        return float(self._idfs((gram,))[0])

    def idfs(self, terms: Collection[str]) -> NDArray[np.float32]:
        """`idf` of many grams, (terms,)."""
        return self._idfs(terms).astype(np.float32)

    def _idfs(self, terms: Collection[str]) -> NDArray[np.float64]:
        starts, ends = self._ranges(terms)
        return _idf(len(self), ends - starts)

    def holders(self, gram: str) -> NDArray[np.int32]:
        """Numbers of the texts that hold `gram`, rising."""
        start, end = self._range(gram)
        return self.texts[start:end]

    def scores(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every text, (texts,): each term counts once, times its weight.

        Every posting of the terms is added up. To leave out texts that cannot reach the best 200 was tried (MaxScore:
        the rare terms first, the others only for the texts that they can still lift) and costs more than it saves: a
        posting is added in 2 ns, a text is looked up in 15, and the frequent characters, nine tenths of all postings,
        weigh enough that a quarter of the corpus stays in question.
        """
        total = np.zeros(len(self), np.float32)
        for weight, start, end in self._postings(terms):
            impacts = self._added(start, end)
            np.add.at(total, self.texts[start:end], impacts if weight == 1 else np.float32(weight) * impacts)
        return total

    def score(self, terms: Mapping[str, float], texts: NDArray[np.integer]) -> NDArray[np.float32]:
        """What `scores` says of some texts, (len(texts),), without adding up the others; numbers in any order."""
        order = np.argsort(texts, kind="stable")  # one text after the other is found in less time than here and there
        wanted = np.asarray(texts, np.int32)[order]
        total = np.zeros(len(wanted), np.float32)
        for weight, start, end in self._postings(terms):
            at, held = _among(self.texts[start:end], wanted)
            total += held * (np.float32(weight) * self._added(start, end).take(at, mode="clip"))
        result = np.empty_like(total)
        result[order] = total
        return result

    def top(
        self, terms: Mapping[str, float], k: int, allowed: NDArray[np.bool_] | None = None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The k texts with the largest scores above 0, rising by number, with those scores.

        What ties with the last of them comes along: there may be more than k.
        """
        scores = self.scores(terms)
        rows = largest(scores, k, allowed)
        return rows, scores[rows]

    def best(self, terms: Mapping[str, float]) -> float:
        """The score that no text can exceed, unseen grams included: what to divide by for a score of 0…1."""
        return float((K1 + 1) * np.dot(np.fromiter(terms.values(), np.float64), self._idfs(terms)))

    def held(self, terms: Sequence[str], rows: NDArray[np.integer]) -> NDArray[np.float32]:
        """1 where the text of a row holds a gram, else 0: (terms, rows). Looks up nothing of other texts."""
        found = np.zeros((len(terms), len(rows)), np.float32)
        wanted = np.asarray(rows, np.int32)  # as the postings are: numpy would copy those otherwise
        starts, ends = self._ranges(terms)
        for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
            if start < end:
                found[at] = _among(self.texts[start:end], wanted)[1]
        return found

    def coverage(self, terms: Mapping[str, float]) -> NDArray[np.float32]:
        """Share of the query, (texts,) 0…1 weighted by idf, that each text holds at all."""
        held, whole = np.zeros(len(self), np.float32), 0.0
        for gram, weight in terms.items():
            value = weight * self.idf(gram)
            held[self.holders(gram)] += np.float32(value)
            whole += value
        return held / np.float32(whole) if whole else held

    def _added(self, start: int, end: int) -> NDArray[np.float32]:
        """What the postings from `start` to `end`, those of one gram, add to the scores of their texts."""
        return self.impacts[start:end]

    def _range(self, gram: str) -> tuple[int, int]:
        starts, ends = self._ranges((gram,))
        return int(starts[0]), int(ends[0])

    def _ranges(self, terms: Collection[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Where the postings of every gram begin and end; nowhere for one that no text holds."""
        keys = np.fromiter(map(_key, terms), np.uint64, len(terms))
        if not len(self.keys):
            return np.zeros(len(keys), np.int64), np.zeros(len(keys), np.int64)
        at = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        return self.starts[at], self.starts[at + (self.keys[at] == keys)]

    def _postings(self, terms: Mapping[str, float]) -> Iterator[tuple[float, int, int]]:
        """Weight, begin and end of every gram that has a weight and a posting."""
        starts, ends = self._ranges(terms)
        for weight, start, end in zip(terms.values(), starts.tolist(), ends.tolist(), strict=True):
            if weight and start < end:
                yield weight, start, end


_COUNTED = 1 << 16
"""Grams whose number of remaining texts is kept at hand."""


class Part(Lexical):
    """The same index as though some texts had never been in it; those keep their numbers, their scores say nothing.

    Nothing is copied: what a posting adds is recomputed where it is used, for the number of texts that remain, for
    how many of them hold the gram, and for how long they are on the average.
    """

    __slots__ = ("_counts", "_size", "_stretch", "kept")

    kept: NDArray[np.bool_]
    """(texts,) those that remain."""
    _size: int
    """How many those are."""
    _counts: dict[int, int]
    """Where the postings of a gram begin → how many of its texts remain."""
    _stretch: NDArray[np.float32]
    """(texts,) damping by length among those that remain, over that among all."""

    @classmethod
    def of(cls, whole: Lexical, kept: NDArray[np.bool_]) -> Part:
        """Leave out the texts that are not `kept` (texts,)."""
        part = cls(**whole.to_arrays())  # type: ignore[arg-type]
        before, after = (_damping(whole.lengths, each) for each in (whole.lengths, whole.lengths[kept]))
        own = {"kept": kept, "_size": int(np.count_nonzero(kept)), "_counts": {}, "_stretch": after / before}
        for name, value in own.items():
            object.__setattr__(part, name, value)
        return part

    def holders(self, gram: str) -> NDArray[np.int32]:
        """Numbers of the texts that remain and hold `gram`, rising."""
        found = super().holders(gram)
        return found[self.kept[found]]

    def _idfs(self, terms: Collection[str]) -> NDArray[np.float64]:
        starts, ends = (each.tolist() for each in self._ranges(terms))
        counts = [self._count(start, end) for start, end in zip(starts, ends, strict=True)]
        return _idf(self._size, np.array(counts, np.int64))

    def _count(self, start: int, end: int) -> int:
        if start == end:
            return 0
        found = self._counts.get(start)
        if found is None:
            if len(self._counts) >= _COUNTED:
                self._counts.clear()
            found = self._counts[start] = int(np.count_nonzero(self.kept[self.texts[start:end]]))
        return found

    def _added(self, start: int, end: int) -> NDArray[np.float32]:
        # A posting is idf · (k1 + 1) · x with x = tf / (tf + damping): solved for x, then put together anew.
        before = float(_idf(len(self), end - start)) * (K1 + 1)
        after = float(_idf(self._size, self._count(start, end))) * (K1 + 1)
        share = self.impacts[start:end] / before  # float32 still: a plain float widens nothing
        stretch = self._stretch[self.texts[start:end]]
        added: NDArray[np.float32] = np.divide(after * share, stretch + share * (1 - stretch), dtype=np.float32)
        return added


def _among(holders: NDArray[np.int32], wanted: NDArray[np.int32]) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where each wanted text would stand among the rising `holders`, and whether it does stand there."""
    at = holders.searchsorted(wanted)
    return at, holders.take(at, mode="clip") == wanted


def largest(scores: NDArray[np.float32], k: int, allowed: NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
    """Places of the k largest `scores` (n,) above 0 and allowed, rising; all that tie with the last come along."""
    if allowed is not None:
        scores = scores * allowed
    least = np.partition(scores, -k)[-k] if k < len(scores) else np.float32(0)
    return np.flatnonzero(scores >= least) if least > 0 else np.flatnonzero(scores > 0)


@lru_cache(maxsize=1 << 16)
def _kind(char: str) -> int:
    code = ord(char)
    if any(first <= code <= last for first, last in _HAN_RANGES) or char in _HAN_OTHERS:
        return _HAN
    return _WORD if char.isalpha() or char.isdecimal() else _BREAK


def _key(gram: str) -> int:
    """The 40-bit key of a gram as `grams` spells it."""
    if gram and _kind(gram[0]) == _HAN:
        if len(gram) > 2:
            raise ValueError(f"{gram!r} is no gram: take grams({gram!r})")
        return ord(gram[0]) << _CHAR_BITS | (ord(gram[1]) if len(gram) > 1 else 0)
    value = 0
    for char in reversed(gram):
        value = (value * _HASH_BASE + ord(char)) & _MASK
    return _WORD_FLAG | value * _HASH_BASE % (1 << 64) >> _HASH_SHIFT


def _blocks(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.uint64]]]:
    """Code points of many texts in a row, a line break after each, with the number of the text that each is from."""
    first = size = 0
    for number, text in enumerate(texts):
        size += len(text)
        if size >= _BLOCK or number == len(texts) - 1:
            block = [fold(text) + "\n" for text in texts[first : number + 1]]
            codes = np.frombuffer("".join(block).encode("utf-32-le", "surrogatepass"), np.uint32)
            numbers = np.arange(first, number + 1, dtype=np.uint64)
            yield codes, np.repeat(numbers, [len(text) for text in block])
            first, size = number + 1, 0


def _pairs(codes: NDArray[np.uint32], owners: Keys) -> Keys:
    """Every gram of a block as key · 2²⁴ + number of its text."""
    kinds = _kinds(codes)
    han = kinds == _HAN
    single = np.flatnonzero(han)
    double = np.flatnonzero(han[:-1] & han[1:])
    high = codes.astype(np.uint64) << np.uint64(_CHAR_BITS)
    words, hashes = _words(codes, kinds == _WORD)
    at = np.concatenate([single, double, words])
    keys: Keys = np.concatenate([high[single], high[double] | codes[double + 1], hashes])
    keys <<= np.uint64(_TEXT_BITS)
    keys |= owners[at]
    return keys


def _kinds(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Kind of every code point, asking `_kind` once for each that occurs."""
    seen = np.zeros(_CODE_POINTS, np.bool_)
    seen[codes] = True
    table = np.zeros(_CODE_POINTS, np.uint8)
    distinct = np.flatnonzero(seen)
    table[distinct] = [_kind(chr(code)) for code in distinct.tolist()]
    return np.take(table, codes)


def _words(codes: NDArray[np.uint32], inside: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Keys]:
    """Where each word begins, and its key: the polynomial Σ code[i] · base^i mod 2⁶⁴ that `_key` computes."""
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    begins, ends = edges[::2], edges[1::2]
    if not len(begins):
        return begins, np.empty(0, np.uint64)
    sizes = ends - begins
    powers = np.full(sizes.max() + 1, _HASH_BASE, np.uint64)
    powers[0] = 1
    np.multiply.accumulate(powers, out=powers)
    offsets = np.cumsum(sizes) - sizes
    place = np.arange(sizes.sum()) - np.repeat(offsets, sizes)
    values = np.add.reduceat(codes[inside] * powers[place], offsets)
    return begins, np.uint64(_WORD_FLAG) | (values * np.uint64(_HASH_BASE)) >> np.uint64(_HASH_SHIFT)


def _changes(values: Keys) -> NDArray[np.bool_]:
    """Where a sorted array takes a new value, its first element included."""
    changes = np.ones(len(values), np.bool_)
    np.not_equal(values[1:], values[:-1], out=changes[1:])
    return changes


def _idf(size: int, holders: NDArray[np.int64] | int) -> NDArray[np.float64]:
    return np.log1p((size - np.asarray(holders, np.float64) + 0.5) / (np.asarray(holders, np.float64) + 0.5))


def _impacts(
    counts: NDArray[np.float32], owners: NDArray[np.int32], starts: NDArray[np.int64], lengths: NDArray[np.int32]
) -> NDArray[np.float32]:
    """The number idf · tf · (k1 + 1) / (tf + k1 · (1 − b + b · length / mean)) of every posting; uses `counts` up."""
    damping = _damping(lengths, lengths)
    counts /= counts + damping[owners]
    holders = np.diff(starts)
    counts *= np.repeat((_idf(len(lengths), holders) * (K1 + 1)).astype(np.float32), holders)
    return counts


def _damping(lengths: NDArray[np.int32], beside: NDArray[np.int32]) -> NDArray[np.float32]:
    """What damps a text of each length, (lengths,), among texts that are `beside` it."""
    mean = beside.mean() if len(beside) and beside.any() else 1.0
    return (K1 * (1 - B + B * lengths / mean)).astype(np.float32)
