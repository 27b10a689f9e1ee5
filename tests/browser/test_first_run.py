"""The first page after an install: what is sent where, in three sentences, and personal profiles left alone."""

from __future__ import annotations

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driver import CLEAN, Extension, badge, load_extension, write


def test_an_install_opens_the_page_that_tells_what_is_sent_where(second_browser: BrowserContext) -> None:
    with second_browser.expect_page() as opened:
        load_extension(second_browser)
    opened.value.wait_for_url("**/options/first_run.html")
    facts = opened.value.locator("#facts li")
    expect(facts).to_have_count(3)
    expect(facts.nth(0)).to_contain_text("go to 127.0.0.1:8787, and nowhere else")
    expect(facts.nth(1)).to_contain_text(
        "keeps nothing of your draft, except marked words that you tick to send"
    )
    expect(facts.nth(2)).to_contain_text("Passwords, cookies, private messages")


def test_personal_profiles_are_turned_on_there(x_home: Page, extension: Extension) -> None:
    extension.save(profile="personal")
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Not checked: personal profile")
    first = x_home.context.new_page()
    first.goto(extension.address("options/first_run.html"))
    first.get_by_label("Check my personal profiles too").check()
    expect(badge(x_home)).to_have_text(re.compile("notes?$|Nothing to note"))
    first.close()


def test_a_known_site_can_be_switched_off_and_on_in_the_settings(x_home: Page, extension: Extension) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    options = x_home.context.new_page()
    options.goto(extension.address("options/options.html"))
    options.get_by_label("X", exact=True).uncheck()
    expect(badge(x_home)).to_have_count(0)
    options.get_by_label("X", exact=True).check()
    expect(badge(x_home)).to_have_text("Nothing to note")
    options.close()
