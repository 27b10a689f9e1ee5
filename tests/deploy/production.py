"""The server as production runs it: on a Unix socket, with nginx and TLS in front, under load."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from secondreading.deploy.server_files import Places, fill
from tests.conftest import PROJECT
from tests.deploy.traffic import PATIENCE_S, UnixConnection, ask
from tests.server_process import free_port
from tests.waiting import wait_until

START = "import sys; from secondreading.cli import main; sys.exit(main())"
# systemd hands a socket over as descriptor 3 and names the process that it is meant for.
WITH_SOCKET = 'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" -c "$1" serve'


@dataclass(slots=True)
class Served:
    """A server whose socket somebody else holds, so that it can be stopped and started again."""

    folder: Path
    listener: socket.socket
    settings: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        return self.folder / "http.sock"

    def start(self) -> None:
        """Start as systemd does, and wait until it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                ["/bin/sh", "-c", WITH_SOCKET, sys.executable, START],
                cwd=self.folder,
                env=self.environment(),
                # The shell finds the socket at 3, where systemd would put it.
                preexec_fn=lambda: os.dup2(self.listener.fileno(), 3),
                pass_fds=(3, self.listener.fileno()),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        assert ask(lambda: UnixConnection(self.socket), "GET", "/healthz")[0] == 200

    def stop(self) -> int:
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE_S)

    def run(self, *arguments: str) -> str:
        command = [sys.executable, "-c", START, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDREADING_")}
        own = {
            "PYTHONPATH": str(PROJECT / "server"),
            "SECONDREADING_HOST": f"unix:{self.socket}",
            "SECONDREADING_STATE_FOLDER": str(self.folder / "state"),
            "SECONDREADING_PUBLIC_URL": "https://reading.maplebend.gov",
            "SECONDREADING_WORKERS": "2",
        }
        return {**kept, **own, **self.settings}

    def workers(self) -> set[int]:
        """The process ids of those who answer."""
        assert self.process is not None
        return {child.pid for child in psutil.Process(self.process.pid).children()}

    def hang_up(self) -> None:
        """Send SIGHUP and wait until none of the workers before is there any more."""
        assert self.process is not None
        before = self.workers()
        self.process.send_signal(signal.SIGHUP)
        wait_until(
            lambda: self.workers() and not before & self.workers(), PATIENCE_S, lambda: self.log()[-2_000:]
        )

    def log(self) -> str:
        return (self.folder / "server.log").read_text("utf-8", "replace")


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[Served]:
    """A running server on a socket below `folder`."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "http.sock"))
        listener.listen(1024)
        served = Served(folder, listener, settings)
        try:
            served.start()
            yield served
        finally:
            if served.process is not None and served.process.poll() is None:
                served.stop()


@dataclass(frozen=True, slots=True)
class Nginx:
    """nginx in front of a server; the ports are on 127.0.0.1."""

    http_port: int
    https_port: int
    folder: Path

    def connect(self) -> http.client.HTTPConnection:
        trusting = ssl.create_default_context(cafile=str(self.folder / "authority.pem"))
        trusting.check_hostname = False
        return http.client.HTTPSConnection("127.0.0.1", self.https_port, timeout=PATIENCE_S, context=trusting)


def nginx_program() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def write_nginx(folder: Path, backend: Path, certificate: Path) -> Nginx:
    """The configuration that IT gets, with ports and folders of the test's own."""
    nginx = Nginx(free_port(), free_port(), folder)
    headers = folder / "proxy-headers.conf"
    places = Places(
        socket=str(backend),
        certificate=str(certificate),
        certificate_key=str(certificate),
        proxy_headers=str(headers),
        log_folder=str(folder),
        http_port=nginx.http_port,
        https_port=nginx.https_port,
    )
    headers.write_bytes(fill("nginx-proxy-headers.conf", "reading.maplebend.gov", places))
    site = fill("nginx.conf", "reading.maplebend.gov", places).decode()
    folders = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    frame = f"{user}daemon off;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log warn;\n"
    body = f"events {{}}\nhttp {{\n{folders}{site}\n}}\n"
    (folder / "nginx.conf").write_text(frame + body, encoding="utf-8")
    return nginx


@contextmanager
def running_nginx(nginx: Nginx) -> Iterator[Nginx]:
    program = nginx_program()
    assert program is not None
    child = subprocess.Popen([program, "-c", nginx.folder / "nginx.conf", "-p", nginx.folder])
    try:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            with closing(socket.socket()) as probe:
                if probe.connect_ex(("127.0.0.1", nginx.https_port)) == 0:
                    break
            assert child.poll() is None, (nginx.folder / "error.log").read_text()
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield nginx
    finally:
        child.terminate()
        child.wait(PATIENCE_S)
