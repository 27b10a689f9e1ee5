"""Before a comment goes or a person is shut out: the gentler steps first, and never a wall."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import Extension, notes_part, poll
from tests.browser.faulty_server import FaultyServer
from tests.browser.sites import PAGES

CRITIC = "You said there would be no cuts. Why believe you now?"


@pytest.fixture
def comments(page: Page, extension: Extension) -> Page:
    page.route(
        "https://x.com/MapleBendCity/status/1", lambda route: route.fulfill(path=PAGES / "comments_x.html")
    )
    page.goto("https://x.com/MapleBendCity/status/1")
    poll(lambda: extension.runs_in("https://x.com/*"), "the extension runs there")
    return page


def _dialog(page: Page) -> Locator:
    return notes_part(page, "[role=alertdialog]")


def _acts(page: Page) -> list[str]:
    return list(page.evaluate("() => window.acts"))


def _wait_for_acts(page: Page, wanted: list[str]) -> None:
    poll(lambda: _acts(page), f"done: {wanted}", lambda acts: acts == wanted)


def _hide(page: Page, comment: str = "#critic") -> None:
    page.locator(comment).click()
    page.locator("#hide").click()


def test_hiding_criticism_shows_the_gentler_steps_first(comments: Page) -> None:
    _hide(comments)
    dialog = _dialog(comments)
    expect(dialog).to_contain_text("Before you hide this comment")
    expect(dialog).to_contain_text(f"“{CRITIC}”")
    expect(dialog).to_contain_text("consider", ignore_case=True)
    steps = dialog.locator("ol li")
    expect(steps.first).to_have_text("Leave it. Criticism may stay.")
    expect(steps).to_have_count(5)
    assert _acts(comments) == []


def test_nothing_is_done_when_the_person_leaves_it(comments: Page) -> None:
    _hide(comments)
    _dialog(comments).get_by_role("button", name="Leave it").click()
    expect(_dialog(comments)).to_have_count(0)
    assert _acts(comments) == []


def test_after_the_tick_it_is_done_once(comments: Page) -> None:
    _hide(comments)
    _dialog(comments).get_by_role("checkbox").check()
    _dialog(comments).get_by_role("button", name="Go on").click()
    _wait_for_acts(comments, ["Hide reply"])
    expect(_dialog(comments)).to_have_count(0)


def test_spam_is_hidden_without_a_question(comments: Page) -> None:
    _hide(comments, "#spam")
    _wait_for_acts(comments, ["Hide reply"])
    expect(_dialog(comments)).to_have_count(0)


def test_blocking_is_asked_about_and_other_menu_items_are_not(comments: Page) -> None:
    comments.locator("#embed").click()
    _wait_for_acts(comments, ["Embed post"])
    comments.locator("#block").click()
    expect(_dialog(comments)).to_contain_text("Before you block this person")
    expect(_dialog(comments)).to_contain_text("Blocking shuts a resident out")


def test_a_key_in_the_menu_is_held_as_a_press_is(comments: Page) -> None:
    comments.locator("#block").focus()
    comments.keyboard.press("Enter")
    expect(_dialog(comments)).to_be_visible()
    assert _acts(comments) == []
    for key in ("Tab", "Tab", "Space", "Tab", "Tab", "Enter"):  # copy a record, the tick, stay, go on
        comments.keyboard.press(key)
    _wait_for_acts(comments, ["Block @resident1"])


@pytest.mark.parametrize("mood", ["broken", "refusing", "silent"])
def test_a_fault_of_the_server_holds_nothing(
    comments: Page, extension: Extension, faulty_server: FaultyServer, mood: str
) -> None:
    faulty_server.mood = mood
    extension.save(server=faulty_server.address)
    _hide(comments)
    _wait_for_acts(comments, ["Hide reply"])


def test_only_the_one_comment_is_sent_and_only_when_its_menu_was_used(
    comments: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    comments.locator("#critic").click()
    assert faulty_server.requests == []
    comments.locator("#hide").click()
    _wait_for_acts(comments, ["Hide reply"])
    (request,) = faulty_server.requests
    draft: dict[str, Any] = request["draft"]
    assert (draft["text"], draft["action"]) == (CRITIC, "hide_comment")


def test_on_a_personal_profile_nothing_is_asked(comments: Page, extension: Extension) -> None:
    extension.save(profile="personal", check_personal=True)
    poll(lambda: extension.runs_in("https://x.com/*"), "the extension runs there")
    _hide(comments)
    _wait_for_acts(comments, ["Hide reply"])
