"""What browsers are told and given when they ask the server for the extension."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient

from secondreading.app import create_app
from secondreading.deploy.crx import read_crx
from secondreading.deploy.pack import pack
from secondreading.deploy.package_index import INDEX
from tests.deploy.conftest import SERVER, order
from tests.server.conftest import config_in

UPDATE = "{http://www.google.com/update2/response}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def stranger(folder: Path) -> FlaskClient:
    """A browser on another machine, without a token."""
    client = create_app(config_in(folder, host="0.0.0.0", public_url=SERVER)).test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return client


@pytest.fixture
def packed(folder: Path, key: rsa.RSAPrivateKey, source: dict[str, bytes]) -> Path:
    packages = folder / "packages"
    pack(source, packages, key, order("1.0.0"))
    return packages


def test_chrome_is_told_version_place_and_hash(stranger: FlaskClient, packed: Path):
    answer = stranger.get("/packages/stable/update.xml?x=id%3Dabc%26v%3D0.9%26uc")
    assert answer.status_code == 200
    assert answer.content_type.startswith("text/xml")
    app = ElementTree.fromstring(answer.data).find(f"{UPDATE}app")
    assert app is not None
    check = app.find(f"{UPDATE}updatecheck")
    assert check is not None
    package = (packed / "second-reading-1.0.0.crx").read_bytes()
    assert app.get("appid") == read_crx(package).id
    assert check.get("version") == "1.0.0"
    assert check.get("codebase") == f"{SERVER}/packages/second-reading-1.0.0.crx"
    assert check.get("hash_sha256") == hashlib.sha256(package).hexdigest()


def test_firefox_is_told_version_place_and_hash(stranger: FlaskClient, packed: Path):
    answer = stranger.get("/packages/stable/updates.json")
    assert answer.content_type == "application/json"
    (update,) = json.loads(answer.data)["addons"]["second-reading@reading.maplebend.gov"]["updates"]
    package = (packed / "second-reading-1.0.0.xpi").read_bytes()
    assert update["version"] == "1.0.0"
    assert update["update_link"] == f"{SERVER}/packages/second-reading-1.0.0.xpi"
    assert update["update_hash"] == f"sha256:{hashlib.sha256(package).hexdigest()}"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("second-reading-1.0.0.crx", "application/x-chrome-extension"),
        ("second-reading-1.0.0.xpi", "application/x-xpinstall"),
        ("stable/second-reading.xpi", "application/x-xpinstall"),
    ],
)
def test_packages_come_with_the_type_that_browsers_ask_for(
    stranger: FlaskClient, packed: Path, name: str, kind: str
):
    assert packed
    answer = stranger.get(f"/packages/{name}")
    assert answer.status_code == 200
    assert answer.content_type == kind
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert len(answer.data) > 1_000
    answer.close()


def test_a_new_version_is_offered_the_moment_it_is_packed(
    stranger: FlaskClient, packed: Path, key: rsa.RSAPrivateKey, source: dict[str, bytes]
):
    assert b'version="1.0.0"' in stranger.get("/packages/stable/update.xml").data
    pack(source, packed, key, order("1.2.0"))
    assert b'version="1.2.0"' in stranger.get("/packages/stable/update.xml").data
    (packed / INDEX).unlink()


@pytest.mark.parametrize(
    "name",
    ["packages.json", "second-reading-9.9.9.crx", "..%2Fextension_key.pem", "stable/extension_key.pem", "x"],
)
def test_nothing_but_packages_is_given_out(stranger: FlaskClient, packed: Path, name: str):
    (packed.parent / "extension_key.pem").write_text("secret")
    answer = stranger.get(f"/packages/{name}")
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"
    assert b"secret" not in answer.data


def test_without_packages_the_answer_names_the_command_that_makes_them(stranger: FlaskClient, folder: Path):
    (folder / "packages" / INDEX).unlink(missing_ok=True)
    answer = stranger.get("/packages/stable/update.xml")
    assert answer.status_code == 404
    assert "secondreading extension pack" in answer.get_json()["detail"]


def test_a_broken_list_of_packages_is_told_without_its_content(stranger: FlaskClient, packed: Path):
    (packed / INDEX).write_text("{not json")
    answer = stranger.get("/packages/stable/updates.json")
    assert answer.status_code == 500
    assert "secondreading doctor" in answer.get_json()["detail"]
    (packed / INDEX).unlink()
