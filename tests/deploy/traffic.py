"""Requests as browsers send them: one, or many a second, with every answer counted."""

from __future__ import annotations

import http.client
import json
import socket
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.waiting import wait_until

PATIENCE_S = 120
CHECK = {
    "draft": {"text": "The library opens at nine on Monday.", "platform": "x"},
    "account": {"profile": "official", "role": "staff"},
}


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket, as nginx speaks it."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=PATIENCE_S)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE_S)
        self.sock.connect(str(self._path))


Connect = Callable[[], http.client.HTTPConnection]


def ask(
    connect: Connect, method: str, path: str, body: object = None, **headers: str
) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers of one request on a connection of its own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with closing(connect()) as connection:
        if body is not None:
            named.setdefault("Content-Type", "application/json")
        connection.request(method, path, None if body is None else json.dumps(body), named)
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}


@dataclass
class Load:
    """Checks from several clients, `per_second` in all, until it is left; every answer is counted."""

    connect: Connect
    token: str
    per_second: int
    clients: int = 8
    answers: Counter[str] = field(default_factory=Counter)

    def __enter__(self) -> Load:
        self._stopped = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send) for _ in range(self.clients)]
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def wait_for(self, more: int) -> None:
        """Until so many more checks were answered."""
        target = sum(self.answers.values()) + more
        wait_until(lambda: sum(self.answers.values()) >= target, PATIENCE_S, lambda: self.answers)

    def _send(self) -> None:
        pause_s = self.clients / self.per_second
        while not self._stopped.wait(pause_s):
            try:
                status, _, _ = ask(
                    self.connect, "POST", "/v1/check", CHECK, Authorization=f"Bearer {self.token}"
                )
                outcome = str(status)
            except OSError as fault:
                outcome = type(fault).__name__
            except http.client.HTTPException as fault:
                outcome = type(fault).__name__
            with self._lock:
                self.answers[outcome] += 1
