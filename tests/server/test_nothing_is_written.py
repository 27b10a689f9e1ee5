"""No text of a draft is written anywhere: not to the store, not to a log, not to an error's answer."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from gunicorn.config import Config

from secondreading.cli.logs import QuietLogger
from tests.server.conftest import RunningServer, check_body, start_server, stop_server
from tests.server.talk import ask, post, send_raw

MARK = "Quillfeather"
MARKED = f"{MARK}: just out of closed session, {MARK} is selling the arena to {MARK}"


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
