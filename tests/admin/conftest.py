"""One app with a policy of its own, and people with roles who are signed in to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.keys import load_keys
from secondreading.app import create_app
from secondreading.config import Config
from secondreading.web.admin.tickets import Tickets
from tests.admin.small_policy import write_policy
from tests.server.conftest import config_in

SignIn = Callable[..., FlaskClient]


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config_in(tmp_path_factory.mktemp("admin"))


def make_app(config: Config) -> Flask:
    """An app with the small policy."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        write_policy(Path(folder))
        patch.setattr("secondreading.app.policy_rules_folder", lambda: Path(folder))
        return create_app(config)


@pytest.fixture(scope="session")
def app(config: Config) -> Flask:
    return make_app(config)


@pytest.fixture(scope="session")
def tickets(app: Flask, config: Config) -> Tickets:
    del app  # made first, because it writes the key file
    return Tickets(load_keys(config.key_file))


_addresses = (f"192.0.2.{number}" for number in cycle(range(1, 255)))


def new_browser(app: Flask) -> FlaskClient:
    """A browser on a machine of its own: attempts to sign in are counted for each."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = next(_addresses)
    return client


@pytest.fixture
def sign_in(app: Flask, tickets: Tickets) -> SignIn:
    """Signs somebody in by a one-time link; each call is another person in another browser."""

    def enter(*roles: str, name: str = "Amy Doyle") -> FlaskClient:
        client = new_browser(app)
        answer = client.post("/admin/link", data={"ticket": tickets.issue(name, roles)})
        assert (answer.status_code, answer.location) == (303, "/admin")
        return client

    return enter


@pytest.fixture
def admin(sign_in: SignIn) -> FlaskClient:
    return sign_in("admin")


def hidden(page: str, name: str) -> str:
    """The value of a hidden field of a page."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"the page has no field {name}"
    return (
        found[1]
        .replace("&#34;", '"')
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
    )


def form_token(client: FlaskClient) -> str:
    return hidden(client.get("/admin").get_data(as_text=True), "form_token")


def page_of(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def form_of(client: FlaskClient, path: str, **fields: str) -> dict[str, str]:
    """A form as the page gives it, with a reason."""
    page = page_of(client, path)
    return {
        "form_token": hidden(page, "form_token"),
        "etag": hidden(page, "etag"),
        "reason": "A test.",
        **fields,
    }
