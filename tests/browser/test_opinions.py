"""What people say to the city about a note, and whom they ask before they post: by their own act only."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import LEAK, Extension, Reader, badge, notes_part, poll, wait_for_underline, write
from tests.browser.faulty_server import FaultyServer

RULE = "test.rule"


@pytest.fixture
def told(x_home: Page, extension: Extension, faulty_server: FaultyServer) -> FaultyServer:
    """A server that notes the first two letters of each draft and keeps what it is told of that."""
    assert x_home
    faulty_server.mood = "suggesting"
    extension.save(server=faulty_server.address)
    return faulty_server


def _card(page: Page) -> Locator:
    write(page, "Hi there")
    expect(badge(page)).to_have_text("1 note")
    page.keyboard.press("Alt+Shift+N")
    return notes_part(page, ".card")


def _feedback(server: FaultyServer) -> list[dict[str, Any]]:
    return [request for request in server.requests if "rule" in request]


def _wait_for_feedback(server: FaultyServer, wanted: list[dict[str, Any]]) -> None:
    poll(lambda: _feedback(server), f"told: {wanted}", lambda seen: seen == wanted)


def test_an_objection_carries_the_rule_and_the_reason_and_no_text(x_home: Page, told: FaultyServer) -> None:
    card = _card(x_home)
    card.get_by_role("button", name="This seems wrong").click()
    card.get_by_label("What is wrong with it?").fill("It is our motto.")
    card.get_by_role("button", name="Tell the city").click()
    expect(card).to_contain_text("Thank you.")
    _wait_for_feedback(told, [{"rule": RULE, "kind": "wrong", "reason": "It is our motto."}])


def test_the_marked_words_go_along_only_when_that_is_ticked(x_home: Page, told: FaultyServer) -> None:
    card = _card(x_home)
    card.get_by_role("button", name="This seems wrong").click()
    card.get_by_label("What is wrong with it?").fill("It is our motto.")
    card.get_by_label("Send the marked words too").check()
    x_home.keyboard.press("Tab")
    x_home.keyboard.press("Enter")
    wanted = {"rule": RULE, "kind": "wrong", "reason": "It is our motto.", "text": "Hi"}
    _wait_for_feedback(told, [wanted])


def test_a_server_that_does_not_take_it_is_named(x_home: Page, told: FaultyServer) -> None:
    card = _card(x_home)
    told.mood = "broken"
    card.get_by_role("button", name="This seems wrong").click()
    card.get_by_label("What is wrong with it?").fill("No")
    x_home.keyboard.press("Enter")
    expect(card).to_contain_text(f"Not sent: {told.address.removeprefix('http://')} did not take it.")


def test_a_fix_and_a_confirmation_are_counted(x_home: Page, told: FaultyServer) -> None:
    card = _card(x_home)
    card.get_by_role("button", name="Change to").click()
    _wait_for_feedback(told, [{"rule": RULE, "kind": "fixed"}])
    expect(x_home.locator("[data-testid=tweetTextarea_0]").first).to_have_text("Good 👋🏽 day there")
    expect(badge(x_home)).to_have_text("1 note")
    x_home.keyboard.press("Control+Enter")
    dialog = notes_part(x_home, "[role=alertdialog]")
    dialog.get_by_label("Or say why it is fine here.").fill("It is public already.")
    x_home.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    confirmed = {"rule": RULE, "kind": "acknowledged", "reason": "It is public already."}
    _wait_for_feedback(told, [{"rule": RULE, "kind": "fixed"}, confirmed])


def test_the_real_server_takes_what_the_extension_tells(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    card = notes_part(x_home, ".card")
    card.get_by_role("button", name="This seems wrong").click()
    card.get_by_label("What is wrong with it?").fill("This was in the minutes.")
    card.get_by_label("Send the marked words too").check()
    card.get_by_role("button", name="Tell the city").click()
    expect(card).to_contain_text("Thank you.")


def test_the_draft_can_be_handed_to_the_citys_contact(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+L")
    contact = next(tip["contact"] for tip in reader.report(LEAK)["tips"] if tip["contact"])
    link = notes_part(x_home, ".panel").get_by_role("link", name=f"Ask {contact}")
    address = unquote(link.get_attribute("href") or "")
    assert address.startswith(f"mailto:{contact}?subject=")
    assert address.endswith(f"&body={LEAK}")


def test_the_draft_can_be_copied_for_somebody_else(x_home: Page, reader: Reader) -> None:
    x_home.context.grant_permissions(["clipboard-read", "clipboard-write"], origin="https://x.com")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+L")
    panel = notes_part(x_home, ".panel")
    panel.get_by_role("button", name="Copy the text").click()
    expect(panel).to_contain_text("Copied.")
    assert x_home.evaluate("() => navigator.clipboard.readText()") == LEAK
