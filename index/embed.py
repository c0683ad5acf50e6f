"""Embedders (`index.types.Embedder`): the bundled one, any of sentence-transformers, one fake.

The bundled model is a table of token vectors, and a text is the mean of its tokens. `StaticEmbedder` computes exactly
what sentence-transformers computes from the same folder, with numpy alone: it opens in a tenth of a second, where
importing torch takes several. Knows nothing of chunks, stores or training.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelUnavailable
from index.lexical import grams
from index.neural import LOCAL, in_one_line, loading, threads, usual_threads
from index.types import Embedder, Vectors

if TYPE_CHECKING:
    from tokenizers import Tokenizer

BUNDLED = Path(__file__).resolve().parent / "model"
_FORMAT = b"1"
"""Goes into every fingerprint: raise it when the same files come to give other vectors."""
_BATCH = 1024
"""Texts that are tokenized at a time."""
_TOKENS = 2048
"""Tokens whose vectors are gathered at a time: two megabytes, which a processor cache holds."""
_PASSAGES = 16
"""Passages that a transformer reads at a time, after sentence-transformers has sorted them by length.

MiniLM of six layers, 20 to 250 tokens, one thread: 29 ms of processor a passage by 8, 32 by 16, 41 by 32, 58 by 64.
Not 8: the fewer there are, the more often several threads wait for one another.
"""


class StaticEmbedder:
    """A sentence-transformers folder whose only module is a StaticEmbedding."""

    def __init__(self, name: str, tokenizer: Tokenizer, table: Vectors, fingerprint: str) -> None:
        self.name = name
        self.fingerprint = fingerprint
        self.dimension = int(table.shape[1])
        self.table = table
        """(vocabulary, dimension) the vector of each token, unscaled."""
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path, name: str | None = None) -> StaticEmbedder:
        """Read `tokenizer.json` and `model.safetensors` in `folder`.

        Raises:
            ModelUnavailable: When a file is missing or is not what it should be.
        """
        from safetensors import SafetensorError
        from safetensors.numpy import load as tensors
        from tokenizers import Tokenizer

        try:
            modules = json.loads((folder / "modules.json").read_text("utf-8"))
            spelling = (folder / "tokenizer.json").read_bytes()
            tokenizer = Tokenizer.from_buffer(spelling)
            weights = (folder / "model.safetensors").read_bytes()
            table = _table(tensors(weights))
        except (OSError, ValueError, KeyError, SafetensorError) as error:
            raise _unavailable(str(folder), error) from error
        if [module["type"].rpartition(".")[2] for module in modules] != ["StaticEmbedding"]:
            raise _unavailable(str(folder), "modules.json: StaticEmbedding only")
        tokenizer.no_padding()
        return cls(name or folder.name, tokenizer, table, _digest(spelling, weights))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: (n, dimension) float32 rows of unit length (zero for a text without a known piece)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for first in range(0, len(texts), _BATCH):
            tokens = self._cut(texts[first : first + _BATCH])
            self._sum(tokens, vectors[first : first + _BATCH])
        return unit(vectors)

    def tokens(self, texts: Sequence[str]) -> Iterator[list[int]]:
        """The rows of `table` that make up each text, in order."""
        for first in range(0, len(texts), _BATCH):
            yield from self._cut(texts[first : first + _BATCH])

    def encode_query(self, text: str) -> Vectors:
        """Embed a question: (dimension,) float32 of unit length."""
        vector: Vectors = self.encode([text])[0]
        return vector

    def _cut(self, texts: Sequence[str]) -> list[list[int]]:
        return [each.ids for each in self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def _sum(self, tokens: list[list[int]], out: Vectors) -> None:
        """Add up the token vectors of each text into its row of `out`; the mean has the same direction."""
        for rows in _stretches([len(ids) for ids in tokens]):
            ids = np.concatenate([np.asarray(tokens[row], np.int64) for row in rows])
            starts = np.cumsum([0, *(len(tokens[row]) for row in rows[:-1])])
            out[rows] = np.add.reduceat(self.table[ids], starts, axis=0)


class SentenceEmbedder:
    """Any sentence-transformers model, by its name in the local cache or by the path of its folder."""

    def __init__(self, name: str) -> None:
        """Load the model, from this machine only and without running code that comes with it.

        Raises:
            ModelUnavailable: When there is no such model here.
        """
        from sentence_transformers import SentenceTransformer

        with loading(lambda reason: _unavailable(name, reason)):
            self._model: Any = SentenceTransformer(name, **LOCAL)
        self.name = name
        self._threads = usual_threads()
        self.dimension = int(self._model.get_embedding_dimension())
        self.fingerprint = _digest(*_parts(self._model))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed passages, with the prompt that the model has for documents: (n, dimension) unit rows.

        On as many threads as torch had when the model was loaded.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        with threads(self._threads):
            return self._unit(self._model.encode_document(list(texts), batch_size=_PASSAGES, show_progress_bar=False))

    def encode_query(self, text: str) -> Vectors:
        """Embed a question, with the prompt that the model has for queries: (dimension,) of unit length.

        On one thread.
        """
        with threads(1):
            vector: Vectors = self._unit(self._model.encode_query([text], show_progress_bar=False))[0]
        return vector

    @staticmethod
    def _unit(vectors: NDArray[np.generic]) -> Vectors:
        return unit(np.array(vectors, np.float32))


class HashEmbedder:
    """Characters thrown into coordinates: deterministic, without files. For tests and demonstrations."""

    def __init__(self, dimension: int = 256) -> None:
        self.name = "hash"
        self.dimension = dimension
        self.fingerprint = _digest(b"hash", str(dimension).encode())

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embed passages: (n, dimension) float32 rows of unit length (zero for a text without a gram)."""
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in enumerate(texts):
            codes = np.array([zlib.crc32(gram.encode("utf-8", "surrogatepass")) for gram in grams(text)], np.int64)
            np.add.at(vectors[row], (codes >> 1) % self.dimension, 1.0 - 2.0 * (codes & 1))
        return unit(vectors)

    def encode_query(self, text: str) -> Vectors:
        """Embed a question: (dimension,) float32 of unit length."""
        vector: Vectors = self.encode([text])[0]
        return vector


