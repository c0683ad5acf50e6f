"""Every setting there is: the only file that touches the environment. Chooses nothing and opens no store.

A setting comes from the environment, or from the TOML file that POLICY_CONFIG names; the environment wins. Whatever
is wrong is told at once, all of it.
"""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from corpus.configuration import CONFIG, Found, Problem, Setting
from corpus.errors import BadCall
from corpus.values import (
    BASE_URL,
    HOST,
    NETWORK,
    PATH,
    TEXT,
    VISIBLE,
    Network,
    one_of,
    seconds,
    several,
    whole,
)

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK: tuple[Network, ...] = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))
"""The addresses of this machine itself."""


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
class Oidc:
    """An identity provider whose users may sign in."""

    issuer: str
    """POLICY_OIDC_ISSUER: its URL; what stands in `iss` of its tokens."""
    client: str
    """POLICY_OIDC_CLIENT: what it calls this service."""
    secret: str = field(default="", repr=False)
    """POLICY_OIDC_SECRET: what it gave this service, empty for a public client; stands in no message."""
    role_claim: str = ""
    """POLICY_OIDC_ROLE_CLAIM: the claim that decides the role at each sign-in; empty: administrators decide."""
    group_claim: str = ""
    """POLICY_OIDC_GROUP_CLAIM: the claim that decides the groups at each sign-in; empty: administrators decide."""


@dataclass(frozen=True, slots=True)
class Service:
    """What the server needs to know; the command line needs none of it."""

    host: str = "127.0.0.1"
    """POLICY_HOST: address to listen on; any but one of this machine itself needs accounts and POLICY_HOSTS."""
    port: int = 7860
    """POLICY_PORT: port to listen on."""
    home: Path = ROOT / ".cache" / "service"
    """POLICY_HOME: folder of what the service keeps: service.db, staging, audit, backups, secrets."""
    library: Path = Path()
    """POLICY_LIBRARY: folder of the original files of documents that were added; by default library in the home."""
    hosts: tuple[str, ...] = ()
    """POLICY_HOSTS: names that users may call the service by, without ports; those of this machine always hold."""
    public: str = ""
    """POLICY_PUBLIC_URL: how users reach it, as https://wen.example.cn; with https cookies are only sent over TLS."""
    proxies: tuple[Network, ...] = ()
    """POLICY_PROXIES: addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are believed."""
    upload_mb: int = 50
    """POLICY_UPLOAD_MB: megabytes that an upload may have, at most 200."""
    questions: int = 60
    """POLICY_RATE_QUESTIONS: questions and searches that a caller may ask in a minute."""
    requests: int = 1200
    """POLICY_RATE_REQUESTS: requests that a caller may send in a minute; to open the page takes 110."""
    logins: int = 10
    """POLICY_RATE_LOGINS: attempts to sign in from one address in ten minutes."""
    answering: int = 2
    """POLICY_ANSWERING: questions that are answered at the same time."""
    waiting: int = 16
    """POLICY_WAITING: questions that may wait for their turn; one more is refused."""
    patience: float = 1.5
    """POLICY_PATIENCE: seconds that a question may wait for its turn."""
    each: int = 5
    """POLICY_EACH: requests that one caller may have under way at the same time."""
    connections: int = 300
    """POLICY_CONNECTIONS: connections and requests that are served at the same time; an open page holds two."""
    idle_minutes: int = 30
    """POLICY_SESSION_IDLE: minutes after which an unused session ends."""
    session_hours: int = 8
    """POLICY_SESSION_HOURS: hours after which every session ends."""
    audit_days: int = 400
    """POLICY_AUDIT_DAYS: days for which the audit log is kept, at least 180."""
    draft_days: int = 180
    """POLICY_DRAFT_DAYS: days after which a letter that nobody changed is deleted, with all its versions."""
    metrics: tuple[Network, ...] = LOOPBACK
    """POLICY_METRICS: addresses or networks that may read /metrics without signing in."""
    log_level: str = "info"
    """POLICY_LOG_LEVEL: debug, info, warning or error."""

    def __post_init__(self) -> None:
        if self.library == Path():
            object.__setattr__(self, "library", self.home / "library")

    @property
    def database(self) -> Path:
        """The SQLite file of users, sessions, keys and permissions."""
        return self.home / "service.db"

    @property
    def staging(self) -> Path:
        """Folder of files that were sent and are not yet documents."""
        return self.home / "staging"

    @property
    def audit(self) -> Path:
        """Folder of the audit log, with the note of its last record."""
        return self.home / "audit"

    @property
    def backups(self) -> Path:
        """Folder of backups."""
        return self.home / "backups"

    @property
    def secrets(self) -> Path:
        """Folder of what nobody but the service may read: the pepper of keys and the like."""
        return self.home / "secrets"

    @property
    def local(self) -> bool:
        """Whether only this machine itself can reach the service."""
        return is_local(self.host)

    @property
    def secure(self) -> bool:
        """Whether users reach it by https."""
        return self.public.startswith("https://")

    @property
    def names(self) -> frozenset[str]:
        """Names and addresses, without ports, by which a request may call the service."""
        named = urlsplit(self.public).hostname
        return frozenset({"127.0.0.1", "::1", "localhost", *self.hosts, *([named] if named else [])})


