"""What one key costs the page's main thread, with and without the extension, in turns in one run.

Every key is typed before all underlines, which moves them all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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

EDITORS = ("draft", "lexical", "prosemirror", "textarea", "mirrored_textarea")
KEYS = 30
ROUNDS = 5
_SENTENCE = "The library opens at nine on Monday. "
_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True, slots=True)
class Post:
    """`length` characters with a line of nine characters at each of `marks`, which the server in `mood` names."""

    length: int
    mood: str
    marks: range

    @property
    def text(self) -> str:
        return (_SENTENCE * (self.length // len(_SENTENCE) + 1))[: self.length]

    @property
    def marked(self) -> list[str]:
        return [self.text[at : at + 9] for at in self.marks]


POST = Post(2000, "noting", range(300, 1800, 300))
LONG_POST = Post(10_000, "noting often", range(300, 9300, 450))


@dataclass(frozen=True, slots=True)
class KeyCost:
    """Milliseconds of main-thread CPU per key. `added` is the median of the rounds' own differences."""

    editor: str
    post: Post
    without: float
    with_extension: float
    added: float


def measure_keystrokes(
    editors: tuple[str, ...] = EDITORS, posts: tuple[Post, ...] = (POST,)
) -> list[KeyCost]:
    """One KeyCost per post and editor; empty where there is no browser or no bundler."""
    with FaultyServer() as server, open_extension() as opened:
        if opened is None:
            return []
        page, extension = opened
        extension.reset(server=server.address)
        costs = []
        for post in posts:
            server.mood = post.mood
            costs += [_measure(page, extension, name, post) for name in editors]
        return costs


@contextmanager
def open_extension() -> Iterator[tuple[Page, Extension] | None]:
    """A page in a browser of its own with the extension; None where there is no browser or no bundler."""
    browser = find_browser()
    if browser is None or not ESBUILD.exists():
        yield None
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts = bundle_pages(Path(folder) / "scripts")
        context = open_browser(playwright, browser, Path(folder) / "profile")
        Sites(context, scripts)
        extension = Extension(context, load_extension(context))
        yield context.new_page(), extension
        context.close()


def _measure(page: Page, extension: Extension, name: str, post: Post) -> KeyCost:
    rounds: list[dict[bool, float]] = []
    for turn in range(ROUNDS + 1):
        medians = {}
        for runs in (True, False) if turn % 2 else (False, True):
            extension.save(hosts=["localhost"] if runs else [])
            medians[runs] = median(_type(page, extension if runs else None, name, post))
        if turn:  # the first round only warms up
            rounds.append(medians)
    return KeyCost(
        name,
        post,
        without=median(one[False] for one in rounds),
        with_extension=median(one[True] for one in rounds),
        added=median(one[True] - one[False] for one in rounds),
    )


def _type(page: Page, extension: Extension | None, name: str, post: Post) -> list[float]:
    """Milliseconds of main-thread work for each of KEYS keys."""
    editor = EditorPage(page, name)
    editor.open(extension)
    page.keyboard.insert_text(post.text)
    if extension:
        editor.wait_for_marked(post.marked)
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
    for cost in measure_keystrokes(posts=(POST, LONG_POST)):
        change = f"{cost.without:6.2f} -> {cost.with_extension:6.2f} ms   +{cost.added:.2f}"
        print(f"{cost.editor:<18} {cost.post.length:>6} characters {change}")