@cache
def bundled() -> StaticEmbedder:
    """The model that comes with the program, opened once.

    Raises:
        ModelUnavailable: the installation is not whole.
    """
    return StaticEmbedder.load(BUNDLED, "bundled")


EMBEDDERS: dict[str, Callable[[], Embedder]] = {
    "bundled": bundled,
    "hash": HashEmbedder,
}
"""Embedders that go by a name of ours."""


def open_embedder(name: str = "bundled") -> Embedder:
    """The embedder called `name`: one of EMBEDDERS, or a sentence-transformers model by name or path.

    Raises:
        ModelUnavailable: When it cannot be loaded from this machine.
    """
    known = EMBEDDERS.get(name)
    return known() if known else SentenceEmbedder(name)


def _table(tensors: Mapping[str, NDArray[np.generic]]) -> Vectors:
    """The token vectors of a static model: whole, or bytes with a scale for each token."""
    if "embeddings" in tensors:
        return tensors["embeddings"].astype(np.float32) * tensors["weights"].astype(np.float32)[:, None]
    return tensors["embedding.weight"].astype(np.float32, copy=False)


def unit(vectors: Vectors) -> Vectors:
    """Bring rows to length 1, in place; zero rows stay."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64))
    vectors /= np.where(lengths > 0, lengths, 1.0)[:, None].astype(np.float32)
    return vectors


def _stretches(sizes: list[int]) -> Iterator[list[int]]:
    """Rows in a row that have at least one token each and about `_TOKENS` together; empty rows are passed over."""
    rows: list[int] = []
    total = 0
    for row, size in enumerate(sizes):
        if size:
            rows.append(row)
            total += size
        if rows and (total >= _TOKENS or row == len(sizes) - 1):
            yield rows
            rows, total = [], 0


def _parts(model: Any) -> Iterator[bytes]:  # noqa: ANN401 - sentence-transformers is imported only where it is used
    """Everything in a loaded sentence-transformers model that its vectors depend on."""
    yield json.dumps([str(model), model.prompts, model.default_prompt_name], sort_keys=True).encode()
    tokenizer = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    yield (tokenizer.to_str() if hasattr(tokenizer, "to_str") else repr(tokenizer)).encode()
    for name, tensor in model.state_dict().items():
        yield name.encode()
        yield np.ascontiguousarray(tensor.detach().cpu().float().numpy()).tobytes()


def _digest(*parts: bytes) -> str:
    total = hashlib.sha256(_FORMAT)
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()[:16]


def _unavailable(name: str, reason: object) -> ModelUnavailable:
    detail = in_one_line(reason)
    return ModelUnavailable(
        f"向量模型“{name}”无法从本机加载（{detail}），请检查名称或路径，或改用 bundled",
        f"embedding model {name} cannot be loaded from this machine ({detail}); check its name, or use bundled",
    )
