"""Signing in at a real OpenID Connect provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.config import OidcSettings
from tests.admin.conftest import form_token, make_app, new_browser
from tests.admin.oidc_provider import running_provider, sign_in_there
from tests.server.conftest import config_in
from tests.server_process import free_port

HERE = "http://127.0.0.1:9"
BACK = f"{HERE}/admin/sign-in/back"
ROLES = {"Clerks": "editor", "IT": "admin"}


@dataclass(frozen=True, slots=True)
class City:
    """A server that knows one provider, which runs."""

    app: Flask
    issuer: str

    def browser(self) -> FlaskClient:
        return new_browser(self.app)


@pytest.fixture(scope="module")
def issuer() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory, issuer: str) -> Flask:
    oidc = OidcSettings(
        issuer=issuer, client_id="desk", client_secret="not-a-secret", role_claim="groups", roles=ROLES
    )
    return make_app(config_in(tmp_path_factory.mktemp("oidc"), public_url=HERE, oidc=oidc))


@pytest.fixture(params=["", "claims-in-token"], ids=["claims at userinfo", "claims in the token"])
def city(app: Flask, issuer: str, request: pytest.FixtureRequest) -> Iterator[City]:
    with running_provider(issuer, BACK, request.param):
        yield City(app, issuer)


@pytest.fixture
def plain_city(app: Flask, issuer: str) -> Iterator[City]:
    with running_provider(issuer, BACK):
        yield City(app, issuer)


def _go(browser: FlaskClient, login: str, path: str = "/admin") -> str:
    """From our sign-in page to the provider and back as far as its answer, which is returned."""
    start = browser.get(f"/admin/sign-in/start?next={path}")
    assert start.status_code == 303
    return sign_in_there(start.location, login, BACK).removeprefix(HERE)


def _enter(browser: FlaskClient, login: str, path: str = "/admin") -> str:
    answer = browser.get(_go(browser, login, path))
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.location)


def test_a_person_comes_in_with_the_roles_of_their_groups(city: City):
    browser = city.browser()
    assert _enter(browser, "amy", "/admin/facts") == "/admin/facts"
    page = browser.get("/admin").get_data(as_text=True)
    assert "amy@maplebend.example · editor" in page
    assert browser.get("/admin/rules/new").status_code == 200
    assert browser.get("/admin/audit").status_code == 403


def test_a_group_may_be_called_like_the_role_and_several_add_up(plain_city: City):
    browser = plain_city.browser()
    _enter(browser, "sunil")
    assert "admin, auditor" in browser.get("/admin").get_data(as_text=True)


def test_somebody_without_a_role_is_told_so_and_stays_outside(plain_city: City):
    browser = plain_city.browser()
    answer = browser.get(_go(browser, "jo"))
    assert answer.status_code == 403
    assert "no role" in answer.get_data(as_text=True)
    assert browser.get("/admin").status_code == 303


def test_an_answer_of_the_provider_works_only_in_the_browser_that_asked(plain_city: City):
    address = _go(plain_city.browser(), "amy")
    stranger = plain_city.browser()
    assert stranger.get(address).status_code == 400
    stranger.get("/admin/sign-in/start")
    assert stranger.get(address).status_code == 400
    assert stranger.get("/admin").status_code == 303


def test_an_answer_of_the_provider_works_once(plain_city: City):
    browser = plain_city.browser()
    flow = browser.get("/admin/sign-in/start")
    address = sign_in_there(flow.location, "amy", BACK).removeprefix(HERE)
    assert browser.get(address).status_code == 303
    again = plain_city.browser()
    for cookie in flow.headers.getlist("Set-Cookie"):
        name, _, value = cookie.partition(";")[0].partition("=")
        again.set_cookie(name, value)
    assert again.get(address).status_code == 403


def test_a_session_from_before_is_not_the_one_after(plain_city: City):
    browser = plain_city.browser()
    _enter(browser, "amy")
    before = form_token(browser)
    _enter(browser, "amy")
    assert form_token(browser) != before


def test_an_outage_of_the_provider_signs_nobody_out(app: Flask, issuer: str):
    browser, newcomer = new_browser(app), new_browser(app)
    with running_provider(issuer, BACK) as process:
        _enter(browser, "amy")
        address = _go(newcomer, "sunil")
        process.kill()
        process.wait(20)
        assert browser.get("/admin/rules").status_code == 200
        answer = newcomer.get(address)
        assert answer.status_code == 503
        assert "stays signed in" in answer.get_data(as_text=True)
    with running_provider(issuer, BACK):
        _enter(newcomer, "sunil")


def test_who_came_in_and_who_did_not_stands_in_the_audit_log(plain_city: City):
    browser, other = plain_city.browser(), plain_city.browser()
    _enter(browser, "sunil")
    other.get(_go(other, "jo"))
    log = browser.get("/admin/audit").get_data(as_text=True)
    assert "jo@maplebend.example" in log
    assert "sign-in.refused" in log
