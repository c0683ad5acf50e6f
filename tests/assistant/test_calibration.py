"""The threshold that a store was calibrated to is kept beside it and used by whoever opens it."""

import json
from dataclasses import asdict, replace

import pytest

from assistant import calibration
from assistant.calibration import Calibration
from assistant.gate import ANSWER, SHOW
from assistant.strictness import LEVELS
from assistant.wiring import open_assistant
from corpus.errors import StoreDamaged
from corpus.settings import Settings
from index.embed import open_embedder
from index.verify import verify
from index.writer import Writer

KNOWN = Calibration(0.95, 0.05, 60, "0" * 16, "1" * 16, "2026-11-21")
TEXT = "关于护理费的通知\n\n离休干部护理费标准为每人每月2000元。\n"


@pytest.fixture
def store(tmp_path):
    (tmp_path / "通知.txt").write_text(TEXT, encoding="utf-8")
    with Writer.open(tmp_path / "store", open_embedder("hash")) as writer:
        writer.sync([tmp_path / "通知.txt"])
    return tmp_path / "store"


def test_a_store_without_one_answers_from_the_default_on(store):
    assert calibration.read(store) is None
    assert calibration.threshold(store) == ANSWER


def test_what_is_written_is_read_back_and_the_store_stays_sound(store):
    calibration.write(store, KNOWN)
    assert calibration.read(store) == KNOWN
    assert calibration.threshold(store) == 0.95
    assert verify(store) == []


def test_every_level_has_the_threshold_it_was_calibrated_to_and_none_is_stricter_than_the_one_above(store):
    calibration.write(store, replace(KNOWN, threshold=0.7, levels={"strict": 0.95, "relaxed": 0.5}))
    assert [calibration.threshold(store, level) for level in LEVELS] == [0.95, 0.7, 0.5]
    calibration.write(store, replace(KNOWN, threshold=0.9, levels={"strict": 0.8, "relaxed": 0.95}))
    assert [calibration.threshold(store, level) for level in LEVELS] == [0.9, 0.9, 0.9]


def test_a_calibration_from_before_there_were_levels_is_read(store):
    old = {key: value for key, value in asdict(KNOWN).items() if key != "levels"}
    (store / calibration.FILE).write_text(json.dumps(old), encoding="utf-8")
    assert calibration.read(store) == KNOWN
    strict, standard, relaxed = (calibration.threshold(store, level) for level in LEVELS)
    assert strict == standard == 0.95
    assert SHOW <= relaxed < standard


def test_an_answer_below_the_threshold_of_its_store_is_only_shown_as_related(store):
    settings = Settings(store=store, embedder="hash")
    question = "离休干部护理费标准每月拨付多少元？"
    before = open_assistant(settings).ask(question)
    calibration.write(store, Calibration(1.0, 0.01, 60, "0" * 16, "1" * 16, "2026-11-21"))
    after = open_assistant(settings).ask(question)
    assert before.status == "answered"
    assert 0 < before.confidence < 1
    assert after.status == "uncertain"
    assert after.confidence == before.confidence


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        "{}",
        json.dumps({"threshold": 0.5}),
        json.dumps(asdict(KNOWN) | {"levels": {"sloppy": 0.4}}),
        json.dumps(asdict(KNOWN) | {"levels": {"relaxed": 0.1}}),
        json.dumps(asdict(KNOWN) | {"levels": {"relaxed": "0.5"}}),
        json.dumps(asdict(KNOWN) | {"levels": [0.5]}),
        '{"threshold": 7, "risk": 0, "questions": 0, "store_hash": "", "suite_hash": "", "date": ""}',
    ],
)
def test_a_file_that_is_no_calibration_is_told_and_not_passed_over(store, text):
    (store / calibration.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(StoreDamaged, match="calibrate"):
        calibration.read(store)


def test_no_threshold_is_below_what_is_shown_as_related():
    assert SHOW < ANSWER
