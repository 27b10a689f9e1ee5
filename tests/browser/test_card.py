"""The card beside the words: reason, clause, fix; with the mouse and with the keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import (
    LEAK,
    Extension,
    Reader,
    badge,
    notes_part,
    poll,
    underlined,
    wait_for_underline,
    write,
)
from tests.browser.faulty_server import FaultyServer

TWO_LEAKS = (
    f"{LEAK}. Thanks all for coming out today. In camera last night council was told the roof will be late."
)


def _model(page: Page, name: str = "home") -> str:
    """What the page's own editor believes its text is."""
    return str(page.evaluate("(name) => window.models[name]()", name))


def _fixed(reader: Reader, text: str) -> str:
    (finding,) = reader.report(text)["findings"]
    suggestion = finding["suggestions"][0]
    units = text.encode("utf-16-le")
    start, end = suggestion["span"]["start"] * 2, suggestion["span"]["end"] * 2
    return (units[:start] + suggestion["text"].encode("utf-16-le") + units[end:]).decode("utf-16-le")


def _click_on_line(page: Page) -> None:
    script = """() => { const range = ["advise", "warn", "confirm"]
        .flatMap((name) => [...(CSS.highlights.get(`second-reading-${name}`) ?? [])])[0];
        const box = range.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    x, y = page.evaluate(script)
    page.mouse.click(x, y)


def test_a_click_on_the_words_shows_reason_clause_and_fix(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    _click_on_line(x_home)
    card = notes_part(x_home, "[role=dialog]")
    (finding,) = reader.report(LEAK)["findings"]
    for words in (finding["message"], finding["why"], finding["fix"], finding["clauses"][0]["document"]):
        expect(card).to_contain_text(words)
    expect(card).to_contain_text(f"clause {finding['clauses'][0]['clause']}")


def test_a_click_on_the_words_leaves_the_caret_in_the_text(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    _click_on_line(x_home)
    expect(notes_part(x_home, "[role=dialog]")).to_be_visible()
    x_home.keyboard.press("End")
    x_home.keyboard.type("!")
    expect(notes_part(x_home, "[role=dialog]")).to_have_count(0)
    assert _model(x_home) == LEAK + "!"


@pytest.mark.parametrize("before", ["", "👩‍👩‍👧‍👦 Hi. "])
def test_one_click_puts_the_fix_into_the_editors_own_text(x_home: Page, reader: Reader, before: str) -> None:
    text = before + LEAK
    fixed = _fixed(reader, text)
    x_home.locator("[data-testid=tweetTextarea_0]").first.click()
    x_home.keyboard.insert_text(text)
    wait_for_underline(x_home, reader.words(text))
    x_home.keyboard.press("Alt+Shift+N")
    notes_part(x_home, "[role=dialog] button.main").click()
    poll(lambda: _model(x_home), "the fixed text", lambda model: model == fixed)
    poll(lambda: underlined(x_home), "no line is left", lambda seen: seen == [])


def test_a_fix_is_undone_with_one_undo(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    notes_part(x_home, "[role=dialog] button.main").click()
    poll(lambda: _model(x_home), "the fixed text", lambda model: model == _fixed(reader, LEAK))
    x_home.keyboard.press("Control+z")
    poll(lambda: _model(x_home), "the text as before", lambda model: model == LEAK)


def test_writing_goes_on_where_the_fix_was_made(x_home: Page, reader: Reader) -> None:
    start = reader.report(LEAK)["findings"][0]["suggestions"][0]["span"]["start"]
    fixed = _fixed(reader, LEAK)
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    notes_part(x_home, "[role=dialog] button.main").click()
    poll(lambda: _model(x_home), "the fixed text", lambda model: model == fixed)
    x_home.keyboard.type("X")
    assert _model(x_home) == fixed[:start] + "X" + fixed[start:]


BOXES = {
    "https://x.com/home": ("[data-testid=tweetTextarea_0]", "() => window.models.home()"),
    "http://localhost/": ("#rich", "() => document.querySelector('#rich').innerText"),
    "http://localhost/#field": ("#text", "() => document.querySelector('#text').value"),
    "http://localhost/lexical.html": ("#rich", "() => window.models.lexical()"),
}


@pytest.fixture(params=list(BOXES))
def replaced(
    request: pytest.FixtureRequest, page: Page, extension: Extension, faulty_server: FaultyServer
) -> tuple[Page, str]:
    """A box of each kind in which one click put other words; and the script that reads its own text."""
    box, model = BOXES[request.param]
    faulty_server.mood = "suggesting"
    extension.save(server=faulty_server.address, hosts=["localhost"])
    page.goto(request.param)
    poll(lambda: extension.runs_in(request.param.split("#")[0] + "*"), "the extension runs there")
    write(page, "Hi there", box)
    expect(badge(page)).to_have_text("1 note")
    page.keyboard.press("Alt+Shift+N")
    notes_part(page, ".card").get_by_role("button", name="Change to “Good 👋🏽 day”").click()
    poll(lambda: page.evaluate(model), "the new words", lambda text: text == "Good 👋🏽 day there")
    return page, model


def test_writing_goes_on_after_the_words_that_were_put_in(replaced: tuple[Page, str]) -> None:
    page, model = replaced
    page.keyboard.type("!")
    poll(lambda: page.evaluate(model), "the caret", lambda text: text == "Good 👋🏽 day! there")


def test_words_that_were_put_in_are_undone_with_one_undo(replaced: tuple[Page, str]) -> None:
    page, model = replaced
    page.keyboard.press("Control+z")
    poll(lambda: page.evaluate(model), "the words as before", lambda text: text == "Hi there")


def test_a_fix_works_in_a_textarea(forum: Page, reader: Reader) -> None:
    forum.locator("#text").click()
    forum.keyboard.type(LEAK)
    wait_for_underline(forum, reader.words(LEAK), "#text")
    forum.keyboard.press("Alt+Shift+N")
    notes_part(forum, "[role=dialog] button.main").click()
    expect(forum.locator("#text")).to_have_value(_fixed(reader, LEAK))
    forum.keyboard.press("Control+z")
    expect(forum.locator("#text")).to_have_value(LEAK)


def test_a_fix_works_in_a_plain_rich_box(forum: Page, reader: Reader) -> None:
    write(forum, LEAK, "#rich")
    wait_for_underline(forum, reader.words(LEAK))
    forum.keyboard.press("Alt+Shift+N")
    notes_part(forum, "[role=dialog] button.main").click()
    expect(forum.locator("#rich")).to_have_text(_fixed(reader, LEAK))
    forum.keyboard.press("Control+z")
    expect(forum.locator("#rich")).to_have_text(LEAK)


def test_escape_leaves_the_card_and_gives_the_focus_back(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, "[role=dialog]")).to_be_focused()
    x_home.keyboard.press("Escape")
    expect(notes_part(x_home, "[role=dialog]")).to_have_count(0)
    expect(x_home.locator("[data-testid=tweetTextarea_0]")).to_be_focused()
    x_home.keyboard.type("!")
    assert _model(x_home) == LEAK + "!"


def test_keys_pressed_in_the_card_do_not_reach_the_editor(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, "[role=dialog]")).to_be_focused()
    x_home.keyboard.type("abc")
    assert _model(x_home) == LEAK


def test_a_dismissed_note_stays_away_while_writing_on(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    x_home.keyboard.press("Alt+Shift+N")
    notes_part(x_home, "[role=dialog]").get_by_role("button", name="Dismiss").click()
    assert underlined(x_home) == []
    x_home.keyboard.press("End")
    x_home.keyboard.type(" Good night.")
    expect(badge(x_home)).to_have_text("Nothing to note")
    assert underlined(x_home) == []


def test_next_note_walks_through_all_notes(x_home: Page, reader: Reader) -> None:
    count = len(reader.report(TWO_LEAKS)["findings"])
    write(x_home, TWO_LEAKS)
    expect(badge(x_home)).to_have_text(f"{count} notes")
    x_home.keyboard.press("Control+Home")
    x_home.keyboard.press("Alt+Shift+N")
    card = notes_part(x_home, "[role=dialog]")
    for place in range(1, count + 1):
        expect(card).to_contain_text(f"{place} of {count}")
        card.get_by_role("button", name="Next note").click()
    expect(card).to_contain_text(f"1 of {count}")


def test_the_badge_opens_a_panel_with_every_note(x_home: Page, reader: Reader) -> None:
    write(x_home, LEAK)
    wait_for_underline(x_home, reader.words(LEAK))
    badge(x_home).click()
    panel = notes_part(x_home, "[role=dialog]")
    expect(panel).to_contain_text("You are writing as @MapleBendCity · official")
    panel.get_by_role("button", name=reader.words(LEAK)).click()
    expect(notes_part(x_home, ".card")).to_be_visible()


def test_words_of_the_server_are_never_taken_for_markup(x_home: Page) -> None:
    text = f"<img src=x onerror=alert(1)> {LEAK}"
    write(x_home, text)
    poll(lambda: underlined(x_home), "a line", lambda seen: len(seen) > 0)
    x_home.keyboard.press("Alt+Shift+N")
    expect(notes_part(x_home, "[role=dialog]")).to_be_visible()
    assert notes_part(x_home, "img").count() == 0
