"""Random typing, pasting, undoing and switching of accounts: nothing is lost, and lines stand on the right words.

FUZZ_STEPS=10000 is about ten minutes in each editor, in all of them; FUZZ_SEED chooses other keys.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from random import Random

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.driver import CLEAN, LEAK, Extension, Reader, badge, poll
from tests.browser.editors import EDITORS, SITE, EditorPage

STEPS = int(os.environ.get("FUZZ_STEPS", "60"))
SEED = int(os.environ.get("FUZZ_SEED", "2026"))
CHOSEN = (
    EDITORS if "FUZZ_STEPS" in os.environ else ["draft", "lexical", "prosemirror", "slate", "react_textarea"]
)
LOOK_EVERY = 30
PHRASES = (
    LEAK,
    CLEAN,
    " ",
    ". ",
    "council ",
    "résumé ",
    "日本 ",
    "👩‍👩‍👧‍👦 ",
    "😡",
    "e\u0301",
    "Vote for me! ",
    "x",
)
MOVES = ("ArrowLeft", "ArrowRight", "Home", "End", "Control+Home", "Control+End", "Shift+ArrowLeft")
Step = tuple[str, str]


def _steps(seed: int) -> Iterator[Step]:
    """Endless random keys."""
    random = Random(seed)
    while True:
        way = random.choices(("type", "insert", "paste", "press"), (3, 4, 1, 6))[0]
        if way == "press":
            keys = random.choices(
                (*MOVES, "Backspace", "Delete", "Enter", "Control+z"), (*[2] * 7, 4, 2, 1, 3)
            )
            yield way, keys[0]
        else:
            yield way, random.choice(PHRASES)


# Slate reads the caret's place only ten times a second; what a key does in the meantime is chance. Milliseconds.
PACE = {"slate": 130}
_NEXT = """(ms) => new Promise((done) => requestAnimationFrame(() =>
    setTimeout(() => requestAnimationFrame(done), ms)))"""


def _take(editor: EditorPage, step: Step) -> None:
    way, what = step
    keys = editor.page.keyboard
    if way == "type":
        keys.type(what)
    elif way == "insert":
        keys.insert_text(what)
    elif way == "paste":
        editor.paste(what)
    else:
        keys.press(what)
    editor.page.evaluate(_NEXT, PACE.get(editor.name, 0))


def _look(editor: EditorPage, reader: Reader) -> None:
    """Once the draft is checked, lines stand under exactly the words that the server names."""
    text = editor.model()
    if not text.strip():
        return
    poll(
        lambda: badge(editor.page).all_text_contents(), "a checked draft", lambda seen: seen != ["Checking…"]
    )
    wanted = sorted(reader.marked(text, platform="other", only_apart=editor.is_field))
    poll(editor.marked, f"lines under {wanted}", lambda seen: sorted(_plain(seen)) == wanted)


def _plain(words: list[str]) -> list[str]:
    return [word.replace("\n", "").replace("\u00a0", " ") for word in words]


def _type_mark(editor: EditorPage, number: int) -> None:
    """Not a character gets lost: what is typed now is added to the text, and nothing else changes."""
    editor.page.keyboard.press("ArrowRight")  # nothing is selected that the mark would replace
    editor.page.evaluate(_NEXT, PACE.get(editor.name, 60))
    before, mark = editor.model(), f"mark{number}"
    editor.page.keyboard.type(mark)
    poll(editor.model, f"{mark} in the text", lambda text: mark in text)
    assert editor.model().replace(mark, "", 1) == before


@pytest.fixture
def clipboard(page: Page) -> Iterator[None]:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=SITE)
    yield
    page.context.clear_permissions()


@pytest.mark.usefixtures("clipboard")
@pytest.mark.parametrize("name", CHOSEN)
def test_random_writing_loses_nothing_and_marks_nothing_wrong(
    page: Page, extension: Extension, reader: Reader, name: str
) -> None:
    extension.save(hosts=["localhost"])
    editor = EditorPage(page, name)
    editor.open(extension)
    for number, step in zip(range(STEPS), _steps(SEED), strict=False):
        _take(editor, step)
        if number % LOOK_EVERY == LOOK_EVERY - 1:
            _type_mark(editor, number)
            _look(editor, reader)


def _listeners(session: CDPSession) -> int:
    """How many event listeners there are, once what nobody holds is gone."""
    session.send("HeapProfiler.collectGarbage")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return int(next(item["value"] for item in metrics if item["name"] == "JSEventListeners"))


def test_switching_accounts_again_and_again_leaks_no_listener(page: Page, extension: Extension) -> None:
    extension.save(hosts=["localhost"])
    editor = EditorPage(page, "contenteditable")
    editor.open(extension)
    page.keyboard.type(CLEAN)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    counts = []
    for turn in range(8):
        extension.save(role=("staff", "elected")[turn % 2])
        page.keyboard.type("x")
        poll(
            lambda: badge(page).all_text_contents(),
            "a checked draft",
            lambda seen: seen == ["Nothing to note"],
        )
        counts.append(_listeners(session))
    # What still waits for a moment goes by itself; one more for every turn would be eight.
    poll(lambda: _listeners(session), f"as few as at first: {counts}", lambda count: count <= counts[0] + 3)
    assert page.locator("second-reading-notes").count() == 1
