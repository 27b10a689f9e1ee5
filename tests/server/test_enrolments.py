"""Enrolment: a secret opens checks and nothing else, and ends when the city says so."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.auth import EnrolmentStamp, TokenOrder, Tokens
from secondreading.api.enrolment_watch import EnrolmentWatch
from secondreading.api.keys import load_keys
from secondreading.app import create_app
from secondreading.config import Config
from secondreading.store.engine import open_engine
from secondreading.store.enrolments import EnrolmentBook, NoSuchEnrolment
from tests.server.conftest import check_body, config_in
from tests.waiting import wait_until

HOURS_S = 3_600
# What a browser of the city, or anybody on the road, may open with a token for checks.
OPEN_TO_BROWSERS = (
    "/v1/check",
    "/v2/",
    "/v1/feedback",
    "/v1/platforms",
    "/v1/enrolments/token",
    "/packages/",
)
# Pages and files, and the way to sign in: with or without an enrolment they show the same.
OPEN_TO_EVERYBODY = (
    *("/", "/docs", "/healthz", "/openapi.json", "/extension/<path:name>", "/static/<path:filename>"),
    *("/admin/sign-in", "/admin/sign-in/start", "/admin/sign-in/back", "/admin/link", "/admin/sign-out"),
    "/admin/<path:rest>",
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config_in(tmp_path_factory.mktemp("state"), host="0.0.0.0")


@pytest.fixture(scope="module")
def app(city: Config) -> Flask:
    return create_app(city)


@pytest.fixture
def book(app: Flask, city: Config) -> Iterator[EnrolmentBook]:
    assert app
    engine = open_engine(city.database_url)
    yield EnrolmentBook(engine)
    engine.dispose()


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    """A browser on another machine."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return client


def enrol(browser: FlaskClient, secret: str) -> tuple[int, dict[str, object]]:
    answer = browser.post("/v1/enrolments/token", json={"secret": secret})
    return answer.status_code, answer.get_json()


def token_of(browser: FlaskClient, secret: str) -> str:
    status, answer = enrol(browser, secret)
    assert status == 200, answer
    return str(answer["token"])


def check(browser: FlaskClient, token: str) -> tuple[int, dict[str, object]]:
    answer = browser.post("/v1/check", json=check_body(), headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.get_json()


def wait_until_refused(browser: FlaskClient, token: str) -> dict[str, object]:
    wait_until(lambda: check(browser, token)[0] != 200)
    return check(browser, token)[1]


def test_a_secret_becomes_a_token_that_checks_for_an_hour(browser: FlaskClient, book: EnrolmentBook):
    _, secret = book.create("Ring 1", "a test")
    status, answer = enrol(browser, secret)
    assert status == 200
    assert answer["expires_in"] == HOURS_S
    assert abs(int(str(answer["now"])) - time.time()) < 60
    assert check(browser, str(answer["token"]))[0] == 200


def test_the_store_keeps_no_secret(browser: FlaskClient, book: EnrolmentBook, city: Config):
    _, secret = book.create("Ring 1", "a test")
    token = token_of(browser, secret)
    kept = b"".join(path.read_bytes() for path in city.state_folder.rglob("*") if path.is_file())
    assert secret.rsplit(".", 1)[1].encode() not in kept
    assert token.encode() not in kept


@pytest.mark.parametrize(
    "secret",
    ["", "x", "srenrol.0123456789ab." + "x" * 43, "srenrol.0123456789ab.short", "\ud83d\ude21" * 100],
)
def test_a_text_that_is_no_secret_of_this_server_is_refused_with_the_remedy(
    browser: FlaskClient, secret: str
):
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.8"
    status, answer = enrol(browser, secret)
    assert status == 401
    assert str(answer["type"]).endswith("#enrolment-refused")
    assert "secondreading enrolment create" in str(answer["detail"])


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"secret": 1}', b'{"secret": "a", "who": "me"}', b"\xff"]
)
def test_a_body_that_is_no_enrolment_is_told_so(browser: FlaskClient, body: bytes):
    answer = browser.post("/v1/enrolments/token", data=body, content_type="application/json")
    assert answer.status_code in (400, 422)
    assert answer.content_type == "application/problem+json"


def test_after_a_rotation_both_secrets_count_until_the_overlap_is_over(
    browser: FlaskClient, book: EnrolmentBook
):
    made, old = book.create("Ring 1", "a test")
    old_token = token_of(browser, old)
    new = book.rotate(made.id, 3_600, "a test")
    fresh = EnrolmentWatch(book)
    assert fresh.accepts(made.id, 1)
    assert fresh.accepts(made.id, 2)
    assert check(browser, token_of(browser, new))[0] == 200
    assert check(browser, token_of(browser, old))[0] == 200
    assert check(browser, old_token)[0] == 200


