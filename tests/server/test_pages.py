"""Pages for people: they come whole from this server, and run nothing else."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from secondreading.api.problem import KINDS
from secondreading.resources import extension_folder
from tests.server.conftest import check_body


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_runs_only_what_this_server_serves(client: FlaskClient, path: str):
    answer = client.get(path)
    assert answer.status_code == 200
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    page = answer.get_data(as_text=True)
    assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", page)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_every_file_that_a_page_names_is_served(client: FlaskClient, path: str):
    page = client.get(path).get_data(as_text=True)
    named = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', page)
    assert named
    for address in named:
        with client.get(address) as file:
            assert file.status_code == 200, address


def test_the_api_page_explains_every_address_and_every_problem(client: FlaskClient):
    page = client.get("/docs").get_data(as_text=True)
    for path in client.get("/openapi.json").get_json()["paths"]:
        assert f"<code>{path}</code>" in page
    for name in KINDS:
        assert f'id="{name}"' in page


def test_a_problem_points_to_its_place_on_the_page(client: FlaskClient):
    address = client.post("/v1/check", json={}).get_json()["type"]
    path, _, anchor = address.partition("#")
    assert f'id="{anchor}"' in client.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/extension/manifest.json",
        "/extension/background/main.js",
        "/extension/options/options.html",
        "/extension/content/../manifest.json",
        "/extension/content/%2e%2e/manifest.json",
        "/extension/content/..%2fmanifest.json",
        "/extension/content/.hidden.js",
        "/extension//etc/passwd",
        "/extension/content/missing.js",
    ],
)
def test_only_shared_files_of_the_extension_are_served(client: FlaskClient, path: str):
    assert client.get(path, follow_redirects=True).status_code == 404


def test_the_extensions_content_modules_are_served_as_scripts(client: FlaskClient):
    modules = sorted((extension_folder() / "content").glob("*.js"))
    assert modules
    for module in modules:
        with client.get(f"/extension/content/{module.name}") as answer:
            assert answer.status_code == 200
            assert answer.content_type.startswith("text/javascript")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.data == module.read_bytes()


def test_health_names_the_policy(client: FlaskClient):
    assert client.get("/healthz").get_json() == {
        "status": "ok",
        "policy": client.post("/v1/check", json=check_body()).get_json()["policy"],
        "trouble": "",
    }
