"""An identity provider on this machine, as well-behaved or as wicked as a test wants it: a real server over HTTP."""

import base64
import hashlib
import hmac
import json
import threading
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT = "policy"
SECRET = "client-secret-of-the-test"
SUBJECT = "7f3a"


class IdentityProvider:
    """Signs people in without asking them; what it says of them is `claims`, with what it signs is `key`."""

    def __init__(self):
        self.key = rsa("first")
        self.published = [self.key]
        self.algorithm = "RS256"
        self.header = {}
        self.claims = {}
        self.changes = {}
        self.metadata = {}
        self.token = {}
        self.raw = None
        self.status = {}
        self.seen = []
        self.codes = {}
        self.now = lambda: 0.0

    def authorize(self, url):
        """What a browser does that is sent here, and where it comes back with: the parameters."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"state": asked["state"], "code": code}

    def configuration(self):
        doors = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        return {"issuer": self.issuer, **doors, **self.metadata}

    def exchange(self, form, authorization):
        """What the token endpoint answers: (status, body)."""
        asked = self.codes.pop(form.get("code", ""), None)
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if authorization != f"Basic {known}":
            return 401, {"error": "invalid_client"}
        if asked is None or asked["code_challenge"] != challenge.rstrip(b"=").decode():
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge_method"] != "S256" or asked["redirect_uri"] != form["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "at",
            "token_type": "Bearer",
            "id_token": self.sign(asked["nonce"]),
            **self.token,
        }

    def sign(self, nonce):
        if self.raw is not None:
            return self.raw
        now = int(self.now())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "sub": SUBJECT, "iat": now, "exp": now + 300, "nonce": nonce,
            "preferred_username": "李四", **self.claims, **self.changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid, **self.header}
        header = {name: value for name, value in header.items() if value is not None}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def rotate(self):
        """Take another key and forget the one before."""
        self.key = rsa("second")
        self.published = [self.key]


def unsigned(provider, claims):
    """A token that nobody signed."""
    return f"{_part({'alg': 'none', 'kid': 'first'})}.{_part(claims)}."


def signed_with_the_public_key(provider, claims):
    """A token signed by somebody who has what everybody can have, taken for a shared secret."""
    signed = f"{_part({'alg': 'HS256', 'kid': 'first'})}.{_part(claims)}"
    mac = hmac.digest(provider.published[0].as_pem(private=False), signed.encode(), "sha256")
    return f"{signed}.{_part(mac)}"


def _part(value):
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


@cache
def rsa(kid):
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig"})


def elliptic():
    return ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"})


@contextmanager
def serving(provider):
    """Serve a provider on a port of this machine; `provider.issuer` says where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            provider.seen.append(self.path)
            if self.path.endswith("openid-configuration"):
                self._send(provider.status.get("configuration", 200), provider.configuration())
            else:
                keys = [
                    each if isinstance(each, dict) else each.as_dict(private=False) for each in provider.published
                ]
                self._send(provider.status.get("keys", 200), {"keys": keys})

        def do_POST(self):
            provider.seen.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            status, answer = provider.exchange(form, self.headers.get("Authorization"))
            self._send(provider.status.get("token", status), answer)

        def _send(self, status, answer):
            body = json.dumps(answer).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", provider.issuer + "/elsewhere")
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
