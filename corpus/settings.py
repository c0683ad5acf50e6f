"""Every setting there is: the only file that touches the environment. Chooses nothing and opens nothing."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from corpus.errors import BadCall

ROOT = Path(__file__).resolve().parent.parent


LONGEST = 600.0
"""Seconds: no limit of a language model may be longer."""
_LIMITS = {"deadline": "POLICY_LLM_DEADLINE", "first": "POLICY_LLM_FIRST", "idle": "POLICY_LLM_IDLE"}


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """An OpenAI-compatible endpoint that words answers."""

    url: str
    """POLICY_LLM_URL: base URL, as http://localhost:11434/v1."""
    model: str
    """POLICY_LLM_MODEL: what the endpoint calls the model."""
    key: str = field(default="", repr=False)
    """POLICY_LLM_KEY: sent as a bearer token; empty sends none. It stands in no message, log or repr."""
    deadline: float = 30.0
    """POLICY_LLM_DEADLINE: seconds from the question to the last word."""
    first: float = 15.0
    """POLICY_LLM_FIRST: seconds until the first word."""
    idle: float = 10.0
    """POLICY_LLM_IDLE: seconds between two words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; each field names its environment variable."""

    store: Path = ROOT / ".cache" / "store"
    """POLICY_STORE: folder of the store that commands use when they get no --store."""
    embedder: str = "bundled"
    """POLICY_EMBEDDER: "bundled", or the name or path of a sentence-transformers model."""
    reranker: str = "none"
    """POLICY_RERANKER: "none", or the name or path of a one-label CrossEncoder of sentence-transformers."""
    llm: LanguageModel | None = None
    """The POLICY_LLM_… variables; None where no POLICY_LLM_URL is given."""
    conversations: Path = ROOT / ".cache" / "conversations.db"
    """POLICY_CONVERSATIONS: file of the conversations; ":memory:" keeps them only as long as the program runs."""
    letters: Path | None = None
    """POLICY_LETTERS: folder with an office's own kinds of letters (*.md) and its `office.toml`."""
    drafts: Path = ROOT / ".cache" / "drafts.db"
    """POLICY_DRAFTS: file of the drafts of letters; ":memory:" keeps them only as long as the program runs."""
    strictness: str = "standard"
    """POLICY_STRICTNESS: "strict", "standard" or "relaxed", or 严格, 标准, 宽松: how surely an answer must answer."""

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Take the settings from the environment; what is absent or empty keeps its default.

        Raises:
            BadCall: a value makes no sense.
        """
        environ = os.environ if environ is None else environ
        default = cls()
        return cls(
            store=Path(environ.get("POLICY_STORE") or default.store).expanduser(),
            embedder=environ.get("POLICY_EMBEDDER") or default.embedder,
            reranker=environ.get("POLICY_RERANKER") or default.reranker,
            llm=_language_model(environ),
            conversations=Path(environ.get("POLICY_CONVERSATIONS") or default.conversations).expanduser(),
            letters=Path(folder).expanduser() if (folder := environ.get("POLICY_LETTERS")) else None,
            drafts=Path(environ.get("POLICY_DRAFTS") or default.drafts).expanduser(),
            strictness=environ.get("POLICY_STRICTNESS") or default.strictness,
        )


def _language_model(environ: Mapping[str, str]) -> LanguageModel | None:
    url = environ.get("POLICY_LLM_URL", "").strip()
    if not url:
        return None
    model, key = environ.get("POLICY_LLM_MODEL", "").strip(), environ.get("POLICY_LLM_KEY", "").strip()
    if not _is_base(url):
        raise BadCall(
            "POLICY_LLM_URL 应为大模型服务的地址，如 http://localhost:11434/v1，不含口令和参数",
            "POLICY_LLM_URL must be a base URL such as http://localhost:11434/v1, without password and query",
        )
    if not model or not model.isprintable():
        raise BadCall(
            "设了 POLICY_LLM_URL，还要用 POLICY_LLM_MODEL 给出模型名", "POLICY_LLM_MODEL must name the model"
        )
    if not all("!" <= char <= "~" for char in key):
        raise BadCall(
            "POLICY_LLM_KEY 只能有可见的英文字符，不含空格", "POLICY_LLM_KEY must be visible ASCII without a space"
        )
    limits = {
        field: _seconds(name, text) for field, name in _LIMITS.items() if (text := environ.get(name, "").strip())
    }
    return LanguageModel(url.rstrip("/"), model, key, **limits)


def _is_base(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # a port or an address that is none
        return False
    bare = not (parts.username or parts.password or parts.query or parts.fragment)
    whole = url.isprintable() and " " not in url
    return parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0 and bare and whole


def _seconds(name: str, text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0 < seconds <= LONGEST:
        raise BadCall(
            f"{name} 应为不超过 {LONGEST:g} 的秒数，如 30", f"{name} must be seconds, at most {LONGEST:g}, as 30"
        )
    return seconds


@contextmanager
def exported(variables: Mapping[str, str]) -> Iterator[None]:
    """Set environment variables for the processes that are started inside the block; they are put back at its end."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
