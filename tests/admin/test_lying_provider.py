"""A provider whose answer does not prove who came: every lie is refused."""

from __future__ import annotations

import base64
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from secondreading.config import OidcSettings
from secondreading.web.admin.provider import Provider, ProviderDown, SignInRefused, find_claim

KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
OTHER_KEY = RSAKey.generate_key(2048, {"kid": "one", "alg": "RS256", "use": "sig"})
SECRET = "the client's secret, long enough to sign"


def _part(members: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(members).encode()).decode().rstrip("=")


class Lies:
    """What the provider answers. `claims` and `header` change what would be true."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {"alg": "RS256", "kid": "one"}
        self.key: Any = KEY
        self.metadata: dict[str, Any] = {}
        self.nonce = self.issuer = ""

    def id_token(self) -> str:
        now = int(time.time())
        true = {
            "iss": self.issuer,
            "aud": "desk",
            "sub": "amy",
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        claims = {key: value for key, value in (true | self.claims).items() if value is not None}
        if self.header["alg"] == "none":
            return ".".join(_part(part) for part in (self.header, claims)) + "."
        return jwt.encode(self.header, claims, self.key, algorithms=["RS256", "HS256"])

    def answer(self, path: str) -> Any:
        if path.startswith("/.well-known"):
            return {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            } | self.metadata
        if path == "/jwks":
            return {"keys": [KEY.as_dict(private=False)]}
        return {"access_token": "a", "token_type": "Bearer", "id_token": self.id_token()}


@pytest.fixture
def lies() -> Lies:
    return Lies()


@contextmanager
def _serving(lies: Lies) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(lies.answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    lies.issuer = f"http://127.0.0.1:{server.server_port}"
    try:
        yield lies.issuer
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def provider(lies: Lies) -> Iterator[Provider]:
    with _serving(lies) as issuer:
        settings = OidcSettings(issuer=issuer, client_id="desk", client_secret=SECRET)
        yield Provider(settings, frozenset({"admin", "editor"}))


def _come_in(provider: Provider, lies: Lies) -> Any:
    _, flow = provider.start("http://127.0.0.1/back")
    lies.nonce = lies.nonce or flow["nonce"]
    return provider.finish("code", flow)


def test_the_truth_is_taken(provider: Provider, lies: Lies):
    lies.claims = {"roles": ["editor", "king"], "name": "Amy"}
    person = _come_in(provider, lies)
    assert (person.name, person.roles) == ("Amy", {"editor"})


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"aud": "another client", "azp": "desk"},
        {"aud": ["desk", "another client"], "azp": "another client"},
        {"iss": "https://id.evil.example"},
        {"exp": 1_000_000},
        {"nonce": "of another sign-in"},
        {"nonce": None},
        {"sub": None},
        {"aud": None},
    ],
    ids=str,
)
def test_a_claim_that_is_not_true_is_refused(provider: Provider, lies: Lies, claims: dict[str, Any]):
    lies.claims = claims
    with pytest.raises(SignInRefused):
        _come_in(provider, lies)


def test_a_token_that_somebody_else_signed_is_refused(provider: Provider, lies: Lies):
    lies.key = OTHER_KEY
    with pytest.raises(SignInRefused):
        _come_in(provider, lies)


def test_a_token_signed_with_the_clients_own_secret_is_refused(provider: Provider, lies: Lies):
    lies.header, lies.key = {"alg": "HS256"}, OctKey.import_key(SECRET)
    with pytest.raises(SignInRefused):
        _come_in(provider, lies)


def test_a_token_without_a_signature_is_refused(provider: Provider, lies: Lies):
    lies.header = {"alg": "none"}
    with pytest.raises(SignInRefused):
        _come_in(provider, lies)


def test_metadata_of_another_issuer_are_not_used(provider: Provider, lies: Lies):
    lies.metadata = {"issuer": "https://id.evil.example"}
    with pytest.raises(ProviderDown):
        _come_in(provider, lies)
    lies.metadata = {}
    assert _come_in(provider, lies).subject == "amy"


def test_a_claim_is_found_by_name_or_by_path():
    claims = {"https://town.example/roles": ["a"], "realm_access": {"roles": ["b"]}}
    assert find_claim(claims, "https://town.example/roles") == ["a"]
    assert find_claim(claims, "realm_access.roles") == ["b"]
    assert find_claim(claims, "realm_access.groups") is None
