"""Settings come from the environment, and what is empty keeps its default."""

import os
from pathlib import Path

import pytest

from corpus.errors import BadCall
from corpus.settings import LanguageModel, Settings, exported


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


LLM = {"POLICY_LLM_URL": "http://localhost:11434/v1/", "POLICY_LLM_MODEL": "qwen3:8b"}


def test_a_language_model_is_set_by_its_address_and_name():
    assert Settings.read({"POLICY_LLM_MODEL": "qwen3:8b", "POLICY_LLM_KEY": "k"}).llm is None
    assert Settings.read(LLM).llm == LanguageModel("http://localhost:11434/v1", "qwen3:8b")
    limits = {
        "POLICY_LLM_DEADLINE": "60",
        "POLICY_LLM_FIRST": "2.5",
        "POLICY_LLM_IDLE": "3",
        "POLICY_LLM_KEY": "sk-1",
    }
    assert Settings.read(LLM | limits).llm == LanguageModel(
        "http://localhost:11434/v1", "qwen3:8b", "sk-1", deadline=60.0, first=2.5, idle=3.0
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("POLICY_LLM_URL", "localhost:11434"),
        ("POLICY_LLM_URL", "ftp://localhost/v1"),
        ("POLICY_LLM_URL", "http:///v1"),
        ("POLICY_LLM_URL", "http://me:secret@host/v1"),
        ("POLICY_LLM_URL", "http://host/v1?key=secret"),
        ("POLICY_LLM_URL", "http://host:99999/v1"),
        ("POLICY_LLM_URL", "http://ho st/v1"),
        ("POLICY_LLM_URL", "http://[::1/v1"),
        ("POLICY_LLM_MODEL", ""),
        ("POLICY_LLM_MODEL", "a\nb"),
        ("POLICY_LLM_KEY", "secret key"),
        ("POLICY_LLM_KEY", "secret\r\nX: y"),
        ("POLICY_LLM_KEY", "密钥secret"),
        ("POLICY_LLM_DEADLINE", "soon"),
        ("POLICY_LLM_DEADLINE", "0"),
        ("POLICY_LLM_DEADLINE", "-1"),
        ("POLICY_LLM_DEADLINE", "nan"),
        ("POLICY_LLM_DEADLINE", "inf"),
        ("POLICY_LLM_FIRST", "3601"),
        ("POLICY_LLM_IDLE", "1,5"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named_in_one_line_without_what_is_secret(name, value):
    with pytest.raises(BadCall) as caught:
        Settings.read(LLM | {name: value})
    told = str(caught.value)
    assert name in told
    assert " | " in told
    assert "\n" not in told
    assert "secret" not in told


def test_the_key_is_not_shown_with_the_settings():
    settings = Settings.read(LLM | {"POLICY_LLM_KEY": "sk-secret"})
    assert settings.llm is not None
    assert settings.llm.key == "sk-secret"
    assert "sk-secret" not in repr(settings) + str(settings.llm)
