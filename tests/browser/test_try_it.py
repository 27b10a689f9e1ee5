"""The try-it page shows what officials will see: the same underline, card and gate."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import CLEAN, LEAK, Reader, badge, notes_part, poll, wait_for_underline


@pytest.fixture
def try_it(page: Page, server_address: str) -> Page:
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
    page.goto(server_address)
    expect(page.locator("#notes")).to_contain_text("Notes on the draft stand here")
    assert refused == []
    return page


def _write(page: Page, text: str) -> None:
    page.locator("#draft").click()
    page.keyboard.type(text)


def test_a_draft_is_underlined_and_listed_beside(try_it: Page, reader: Reader) -> None:
    _write(try_it, LEAK)
    wait_for_underline(try_it, reader.words(LEAK))
    expect(try_it.locator("#notes")).to_contain_text(reader.report(LEAK)["findings"][0]["message"])


def test_a_listed_note_opens_its_card_and_the_fix_is_one_click(try_it: Page, reader: Reader) -> None:
    _write(try_it, LEAK)
    try_it.locator("#notes button").first.click()
    card = notes_part(try_it, "[role=dialog]")
    (finding,) = reader.report(LEAK)["findings"]
    expect(card).to_contain_text(finding["clauses"][0]["title"])
    card.locator("button.main").click()
    expect(try_it.locator("#draft")).not_to_contain_text(reader.words(LEAK))


def test_the_post_button_is_held_until_the_tick(try_it: Page, reader: Reader) -> None:
    _write(try_it, LEAK)
    wait_for_underline(try_it, reader.words(LEAK))
    try_it.locator("#post").click()
    dialog = notes_part(try_it, "[role=alertdialog]")
    expect(dialog).to_be_visible()
    expect(try_it.locator("#posted li")).to_have_count(0)
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    expect(try_it.locator("#posted li")).to_have_count(1)
    expect(try_it.locator("#posted")).to_contain_text(LEAK)


def test_a_clean_draft_is_posted_at_once(try_it: Page) -> None:
    _write(try_it, CLEAN)
    expect(badge(try_it)).to_have_text("Nothing to note")
    try_it.keyboard.press("Control+Enter")
    expect(try_it.locator("#posted li")).to_have_count(1)


def test_another_profile_is_another_check(try_it: Page) -> None:
    _write(try_it, CLEAN)
    expect(badge(try_it)).to_have_text("Nothing to note")
    with try_it.expect_request(lambda request: '"profile":"campaign"' in (request.post_data or "")):
        try_it.get_by_text("Campaign", exact=True).click()
    expect(try_it.locator("#notes")).to_contain_text("campaign")


def test_the_picture_and_its_description_are_part_of_the_draft(try_it: Page) -> None:
    _write(try_it, CLEAN)
    with try_it.expect_request(lambda request: '{"kind":"image","alt":""}' in (request.post_data or "")):
        try_it.get_by_label("Attach a picture").check()
    with try_it.expect_request(lambda request: '{"kind":"image","alt":"A map"}' in (request.post_data or "")):
        try_it.get_by_label("Describe the picture").fill("A map")


def test_every_example_is_checked(try_it: Page) -> None:
    buttons = try_it.locator("#examples button")
    for place in range(buttons.count()):
        buttons.nth(place).click()
        poll(lambda: badge(try_it).inner_text(), "an answer", lambda words: not words.startswith("Checking"))
        assert "Not checked" not in badge(try_it).inner_text()
