"""Nothing that people see breaks a rule that axe knows: names, roles, contrast, order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driver import CLEAN, LEAK, Extension, Reader, badge, notes_part, wait_for_underline, write
from tests.conftest import PROJECT

OURS = {"include": [{"fromShadowDom": ["second-reading-notes", ".layer"]}]}


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    source = (PROJECT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def violations(page: Page, scope: Any = None) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("(scope) => axe.run(scope ?? document)", scope)
        return [f"{one['id']}: {node['html']}" for one in found["violations"] for node in one["nodes"]]

    return violations


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_card_panel_dialog_and_badge_are_accessible(
    x_home: Page, reader: Reader, axe: Callable[..., list[str]], scheme: Any
) -> None:
    x_home.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, ".card")).to_be_visible()
    assert axe(x_home, OURS) == []
    x_home.keyboard.press("Escape")
    badge(x_home).click()
    expect(notes_part(x_home, ".panel")).to_be_visible()
    assert axe(x_home, OURS) == []
    x_home.keyboard.press("Escape")
    x_home.keyboard.press("Control+Enter")
    expect(notes_part(x_home, "[role=alertdialog]")).to_be_visible()
    assert axe(x_home, OURS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["options/options.html", "popup/popup.html"])
def test_the_extensions_own_pages_are_accessible(
    context: BrowserContext, extension: Extension, axe: Callable[..., list[str]], path: str, scheme: Any
) -> None:
    named = {"platform": "x", "handle": "@Jo"}
    facts = {"profile": "personal", "role": "staff", "bio": "", "links": []}
    extension.save(hosts=["localhost"], accounts=[named | facts])
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)
    page.goto(extension.address(path))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert axe(page) == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_try_it_page_is_accessible(
    page: Page, server_address: str, axe: Callable[..., list[str]], scheme: Any
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.goto(server_address)
    page.locator("#draft").click()
    page.keyboard.type(LEAK)
    expect(page.locator("#notes button")).to_have_count(1)
    assert axe(page) == []


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


def test_the_whole_way_works_without_a_mouse(page: Page, reader: Reader) -> None:
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
