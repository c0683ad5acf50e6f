"""The one place where the credentials of a request become a caller. Knows nothing of what the caller wants.

Looked at are the header `Authorization: Bearer pq_…` and one cookie; nothing else of a request counts.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping

from assistant.web.access.accounts import Accounts
from assistant.web.access.keys import Keys
from assistant.web.access.sessions import Sessions
from assistant.web.types import Caller
from corpus.errors import NotSignedIn

COOKIE = "__Host-policy"
"""The cookie of a session where the service is reached by https."""
PLAIN_COOKIE = "policy"
"""The same where it is not: browsers keep the other one only from https."""
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")


class Authority:
    """Says who stands behind a request."""

    def __init__(
        self, accounts: Accounts, sessions: Sessions, keys: Keys, *, secure: bool = True, local: bool = False
    ) -> None:
        """`secure`: users come by https. `local`: the service listens on its own machine only.

        Then, and as long as there are no accounts, whoever sits at the machine may do everything.
        """
        self.cookie = COOKIE if secure else PLAIN_COOKIE
        self._accounts = accounts
        self._sessions = sessions
        self._keys = keys
        self._local = local

    def caller(self, headers: Mapping[str, str], cookies: Mapping[str, str], address: str) -> Caller | None:
        """Who asks; None when nobody says who asks. `headers` are named in lower case, or found however named.

        Raises:
            NotSignedIn: the credentials do not hold, or are not of the kind that counts.
        """
        if self._local and not self._accounts.any():
            return self._sitting_there(headers, address)
        authorization, token = headers.get("authorization"), cookies.get(self.cookie)
        if authorization is not None:
            scheme, _, secret = authorization.partition(" ")
            found = self._keys.caller(secret.strip(), address) if scheme.lower() == "bearer" else None
        elif token:
            found = self._sessions.caller(token, address)
        else:
            return None
        if found is None:
            raise NotSignedIn("登录已失效，请重新登录", "you are signed in no more; sign in again")
        return found

    def _sitting_there(self, headers: Mapping[str, str], address: str) -> Caller | None:
        """The person at the machine; nobody where the request came from elsewhere, or through a proxy."""
        if not _is_loopback(address) or any(name in headers for name in _FORWARDED):
            return None
        return Caller("local", "本机", "administrator", via="local", address=address)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:  # no address at all
        return False
