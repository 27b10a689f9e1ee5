"""Sessions and one-time links: nobody can forge one, use one too late, or plant one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response, request

from secondreading.api.keys import KeyRing
from secondreading.config import Config
from secondreading.web.admin.session import Session, Sessions
from secondreading.web.admin.tickets import Tickets
from tests.server.conftest import config_in

OLD, NEW = b"o" * 32, b"n" * 32
KEYS = KeyRing("new", {"old": OLD, "new": NEW})


class Clock:
    now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path, session_hours=1)


def _sign_in(sessions: Sessions) -> tuple[Session, str]:
    response = Response()
    return sessions.begin(response, "Amy Doyle", {"editor"}), response.headers["Set-Cookie"]


def _read(sessions: Sessions, cookie: str) -> Session | None:
    with Flask("test").test_request_context(headers={"Cookie": cookie.partition(";")[0]}):
        return sessions.read(request)


def test_a_session_is_read_back_as_it_was_begun(config: Config, clock: Clock):
    sessions = Sessions(KEYS, config, clock)
    begun, cookie = _sign_in(sessions)
    assert _read(sessions, cookie) == begun


def test_every_sign_in_is_a_new_session_with_a_new_form_token(config: Config, clock: Clock):
    sessions = Sessions(KEYS, config, clock)
    (first, _), (second, _) = _sign_in(sessions), _sign_in(sessions)
    assert first.id != second.id
    assert first.form_token != second.form_token
    assert not first.holds(second.form_token)


def test_a_session_ends_when_its_hours_are_over(config: Config, clock: Clock):
    sessions = Sessions(KEYS, config, clock)
    _, cookie = _sign_in(sessions)
    clock.now += 3600
    assert _read(sessions, cookie) is None


@pytest.mark.parametrize("place", [20, 60, -3])
def test_a_cookie_that_was_touched_is_no_session(config: Config, clock: Clock, place: int):
    sessions = Sessions(KEYS, config, clock)
    _, cookie = _sign_in(sessions)
    written = cookie.partition(";")[0]
    letter = "A" if written[place] != "A" else "B"
    assert _read(sessions, written[:place] + letter + written[place:][1:]) is None


def test_a_cookie_of_another_purpose_is_no_session(config: Config, clock: Clock):
    ticket = Tickets(KEYS, clock).issue("Amy", ["admin"])
    assert _read(Sessions(KEYS, config, clock), f"second-reading={ticket}") is None


def test_rotating_the_keys_signs_nobody_out_and_removing_one_does(config: Config, clock: Clock):
    _, cookie = _sign_in(Sessions(KeyRing("old", {"old": OLD}), config, clock))
    assert _read(Sessions(KEYS, config, clock), cookie) is not None
    assert _read(Sessions(KeyRing("new", {"new": NEW}), config, clock), cookie) is None


def test_the_cookie_is_kept_from_scripts_and_other_sites(config: Config):
    _, cookie = _sign_in(Sessions(KEYS, config))
    parts = [part.strip() for part in cookie.split(";")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(parts)
    assert "Secure" not in parts


def test_over_https_the_cookie_is_bound_to_this_host(config: Config):
    _, cookie = _sign_in(Sessions(KEYS, replace(config, public_url="https://desk.maplebend.gov")))
    assert cookie.startswith("__Host-second-reading=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_a_ticket_says_who_and_which_roles_until_it_is_too_late(clock: Clock):
    tickets = Tickets(KEYS, clock)
    written = tickets.issue("Amy Doyle", ["admin"], lifetime_s=60)
    ticket = tickets.read(written)
    assert ticket is not None
    assert (ticket.name, ticket.roles) == ("Amy Doyle", ("admin",))
    clock.now += 60
    assert tickets.read(written) is None


@pytest.mark.parametrize("written", ["", "x", "x" * 5_000, "WyJhIl0.forged"])
def test_what_is_no_ticket_of_ours_is_none(written: str):
    assert Tickets(KEYS).read(written) is None
