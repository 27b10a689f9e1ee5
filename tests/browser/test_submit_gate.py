"""The gate before a post goes out: it holds what a note asks to confirm, and lets it through once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.driver import (
    CLEAN,
    LEAK,
    Extension,
    Reader,
    badge,
    notes_part,
    published,
    wait_for_posts,
    wait_for_underline,
    write,
)

BUTTON = "[data-testid=tweetButtonInline]"


def _dialog(page: Page) -> Locator:
    return notes_part(page, "[role=alertdialog]")


def _confirm(page: Page) -> None:
    dialog = _dialog(page)
    expect(dialog.get_by_role("button", name="Post as it is")).to_be_disabled()
    dialog.get_by_role("checkbox", name="I have read this").check()
    dialog.get_by_role("button", name="Post as it is").click()


def _write_leak(page: Page, reader: Reader) -> None:
    write(page, LEAK)
    wait_for_underline(page, reader.words(LEAK))


@pytest.mark.parametrize("acts_on", ["click", "pointerdown", "mousedown", "mouseup"])
def test_a_press_on_post_is_held_and_then_let_through_once(page: Page, reader: Reader, acts_on: str) -> None:
    page.goto(f"https://x.com/home?acts_on={acts_on}")
    _write_leak(page, reader)
    page.locator(BUTTON).click()
    expect(_dialog(page)).to_contain_text(reader.report(LEAK)["findings"][0]["message"])
    assert published(page) == []
    _confirm(page)
    wait_for_posts(page, [LEAK])
    expect(badge(page)).to_have_count(0)
    assert published(page) == [LEAK]


def test_the_shortcut_is_held_and_then_let_through_once(x_home: Page, reader: Reader) -> None:
    _write_leak(x_home, reader)
    x_home.keyboard.press("Control+Enter")
    expect(_dialog(x_home)).to_be_visible()
    assert published(x_home) == []
    _confirm(x_home)
    wait_for_posts(x_home, [LEAK])
    expect(badge(x_home)).to_have_count(0)
    assert x_home.evaluate("() => window.published.map((post) => post.how)") == ["key"]


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_on_the_post_button_is_held_too(x_home: Page, reader: Reader, key: str) -> None:
    _write_leak(x_home, reader)
    x_home.locator(BUTTON).focus()
    x_home.keyboard.press(key)
    expect(_dialog(x_home)).to_be_visible()
    assert published(x_home) == []
    _confirm(x_home)
    wait_for_posts(x_home, [LEAK])


def test_the_dialog_works_by_keyboard_alone(x_home: Page, reader: Reader) -> None:
    _write_leak(x_home, reader)
    x_home.keyboard.press("Control+Enter")
    expect(_dialog(x_home)).to_be_focused()
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):
        x_home.keyboard.press(key)
    wait_for_posts(x_home, [LEAK])


def test_tab_goes_round_inside_the_dialog(x_home: Page, reader: Reader) -> None:
    _write_leak(x_home, reader)
    x_home.keyboard.press("Control+Enter")
    dialog = _dialog(x_home)
    expect(dialog).to_be_focused()
    stops = ("I have read this", "Keep editing", "Or say why it is fine here.", "Ask clerk@", "Copy the text")
    for _ in range(2):
        for name in stops:
            x_home.keyboard.press("Tab")
            stop = dialog.get_by_label(name).or_(dialog.get_by_role("link", name=name))
            expect(stop.or_(dialog.get_by_role("button", name=name)).first).to_be_focused()
    x_home.keyboard.press("Shift+Tab")
    expect(dialog.get_by_role("link", name="Ask clerk@")).to_be_focused()


def test_keep_editing_publishes_nothing_and_returns_to_the_text(x_home: Page, reader: Reader) -> None:
    _write_leak(x_home, reader)
    x_home.locator(BUTTON).click()
    _dialog(x_home).get_by_role("button", name="Keep editing").click()
    expect(x_home.locator("[data-testid=tweetTextarea_0]")).to_be_focused()
    x_home.keyboard.press("Control+Enter")
    expect(_dialog(x_home)).to_be_visible()
    x_home.keyboard.press("Escape")
    expect(_dialog(x_home)).to_have_count(0)
    assert published(x_home) == []


def test_an_edit_after_the_tick_is_asked_about_again(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/home?needs_real_press")
    _write_leak(page, reader)
    page.locator(BUTTON).click()
    _confirm(page)
    expect(_dialog(page)).to_have_count(0)
    write(page, " too")
    page.locator(BUTTON).click()
    expect(_dialog(page)).to_be_visible()
    assert published(page) == []


def test_a_site_that_obeys_only_real_presses_gets_the_next_one(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/home?needs_real_press")
    _write_leak(page, reader)
    page.locator(BUTTON).click()
    _confirm(page)
    expect(_dialog(page)).to_have_count(0)
    assert published(page) == []
    page.locator(BUTTON).click()
    wait_for_posts(page, [LEAK])


def test_a_clean_draft_posted_in_a_hurry_goes_out_by_itself(x_home: Page) -> None:
    write(x_home, CLEAN)
    x_home.keyboard.press("Control+Enter")
    wait_for_posts(x_home, [CLEAN])
    expect(badge(x_home)).to_have_count(0)
    assert published(x_home) == [CLEAN]


def test_a_box_without_size_is_no_part_of_the_post(x_home: Page, reader: Reader) -> None:
    twin = x_home.locator("[data-testid=tweetTextarea_9]").text_content()
    assert reader.report(str(twin))["findings"]
    write(x_home, CLEAN)
    x_home.locator(BUTTON).click()
    wait_for_posts(x_home, [CLEAN])


def test_a_leak_posted_in_a_hurry_is_checked_first(x_home: Page) -> None:
    x_home.locator("[data-testid=tweetTextarea_0]").click()
    x_home.keyboard.insert_text(LEAK)
    x_home.locator(BUTTON).click()
    expect(_dialog(x_home)).to_be_visible()
    assert published(x_home) == []


def test_a_dismissed_note_is_still_asked_about(x_home: Page, reader: Reader) -> None:
    _write_leak(x_home, reader)
    x_home.keyboard.press("Alt+Shift+N")
    notes_part(x_home, "[role=dialog]").get_by_role("button", name="Dismiss").click()
    x_home.locator(BUTTON).click()
    expect(_dialog(x_home)).to_be_visible()


def test_a_modals_post_button_sends_only_the_modals_draft(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/compose/post")
    _write_leak(page, reader)
    page.locator("[role=dialog] [data-testid=tweetButton]").click()
    expect(_dialog(page)).to_be_visible()
    _confirm(page)
    wait_for_posts(page, [LEAK])


def test_every_part_of_a_thread_is_asked_about(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/home?thread")
    page.locator("[data-testid=tweetTextarea_0]").click()
    page.keyboard.type(CLEAN)
    page.locator("[data-testid=tweetTextarea_1]").click()
    page.keyboard.type(LEAK)
    wait_for_underline(page, reader.words(LEAK))
    page.locator("[data-testid=tweetTextarea_0]").click()
    page.keyboard.press("Control+Enter")
    expect(_dialog(page)).to_contain_text(reader.words(LEAK))
    _confirm(page)
    wait_for_posts(page, [f"{CLEAN}\n---\n{LEAK}"])


def test_a_form_on_an_added_site_is_held_and_let_through_once(forum: Page, reader: Reader) -> None:
    forum.locator("#text").click()
    forum.keyboard.type(LEAK)
    wait_for_underline(forum, reader.words(LEAK), "#text")
    forum.get_by_role("button", name="Reply").click()
    expect(_dialog(forum)).to_be_visible()
    assert published(forum) == []
    _confirm(forum)
    expect(badge(forum)).to_have_count(0)
    assert published(forum) == [LEAK]


def test_a_form_sent_by_a_script_is_held_too(forum: Page, reader: Reader) -> None:
    forum.locator("#text").fill(LEAK)
    wait_for_underline(forum, reader.words(LEAK), "#text")
    forum.evaluate("() => document.querySelector('#reply').requestSubmit()")
    expect(_dialog(forum)).to_be_visible()
    assert published(forum) == []


def test_nothing_is_held_while_checking_is_paused(x_home: Page, reader: Reader, extension: Extension) -> None:
    _write_leak(x_home, reader)
    extension.save(paused_until=4_102_444_800_000)
    expect(badge(x_home)).to_have_count(0)
    x_home.locator(BUTTON).click()
    wait_for_posts(x_home, [LEAK])