def is_local(host: str) -> bool:
    """Whether a name or an address is one of this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:  # a name
        return host == "localhost"


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
    service: Service = field(default_factory=Service)
    """What the server needs to know."""
    oidc: Oidc | None = None
    """The POLICY_OIDC_… variables; None where no POLICY_OIDC_ISSUER is given."""

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Take the settings from the environment and its file; what is absent or empty keeps its default.

        Raises:
            BadCall: values make no sense, or the file does not; all of them are told.
        """
        found = Found(os.environ if environ is None else environ, SETTINGS, SECRETS)
        settings = _made(found)
        found.problems += _conflicts(found, settings)
        if found.problems:
            raise BadCall("；".join(zh for zh, _ in found.problems), "; ".join(en for _, en in found.problems))
        return settings


LIMIT = seconds(600)
"""No limit of a language model may be longer."""
SETTINGS: tuple[Setting, ...] = (
    Setting("POLICY_STORE", "store", PATH),
    Setting("POLICY_EMBEDDER", "embedder", TEXT),
    Setting("POLICY_RERANKER", "reranker", TEXT),
    Setting("POLICY_CONVERSATIONS", "conversations", PATH),
    Setting("POLICY_LETTERS", "letters", PATH),
    Setting("POLICY_DRAFTS", "drafts", PATH),
    Setting("POLICY_STRICTNESS", "strictness", TEXT),
    Setting("POLICY_LLM_URL", "llm.url", BASE_URL),
    Setting("POLICY_LLM_MODEL", "llm.model", TEXT),
    Setting("POLICY_LLM_KEY", "llm.key", VISIBLE),
    Setting("POLICY_LLM_DEADLINE", "llm.deadline", LIMIT),
    Setting("POLICY_LLM_FIRST", "llm.first", LIMIT),
    Setting("POLICY_LLM_IDLE", "llm.idle", LIMIT),
    Setting("POLICY_OIDC_ISSUER", "oidc.issuer", BASE_URL),
    Setting("POLICY_OIDC_CLIENT", "oidc.client", TEXT),
    Setting("POLICY_OIDC_SECRET", "oidc.secret", VISIBLE),
    Setting("POLICY_OIDC_ROLE_CLAIM", "oidc.role_claim", TEXT),
    Setting("POLICY_OIDC_GROUP_CLAIM", "oidc.group_claim", TEXT),
    Setting("POLICY_HOST", "service.host", HOST),
    Setting("POLICY_PORT", "service.port", whole(1, 65535)),
    Setting("POLICY_HOME", "service.home", PATH),
    Setting("POLICY_LIBRARY", "service.library", PATH),
    Setting("POLICY_HOSTS", "service.hosts", several(HOST)),
    Setting("POLICY_PUBLIC_URL", "service.public", BASE_URL),
    Setting("POLICY_PROXIES", "service.proxies", several(NETWORK)),
    Setting("POLICY_UPLOAD_MB", "service.upload_mb", whole(1, 200)),
    Setting("POLICY_RATE_QUESTIONS", "service.questions", whole(1, 100_000)),
    Setting("POLICY_RATE_REQUESTS", "service.requests", whole(1, 1_000_000)),
    Setting("POLICY_RATE_LOGINS", "service.logins", whole(1, 1000)),
    Setting("POLICY_ANSWERING", "service.answering", whole(1, 64)),
    Setting("POLICY_WAITING", "service.waiting", whole(0, 1000)),
    Setting("POLICY_PATIENCE", "service.patience", seconds(30)),
    Setting("POLICY_EACH", "service.each", whole(1, 1000)),
    Setting("POLICY_CONNECTIONS", "service.connections", whole(10, 10_000)),
    Setting("POLICY_SESSION_IDLE", "service.idle_minutes", whole(1, 24 * 60)),
    Setting("POLICY_SESSION_HOURS", "service.session_hours", whole(1, 24)),
    Setting("POLICY_AUDIT_DAYS", "service.audit_days", whole(180, 36_500)),
    Setting("POLICY_DRAFT_DAYS", "service.draft_days", whole(1, 36_500)),
    Setting("POLICY_METRICS", "service.metrics", several(NETWORK)),
    Setting("POLICY_LOG_LEVEL", "service.log_level", one_of("debug", "info", "warning", "error")),
)
"""Every setting there is."""
SECRETS = ("llm.key", "oidc.secret")
"""Settings that nobody else on the machine may read."""


