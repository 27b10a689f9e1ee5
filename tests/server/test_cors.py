"""Which origins may read answers in a browser, and that nobody else is told they may."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.cors import extension_origin
from secondreading.app import create_app
from secondreading.resources import extension_folder
from tests.server.conftest import check_body, config_in

DESK = "https://desk.maplebend.gov"


@pytest.fixture(scope="module")
def desk_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(config_in(tmp_path_factory.mktemp("cors"), cors_origins=(DESK,)))


@pytest.fixture
def desk(desk_app: Flask) -> FlaskClient:
    return desk_app.test_client()


def preflight(client: FlaskClient, origin: str):
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    return client.options("/v1/check", headers=headers)


def test_an_extensions_id_follows_from_its_key():
    # The key and id that Chrome's own documentation would give: SHA-256 of the empty key, in letters.
    assert extension_origin("") == "chrome-extension://" + "odlameecjipmbmbejkplpemijjgpljce"


def test_our_extension_may_read_answers(desk: FlaskClient):
    manifest = json.loads((extension_folder() / "manifest.json").read_text(encoding="utf-8"))
    origin = extension_origin(manifest["key"])
    answer = desk.post("/v1/check", json=check_body(), headers={"Origin": origin})
    assert answer.headers["Access-Control-Allow-Origin"] == origin


def test_a_listed_origin_may_ask_and_read(desk: FlaskClient):
    asked = preflight(desk, DESK)
    assert asked.status_code == 200
    assert asked.headers["Access-Control-Allow-Origin"] == DESK
    assert "POST" in asked.headers["Access-Control-Allow-Methods"]
    assert "authorization" in asked.headers["Access-Control-Allow-Headers"].lower()
    answer = desk.post("/v1/check", json=check_body(), headers={"Origin": DESK})
    assert answer.headers["Access-Control-Allow-Origin"] == DESK
    assert "Origin" in answer.headers["Vary"]


def test_a_listed_origin_may_read_problems(desk: FlaskClient):
    answer = desk.post("/v1/check", json={}, headers={"Origin": DESK})
    assert answer.status_code == 422
    assert answer.headers["Access-Control-Allow-Origin"] == DESK


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://desk.maplebend.gov.evil.example",
        "https://xdesk.maplebend.gov",
        "null",
    ],
)
def test_another_origin_is_told_nothing(desk: FlaskClient, origin: str):
    assert "Access-Control-Allow-Origin" not in preflight(desk, origin).headers
    answer = desk.post("/v1/check", json=check_body(), headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in answer.headers


def test_credentials_are_never_asked_for(desk: FlaskClient):
    assert "Access-Control-Allow-Credentials" not in preflight(desk, DESK).headers


def test_a_request_without_an_origin_carries_no_cors_header(client: FlaskClient):
    assert "Access-Control-Allow-Origin" not in client.post("/v1/check", json=check_body()).headers


def test_the_pages_are_not_shared_with_other_origins(desk: FlaskClient):
    assert "Access-Control-Allow-Origin" not in desk.get("/docs", headers={"Origin": DESK}).headers


def test_the_manifest_has_a_key_so_that_the_origin_is_stable():
    assert Path(extension_folder() / "manifest.json").is_file()
    assert json.loads((extension_folder() / "manifest.json").read_text(encoding="utf-8"))["key"]
