"""Driving the extension as a person does, and reading what a person sees."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any, TypeVar

from playwright.sync_api import BrowserContext, Locator, Page

from tests.conftest import PROJECT
from tests.server_process import ServerProcess

LIMIT_S = 20
# Asks to be confirmed on every profile; the server tells which words.
LEAK = "Just out of closed session, we are selling the arena"
CLEAN = "The library opens at nine on Monday."
Value = TypeVar("Value")


def poll(read: Callable[[], Value], wanted: str, until: Callable[[Value], bool] = bool) -> Value:
    """Read again and again until it is as wanted. A wait inside the page would be stopped by its CSP."""
    deadline = time.monotonic() + LIMIT_S
    while True:
        value = read()
        if until(value):
            return value
        time.sleep(0.02)  # only so that the browser gets its turn
        assert time.monotonic() < deadline, f"waited {LIMIT_S} s for: {wanted}; last seen: {value!r}"


def notes_part(page: Page, selector: str) -> Locator:
    """A part of what the extension shows on a page."""
    return page.locator("second-reading-notes").locator(selector)


def badge(page: Page) -> Locator:
    return notes_part(page, "button.badge:visible")


def underlined(page: Page, field: str = "textarea, input") -> list[str]:
    """The words under which a line stands, for all severities.

    A range over a field's value does not say whose value it is: `field` is a selector of the one that is meant.
    """
    script = """(css) => ["advise", "warn", "confirm"].flatMap((severity) =>
        [...(CSS.highlights.get(`second-reading-${severity}`) ?? [])].map((range) => range instanceof Range
            ? range.toString()
            : document.querySelector(css).value.slice(range.startOffset, range.endOffset)))"""
    return list(page.evaluate(script, field))


def wait_for_underline(page: Page, words: str, field: str = "textarea, input") -> None:
    poll(lambda: underlined(page, field), f"a line under {words!r}", lambda seen: seen == [words])


def published(page: Page) -> list[str]:
    return [post["text"] for post in page.evaluate("() => window.published")]


def wait_for_posts(page: Page, wanted: list[str]) -> None:
    poll(lambda: published(page), f"published: {wanted}", lambda seen: seen == wanted)


def write(page: Page, text: str, box: str = "[data-testid=tweetTextarea_0]") -> None:
    """Type into a compose box, key by key."""
    page.locator(box).last.click()
    page.keyboard.type(text)


def load_extension(context: BrowserContext) -> str:
    """Load the checkout's extension, or load it anew, and return its id.

    Over the protocol, because Chrome of today ignores --load-extension.
    """
    assert context.browser is not None
    session = context.browser.new_browser_cdp_session()
    return str(session.send("Extensions.loadUnpacked", {"path": str(PROJECT / "extension")})["id"])


class Extension:
    """The loaded extension, with one of its own pages open to reach its settings."""

    def __init__(self, context: BrowserContext, identity: str) -> None:
        self.identity = identity
        self._context = context
        self._control = context.new_page()
        self._control.goto(self.address("options/options.html"))

    def address(self, path: str) -> str:
        return f"chrome-extension://{self.identity}/{path}"

    def reset(self, **settings: Any) -> None:
        self._control.evaluate("() => chrome.storage.local.clear()")
        self.save(**settings)

    def save(self, **settings: Any) -> None:
        self._control.evaluate("(settings) => chrome.storage.local.set(settings)", settings)

    def run(self, script: str, argument: Any = None) -> Any:
        """Run a script in one of the extension's own pages."""
        return self._control.evaluate(script, argument)

    def tab_of(self, url: str) -> int:
        return int(self.run("async (url) => (await chrome.tabs.query({ url }))[0].id", url))

    def toolbar(self, page: Page) -> dict[str, str]:
        """The words on and behind the toolbar's icon for `page`."""
        script = """async (tabId) => ({
            text: await chrome.action.getBadgeText({ tabId }),
            title: await chrome.action.getTitle({ tabId }),
        })"""
        return dict(self.run(script, self.tab_of(page.url)))

    @contextmanager
    def popup_for(self, page: Page) -> Iterator[Page]:
        """The toolbar's popup as if opened over `page`, in a tab of its own."""
        popup = self._context.new_page()
        popup.goto(self.address(f"popup/popup.html?tab={self.tab_of(page.url)}"))
        yield popup
        popup.close()

    def runs_in(self, url: str) -> bool:
        """Whether the extension's script answers in the page at `url`."""
        script = """async (url) => {
            const [tab] = await chrome.tabs.query({ url });
            if (!tab) return false;
            return chrome.tabs.sendMessage(tab.id, { type: "state" }).then(() => true, () => false);
        }"""
        return bool(self.run(script, url))


class Reader:
    """The real server, asked directly: what the extension shows must be what it said."""

    def __init__(self, process: ServerProcess) -> None:
        self._process = process

    def report(self, text: str, *, platform: str = "x", **account: Any) -> dict[str, Any]:
        draft = {"text": text, "platform": platform}
        body = {"draft": draft, "account": {"profile": "official", "role": "staff", **account}}
        with closing(self._process.connect()) as connection:
            connection.request("POST", "/v1/check", json.dumps(body), {"Content-Type": "application/json"})
            answer = connection.getresponse()
            content = answer.read()
        assert answer.status == 200, content
        return dict(json.loads(content))

    def words(self, text: str) -> str:
        """The words of the one finding in `text`. Offsets on the wire count UTF-16 units."""
        (finding,) = self.report(text)["findings"]
        return _cut(text, finding["span"])

    def marked(self, text: str, *, platform: str, only_apart: bool = False, **account: Any) -> list[str]:
        """The words of every finding that has a place in `text`, without line breaks.

        `only_apart`: without those that overlap one before; a field's mirror has one line at a place.
        """
        rank = ("confirm", "warn", "advise").index
        placed = [one for one in self.report(text, platform=platform, **account)["findings"] if one["span"]]
        placed.sort(key=lambda one: (one["span"]["start"], rank(one["severity"])))
        words, at = [], 0
        for finding in placed:
            if not only_apart or finding["span"]["start"] >= at:
                words.append(_cut(text, finding["span"]).replace("\n", ""))
                at = finding["span"]["end"]
        return words


def _cut(text: str, span: dict[str, int]) -> str:
    units = text.encode("utf-16-le")
    return units[span["start"] * 2 : span["end"] * 2].decode("utf-16-le")
