"""An identity provider: where its doors are and which keys it signs with, as it publishes them.

What was fetched last is kept in a file, so that the service starts, and knows the provider, without reaching it.
Knows nothing of users and tokens.
"""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from assistant.database import private
from corpus.errors import BadCall, NotSignedIn

FRESH = 3600.0
"""Seconds for which what was fetched is not fetched again."""
AGAIN = 60.0
"""Seconds between two looks for a key that is not known, or for a provider that did not answer."""
SECONDS = 5.0
"""Time that the provider has for each answer."""
_ODD = (JoseError, AttributeError, KeyError, TypeError, ValueError)
"""What comes of reading something that is not what it should be."""
_WELL_KNOWN = "/.well-known/openid-configuration"
_KINDS = ("RSA", "EC")
"""Keys that sign for all to check; one that is shared could be anybody's."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What an administrator says of a provider."""

    issuer: str
    """Its URL, to the letter what stands in `iss` of its tokens."""
    client: str
    """What it calls this service."""
    redirect: str
    """The URL of this service to which it sends users back."""
    secret: str = field(default="", repr=False)
    """What it gave this service; empty for a public client."""
    role_claim: str = ""
    """The claim that holds the role; empty where administrators of this service give roles."""
    group_claim: str = ""
    """The same of groups."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a provider publishes of itself."""

    authorization: str
    """URL to which users are sent."""
    token: str
    """URL at which a code is exchanged."""
    names_itself: bool
    """Whether every answer says which provider it comes from (RFC 9207)."""
    keys: KeySet


class Registry:
    """What one provider publishes, as new as it can be had."""

    def __init__(self, issuer: str, cache: Path | None, now: Callable[[], float]) -> None:
        """`cache`: the file that keeps it; None keeps it in memory.

        Raises:
            BadCall: the issuer is not reached by https, and is not this machine either.
        """
        if not _is_safe(issuer):
            raise BadCall("统一认证的地址须为 https", "the issuer must be reached by https")
        self._issuer = issuer
        self._cache = cache
        self._now = now
        self._lock = Lock()
        self._fetched, self._tried = -FRESH, -AGAIN
        self._known: Published | None = self._remembered()

    def published(self, *, anew: bool = False) -> Published:
        """What is published; what is kept serves where the provider does not answer. `anew`: a key was missing.

        Raises:
            NotSignedIn: nothing is kept and nothing can be had.
        """
        with self._lock:
            now = self._now()
            due = self._known is None or anew or now - self._fetched > FRESH
            if due and (self._known is None or now - self._tried >= AGAIN):
                self._tried = now
                self._fetch(now)
            if self._known is None:
                raise unreachable()
            return self._known

    def _fetch(self, now: float) -> None:
        try:
            with httpx2.Client(**manners()) as http:
                metadata = _json(http, self._issuer.rstrip("/") + _WELL_KNOWN)
                _check(metadata, self._issuer)
                keys = _json(http, metadata["jwks_uri"])
            self._known = _published(metadata, keys)
        except (httpx2.HTTPError, *_ODD):
            return  # what is kept goes on to serve; where nothing is, the caller is told
        self._fetched = now
        self._remember({"metadata": metadata, "keys": keys})

    def _remembered(self) -> Published | None:
        if self._cache is None:
            return None
        try:
            kept = json.loads(self._cache.read_text(encoding="utf-8"))
            _check(kept["metadata"], self._issuer)
            return _published(kept["metadata"], kept["keys"])
        except (OSError, *_ODD):
            return None  # a cache: what it does not hold is fetched

    def _remember(self, fetched: Mapping[str, Any]) -> None:
        if self._cache is None:
            return
        draft = self._cache.with_name(f".{self._cache.name}.{secrets.token_hex(4)}")
        try:
            private(self._cache.parent)
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                json.dump(fetched, file)
            draft.replace(self._cache)
        except OSError:
            draft.unlink(missing_ok=True)  # a cache: without it the next start fetches again


def manners() -> dict[str, Any]:
    """How the provider is asked: soon answered or not at all, by no proxy, trusted as the machine's owner trusts."""
    return {"timeout": SECONDS, "trust_env": False, "verify": _trusted()}


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


def unreachable() -> NotSignedIn:
    """What a person is told while the provider does not answer."""
    return NotSignedIn(
        "统一认证暂时无法使用，请稍后再试，或用本系统的密码登录",
        "the identity provider cannot be reached; try again later, or sign in with a password of this service",
    )


def _json(http: httpx2.Client, url: str) -> Any:  # noqa: ANN401 - whatever they send
    return http.get(url).raise_for_status().json()


def _check(metadata: Mapping[str, Any], issuer: str) -> None:
    """Refuse what another provider says of itself, and doors that others could stand in."""
    if metadata["issuer"] != issuer:
        raise ValueError("published by another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _is_safe(metadata[name]):
            raise ValueError(f"{name} is not reached by https")


def _published(metadata: Mapping[str, Any], keys: Mapping[str, Any]) -> Published:
    usable = [key for key in keys["keys"] if key.get("kty") in _KINDS and key.get("use", "sig") == "sig"]
    return Published(
        metadata["authorization_endpoint"],
        metadata["token_endpoint"],
        metadata.get("authorization_response_iss_parameter_supported") is True,
        KeySet.import_key_set({"keys": usable}),
    )


def _is_safe(url: str) -> bool:
    """Whether nobody in between can read or change what goes there."""
    parts = urlsplit(url)
    if parts.scheme == "https":
        return bool(parts.hostname)
    try:
        return parts.scheme == "http" and ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:  # a name
        return parts.hostname == "localhost"
