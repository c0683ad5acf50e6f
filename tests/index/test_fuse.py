"""One number out of many, by hand-made weights and by those that come with the program."""

import json
from itertools import product

import numpy as np
import pytest

from index.features import ASKED, FEATURES
from index.fuse import FILE, Fusion

FEW = Fusion(
    weights=np.eye(1, len(FEATURES), dtype=np.float32)[0],
    gates=np.zeros((len(ASKED), len(FEATURES)), np.float32),
    centre=np.array([3.0, 0.5, 0.5], np.float32),
    spread=np.array([0.5, 0.25, 0.25], np.float32),
    model="abcd",
    level=(0.25, 0.1),
)


def candidate(**values):
    return np.array([[values.get(name, 0.0) for name in FEATURES]], np.float32)


def usual():
    return Fusion.load().centre


def test_the_average_question_is_weighed_with_the_weights_alone():
    assert FEW.scores(candidate(words=0.4, meaning=0.9), FEW.centre).tolist() == pytest.approx([0.4])


def test_a_question_moves_the_weights_by_as_many_deviations_as_it_is_strange():
    gates = np.zeros_like(FEW.gates)
    gates[1, FEATURES.index("meaning")] = -0.2
    fusion = Fusion(FEW.weights, gates, FEW.centre, FEW.spread)
    two_up = FEW.centre + np.array([0, 2 * 0.25, 0], np.float32)
    assert fusion.scores(candidate(words=0.4, meaning=0.5), two_up).tolist() == pytest.approx([0.4 - 2 * 0.2 * 0.5])
    far = FEW.centre + np.array([0, 99, 0], np.float32)
    assert fusion.scores(candidate(meaning=1.0), far).tolist() == pytest.approx([-3 * 0.2])


def test_what_is_written_is_read_again_whatever_the_order(tmp_path):
    path = tmp_path / "fusion.json"
    loaded = Fusion.load()
    loaded.write(path)
    written = json.loads(path.read_text())
    written["weights"] = dict(reversed(written["weights"].items()))
    path.write_text(json.dumps(written))
    again = Fusion.read(path)
    assert again.weights.tolist() == loaded.weights.tolist()
    assert again.gates.tolist() == loaded.gates.tolist()
    assert (again.model, again.level) == (loaded.model, loaded.level)


def test_weights_of_other_features_are_refused(tmp_path):
    written = json.loads(FILE.read_text("utf-8"))
    written["weights"]["luck"] = 1.0
    (tmp_path / "fusion.json").write_text(json.dumps(written))
    with pytest.raises(ValueError, match="other features"):
        Fusion.read(tmp_path / "fusion.json")


@pytest.mark.parametrize("name", ["words", "coverage", "meaning", "tokens", "named"])
def test_more_of_what_speaks_for_a_chunk_never_lowers_it_in_an_ordinary_question(name):
    fusion = Fusion.load()
    for strange in product((-1, 0, 1), repeat=len(ASKED)):
        question = fusion.centre + np.array(strange, np.float32) * fusion.spread
        less, more = fusion.scores(np.concatenate([candidate(), candidate(**{name: 0.5})]), question)
        assert more >= less, strange


def test_meaning_counts_more_where_words_find_little():
    fusion = Fusion.load()
    poor, rich = fusion.centre.copy(), fusion.centre.copy()
    poor[1] -= fusion.spread[1]
    rich[1] += fusion.spread[1]
    meaning = candidate(meaning=0.5)
    assert fusion.scores(meaning, poor)[0] > fusion.scores(meaning, rich)[0]


def test_cosines_of_another_model_are_brought_to_the_same_level_in_the_same_order():
    other = np.array([0.7, 0.9, 0.8], np.float32)
    level = FEW.levelled(other, "another")
    assert level.mean() == pytest.approx(0.25)
    assert level.std() == pytest.approx(0.1)
    assert np.argsort(level).tolist() == np.argsort(other).tolist()
    assert FEW.levelled(other, "abcd") is other
    assert FEW.levelled(np.full(2, 0.4, np.float32), "another").tolist() == pytest.approx([0.25, 0.25])
    assert FEW.levelled(np.empty(0, np.float32), "another").shape == (0,)


def test_no_chunks_are_no_scores():
    assert Fusion.load().scores(np.empty((0, len(FEATURES)), np.float32), usual()).shape == (0,)
