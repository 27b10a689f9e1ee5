"""Platform files that the server hands out: they reach open pages, and a bad set changes nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.driver import CLEAN, Extension, badge, poll, wait_for_posts, write
from tests.browser.faulty_server import FaultyServer
from tests.conftest import PROJECT

FOLDER = PROJECT / "extension" / "platforms"


def _set(**changes: Any) -> dict[str, Any]:
    index = json.loads((FOLDER / "index.json").read_text("utf-8"))
    files = [json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in index["platforms"]]
    return {**index, "platforms": files, "version": 7, **changes}


@pytest.fixture
def serving(faulty_server: FaultyServer) -> FaultyServer:
    faulty_server.mood = "well"
    return faulty_server


def _kept_version(extension: Extension) -> int | None:
    script = "async () => (await chrome.storage.local.get('platforms')).platforms?.set?.version ?? null"
    return extension.run(script)


def test_a_platform_that_the_server_switches_off_is_left_alone_at_once(
    x_home: Page, extension: Extension, serving: FaultyServer
) -> None:
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
    serving.platforms = _set(off=["x"])
    extension.save(server=serving.address)
    expect(badge(x_home)).to_have_count(0)
    x_home.keyboard.press("Control+Enter")
    wait_for_posts(x_home, [CLEAN])


def test_a_served_file_says_which_boxes_are_read(
    page: Page, extension: Extension, serving: FaultyServer
) -> None:
    served = _set()
    (x,) = [file for file in served["platforms"] if file["id"] == "x"]
    x["composers"][0]["exclude"] = ["[data-testid='tweetTextarea_0']"]
    serving.platforms = served
    extension.save(server=serving.address)
    poll(lambda: _kept_version(extension), "the served set", lambda version: version == 7)
    page.goto("https://x.com/home")
    write(page, CLEAN)
    assert badge(page).count() == 0
    assert serving.requests == []


def test_a_set_with_anything_unknown_in_it_is_not_used(
    x_home: Page, extension: Extension, serving: FaultyServer
) -> None:
    serving.platforms = _set(off=["x"], run="alert(1)")
    extension.save(server=serving.address)
    asked = "async () => (await chrome.storage.local.get('platforms')).platforms?.server ?? ''"
    poll(lambda: extension.run(asked), "the server was asked", lambda address: address == serving.address)
    assert _kept_version(extension) is None
    write(x_home, CLEAN)
    expect(badge(x_home)).to_have_text("Nothing to note")
