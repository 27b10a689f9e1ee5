"""Tokens: what is accepted, what is not, and that the answer says what to do."""

from __future__ import annotations

import base64
import json
import time
from pathlib import Path

import jwt
import pytest
from flask.testing import FlaskClient

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import KeyFileError, KeyRing, ensure_keys, load_keys
from secondreading.api.problem import Problem
from secondreading.config import Config
from tests.server.conftest import check_body

# As long as the longest of the HMAC algorithms asks, so that only the algorithm can be what is refused.
SECRET = b"s" * 64
KEYS = KeyRing("k1", {"k1": SECRET})
ORDER = TokenOrder(subject="desk", scopes=("check",), lifetime_s=60)


class Clock:
    """Epoch seconds that a test can move."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


def claims(**changes: object) -> dict[str, object]:
    now = int(time.time())
    fine = {"iss": "i", "aud": "a", "sub": "s", "iat": now, "exp": now + 60, "scope": "check"}
    return {name: value for name, value in {**fine, **changes}.items() if value is not None}


def signed(
    secret: bytes = SECRET, algorithm: str = "HS256", kid: str | None = "k1", **changes: object
) -> str:
    return jwt.encode(claims(**changes), secret, algorithm, headers={"kid": kid} if kid else {})


def unsigned() -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none', 'typ': 'JWT', 'kid': 'k1'})}.{part(claims())}."


def test_a_fresh_token_names_its_owner():
    tokens = Tokens(KEYS, issuer="i", audience="a")
    principal = tokens.verify(tokens.mint(ORDER))
    assert (principal.subject, principal.scopes) == ("desk", {"check"})


REFUSED = {
    "no token at all": "abc",
    "three empty parts": "..",
    "another key": signed(b"x" * 64),
    "another algorithm": signed(algorithm="HS512"),
    "no algorithm": unsigned(),
    "unknown key id": signed(kid="k9"),
    "no key id": signed(kid=None),
    "another issuer": signed(iss="evil"),
    "another audience": signed(aud="evil"),
    "expired": signed(exp=int(time.time()) - 1),
    "not yet valid": signed(nbf=int(time.time()) + 600),
    "no expiry": signed(exp=None),
    "no issuer": signed(iss=None),
    "no audience": signed(aud=None),
    "no subject": signed(sub=None),
    "no scope": signed(scope=None),
    "account of another shape": signed(account="mayor"),
    "profile that does not exist": signed(account={"profile": "king"}),
    "far too long": "a" * 10_000,
}


@pytest.mark.parametrize("token", REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_does_not_hold_is_refused(token: str):
    with pytest.raises(Problem) as refused:
        Tokens(KEYS, issuer="i", audience="a").verify(token)
    assert refused.value.status == 401
    assert "administrator" in refused.value.detail or "not a token" in refused.value.detail


def test_a_remembered_token_still_expires():
    clock = Clock()
    tokens = Tokens(KEYS, issuer="i", audience="a", clock=clock)
    token = tokens.mint(ORDER)
    tokens.verify(token)
    clock.now += 61
    with pytest.raises(Problem, match="token-refused"):
        tokens.verify(token)


def test_an_old_key_verifies_while_a_new_one_signs():
    old = Tokens(KEYS, issuer="i", audience="a").mint(ORDER)
    rotated = Tokens(KeyRing("k2", {"k1": SECRET, "k2": b"t" * 64}), issuer="i", audience="a")
    assert rotated.verify(old).subject == "desk"
    assert jwt.get_unverified_header(rotated.mint(ORDER))["kid"] == "k2"


def test_the_key_file_is_made_once_and_for_its_owner_only(tmp_path: Path):
    path = tmp_path / "state" / "keys.json"
    first = ensure_keys(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert ensure_keys(path) == first
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


def test_a_key_file_that_everybody_can_read_is_refused(tmp_path: Path):
    path = tmp_path / "keys.json"
    ensure_keys(path)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_keys(path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"keys": []}', '{"keys": [{"kid": "a"}]}'])
def test_a_broken_key_file_is_told_and_not_replaced(tmp_path: Path, content: str):
    path = tmp_path / "keys.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="not a key file"):
        ensure_keys(path)
    assert path.read_text() == content


def test_a_short_key_is_refused(tmp_path: Path):
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"keys": [{"kid": "weak", "secret": "YWJj"}]}))
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="weak is shorter"):
        load_keys(path)


def test_a_key_does_not_show_in_its_representation():
    assert "sss" not in repr(KEYS)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_stranger_is_told_to_bring_a_token(stranger: FlaskClient):
    answer = stranger.post("/v1/check", json=check_body())
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "secondreading token" in answer.get_json()["detail"]


def test_a_stranger_with_a_token_may_check(stranger: FlaskClient, token: str):
    assert stranger.post("/v1/check", json=check_body(), headers=bearer(token)).status_code == 200


@pytest.mark.parametrize("header", ["Basic YTpi", "Bearer", "Bearer ", "Bearer a b c", "nonsense"])
def test_another_authorization_is_refused(stranger: FlaskClient, header: str):
    answer = stranger.post("/v1/check", json=check_body(), headers={"Authorization": header})
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers


def test_a_bad_token_is_refused_even_on_this_machine(client: FlaskClient):
    assert client.post("/v1/check", json=check_body(), headers=bearer("abc")).status_code == 401


def test_a_token_without_the_scope_is_told_which_it_needs(stranger: FlaskClient, tokens: Tokens):
    other = tokens.mint(TokenOrder(subject="s", scopes=("admin",), lifetime_s=60))
    answer = stranger.post("/v1/check", json=check_body(), headers=bearer(other))
    assert answer.status_code == 403
    assert "'check'" in answer.get_json()["detail"]


def test_an_app_refuses_tokens_of_another_issuer(stranger: FlaskClient, config: Config):
    foreign = Tokens(load_keys(config.key_file), issuer="elsewhere", audience=config.token_audience)
    answer = stranger.post("/v1/check", json=check_body(), headers=bearer(foreign.mint(ORDER)))
    assert answer.status_code == 401
