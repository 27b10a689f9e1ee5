"""What only a real gunicorn shows: sockets, logs, forks, signals, and clients written by others."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from gunicorn.config import Config
from language_tool_python import LanguageTool

from secondreading.cli.worker import QuietLogger
from tests.server.conftest import LEAK, RunningServer, check_body, start_server, stop_server

MARK = "Quillfeather"
MARKED = f"{MARK}: just out of closed session, {MARK} is selling the arena to {MARK}"


def ask(
    server: RunningServer, path: str, body: bytes | None = None, method: str = "", **headers: str
) -> tuple[int, bytes]:
    """Status and body of one request; `headers` with underscores for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(server.address + path, body, named, method=method or None)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, fault.read() + str(fault.headers).encode()


def send_raw(server: RunningServer, data: bytes) -> bytes:
    """Everything that comes back for bytes that need not be HTTP."""
    parts = urlsplit(server.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))


def post(server: RunningServer, body: Any, **headers: str) -> tuple[int, bytes]:
    encoded = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(server, "/v1/check", encoded, **{"Content_Type": "application/json", **headers})


def test_the_server_checks(server: RunningServer):
    status, body = post(server, check_body())
    assert status == 200
    assert json.loads(body)["findings"]


def test_every_worker_gives_the_same_bytes(server: RunningServer):
    assert len({post(server, check_body())[1] for _ in range(20)}) == 1


def test_the_start_made_a_store_and_a_key_for_their_owner_only(server: RunningServer):
    state = server.folder / "state"
    assert (state / "store.sqlite3").is_file()
    assert (state / "signing_keys.json").stat().st_mode & 0o777 == 0o600
    assert state.stat().st_mode & 0o777 == 0o700


def test_a_languagetool_client_finds_the_right_words(server: RunningServer):
    text = f"😡 {LEAK} 😡"
    matches = LanguageTool("en-US", remote_server=server.address).check(text)
    words = [text[match.offset : match.offset + match.error_length] for match in matches]
    assert any("closed session" in found for found in words)
    assert matches[0].rule_id == "confidentiality.closed-session"


