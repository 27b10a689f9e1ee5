"""What one key costs the page's main thread, with and without the extension, in turns in one run.

A post of 2,000 characters with five underlines; every key is typed before all of them, which moves them all.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser.driver import Extension, load_extension
from tests.browser.editors import EditorPage
from tests.browser.environment import ESBUILD, bundle_pages, open_browser
from tests.browser.faulty_server import FaultyServer
from tests.browser.sites import Sites
from tests.find_browser import find_browser

EDITORS = ("draft", "lexical", "prosemirror", "textarea")
KEYS = 30
ROUNDS = 3
POST = ("The library opens at nine on Monday. " * 60)[:2000]
_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class KeyCost:
    """Median milliseconds of main-thread work per key."""

    editor: str
    without: float
    with_extension: float

    @property
    def added(self) -> float:
        return self.with_extension - self.without


def measure_keystrokes(editors: tuple[str, ...] = EDITORS) -> list[KeyCost]:
    """One KeyCost per editor; empty where there is no browser or no bundler."""
    browser = find_browser()
    if browser is None or not ESBUILD.exists():
        return []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright, FaultyServer() as server:
        server.mood = "noting"
        scripts = bundle_pages(Path(folder) / "scripts")
        context = open_browser(playwright, browser, Path(folder) / "profile")
        Sites(context, scripts)
        extension = Extension(context, load_extension(context))
        extension.reset(server=server.address)
        page = context.new_page()
        costs = [_measure(page, extension, name) for name in editors]
        context.close()
    return costs


def _measure(page: Page, extension: Extension, name: str) -> KeyCost:
    seen: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(ROUNDS + 1):
        for runs in (True, False) if turn % 2 else (False, True):
            extension.save(hosts=["localhost"] if runs else [])
            keys = _type(page, extension if runs else None, name)
            if turn:  # the first round only warms up
                seen[runs] += keys
    return KeyCost(name, median(seen[False]), median(seen[True]))


def _type(page: Page, extension: Extension | None, name: str) -> list[float]:
    """Milliseconds of main-thread work for each of KEYS keys."""
    editor = EditorPage(page, name)
    editor.open(extension)
    page.keyboard.insert_text(POST)
    if extension:
        editor.wait_for_marked([POST[at : at + 9] for at in range(300, 1800, 300)])
    page.keyboard.press("Control+Home")
    session = page.context.new_cdp_session(page)
    # The thread's own CPU time: a busy machine makes threads wait for each other, which is nobody's cost.
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    costs = []
    for _ in range(KEYS):
        page.evaluate(_FRAMES)
        before = _task_time(session)
        page.keyboard.type("x")
        page.evaluate(_FRAMES)
        costs.append((_task_time(session) - before) * 1000)
    session.detach()
    return costs


def _task_time(session: CDPSession) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(item["value"] for item in metrics if item["name"] == "TaskDuration"))


if __name__ == "__main__":
    for cost in measure_keystrokes():
        print(f"{cost.editor:<16} {cost.without:6.2f} -> {cost.with_extension:6.2f} ms   +{cost.added:.2f}")