def test_a_rotation_without_overlap_ends_the_tokens_of_the_old_secret(
    browser: FlaskClient, book: EnrolmentBook
):
    made, old = book.create("Ring 1", "a test")
    token = token_of(browser, old)
    new = book.rotate(made.id, 0, "a test")
    assert str(wait_until_refused(browser, token)["type"]).endswith("#enrolment-revoked")
    status, answer = enrol(browser, old)
    assert status == 401
    assert "replaced" in str(answer["detail"])
    assert check(browser, token_of(browser, new))[0] == 200


def test_a_revocation_ends_tokens_and_secret(browser: FlaskClient, book: EnrolmentBook):
    made, secret = book.create("Ring 1", "a test")
    token = token_of(browser, secret)
    assert check(browser, token)[0] == 200
    book.revoke(made.id, "a test")
    assert str(wait_until_refused(browser, token)["type"]).endswith("#enrolment-revoked")
    status, answer = enrol(browser, secret)
    assert status == 401
    assert str(answer["type"]).endswith("#enrolment-revoked")


def test_what_was_revoked_is_neither_rotated_nor_revoked_again(book: EnrolmentBook):
    made, _ = book.create("Ring 1", "a test")
    book.revoke(made.id, "a test")
    with pytest.raises(NoSuchEnrolment, match="revoked"):
        book.rotate(made.id, 0, "a test")
    with pytest.raises(NoSuchEnrolment, match="revoked"):
        book.revoke(made.id, "a test")
    with pytest.raises(NoSuchEnrolment, match="no enrolment"):
        book.revoke("0123456789ab", "a test")


def test_use_is_counted_by_enrolment_and_day_and_by_nothing_else(book: EnrolmentBook):
    made, _ = book.create("Ring 1", "a test")
    watch = EnrolmentWatch(book)
    watch.count(made.id, tokens=1, checks=1)
    watch.flush()
    watch.count(made.id, checks=2)
    watch.flush()
    (use,) = [entry for entry in book.use("2000-01-01") if entry.enrolment == made.id]
    assert (use.tokens, use.checks) == (1, 3)


def test_a_token_names_the_fleet_and_nobody_in_it(browser: FlaskClient, book: EnrolmentBook, city: Config):
    made, secret = book.create("Ring 1", "a test")
    tokens = Tokens(load_keys(city.key_file), issuer=city.token_issuer, audience=city.token_audience)
    principal = tokens.verify(token_of(browser, secret))
    assert principal.subject == f"enrolment:{made.id}"
    assert principal.scopes == {"check"}
    assert principal.enrolment == EnrolmentStamp(made.id, 1)


def test_each_browser_of_a_fleet_has_a_budget_of_its_own(tmp_path: Path):
    config = config_in(tmp_path, host="0.0.0.0", checks_per_minute=6)
    browser = create_app(config).test_client()
    engine = open_engine(config.database_url)
    _, secret = EnrolmentBook(engine).create("Ring 1", "a test")
    engine.dispose()
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    first, second = token_of(browser, secret), token_of(browser, secret)
    assert check(browser, first)[0] == 200
    assert check(browser, first)[0] == 429
    assert check(browser, second)[0] == 200


def test_whoever_guesses_secrets_has_to_wait(browser: FlaskClient):
    browser.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    statuses = [enrol(browser, "srenrol.0123456789ab." + "x" * 43)[0] for _ in range(20)]
    assert statuses[0] == 401
    assert statuses[-1] == 429


def test_a_token_from_the_future_tells_whose_clock_to_look_at(browser: FlaskClient, city: Config):
    kept = {"issuer": city.token_issuer, "audience": city.token_audience}
    ahead = Tokens(load_keys(city.key_file), **kept, clock=lambda: time.time() + 7_200)
    order = TokenOrder(subject="a test", scopes=("check",), lifetime_s=60)
    status, answer = check(browser, ahead.mint(order))
    assert status == 401
    assert "clock" in str(answer["detail"])


def test_what_an_enrolment_opens_is_checks_and_nothing_else(
    app: Flask, browser: FlaskClient, book: EnrolmentBook
):
    """Route by route, with the token and with the secret itself: also for routes that come later."""
    _, secret = book.create("Ring 1", "a test")
    token = token_of(browser, secret)
    opened = []
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(OPEN_TO_BROWSERS) or rule.rule in OPEN_TO_EVERYBODY:
            continue
        path = rule.rule
        for name in rule.arguments:
            path = path.replace(f"<{name}>", "1").replace(f"<int:{name}>", "1").replace(f"<path:{name}>", "a")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            for credential in (token, secret):
                headers = {"Authorization": f"Bearer {credential}"}
                answer = browser.open(path, method=method, headers=headers, json={})
                if answer.status_code not in (302, 303, 401, 403):
                    opened.append(f"{method} {path}: {answer.status_code}")
                answer.close()
    assert not opened, "An enrolment opens these, which are not for browsers: " + ", ".join(opened)
