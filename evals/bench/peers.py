"""The peers, each set up as its own documentation shows, one function a peer.

All get the same text of every passage, keep each passage whole, and are saved to disk, as ours is. None is imported
before it is built. Knows nothing of questions, judgements or figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.settings import Settings
from evals.bench.beir import passages
from evals.bench.types import DEPTH, Search

if TYPE_CHECKING:
    from llama_index.core.embeddings import BaseEmbedding

    from index.types import Embedder, Vectors

EMBED_BATCH = 2048
"""Texts that llama-index hands to the embedder at a time: as many as it inserts at a time, and the most it allows."""


def bm25s_jieba(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
    """bm25s with its `Tokenizer`, whose splitter is jieba, and its own list of Chinese stop words."""
    import logging

    import bm25s
    import jieba
    from bm25s.tokenization import Tokenizer

    jieba.setLogLevel(logging.WARNING)
    ids, texts = _read(corpus)
    tokenizer = Tokenizer(splitter=jieba.lcut, stopwords="zh")
    retriever = bm25s.BM25()
    retriever.index(tokenizer.tokenize(texts, return_as="tuple", show_progress=False), show_progress=False)
    retriever.save(str(store))
    tokenizer.save_vocab(save_dir=str(store))
    k = min(DEPTH, len(ids))

    def search(question: str) -> list[str]:
        tokens = tokenizer.tokenize([question], update_vocab=False, return_as="ids", show_progress=False)
        found, _ = retriever.retrieve(tokens, k=k, show_progress=False)
        return [ids[place] for place in found[0]]

    return search, len(ids)


def llama_index_bm25(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
    """`BM25Retriever.from_defaults` with the stemmer and language of its example.

    Its words are what stands between two characters that are no letters, so in Chinese a clause is one word.
    """
    import Stemmer
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    ids, texts = _read(corpus)
    retriever = BM25Retriever.from_defaults(
        nodes=[TextNode(id_=id, text=text) for id, text in zip(ids, texts, strict=True)],
        similarity_top_k=min(DEPTH, len(ids)),
        stemmer=Stemmer.Stemmer("english"),
        language="english",
    )
    retriever.persist(str(store), show_progress=False)
    return lambda question: [found.node.node_id for found in retriever.retrieve(question)], len(ids)


def llama_index_vector(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
    """`VectorStoreIndex` over its default store, with our embedder as a custom embedding."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import TextNode

    from index.embed import open_embedder

    ids, texts = _read(corpus)
    index = VectorStoreIndex(
        [TextNode(id_=id, text=text) for id, text in zip(ids, texts, strict=True)],
        embed_model=_embedding(open_embedder(settings.embedder)),
    )
    index.storage_context.persist(persist_dir=str(store))
    retriever = index.as_retriever(similarity_top_k=DEPTH)
    return lambda question: [found.node.node_id for found in retriever.retrieve(question)], len(ids)


def haystack_bm25(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
    """`InMemoryDocumentStore` and `InMemoryBM25Retriever` as they come: BM25L over single Chinese characters."""
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    ids, texts = _read(corpus)
    documents = InMemoryDocumentStore()
    documents.write_documents([Document(id=id, content=text) for id, text in zip(ids, texts, strict=True)])
    documents.save_to_disk(str(store / "documents.json"))
    retriever = InMemoryBM25Retriever(document_store=documents, top_k=DEPTH)
    return lambda question: [found.id for found in retriever.run(query=question)["documents"]], len(ids)


def txtai(corpus: Path, store: Path, settings: Settings) -> tuple[Search, int]:
    """`Embeddings` with `hybrid`, and our embedder as an external vector function: it needs no model of its own."""
    from txtai import Embeddings

    from index.embed import open_embedder

    embedder = open_embedder(settings.embedder)

    def transform(texts: Sequence[str]) -> Vectors:
        return embedder.encode(texts)

    ids, texts = _read(corpus)
    embeddings = Embeddings(method="external", transform=transform, hybrid=True)
    embeddings.index([(id, text, None) for id, text in zip(ids, texts, strict=True)])
    embeddings.save(str(store))
    return lambda question: [id for id, _ in embeddings.search(question, DEPTH)], len(ids)


def _read(corpus: Path) -> tuple[list[str], list[str]]:
    """Ids and searchable texts of a corpus, in order."""
    ids, texts = [], []
    for passage in passages(corpus):
        ids.append(passage.id)
        texts.append(passage.searchable)
    return ids, texts


def _embedding(embedder: Embedder) -> BaseEmbedding:
    """Our embedder as llama-index wants a custom one; many texts are embedded in one call."""
    from llama_index.core.bridge.pydantic import PrivateAttr
    from llama_index.core.embeddings import BaseEmbedding

    class Embedding(BaseEmbedding):
        """Hands every text on."""

        _embedder: Any = PrivateAttr()

        def __init__(self, embedder: Embedder) -> None:
            super().__init__(model_name=embedder.name, embed_batch_size=EMBED_BATCH)
            self._embedder = embedder

        def _get_query_embedding(self, query: str) -> list[float]:
            vector: list[float] = self._embedder.encode_query(query).tolist()
            return vector

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = self._embedder.encode(texts).tolist()
            return vectors

    return Embedding(embedder)
