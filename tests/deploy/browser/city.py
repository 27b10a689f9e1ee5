"""A city's server as a process of its own, run by the commands that IT uses."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from secondreading.deploy.policies import Deployment, ManagedValues
from tests.conftest import PROJECT
from tests.server_process import free_port, running

START = "import sys; from secondreading.cli import main; sys.exit(main())"


@dataclass(frozen=True, slots=True)
class City:
    """`address` is like http://127.0.0.1:40123; `folder` holds the server's state."""

    address: str
    folder: Path
    numbers: Iterator[int] = field(default_factory=count)

    def run(self, *arguments: str) -> str:
        """What a command of `secondreading` printed; it must not fail."""
        command = [sys.executable, "-c", START, *arguments]
        done = subprocess.run(
            command,
            cwd=self.folder,
            env=environment(self.folder),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def publish(self) -> str:
        """Pack the checkout's extension as a higher version, offer it, and return the version."""
        version = f"1.{next(self.numbers)}.0"
        self.run("extension", "pack", "--server", self.address, "--version", version)
        return version

    def enrol(self) -> str:
        """A new enrolment's secret."""
        return self.run("enrolment", "create", "--label", "Ring 1").strip()

    def revoke(self, secret: str) -> None:
        """End an enrolment, and wait until every worker has heard of it."""
        token = self._ask("/v1/enrolments/token", {"secret": secret})["token"]
        self.run("enrolment", "revoke", secret.split(".")[1])
        refused, deadline = 0, time.monotonic() + 20
        while refused < 10:
            refused = refused + 1 if self._refuses(token) else 0
            assert time.monotonic() < deadline, "waited 20 s for the revocation to be heard of"

    def _refuses(self, token: str) -> bool:
        try:
            self._ask("/v1/check", {"draft": {"text": "Good morning."}}, token)
        except HTTPError as refusal:
            return refusal.code == 401
        return False

    def _ask(self, path: str, body: dict[str, Any], token: str = "") -> Any:
        headers = {
            "Content-Type": "application/json",
            **({"Authorization": f"Bearer {token}"} if token else {}),
        }
        asked = Request(self.address + path, json.dumps(body).encode(), headers)
        with urlopen(asked, timeout=20) as answer:
            return json.load(answer)

    def deployment(self, secret: str, profile: str = "official", **extra: object) -> Deployment:
        """The roll-out of what was packed; `extra` holds further policies of the browser."""
        index = json.loads((self.folder / "packages" / "packages.json").read_text("utf-8"))
        manifest = json.loads((PROJECT / "extension" / "manifest.json").read_text("utf-8"))
        return Deployment(
            values=ManagedValues(server=self.address, enrolment=secret, profile=profile, role="staff"),
            chromium_id=index["chromium_id"],
            firefox_id=index["firefox_id"],
            channel="stable",
            site_patterns=tuple(manifest["content_scripts"][0]["matches"]),
            unsigned_firefox=True,
            extra=extra,
        )


def environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SECONDREADING_")}
    return {**kept, "PYTHONPATH": str(PROJECT / "server"), "SECONDREADING_STATE_FOLDER": str(folder)}


@contextmanager
def running_city(folder: Path) -> Iterator[City]:
    """A server on a free port that asks every caller for a token, as in production."""
    port = free_port()
    # Listening everywhere is what makes it ask; the browsers come over loopback all the same.
    settings = {**environment(folder), "PORT": str(port), "SECONDREADING_HOST": "0.0.0.0"}
    settings["SECONDREADING_WORKERS"] = "2"
    with running([sys.executable, "-c", START, "serve"], port, "/healthz", settings, folder):
        yield City(f"http://127.0.0.1:{port}", folder)


def private_mounts() -> bool:
    """Whether a program may be given folders of its own in place of the machine's."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return False
    probe = [unshare, "-m", "--propagation", "private", "true"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0
