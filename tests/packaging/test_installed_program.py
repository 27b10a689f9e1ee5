"""The program as somebody gets it who installs the wheel and has no checkout."""

from __future__ import annotations

import json

import pytest

from tests.house.source import PROJECT
from tests.packaging.conftest import Installed
from tests.server_process import free_port, running

pytestmark = pytest.mark.packaging

LEAK = "Just out of closed session, we are selling the arena."


def test_the_help_names_every_command(installed: Installed):
    shown = installed.run("--help")
    assert shown.returncode == 0, shown.stderr
    for command in ("serve", "check", "rules", "token", "extension", "deploy", "doctor"):
        assert command in shown.stdout


def test_the_rules_came_along(installed: Installed):
    listed = installed.run("rules", "list")
    assert listed.returncode == 0, listed.stderr
    for file in (PROJECT / "policy_rules" / "confidentiality").glob("*.yaml"):
        assert f"confidentiality.{file.stem}" in listed.stdout


def test_a_leak_is_found_from_the_command_line(installed: Installed):
    request = {
        "draft": {"text": LEAK, "platform": "x"},
        "account": {"profile": "official", "role": "elected"},
    }
    checked = installed.run("check", "--jsonl", given=json.dumps(request) + "\n")
    assert checked.returncode == 1, checked.stderr
    topics = {finding["topic"] for finding in json.loads(checked.stdout)["findings"]}
    assert "confidentiality" in topics


def test_the_files_for_it_come_along(installed: Installed):
    server = "https://reading.maplebend.gov"
    packed = installed.run("extension", "pack", "--server", server)
    assert packed.returncode == 0, packed.stderr
    written = installed.run("deploy", "--server", server, "--out", "files")
    assert written.returncode == 0, written.stderr
    unit = (
        installed.empty_folder / "files" / "server" / "etc" / "systemd" / "system" / "secondreading.service"
    )
    assert "reading.maplebend.gov" in unit.read_text("utf-8")


def test_the_installed_server_shows_the_try_it_page_and_checks(installed: Installed):
    port = free_port()
    command = [installed.programs / "secondreading", "serve"]
    with running(
        command, port, "/healthz", {"PORT": str(port), "PYTHONPATH": ""}, installed.empty_folder
    ) as server:
        connection = server.connect()
        connection.request("GET", "/")
        page = connection.getresponse()
        assert page.status == 200
        assert b"Second Reading" in page.read()
        connection.request("GET", "/extension/platforms/x.json")
        platform = connection.getresponse()
        assert platform.status == 200
        assert json.loads(platform.read())
        body = json.dumps({"draft": {"text": LEAK}})
        connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        checked = connection.getresponse()
        assert checked.status == 200
        assert json.loads(checked.read())["findings"]
        connection.close()
