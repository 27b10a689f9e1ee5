""" "Not checked" is a state that people see; it never looks like "nothing found", and it holds no post."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import CLEAN, LEAK, Extension, badge, notes_part, poll, wait_for_posts, write
from tests.browser.faulty_server import FaultyServer
from tests.server_process import free_port

BUTTON = "[data-testid=tweetButtonInline]"
NO_BOX = "No compose box found here"
WORDS = {
    "broken": "Not checked: {} does not answer",
    "silent": "Not checked: {} is slow",
    "refusing": "Not checked: {} refused. Ask your administrator",
    "forbidding": "Not checked: {} refused. Ask your administrator",
    "limiting": "Not checked: {} could not read this draft",
    "senseless": "Not checked: the answer of {} made no sense",
    "breaking off": "Not checked: {} does not answer",
    "misfitting": "Not checked: the answer of {} made no sense",
}


def _words(mood: str, address: str) -> str:
    """Every error names the server that it is about."""
    return WORDS[mood].format(address.removeprefix("http://"))


@pytest.mark.parametrize("mood", list(WORDS))
def test_a_fault_is_named_and_the_post_goes_out(
    x_home: Page, extension: Extension, faulty_server: FaultyServer, mood: str
) -> None:
    faulty_server.mood = mood
    extension.save(server=faulty_server.address)
    write(x_home, LEAK)
    expect(badge(x_home)).to_have_text(_words(mood, faulty_server.address))
    expect(badge(x_home)).not_to_have_class("clean")
    x_home.locator(BUTTON).click()
    wait_for_posts(x_home, [LEAK])


def test_a_server_that_is_down_is_named_and_the_post_goes_out(x_home: Page, extension: Extension) -> None:
    address = f"http://127.0.0.1:{free_port()}"
    extension.save(server=address)
    write(x_home, LEAK)
    expect(badge(x_home)).to_have_text(_words("broken", address))
    x_home.keyboard.press("Control+Enter")
    wait_for_posts(x_home, [LEAK])


def test_a_server_that_is_killed_while_somebody_writes_is_named_and_the_post_goes_out(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "confirming"
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("1 note")
    faulty_server.kill()
    x_home.keyboard.type(" Come in.")
    expect(badge(x_home)).to_have_text(_words("broken", faulty_server.address))
    x_home.keyboard.press("Control+Enter")
    wait_for_posts(x_home, [f"{CLEAN} Come in."])


def test_a_slow_server_holds_a_hurried_post_only_for_a_moment(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "silent"
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    x_home.keyboard.press("Control+Enter")
    wait_for_posts(x_home, [CLEAN])


def test_check_again_checks_once_the_server_is_back(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text(_words("broken", faulty_server.address))
    badge(x_home).click()
    panel = notes_part(x_home, "[role=dialog]")
    expect(panel).to_contain_text("You can post as usual.")
    faulty_server.mood = "well"
    panel.get_by_role("button", name="Check again").click()
    expect(panel).to_contain_text("Nothing in this draft calls for a note.")
    expect(badge(x_home)).to_have_text("Nothing to note")


def test_a_new_server_is_asked_about_the_open_draft_at_once(
    x_home: Page, extension: Extension, faulty_server: FaultyServer, server_address: str
) -> None:
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text(_words("broken", faulty_server.address))
    badge(x_home).click()
    extension.save(server=server_address)
    expect(badge(x_home)).to_have_text("Nothing to note")


def test_the_servers_own_sentence_is_shown_when_it_cannot_read_a_draft(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "limiting"
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    badge(x_home).click()
    expect(notes_part(x_home, "[role=dialog]")).to_contain_text("The text is over the limit.")


def test_the_popup_says_why_a_draft_was_not_checked(
    x_home: Page, page: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "refusing"
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text(_words("refusing", faulty_server.address))
    with extension.popup_for(page) as popup:
        expect(popup.locator("#what")).to_have_text(_words("refusing", faulty_server.address))


def test_the_toolbar_says_how_the_draft_stands(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    poll(lambda: extension.toolbar(x_home), "no box", lambda face: face["title"].endswith(NO_BOX))
    write(x_home, LEAK)
    poll(lambda: extension.toolbar(x_home), "one note", lambda face: face["text"] == "1")
    extension.save(server=faulty_server.address)
    wanted = {"text": "–", "title": f"Second Reading: {_words('broken', faulty_server.address)}"}
    poll(lambda: extension.toolbar(x_home), "not checked", lambda face: face == wanted)


def test_the_popup_says_when_no_compose_box_was_found(x_home: Page, extension: Extension) -> None:
    with extension.popup_for(x_home) as popup:
        expect(popup.locator("#what")).to_have_text(NO_BOX)


def test_the_popup_says_who_is_writing(x_home: Page, extension: Extension) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    with extension.popup_for(x_home) as popup:
        expect(popup.locator("#writing-as")).to_have_text("You are writing as @MapleBendCity · official")
        expect(popup.locator("#what")).to_have_text("Nothing to note")


def test_pausing_in_the_popup_takes_everything_down_and_resuming_brings_it_back(
    x_home: Page, extension: Extension
) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    with extension.popup_for(x_home) as popup:
        popup.get_by_role("button", name="Pause for an hour").click()
        expect(popup.locator("#what")).to_have_text("Paused: drafts are not checked")
        expect(badge(x_home)).to_have_count(0)
        popup.get_by_role("button", name="Check drafts again").click()
    expect(badge(x_home)).to_have_text("Nothing to note")
