"""Two servers on one PostgreSQL: what one publishes counts on both, while checks go on."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import ensure_keys
from secondreading.desk.desk import Desk
from secondreading.desk.values import Edit
from tests.server.conftest import RunningServer, config_in, environment, stop_server
from tests.server.postgresql import PostgreSQL
from tests.server.small_policy import FILES, SETTING_UP, new_rule, opened_desk
from tests.waiting import wait_until

WHISTLE = "We blow the whistle at noon today."
CHECKERS = 2


class Checker(threading.Thread):
    """Checks one text again and again; remembers the revisions that answered, and everything else."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.place, self.stop = urlsplit(address).netloc, threading.Event()
        self.answers: list[tuple[int, bool]] = []
        self.faults: list[Any] = []

    def run(self) -> None:
        body = json.dumps({"draft": {"text": WHISTLE}, "account": {"profile": "official"}}).encode()
        with closing(http.client.HTTPConnection(self.place, timeout=60)) as link:
            while not self.stop.is_set():
                try:
                    link.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
                    answer = link.getresponse()
                    told = json.loads(answer.read())
                except (OSError, http.client.HTTPException, ValueError) as fault:
                    self.faults.append(type(fault).__name__)
                    return
                if answer.status != 200:
                    self.faults.append(told)
                    continue
                flagged = any(found["rule"] == "ferry.whistle" for found in told["findings"])
                self.answers.append((told["policy"]["revision"], flagged))

    def saw(self, revision: int) -> bool:
        return bool(self.answers) and self.answers[-1][0] == revision


@contextmanager
def node(folder: Path, url: str) -> Iterator[RunningServer]:
    """`secondreading serve` with its own state folder, on the store at `url`."""
    folder.mkdir()
    settings = {**environment(folder), "SECONDREADING_DATABASE_URL": url}
    with (folder / "stderr.txt").open("wb") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "secondreading", "serve", "--port", "0"],
            cwd=folder,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    assert process.stdout is not None
    line = process.stdout.readline()
    address = next((word for word in line.split() if word.startswith("http://")), "")
    running = RunningServer(process, address, folder, [line])
    try:
        assert address, running.errors()
        yield running
    finally:
        stop_server(running)


@pytest.fixture(scope="module")
def town(
    postgresql: PostgreSQL, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Desk, list[RunningServer]]]:
    """A small policy in a PostgreSQL, with two nodes on it."""
    url, folder = postgresql.new_database(), tmp_path_factory.mktemp("nodes")
    with node(folder / "one", url) as one, node(folder / "two", url) as two, opened_desk(url) as desk:
        desk.import_files(FILES, SETTING_UP)
        yield desk, [one, two]


def test_a_published_rule_counts_on_both_nodes_and_no_check_fails_meanwhile(
    town: tuple[Desk, list[RunningServer]],
):
    desk, nodes = town
    checkers = [Checker(server.address) for server in nodes for _ in range(CHECKERS)]
    for checker in checkers:
        checker.start()
    standing = desk.standing()
    wait_until(lambda: all(checker.saw(standing) for checker in checkers))
    saved = desk.save_rule("ferry.whistle", new_rule(), Edit("clerk", "Noon is loud."), None)
    published = time.monotonic()
    wait_until(lambda: all(checker.saw(saved.revision) for checker in checkers))
    print(f"live on both nodes after {time.monotonic() - published:.2f} s")
    back = desk.roll_back(standing, Edit("clerk", "Too loud."))
    wait_until(lambda: all(checker.saw(back.revision) for checker in checkers))
    for checker in checkers:
        checker.stop.set()
    for checker in checkers:
        checker.join(60)
        assert not checker.faults
        assert all(flagged == (revision == saved.revision) for revision, flagged in checker.answers)
    print(f"{sum(len(checker.answers) for checker in checkers)} checks")


def save_as(server: RunningServer, name: str, etag: str) -> tuple[int, dict[str, Any]]:
    """What `server` answers when `name` changes the horn's rule."""
    config = config_in(server.folder / "state")
    tokens = Tokens(ensure_keys(config.key_file), issuer=config.token_issuer, audience=config.token_audience)
    token = tokens.mint(TokenOrder(subject=name, scopes=("editor",), lifetime_s=600))
    body = {"yaml": new_rule("horn", noon=f"noon says {name}"), "reason": f"{name} was here."}
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "If-Match": etag}
    with closing(http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)) as link:
        link.request("PUT", "/v1/rules/ferry.horn", json.dumps(body), headers)
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())


def test_two_editors_on_two_nodes_cannot_overwrite_each_other(town: tuple[Desk, list[RunningServer]]):
    desk, nodes = town
    desk.save_rule("ferry.horn", new_rule("horn"), Edit("clerk", "Noon is loud."), None)
    etag = f'"{desk.rule("ferry.horn").etag}"'
    with ThreadPoolExecutor(2) as editors:
        asked = [
            editors.submit(save_as, server, name, etag)
            for server, name in zip(nodes, ("ada", "ben"), strict=True)
        ]
        answers = sorted((one.result(60) for one in asked), key=lambda answer: answer[0])
    (good, saved), (late, told) = answers
    assert (good, late) == (200, 412)
    winner = desk.revision(saved["revision"])
    assert [change["author"] for change in told["changes"]] == [winner.author]
    assert f"says {winner.author}" in told["difference"]
