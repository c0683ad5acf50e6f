"""Pairs → a tokenizer of words: Chinese runs cut into words and characters, Latin words into pieces, numbers apart.

The library's own trainer for this kind of model needs more than ten minutes on Chinese, which has no spaces. So the
pieces are chosen here: stretches of one to four characters are counted, then cut, counted and thinned out in rounds,
until as many are left as the table of vectors has rows. Knows nothing of vectors.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from index.train.pairs import Pair

if TYPE_CHECKING:
    from tokenizers import Tokenizer

UNKNOWN = "[UNK]"
_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff〇]+|[a-z]+|[0-9]+")
_LONGEST_WORD, _LONGEST_PIECE = 4, 9
_LATIN_SHARE = 0.15
"""Share of the pieces that Latin script gets, which a corpus of Chinese would not leave it."""
_SAMPLE = 2_500_000
_SAMPLES = {"articles": 9_000_000, "english": 4_000_000}
"""Characters of each source that are counted: law, which is most like what is searched, most."""
_ROUNDS = (4.0, 2.0, 1.4, 1.0, 1.0)
"""How many times too many pieces are left after each round."""
_RARE = 10
"""A character or candidate that occurs less often gets no row: the unknown piece stands for it."""

Counts: TypeAlias = Mapping[str, float]


def sample(groups: Mapping[str, Iterable[Pair]]) -> Iterator[str]:
    """Texts of every group, each pair once, so that law and English weigh what they should."""
    for name, pairs in groups.items():
        left = _SAMPLES.get(name, _SAMPLE)
        for query, passage in dict.fromkeys(pairs):
            left -= len(query) + len(passage)
            if left < 0:
                break
            yield from (query, passage)


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of at most `size` pieces for texts like these."""
    runs: Counter[str] = Counter()
    for text in texts:
        runs.update(_RUN.findall(unicodedata.normalize("NFKC", text).lower()))
    pieces = _candidates(runs)
    singles = _singles(pieces, size // 3)
    for excess in _ROUNDS:
        pieces = _thinned(_recounted(pieces, runs), singles, int((size - 1) * excess))
    return _tokenizer(pieces)


def _candidates(runs: Counter[str]) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for run, count in runs.items():
        longest = _LONGEST_PIECE if run.isascii() else _LONGEST_WORD
        for size in range(1, longest + 1):
            for start in range(len(run) - size + 1):
                counts[run[start : start + size]] += count
    return {piece: count for piece, count in counts.items() if count >= _RARE}


def _singles(pieces: Counts, most: int) -> set[str]:
    """Characters that always keep a row, so that any word of them can be spelled."""
    frequent = sorted((piece for piece in pieces if len(piece) == 1), key=lambda piece: (-pieces[piece], piece))
    return {*frequent[:most], *"abcdefghijklmnopqrstuvwxyz0123456789"}


def _recounted(pieces: Counts, runs: Counter[str]) -> dict[str, float]:
    """How often each piece is used when every run is cut in the likeliest way."""
    tokenizer = _tokenizer(pieces)
    found = tokenizer.encode_batch_fast(list(runs), add_special_tokens=False)
    sizes = [len(encoding.ids) for encoding in found]
    ids = np.fromiter((number for encoding in found for number in encoding.ids), np.int64, sum(sizes))
    used = np.bincount(ids, np.repeat(list(runs.values()), sizes), tokenizer.get_vocab_size())
    return {piece: float(used[number]) for piece, number in tokenizer.get_vocab().items() if piece != UNKNOWN}


def _thinned(pieces: Counts, singles: set[str], size: int) -> dict[str, float]:
    """The `size` most used pieces, Latin and Chinese by their shares, every single character among them."""
    longer = sorted((piece for piece in pieces if piece not in singles), key=lambda piece: (-pieces[piece], piece))
    latin = [piece for piece in longer if piece.isascii() and pieces[piece]][: int(size * _LATIN_SHARE)]
    chinese = [piece for piece in longer if not piece.isascii() and pieces[piece]]
    kept = [*sorted(singles), *latin, *chinese[: size - len(singles) - len(latin)]]
    return {piece: max(1.0, pieces.get(piece, 0.0)) for piece in kept}


def _tokenizer(pieces: Counts) -> Tokenizer:
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    total = sum(pieces.values())
    ordered = sorted(pieces, key=lambda piece: (-pieces[piece], piece))
    scored = [(piece, math.log(pieces[piece] / total)) for piece in ordered]
    tokenizer = Tokenizer(models.Unigram([(UNKNOWN, -30.0), *scored], unk_id=0))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\p{L}\p{N}]+"), "removed"),
            pre_tokenizers.Split(Regex(r"[a-z]+|[0-9]+"), "isolated"),
        ]
    )
    return tokenizer
