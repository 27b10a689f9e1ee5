"""gunicorn's worker, kept from repeating what was sent to them.

By default gunicorn answers a broken request with an HTML page that quotes it, and logs it as well.
"""

from __future__ import annotations

import contextlib
import json
import time
from typing import Any

from gunicorn.http.errors import ParseException
from gunicorn.workers.gthread import ThreadWorker

from secondreading.api.problem import problem_json

# By name, because they are not of the same age; every other fault of a request is a 400.
STATUS_BY_FAULT = {
    "LimitRequestLine": (
        414,
        "URI Too Long",
        "The address is too long; send the text in the body of a POST.",
    ),
    "LimitRequestHeaders": (431, "Request Header Fields Too Large", "The headers are too large."),
    "ExpectationFailed": (417, "Expectation Failed", "The header Expect cannot be met; leave it out."),
    "UnsupportedTransferCoding": (501, "Not Implemented", "Send the body without this Transfer-Encoding."),
}
BAD_REQUEST = (400, "Bad Request", "This is not a request in HTTP that the server understands.")
FAULT = (500, "Internal Server Error", "The server made a mistake. Try again.")

# How much of a body that nobody reads is waited for before the connection closes.
DISCARDED_BYTES = 32 * 2**20
DISCARDED_SECONDS = 5.0


class Worker(ThreadWorker):
    """A threaded worker whose own errors are problems (RFC 9457) too, and reach whoever is still sending."""

    def handle_request(self, request: Any, connection: Any) -> Any:
        stays = super().handle_request(request, connection)
        if not stays:
            _discard_body(request.body, connection.sock)
        return stays

    def handle_error(self, _request: Any, client: Any, _address: Any, fault: BaseException) -> None:
        status, reason, detail = STATUS_BY_FAULT.get(
            type(fault).__name__, BAD_REQUEST if isinstance(fault, ParseException) else FAULT
        )
        self.log.warning("%s %s: %s", status, reason, type(fault).__name__)
        body = json.dumps(problem_json("about:blank", reason, status, detail)).encode()
        head = (
            f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
            f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            client.sendall(head.encode() + body)


def _discard_body(body: Any, connection: Any) -> None:
    """Read what is left of a request that was answered without it.

    A connection that closes on unread bytes is reset, and a sender who is still sending then never
    sees why the request was refused.
    """
    end, left = time.monotonic() + DISCARDED_SECONDS, DISCARDED_BYTES
    with contextlib.suppress(OSError, ParseException):
        while left > 0 and (patience := end - time.monotonic()) > 0:
            connection.settimeout(patience)
            piece = body.read(min(left, 65_536))
            if not piece:
                return
            left -= len(piece)
