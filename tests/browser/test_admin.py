"""Somebody who has never seen YAML changes the policy in the browser. Leaves pictures of every step behind."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.driver import poll, underlined, wait_for_underline
from tests.conftest import PROJECT
from tests.server_process import free_port, running

PICTURES = PROJECT / "test-results" / "admin"
DRAFT = "Friends, the heron statue moves to the north bank next spring."
WORDS = "the heron statue moves"
PAGES = (
    *("/admin", "/admin/rules", "/admin/rules?q=meeting", "/admin/rules/new", "/admin/facts"),
    *("/admin/rules/confidentiality.closed-session", "/admin/rules/confidentiality.closed-session/yaml"),
    *("/admin/facts/people", "/admin/facts/people/entries/0", "/admin/facts/people/import"),
    *("/admin/facts/handles", "/admin/facts/calendar", "/admin/profiles", "/admin/profiles/new"),
    *("/admin/profiles/import", "/admin/profiles?address=https://x.com/MapleBendCity"),
    *(
        "/admin/revisions",
        "/admin/revisions/1",
        "/admin/revisions/import",
        "/admin/figures",
        "/admin/audit?verify=1",
        "/admin/roles",
    ),
    *("/admin/words", "/admin/words/curt", "/admin/files", "/admin/files/documents.yaml", "/admin/deploy"),
    "/admin/nowhere",
)
LOOKS = ["color-contrast", "target-size", "scrollable-region-focusable"]
Run = Callable[..., str]


class Desk:
    """A server with a policy of its own, and how its administrator makes links."""

    def __init__(self, port: int, settings: dict[str, str], command: Run) -> None:
        self.address, self._settings, self._command = f"http://127.0.0.1:{port}", settings, command

    def link(self, *arguments: str) -> str:
        return self._command("admin-link", *arguments)

    def pack_extension(self) -> None:
        self._command("extension", "pack", "--server", self.address, "--version", "1.0.0")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder, port = tmp_path_factory.mktemp("desk"), free_port()
    start = [sys.executable, "-c", "import sys; from secondreading.cli import main; sys.exit(main())"]
    settings = {"PORT": str(port), "SECONDREADING_STATE_FOLDER": str(folder), "SECONDREADING_WORKERS": "1"}
    settings["PYTHONPATH"] = str(PROJECT / "server")

    def command(*arguments: str) -> str:
        done = subprocess.run(
            [*start, *arguments], env=settings, cwd=folder, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    with running([*start, "serve"], port, "/healthz", settings, folder):
        yield Desk(port, settings, command)


@pytest.fixture
def person(desk: Desk, second_browser: BrowserContext) -> Iterator[Page]:
    """A page of somebody who has just signed in by a link. What the console complains of fails the test."""
    page = second_browser.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
    page.goto(desk.link("--name", "Amy Doyle"))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Overview")).to_be_visible()
    yield page
    page.close()
    assert complaints == []


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
    other.goto(desk.link("--name", "Amy Doyle"))
    other.get_by_role("button", name="Sign in").click()
    expect(other.get_by_role("heading", name="Overview")).to_be_visible()
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
