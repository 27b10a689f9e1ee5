"""One browser with the extension and one server for all tests; a fresh page and fresh settings for each."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.browser.desk import Desk, running_desk
from tests.browser.driver import Extension, Reader, load_extension, poll
from tests.browser.environment import ESBUILD, bundle_pages, open_browser
from tests.browser.faulty_server import FaultyServer
from tests.browser.sites import Sites
from tests.conftest import PROJECT
from tests.find_browser import find_browser
from tests.missing import give_up
from tests.server_process import ServerProcess, free_port, running

# How long a state of the page may take to come, in milliseconds. It comes at once on an idle machine; a busy one may
# need more than the extension's own four seconds for a silent server. A state that never comes still fails.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_path() -> Path:
    found = find_browser()
    if found is None:
        give_up("The browser tests need Chromium, Chrome or Edge: install one, or set CHROMIUM to its path.")
    assert found is not None
    return found


@pytest.fixture(scope="session")
def page_scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the bundled scripts of our recorded-style pages."""
    folder = tmp_path_factory.mktemp("scripts")
    if not ESBUILD.exists():
        give_up("The browser tests need the JavaScript tools: run `npm ci` in the project's folder.")
    return bundle_pages(folder)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """The real server with the standard policy, on a free port."""
    folder = tmp_path_factory.mktemp("server")
    port = free_port()
    start = "import sys; from secondreading.cli import main; sys.exit(main())"
    settings = {"PORT": str(port), "SECONDREADING_STATE_FOLDER": str(folder), "SECONDREADING_WORKERS": "1"}
    settings["PYTHONPATH"] = str(PROJECT / "server")
    with running([sys.executable, "-c", start, "serve"], port, "/healthz", settings, folder) as process:
        yield process


@pytest.fixture(scope="session")
def server_address(server: ServerProcess) -> str:
    return f"http://127.0.0.1:{server.port}"


@pytest.fixture(scope="session")
def reader(server: ServerProcess) -> Reader:
    return Reader(server)


@pytest.fixture(scope="session")
def profile_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("profile")


def _open_browser(playwright: Playwright, browser_path: Path, profile_folder: Path) -> BrowserContext:
    opened = open_browser(playwright, browser_path, profile_folder)
    opened.set_default_timeout(PATIENCE_MS)
    return opened


@pytest.fixture(scope="session")
def context(playwright: Playwright, browser_path: Path, profile_folder: Path) -> Iterator[BrowserContext]:
    opened = _open_browser(playwright, browser_path, profile_folder)
    yield opened
    opened.close()


@pytest.fixture
def second_browser(
    playwright: Playwright, browser_path: Path, page_scripts: Path, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser without the extension, for what happens when it comes or changes."""
    opened = _open_browser(playwright, browser_path, tmp_path)
    Sites(opened, page_scripts)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with running_desk(tmp_path_factory.mktemp("desk")) as opened:
        yield opened


@pytest.fixture
def person(desk: Desk, second_browser: BrowserContext) -> Iterator[Page]:
    """A page of somebody who has just signed in by a link. What the console complains of fails the test."""
    page = second_browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    desk.sign_in(page)
    yield page
    page.close()
    assert complaints == []


@pytest.fixture(scope="session")
def loaded_extension(context: BrowserContext) -> Extension:
    return Extension(context, load_extension(context))


@pytest.fixture
def extension(loaded_extension: Extension, server_address: str) -> Extension:
    """The extension as freshly installed, but told where the test's server is."""
    loaded_extension.reset(server=server_address)
    return loaded_extension


@pytest.fixture(scope="session")
def _sites(context: BrowserContext, page_scripts: Path) -> Sites:
    return Sites(context, page_scripts)


@pytest.fixture
def page(context: BrowserContext, extension: Extension, _sites: Sites) -> Iterator[Page]:
    """A page with the extension at work; a script error of the page or of ours fails the test."""
    assert extension
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    opened.close()
    assert errors == []


@pytest.fixture
def x_home(page: Page) -> Page:
    page.goto("https://x.com/home")
    page.locator("[data-testid=tweetTextarea_0]").wait_for()
    return page


@pytest.fixture
def faulty_server() -> Iterator[FaultyServer]:
    """A server that misbehaves as it is told."""
    with FaultyServer() as faulty:
        yield faulty


@pytest.fixture
def forum(page: Page, extension: Extension) -> Page:
    """A site that the person added. This host needs no browser prompt, which no test could answer."""
    extension.save(hosts=["localhost"])
    page.goto("http://localhost/")
    poll(lambda: extension.runs_in("http://localhost/"), "the extension runs on the added site")
    return page
