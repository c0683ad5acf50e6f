"""What every embedder and every reranker must do. A new one is done when a subclass that gives it passes."""

import re

import numpy as np
import pytest

TEXTS = ["离休干部护理费", "退休人员基本养老金", "nursing allowance", "离休干部护理费"]


class EmbedderContract:
    """Subclass, and give the embedder under test as the fixture `embedder`."""

    @pytest.fixture
    def embedder(self):
        raise NotImplementedError

    def test_it_says_what_it_is(self, embedder):
        assert embedder.name
        assert re.fullmatch("[0-9a-f]{16}", embedder.fingerprint)
        assert embedder.dimension > 0

    def test_rows_are_float32_of_unit_length(self, embedder):
        vectors = embedder.encode(TEXTS)
        assert vectors.dtype == np.float32
        assert vectors.shape == (4, embedder.dimension)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(4), abs=1e-5)

    def test_a_query_is_one_vector(self, embedder):
        vector = embedder.encode_query(TEXTS[0])
        assert vector.dtype == np.float32
        assert vector.shape == (embedder.dimension,)

    def test_a_text_has_one_vector_whatever_stands_beside_it(self, embedder):
        together, alone = embedder.encode(TEXTS), embedder.encode(TEXTS[1:2])
        assert together[0] == pytest.approx(together[3], abs=1e-6)
        assert together[1] == pytest.approx(alone[0], abs=1e-5)

    def test_a_text_is_nearest_to_itself(self, embedder):
        assert np.argmax(embedder.encode(TEXTS[:3]) @ embedder.encode_query(TEXTS[1])) == 1

    def test_no_texts_are_no_rows(self, embedder):
        assert embedder.encode([]).shape == (0, embedder.dimension)

    def test_an_empty_text_has_a_finite_vector(self, embedder):
        assert np.isfinite(embedder.encode(["", "离休"])).all()


PASSAGES = [f"第{number}条　{'离休干部护理费' * (number % 5)}按月发放{number}元。" for number in range(20)]


class RerankerContract:
    """Subclass, and give the reranker under test as the fixture `reranker`."""

    @pytest.fixture
    def reranker(self):
        raise NotImplementedError

    def test_it_has_a_name(self, reranker):
        assert reranker.name

    def test_a_passage_has_one_score_from_0_to_1(self, reranker):
        scores = reranker.scores("护理费多少元", PASSAGES)
        assert scores.dtype == np.float32
        assert scores.shape == (20,)
        assert scores.min() >= 0
        assert scores.max() <= 1
        assert len(set(scores.tolist())) > 1

    def test_a_passage_has_its_score_whatever_is_read_beside_it(self, reranker):
        together = reranker.scores("护理费多少元", PASSAGES)
        alone = [reranker.scores("护理费多少元", [passage])[0] for passage in PASSAGES]
        assert together == pytest.approx(np.array(alone), abs=1e-5)

    def test_the_question_counts(self, reranker):
        one, other = (reranker.scores(query, PASSAGES) for query in ("护理费多少元", "第3条"))
        assert np.abs(one - other).max() > 1e-3

    def test_no_passages_have_no_scores(self, reranker):
        assert reranker.scores("护理费", []).shape == (0,)

    def test_empty_texts_have_a_score(self, reranker):
        assert np.isfinite(reranker.scores("", ["", "离休"])).all()
