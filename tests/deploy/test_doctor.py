"""The doctor names what is wrong and what to do, and finds nothing wrong where nothing is."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from secondreading.cli import main
from secondreading.deploy.doctor.findings import Observation, State
from secondreading.deploy.doctor.outside import Visitor, look_from_outside
from secondreading.deploy.extension_key import ensure_extension_key
from secondreading.deploy.manifest import firefox_id_for
from secondreading.deploy.pack import PackOrder, pack, read_extension
from secondreading.deploy.update_manifests import update_xml, updates_json
from secondreading.resources import extension_folder
from tests.server_process import free_port

HEALTHY = {"status": "ok", "policy": {"id": "standard", "revision": 3}, "trouble": ""}
Answers = dict[tuple[str, str], tuple[int, str, bytes]]


def as_json(value: object, status: int = 200) -> tuple[int, str, bytes]:
    return status, "application/json", json.dumps(value).encode()


@contextmanager
def answering(answers: Answers, date: str = "") -> Iterator[str]:
    """A server that says what it is told to; the yielded address is on 127.0.0.1."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            status, kind, body = answers.get((self.command, self.path), as_json({}, 404))
            self.send_response_only(status)
            self.send_header("Date", date or self.date_time_string())
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = answer

        def log_message(self, *given: Any) -> None:
            del given

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    serving.join()


@pytest.fixture
def healthy() -> Answers:
    """A server that answers as it should, without packages."""
    return {("GET", "/healthz"): as_json(HEALTHY), ("POST", "/v1/check"): as_json({}, 401)}


def wrong(seen: list[Observation]) -> list[str]:
    return [f"{one.words} {one.mend}" for one in seen if one.state is not State.GOOD]


def look(answers: Answers, secret: str = "", date: str = "") -> list[str]:
    with answering(answers, date) as server:
        return wrong(list(look_from_outside(Visitor(server), secret)))


def test_a_server_without_packages_is_told_which_command_makes_them(healthy: Answers):
    assert look(healthy) == ["No package of the extension is offered. Run: secondreading extension pack"]


def test_a_name_that_is_not_known_ends_the_look():
    (seen,) = look_from_outside(Visitor("http://nowhere.invalid"))
    assert "nowhere.invalid is not known" in seen.words
    assert "DNS" in seen.mend


def test_a_server_that_does_not_answer_is_told_where_to_look():
    (seen,) = look_from_outside(Visitor(f"http://127.0.0.1:{free_port()}"))
    assert "does not answer" in seen.words
    assert "systemctl status" in seen.mend


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({("GET", "/healthz"): (200, "text/html", b"<h1>Welcome</h1>")}, "not Second Reading's"),
        ({("GET", "/healthz"): as_json({**HEALTHY, "trouble": "old policy"})}, "old policy"),
        ({("POST", "/v1/check"): as_json({})}, "Checks need no token"),
        ({("GET", "/metrics"): as_json({})}, "metrics can be read"),
        ({("GET", "/packages/stable/update.xml"): (200, "text/xml", b"<not xml")}, "cannot be read"),
    ],
    ids=["another site", "degraded", "open", "metrics", "manifest"],
)
def test_what_is_wrong_is_named(healthy: Answers, changes: Answers, words: str):
    assert words in " ".join(look({**healthy, **changes}))


def test_a_clock_that_is_wrong_is_told_by_how_much(healthy: Answers):
    seen = " ".join(look(healthy, date="Sat, 01 Jan 2000 00:00:00 GMT"))
    assert "clock" in seen
    assert "timedatectl" in seen


def test_a_refused_secret_is_told_in_the_servers_own_words(healthy: Answers):
    refusal = as_json({"detail": "The enrolment of this browser was revoked."}, 401)
    seen = look({**healthy, ("POST", "/v1/enrolments/token"): refusal}, secret="a secret")
    assert "was revoked" in seen[0]
    assert "a secret" not in " ".join(seen)


@contextmanager
def offering(folder: Path, healthy: Answers, change: Callable[[Answers], None]) -> Iterator[list[str]]:
    """What the doctor finds wrong with real packages, after something was changed on the way."""
    answers = dict(healthy)
    with answering(answers) as server:
        source = read_extension(extension_folder())
        order = PackOrder(server=server, version="1.0.0", firefox_id=firefox_id_for(server), channel="stable")
        index = pack(source, folder, ensure_extension_key(folder / "key.pem"), order)
        package = index.packages["1.0.0"]
        base = f"{server}/packages/"
        for file, kind in (
            (package.crx, "application/x-chrome-extension"),
            (package.xpi, "application/x-xpinstall"),
        ):
            answers["GET", f"/packages/{file.name}"] = (200, kind, (folder / file.name).read_bytes())
        answers["GET", "/packages/stable/update.xml"] = (200, "text/xml", update_xml(index, "stable", base))
        answers["GET", "/packages/stable/updates.json"] = (
            200,
            "application/json",
            updates_json(index, "stable", base),
        )
        change(answers)
        yield wrong(list(look_from_outside(Visitor(server))))


def test_packages_that_are_whole_and_signed_are_fine(tmp_path: Path, healthy: Answers):
    with offering(tmp_path, healthy, lambda _answers: None) as seen:
        assert seen == []


def test_a_package_with_a_wrong_type_or_content_is_named(tmp_path: Path, healthy: Answers):
    def damage(answers: Answers) -> None:
        for (method, path), (status, kind, body) in list(answers.items()):
            if path.endswith(".crx"):
                answers[method, path] = (status, "text/plain", body)
            if path.endswith(".xpi"):
                answers[method, path] = (status, kind, body + b"more")

    with offering(tmp_path, healthy, damage) as seen:
        assert "second-reading-1.0.0.crx is not served as" in seen[0]
        assert "second-reading-1.0.0.xpi is not the file that was packed" in seen[1]


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "state"
    monkeypatch.setenv("SECONDREADING_STATE_FOLDER", str(folder))
    return folder


def doctor(capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(["doctor"])
    return status, capsys.readouterr().out


def test_a_deployment_that_was_never_started_is_told_what_is_missing(
    state: Path, capsys: pytest.CaptureFixture[str]
):
    status, seen = doctor(capsys)
    assert status == 1
    assert f"{state} is not there" in seen
    assert "signing_keys.json cannot be read" in seen
    assert "store.sqlite3 is not there" in seen


def test_a_deployment_in_order_is_told_so_and_a_disorder_named(
    state: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["token"]) == 0
    assert main(["enrolment", "create", "--label", "Ring 1"]) == 0
    assert main(["extension", "pack", "--server", "https://reading.maplebend.gov"]) == 0
    capsys.readouterr()
    status, seen = doctor(capsys)
    assert status == 0, seen
    assert "0 wrong" in seen
    state.chmod(0o755)
    (state / "packages" / "second-reading-0.1.0.xpi").unlink(missing_ok=True)
    (state / "extension_key.pem").write_text("no key")
    status, seen = doctor(capsys)
    assert status == 1
    assert "Everybody on this machine may look into" in seen
    assert "extension_key.pem holds no private key" in seen
