"""Settings come from the environment and from a file, and what is empty keeps its default."""

import ast
import dataclasses
import inspect
import os
import subprocess
import sys
from ipaddress import ip_network
from pathlib import Path

import pytest

from corpus import settings as module
from corpus.errors import BadCall
from corpus.settings import SETTINGS, LanguageModel, Oidc, Service, Settings, exported, strangers


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


FILE = """
store = "库"
conversations = ":memory:"

[llm]
url = "http://10.0.0.5:8000/v1"
model = "qwen3"
key = "sk-file"
deadline = 20

[service]
host = "10.0.0.7"
port = 8443
home = "/var/lib/policy"
hosts = ["wen.example.cn", "10.0.0.7"]
public = "https://wen.example.cn"
proxies = ["10.0.0.1", "10.1.0.0/16"]
audit_days = 200
"""


@pytest.fixture
def file(tmp_path):
    def file(text, mode=0o600):
        path = tmp_path / "policy.toml"
        path.write_text(text, encoding="utf-8")
        path.chmod(mode)
        return {"POLICY_CONFIG": str(path)}

    return file


def test_a_file_may_hold_every_setting_and_the_environment_wins(file, tmp_path):
    settings = Settings.read(file(FILE) | {"POLICY_PORT": "8000", "POLICY_LLM_MODEL": "other"})
    assert settings.store == tmp_path / "库"
    assert settings.conversations == Path(":memory:")
    assert settings.llm == LanguageModel("http://10.0.0.5:8000/v1", "other", "sk-file", deadline=20.0)
    service = settings.service
    assert (service.host, service.port) == ("10.0.0.7", 8000)
    assert service.proxies == (ip_network("10.0.0.1"), ip_network("10.1.0.0/16"))
    assert service.names == {"127.0.0.1", "::1", "localhost", "wen.example.cn", "10.0.0.7"}
    assert service.secure
    assert not service.local
    assert service.library == Path("/var/lib/policy/library")
    assert service.audit_days == 200


def test_what_others_could_read_holds_no_secret(file):
    for mode in (0o644, 0o604, 0o606):
        with pytest.raises(BadCall, match="chmod o=") as caught:
            Settings.read(file(FILE, mode))
        assert "sk-file" not in str(caught.value)
    Settings.read(file(FILE, 0o640))
    Settings.read(file("[service]\nport = 1234", 0o644))


def test_everything_that_is_wrong_is_told_at_once_in_one_line(file):
    text = """
colour = "red"
[service]
port = "99999"
prot = 1
host = true
proxies = ["10.0.0.1", 5]
audit_days = 179
"""
    wrong = file(text) | {"POLICY_UPLOAD_MB": "500", "POLICY_LOG_LEVEL": "loud", "POLICY_LLM_URL": "http://h/v1"}
    with pytest.raises(BadCall) as caught:
        Settings.read(wrong)
    told = str(caught.value)
    names = ("colour", "service.port", "service.prot", "service.host", "service.proxies", "service.audit_days")
    for name in (*names, "POLICY_UPLOAD_MB", "POLICY_LOG_LEVEL", "POLICY_LLM_MODEL"):
        assert name in caught.value.zh
        assert name in caught.value.en
    assert "\n" not in told


@pytest.mark.parametrize("text", ["port = ", "\udcff", "[service]\nport = 1\nport = 2"])
def test_a_file_that_is_no_toml_is_named(tmp_path, text):
    path = tmp_path / "policy.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadCall, match=r"policy\.toml"):
        Settings.read({"POLICY_CONFIG": str(path)})


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(BadCall, match=r"none\.toml"):
        Settings.read({"POLICY_CONFIG": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"POLICY_HOST": "0.0.0.0"}, "POLICY_HOSTS"),
        ({"POLICY_SESSION_IDLE": "61", "POLICY_SESSION_HOURS": "1"}, "POLICY_SESSION_IDLE"),
        ({"POLICY_OIDC_ISSUER": "https://id.example.cn", "POLICY_OIDC_CLIENT": "q"}, "POLICY_PUBLIC_URL"),
        ({"POLICY_OIDC_ISSUER": "https://id.example.cn", "POLICY_PUBLIC_URL": "https://q.cn"}, "POLICY_OIDC_CLIENT"),
        ({"POLICY_AUDIT_DAYS": "179"}, "POLICY_AUDIT_DAYS"),
        ({"POLICY_PROXIES": "everyone"}, "POLICY_PROXIES"),
        ({"POLICY_HOSTS": "wen.example.cn:443"}, "POLICY_HOSTS"),
        ({"POLICY_HOST": "-x"}, "POLICY_HOST"),
        ({"POLICY_PORT": "0"}, "POLICY_PORT"),
        ({"POLICY_PORT": "７８６０"}, "POLICY_PORT"),
        ({"POLICY_OIDC_SECRET": "a secret"}, "POLICY_OIDC_SECRET"),
    ],
)
def test_settings_of_the_service_are_checked(given, named):
    with pytest.raises(BadCall, match=named) as caught:
        Settings.read(given)
    assert "a secret" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"])
def test_this_machine_is_known_by_its_names(host):
    assert Settings.read({"POLICY_HOST": host}).service.local


def test_an_identity_provider_is_set_by_issuer_and_client():
    environ = {
        "POLICY_OIDC_ISSUER": "https://id.example.cn/",
        "POLICY_OIDC_CLIENT": "q",
        "POLICY_OIDC_SECRET": "s3cret",
        "POLICY_PUBLIC_URL": "https://wen.example.cn",
    }
    settings = Settings.read(environ)
    assert settings.oidc == Oidc("https://id.example.cn", "q", "s3cret")
    assert "s3cret" not in repr(settings)


def test_every_field_has_its_setting_and_says_its_variable():
    known = {each.key: each.variable for each in SETTINGS}
    said = {}
    for node in ast.parse(inspect.getsource(module)).body:
        if isinstance(node, ast.ClassDef):
            for field, doc in zip(node.body, node.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(doc, ast.Expr):
                    said[node.name, field.target.id] = doc.value.value
    tables = {"": Settings, "llm.": LanguageModel, "service.": Service, "oidc.": Oidc}
    fields = {
        table + field.name: said[cls.__name__, field.name]
        for table, cls in tables.items()
        for field in dataclasses.fields(cls)
        if table + field.name not in ("llm", "service", "oidc")
    }
    assert fields.keys() == known.keys()
    for key, doc in fields.items():
        assert doc.startswith(f"{known[key]}: "), key


def test_a_variable_that_looks_like_a_setting_and_is_none_is_noticed():
    assert strangers({"POLICY_PROT": "1", "POLICY_PORT": "1", "POLICY_CONFIG": "x", "HOME": "/"}) == ["POLICY_PROT"]


def test_a_sealed_process_keeps_its_libraries_at_home(tmp_path):
    code = f"""
import os
from pathlib import Path
from corpus.settings import SEALED, UNWANTED, Service, seal
seal(Service(home=Path({str(tmp_path)!r})))
assert SEALED.items() <= os.environ.items()
assert not set(UNWANTED) & os.environ.keys()
print(os.environ["GRADIO_TEMP_DIR"])
"""
    environ = os.environ | {"HTTPS_PROXY": "http://evil:1", "GRADIO_ANALYTICS_ENABLED": "True", "GRADIO_SHARE": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(tmp_path / "gradio")
