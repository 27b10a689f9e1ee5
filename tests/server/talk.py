"""How the tests talk to a real server: in HTTP, and in bytes that need not be."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import urlsplit

from tests.server.conftest import RunningServer


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
