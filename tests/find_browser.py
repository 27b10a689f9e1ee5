"""Find a Chromium-like browser for the browser tests.

Used by the tests and, as a command, by `.ci/prepare-browser`: prints the path,
or exits with status 1 where there is none. `CHROMIUM=/path/to/browser` goes first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
)
_MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
_ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


def find_browser() -> Path | None:
    """Return the first browser that starts, or None."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[Path]:
    if chosen := os.environ.get("CHROMIUM"):
        yield Path(chosen)
    for command in _COMMANDS:
        if found := shutil.which(command):
            yield Path(found)
    for root in (Path("/Applications"), Path.home() / "Applications"):
        for name in _MAC_APPLICATIONS:
            yield root / f"{name}.app" / "Contents" / "MacOS" / name
    yield _playwrights_own()


def _playwrights_own() -> Path:
    # In a process of its own: Playwright refuses to start twice in a thread, and a test may have started it.
    done = subprocess.run([sys.executable, "-c", _ASK_PLAYWRIGHT], capture_output=True, text=True, check=True)
    return Path(done.stdout.strip())


def _starts(path: Path) -> bool:
    # Ubuntu installs a `chromium-browser` that only says "use snap": being there is not enough.
    if not path.is_file():
        return False
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    browser = find_browser()
    if browser is None:
        sys.exit(1)
    print(browser)
