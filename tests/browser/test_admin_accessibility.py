"""No page of the admin's breaks a rule of accessibility: in the light and the dark, wide and narrow."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.desk import PICTURES, Desk

PAGES = (
    *("/admin", "/admin/rules", "/admin/rules?q=meeting", "/admin/rules/new", "/admin/facts"),
    *("/admin/rules/confidentiality.closed-session", "/admin/rules/confidentiality.closed-session/yaml"),
    *("/admin/facts/people", "/admin/facts/people/entries/0", "/admin/facts/people/import"),
    *("/admin/facts/handles", "/admin/facts/calendar", "/admin/profiles", "/admin/profiles/new"),
    *("/admin/profiles/import", "/admin/profiles?address=https://x.com/MapleBendCity"),
    *("/admin/revisions", "/admin/revisions/1", "/admin/revisions/import", "/admin/figures"),
    *("/admin/audit?verify=1", "/admin/roles"),
    *("/admin/words", "/admin/words/curt", "/admin/files", "/admin/files/documents.yaml", "/admin/deploy"),
    "/admin/nowhere",
)
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"]


def test_no_page_breaks_a_rule_of_accessibility(person: Page, desk: Desk) -> None:
    wrong = []
    for path in PAGES:
        person.emulate_media(color_scheme="light", reduced_motion="reduce")
        person.set_viewport_size({"width": 1200, "height": 900})
        person.goto(desk.address + path)
        wrong += [f"{path}: {found}" for found in violations(person)]
        # What may differ in the dark and on a telephone; names, roles and order stay as they are.
        person.emulate_media(color_scheme="dark", reduced_motion="reduce")
        person.set_viewport_size({"width": 380, "height": 900})
        wrong += [f"{path}, dark: {found}" for found in violations(person, rules=LOOKS)]
        if person.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{path}: is wider than the window")
    assert wrong == []


def test_a_new_secret_and_the_files_for_it_break_no_rule_of_accessibility(person: Page, desk: Desk) -> None:
    desk.pack_extension()
    person.goto(f"{desk.address}/admin/deploy")
    person.get_by_label("A new enrolment").fill("Town hall desktops")
    person.get_by_role("button", name="Make it").click()
    expect(person.get_by_role("heading", name="The secret of")).to_be_visible()
    person.get_by_text("Change Town hall desktops").click()
    assert violations(person) == []
    person.screenshot(path=PICTURES / "9-browsers.png", full_page=True)
    person.emulate_media(color_scheme="dark")
    person.set_viewport_size({"width": 380, "height": 900})
    assert violations(person, rules=LOOKS) == []
    assert not person.evaluate("document.documentElement.scrollWidth > innerWidth")
    person.screenshot(path=PICTURES / "9-browsers-dark.png", full_page=True)


def test_a_form_from_before_a_new_sign_in_is_offered_again_on_a_page_for_everybody(
    person: Page, desk: Desk
) -> None:
    person.goto(f"{desk.address}/admin/deploy")
    person.get_by_label("A new enrolment").fill("Library desktops")
    other = person.context.new_page()
    desk.sign_in(other)
    person.get_by_role("button", name="Make it").click()
    expect(person.get_by_role("heading", name="Send it again?")).to_be_visible()
    assert violations(person) == []
    person.get_by_role("button", name="Send it now").click()
    expect(person.get_by_role("heading", name="The secret of")).to_contain_text("Library desktops")


def test_the_way_in_breaks_no_rule_of_accessibility(second_browser: BrowserContext, desk: Desk) -> None:
    page = second_browser.new_page()
    for address in (desk.link(), f"{desk.address}/admin/sign-in", f"{desk.address}/admin/link?ticket=used"):
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert violations(page) == [], address
