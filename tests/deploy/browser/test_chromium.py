"""Chromium with a policy in /etc/chromium/policies/managed: installed, enrolled, updated, revoked, by itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright

from secondreading.deploy.policies import chromium_managed, chromium_policies
from tests.browser.driver import LEAK, badge, poll, underlined, write
from tests.browser.sites import Sites
from tests.deploy.browser.city import City, private_mounts

POLICIES = Path("/etc/chromium/policies/managed")
PATIENCE_MS = 20_000
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
# A browser in a folder of its own in place of /etc/chromium: no other browser of the machine sees the policy.
IN_A_ROOM_OF_ITS_OWN = """#!/bin/sh
exec unshare -m --propagation private sh -c 'mount --bind "$0" /etc/chromium && exec "$@"' '{room}' '{chromium}' "$@"
"""


class Policy:
    """The policy file that one browser reads; changed while it runs."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def set(self, city: City, secret: str, profile: str = "official") -> None:
        # Without this the protocol may not look at extensions that a policy installed.
        deployment = city.deployment(secret, profile, DeveloperToolsAvailability=1)
        written = {**chromium_policies(deployment), **chromium_managed(deployment)}
        draft = self._file.with_suffix(".draft")
        draft.write_text(json.dumps(written), encoding="utf-8")
        draft.replace(self._file)


@contextmanager
def policy_room(chromium: Path, folder: Path) -> Iterator[tuple[Path, Policy]]:
    """The program to start, and the policy that it reads."""
    if private_mounts():
        managed = folder / "etc" / "policies" / "managed"
        managed.mkdir(parents=True)
        start = folder / "chromium"
        start.write_text(IN_A_ROOM_OF_ITS_OWN.format(room=folder / "etc", chromium=chromium))
        start.chmod(0o755)
        yield start, Policy(managed / "second-reading.json")
        return
    # A container that may not mount: CI's machine is its own, and the file is taken away again.
    POLICIES.mkdir(parents=True, exist_ok=True)
    file = POLICIES / f"second-reading-test-{os.getpid()}.json"
    try:
        yield chromium, Policy(file)
    finally:
        file.unlink(missing_ok=True)


@contextmanager
def browser(playwright: Playwright, program: Path, profile: Path) -> Iterator[BrowserContext]:
    opened = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=program,
        headless=False,
        viewport={"width": 1000, "height": 760},
        args=["--headless=new", "--no-sandbox", OFFLINE],
        # Both would keep the updater from its work.
        ignore_default_args=["--disable-extensions", "--disable-background-networking"],
    )
    opened.set_default_timeout(PATIENCE_MS)
    yield opened
    opened.close()


def installed_version(page: Page, identity: str) -> str:
    """The extension's version as the browser's own page of extensions tells it, empty where it is not there."""
    script = """async (id) => {
        const all = await new Promise((done) => chrome.developerPrivate.getExtensionsInfo({}, done));
        const found = all.find((one) => one.id === id);
        return found && found.state === "ENABLED" ? found.version : "";
    }"""
    return str(page.evaluate(script, identity))


def faults_of_policies(context: BrowserContext) -> list[str]:
    """What the browser's own page of policies says that is not "OK"."""
    page = context.new_page()
    page.goto("chrome://policy")
    statuses = page.locator("policy-row:not([hidden]) .policy.row .messages")
    poll(statuses.count, "the list of policies")
    seen = [words.strip() for words in statuses.all_inner_texts()]
    page.close()
    return [words for words in seen if words and words not in ("OK", "Not set.")]


def type_a_leak(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("https://x.com/home")
    page.locator("[data-testid=tweetTextarea_0]").wait_for()
    write(page, LEAK)
    return page


def change_while_it_runs(page: Page, set_profile: Callable[[str], None]) -> None:
    """The open page follows: nothing of a personal profile is sent before the person wants it."""
    set_profile("personal")
    words = "personal profile"
    poll(lambda: badge(page).all_inner_texts(), "the change is felt", lambda seen: words in str(seen))
    assert underlined(page) == []
    set_profile("official")
    poll(lambda: underlined(page), "the line is back", lambda seen: len(seen) > 0)


def test_a_managed_chromium_installs_enrols_checks_updates_and_hears_of_its_revocation(
    city: City, playwright: Playwright, chromium: Path, page_scripts: Path, tmp_path: Path
):
    first = city.publish()
    secret = city.enrol()
    identity = city.deployment(secret).chromium_id
    with policy_room(chromium, tmp_path) as (program, policy):
        policy.set(city, secret)
        with browser(playwright, program, tmp_path / "profile") as context:
            Sites(context, page_scripts)
            extensions = context.new_page()
            extensions.goto("chrome://extensions")
            poll(lambda: installed_version(extensions, identity), "installed", lambda v: v == first)

            page = type_a_leak(context)
            poll(lambda: underlined(page), "a line under the leak", lambda seen: len(seen) > 0)

            change_while_it_runs(page, lambda profile: policy.set(city, secret, profile))
            page.close()
            assert faults_of_policies(context) == []

            second = city.publish()
            extensions.evaluate("() => chrome.developerPrivate.autoUpdate()")
            poll(lambda: installed_version(extensions, identity), "updated", lambda v: v == second)

            city.revoke(secret)
            page = type_a_leak(context)
            words = "your organisation ended this browser's access"
            poll(lambda: badge(page).all_inner_texts(), "the badge says so", lambda seen: words in str(seen))
            assert underlined(page) == []
