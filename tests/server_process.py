"""A real server as a child process on a free port of 127.0.0.1, for benchmarks and packaging tests."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

_START_LIMIT_S = 60
_STOP_LIMIT_S = 20


@dataclass(frozen=True, slots=True)
class ServerProcess:
    """A server that answers. `port` is on 127.0.0.1; the master's children are its workers."""

    master: psutil.Process
    port: int

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def workers(self) -> list[psutil.Process]:
        return self.master.children(recursive=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(
    command: Sequence[str | Path], port: int, path: str, settings: Mapping[str, str], folder: Path
) -> Iterator[ServerProcess]:
    """Start `command` in `folder`, wait until `path` answers, stop it at the end.

    Raises RuntimeError with the server's own words where it does not come up.
    """
    log = folder / "server.log"
    with log.open("wb") as sink:
        child = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **settings},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=sink,
        )
    try:
        _wait_until_it_answers(child, port, path, log)
        yield ServerProcess(psutil.Process(child.pid), port)
    finally:
        child.terminate()
        child.wait(_STOP_LIMIT_S)


def _wait_until_it_answers(child: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    deadline = time.monotonic() + _START_LIMIT_S
    while child.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", path)
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"The server did not answer on port {port}:\n{log.read_text('utf-8', 'replace')}")
