"""The same source in Firefox, one page for each family of editors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from tests.conftest import PROJECT
from tests.find_firefox import find_firefox
from tests.missing import give_up

PAGES = PROJECT / "tests" / "firefox" / "editors.test.mjs"


def test_every_family_of_editors_works_in_firefox(page_scripts: Path, server_address: str) -> None:
    node, firefox = shutil.which("node"), find_firefox()
    if node is None or firefox is None:
        give_up("Install Firefox (Debian: apt install firefox-esr) and Node to run this.")
    names = {"FIREFOX": str(firefox), "SERVER": server_address, "SCRIPTS": str(page_scripts)}
    done = subprocess.run(
        [node, "--test", "--test-reporter=tap", PAGES],
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
        env={**os.environ, **names},
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    passed = re.search(r"^# pass (\d+)", done.stdout, re.MULTILINE)
    assert passed
    assert int(passed[1]) >= 9
