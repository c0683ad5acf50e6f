"""The files that put the service on a machine name what exists, and take from it what it does not need."""

import configparser
import re
import shlex
import shutil
import subprocess

import pytest

from assistant.__main__ import _parser
from corpus.configuration import CONFIG
from corpus.settings import SETTINGS, Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "assistant" / "web" / "deploy"
UNIT, CONTAINER, FILE = (DEPLOY / name for name in ("policy-assistant.service", "Containerfile", "policy.toml"))


def read_as(tmp_path, text):
    """The settings of a file with this text, which only its owner can read."""
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    path.chmod(0o600)
    return Settings.read({CONFIG: str(path)})


def test_the_file_of_settings_is_read_without_a_complaint(tmp_path):
    settings = read_as(tmp_path, FILE.read_text("utf-8"))
    assert settings.service.local
    assert settings.service.secure


def test_what_is_commented_out_in_it_is_right_too(tmp_path):
    whole = re.sub(r"^# (?=\[|\w+ = )", "", FILE.read_text("utf-8"), flags=re.MULTILINE)
    settings = read_as(tmp_path, whole)
    assert settings.llm
    assert settings.oidc


@pytest.mark.parametrize("path", [UNIT, CONTAINER], ids=lambda path: path.name)
def test_every_setting_and_command_that_is_named_exists(path):
    text = path.read_text("utf-8")
    assert set(re.findall(r"POLICY_[A-Z_]+", text)) <= {CONFIG, *(each.variable for each in SETTINGS)}
    for make in re.findall(r"`make (\w+)`", text):
        assert re.search(rf"^{make}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for module in re.findall(r"python -m (\w+)", text):
        assert (ROOT / module / "__main__.py").is_file() or module == "compileall" or module == "venv"
    for local in re.findall(r"(assistant/web/deploy/[\w.-]+)", text):
        assert (ROOT / local).is_file()


def test_the_unit_starts_the_server():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(UNIT.read_text("utf-8"))
    _, flag, module, *words = shlex.split(unit["Service"]["ExecStart"])
    assert (flag, module) == ("-m", "assistant")
    assert _parser().parse_args(words).command == "serve"


def test_the_container_starts_the_server_from_files_that_are_here():
    text = CONTAINER.read_text("utf-8")
    command = re.search(r'^CMD \["(\w+)"\]$', text, re.MULTILINE)
    assert command
    assert _parser().parse_args([command[1]]).command == "serve"
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE):
        *sources, _ = line.split()
        for source in sources:
            assert (ROOT / source).exists(), source
    assert re.search(r"^USER (?!root|0)", text, re.MULTILINE)
    versions = re.findall(r"torch==([\d.]+)", text)
    assert versions
    assert all(f"torch=={version}" in (ROOT / "Makefile").read_text("utf-8") for version in versions)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_finds_the_unit_sound_and_hardly_exposed():
    verified = subprocess.run(["systemd-analyze", "verify", UNIT], capture_output=True, text=True, check=False)
    complaints = [line for line in verified.stderr.splitlines() if UNIT.name in line]
    assert [line for line in complaints if "is not executable" not in line] == []
    exposed = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=15", UNIT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert exposed.returncode == 0, exposed.stdout[-300:]
