"""Known sites after a redesign that no file describes: other names, other languages, windows apart, shadow roots."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Extension, badge, notes_part, poll
from tests.browser.faulty_server import FaultyServer

Open = Callable[[str], Page]
BOXES = [
    ("portal", "feed"),
    ("portal", "window"),
    ("shadow", "slotted"),
    ("shadow", "first"),
    ("shadow", "second"),
]


@pytest.fixture
def open_variant(page: Page, extension: Extension, faulty_server: FaultyServer) -> Open:
    faulty_server.mood = "confirming"
    extension.save(server=faulty_server.address)

    def open_it(name: str) -> Page:
        page.goto(f"https://bsky.app/variants_{name}.html")
        poll(lambda: extension.runs_in(page.url), "the extension runs on the page")
        return page

    return open_it


def _pressed(page: Page) -> list[str]:
    return list(page.evaluate("() => window.pressed"))


def _write(page: Page, box: str, text: str = "Hi there") -> None:
    page.locator(f"#{box}").click()
    page.keyboard.type(text)


@pytest.mark.parametrize(("variant", "box"), BOXES, ids=[box for _, box in BOXES])
def test_a_box_is_read_and_its_post_held_and_let_through_once(
    open_variant: Open, variant: str, box: str
) -> None:
    page = open_variant(variant)
    _write(page, box)
    expect(badge(page)).to_have_text("1 note")
    page.locator(f"[data-press={box}]").click()
    dialog = notes_part(page, "[role=alertdialog]")
    dialog.get_by_role("checkbox").check()
    assert _pressed(page) == []
    dialog.get_by_role("button", name="Post as it is").click()
    poll(lambda: _pressed(page), "one press", lambda seen: seen == [box])


@pytest.mark.parametrize(
    ("variant", "box", "other"), [("portal", "window", "feed"), ("shadow", "first", "second")]
)
def test_of_two_boxes_with_drafts_only_the_one_that_is_sent_is_asked_about(
    open_variant: Open, faulty_server: FaultyServer, variant: str, box: str, other: str
) -> None:
    page = open_variant(variant)
    _write(page, other, "Hello")
    expect(badge(page)).to_have_text("1 note")
    _write(page, box)
    expect(badge(page)).to_have_count(2)
    expect(badge(page).last).to_have_text("1 note")
    assert faulty_server.requests[-1]["draft"]["text"] == "Hi there"
    page.locator(f"[data-press={box}]").click()
    dialog = notes_part(page, "[role=alertdialog]")
    expect(dialog.locator("#dialog-findings > li")).to_have_count(1)
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    poll(lambda: _pressed(page), "one press", lambda seen: seen == [box])
    page.locator(f"[data-press={other}]").click()
    expect(dialog).to_be_visible()
    assert _pressed(page) == [box]


@pytest.mark.parametrize("box", ["search", "dock"])
def test_a_search_and_a_chat_without_a_name_are_left_alone(
    open_variant: Open, extension: Extension, faulty_server: FaultyServer, box: str
) -> None:
    page = open_variant("portal")
    _write(page, box)
    _write(page, "feed", "Hello")
    expect(badge(page)).to_have_text("1 note")
    assert [request["draft"]["text"] for request in faulty_server.requests] == ["Hello"]
    tab = extension.tab_of(page.url)
    state = extension.run("(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })", tab)
    assert state["boxes"] == 1
