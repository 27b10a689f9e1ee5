"""A server with faults to order, which also keeps what it was sent."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROBLEM = b'{"type":"about:blank","title":"Too long","status":413,"detail":"The text is over the limit."}'
ALL_CLEAR = {
    "status": "checked",
    "not_checked": [],
    "policy": {"id": "standard", "revision": 1},
    "account": {"profile": "official", "registered": True, "has_disclaimer": False, "government_links": []},
    "findings": [],
    "tips": [],
}
TO_CONFIRM = {
    "rule": "test.rule",
    "topic": "test",
    "severity": "confirm",
    "span": {"start": 0, "end": 2},
    "message": "Consider this.",
    "why": "",
    "fix": "",
    "suggestions": [],
    "clauses": [],
    "reliability": "high",
}
REPLACEMENT = {"suggestions": [{"span": {"start": 0, "end": 2}, "text": "Good 👋🏽 day"}]}


def _spread(places: range) -> bytes:
    """Words far apart in a long post; what is written before them moves them all."""
    spans = [{"start": at, "end": at + 9} for at in places]
    return json.dumps(
        ALL_CLEAR | {"findings": [TO_CONFIRM | {"severity": "warn", "span": one} for one in spans]}
    ).encode()


ANSWERS = {
    "noting": (200, "application/json", _spread(range(300, 1800, 300))),
    "noting often": (200, "application/json", _spread(range(300, 9300, 450))),
    "suggesting": (
        200,
        "application/json",
        json.dumps(ALL_CLEAR | {"findings": [TO_CONFIRM | REPLACEMENT]}).encode(),
    ),
    "confirming": (200, "application/json", json.dumps(ALL_CLEAR | {"findings": [TO_CONFIRM]}).encode()),
    "well": (200, "application/json", json.dumps(ALL_CLEAR).encode()),
    "broken": (500, "text/html", b"<h1>Oh no</h1>"),
    "refusing": (401, "application/problem+json", b'{"status":401}'),
    "forbidding": (403, "application/problem+json", b'{"status":403}'),
    "limiting": (413, "application/problem+json", PROBLEM),
    "senseless": (200, "text/html", b"<h1>Please log in to the network</h1>"),
    "misfitting": (200, "application/json", b'{"status":"checked","findings":[]}'),
}


class FaultyServer:
    """Use as a context manager. `mood` is one of ANSWERS or "silent", which never answers."""

    def __init__(self) -> None:
        self.mood = "broken"
        self.requests: list[dict[str, Any]] = []
        self.tokens: list[str | None] = []
        self.platforms: dict[str, Any] | None = None
        self.released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                owner.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                owner.tokens.append(self.headers["Authorization"])
                if owner.mood == "silent":
                    owner.released.wait(30)
                elif owner.mood == "breaking off":
                    _answer(self, ANSWERS["well"], half=True)
                else:
                    _answer(self, ANSWERS[owner.mood])

            def do_GET(self) -> None:
                known = owner.platforms is not None
                body = json.dumps(owner.platforms).encode() if known else b""
                _answer(self, (200 if known else 404, "application/json", body))

            def log_message(self, *_: Any) -> None:
                """Stay quiet."""

        return Handler

    def __enter__(self) -> FaultyServer:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def kill(self) -> None:
        """From now on nobody answers."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()

    def __exit__(self, *_: object) -> None:
        self.kill()


def _answer(request: BaseHTTPRequestHandler, answer: tuple[int, str, bytes], *, half: bool = False) -> None:
    """`half`: the body breaks off in its middle, whatever its length was said to be."""
    status, kind, body = answer
    request.send_response(status)
    request.send_header("Content-Type", kind)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body[: len(body) // 2] if half else body)
    request.close_connection = half
