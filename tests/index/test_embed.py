"""The bundled model against sentence-transformers itself; other models by name; what imports what."""

import hashlib
import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import ModelUnavailable
from index.embed import BUNDLED, HashEmbedder, SentenceEmbedder, StaticEmbedder, open_embedder
from tests.index.contracts import EmbedderContract

VARIED = [
    *("", " ", "。！？", "👵🏻🎉", "离", "离休干部护理费每人每月400元", "ＡＢＣ　１２３", "\n\t", "\u200b"),
    "a" * 3000,
    *("離休幹部", "What is the nursing allowance?", "Straße, café, naïve", "〔2019〕10号", "XX市××县**局", "龘靐齉"),
    *(
        f"第{number}条　离退休干部{'的护理费、' * (number % 40)}按照标准{number * 37}元发放。"
        for number in range(200)
    ),
    "中华人民共和国公务员法。" * 2000,
]


opened = cache(open_embedder)


class TestHashEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return HashEmbedder(64)


class TestBundled(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return opened("bundled")


class TestSentenceEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self):
        return opened(str(BUNDLED))


@pytest.fixture(scope="module")
def transformer(tmp_path_factory):
    """The folder of a transformer of one layer, with random weights and a prompt for queries."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizer

    plain, whole = (tmp_path_factory.mktemp(name) for name in ("bert", "transformer"))
    characters = sorted(set("".join(VARIED) + "离休干部护理费退休人员基本养老金nursing allowance问：") - set(" \n\t"))
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *characters, *(f"##{each}" for each in characters)]
    BertTokenizer(vocab={word: at for at, word in enumerate(words)}).save_pretrained(plain)
    torch.manual_seed(7)
    shape = {"hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 64}
    BertModel(BertConfig(vocab_size=len(words), max_position_embeddings=128, **shape)).save_pretrained(plain)
    layers = [Transformer(str(plain), max_seq_length=64), Pooling(32, pooling_mode="mean")]
    SentenceTransformer(modules=layers, prompts={"query": "问：", "document": ""}, device="cpu").save(str(whole))
    return whole


class TestTransformer(EmbedderContract):
    @pytest.fixture
    def embedder(self, transformer):
        return opened(str(transformer))


ENGLISH = [
    ("How much is the monthly nursing allowance?", "What amount is paid each month for nursing care?"),
    ("Medical bills are reimbursed in full.", "Health expenses are paid back completely."),
    ("The activity centre opens at eight.", "The club for the elderly starts at 8 a.m."),
]


class TestMiniLM(EmbedderContract):
    @pytest.fixture
    def embedder(self, minilm):
        return minilm


def test_a_real_model_brings_paraphrases_together(minilm):
    """Every sentence is nearer, by a tenth, to its paraphrase than to what is said of another matter."""
    first, second = zip(*ENGLISH, strict=True)
    cosines = minilm.encode(first) @ minilm.encode(second).T
    others = np.where(np.eye(len(ENGLISH), dtype=bool), -1, cosines)
    assert (cosines.diagonal() > others.max(axis=0) + 0.1).all()
    assert (cosines.diagonal() > others.max(axis=1) + 0.1).all()
    assert minilm.dimension == 384


def test_the_weights_of_the_real_model_are_those_that_its_authors_published(minilm):
    weights = Path(minilm.name, "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def test_a_question_is_embedded_on_one_thread_and_passages_on_all(transformer, monkeypatch, torch_threads):
    torch_threads(3)
    embedder = open_embedder(str(transformer))
    seen = []
    for name in ("encode_query", "encode_document"):
        monkeypatch.setattr(embedder._model, name, watched(getattr(embedder._model, name), seen))
    embedder.encode_query("护理费")
    torch_threads(2)
    embedder.encode(["护理费", "医药费"])
    assert seen == [(1, None), (3, 16)]
    assert torch_threads() == 2


def watched(call, seen):
    """The same call, noting the number of threads and the batch size that it runs with."""
    import torch

    def run(*args, **options):
        seen.append((torch.get_num_threads(), options.get("batch_size")))
        return call(*args, **options)

    return run


def test_threads_may_share_a_transformer(transformer):
    embedder = opened(str(transformer))
    texts = VARIED[-40:-1]
    expected = [embedder.encode_query(text) for text in texts]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(embedder.encode_query, texts))
        assert embedder.encode(texts).shape == (len(texts), 32)
    assert np.abs(np.array(found) - np.array(expected)).max() < 1e-5


def test_a_model_is_asked_with_its_own_prompt(transformer):
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(transformer), device="cpu")
    bare, asked = model.encode(["护理费", "问：护理费"], normalize_embeddings=True)
    embedder = opened(str(transformer))
    assert embedder.encode(["护理费"])[0] == pytest.approx(bare, abs=1e-5)
    assert embedder.encode_query("护理费") == pytest.approx(asked, abs=1e-5)
    assert np.abs(bare - asked).max() > 1e-3


def test_the_fingerprint_of_a_transformer_follows_its_weights_and_not_its_folder(transformer, tmp_path):
    from safetensors.numpy import load_file, save_file

    other = shutil.copytree(transformer, tmp_path / "other")
    assert open_embedder(str(other)).fingerprint == opened(str(transformer)).fingerprint
    weights = next(other.rglob("model.safetensors"))
    tensors = load_file(weights)
    tensors["embeddings.word_embeddings.weight"][5, 0] += 1
    save_file(tensors, weights, {"format": "pt"})
    assert open_embedder(str(other)).fingerprint != opened(str(transformer)).fingerprint


def test_the_bundled_vectors_are_those_of_sentence_transformers():
    from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(BUNDLED), device="cpu").encode(VARIED, normalize_embeddings=True)
    assert len(VARIED) > 200
    assert np.abs(open_embedder("bundled").encode(VARIED) - reference).max() < 1e-5


def test_a_text_without_a_known_piece_has_no_direction():
    assert not open_embedder("bundled").encode(["", "。！？"]).any()


def test_the_fingerprint_follows_weights_and_tokenizer(tmp_path):
    folder = shutil.copytree(BUNDLED, tmp_path / "model")
    before = StaticEmbedder.load(folder).fingerprint
    assert before == open_embedder("bundled").fingerprint
    weights = bytearray((folder / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (folder / "model.safetensors").write_bytes(weights)
    changed = StaticEmbedder.load(folder).fingerprint
    (folder / "tokenizer.json").write_bytes((folder / "tokenizer.json").read_bytes() + b"\n")
    assert len({before, changed, StaticEmbedder.load(folder).fingerprint}) == 3


def test_the_same_model_opened_twice_has_one_fingerprint():
    assert SentenceEmbedder(str(BUNDLED)).fingerprint == SentenceEmbedder(str(BUNDLED)).fingerprint


def test_hash_vectors_are_the_same_in_every_process():
    code = "from index.embed import HashEmbedder; print(HashEmbedder(8).encode_query('离休干部').tolist())"
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(printed) == HashEmbedder(8).encode_query("离休干部").tolist()
    assert HashEmbedder(8).fingerprint != HashEmbedder(16).fingerprint


def test_a_model_that_is_not_here_is_one_line(tmp_path):
    with pytest.raises(ModelUnavailable) as failure:
        open_embedder(str(tmp_path / "no-such-model"))
    assert "no-such-model" in failure.value.zh
    assert "\n" not in str(failure.value)


@pytest.mark.parametrize("name", ["tokenizer.json", "model.safetensors", "modules.json"])
def test_a_damaged_bundled_folder_is_one_line(tmp_path, name):
    folder = shutil.copytree(BUNDLED, tmp_path / "model")
    (folder / name).write_bytes(b"{")
    with pytest.raises(ModelUnavailable):
        StaticEmbedder.load(folder)
    (folder / name).unlink()
    with pytest.raises(ModelUnavailable):
        StaticEmbedder.load(folder)


@pytest.mark.parametrize("damage", [b"{", b"{}", None])
@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "modules.json"])
def test_a_damaged_transformer_is_one_line(transformer, tmp_path, name, damage):
    """Without its modules.json a folder is still a plain transformer, whose tokens sentence-transformers averages."""
    folder = shutil.copytree(transformer, tmp_path / "model")
    file = next(folder.rglob(name))
    file.unlink() if damage is None else file.write_bytes(damage)
    if (name, damage) == ("modules.json", None):
        assert open_embedder(str(folder)).dimension == 32
        return
    with pytest.raises(ModelUnavailable) as failure:
        open_embedder(str(folder))
    assert "\n" not in str(failure.value)


def test_a_model_with_more_than_a_table_is_refused(tmp_path):
    folder = shutil.copytree(BUNDLED, tmp_path / "model")
    modules = json.loads((folder / "modules.json").read_text())
    modules.append({"idx": 1, "name": "1", "path": "1_Dense", "type": "sentence_transformers.models.Dense"})
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(ModelUnavailable, match="StaticEmbedding"):
        StaticEmbedder.load(folder)


def test_searching_with_the_bundled_model_imports_nothing_heavy():
    code = (
        "import sys; from index.lexical import Lexical; from index.embed import open_embedder; import index.search;"
        "from index.rerank import open_reranker; open_reranker('none'); open_reranker('overlap');"
        "open_embedder('bundled').encode_query('离休'); Lexical.build(['离休']);"
        "print({'torch', 'transformers', 'sentence_transformers', 'scipy', 'pandas'} & set(sys.modules))"
    )
    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "set()"


def test_the_model_file_is_small_enough_to_keep_in_a_repository():
    assert sum(file.stat().st_size for file in BUNDLED.iterdir()) < 20_000_000
    assert (BUNDLED / "model.safetensors").stat().st_size <= 18_000_000


def test_the_model_card_is_about_this_model():
    card = (BUNDLED / "README.md").read_text(encoding="utf-8")
    assert opened("bundled").fingerprint in card
    assert hashlib.sha256((BUNDLED / "model.safetensors").read_bytes()).hexdigest() in card
    assert f"{opened('bundled').dimension} dimensions" in card
