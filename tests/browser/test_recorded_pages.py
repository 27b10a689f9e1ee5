"""The recorded pages of the working material: every compose box of X that was seen there is read and guarded."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Extension, badge, notes_part, poll
from tests.browser.faulty_server import FaultyServer

ACTIONS = {"new": "post", "reply": "reply", "quote": "quote"}
SCREENS = {
    "x": [
        "home-inline",
        "modal-new-media",
        "modal-reply",
        "inline-reply",
        "modal-quote",
        "modal-quote-own-media",
        "modal-thread",
    ],
    "x-pro": ["column-reply", "drawer-new"],
}
EDITOR = "[data-fx^='editor:']:visible"


def _read_screen(source: str, name: str) -> tuple[str, dict[str, Any]]:
    """The address and the known facts of one recorded screen."""
    pattern = rf'data-fx-screen="{name}" data-fx-url="([^"]*)" data-fx-expect="([^"]*)"'
    found = re.search(pattern, source)
    assert found, name
    return found[1], json.loads(html.unescape(found[2]))


@pytest.fixture(params=[(page, name) for page, names in SCREENS.items() for name in names], ids="-".join)
def recorded(
    request: pytest.FixtureRequest,
    shared_folder: Path,
    page: Page,
    extension: Extension,
    faulty_server: FaultyServer,
) -> tuple[Page, dict[str, Any]]:
    """A recorded screen at the address it was recorded at, and what is known about it."""
    file, name = request.param
    source = (shared_folder / "platforms" / "pages" / f"{file}.html").read_text("utf-8")
    address, known = _read_screen(source, name)
    faulty_server.mood = "confirming"
    extension.save(server=faulty_server.address)
    page.route("https://*.x.com/**", lambda route: route.fulfill(body=source, content_type="text/html"))
    page.route("https://x.com/**", lambda route: route.fulfill(body=source, content_type="text/html"))
    page.goto(f"{address}?fx={name}")
    return page, known


def test_a_recorded_box_is_read_as_what_it_is(
    recorded: tuple[Page, dict[str, Any]], faulty_server: FaultyServer
) -> None:
    page, known = recorded
    page.locator(EDITOR).first.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    request = poll(lambda: faulty_server.requests, "a request")[-1]
    draft, account = request["draft"], request["account"]
    assert draft["text"] == known["text"] + "!"
    if "kind" in known:
        assert draft["action"] == ACTIONS[known["kind"]]
    assert len(draft["media"]) == known.get("mediaCount", 0)
    assert [item["alt"] for item in draft["media"]].count("") == known.get("mediaMissingAlt", 0)
    assert account["handle"] == "@" + known["handle"]
    assert account["display_name"] == known["displayName"]
    assert page.evaluate("() => window.__fx.foreign") == 0


def test_a_recorded_post_button_is_held_and_let_through_once(recorded: tuple[Page, dict[str, Any]]) -> None:
    page, _ = recorded
    page.locator(EDITOR).first.click()
    expect(badge(page).first).to_have_text("1 note")
    page.locator("[data-fx^='submit:']:visible").first.click()
    dialog = notes_part(page, "[role=alertdialog]")
    expect(dialog).to_be_visible()
    assert page.evaluate("() => window.__fx.posts.length") == 0
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    poll(lambda: page.evaluate("() => window.__fx.posts.length"), "one post", lambda count: count == 1)


@pytest.mark.parametrize("name", ["search-decoy", "alt-editor"])
def test_other_recorded_boxes_are_left_alone(
    shared_folder: Path, page: Page, extension: Extension, faulty_server: FaultyServer, name: str
) -> None:
    extension.save(server=faulty_server.address)
    source = (shared_folder / "platforms" / "pages" / "x.html").read_text("utf-8")
    address, _ = _read_screen(source, name)
    page.route("https://x.com/**", lambda route: route.fulfill(body=source, content_type="text/html"))
    page.goto(f"{address}?fx={name}")
    page.locator("[contenteditable]:visible, textarea:visible").first.click()
    page.keyboard.type("something private")
    tab = extension.tab_of(page.url)
    state = extension.run("(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })", tab)
    assert state["boxes"] == 0
    assert faulty_server.requests == []
