"""A policy of two rules that compiles in a blink, and an app that starts from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import load_keys
from secondreading.app import create_app
from secondreading.desk.desk import Desk
from secondreading.desk.values import Edit
from secondreading.store.engine import Store, open_engine
from tests.server.conftest import config_in

CITY = """\
# Facts of a town that nobody has seen.
city:
  name: Willow Ferry
  domains: [willowferry.example]
  handles: ["@WillowFerry"]
  time_zone: UTC
  ask: clerk@willowferry.example  # the clerk reads this at night

council:
  - {name: Ana Sorrel, title: Mayor, handles: ["@MayorSorrel"]}

# Who keeps the lights on.
staff:
  - {name: Piet Alder, title: Ferry Master}

parties: [Upstream Party, Downstream Party]
election_periods:
  - {kind: municipal, start: 2026-09-01, end: 2026-10-26}
"""
DOCUMENTS = """\
documents:
  - title: The ferry's book of rules
    clauses:
      - {id: F-1, clause: "1", title: Keep the timetable to yourself, answered_by: ["rule ferry.timetable"]}
"""
WORDS = """\
# Words of the ferry.
boat: [ferry, barge]
disclaimer: [views are my own]
"""
RULE = """\
id: ferry.timetable
title: The timetable
severity: {official: warn, personal: advise}
reliability: high
clauses: [F-1]
message: This seems to tell the winter timetable.
why: Travellers rely on the posted timetable.
fix: Consider linking the posted timetable.
match:
  - terms: [winter timetable]  # said by the ferry master
examples:
  - flag: "Here is the [[winter timetable]]."
  - flag: "The [[winter timetable]] is ready."
  - allow: The summer timetable is posted.
  - allow: It is winter.
"""
SECOND = RULE.replace("timetable", "mooring").replace("Timetable", "Mooring").replace("ferry.t", "ferry.m")
FILES = {
    "city.yaml": CITY,
    "documents.yaml": DOCUMENTS,
    "words/ferry.yaml": WORDS,
    "ferry/timetable.yaml": RULE,
    "ferry/mooring.yaml": SECOND,
}
SETTING_UP = Edit("set-up", "A small town.")


def new_rule(name: str = "whistle", words: str = "blow the whistle at noon", **changes: str) -> str:
    """The YAML of a good rule `ferry.<name>` that flags `words`."""
    text = (
        RULE.replace("ferry.timetable", f"ferry.{name}")
        .replace("winter timetable", words)
        .replace("It is winter.", "It is noon.")
    )
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


@contextmanager
def opened_desk(url: str) -> Iterator[Desk]:
    """A desk of its own over a store that an app has made."""
    engine = open_engine(url)
    try:
        yield Desk(Store(engine))
    finally:
        engine.dispose()


def small_app(folder: Path, **changes: Any) -> tuple[Flask, Tokens]:
    """An app whose standing policy is FILES (revision 2), and the means to make tokens for it."""
    config = config_in(folder, **changes)
    app = create_app(config)
    with opened_desk(config.database_url) as desk:
        desk.import_files(FILES, SETTING_UP)
    tokens = Tokens(load_keys(config.key_file), issuer=config.token_issuer, audience=config.token_audience)
    return app, tokens


class Caller:
    """Somebody with a token. `name` is who the revisions and the log say it was."""

    def __init__(self, app: Flask, tokens: Tokens, *roles: str, name: str = "") -> None:
        self.client: FlaskClient = app.test_client()
        subject = name or (roles[0] if roles else "nobody")
        token = tokens.mint(TokenOrder(subject=subject, scopes=roles, lifetime_s=3_600))
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, etag: str = "", **arguments: Any) -> Any:
        """The answer. `etag` is sent as If-Match, with its quotes as it came."""
        headers = {**self.headers, **({"If-Match": etag} if etag else {}), **arguments.pop("headers", {})}
        return self.client.open(path, method=method, headers=headers, **arguments)
