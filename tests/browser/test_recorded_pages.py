"""The recorded pages of the working material: every compose box that was seen there is read and guarded."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import Extension, badge, notes_part, poll
from tests.browser.faulty_server import FaultyServer
from tests.browser.recorded_pages import ADDED, Screen, read_screens
from tests.conftest import PROJECT

FOLDER = PROJECT.parent / "shared" / "platforms" / "pages"
SCREENS = read_screens(FOLDER)
COMPOSERS = [screen for screen in SCREENS if screen.is_composer]
ACTIONS = {"new": "post", "comment": "reply", "reply": "reply", "quote": "quote", "edit": "edit"}
EDITOR = "[data-fx^='editor:']:visible"
SUBMIT = "[data-fx^='submit:']:visible"
DECOY = "[data-fx-decoy][contenteditable]:visible, input[data-fx-decoy]:visible"


def _names(screens: list[Screen]) -> list[str]:
    return [f"{screen.page}-{screen.name}" for screen in screens]


def open_screen(page: Page, extension: Extension, server: str, screen: Screen) -> None:
    """Open a recorded screen at the address it was recorded at."""
    parts = urlsplit(screen.address)
    page.route(
        f"{parts.scheme}://{parts.netloc}/**",
        lambda route: route.fulfill(body=screen.source, content_type="text/html"),
    )
    extension.save(server=server, hosts=sorted(set(ADDED.values())))
    page.goto(screen.address)
    poll(lambda: extension.runs_in(page.url), "the extension runs on the page")


def posts(page: Page) -> int:
    return int(page.evaluate("() => window.__fx.posts.length"))


def _confirm(page: Page) -> None:
    dialog = notes_part(page, "[role=alertdialog]")
    expect(dialog).to_be_visible()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    expect(dialog).to_have_count(0)


def _type_into(page: Page, editor: Locator, text: str) -> None:
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(text)


def test_the_recorded_pages_are_there(shared_folder: object) -> None:
    assert shared_folder
    assert len(COMPOSERS) > 30


@pytest.mark.parametrize("screen", COMPOSERS, ids=_names(COMPOSERS))
def test_a_recorded_box_is_read_and_its_post_held_and_let_through_once(
    page: Page, extension: Extension, faulty_server: FaultyServer, screen: Screen
) -> None:
    faulty_server.mood = "confirming"
    open_screen(page, extension, faulty_server.address, screen)
    editor = page.locator(EDITOR).first
    _type_into(page, editor, "!")
    expect(badge(page).first).to_have_text("1 note")
    draft = faulty_server.requests[-1]["draft"]
    assert draft["text"] == screen.known["text"] + "!"
    if "kind" in screen.known:
        assert draft["action"] == ACTIONS[screen.known["kind"]]
    if "mediaMissingAlt" in screen.known:
        assert [item["alt"] for item in draft["media"]].count("") == screen.known["mediaMissingAlt"]
    if "mediaCount" in screen.known:
        assert len(draft["media"]) == screen.known["mediaCount"]
    page.locator(SUBMIT).first.click()
    expect(notes_part(page, "[role=alertdialog]")).to_be_visible()
    assert posts(page) == 0
    _confirm(page)
    poll(lambda: posts(page), "one post", lambda count: count == 1)
    _post_by_key(page, editor)
    assert page.evaluate("() => window.__fx.foreign") == 0


def _post_by_key(page: Page, editor: Locator) -> None:
    """The shortcut of a box that has one is held and let through once as well."""
    key = {"mod+enter": "Control+Enter", "enter": "Enter"}.get(editor.get_attribute("data-fx-keys") or "")
    if key is None:
        return
    _type_into(page, editor, "?")
    expect(badge(page).first).to_have_text("1 note")
    page.keyboard.press(key)
    expect(notes_part(page, "[role=alertdialog]")).to_be_visible()
    assert posts(page) == 1
    _confirm(page)
    poll(lambda: posts(page), "a second post", lambda count: count == 2)


WITH_DECOYS = [
    screen for screen in SCREENS if screen.name in ("search-decoy", "alt-editor", "share-shadow", "scheduler")
] + [next(screen for screen in SCREENS if screen.page == page) for page in ("facebook",) if SCREENS]


@pytest.mark.parametrize("screen", WITH_DECOYS, ids=_names(WITH_DECOYS))
def test_search_boxes_chats_and_descriptions_of_pictures_are_left_alone(
    page: Page, extension: Extension, faulty_server: FaultyServer, screen: Screen
) -> None:
    open_screen(page, extension, faulty_server.address, screen)
    others = page.locator(DECOY if screen.is_composer else "[contenteditable]:visible, textarea:visible")
    assert others.count() > 0
    others.first.click()
    page.keyboard.type("something private")
    tab = extension.tab_of(page.url)
    state = extension.run("(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })", tab)
    assert state["boxes"] == 0
    assert faulty_server.requests == []
