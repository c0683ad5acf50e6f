"""Settings come from the environment, and what is empty keeps its default."""

import os
from pathlib import Path

from corpus.settings import Settings, exported


def test_defaults_hold_where_nothing_is_set():
    assert Settings.read({}) == Settings()
    assert (
        Settings.read(
            {
                "POLICY_STORE": "",
                "POLICY_EMBEDDER": "",
                "POLICY_RERANKER": "",
                "POLICY_STRICTNESS": "",
                "POLICY_CONVERSATIONS": "",
            }
        )
        == Settings()
    )


def test_the_environment_wins():
    settings = Settings.read(
        {
            "POLICY_STORE": "/tmp/库",
            "POLICY_EMBEDDER": "some/model",
            "POLICY_RERANKER": "some/reader",
            "POLICY_STRICTNESS": "严格",
            "POLICY_CONVERSATIONS": "/tmp/谈话.db",
        }
    )
    assert settings.store == Path("/tmp/库")
    assert settings.embedder == "some/model"
    assert settings.reranker == "some/reader"
    assert settings.strictness == "严格"
    assert settings.conversations == Path("/tmp/谈话.db")


def test_variables_are_set_for_a_while_and_put_back(monkeypatch):
    monkeypatch.setenv("POLICY_A", "1")
    monkeypatch.delenv("POLICY_B", raising=False)
    with exported({"POLICY_A": "2", "POLICY_B": "3"}):
        assert (os.environ["POLICY_A"], os.environ["POLICY_B"]) == ("2", "3")
    assert os.environ["POLICY_A"] == "1"
    assert "POLICY_B" not in os.environ
