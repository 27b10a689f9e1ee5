"""The same behaviour in every real editor: lines on the right words, fixes in the model, one post through the gate."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.driver import LEAK, Extension, Reader, badge, notes_part, poll, published
from tests.browser.editors import EDITORS, SITE, EditorPage
from tests.browser.faulty_server import FaultyServer
from tests.browser.sites import Sites

FAMILY = "👩‍👩‍👧 "


@pytest.fixture(params=EDITORS)
def editor(request: pytest.FixtureRequest, page: Page, extension: Extension) -> Iterator[EditorPage]:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=SITE)
    extension.save(hosts=["localhost"])
    opened = EditorPage(page, request.param)
    opened.open(extension)
    yield opened
    page.context.clear_permissions()


def test_lines_stay_on_their_words_through_typing_pasting_undo_redrawing_and_an_input_method(
    editor: EditorPage, reader: Reader
) -> None:
    words = [reader.words(LEAK)]
    keys = editor.page.keyboard
    keys.type(LEAK)
    editor.wait_for_marked(words)
    keys.press("Control+Home")
    for character in ("H", "m", " ", FAMILY):
        keys.insert_text(character)
        assert editor.marked() == words
    editor.paste("Dear all, ")
    editor.wait_for_model(f"Hm {FAMILY}Dear all, {LEAK}")
    editor.wait_for_marked(words)
    keys.press("Control+z")
    poll(editor.model, "the paste undone", lambda text: "Dear" not in text)
    editor.wait_for_marked(words if LEAK in editor.model() else [])
    editor.page.evaluate("() => window.render()")
    editor.wait_for_marked(words)
    keys.press("Control+Home")
    before = editor.model()
    editor.compose("に", "にほ", "日本")
    editor.wait_for_model(f"日本{before}")
    keys.insert_text(" ")
    editor.wait_for_marked(words)


def _write_paragraphs(editor: EditorPage) -> None:
    """Emoji, an empty line where the editor has lines, and the words to be marked at the end."""
    for line in (f"Hm {FAMILY}", "", LEAK):
        editor.page.keyboard.insert_text(line)
        if editor.name != "react_input" and line != LEAK:
            editor.page.keyboard.press("Enter")


def test_lines_stand_right_behind_emoji_and_empty_lines_and_when_more_are_put_before(
    editor: EditorPage, reader: Reader
) -> None:
    words = [reader.words(LEAK)]
    _write_paragraphs(editor)
    editor.wait_for_marked(words)
    editor.page.keyboard.press("Control+Home")
    editor.page.keyboard.insert_text(FAMILY)
    editor.page.keyboard.press("Enter" if editor.name != "react_input" else "Space")
    editor.wait_for_marked(words)
    expect(badge(editor.page)).to_have_text("1 note")
    editor.wait_for_marked(words)


def test_what_is_checked_is_the_text_that_the_editor_knows(
    editor: EditorPage, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    poll(lambda: extension.runs_in(editor.page.url), "the extension runs on the page")
    _write_paragraphs(editor)
    expect(badge(editor.page)).to_have_text("Nothing to note")
    poll(
        lambda: _last_text(faulty_server),
        "the editor's text",
        lambda text: _lines(text) == _lines(editor.model()),
    )


def _last_text(server: FaultyServer) -> str:
    return str(server.requests[-1]["draft"]["text"])


def _lines(text: str) -> list[str]:
    """The lines that hold something: editors differ in how their models write an empty one."""
    return [line for line in text.replace("\u00a0", " ").split("\n") if line]


def test_a_fix_changes_the_editors_own_text_and_keeps_caret_and_undo(
    editor: EditorPage, extension: Extension, faulty_server: FaultyServer
) -> None:
    faulty_server.mood = "suggesting"
    extension.save(server=faulty_server.address)
    keys = editor.page.keyboard
    poll(lambda: extension.runs_in(editor.page.url), "the extension runs on the page")
    keys.type("Hi there")
    editor.wait_for_marked(["Hi"])
    keys.press("Alt+Shift+N")
    notes_part(editor.page, ".card button.main").click()
    editor.wait_for_model("Good 👋🏽 day there")
    keys.type("s")
    editor.wait_for_model("Good 👋🏽 days there")
    poll(lambda: _undo(editor), "the words as they were, by undo", lambda text: text.startswith("Hi ther"))


# Draft.js leaves the undo of some changes to the browser and takes notice later; nobody presses again before it shows.
_TAKEN = """(before) => new Promise((done) => {
    const end = performance.now() + 1500;
    const look = () => (window.model() !== before || performance.now() > end ? done() : requestAnimationFrame(look));
    look();
})"""


def _undo(editor: EditorPage) -> str:
    """One undo, and what it leads to. Editors differ in how many letters they undo at once."""
    before = editor.page.evaluate("() => window.model()")
    editor.page.keyboard.press("Control+z")
    editor.page.evaluate(_TAKEN, before)
    return editor.model()


# Editors name their parts at random; the same seed gives the same names on both pages.
SEED = """let seed = 7;
Math.random = () => { seed = (seed * 16807) % 2147483647; return seed / 2147483647; };"""


@pytest.fixture
def seeded(context: BrowserContext, extension: Extension, _sites: Sites) -> Iterator[Page]:
    opened = context.new_page()
    opened.add_init_script(SEED)
    assert extension
    yield opened
    opened.close()


@pytest.mark.parametrize("name", EDITORS)
def test_the_editors_dom_is_the_same_with_and_without_us_and_a_post_goes_out_once(
    seeded: Page, extension: Extension, reader: Reader, name: str
) -> None:
    def write() -> None:
        seeded.keyboard.type(f"Good morning.\n\n{LEAK}" if not name.endswith("react_input") else LEAK)
        seeded.keyboard.press("Home")
        seeded.keyboard.insert_text("So: ")

    extension.save(hosts=[])
    editor = EditorPage(seeded, name)
    editor.open()
    write()
    without = editor.dom()
    extension.save(hosts=["localhost"])
    editor.open(extension)
    write()
    editor.wait_for_marked([reader.words(LEAK)])
    expect(badge(seeded)).to_have_text("1 note")
    assert editor.dom() == without
    seeded.locator("#publish").click()
    dialog = notes_part(seeded, "[role=alertdialog]")
    dialog.get_by_role("checkbox").check()
    assert published(seeded) == []
    dialog.get_by_role("button", name="Post as it is").click()
    poll(lambda: published(seeded), "one post", lambda posts: len(posts) == 1)
    expect(dialog).to_have_count(0)
    assert [LEAK in post for post in published(seeded)] == [True]