def _made(found: Found) -> Settings:
    llm, oidc = found.table("llm"), found.table("oidc")
    return Settings(
        **found.table(""),
        llm=LanguageModel(**llm) if {"url", "model"} <= llm.keys() else None,
        service=Service(**found.table("service")),
        oidc=Oidc(**oidc) if {"issuer", "client"} <= oidc.keys() else None,
    )


def _conflicts(found: Found, settings: Settings) -> Iterator[Problem]:
    """What is wrong between settings that are each fine."""
    given, service = found.values.keys(), settings.service
    if "llm.url" in given and "llm.model" not in given:
        yield "设了 POLICY_LLM_URL，还要用 POLICY_LLM_MODEL 给出模型名", "POLICY_LLM_MODEL must name the model"
    if "oidc.issuer" in given and "oidc.client" not in given:
        yield "设了 POLICY_OIDC_ISSUER，还要设 POLICY_OIDC_CLIENT", "POLICY_OIDC_CLIENT must name this service"
    if "oidc.issuer" in given and not service.public:
        yield "设了 POLICY_OIDC_ISSUER，还要设 POLICY_PUBLIC_URL", "POLICY_OIDC_ISSUER needs POLICY_PUBLIC_URL"
    if not service.local and not service.hosts and not service.public:
        yield (
            "POLICY_HOST 不是本机地址，请用 POLICY_HOSTS 给出用户访问时所用的名称或地址",
            "POLICY_HOST is not this machine: POLICY_HOSTS must say what users call it",
        )
    if service.idle_minutes > service.session_hours * 60:
        yield (
            "POLICY_SESSION_IDLE 不得长于 POLICY_SESSION_HOURS",
            "POLICY_SESSION_IDLE is longer than POLICY_SESSION_HOURS",
        )


def strangers(environ: Mapping[str, str] | None = None) -> list[str]:
    """Environment variables that are named as settings are, and are none: most likely a slip of the pen."""
    known = {CONFIG, *(each.variable for each in SETTINGS)}
    return sorted(name for name in (environ or os.environ) if name.startswith("POLICY_") and name not in known)


SEALED = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_MCP_SERVER": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_FLAGGING_MODE": "never",
    "GRADIO_CHAT_FLAGGING_MODE": "never",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "DO_NOT_TRACK": "1",
    "OTEL_SDK_DISABLED": "true",
    "OTEL_TRACES_EXPORTER": "none",
    "PIP_NO_INDEX": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
"""What the libraries of the server must find in the environment: nothing calls home, and one thread computes."""
UNWANTED = (
    *("GRADIO_SHARE", "GRADIO_VIBE_MODE", "GRADIO_WATCH_DIRS", "GRADIO_LOCAL_DEV_MODE", "GRADIO_ALLOWED_PATHS"),
    *("GRADIO_PROFILING", "GRADIO_HISTORY_BUCKET", "GRADIO_ROOT_PATH", "GRADIO_SERVER_NAME", "GRADIO_SERVER_PORT"),
    *("TIKTOKEN_CACHE_DIR", "NLTK_DATA", "OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_ORG_ID"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"),
)
"""What they must not find there: each would open a door or send requests another way."""


def seal(service: Service) -> None:
    """Make libraries stay at home; to be called before they are imported."""
    for name in UNWANTED:
        os.environ.pop(name, None)
    os.environ.update(SEALED, GRADIO_TEMP_DIR=str(service.home / "gradio"))


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
