"""The extension speaks the browser's language; keys of the words are compared elsewhere."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

from tests.browser.driver import CLEAN, LEAK, Extension, badge, load_extension, notes_part, write
from tests.browser.environment import OFFLINE
from tests.browser.sites import Sites

WORDS = {
    "fr": ("Rien à signaler", "Notes sur ce brouillon", "Ce qui est envoyé, et où"),
    "es": ("Nada que señalar", "Notas sobre este borrador", "Qué se envía y adónde"),
}


@pytest.fixture(params=list(WORDS))
def foreign_browser(
    request: pytest.FixtureRequest,
    playwright: Playwright,
    browser_path: Path,
    page_scripts: Path,
    tmp_path: Path,
) -> Iterator[tuple[BrowserContext, str]]:
    """A browser whose person reads another language, and that language."""
    language = request.param
    opened = playwright.chromium.launch_persistent_context(
        tmp_path,
        executable_path=browser_path,
        headless=False,
        args=[
            "--headless=new",
            "--no-sandbox",
            "--enable-unsafe-extension-debugging",
            f"--lang={language}",
            OFFLINE,
        ],
        ignore_default_args=["--disable-extensions"],
        env={**os.environ, "LANGUAGE": language, "LANG": f"{language}_{language.upper()}.UTF-8"},
    )
    Sites(opened, page_scripts)
    yield opened, language
    opened.close()


def test_every_part_speaks_the_browsers_language(
    foreign_browser: tuple[BrowserContext, str], server_address: str
) -> None:
    context, language = foreign_browser
    clean, panel, first = WORDS[language]
    extension = Extension(context, load_extension(context))
    extension.save(server=server_address)
    page = context.new_page()
    page.goto("https://x.com/home")
    write(page, CLEAN)
    expect(badge(page)).to_have_text(clean)
    page.keyboard.press("Alt+Shift+L")
    expect(notes_part(page, ".panel h2")).to_have_text(panel)
    assert notes_part(page, ".layer").get_attribute("lang") == language
    page.goto(extension.address("options/first_run.html"))
    expect(page.get_by_role("heading", level=2)).to_have_text(first)
    assert page.evaluate("() => document.documentElement.lang") == language


def test_a_note_in_the_policys_language_says_so_to_a_screen_reader(
    foreign_browser: tuple[BrowserContext, str], server_address: str
) -> None:
    context, language = foreign_browser
    extension = Extension(context, load_extension(context))
    extension.save(server=server_address)
    page = context.new_page()
    page.goto("https://x.com/home")
    write(page, LEAK)
    expect(badge(page)).to_have_text("1 note" if language == "fr" else "1 nota")
    page.keyboard.press("Alt+Shift+N")
    expect(notes_part(page, ".card .message")).to_have_attribute("lang", "en")
    for part in notes_part(page, ".card dd > *").all():
        expect(part).to_have_attribute("lang", "en")
    spoken = "(part) => part.closest('[lang]').lang"
    assert notes_part(page, ".card .chip").evaluate(spoken) == language
    page.keyboard.press("Escape")
    page.locator("[data-testid=tweetButtonInline]").click()
    expect(notes_part(page, "[role=alertdialog] .message")).to_have_attribute("lang", "en")
    assert notes_part(page, "[role=alertdialog] h2").evaluate(spoken) == language
