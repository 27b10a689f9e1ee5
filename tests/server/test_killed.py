"""A server that is killed in the middle of edits loses nothing that it acknowledged and keeps nothing half."""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from secondreading.api.auth import TokenOrder, Tokens
from secondreading.api.keys import ensure_keys
from secondreading.config import Config
from secondreading.policy.load import read_folder
from secondreading.resources import policy_rules_folder
from secondreading.store.engine import open_engine
from secondreading.store.ensure import ensure_store
from tests.server.conftest import RunningServer, config_in, start_server
from tests.server.small_policy import FILES, SETTING_UP, new_rule, opened_desk

ROUNDS, EDITS = 3, 40
THOROUGH_ROUNDS, THOROUGH_EDITS = 10, 500


def prepared(folder: Path) -> tuple[Config, str]:
    """A store with a small policy where the server will look for it, and a token of an editor."""
    config = config_in(folder / "state")
    engine = open_engine(config.database_url)
    ensure_store(engine, read_folder(policy_rules_folder()))
    engine.dispose()
    with opened_desk(config.database_url) as desk:
        desk.import_files(FILES, SETTING_UP)
    tokens = Tokens(ensure_keys(config.key_file), issuer=config.token_issuer, audience=config.token_audience)
    return config, tokens.mint(TokenOrder(subject="an editor", scopes=("editor",), lifetime_s=3_600))


class Editor(threading.Thread):
    """Writes rules until the server is gone; remembers what was acknowledged, by revision."""

    def __init__(self, address: str, token: str, edits: int, seed: int) -> None:
        super().__init__()
        self.place, self.token, self.edits = urlsplit(address).netloc, token, edits
        self.chance, self.name_of_mine = random.Random(seed), f"by-{seed}"
        self.acknowledged: dict[int, str] = {}
        self.faults: list[Any] = []

    def run(self) -> None:
        with closing(http.client.HTTPConnection(self.place, timeout=60)) as link:
            for edit in range(self.edits):
                words = f"blow the whistle {edit} {self.chance.randrange(10**9)} times"
                try:
                    status, told = self._save(link, edit, words)
                except (OSError, http.client.HTTPException, ValueError):
                    return
                if status != 200:
                    self.faults.append(told)
                    return
                self.acknowledged[told["revision"]] = words

    def _save(self, link: http.client.HTTPConnection, edit: int, words: str) -> tuple[int, Any]:
        body = {"yaml": new_rule(self.name_of_mine, words), "reason": f"Edit {edit}."}
        condition = {"If-None-Match": "*"} if edit == 0 else {"If-Match": "*"}
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", **condition}
        link.request("PUT", f"/v1/rules/ferry.{self.name_of_mine}", json.dumps(body), headers)
        answer = link.getresponse()
        return answer.status, json.loads(answer.read())


def kill(server: RunningServer) -> None:
    """`kill -9` for the master and its workers at once; they are a process group of their own."""

    everyone = [psutil.Process(server.process.pid), *psutil.Process(server.process.pid).children()]
    for process in everyone:
        os.kill(process.pid, signal.SIGKILL)
    server.process.wait(30)
    psutil.wait_procs(everyone[1:], timeout=30)
    assert server.process.stdout is not None
    server.process.stdout.close()


def test_a_kill_in_the_middle_of_edits_loses_no_acknowledged_revision_and_leaves_no_half_one(
    tmp_path: Path, thorough: bool
):
    rounds, edits = (THOROUGH_ROUNDS, THOROUGH_EDITS) if thorough else (ROUNDS, EDITS)
    config, token = prepared(tmp_path)
    chance, acknowledged = random.Random(7), dict[int, str]()
    for turn in range(rounds):
        server = start_server(tmp_path)
        editors = [Editor(server.address, token, edits // 2, seed=10 * turn + n) for n in range(2)]
        for editor in editors:
            editor.start()
        enough = chance.randrange(4, edits - 2)
        while sum(len(e.acknowledged) for e in editors) < enough and any(e.is_alive() for e in editors):
            editors[0].join(0.005)
        kill(server)
        for editor in editors:
            editor.join(60)
            assert not editor.faults
            acknowledged.update(editor.acknowledged)
        _hold_to(config, acknowledged)
    assert len(acknowledged) >= 4 * rounds


def _hold_to(config: Config, acknowledged: dict[int, str]) -> None:
    place = config.database_url.removeprefix("sqlite:///")
    link = sqlite3.connect(place)
    assert link.execute("pragma integrity_check").fetchone() == ("ok",)
    link.close()
    with opened_desk(config.database_url) as desk:
        assert desk.verify_audit().faults == ()
        told = {entry.revision_to for entry in desk.audit(limit=100_000) if entry.revision_to}
        kept = {view.number for view in desk.revisions(limit=100_000)}
        assert kept == told, "every revision has its entry, and every entry its revision"
        for number, words in acknowledged.items():
            assert any(words in text for text in desk.export(number).values())
        assert desk.in_force() == max(kept)


def test_an_edit_is_possible_after_the_kills_as_before(tmp_path: Path):
    config, token = prepared(tmp_path)
    server = start_server(tmp_path)
    kill(server)
    server = start_server(tmp_path)
    editor = Editor(server.address, token, 1, seed=1)
    editor.start()
    editor.join(60)
    kill(server)
    assert len(editor.acknowledged) == 1
    with opened_desk(config.database_url) as desk:
        assert desk.verify_audit().faults == ()
