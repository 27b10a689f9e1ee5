"""The settings page: what is saved there is what a check goes out with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driver import CLEAN, Extension, badge, poll, write
from tests.browser.faulty_server import FaultyServer
from tests.server_process import free_port


@pytest.fixture
def options(context: BrowserContext, extension: Extension) -> Iterator[Page]:
    page = context.new_page()
    page.goto(extension.address("options/options.html"))
    yield page
    page.close()


def _saved(extension: Extension, name: str) -> object:
    return extension.run("async (name) => (await chrome.storage.local.get(name))[name]", name)


def test_the_connection_can_be_tested(options: Page, server_address: str) -> None:
    options.get_by_role("button", name="Test the connection").click()
    expect(options.locator("#test-outcome")).to_contain_text(
        f"{server_address.removeprefix('http://')} answers. Policy “standard”"
    )


def test_a_server_that_does_not_answer_is_named(options: Page, extension: Extension) -> None:
    port = free_port()
    extension.save(server=f"http://127.0.0.1:{port}")
    options.get_by_role("button", name="Test the connection").click()
    expect(options.locator("#test-outcome")).to_have_text(f"Not connected: 127.0.0.1:{port} does not answer.")


def test_an_address_without_encryption_is_refused(options: Page, extension: Extension) -> None:
    before = _saved(extension, "server")
    options.get_by_label("Address").fill("http://reading.maplebend.gov")
    options.get_by_label("Address").press("Tab")
    expect(options.locator("#saved")).to_contain_text("Not saved")
    assert _saved(extension, "server") == before


def test_a_check_tells_the_server_who_is_writing(
    options: Page, extension: Extension, faulty_server: FaultyServer, x_home: Page
) -> None:
    faulty_server.mood = "well"
    options.locator("#profile").select_option("personal")
    options.locator("#role").select_option("elected")
    options.locator("#bio").fill("Views my own.")
    options.locator("#links").fill("https://maplebend.gov\n\nhttps://jo.example")
    options.locator("#check-personal").check()
    options.locator("#token").fill("secret-token")
    options.locator("#token").press("Tab")
    poll(lambda: _saved(extension, "token"), "the saved token")
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    request = faulty_server.requests[-1]
    assert request["account"] == {
        "handle": "@MapleBendCity",
        "display_name": "City of Maple Bend",
        "profile": "personal",
        "role": "elected",
        "bio": "Views my own.",
        "links": ["https://maplebend.gov", "https://jo.example"],
        "avatar_alt": "",
    }
    assert faulty_server.tokens[-1] == "Bearer secret-token"


def test_a_listed_account_is_checked_as_what_it_is(
    options: Page, extension: Extension, faulty_server: FaultyServer, x_home: Page
) -> None:
    faulty_server.mood = "well"
    options.locator("#account-handle").fill("maplebendcity")
    options.locator("#account-profile").select_option("campaign")
    options.get_by_role("button", name="Add account").click()
    expect(options.locator("#accounts")).to_contain_text("@maplebendcity · x · campaign")
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    assert faulty_server.requests[-1]["account"]["profile"] == "campaign"
    options.get_by_role("button", name="Remove @maplebendcity").click()
    expect(options.locator("#accounts")).to_have_text("None yet.")


def test_what_the_organisation_set_is_shown_and_locked(context: BrowserContext, extension: Extension) -> None:
    extension.save(last_managed={"profile": "personal", "role": 7}, profile="campaign")
    page = context.new_page()
    page.goto(extension.address("options/options.html"))
    expect(page.locator("#profile")).to_be_disabled()
    expect(page.locator("#profile")).to_have_value("personal")
    expect(page.get_by_text("Set by your organisation")).to_have_count(1)
    expect(page.locator("#role")).to_be_enabled()
    page.close()


def test_a_site_can_be_turned_off_and_on(x_home: Page, extension: Extension) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    with extension.popup_for(x_home) as popup:
        popup.get_by_label("Check drafts on x.com").uncheck()
        expect(popup.locator("#what")).to_have_text("Turned off for this site")
        expect(badge(x_home)).to_have_count(0)
        popup.get_by_label("Check drafts on x.com").check()
    expect(badge(x_home)).to_have_text("Nothing to note")


def test_a_page_cannot_read_the_token(x_home: Page, extension: Extension) -> None:
    extension.save(token="secret-token")
    write(x_home, CLEAN)
    expect(badge(x_home)).to_be_visible()
    seen = x_home.evaluate("() => [typeof chrome?.storage, document.documentElement.outerHTML]")
    assert seen[0] == "undefined"
    assert "secret-token" not in seen[1]
