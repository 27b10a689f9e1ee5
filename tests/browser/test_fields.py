"""Lines in text fields: drawn by the browser itself where it can, else by a copy that lies over the field."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import LEAK, Extension, Reader, badge, poll, underlined
from tests.browser.editors import EditorPage, run_in_extension

LINES = "One line\n\n\tand another one that is long enough to wrap around at least once, surely so.\n"
LOOKS = {
    "plain": {},
    "right to left": {"direction": "rtl"},
    "zoomed": {"zoom": "1.3"},
    "centred and spaced": {"textAlign": "center", "letterSpacing": "2px", "wordSpacing": "5px"},
    "framed": {"padding": "3px 17px 9px 5px", "borderWidth": "1px 4px 7px 11px", "boxSizing": "border-box"},
    "small": {"fontSize": "11px", "lineHeight": "2.1", "tabSize": "3"},
}
_DRAWN = "() => [...CSS.highlights].flatMap(([, ranges]) => [...ranges])[0].getClientRects()[0].toJSON()"
_COPIED = "(line) => line.getClientRects()[0].toJSON()"
_TRUE = """(words) => {
    const field = document.querySelector("#text");
    const at = field.value.indexOf(words);
    return field.createValueRange(at, at + words.length).getClientRects()[0].toJSON();
}"""


class Field:
    """The forum's text area with lines in it."""

    def __init__(self, page: Page, *, is_mirrored: bool) -> None:
        self.page, self.is_mirrored = page, is_mirrored
        self.box = page.locator("#text")
        if is_mirrored:
            run_in_extension(page, "delete HTMLTextAreaElement.prototype.createValueRange")

    def wait_for_line(self, words: str) -> None:
        poll(self._marked, f"a line under {words!r}", lambda seen: seen == [words])

    def _marked(self) -> list[str]:
        if self.is_mirrored:
            return self.page.locator("second-reading-notes u").all_text_contents()
        return underlined(self.page, "#text")

    def line(self) -> dict[str, Any]:
        """Where the line's first part stands in the window, in CSS pixels."""
        if self.is_mirrored:
            return dict(self.page.locator("second-reading-notes u").evaluate(_COPIED))
        return dict(self.page.evaluate(_DRAWN))

    def scroll_to(self, top: int) -> None:
        self.box.evaluate("(field, top) => { field.scrollTop = top; }", top)


@pytest.fixture(params=[False, True], ids=["drawn", "copied"])
def field(request: pytest.FixtureRequest, forum: Page) -> Field:
    return Field(forum, is_mirrored=request.param)


def test_the_words_in_a_text_field_are_underlined_in_place(field: Field, reader: Reader) -> None:
    field.box.fill(LINES + LEAK)
    field.wait_for_line(reader.words(LINES + LEAK))
    field.scroll_to(0)
    box = field.box.bounding_box()
    assert box
    line = field.line()
    assert box["x"] < line["left"] < box["x"] + box["width"]
    assert box["y"] < line["bottom"] <= box["y"] + box["height"]


def test_a_line_goes_along_when_the_field_scrolls(field: Field, reader: Reader) -> None:
    field.box.fill(LINES * 4 + LEAK)
    field.wait_for_line(reader.words(LINES * 4 + LEAK))
    field.scroll_to(0)
    before = field.line()["top"]
    field.scroll_to(60)
    poll(lambda: before - field.line()["top"], "60 pixels higher", lambda moved: abs(moved - 60) < 1)


@pytest.mark.parametrize("look", list(LOOKS))
def test_the_copy_lies_exactly_over_the_field_whatever_the_page_makes_of_it(
    forum: Page, reader: Reader, look: str
) -> None:
    field = Field(forum, is_mirrored=True)
    field.box.evaluate("(field, look) => Object.assign(field.style, look)", LOOKS[look])
    words = reader.words(LINES + LEAK)
    field.box.fill(LINES * 3 + LEAK)
    field.wait_for_line(words)
    wanted = forum.evaluate(_TRUE, words)
    for side in ("left", "right", "top", "bottom"):
        assert abs(field.line()[side] - wanted[side]) < 1.5, side


def test_the_copy_wraps_like_the_text_field(forum: Page) -> None:
    field = Field(forum, is_mirrored=True)
    field.box.fill("word and word " * 60 + LEAK)
    expect(forum.locator("second-reading-notes u")).to_have_count(1)
    height = "(element) => element.scrollHeight"
    copy = forum.locator("second-reading-notes .mirror > div")
    poll(
        lambda: abs(field.box.evaluate(height) - copy.evaluate(height)),
        "as many lines as in the field",
        lambda difference: difference < 8,
    )


@pytest.mark.parametrize("name", ["textarea", "mirrored_textarea"])
def test_a_line_comes_back_when_the_page_puts_the_same_words_in_anew(
    page: Page, extension: Extension, reader: Reader, name: str
) -> None:
    extension.save(hosts=["localhost"])
    editor = EditorPage(page, name)
    editor.open(extension)
    page.keyboard.type(LEAK)
    editor.wait_for_marked([reader.words(LEAK)])
    expect(badge(page)).to_have_text("1 note")
    # As a site does that keeps drafts: the browser forgets every place in the old value, and tells nobody.
    editor.box.evaluate("(box) => { const { value } = box; box.value = ''; box.value = value; }")
    page.evaluate("() => document.querySelector('#posts').append(document.createElement('li'))")
    editor.wait_for_marked([reader.words(LEAK)])
