"""Nothing that people see breaks a rule that axe knows: names, roles, contrast, order."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.axe import violations
from tests.browser.driver import (
    CLEAN,
    LEAK,
    Extension,
    Reader,
    badge,
    notes_part,
    poll,
    published,
    wait_for_posts,
    wait_for_underline,
    write,
)
from tests.browser.sites import PAGES
from tests.conftest import PROJECT

OURS = {"include": [{"fromShadowDom": ["second-reading-notes", ".layer"]}]}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_card_panel_dialog_and_badge_are_accessible(x_home: Page, reader: Reader, scheme: Any) -> None:
    x_home.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, ".card")).to_be_visible()
    assert violations(x_home, OURS) == []
    notes_part(x_home, ".card").get_by_role("button", name="This seems wrong").click()
    assert violations(x_home, OURS) == []
    x_home.keyboard.press("Escape")
    badge(x_home).click()
    expect(notes_part(x_home, ".panel")).to_be_visible()
    assert violations(x_home, OURS) == []
    x_home.keyboard.press("Escape")
    x_home.keyboard.press("Control+Enter")
    expect(notes_part(x_home, "[role=alertdialog]")).to_be_visible()
    assert violations(x_home, OURS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["options/options.html", "options/first_run.html", "popup/popup.html"])
def test_the_extensions_own_pages_are_accessible(
    context: BrowserContext, extension: Extension, path: str, scheme: Any
) -> None:
    named = {"platform": "x", "handle": "@Jo"}
    facts = {"profile": "personal", "role": "staff", "bio": "", "links": []}
    extension.save(hosts=["localhost"], accounts=[named | facts])
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(extension.address(path))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_try_it_page_is_accessible(page: Page, server_address: str, scheme: Any) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(server_address)
    page.locator("#draft").click()
    page.keyboard.type(LEAK)
    expect(page.locator("#notes li button")).to_have_count(1)
    assert violations(page) == []


def test_notes_are_announced_to_screen_readers(x_home: Page) -> None:
    status = notes_part(x_home, "[role=status]")
    write(x_home, LEAK)
    expect(status).to_have_text("1 note. Press Alt+Shift+N to read.")
    x_home.keyboard.press("Control+a")
    x_home.keyboard.type(CLEAN)
    expect(status).to_have_text("Nothing to note")


def test_a_line_tells_the_severity_by_shape_and_not_by_colour_alone() -> None:
    sheet = (PROJECT / "extension" / "content" / "underlines.css").read_text("utf-8")
    assert [shape for shape in ("dotted", "dashed", "double", "wavy") if shape in sheet] == [
        "dotted",
        "dashed",
        "double",
    ]


def test_the_question_before_a_comment_goes_is_accessible(page: Page, extension: Extension) -> None:
    page.route(
        "https://x.com/MapleBendCity/status/1", lambda route: route.fulfill(path=PAGES / "comments_x.html")
    )
    page.goto("https://x.com/MapleBendCity/status/1")
    poll(lambda: extension.runs_in("https://x.com/*"), "the extension runs there")
    page.locator("#block").click()
    expect(notes_part(page, "[role=alertdialog]")).to_be_visible()
    assert violations(page, OURS) == []


def test_the_whole_way_from_typing_to_posting_works_without_a_mouse(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/home")
    page.locator("[data-testid=tweetTextarea_0]").focus()
    page.keyboard.type(LEAK)
    wait_for_underline(page, reader.words(LEAK))
    page.keyboard.press("Alt+Shift+L")  # the list of notes: works without seeing a line
    expect(notes_part(page, ".panel")).to_be_focused()
    for key in ("Tab", "Tab", "Enter"):  # close, the one note, open it
        page.keyboard.press(key)
    card = notes_part(page, ".card")
    expect(card).to_be_focused()
    for _ in range(4):  # close, fix, dismiss, this seems wrong
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("It was announced.")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Thank you.")
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=tweetTextarea_0]")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(notes_part(page, "[role=alertdialog]")).to_be_focused()
    assert published(page) == []
    for key in ("Tab", "Space", "Tab", "Tab", "Enter"):  # the tick, keep editing, post
        page.keyboard.press(key)
    wait_for_posts(page, [LEAK])


def test_a_fix_is_taken_with_the_keyboard_alone(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/home")
    page.locator("[data-testid=tweetTextarea_0]").focus()
    draft = f"{CLEAN} {LEAK}"  # the fix takes the whole sentence out; something to check must stay
    page.keyboard.type(draft)
    wait_for_underline(page, reader.words(draft))
    page.keyboard.press("Alt+Shift+N")
    expect(notes_part(page, ".card")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(badge(page)).to_have_text("Nothing to note")
    page.keyboard.press("Control+a")
    page.keyboard.type(CLEAN)
    expect(badge(page)).to_have_text("Nothing to note")


def test_other_keys_can_be_chosen(x_home: Page, extension: Extension, reader: Reader) -> None:
    options = x_home.context.new_page()
    options.goto(extension.address("options/options.html"))
    options.get_by_label("Next note").press("Control+Alt+KeyK")
    expect(options.get_by_label("Next note")).to_have_value("Ctrl+Alt+K")
    options.keyboard.press("Tab")  # the field holds nobody
    expect(options.get_by_label("List of notes")).to_be_focused()
    options.close()
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    expect(notes_part(x_home, "[role=status]").first).to_have_text("1 note. Press Ctrl+Alt+K to read.")
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, ".card")).to_have_count(0)
    x_home.keyboard.press("Control+Alt+KeyK")
    expect(notes_part(x_home, ".card")).to_be_focused()


@pytest.mark.parametrize("key", ["Alt+Shift+N", "Alt+Shift+L"])
def test_what_opens_stays_on_a_small_window(x_home: Page, reader: Reader, key: str) -> None:
    x_home.set_viewport_size({"width": 320, "height": 380})  # as 640 by 760 at 200 % zoom
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press(key)
    place = notes_part(x_home, "[role=dialog]").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 320
    assert place["y"] >= 0
    assert place["y"] + place["height"] <= 380
    assert x_home.evaluate("() => document.documentElement.scrollWidth <= innerWidth")


def test_on_a_page_from_right_to_left_our_words_run_as_their_language_does(
    x_home: Page, reader: Reader
) -> None:
    x_home.evaluate("() => { document.documentElement.dir = 'rtl'; }")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    box = x_home.locator("[data-testid=tweetTextarea_0]").first.bounding_box()
    sign = badge(x_home).bounding_box()
    assert box is not None
    assert sign is not None
    assert sign["x"] < box["x"] + box["width"] / 2  # where the lines end
    x_home.keyboard.press("Alt+Shift+N")
    script = "(card) => getComputedStyle(card).direction"
    assert notes_part(x_home, ".card").evaluate(script) == "ltr"


def test_in_forced_colours_the_parts_keep_their_edges(x_home: Page, reader: Reader) -> None:
    x_home.emulate_media(forced_colors="active")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    script = (
        "(part) => [getComputedStyle(part).borderTopStyle, parseFloat(getComputedStyle(part).borderTopWidth)]"
    )
    for part in (notes_part(x_home, ".card"), badge(x_home)):
        style, width = part.evaluate(script)
        assert style == "solid"
        assert width >= 1
    assert violations(x_home, OURS) == []


def test_nothing_moves_for_people_who_asked_for_less_motion(x_home: Page, reader: Reader) -> None:
    x_home.emulate_media(reduced_motion="reduce")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    moving = "(part) => part.getAnimations({ subtree: true }).length"
    assert notes_part(x_home, ".layer").evaluate(moving) == 0
