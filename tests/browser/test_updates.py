"""Pages that were open before the extension came, or before it was updated."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.browser.driver import CLEAN, Extension, badge, load_extension, poll, wait_for_posts, write

BOX = "[data-testid=tweetTextarea_0]"


def test_a_page_open_before_the_installation_is_read_without_a_reload(
    second_browser: BrowserContext, server_address: str
) -> None:
    page = second_browser.new_page()
    page.goto("https://x.com/home")
    page.locator(BOX).click()
    extension = Extension(second_browser, load_extension(second_browser))
    extension.save(server=server_address)
    page.bring_to_front()
    poll(lambda: extension.runs_in(page.url), "the extension runs in the open page")
    page.keyboard.type(CLEAN)
    expect(badge(page)).to_have_text("Nothing to note")


def test_after_an_update_the_old_script_leaves_and_the_new_one_takes_over(
    second_browser: BrowserContext, server_address: str
) -> None:
    Extension(second_browser, load_extension(second_browser)).save(server=server_address)
    page = second_browser.new_page()
    page.goto("https://x.com/home")
    write(page, CLEAN)
    expect(badge(page)).to_have_text("Nothing to note")
    updated = Extension(second_browser, load_extension(second_browser))
    page.bring_to_front()
    poll(lambda: updated.runs_in(page.url), "the new script runs in the open page")
    poll(lambda: page.locator("second-reading-notes").count(), "only one of us", lambda count: count == 1)
    page.locator(BOX).focus()
    page.keyboard.press("End")
    page.keyboard.type(" Come in.")
    expect(badge(page)).to_have_count(1)  # the old script has left
    expect(badge(page)).to_have_text("Nothing to note")
    page.keyboard.press("Control+Enter")
    wait_for_posts(page, [f"{CLEAN} Come in."])