def test_a_connection_is_kept_for_the_next_check(server: RunningServer):
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    body = json.dumps(check_body())
    sockets = set()
    for _ in range(3):
        connection.request("POST", "/v1/check", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        answer.read()
        sockets.add(connection.sock)
    connection.close()
    assert len(sockets) == 1


def test_a_body_in_chunks_is_read_and_limited_too(server: RunningServer):
    def chunks(body: bytes) -> bytes:
        head = b"POST /v1/check HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        head += b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        return head + f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"

    assert b" 200 " in send_raw(server, chunks(json.dumps(check_body()).encode())).split(b"\r\n")[0]
    assert b" 413 " in send_raw(server, chunks(b" " * 1_000_001)).split(b"\r\n")[0]


BROKEN_HTTP = {
    "no http": f"{MARKED}\r\n\r\n".encode(),
    "no method": f"{MARK} / HTTP/1.1\r\n\r\n".encode(),
    "no version": f"GET /{MARK} HTTP/9.9\r\n\r\n".encode(),
    "header without a colon": f"GET / HTTP/1.1\r\n{MARK}\r\n\r\n".encode(),
    "header with a strange name": f"GET / HTTP/1.1\r\n{MARK} x: 1\r\n\r\n".encode(),
    "endless address": f"GET /{MARK * 2_000} HTTP/1.1\r\n\r\n".encode(),
    "endless header": f"GET / HTTP/1.1\r\nX-Y: {MARK * 2_000}\r\n\r\n".encode(),
    "broken length": f"POST /v1/check HTTP/1.1\r\nContent-Length: {MARK}\r\n\r\n".encode(),
    "unknown coding": f"POST /v1/check HTTP/1.1\r\nTransfer-Encoding: {MARK}\r\n\r\n".encode(),
    "unmet expectation": f"POST /v1/check HTTP/1.1\r\nHost: a\r\nExpect: {MARK}\r\n\r\n".encode(),
    "broken chunk": (
        "POST /v1/check HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        f"Transfer-Encoding: chunked\r\n\r\n{MARK}\r\n"
    ).encode(),
}


@pytest.mark.parametrize("data", BROKEN_HTTP.values(), ids=BROKEN_HTTP.keys())
def test_a_request_that_is_no_http_is_answered_with_a_problem(server: RunningServer, data: bytes):
    answer = send_raw(server, data)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith((b"HTTP/1.1 4", b"HTTP/1.1 501"))
    assert b"application/problem+json" in head
    assert json.loads(body)["detail"]
    assert MARK.encode() not in answer


ACCOUNT = {"bio": MARKED, "handle": MARK, "display_name": MARK, "links": [f"https://{MARK}.example"]}
MARKED_BODIES = [
    {**check_body(MARKED), "account": ACCOUNT},
    {"draft": {"text": MARKED * 2_000}},
    {"draft": {"text": "a", "quoted_text": MARKED * 2_000}},
    {"draft": {"text": "a", "action": MARK}},
    {"draft": {"text": "a", f"{MARK} text": MARKED}},
    {"draft": {"text": [MARKED]}},
    {"draft": {"text": MARKED + "\0"}},
    {"draft": {"text": "a"}, "context": {"today": MARK}},
    {"draft": {"text": "a"}, "account": {"role": MARK}},
    MARKED.encode(),
    json.dumps(check_body(MARKED)).encode()[:-5],
    f'{{"draft":{{"text":"{MARKED}\\ud800"}}}}'.encode(),
    f'{{"draft":{{"text":"{MARKED}'.encode() + b'\xff"}}',
    MARKED.encode() * 20_000,
]
MARKED_HEADERS = [
    {"Authorization": f"Bearer {MARK}"},
    {"Authorization": MARK},
    {"Content_Type": MARK},
    {"Cookie": f"draft={MARK}"},
    {"Host": f"{MARK}.example"},
    {"X_Forwarded_For": MARK},
]
MARKED_ADDRESSES = [
    *(f"/{MARK}", f"/extension/content/{MARK}.js", f"/?text={MARK}", f"/docs?text={MARK}"),
    *(f"/healthz?text={MARK}", f"/v2/languages?text={MARK}", f"/v2/check?data={MARK}"),
    f"/v2/check?text={quote(MARKED)}",
]
MARKED_FORMS = [
    {"text": MARKED},
    {"text": MARKED, "language": f"{MARK} <"},
    {"text": MARKED, "apiKey": MARK},
    {"text": MARKED * 2_000},
    {"data": MARKED},
    {"data": json.dumps({"annotation": [{"text": MARKED}, {"markup": MARK, "text": MARK}]})},
    {"text": MARKED + "\0"},
]


def send_marked_text(server: RunningServer) -> list[tuple[int, bytes]]:
    """The marked text through every endpoint, well-formed and broken."""
    good = json.dumps(check_body(MARKED)).encode()
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    return [
        *(post(server, body) for body in MARKED_BODIES),
        *(post(server, good, **headers) for headers in MARKED_HEADERS),
        *(ask(server, "/v1/check", good, method=method) for method in ("PUT", MARK.upper())),
        *(ask(server, address) for address in MARKED_ADDRESSES),
        *(ask(server, "/v2/check", urlencode(fields).encode(), **form) for fields in MARKED_FORMS),
    ]


def test_no_text_of_a_draft_is_written_anywhere(tmp_path: Path):
    server = start_server(tmp_path)
    try:
        answers = send_marked_text(server)
        raw = [send_raw(server, data) for data in BROKEN_HTTP.values()]
        assert {200, 400, 401, 404, 405, 413, 415, 422} <= {status for status, _ in answers}
        assert all(status < 500 for status, _ in answers)
    finally:
        status = stop_server(server)
    refused = b"".join([body for code, body in answers if code >= 400] + raw)
    written = server.everything_written() + "".join(server.said).encode()
    assert (tmp_path / "state" / "store.sqlite3").stat().st_size > 0
    for name, kept in (("an error's answer", refused), ("the store or a log", written)):
        assert MARK.lower().encode() not in kept.lower(), f"the marked text stands in {name}"
    assert status == 0


def test_gunicorns_own_log_tells_type_and_place_only(caplog: pytest.LogCaptureFixture):
    logger = QuietLogger(Config())
    logger.error_log.propagate = True
    try:
        raise ValueError(MARKED)
    except ValueError:
        logger.exception("Error handling request %s", f"/v2/check?text={MARK}")
    assert "unhandled ValueError at" in caplog.text
    assert __file__ in caplog.text
    assert MARK not in caplog.text


def test_an_ordinary_day_leaves_the_log_empty(tmp_path: Path):
    server = start_server(tmp_path)
    post(server, check_body())
    ask(server, "/healthz")
    ask(server, "/nowhere")
    stop_server(server)
    assert server.errors() == ""
    assert server.said == [f"Second Reading is at {server.address} (stop it with Ctrl-C)\n", ""]


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_server_and_all_its_workers(tmp_path: Path, sign: signal.Signals):
    server = start_server(tmp_path)
    children = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(server.process.pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    server.process.send_signal(sign)
    assert server.process.wait(30) == 0
    assert server.process.stdout is not None
    server.process.stdout.close()
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(int(child), 0)


def test_a_second_start_uses_the_same_key_and_policy(tmp_path: Path):
    first = start_server(tmp_path)
    stamp = json.loads(ask(first, "/healthz")[1])["policy"]
    stop_server(first)
    key = (tmp_path / "state" / "signing_keys.json").read_bytes()
    second = start_server(tmp_path)
    assert json.loads(ask(second, "/healthz")[1])["policy"] == stamp
    stop_server(second)
    assert (tmp_path / "state" / "signing_keys.json").read_bytes() == key


def test_a_taken_port_is_told_in_words(server: RunningServer, tmp_path: Path):
    port = str(urlsplit(server.address).port)
    with pytest.raises(pytest.fail.Exception, match=f"{port} is taken"):
        start_server(tmp_path, "--port", port)


def test_a_server_for_others_says_that_it_asks_for_tokens(tmp_path: Path):
    server = start_server(tmp_path, "--host", "0.0.0.0")
    address = server.address.replace("0.0.0.0", "127.0.0.1")
    local = RunningServer(server.process, address, tmp_path)
    assert post(local, check_body())[0] == 401
    stop_server(server)
    assert "secondreading token" in "".join(server.said)
