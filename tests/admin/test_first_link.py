"""The first way in: the link that `secondreading serve` prints, on a real server, and the command for more."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import requests

from tests.server.conftest import environment, start_server, stop_server


def test_the_printed_link_signs_in_once_on_a_server_of_two_workers(tmp_path: Path):
    server = start_server(tmp_path)
    try:
        assert server.process.stdout is not None
        line = server.process.stdout.readline()
        found = re.search(r"http://\S+/admin/link\?ticket=(\S+)", line)
        assert found, line
        answers = []
        for _ in range(6):  # each may meet the other worker
            with requests.Session() as browser:
                browser.get(found[0], timeout=30)
                sent = browser.post(f"{server.address}/admin/link", {"ticket": found[1]}, timeout=30)
                answers.append((sent.status_code, "Overview" in sent.text))
        assert sorted(answers) == [(200, True), *[(403, False)] * 5]
    finally:
        assert stop_server(server) == 0
    assert found[1] not in server.errors()


def test_the_command_makes_a_link_for_a_name_and_a_role(tmp_path: Path):
    done = subprocess.run(
        [sys.executable, "-m", "secondreading", "admin-link", "--name", "Amy Doyle", "--role", "records"],
        env=environment(tmp_path) | {"SECONDREADING_PUBLIC_URL": "https://desk.maplebend.example"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith("https://desk.maplebend.example/admin/link?ticket=")
