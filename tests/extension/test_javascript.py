"""Runs the Node tests of this folder, so that one command runs everything."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.missing import give_up

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("name", sorted(path.name for path in FOLDER.glob("*.test.mjs")))
def test_the_extensions_logic_passes_its_node_tests(name: str) -> None:
    node = shutil.which("node")
    if node is None:
        give_up("The extension's logic is tested in Node 20 or newer: install it from nodejs.org.")
    done = subprocess.run(
        [node, "--test", FOLDER / name], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{name} failed:\n{done.stdout}\n{done.stderr}"
