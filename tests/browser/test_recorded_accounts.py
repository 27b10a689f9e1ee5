"""The recorded pages of the working material: who writes there, whose profile it is, and what shuts people out."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import Extension, notes_part, poll
from tests.browser.recorded_pages import Screen
from tests.browser.test_recorded_pages import COMPOSERS, EDITOR, SCREENS, open_screen

# Nothing on these says who is signed in, so nobody's profile is taken for the own one.
NOT_TOLD = {"nextdoor", "reddit", "youtube"}
PROFILES = [
    screen
    for screen in SCREENS
    if screen.page not in NOT_TOLD and ("bio" in screen.known or "bioLinks" in screen.known)
]
MODERATED = [
    (screen, act) for screen in SCREENS for act in screen.known.get("moderation", []) if act != "confirm"
]
TITLES = {"hide": "Before you hide", "delete": "Before you delete", "block": "Before you block"}


def _one_a_page() -> list[Screen]:
    """One box of each page, and every box that posts for somebody else than the person."""
    told = [screen for screen in COMPOSERS if {"handle", "displayName", "actingName"} & screen.known.keys()]
    first = {screen.page: screen for screen in reversed(told)}.values()
    return list({id(one): one for one in [*first, *(s for s in told if "actingName" in s.known)]}.values())


def _name(value: Any) -> str:
    screen, *act = value if isinstance(value, tuple) else (value,)
    return "-".join([screen.page, screen.name, *act])


@pytest.mark.parametrize("screen", _one_a_page(), ids=_name)
def test_the_account_of_a_recorded_box_is_read(
    page: Page, extension: Extension, server_address: str, screen: Screen
) -> None:
    open_screen(page, extension, server_address, screen)
    page.locator(EDITOR).first.click()
    tab = extension.tab_of(page.url)
    ask = "(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })"
    state = poll(
        lambda: extension.run(ask, tab), "a checked draft", lambda state: state["phase"] == "checked"
    )
    known = screen.known
    name = known.get("actingName", known.get("displayName"))
    if name is not None:
        assert state["account"]["display_name"] == name
    if "handle" in known and "actingName" not in known:
        assert state["account"]["handle"] == f"@{known['handle']}"
    if "accountBio" in known:
        assert state["account"]["bio"] == known["accountBio"]
        assert all(link in state["account"]["links"][0] for link in known["accountLinks"])


@pytest.mark.parametrize("screen", PROFILES, ids=_name)
def test_a_recorded_own_profile_is_kept(
    page: Page, extension: Extension, server_address: str, screen: Screen
) -> None:
    open_screen(page, extension, server_address, screen)
    read = "async () => (await chrome.storage.local.get('seen')).seen ?? []"
    bio, links = screen.known.get("bio", ""), screen.known.get("bioLinks", [])

    def kept_profiles() -> list[dict[str, Any]]:
        # A page that was closed a moment ago may still have its profile kept after the settings were cleared.
        return [
            one
            for one in extension.run(read)
            if bio in one["bio"] and all(any(link in seen for seen in one["links"]) for link in links)
        ]

    kept = poll(kept_profiles, f"the profile with {bio!r} and {links} is kept")[0]
    assert not any("l.php" in seen or "redirect" in seen or "?u=" in seen for seen in kept["links"])


@pytest.mark.parametrize("moderated", MODERATED, ids=_name)
def test_a_recorded_control_that_shuts_somebody_out_is_asked_about(
    page: Page, extension: Extension, server_address: str, moderated: tuple[Screen, str]
) -> None:
    screen, act = moderated
    open_screen(page, extension, server_address, screen)
    page.locator(f"[data-fx='mod:{act}']").click()
    expect(notes_part(page, "[role=alertdialog]")).to_contain_text(TITLES[act])
