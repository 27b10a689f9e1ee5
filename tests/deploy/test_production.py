"""The server behind nginx and under systemd's rules: no failed request, no word on the disk, limits that hold."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondreading.deploy.server_files import Places, fill, server_files
from tests.deploy.browser.certificates import Authority
from tests.deploy.production import (
    Nginx,
    Served,
    nginx_program,
    running_nginx,
    serving,
    write_nginx,
)
from tests.deploy.traffic import CHECK, Load, UnixConnection, ask
from tests.missing import give_up

HOST = "reading.maplebend.gov"
MARKED = "A purple walrus counts the votes in the closed session"
# The rate that a city of some thousand people never reaches; the machine decides how much of it it can do.
CHECKS_PER_SECOND = 260  # asked for; pacing and TLS leave a little over 200


def need(program: str | None, sentence: str) -> str:
    if program is None:
        give_up(sentence)
    assert program is not None
    return program


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("served"), SECONDREADING_LOG="json") as running:
        yield running


@pytest.fixture(scope="module")
def token(served: Served) -> str:
    return served.run("token").strip()


@pytest.fixture(scope="module")
def nginx(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    need(nginx_program(), "The site for nginx is tested with nginx: apt install nginx")
    folder = tmp_path_factory.mktemp("nginx")
    written = write_nginx(folder, served.socket, Authority(folder).sign("127.0.0.1"))
    with running_nginx(written) as running:
        yield running


def test_nginx_finds_no_fault_in_its_site(nginx: Nginx):
    program = need(nginx_program(), "")
    done = subprocess.run(
        [program, "-t", "-c", nginx.folder / "nginx.conf", "-p", nginx.folder],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "[warn]" not in done.stderr


def test_a_check_goes_through_nginx_over_tls(nginx: Nginx, token: str):
    status, body, headers = ask(nginx.connect, "POST", "/v1/check", CHECK, Authorization=f"Bearer {token}")
    assert status == 200, body
    assert json.loads(body)["status"]
    assert "max-age" in headers["strict-transport-security"]


def test_behind_nginx_every_caller_needs_a_token(nginx: Nginx):
    assert ask(nginx.connect, "POST", "/v1/check", CHECK)[0] == 401
    assert (
        ask(nginx.connect, "POST", "/v1/check", CHECK, Host="localhost", X_Forwarded_For="127.0.0.1")[0]
        == 401
    )


def test_the_doctor_finds_nothing_wrong_from_outside(nginx: Nginx, served: Served):
    server = f"https://127.0.0.1:{nginx.https_port}"
    authority = str(nginx.folder / "authority.pem")
    seen = served.run("doctor", "--outside-only", "--server", server, "--authority", authority)
    assert "The certificate" in seen
    assert "0 wrong" in seen


def test_plain_http_is_sent_to_https(nginx: Nginx):
    from http.client import HTTPConnection

    status, _, headers = ask(lambda: HTTPConnection("127.0.0.1", nginx.http_port), "GET", "/docs?a=b")
    assert status == 301
    assert headers["location"].startswith("https://")


def test_a_body_that_is_too_large_is_a_problem_and_no_page(nginx: Nginx, token: str):
    draft = {"draft": {"text": "a" * 1_200_000}}
    status, body, headers = ask(nginx.connect, "POST", "/v1/check", draft, Authorization=f"Bearer {token}")
    assert status == 413
    assert headers["content-type"] == "application/problem+json"
    assert json.loads(body)["status"] == 413


def test_metrics_count_checks_and_hold_nothing_of_anybody(nginx: Nginx, served: Served, token: str):
    account = {"handle": "@walrus_of_maple_bend", "profile": "official"}
    asked = {"draft": {"text": MARKED}, "account": account}
    assert ask(nginx.connect, "POST", "/v1/check", asked, Authorization=f"Bearer {token}")[0] == 200
    status, body, _ = ask(lambda: UnixConnection(served.socket), "GET", "/metrics")
    assert status == 200
    shown = body.decode()
    checks = re.search(r'secondreading_requests_total\{kind="check",status="2xx"\} (\d+)', shown)
    assert checks, shown
    assert float(checks[1]) >= 1
    assert "secondreading_policy_revision" in shown
    assert "walrus" not in shown


def test_metrics_are_not_for_strangers(nginx: Nginx, served: Served, token: str):
    headers = {"Authorization": f"Bearer {token}"}
    through_a_proxy = {**headers, "X_Forwarded_For": "192.0.2.7"}
    assert ask(lambda: UnixConnection(served.socket), "GET", "/metrics", **through_a_proxy)[0] == 403
    # nginx lets this machine through to the server, which asks for a token all the same.
    assert ask(nginx.connect, "GET", "/metrics")[0] == 401
    assert ask(nginx.connect, "GET", "/metrics", **headers)[0] == 403


def test_logs_are_json_and_hold_no_text_address_or_name(nginx: Nginx, served: Served, token: str):
    ask(nginx.connect, "POST", "/v1/check", {"draft": {"text": MARKED}}, Authorization=f"Bearer {token}")
    ask(nginx.connect, "GET", f"/v2/check?text={MARKED.replace(' ', '+')}", Authorization=f"Bearer {token}")
    ask(nginx.connect, "GET", "/v1/profiles/x/walrus_of_maple_bend", Authorization=f"Bearer {token}")
    lines = [line for line in served.log().splitlines() if line.startswith("{")]
    requests = [entry for entry in map(json.loads, lines) if entry["message"] == "request"]
    assert {"method", "address", "status", "ms", "time"} <= set(requests[-1])
    assert "/v1/check" in {entry["address"] for entry in requests}
    written = (
        "\n".join(path.read_text("utf-8", "replace") for path in nginx.folder.glob("*.log")) + served.log()
    )
    assert "walrus" not in written
    assert token not in written


def test_no_word_of_a_large_draft_is_put_on_the_disk_by_nginx(nginx: Nginx, token: str):
    large = {"draft": {"text": MARKED * 300}}
    ask(nginx.connect, "POST", "/v1/check", large, Authorization=f"Bearer {token}")
    assert not [path for path in nginx.folder.rglob("*") if path.is_file() and path.parent != nginx.folder]


def test_a_hang_up_under_load_fails_no_request(nginx: Nginx, served: Served, token: str):
    with Load(nginx.connect, token, CHECKS_PER_SECOND) as load:
        load.wait_for(50)
        served.hang_up()
        load.wait_for(50)
    assert set(load.answers) == {"200"}, load.answers


def test_an_upgrade_under_load_fails_no_request(nginx: Nginx, served: Served, token: str):
    """Stopped and started anew, as `systemctl restart` does after the new release is in place."""
    with Load(nginx.connect, token, CHECKS_PER_SECOND) as load:
        load.wait_for(50)
        assert served.stop() == 0
        served.start()
        load.wait_for(50)
    assert set(load.answers) == {"200"}, load.answers


def test_a_hang_up_takes_new_keys_in_use(served: Served):
    keys = served.folder / "state" / "signing_keys.json"
    before = json.loads(keys.read_text("utf-8"))["keys"]
    old = served.run("token").strip()
    served.run("keys", "rotate")
    assert len(json.loads(keys.read_text("utf-8"))["keys"]) == len(before) + 1
    new = served.run("token").strip()
    assert check_with(served, new) == 401, "a running server knows the keys that it started with"
    served.hang_up()
    assert check_with(served, new) == 200
    assert check_with(served, old) == 200


def check_with(served: Served, token: str) -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return ask(lambda: UnixConnection(served.socket), "POST", "/v1/check", CHECK, **headers)[0]


def unit_folder(tmp_path: Path) -> Path:
    """The units with a program that is there, since systemd looks for it."""
    program = shutil.which("true") or "/bin/true"
    places = Places(program=program, socket="/run/secondreading.sock")
    for name in ("secondreading.service", "secondreading.socket"):
        (tmp_path / name).write_bytes(fill(name, HOST, places))
    return tmp_path


def test_systemd_finds_no_fault_in_the_units(tmp_path: Path):
    analyze = need(shutil.which("systemd-analyze"), "Units are checked with systemd-analyze.")
    folder = unit_folder(tmp_path)
    units = [folder / "secondreading.service", folder / "secondreading.socket"]
    done = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "secondreading" not in done.stderr, done.stderr


def test_the_unit_is_hardened_below_two_and_a_half(tmp_path: Path):
    analyze = need(shutil.which("systemd-analyze"), "Units are checked with systemd-analyze.")
    unit = unit_folder(tmp_path) / "secondreading.service"
    done = subprocess.run(
        [analyze, "security", "--offline=true", "--no-pager", "--threshold=24", unit],
        capture_output=True,
        text=True,
        check=False,
    )
    exposure = re.search(r"Overall exposure level for .*: ([0-9.]+)", done.stdout)
    assert exposure, done.stdout + done.stderr
    assert float(exposure[1]) < 2.5, done.stdout


def test_every_name_in_the_servers_files_is_filled_in():
    for path, content in server_files(f"https://{HOST}").items():
        assert "${" not in content.decode(), path
    assert HOST in server_files(f"https://{HOST}")["server/etc/nginx/sites-available/secondreading"].decode()
