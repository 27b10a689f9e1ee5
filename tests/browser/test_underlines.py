"""The line stands under the words the server named, whatever is typed around them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import (
    CLEAN,
    LEAK,
    Extension,
    Reader,
    badge,
    underlined,
    wait_for_underline,
    write,
)


def test_marked_words_are_underlined_while_writing_on_x(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    expect(badge(x_home)).to_have_text("1 note")


@pytest.mark.parametrize("before", ["Hm. ", "👩‍👩‍👧‍👦🏳️‍🌈 ", "e\u0301\u0323 ﬁ ", "مرحبا "])
def test_the_line_stays_under_its_words_when_text_is_typed_before_them(
    x_home: Page, reader: Reader, before: str
) -> None:
    words = reader.words(LEAK)
    write(x_home, LEAK)
    wait_for_underline(x_home, words)
    x_home.keyboard.press("Home")
    for character in before:
        x_home.keyboard.insert_text(character)
        assert underlined(x_home) == [words]
    wait_for_underline(x_home, reader.words(before + LEAK))


def test_the_line_goes_at_once_when_its_words_are_edited(x_home: Page, reader: Reader) -> None:
    words = reader.words(LEAK)
    write(x_home, LEAK)
    wait_for_underline(x_home, words)
    x_home.keyboard.press("End")
    for _ in LEAK[LEAK.index(words) + len(words) - 1 :]:
        x_home.keyboard.press("ArrowLeft")
    x_home.keyboard.type("x")
    assert underlined(x_home) == []


def test_the_line_stands_on_the_right_line_of_a_post_with_paragraphs(x_home: Page, reader: Reader) -> None:
    box = x_home.locator("[data-testid=tweetTextarea_0]")
    box.click()
    for line in ("Good morning 👋", "", LEAK):
        x_home.keyboard.type(line)
        x_home.keyboard.press("Enter")
    wait_for_underline(x_home, reader.words(f"Good morning 👋\n\n{LEAK}\n"))


def test_nothing_is_put_into_the_editor(x_home: Page, reader: Reader) -> None:
    script = "() => document.querySelector('[data-testid=tweetTextarea_0]').querySelectorAll('*').length"
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    before = x_home.evaluate(script)
    x_home.keyboard.press("Control+a")
    x_home.keyboard.type(LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    assert x_home.evaluate(script) == before


def test_a_modal_over_the_home_box_is_the_one_that_is_read(page: Page, reader: Reader) -> None:
    page.goto("https://x.com/compose/post")
    write(page, LEAK, "[role=dialog] [data-testid=tweetTextarea_0]")
    wait_for_underline(page, reader.words(LEAK))
    assert badge(page).count() == 1


@pytest.mark.parametrize("other", ["SearchBox_Search_Input", "dmComposerTextInput"])
def test_search_boxes_and_private_messages_are_never_read(
    x_home: Page, extension: Extension, other: str
) -> None:
    write(x_home, LEAK, f"[data-testid={other}]")
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    tab = extension.tab_of("https://x.com/home")
    state = extension.run("(tab) => chrome.tabs.sendMessage(tab, { type: 'state' })", tab)
    assert state["boxes"] == 1


def test_a_rich_box_on_an_added_site_is_underlined(forum: Page, reader: Reader) -> None:
    write(forum, LEAK, "#rich")
    wait_for_underline(forum, reader.words(LEAK))
