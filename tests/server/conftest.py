"""One app for the whole run, on a store of its own, and a real server for what only a real one shows."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import load_keys
from secondreading.app import create_app
from secondreading.config import Config
from tests.server.postgresql import PostgreSQL, running_postgresql

# The packaged policy flags this; the tests of the API need nothing else of the rules.
LEAK = "Just out of closed session, we are selling the arena"
LEAK_RULE = "confidentiality.closed-session"
PROJECT = Path(__file__).resolve().parents[2]


def config_in(folder: Path, **changes: Any) -> Config:
    """Settings of a fresh set-up in `folder`."""
    return replace(
        Config(
            state_folder=folder,
            database_url=f"sqlite:///{folder / 'store.sqlite3'}",
            key_file=folder / "signing_keys.json",
        ),
        **changes,
    )


def check_body(text: str = LEAK, **draft: Any) -> dict[str, Any]:
    """A complete request of an official account on a fixed day."""
    return {
        "draft": {"text": text, **draft},
        "account": {"profile": "official", "role": "staff"},
        "context": {"today": "2026-03-02", "election_period": False},
    }


def leak_in(report: dict[str, Any]) -> dict[str, Any]:
    """The finding of the leak in a report; other rules may have a word to say as well."""
    return next(found for found in report["findings"] if found["rule"] == LEAK_RULE)


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return config_in(tmp_path_factory.mktemp("state"))


@pytest.fixture(scope="session")
def app(config: Config) -> Flask:
    return create_app(config)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller on this machine."""
    return app.test_client()


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    """A caller from another machine, without a token."""
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    return client


@pytest.fixture(scope="session")
def tokens(app: Flask, config: Config) -> Tokens:
    del app  # made first, because it writes the key file
    return Tokens(load_keys(config.key_file), issuer=config.token_issuer, audience=config.token_audience)


@pytest.fixture(scope="session")
def token(tokens: Tokens) -> str:
    return tokens.mint(TokenOrder(subject="a test", scopes=("check",), lifetime_s=3_600))


@dataclass(slots=True)
class RunningServer:
    """`secondreading serve` as a process of its own. `address` is like http://127.0.0.1:40123."""

    process: subprocess.Popen[str]
    address: str
    folder: Path
    said: list[str] = field(default_factory=list)

    def errors(self) -> str:
        return (self.folder / "stderr.txt").read_text(encoding="utf-8", errors="replace")

    def everything_written(self) -> bytes:
        """Every byte of every file the server has written, store and logs alike."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.rglob("*")) if path.is_file())


def environment(folder: Path) -> dict[str, str]:
    """The environment of a server that keeps everything in `folder`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDREADING_")}
    paths = {"PYTHONPATH": str(PROJECT / "server"), "SECONDREADING_STATE_FOLDER": str(folder / "state")}
    return {**kept, **paths, "SECONDREADING_WORKERS": "2"}


def start_server(folder: Path, *arguments: str) -> RunningServer:
    """Start on a free port and wait for the line that says where."""
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "secondreading", "serve", "--port", "0", *arguments],
            cwd=folder,
            env=environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = next((word for word in line.split() if word.startswith("http://")), "")
    server = RunningServer(process, address, folder, [line])
    if not address:
        stop_server(server)
        pytest.fail(f"the server did not start: {line} {server.errors()}")
    return server


def stop_server(server: RunningServer) -> int:
    """Stop it as a service manager does, and return its exit status."""
    server.process.terminate()
    assert server.process.stdout is not None
    server.said.append(server.process.stdout.read())
    server.process.stdout.close()
    return server.process.wait(30)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    with running_postgresql() as running:
        yield running


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    running = start_server(tmp_path_factory.mktemp("server"))
    yield running
    stop_server(running)
