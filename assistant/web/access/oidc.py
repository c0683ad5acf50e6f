"""Signing in by an identity provider: OpenID Connect, authorization code with PKCE.

    begin    the browser is sent to the provider, and keeps a ticket
    finish   it comes back with ticket, state and code; the code is exchanged for a token that says who it is

Everything that does not fit is refused with one text. Knows nothing of cookies and routes.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

import httpx2
from authlib.integrations.base_client import OAuthError  # type: ignore[import-untyped]
from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key, KeySet

from assistant.web.access import names
from assistant.web.access.accounts import Accounts, User
from assistant.web.access.provider import Provider, Published, Registry, manners, unreachable
from assistant.web.types import Role
from corpus.errors import BadCall, NotSignedIn

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What a token may be signed with: never "none", and nothing that whoever knows the public key could sign with."""
SKEW = 60
"""Seconds by which the clocks of provider and service may differ."""
MINUTES = 10
"""Time that a person has at the provider."""
MOST = 1000
"""People who may be at the provider at once; the first who left makes place."""
RANKED: tuple[Role, ...] = ("administrator", "editor", "auditor", "reader")
"""Of several roles in a claim the first counts."""


class Started(NamedTuple):
    """A sign-in that has begun."""

    url: str
    """Where the browser is to be sent."""
    ticket: str
    """What the browser is to keep meanwhile, where only this service can read it."""


@dataclass(frozen=True, slots=True)
class _Pending:
    ends: float
    state: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))


class Oidc:
    """Sign-ins by one provider. Nothing is asked of it before somebody signs in."""

    def __init__(
        self, provider: Provider, accounts: Accounts, cache: Path | None, *, now: Callable[[], float] = time.time
    ) -> None:
        """`cache`: the file that keeps what the provider publishes; None keeps it in memory.

        Raises:
            BadCall: the provider is not reached by https.
        """
        self._provider = provider
        self._accounts = accounts
        self._now = now
        self._registry = Registry(provider.issuer, cache, now)
        self._pending: dict[bytes, _Pending] = {}
        self._lock = Lock()

    def begin(self) -> Started:
        """Begin a sign-in.

        Raises:
            NotSignedIn: the provider cannot be reached and was never known.
        """
        published = self._registry.published()
        ticket, pending = secrets.token_urlsafe(32), _Pending(self._now() + MINUTES * 60)
        with self._lock:
            for each in [key for key, value in self._pending.items() if value.ends < self._now()]:
                del self._pending[each]
            while len(self._pending) >= MOST:
                del self._pending[next(iter(self._pending))]
            self._pending[_hash(ticket)] = pending
        with self._client() as client:
            url, _ = client.create_authorization_url(
                published.authorization, state=pending.state, nonce=pending.nonce, code_verifier=pending.verifier
            )
        return Started(url, ticket)

    def finish(self, ticket: str, parameters: Mapping[str, str]) -> User:
        """Who came back from the provider. `parameters`: those of the URL. A ticket is good for one time.

        Raises:
            NotSignedIn: something does not fit, or the provider cannot be reached.
        """
        with self._lock:
            pending = self._pending.pop(_hash(ticket), None)
        if pending is None or pending.ends < self._now():
            raise NotSignedIn("登录超时，请重新登录", "signing in took too long; begin again")
        published = self._registry.published()
        if not hmac.compare_digest(parameters.get("state", "").encode(), pending.state.encode()):
            raise _refused()
        said = parameters.get("iss", "" if published.names_itself else self._provider.issuer)
        if said != self._provider.issuer or "error" in parameters or not parameters.get("code"):
            raise _refused()
        token = self._exchange(published, parameters["code"], pending)
        return self._admitted(self._claims(token, pending.nonce))

    def _exchange(self, published: Published, code: str, pending: _Pending) -> Mapping[str, Any]:
        try:
            with self._client() as client:
                token: Mapping[str, Any] = client.fetch_token(
                    published.token,
                    grant_type="authorization_code",
                    code=code,
                    redirect_uri=self._provider.redirect,
                    code_verifier=pending.verifier,
                )
        except httpx2.TransportError as error:
            raise unreachable() from error
        except (OAuthError, httpx2.HTTPError, ValueError, TypeError) as error:
            raise _refused() from error
        return token

    def _claims(self, token: Mapping[str, Any], nonce: str) -> Mapping[str, Any]:
        """What the provider says of the user: when it is the provider that says it, to us, now, of this sign-in."""
        provider = self._provider
        try:
            decoded = jwt.decode(token["id_token"], self._key, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": provider.issuer},
                    "aud": {"essential": True, "value": provider.client},
                },
                params={"nonce": nonce, "client_id": provider.client, "access_token": token.get("access_token")},
            )
            claims.validate(now=int(self._now()), leeway=SKEW)
        except (JoseError, KeyError, TypeError, ValueError) as error:
            raise _refused() from error
        if not isinstance(claims["sub"], str) or not claims["sub"] or not isinstance(claims.get("nonce"), str):
            raise _refused()
        return dict(claims)

    def _key(self, token: Any) -> Key:  # noqa: ANN401 - a signed object of whichever kind
        """The key that a token names; where it is not known, the provider may have taken a new one."""
        kid = token.headers().get("kid")
        found = _pick(self._registry.published().keys, kid) or _pick(self._registry.published(anew=True).keys, kid)
        if found is None:
            raise ValueError("no such key")
        return found

    def _admitted(self, claims: Mapping[str, Any]) -> User:
        provider = self._provider
        called = (claims.get(each) for each in ("preferred_username", "name", "email", "sub"))
        return self._accounts.admit(
            provider.issuer,
            claims["sub"],
            next((each for each in called if isinstance(each, str) and each.strip()), "user"),
            role=_role(claims.get(provider.role_claim)) if provider.role_claim else None,
            groups=_groups(claims.get(provider.group_claim)) if provider.group_claim else None,
        )

    def _client(self) -> Any:  # noqa: ANN401 - Authlib has no types
        client = OAuth2Client(
            self._provider.client,
            self._provider.secret or None,
            scope="openid profile email",
            redirect_uri=self._provider.redirect,
            code_challenge_method="S256",
            **manners(),
        )
        client.register_compliance_hook("access_token_response", lambda response: response.raise_for_status())
        return client


def _pick(keys: KeySet, kid: str | None) -> Key | None:
    if kid is None:
        return keys.keys[0] if len(keys.keys) == 1 else None
    return next((key for key in keys.keys if key.kid == kid), None)


def _role(claim: object) -> Role:
    """The role that a claim gives; a reader where it gives none that we know."""
    given = {claim} if isinstance(claim, str) else set(_texts(claim))
    return next((role for role in RANKED if role in given), "reader")


def _groups(claim: object) -> frozenset[str]:
    """The groups that a claim names; what is no name of a group opens nothing."""
    found = set()
    for each in [claim] if isinstance(claim, str) else _texts(claim):
        try:
            found.add(names.tidy(each))
        except BadCall:
            continue
    return frozenset(found)


def _texts(claim: object) -> list[str]:
    return [each for each in claim if isinstance(each, str)] if isinstance(claim, list) else []


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("utf-8", "surrogatepass")).digest()


def _refused() -> NotSignedIn:
    return NotSignedIn("统一认证未通过，请重新登录", "the identity provider did not vouch for you; sign in again")
