"""Somebody who has never seen YAML changes the policy in the browser. Leaves pictures of every step behind."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.desk import PICTURES, Desk
from tests.browser.driver import poll, underlined, wait_for_underline

DRAFT = "Friends, the heron statue moves to the north bank next spring."
WORDS = "the heron statue moves"


class Camera:
    """Takes a picture of each step, and lets no step break a rule of accessibility."""

    def __init__(self, page: Page, folder: Path) -> None:
        self._page, self._folder, self._taken = page, folder, 0
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, name: str) -> None:
        self._taken += 1
        self._page.screenshot(path=self._folder / f"{self._taken}-{name}.png", full_page=True)
        assert violations(self._page) == []


def test_a_person_adds_a_rule_sees_it_fire_and_takes_it_back(person: Page, desk: Desk) -> None:
    camera = Camera(person, PICTURES)
    camera.take("overview")
    person.get_by_role("link", name="Rules", exact=True).click()
    person.get_by_role("link", name="Add a rule").click()
    _fill_in_a_rule(person)
    preview = person.locator("#preview")
    expect(preview.locator("mark.warn")).to_contain_text(WORDS)
    expect(preview).not_to_contain_text("Not ready")
    camera.take("preview")
    person.get_by_label("Why this change?").fill("Council asked for it on 3 March.")
    person.get_by_role("button", name="Publish").click()
    expect(person.get_by_role("status")).to_contain_text("Published as revision 2.")
    camera.take("published")

    _try(person, desk, revision=2)
    wait_for_underline(person, WORDS)
    expect(person.locator("#notes")).to_contain_text("This may be news that has not been decided.")
    camera.take("it-fires")

    person.goto(f"{desk.address}/admin/revisions")
    camera.take("revisions")
    person.get_by_role("link", name="The standard policy.").click()
    person.get_by_label("Why this change?").fill("It was announced today.")
    camera.take("going-back")
    person.get_by_role("button", name="Roll back to revision 1").click()
    expect(person.get_by_role("status")).to_contain_text("Rolled back: revision 3")
    camera.take("rolled-back")

    _try(person, desk, revision=3)
    expect(person.locator("second-reading-notes button.badge:visible")).to_have_text("Nothing to note")
    assert underlined(person) == []
    camera.take("it-is-quiet")


def _fill_in_a_rule(page: Page) -> None:
    page.get_by_label("Title").fill("The heron statue")
    page.get_by_label("Topic").select_option("confidentiality")
    page.get_by_label("State").select_option("active")
    page.get_by_label("Include these words").fill("heron statue moves\nthe heron statue moves")
    page.get_by_label("Unless these words stand near").fill("as announced")
    page.get_by_label("Official profile, everybody").select_option("warn")
    page.get_by_label("Personal profile, everybody").select_option("advise")
    page.get_by_label("What", exact=True).fill("This may be news that has not been decided.")
    page.get_by_label("Why", exact=True).fill(
        "Neighbours of the statue should hear it from the council first."
    )
    page.get_by_label("What to do").fill("Consider waiting until it is decided.")
    page.get_by_label("Clause 1").select_option(index=1)
    page.get_by_label("Must be flagged").fill(
        "Soon [[the heron statue moves]] to the river.\nSo [[the heron statue moves]], finally."
    )
    page.get_by_label("Must be left alone").fill(
        "As announced, the heron statue moves in May.\nThe heron statue is being cleaned."
    )
    page.get_by_label("Try a text").fill(DRAFT)


def _try(page: Page, desk: Desk, revision: int) -> None:
    """Write the draft on the try-it page, once it answers by `revision`."""

    def shown() -> str:
        page.goto(desk.address)
        return page.locator("header .quiet").inner_text()

    poll(shown, f"revision {revision} on the try-it page", lambda words: f"revision {revision}." in words)
    expect(page.locator("#notes")).to_contain_text("Notes on the draft stand here")
    page.locator("#draft").click()
    page.keyboard.type(DRAFT)


def test_what_is_wrong_with_a_rule_is_told_with_a_way_to_its_field(person: Page, desk: Desk) -> None:
    person.goto(f"{desk.address}/admin/rules/new")
    person.get_by_label("Title").fill("Nearly empty")
    person.get_by_label("Topic").select_option("respect")
    person.get_by_label("Why this change?").fill("A test.")
    person.get_by_role("button", name="Publish").click()
    faults = person.get_by_role("alert")
    expect(faults).to_contain_text("examples")
    assert violations(person) == []
    faults.get_by_role("link", name="examples").first.click()
    expect(person.get_by_label("Must be flagged")).to_be_focused()


def test_a_fact_is_changed_by_keyboard_alone_and_the_slower_of_two_sees_why(person: Page, desk: Desk) -> None:
    path = f"{desk.address}/admin/facts/handles"
    slower = person.context.new_page()
    slower.goto(path)
    person.goto(path)
    person.keyboard.press("Tab")
    expect(person.get_by_role("link", name="Skip to the content")).to_be_focused()
    person.keyboard.press("Enter")
    _tab_to(person, person.get_by_label("One on each line"))
    person.keyboard.press("Control+End")
    person.keyboard.type("\n@MapleBendParks")
    _tab_to(person, person.get_by_label("Why this change?"))
    person.keyboard.type("A new account.")
    person.keyboard.press("Enter")
    expect(person.get_by_role("status")).to_contain_text("Published as revision")
    slower.get_by_label("One on each line").fill("@Other")
    slower.get_by_label("Why this change?").fill("Too late.")
    slower.get_by_role("button", name="Publish").click()
    expect(slower.get_by_role("heading", name="Somebody was quicker")).to_be_visible()
    expect(slower.locator(".diff .added")).to_contain_text("@MapleBendParks")
    assert violations(slower) == []
    slower.close()


def _tab_to(page: Page, wanted: Locator) -> None:
    for _ in range(40):
        page.keyboard.press("Tab")
        if wanted.evaluate("(field) => field === document.activeElement"):
            return
    raise AssertionError("the field cannot be reached by the keyboard")
