"""What people say of a rule: counted, kept without who said it, and shown to the people who keep the policy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, delete

from secondreading.app import create_app
from secondreading.store import objections
from secondreading.store.engine import open_engine
from secondreading.store.objections import Objection, keep_objection, read_objections
from secondreading.store.tables import objection
from tests.server.conftest import LEAK_RULE, config_in


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def app(folder: Path) -> Flask:
    return create_app(config_in(folder))


@pytest.fixture
def browser(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def engine(app: Flask, folder: Path) -> Iterator[Engine]:
    """The store of the app, with nothing said in it."""
    assert app
    opened = open_engine(f"sqlite:///{folder / 'store.sqlite3'}")
    with opened.begin() as connection:
        connection.execute(delete(objection))
    yield opened
    opened.dispose()


def _kept(engine: Engine) -> list[Objection]:
    with engine.connect() as connection:
        return read_objections(connection, since="2000-01-01", limit=100)


def _tell(browser: FlaskClient, **told: Any) -> int:
    return browser.post("/v1/feedback", json={"rule": LEAK_RULE, **told}).status_code


def test_a_reason_is_kept_with_its_rule_and_without_any_words(browser: FlaskClient, engine: Engine):
    assert _tell(browser, kind="wrong", reason="It was in the minutes.") == 204
    (kept,) = _kept(engine)
    assert (kept.rule, kept.kind, kept.reason, kept.text) == (
        LEAK_RULE,
        "wrong",
        "It was in the minutes.",
        None,
    )


def test_the_marked_words_are_kept_where_the_person_sent_them(browser: FlaskClient, engine: Engine):
    assert _tell(browser, kind="wrong", reason="No", text="closed session") == 204
    assert _kept(engine)[0].text == "closed session"


def test_words_without_a_reason_are_not_kept(browser: FlaskClient, engine: Engine):
    assert _tell(browser, kind="wrong", text="closed session") == 204
    assert _tell(browser, kind="fixed", reason="done", text="closed session") == 204
    assert _kept(engine) == []


def test_a_null_character_is_no_reason_to_fail(browser: FlaskClient, engine: Engine):
    assert _tell(browser, kind="acknowledged", reason="a\0b") == 204
    assert _kept(engine)[0].reason == "a\ufffdb"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "liked"},
        {"kind": "wrong", "reason": "x" * 301},
        {"kind": "wrong", "reason": "x", "text": "x" * 2_001},
        {"kind": "wrong", "reason": 7},
        {"kind": "wrong", "author": "me"},
        {"kind": "wrong", "rule": "no.such"},
    ],
)
def test_what_does_not_fit_is_refused_and_not_kept(
    browser: FlaskClient, engine: Engine, wrong: dict[str, Any]
):
    answer = browser.post("/v1/feedback", json={"rule": LEAK_RULE, **wrong})
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["path"]
    assert _kept(engine) == []


def test_old_objections_make_room_for_new_ones(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(objections, "MOST_KEPT", 3)
    with engine.begin() as connection:
        for number in range(6):
            told = Objection(day="2026-08-10", rule=LEAK_RULE, kind="wrong", reason=str(number))
            keep_objection(connection, told)
    assert [kept.reason for kept in _kept(engine)] == ["5", "4", "3"]
