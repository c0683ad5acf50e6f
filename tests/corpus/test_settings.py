"""Settings come from the environment, and what is empty keeps its default."""

from pathlib import Path

from corpus.settings import Settings


def test_defaults_hold_where_nothing_is_set():
    assert Settings.read({}) == Settings()
    assert Settings.read({"POLICY_STORE": "", "POLICY_EMBEDDER": "", "POLICY_RERANKER": ""}) == Settings()


def test_the_environment_wins():
    settings = Settings.read(
        {"POLICY_STORE": "/tmp/库", "POLICY_EMBEDDER": "some/model", "POLICY_RERANKER": "some/reader"}
    )
    assert settings.store == Path("/tmp/库")
    assert settings.embedder == "some/model"
    assert settings.reranker == "some/reader"
