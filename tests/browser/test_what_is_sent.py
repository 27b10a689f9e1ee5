"""What leaves the page: the draft, its kind and pictures, who is signed in; and nothing is left behind."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import CLEAN, Extension, badge, poll, wait_for_posts, write
from tests.browser.faulty_server import FaultyServer

MARK = "Quillfeather-7719-Zanzibar"


@pytest.fixture
def listener(extension: Extension, faulty_server: FaultyServer) -> FaultyServer:
    faulty_server.mood = "well"
    extension.save(server=faulty_server.address)
    return faulty_server


def _draft(listener: FaultyServer, text: str) -> dict[str, Any]:
    poll(lambda: listener.requests, f"{text!r} sent", lambda seen: seen and seen[-1]["draft"]["text"] == text)
    return dict(listener.requests[-1]["draft"])


@pytest.mark.parametrize(
    ("address", "action", "quoted", "media"),
    [
        ("home", "post", None, []),
        ("compose/post", "post", None, []),
        ("compose/post?reply", "reply", None, []),
        ("compose/post?quote", "quote", "The bridge is closed again.", []),
        ("compose/post?picture", "post", None, [{"kind": "image", "alt": ""}]),
        ("someone/status/19", "reply", None, []),
    ],
)
def test_a_draft_is_sent_as_what_it_is(
    page: Page, listener: FaultyServer, address: str, action: str, quoted: str | None, media: list[Any]
) -> None:
    page.goto(f"https://x.com/{address}")
    write(page, CLEAN)
    draft = _draft(listener, CLEAN)
    assert draft == {
        "text": CLEAN,
        "platform": "x",
        "action": action,
        "quoted_text": quoted,
        "media": media,
    }


def test_lines_are_sent_as_the_writer_sees_them(page: Page, listener: FaultyServer) -> None:
    page.goto("https://x.com/home")
    page.locator("[data-testid=tweetTextarea_0]").click()
    for key in ("One", "Enter", "Enter", "Two 👩‍👩‍👧‍👦"):
        page.keyboard.press(key) if key == "Enter" else page.keyboard.insert_text(key)
    _draft(listener, "One\n\nTwo 👩‍👩‍👧‍👦")


def test_a_fast_writer_causes_few_requests(page: Page, listener: FaultyServer) -> None:
    page.goto("https://x.com/home")
    write(page, CLEAN)
    _draft(listener, CLEAN)
    assert len(listener.requests) <= 3


def test_a_posted_draft_is_not_sent_again(page: Page, listener: FaultyServer) -> None:
    page.goto("https://x.com/home")
    write(page, CLEAN)
    expect(badge(page)).to_have_text("Nothing to note")
    page.keyboard.press("Control+Enter")
    wait_for_posts(page, [CLEAN])
    expect(badge(page)).to_have_count(0)
    assert [request["draft"]["text"] for request in listener.requests].count(CLEAN) == 1


def test_no_byte_of_a_draft_is_left_in_the_browsers_profile(
    page: Page, listener: FaultyServer, profile_folder: Path
) -> None:
    page.goto("https://x.com/home")
    write(page, MARK)
    _draft(listener, MARK)
    expect(badge(page)).to_have_text("Nothing to note")
    page.goto("about:blank")
    found = [
        path
        for path in profile_folder.rglob("*")
        if path.is_file() and any(MARK.encode(code) in path.read_bytes() for code in ("utf-8", "utf-16-le"))
    ]
    assert found == []
