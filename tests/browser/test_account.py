"""Who is writing: read from the page, kept from the own profile, corrected by the person."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import CLEAN, LEAK, Extension, badge, notes_part, poll, write
from tests.browser.faulty_server import FaultyServer
from tests.browser.sites import PAGES

PERSONAL = "Not checked: personal profile"
_SWITCH = """(handle) => {
    document.querySelector("[data-testid=SideNav_AccountSwitcher_Button] div:last-child").textContent = handle;
}"""


def _open(page: Page, address: str, file: str, change: tuple[str, str] = ("", "")) -> None:
    """Open one of our own pages at the address of a site."""
    source = (PAGES / file).read_text("utf-8").replace(*change)
    page.route(f"{address}*", lambda route: route.fulfill(body=source, content_type="text/html"))
    page.goto(address)
    page.locator("#elsewhere, textarea").first.click()


def _seen(extension: Extension) -> list[dict[str, Any]]:
    return list(extension.run("async () => (await chrome.storage.local.get('seen')).seen ?? []"))


def _account_sent(server: FaultyServer) -> dict[str, Any]:
    request = poll(lambda: server.requests, "a request")[-1]
    return dict(request["account"])


def test_the_bio_of_the_own_profile_goes_along_with_a_later_draft(
    page: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    _open(page, "https://x.com/MapleBendCity", "profile_x.html")
    poll(lambda: _seen(extension), "the profile is kept")
    page.goto("https://x.com/home")
    write(page, CLEAN)
    account = _account_sent(faulty_server)
    assert account["bio"] == "News of your city. All maplebend.gov/news"
    assert account["links"] == ["maplebend.gov", "maplebend.gov/news"]  # what t.co hides, the page shows


def test_somebody_elses_profile_is_not_kept(page: Page, extension: Extension) -> None:
    extension.run(
        """() => { window.keptAt = []; chrome.storage.onChanged.addListener(({ seen }) => {
            if (seen?.newValue) window.keptAt.push(seen.newValue[0].bio_at); }); }"""
    )
    change = ('id="shown">@MapleBendCity', 'id="shown">@resident1')
    _open(page, "https://x.com/resident1", "profile_x.html", change)
    _open(page, "https://x.com/MapleBendCity", "profile_x.html")
    kept_at = "() => window.keptAt"
    poll(lambda: extension.run(kept_at), "the own profile is kept", lambda kept: "/MapleBendCity" in kept)
    assert set(extension.run(kept_at)) == {"/MapleBendCity"}


def test_a_wrapped_link_is_kept_as_what_it_leads_to(page: Page, extension: Extension) -> None:
    _open(page, "https://www.facebook.com/jo", "profile_facebook.html")
    (kept,) = poll(lambda: _seen(extension), "the profile is kept")
    assert kept["display_name"] == "Jo Doe"
    assert kept["links"] == ["https://maplebend.gov/ward3"]
    assert "Views my own." in kept["bio"]


def test_no_token_that_lies_beside_the_account_is_read(
    page: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    _open(page, "https://mastodon.social/home", "toots.html")
    page.keyboard.type(CLEAN)
    account = _account_sent(faulty_server)
    assert account == {
        "handle": "@jo",
        "display_name": 'Jo {Ward 3} "Doe"',
        "bio": "Views my own.\nTea & trees",
        "links": ["https://maplebend.gov"],
        "avatar_alt": "",
        "profile": "official",
        "role": "staff",
    }
    _open(page, "https://www.facebook.com/jo", "profile_facebook.html")
    poll(lambda: _seen(extension), "the profile is kept")
    kept = extension.run("async () => JSON.stringify(await chrome.storage.local.get(null))")
    assert "canary" not in kept + str(faulty_server.requests)


def test_a_personal_profiles_draft_stays_in_the_browser_until_the_person_wants_it_checked(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address, profile="personal")
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text(PERSONAL)
    with extension.popup_for(x_home) as popup:
        expect(popup.locator("#what")).to_have_text(PERSONAL)
        assert faulty_server.requests == []
        popup.get_by_label("Check my personal profiles too").check()
        expect(badge(x_home)).to_have_text("Nothing to note")
    assert _account_sent(faulty_server)["profile"] == "personal"


def test_the_popup_corrects_what_an_account_is(x_home: Page, extension: Extension) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    with extension.popup_for(x_home) as popup:
        expect(popup.locator("#registered")).to_have_text("In the city's register")
        popup.get_by_label("Wrong? This account is").select_option("personal")
        expect(popup.locator("#writing-as")).to_have_text("You are writing as @MapleBendCity · personal")
        expect(badge(x_home)).to_have_text(PERSONAL)
        popup.get_by_label("Wrong? This account is").select_option("campaign")
        expect(badge(x_home)).not_to_have_text(PERSONAL)


def test_an_account_nobody_knows_is_asked_about_without_its_draft(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"  # says: an official account
    extension.save(server=faulty_server.address, profile="unknown")
    write(x_home, LEAK)
    expect(badge(x_home)).to_have_text("Nothing to note")
    texts = [request["draft"]["text"] for request in faulty_server.requests]
    assert texts[0] == ""
    assert texts[-1] == LEAK


def test_an_account_that_the_register_does_not_know_is_taken_for_a_personal_one(
    page: Page, extension: Extension
) -> None:
    extension.save(profile="unknown")
    _open(page, "https://mastodon.social/home", "toots.html")
    page.keyboard.type(CLEAN)
    expect(badge(page)).to_have_text(PERSONAL)


@pytest.mark.parametrize("name", ["Comment as City of Maple Bend", "Comment as Jo Doe"])
def test_the_page_that_somebody_writes_for_is_the_account(
    page: Page, extension: Extension, faulty_server: FaultyServer, name: str
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    box = f'<main><form><div role="textbox" contenteditable="true" tabindex="0" aria-label="{name}">Hi</div>'
    button = '<div role="button" tabindex="0" aria-label="Post comment">Post</div></form></main>'
    source = (PAGES / "profile_facebook.html").read_text("utf-8")
    source = source[: source.index("<main>")] + box + button
    page.route(
        "https://www.facebook.com/*", lambda route: route.fulfill(body=source, content_type="text/html")
    )
    page.goto("https://www.facebook.com/jo")
    page.get_by_role("textbox").click()
    page.keyboard.press("End")
    page.keyboard.type("!")
    assert _account_sent(faulty_server)["display_name"] == name.removeprefix("Comment as ")


def test_what_was_seen_is_shown_in_the_settings_and_can_be_removed(page: Page, extension: Extension) -> None:
    _open(page, "https://x.com/MapleBendCity", "profile_x.html")
    poll(lambda: _seen(extension), "the profile is kept")
    page.goto(extension.address("options/options.html"))
    expect(page.locator("#accounts")).to_contain_text(
        "@MapleBendCity · x · seen on your profile · News of your city."
    )
    page.get_by_role("button", name="Remove @MapleBendCity").click()
    expect(page.locator("#accounts")).to_have_text("None yet.")
    assert _seen(extension) == []


def test_a_note_part_names_the_account_in_the_panel(x_home: Page) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    x_home.keyboard.press("Alt+Shift+L")
    expect(notes_part(x_home, ".panel")).to_contain_text("You are writing as @MapleBendCity · official")


def test_a_draft_is_asked_about_anew_when_the_page_shows_another_account(
    x_home: Page, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    x_home.evaluate(_SWITCH, "@AmyDoyle")
    poll(
        lambda: faulty_server.requests[-1]["account"]["handle"],
        "the new account",
        lambda handle: handle == "@AmyDoyle",
    )
    assert faulty_server.requests[-1]["draft"]["text"] == CLEAN
    expect(badge(x_home)).to_have_text("Nothing to note")
