"""Policies lie in folders of the system, so these tests need root; they leave nothing there."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.deploy.browser.city import City, running_city
from tests.missing import give_up


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def as_root() -> None:
    if os.geteuid() != 0:
        give_up("Browser policies lie below /etc, so this test has to run as root.")


@pytest.fixture(scope="session")
def city(as_root: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    del as_root
    with running_city(tmp_path_factory.mktemp("city")) as running:
        yield running


@pytest.fixture(scope="session")
def page_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the bundled script of the page that is built like X."""
    esbuild = PROJECT / "node_modules" / ".bin" / "esbuild"
    if not esbuild.exists():
        give_up("The browser tests need the JavaScript tools: run `npm ci` in the project's folder.")
    folder = tmp_path_factory.mktemp("scripts")
    page = PROJECT / "tests" / "browser" / "pages" / "x_page.js"
    options = ["--bundle", "--define:global=window", '--define:process.env.NODE_ENV="production"']
    subprocess.run([esbuild, page, *options, f"--outdir={folder}", "--log-level=warning"], check=True)
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Debian's Chromium; others read their policies elsewhere."""
    found = shutil.which("chromium")
    if found is None or not Path("/etc/chromium").is_dir():
        give_up("This test needs Debian's Chromium: apt install chromium")
    assert found is not None
    return Path(found)
