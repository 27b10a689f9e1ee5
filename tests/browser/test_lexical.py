"""Lexical owns its DOM more jealously than other editors: lines, fixes and the gate work there as well."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import (
    CLEAN,
    LEAK,
    Extension,
    Reader,
    badge,
    notes_part,
    poll,
    wait_for_posts,
    wait_for_underline,
    write,
)

# The fix takes the whole sentence out; something to check must stay.
DRAFT = f"{CLEAN} {LEAK}"


@pytest.fixture
def lexical(page: Page, extension: Extension, reader: Reader) -> Page:
    """A Lexical box with a draft whose words are underlined."""
    extension.save(hosts=["localhost"])
    page.goto("http://localhost/lexical.html")
    poll(lambda: extension.runs_in("http://localhost/lexical.html"), "the extension runs there")
    write(page, DRAFT, "#rich")
    wait_for_underline(page, reader.words(DRAFT))
    return page


def _model(page: Page) -> str:
    return str(page.evaluate("() => window.models.lexical()"))


def test_a_fix_reaches_lexicals_own_text_and_is_undone_with_one_undo(lexical: Page, reader: Reader) -> None:
    (finding,) = reader.report(DRAFT)["findings"]
    place = finding["suggestions"][0]["span"]
    lexical.keyboard.press("Alt+Shift+N")
    notes_part(lexical, ".card button.main").click()
    fixed = DRAFT[: place["start"]] + DRAFT[place["end"] :]
    poll(lambda: _model(lexical), "the fixed text", lambda text: text == fixed)
    expect(badge(lexical)).to_have_text("Nothing to note")
    lexical.keyboard.press("Control+z")
    poll(lambda: _model(lexical), "the text as before", lambda text: text == DRAFT)


def test_a_post_from_lexical_is_held_and_let_through_once(lexical: Page) -> None:
    lexical.locator("#comment").click()
    dialog = notes_part(lexical, "[role=alertdialog]")
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Post as it is").click()
    wait_for_posts(lexical, [DRAFT])
