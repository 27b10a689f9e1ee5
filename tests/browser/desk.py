"""A server whose policy a test may change, and how somebody signs in to it by a link."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.conftest import PROJECT
from tests.server_process import free_port, running

PICTURES = PROJECT / "test-results" / "admin"
Run = Callable[..., str]


class Desk:
    """A server with a policy of its own, and how its administrator makes links."""

    def __init__(self, port: int, command: Run) -> None:
        self.address, self._command = f"http://127.0.0.1:{port}", command

    def link(self, *arguments: str) -> str:
        return self._command("admin-link", *arguments)

    def pack_extension(self) -> None:
        self._command("extension", "pack", "--server", self.address, "--version", "1.0.0")

    def sign_in(self, page: Page) -> None:
        page.goto(self.link("--name", "Amy Doyle"))
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="Overview")).to_be_visible()


@contextmanager
def running_desk(folder: Path) -> Iterator[Desk]:
    """A server that keeps its store in `folder` and ends with the block."""
    start = [sys.executable, "-c", "import sys; from secondreading.cli import main; sys.exit(main())"]
    port = free_port()
    settings = {"PORT": str(port), "SECONDREADING_STATE_FOLDER": str(folder), "SECONDREADING_WORKERS": "1"}
    settings["PYTHONPATH"] = str(PROJECT / "server")

    def command(*arguments: str) -> str:
        done = subprocess.run(
            [*start, *arguments], env=settings, cwd=folder, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with running([*start, "serve"], port, "/healthz", settings, folder):
        yield Desk(port, command)
