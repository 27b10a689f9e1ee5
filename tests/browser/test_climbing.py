"""A known site that changed: from the box in use the extension finds its way to the control that submits it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Extension, badge, notes_part, poll, write
from tests.browser.faulty_server import FaultyServer


@pytest.fixture
def crowd(page: Page, extension: Extension, faulty_server: FaultyServer) -> Page:
    faulty_server.mood = "confirming"
    extension.save(server=faulty_server.address)
    page.goto("https://bsky.app/")
    poll(lambda: extension.runs_in(page.url), "the extension runs on the page")
    return page


def _pressed(page: Page) -> list[str]:
    return list(page.evaluate("() => window.pressed"))


@pytest.mark.parametrize(
    ("box", "control", "name"), [("#reply", "#publish", "publish"), ("#inner", "#go", "go")]
)
def test_a_box_beside_a_control_that_publishes_is_read_and_held(
    crowd: Page, box: str, control: str, name: str
) -> None:
    write(crowd, "Hi there", box)
    expect(badge(crowd)).to_have_text("1 note")
    crowd.locator(control).click()
    dialog = notes_part(crowd, "[role=alertdialog]")
    expect(dialog).to_be_visible()
    assert _pressed(crowd) == []
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    poll(lambda: _pressed(crowd), "one press", lambda seen: seen == [name])


def test_a_control_that_opens_another_box_is_not_held(crowd: Page) -> None:
    write(crowd, "Hi there", "#reply")
    expect(badge(crowd)).to_have_text("1 note")
    crowd.locator("#opener").click()
    poll(lambda: _pressed(crowd), "the press", lambda seen: seen == ["opener"])


def test_a_chat_beside_send_is_never_read(
    crowd: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    write(crowd, "Hi there", "#chat")
    crowd.locator("#send").click()
    poll(lambda: _pressed(crowd), "the press", lambda seen: seen == ["send"])
    tab = extension.tab_of(crowd.url)
    state = extension.run("(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })", tab)
    assert state["boxes"] == 0
    assert faulty_server.requests == []
