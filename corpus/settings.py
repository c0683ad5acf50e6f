"""Every setting there is: the only file that touches the environment. Chooses nothing and opens nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; each field names its environment variable."""

    store: Path = ROOT / ".cache" / "store"
    """POLICY_STORE: folder of the store that commands use when they get no --store."""
    embedder: str = "bundled"
    """POLICY_EMBEDDER: "bundled", or the name or path of a sentence-transformers model."""
    reranker: str = "none"
    """POLICY_RERANKER: "none", or the name or path of a one-label CrossEncoder of sentence-transformers."""
    conversations: Path = ROOT / ".cache" / "conversations.db"
    """POLICY_CONVERSATIONS: file of the conversations; ":memory:" keeps them only as long as the program runs."""
    strictness: str = "standard"
    """POLICY_STRICTNESS: "strict", "standard" or "relaxed", or 严格, 标准, 宽松: how surely an answer must answer."""

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Take the settings from the environment; what is absent or empty keeps its default."""
        environ = os.environ if environ is None else environ
        default = cls()
        return cls(
            store=Path(environ.get("POLICY_STORE") or default.store).expanduser(),
            embedder=environ.get("POLICY_EMBEDDER") or default.embedder,
            reranker=environ.get("POLICY_RERANKER") or default.reranker,
            conversations=Path(environ.get("POLICY_CONVERSATIONS") or default.conversations).expanduser(),
            strictness=environ.get("POLICY_STRICTNESS") or default.strictness,
        )


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
