"""Every route says who may use it, and holds everybody else off."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.enforce import enforce_roles
from secondreading.api.problem import Problem
from secondreading.api.roles import PERMISSIONS, ROLES, SCOPES, TABLE, access_to, allowed, may
from secondreading.app import create_app
from secondreading.config import Config

BY_TOKEN = sorted((method, rule) for (method, rule), access in TABLE.items() if access.by == "token")
BY_PAGE = sorted((method, rule) for (method, rule), access in TABLE.items() if access.by == "page")


def address(rule: str) -> str:
    """An address of a rule: `/v1/rules/<identity>` as `/v1/rules/1`."""
    return re.sub(r"<[^>]+>", "1", rule)


def test_every_route_of_the_app_stands_in_the_table(app: Flask):
    missing = [
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if access_to(method, rule.rule) is None
    ]
    assert not missing, f"Say in api/roles.py who may use {missing}; until then nobody may."


def test_every_line_of_the_table_has_a_permission_that_somebody_holds():
    wrong = [
        place
        for place, access in TABLE.items()
        if access.by not in ("open", "own", "token", "page")
        or (access.by == "token" and access.permission is None)
        or (access.permission is not None and access.permission not in PERMISSIONS)
    ]
    assert not wrong
    assert all("admin" in held and held <= set(ROLES) for held in PERMISSIONS.values())


@pytest.mark.parametrize(("method", "rule"), BY_TOKEN, ids=lambda part: part)
def test_a_route_asks_for_a_token_and_for_one_of_its_roles(
    client: FlaskClient, tokens: Tokens, method: str, rule: str
):
    access = TABLE[method, rule]
    path = address(rule)
    assert client.open(path, method=method).status_code == 401, "being on this machine is not enough"
    for scope in SCOPES:
        token = tokens.mint(TokenOrder(subject="a test", scopes=(scope,), lifetime_s=600))
        answer = client.open(path, method=method, headers={"Authorization": f"Bearer {token}"})
        if scope in PERMISSIONS[access.permission or ""]:
            assert answer.status_code not in (401, 403, 500), f"{scope} may {access.permission}"
        else:
            assert answer.status_code == 403, f"{scope} must not {access.permission}"
            assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(("method", "rule"), BY_PAGE, ids=lambda part: part)
def test_a_page_shows_nothing_to_somebody_who_is_not_signed_in(client: FlaskClient, method: str, rule: str):
    answer = client.open(address(rule), method=method)
    assert answer.status_code in (302, 303, 401, 403)
    if answer.status_code in (302, 303):
        assert "/admin/sign-in" in answer.headers["Location"]


def test_a_route_that_nobody_wrote_down_is_closed_to_administrators_too(config: Config, tokens: Tokens):
    app = create_app(config)

    @app.get("/v1/forgotten")
    def forgotten() -> str:
        return "open by mistake"

    enforce_roles(app, None)  # type: ignore[arg-type]  # the gate is not even asked
    token = tokens.mint(TokenOrder(subject="a test", scopes=SCOPES, lifetime_s=600))
    answer = app.test_client().get("/v1/forgotten", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == Problem("scope-missing", "").status
    assert b"open by mistake" not in answer.data


def test_nobody_has_a_permission_that_does_not_exist():
    assert not may(ROLES, "everything")
    assert not allowed(ROLES, "GET", "/admin/nowhere")
    assert not allowed(ROLES, "GET", "/v1/rules"), "a session opens pages, not the API"


def test_a_role_without_edit_permissions_changes_nothing():
    for role in ("reviewer", "auditor"):
        held = {name for name, roles in PERMISSIONS.items() if role in roles}
        assert not {name for name in held if name.endswith((".edit", ".publish"))}, role
