"""CrossEncoders by path, what they do to the hits of a search, and how one that is no use is refused."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.rerank import RERANKED, CrossReranker, OverlapReranker, open_reranker, rerank
from index.search import Index
from index.types import Chunk, Hit
from tests.index.contracts import PASSAGES, RerankerContract

WORDS = [
    "[PAD]",
    "[UNK]",
    "[CLS]",
    "[SEP]",
    "[MASK]",
    *"离休干部退护理医药费按月发放多少元第条每人标准通知的年",
    *"0123456789",
]

opened = cache(open_reranker)


def save(folder, kind, labels):
    """Write a transformer of one layer with random weights: `kind` is a class of transformers."""
    import torch
    import transformers

    transformers.BertTokenizer(vocab={word: at for at, word in enumerate(WORDS)}).save_pretrained(folder)
    torch.manual_seed(7)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    config = transformers.BertConfig(
        vocab_size=len(WORDS), max_position_embeddings=128, initializer_range=0.5, num_labels=labels, **shape
    )
    getattr(transformers, kind)(config).save_pretrained(folder)
    return str(folder)


@pytest.fixture(scope="module")
def crossencoder(tmp_path_factory):
    """The folder of a CrossEncoder of one layer and one label."""
    return save(tmp_path_factory.mktemp("crossencoder"), "BertForSequenceClassification", 1)


class TestCrossReranker(RerankerContract):
    @pytest.fixture
    def reranker(self, crossencoder):
        return opened(crossencoder)


class TestOverlap(RerankerContract):
    @pytest.fixture
    def reranker(self):
        return OverlapReranker()


def test_scores_are_the_sigmoid_of_what_the_model_says_whatever_its_settings_name(crossencoder, tmp_path):
    import torch
    from sentence_transformers import CrossEncoder

    model = CrossEncoder(crossencoder, device="cpu", activation_fn=torch.nn.Identity())
    model.save(str(tmp_path / "raw"))
    said = model.predict([("护理费多少元", passage) for passage in PASSAGES], show_progress_bar=False)
    assert np.abs(said).max() > 1
    for folder in (crossencoder, str(tmp_path / "raw")):
        scores = open_reranker(folder).scores("护理费多少元", PASSAGES)
        assert scores == pytest.approx(1 / (1 + np.exp(-said)), abs=1e-5)


def test_pairs_are_read_on_one_thread(crossencoder, monkeypatch, torch_threads):
    torch_threads(3)
    reranker, seen = CrossReranker(crossencoder), []
    predict = reranker._model.predict

    def watched(*args, **options):
        seen.append(torch_threads())
        return predict(*args, **options)

    monkeypatch.setattr(reranker._model, "predict", watched)
    reranker.scores("护理费", PASSAGES)
    assert (seen, torch_threads()) == ([1], 3)


def test_threads_may_share_a_crossencoder(crossencoder):
    reranker = opened(crossencoder)
    queries = ["护理费多少元", "医药费", "离休干部", "标准的通知"] * 5
    expected = [reranker.scores(query, PASSAGES) for query in queries]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda query: reranker.scores(query, PASSAGES), queries))
    assert np.abs(np.array(found) - np.array(expected)).max() < 1e-5


def test_a_passage_longer_than_the_model_reads_is_cut(crossencoder):
    assert opened(crossencoder).scores("护理费", ["离休干部" * 5000]).shape == (1,)


def test_a_model_with_two_labels_is_refused(tmp_path):
    with pytest.raises(ModelUnavailable, match="2 labels"):
        open_reranker(save(tmp_path, "BertForSequenceClassification", 2))


@pytest.mark.parametrize("labels", [1, 2])
def test_an_encoder_whose_score_would_be_random_is_refused(tmp_path, labels):
    with pytest.raises(ModelUnavailable, match="not trained to score"):
        open_reranker(save(tmp_path, "BertModel", labels))


def test_a_sentence_transformer_is_refused(minilm):
    with pytest.raises(ModelUnavailable, match="not trained to score"):
        open_reranker(minilm.name)


def test_a_model_that_is_not_here_is_one_line(tmp_path):
    for name in (str(tmp_path / "no-such-model"), "cross-encoder/no-such-model"):
        with pytest.raises(ModelUnavailable) as failure:
            open_reranker(name)
        assert "no-such-model" in failure.value.zh
        assert "no-such-model" in failure.value.en
        assert "\n" not in str(failure.value)


@pytest.mark.parametrize("damage", [b"{", None])
@pytest.mark.parametrize("name", ["config.json", "model.safetensors"])
def test_a_damaged_folder_is_one_line(crossencoder, tmp_path, name, damage):
    folder = shutil.copytree(crossencoder, tmp_path / "model")
    (folder / name).unlink() if damage is None else (folder / name).write_bytes(damage)
    with pytest.raises(ModelUnavailable) as failure:
        open_reranker(str(folder))
    assert "\n" not in str(failure.value)


def test_none_is_no_reranker():
    assert open_reranker() is None
    assert open_reranker("none") is None
    assert open_reranker("overlap").name == "overlap"


class Says:
    """Gives every passage the score that is written in it, or one that is handed in."""

    name = "says"

    def __init__(self, scores=None):
        self.told = scores
        self.read = []

    def scores(self, query, passages):
        self.read.append(list(passages))
        told = [float(passage.split()[-1]) for passage in passages] if self.told is None else self.told
        return np.array(told, np.float32)


def found(*says, best=1.2, step=0.01):
    """Hits of falling score whose text ends in what the reranker will say."""
    return [
        Hit(
            Chunk(f"d:{at}-{at}", "d", (), at, at, f"{at} {says[at]}", ""),
            best - step * at,
            at + 1,
            "hybrid",
            0.5,
            0.5,
        )
        for at in range(len(says))
    ]


def order(hits):
    return [hit.chunk.start for hit in hits]


def test_hits_come_in_the_order_of_the_reranker_and_say_why():
    hits = rerank(Says(), "q", found(0.25, 0.75, 0.5))
    assert order(hits) == [1, 2, 0]
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert [hit.score for hit in hits] == [hit.reranked for hit in hits] == [0.75, 0.5, 0.25]
    assert {(hit.lexical, hit.dense, hit.via) for hit in hits} == {(0.5, 0.5, "hybrid")}


def test_equal_scores_keep_the_order_in_which_they_were_found():
    assert order(rerank(Says(), "q", found(0.5, 0.5, 1.0, 0.5))) == [2, 0, 1, 3]


def test_only_the_first_are_read_once_and_stay_before_the_rest():
    reranker, hits = Says(), found(*([0.0] * RERANKED), 1.0, 1.0)
    after = rerank(reranker, "q", hits)
    assert [len(passages) for passages in reranker.read] == [RERANKED]
    assert order(after) == list(range(RERANKED + 2))
    assert after[RERANKED:] == hits[RERANKED:]
    assert {hit.score for hit in after[:RERANKED]} == {hits[RERANKED].score}
    assert [hit.reranked for hit in after[-3:]] == [0.0, None, None]


@pytest.mark.parametrize("best", [1.2, 0.1, -0.1])
def test_scores_never_rise(best):
    says = np.random.default_rng(7).random(40).round(3)
    after = rerank(Says(), "q", found(*says, best=best))
    assert all(first.score >= second.score for first, second in pairwise(after))
    assert sorted(order(after)) == list(range(40))


def test_nothing_found_is_nothing_in_order():
    assert rerank(OverlapReranker(), "护理费", []) == []


@pytest.mark.parametrize("scores", [[0.5], [0.5, 0.5, float("nan")], [[0.5], [0.5], [0.5]], []])
def test_scores_that_are_none_are_refused(scores):
    with pytest.raises(ModelUnavailable, match="POLICY_RERANKER"):
        rerank(Says(scores), "q", found(0.1, 0.2, 0.3))


def test_a_crossencoder_puts_the_hits_of_a_search_in_order(sync, folder, directory, embedder, crossencoder):
    sync(folder)
    reranker = opened(crossencoder)
    with Index.open(directory, embedder, reranker) as index:
        hits = index.search("护理费每人每月多少元", k=99)
        assert len(hits) == len(index)
        said = reranker.scores("护理费每人每月多少元", [hit.chunk.searchable for hit in hits])
        for hit, score in zip(hits, said.tolist(), strict=True):
            assert hit.reranked == pytest.approx(score, abs=1e-5)
            document = index.document(hit.chunk.document_id)
            assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    with Index.open(directory, embedder) as index:
        assert [hit.chunk for hit in index.search("护理费每人每月多少元", k=99)] != [hit.chunk for hit in hits]
