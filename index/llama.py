"""The index for people who build with llama-index: chunks as nodes, searching as a retriever and a query engine.

The only file that touches llama-index, and only when one of its functions is called. Nothing is stored its way, and
its global `Settings` are neither read nor set: whoever wants a model hands it in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from index.search import ANY, Index
from index.types import Chunk, Filter, Via

if TYPE_CHECKING:
    from llama_index.core.llms import LLM
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import TextNode


def to_node(chunk: Chunk) -> TextNode:
    """A node whose text is what may be quoted; models are shown the context in front of it."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    quiet = ["document_id", "path"]
    return TextNode(
        id_=chunk.id,
        text=chunk.text,
        start_char_idx=chunk.start,
        end_char_idx=chunk.end,
        metadata={"document_id": chunk.document_id, "path": list(chunk.path), "context": chunk.context},
        excluded_embed_metadata_keys=quiet,
        excluded_llm_metadata_keys=quiet,
        metadata_template="{value}",
        text_template="{metadata_str}\n{content}",
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.document_id)},
    )


def from_node(node: TextNode) -> Chunk:
    """The reverse of `to_node`.

    Raises:
        ValueError: the node does not come from a chunk.
    """
    known = node.metadata
    if (
        node.start_char_idx is None
        or node.end_char_idx is None
        or not known.keys() >= {"document_id", "path", "context"}
    ):
        raise ValueError(f"node {node.node_id} was not made from a chunk")
    return Chunk(
        id=node.node_id,
        document_id=known["document_id"],
        path=tuple(known["path"]),
        start=node.start_char_idx,
        end=node.end_char_idx,
        text=node.text,
        context=known["context"],
    )


def retriever(index: Index, *, k: int = 10, mode: Via = "hybrid", filters: Filter = ANY) -> BaseRetriever:
    """Offer `index` as a llama-index retriever that returns at most `k` nodes with their scores."""
    return _retriever()(index, k, mode, filters)


def query_engine(
    index: Index, llm: LLM, *, k: int = 10, mode: Via = "hybrid", filters: Filter = ANY
) -> RetrieverQueryEngine:
    """Let `llm` word answers from what `index` finds; its words are its own, and nothing here verifies them."""
    from llama_index.core.callbacks import CallbackManager
    from llama_index.core.indices.prompt_helper import PromptHelper
    from llama_index.core.query_engine import RetrieverQueryEngine
    from llama_index.core.response_synthesizers import get_response_synthesizer

    calls = CallbackManager([])
    synthesizer = get_response_synthesizer(
        llm=llm, prompt_helper=PromptHelper.from_llm_metadata(llm.metadata), callback_manager=calls
    )
    found = retriever(index, k=k, mode=mode, filters=filters)
    return RetrieverQueryEngine(found, response_synthesizer=synthesizer, callback_manager=calls)


@cache
def _retriever() -> Callable[[Index, int, Via, Filter], BaseRetriever]:
    """The class, made on first use: its base class takes seconds to import."""
    from llama_index.core.retrievers import BaseRetriever
    from llama_index.core.schema import NodeWithScore, QueryBundle

    class PolicyRetriever(BaseRetriever):
        """Searches an `Index`."""

        def __init__(self, index: Index, k: int, mode: Via, filters: Filter) -> None:
            super().__init__()
            self._index, self._k, self._mode, self._filters = index, k, mode, filters

        def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
            hits = self._index.search(query_bundle.query_str, k=self._k, mode=self._mode, filters=self._filters)
            return [NodeWithScore(node=to_node(hit.chunk), score=hit.score) for hit in hits]

    return PolicyRetriever
