"""Chunks as llama-index nodes and back, the retriever, and a query engine over a scripted model, without network."""

import pytest

from index import llama
from index.rerank import OverlapReranker
from index.search import Index
from index.types import Filter


@pytest.fixture
def index(sync, folder, directory, embedder):
    sync(folder)
    with Index.open(directory, embedder) as index:
        yield index


def chunks(index):
    return [chunk for entry in index.entries() for chunk in index.chunks(entry.id)]


def test_a_chunk_survives_the_way_to_a_node_and_back(index):
    assert chunks(index)
    for chunk in chunks(index):
        assert llama.from_node(llama.to_node(chunk)) == chunk


def test_a_node_survives_llama_index_writing_and_reading_it(index):
    from llama_index.core.schema import TextNode

    for chunk in chunks(index):
        assert llama.from_node(TextNode.from_json(llama.to_node(chunk).to_json())) == chunk


def test_a_node_quotes_bare_and_is_embedded_with_its_context(index):
    from llama_index.core.schema import MetadataMode

    for chunk in chunks(index):
        node = llama.to_node(chunk)
        assert node.get_content() == chunk.text
        assert node.get_content(MetadataMode.EMBED) == chunk.searchable.strip()
        assert node.ref_doc_id == chunk.document_id


def test_a_node_of_another_origin_is_refused():
    from llama_index.core.schema import TextNode

    with pytest.raises(ValueError, match="not made from a chunk"):
        llama.from_node(TextNode(text="别处来的"))


def test_the_retriever_finds_what_the_index_finds(index):
    found = llama.retriever(index, k=3, mode="lexical").retrieve("护理费标准")
    hits = index.search("护理费标准", k=3, mode="lexical")
    assert [(node.node.node_id, node.score) for node in found] == [(hit.chunk.id, hit.score) for hit in hits]


def test_the_retriever_keeps_the_order_of_the_reranker(sync, folder, directory, embedder):
    sync(folder)
    with Index.open(directory, embedder, OverlapReranker()) as index:
        found = llama.retriever(index, k=3).retrieve("护理费每人每月")
        hits = index.search("护理费每人每月", k=3)
    assert all(hit.reranked is not None for hit in hits)
    assert [(node.node.node_id, node.score) for node in found] == [(hit.chunk.id, hit.score) for hit in hits]


def test_the_retriever_filters(index):
    wanted = next(entry for entry in index.entries() if entry.source == "医药费.txt")
    found = llama.retriever(index, filters=Filter(documents=frozenset({wanted.id}))).retrieve("护理费")
    assert {node.node.ref_doc_id for node in found} == {wanted.id}


def test_the_query_engine_hands_the_passages_to_the_model_it_was_given(index):
    from llama_index.core.llms.mock import MockLLM

    response = llama.query_engine(index, MockLLM(), k=2).query("护理费标准是多少")
    assert len(response.source_nodes) == 2
    assert response.source_nodes[0].node.get_content() in str(response)  # the model repeats what it was given
