"""What a full, authenticated check costs over HTTP, against a no-op endpoint under the same gunicorn."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench.measure import Pair, interleaved
from tests.bench.posts import posts
from tests.server_process import ServerProcess, free_port, running

ROUNDS = 9
# Worker CPU is counted in ticks of 10 ms: a round has to be long enough for a hundred of them.
REQUESTS_A_ROUND = 4_000
WORKERS = 2
THREADS = 4
_PROJECT = Path(__file__).resolve().parents[2]
_PROGRAMS = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class HttpResult:
    """CPU seconds per request; memory of the largest worker in bytes, once with shared pages split up."""

    cost: Pair
    resident_memory: int
    shared_memory: int | None


def measure_http(folder: Path) -> HttpResult:
    """Start both servers in `folder` (an empty one), send both the same posts in turns."""
    bodies = [_body(text) for text in posts(REQUESTS_A_ROUND)]
    with _second_reading(folder) as (server, token), _noop(folder) as noop:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
        _refuse_to_measure_without_a_login(server, bodies[0])
        cost = interleaved(_rounds(noop, bodies, headers), _rounds(server, bodies, headers), ROUNDS)
        return HttpResult(cost, *_memory(server))


def _body(text: str) -> bytes:
    account = {"profile": "official", "role": "staff", "display_name": "City of Maple Bend"}
    return json.dumps({"draft": {"text": text, "platform": "x"}, "account": account}).encode()


def _settings(port: int, folder: Path) -> dict[str, str]:
    return {
        "PORT": str(port),
        "PYTHONPATH": str(_PROJECT),
        "SECONDREADING_STATE_FOLDER": str(folder / "state"),
        "SECONDREADING_WORKERS": str(WORKERS),
        "SECONDREADING_THREADS": str(THREADS),
    }


@contextmanager
def _second_reading(folder: Path) -> Iterator[tuple[ServerProcess, str]]:
    port = free_port()
    settings = _settings(port, folder)
    program = _PROGRAMS / "secondreading"
    with running([program, "serve"], port, "/healthz", settings, folder) as server:
        made = subprocess.run(
            [program, "token"], env=settings, cwd=folder, capture_output=True, text=True, check=True
        )
        yield server, made.stdout.strip().splitlines()[-1]


@contextmanager
def _noop(folder: Path) -> Iterator[ServerProcess]:
    port = free_port()
    command = [sys.executable, "-m", "tests.bench.noop"]
    with running(command, port, "/", _settings(port, folder), folder) as server:
        yield server


def _rounds(server: ServerProcess, bodies: list[bytes], headers: dict[str, str]) -> Callable[[], float]:
    def one_round() -> float:
        before = _worker_cpu(server)
        _send(server, bodies, headers)
        return (_worker_cpu(server) - before) / len(bodies)

    return one_round


def _send(server: ServerProcess, bodies: list[bytes], headers: dict[str, str]) -> None:
    connection = server.connect()
    for body in bodies:
        connection.request("POST", "/v1/check", body, headers)
        response = connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"The server answered {response.status} instead of checking: {answer[:200]!r}")
    connection.close()


def _refuse_to_measure_without_a_login(server: ServerProcess, body: bytes) -> None:
    connection = server.connect()
    headers = {"Content-Type": "application/json", "Authorization": "Bearer not.a.token"}
    connection.request("POST", "/v1/check", body, headers)
    status = connection.getresponse().status
    connection.close()
    if status != 401:
        raise RuntimeError(
            f"A wrong token was answered with {status}, not 401: nothing here is authenticated"
        )


def _worker_cpu(server: ServerProcess) -> float:
    times = [worker.cpu_times() for worker in server.workers()]
    return sum(spent.user + spent.system for spent in times)


def _memory(server: ServerProcess) -> tuple[int, int | None]:
    resident = max(worker.memory_info().rss for worker in server.workers())
    shares = [getattr(worker.memory_full_info(), "pss", None) for worker in server.workers()]
    return resident, max(shares) if all(shares) else None
