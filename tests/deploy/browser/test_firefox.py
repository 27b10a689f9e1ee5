"""Firefox ESR with a policies.json: installed, enrolled, updated, revoked, by itself."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from secondreading.deploy.policies import firefox_policies
from tests.browser.driver import LEAK, poll
from tests.deploy.browser.certificates import Authority
from tests.deploy.browser.city import City, private_mounts
from tests.deploy.browser.firefox import Firefox, page_of_x, running_firefox
from tests.missing import give_up

# Where Firefox looks on every Linux, whoever packed it.
POLICIES = Path("/etc/firefox/policies")
IN_A_ROOM_OF_ITS_OWN = 'mount --bind "$0" /etc/firefox/policies && exec "$@"'
BOX = "[data-testid=tweetTextarea_0]"
UNDERLINED = """return ["advise", "warn", "confirm"].flatMap((severity) =>
    [...(CSS.highlights.get(`second-reading-${severity}`) ?? [])].map((range) => range.toString()))"""
BADGES = """return [...document.querySelectorAll("second-reading-notes")]
    .flatMap((host) => [...host.shadowRoot.querySelectorAll("button.badge")])
    .map((badge) => badge.textContent).join(" ")"""
# Updates over plain http are for this machine alone; a city's server has https.
LOOPBACK_UPDATES = {"extensions.checkUpdateSecurity": False}


@pytest.fixture(scope="session")
def firefox_esr() -> Path:
    found = shutil.which("firefox-esr")
    if found is None:
        give_up("This test needs Debian's Firefox: apt install firefox-esr")
    assert found is not None
    return Path(found)


@contextmanager
def policy_room(firefox: Path, folder: Path) -> Iterator[tuple[list[str | Path], Path]]:
    """The program to start, and the file that it reads its policies from."""
    before = POLICIES.is_dir()
    POLICIES.mkdir(parents=True, exist_ok=True)
    file = POLICIES / "policies.json"
    try:
        if private_mounts():
            room = folder / "policies"
            room.mkdir()
            own = ["unshare", "-m", "--propagation", "private", "sh", "-c", IN_A_ROOM_OF_ITS_OWN, room]
            yield [*own, firefox], room / "policies.json"
        else:
            assert not file.exists(), f"{file} is there already"
            yield [firefox], file
            file.unlink()
    finally:
        if not before:
            POLICIES.rmdir()


def installed_version(firefox: Firefox, identity: str) -> str:
    script = """const { AddonManager } = ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        const found = await AddonManager.getAddonByID(args[0]);
        return found && found.isActive ? found.version : "";"""
    return str(firefox.run_as_browser(script, identity))


def look_for_updates(firefox: Firefox) -> None:
    """What Firefox does by itself once a day."""
    firefox.run_as_browser(
        """const { AddonManagerPrivate } =
            ChromeUtils.importESModule("resource://gre/modules/AddonManager.sys.mjs");
        await AddonManagerPrivate.backgroundUpdateCheck();"""
    )


def type_a_leak(firefox: Firefox, address: str) -> None:
    firefox.go(address)
    poll(lambda: firefox.run("return document.querySelector(arguments[0]) !== null", BOX), "the box of X")
    firefox.write(BOX, LEAK)


def test_a_managed_firefox_installs_enrols_checks_updates_and_hears_of_its_revocation(
    city: City, firefox_esr: Path, page_scripts: Path, tmp_path: Path
):
    first = city.publish()
    secret = city.enrol()
    authority = Authority(tmp_path)
    deployment = city.deployment(secret, Certificates={"Install": [str(authority.certificate)]})
    with (
        policy_room(firefox_esr, tmp_path) as (start, file),
        page_of_x(page_scripts, tmp_path, authority.sign("x.com")) as address,
    ):
        file.write_text(json.dumps({"policies": firefox_policies(deployment)}), encoding="utf-8")
        with running_firefox(start, tmp_path, LOOPBACK_UPDATES) as firefox:
            identity = deployment.firefox_id
            poll(lambda: installed_version(firefox, identity), "installed", lambda v: v == first)

            type_a_leak(firefox, address)
            poll(lambda: firefox.run(UNDERLINED), "a line under the leak")

            second = city.publish()
            look_for_updates(firefox)
            poll(lambda: installed_version(firefox, identity), "updated", lambda v: v == second)

            city.revoke(secret)
            type_a_leak(firefox, address)
            words = "your organisation ended this browser's access"
            poll(lambda: str(firefox.run(BADGES)), "the badge says so", lambda seen: words in seen)
            assert firefox.run(UNDERLINED) == []
