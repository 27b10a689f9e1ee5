"""Random typing, pasting, undoing and switching of accounts: nothing is lost, and lines stand on the right words.

FUZZ_SECONDS=600 writes for ten minutes in each editor, FUZZ_STEPS for so many keys; FUZZ_SEED chooses other keys.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.browser.driver import CLEAN, Extension, Reader, badge, poll
from tests.browser.editors import EDITORS, SITE, EditorPage
from tests.browser.random_writing import Writer, count_listeners, look_at_lines

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
STEPS = int(os.environ.get("FUZZ_STEPS", "0" if SECONDS else "60"))
SEED = int(os.environ.get("FUZZ_SEED", "2026"))
IS_LONG = "FUZZ_STEPS" in os.environ or SECONDS > 0
CHOSEN = (
    EDITORS
    if IS_LONG
    else ["draft", "lexical", "prosemirror", "slate", "react_textarea", "mirrored_textarea"]
)


@pytest.fixture
def clipboard(context: BrowserContext) -> Iterator[None]:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=SITE)
    yield
    context.clear_permissions()


@contextmanager
def _writer(
    context: BrowserContext, extension: Extension, name: str, seed: int, *, alone: bool
) -> Iterator[Writer]:
    """Somebody before an open editor; `alone`: without the extension."""
    extension.save(hosts=[] if alone else ["localhost"], check_personal=True)
    editor = EditorPage(context.new_page(), name)
    writer = Writer(editor, extension, seed)
    editor.open(None if alone else extension)
    yield writer
    editor.page.close()


def _write(writer: Writer, reader: Reader, end: float) -> None:
    session = _measured(writer.editor.page)
    counts: list[int] = []
    try:
        for _ in writer.write():
            look_at_lines(writer, reader)
            counts.append(count_listeners(session))
            if len(writer.taken) >= STEPS and time.monotonic() >= end:
                break
    except AssertionError as failure:
        failure.add_note(
            f"{writer.editor.name}, seed {writer.seed}, {len(writer.taken)} steps: {writer.taken[-40:]}"
        )
        raise
    print(f"{writer.editor.name}, seed {writer.seed}: {len(writer.taken)} steps, listeners {counts}")
    if not writer.errors:
        poll(
            lambda: count_listeners(session),
            f"as few as at first: {counts}",
            lambda seen: seen <= counts[0] + 3,
        )


@pytest.mark.usefixtures("clipboard", "_sites")
@pytest.mark.parametrize("name", CHOSEN)
def test_random_writing_loses_nothing_marks_nothing_wrong_and_leaks_no_listener(
    context: BrowserContext, extension: Extension, reader: Reader, name: str
) -> None:
    end = time.monotonic() + SECONDS
    for seed in count(SEED):
        with _writer(context, extension, name, seed, alone=False) as writer:
            _write(writer, reader, end)
        if not writer.errors:
            return
        # Draft.js trips over some keys by itself: then the same keys lead to the same fault without the extension.
        with _writer(context, extension, name, seed, alone=True) as alone:
            for _ in alone.write():
                if len(alone.taken) >= len(writer.taken):
                    break
        assert writer.fault == alone.fault


def _measured(page: Page) -> CDPSession:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    return session


def test_switching_accounts_again_and_again_leaks_no_listener(page: Page, extension: Extension) -> None:
    extension.save(hosts=["localhost"])
    editor = EditorPage(page, "contenteditable")
    editor.open(extension)
    page.keyboard.type(CLEAN)
    session = _measured(page)
    counts = []
    for turn in range(8):
        extension.save(role=("staff", "elected")[turn % 2])
        page.keyboard.type("x")
        poll(
            lambda: badge(page).all_text_contents(),
            "a checked draft",
            lambda seen: seen == ["Nothing to note"],
        )
        counts.append(count_listeners(session))
    # What still waits for a moment goes by itself; one more for every turn would be eight.
    poll(
        lambda: count_listeners(session), f"as few as at first: {counts}", lambda seen: seen <= counts[0] + 3
    )
    assert page.locator("second-reading-notes").count() == 1
